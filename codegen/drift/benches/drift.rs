//! How long it takes to compare two editions of a large document, beside a bare JSON parser reading
//! the same text: `cargo bench -p oasis-drift`. The ratios are what counts; machines differ.

use oasis_drift::compare;
use oasis_model::ir::Api;
use oasis_model::{Options, read_with};
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

const OPERATIONS: usize = 1200;
const ROUNDS: usize = 7;

fn main() {
    let (base, new) = (document(0), document(7));
    println!("two documents of {} KB with {OPERATIONS} operations", base.len() / 1000);
    let parser = median(|| serde_json::from_str::<Value>(&base).is_ok());
    println!("{:<28} {parser:>9.1?}", "serde_json::Value, one side");
    let apis = [api(&base), api(&new)];
    for (what, time) in [
        ("read one side", median(|| api(&base))),
        ("compare with itself", median(|| compare(&apis[0], &apis[0]))),
        ("compare two editions", median(|| compare(&apis[0], &apis[1]))),
    ] {
        let ratio = time.as_secs_f64() / parser.as_secs_f64();
        println!("{what:<28} {time:>9.1?}  {ratio:>6.2} times the parser");
    }
    println!("{} findings", compare(&apis[0], &apis[1]).findings.len());
}

fn api(text: &str) -> Api {
    read_with("bench.json", text, Options { bare: true, ..Options::default() }).api
}

/// The middle one of several runs.
fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

/// A document with this many operations over shared and inline schemas; every `edition`th operation
/// differs between editions, none if it is 0.
fn document(edition: usize) -> String {
    let mut paths = serde_json::Map::new();
    let mut schemas = serde_json::Map::new();
    for index in 0..OPERATIONS {
        let changed = edition > 0 && index % edition == 0;
        let name = format!("Thing{index}");
        schemas.insert(name.clone(), thing(index, changed));
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        let item = json!({"patch": {
            "operationId": format!("change_{index}"),
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "requestBody": {"content": {"application/json": {"schema": thing(index + 1, changed)}}},
            "responses": {
                "200": {"description": "", "content": {"application/json": {"schema": reference}}},
                "422": {"description": "", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Thing0"}}}},
            },
        }});
        paths.insert(format!("/things{index}/{{id}}"), item);
    }
    let whole = json!({
        "openapi": "3.0.3",
        "info": {"title": "bench", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    });
    serde_json::to_string_pretty(&whole).expect("a value can be written")
}

/// Things refer to each other in rings of twenty, so that everything is recursive.
fn neighbour(index: usize) -> usize {
    let index = index % OPERATIONS;
    index / 20 * 20 + (index + 1) % 20
}

/// An object of twenty members, one in four nested; a changed one has a tighter bound.
fn thing(index: usize, changed: bool) -> Value {
    let mut members = serde_json::Map::new();
    for member in 0..20 {
        let prose = "What this is for, in one sentence as long as such sentences are.";
        let schema = match member % 4 {
            0 => json!({"type": "string", "maxLength": 100 + index, "description": prose}),
            1 => {
                json!({"type": "integer", "minimum": i32::from(changed && member == 1), "description": prose})
            }
            2 => json!({"type": "string", "enum": ["open", "closed"], "description": prose}),
            _ => json!({"type": "array", "items": {"type": "object", "properties": {
                "at": {"type": "string", "format": "date-time", "description": prose},
                "next": {"$ref": format!("#/components/schemas/Thing{}", neighbour(index))},
            }}}),
        };
        members.insert(format!("member{member}"), schema);
    }
    json!({"type": "object", "required": ["member0"], "properties": members})
}
