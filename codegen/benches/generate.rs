//! What it takes to generate from documents of 10, 100, 1,000 and 10,000 operations, in time and in
//! memory: `cargo bench -p oasis-codegen`. `cargo bench -p oasis-codegen -- FILE...` takes documents of
//! yours instead. What an operation costs should not depend on how many there are; machines differ.
//!
//! Each document is read in a process of its own, whose largest size is what the system says of it.

use oasis_codegen::{Options, generate_with};
use serde_json::{Map, Value, json};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, hint};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// Says to a process of ours which document is its own.
const DOCUMENT: &str = "OASIS_BENCH_DOCUMENT";

fn main() {
    if let Ok(document) = env::var(DOCUMENT) {
        measure(&document);
        return;
    }
    println!(
        "{:<24} {:>7} {:>9} {:>9} {:>9} {:>12} {:>9} {:>9}",
        "document", "KB", "read ms", "write ms", "lines", "us/operation", "MiB", "KiB/op."
    );
    let files: Vec<String> = env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
    let sizes = SIZES.iter().map(usize::to_string).collect();
    for document in if files.is_empty() { sizes } else { files } {
        run(&document);
    }
}

/// Measures in a process of its own.
fn run(document: &str) {
    let this = env::current_exe().expect("a process knows where it was started from");
    match Command::new(this).env(DOCUMENT, document).status() {
        Ok(status) if status.success() => {}
        other => println!("{document}: {other:?}"),
    }
}

fn measure(name: &str) {
    let text = match name.parse() {
        Ok(size) => synthetic(size),
        Err(_) => fs::read_to_string(name).expect("the document can be read"),
    };
    // What the text itself takes is not the generator's.
    let before = peak_kib();
    let start = Instant::now();
    let time = || on_cpu().unwrap_or_else(|| start.elapsed());
    let begun = time();
    let api = oasis_model::read(name, &text).api;
    let read = time() - begun;
    let count = api.operations.len().max(1);
    let options = Options { split_above: Some(100), ..Options::default() };
    let generation = hint::black_box(generate_with(api, options));
    let both = time() - begun;
    let lines: usize = generation.files.values().map(|text| text.lines().count()).sum();
    let kib = peak_kib().saturating_sub(before);
    let name = name.rsplit('/').next().unwrap_or(name);
    println!(
        "{:<24} {:>7} {:>9.1} {:>9.1} {:>9} {:>12.1} {:>9.1} {:>9.1}",
        format!("{name} ({count})"),
        text.len() / 1000,
        read.as_secs_f64() * 1e3,
        (both - read).as_secs_f64() * 1e3,
        lines,
        both.as_secs_f64() * 1e6 / count as f64,
        kib as f64 / 1024.0,
        kib as f64 / count as f64,
    );
}

/// How long this process has run in all its threads, where the system tells: others run meanwhile.
fn on_cpu() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<u64>().ok();
    // In hundredths of a second wherever this system runs.
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

/// The largest size of this process so far in KiB, where the system tells; else 0.
fn peak_kib() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// A document with this many operations, twenty to a tag, over schemas of their own, inline ones that
/// repeat, and some that all share.
fn synthetic(operations: usize) -> String {
    let mut paths = Map::new();
    let mut schemas = Map::from_iter([("Error".to_owned(), error())]);
    for index in 0..operations {
        schemas.insert(format!("Thing{index}"), thing(index, operations));
        paths.insert(format!("/things{index}/{{id}}"), path(index));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Bench", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    });
    document.to_string()
}

fn path(index: usize) -> Value {
    let reference = json!({"$ref": format!("#/components/schemas/Thing{index}")});
    let page = json!({"type": "object", "required": ["items"], "properties": {
        "items": {"type": "array", "items": reference},
        "next": {"type": "string", "nullable": true},
    }});
    let content = |schema: &Value| json!({"application/json": {"schema": schema}});
    let error = json!({"$ref": "#/components/schemas/Error"});
    let parameter = |name: &str, place: &str| json!({"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}});
    let method = if index.is_multiple_of(2) { "get" } else { "put" };
    let mut operation = json!({
        "operationId": format!("{method}_thing_{index}"),
        "tags": [format!("group {}", index / 20)],
        "description": "What this does, in one sentence as long as such sentences are.",
        "parameters": [parameter("id", "path"), parameter("limit", "query"), parameter("cursor", "query")],
        "responses": {
            "200": {"description": "All is well.", "content": content(&page)},
            "404": {"description": "There is none.", "content": content(&error)},
        },
    });
    if method == "put" {
        operation["requestBody"] = json!({"required": true, "content": content(&reference)});
    }
    json!({ method: operation })
}

/// An object of twelve properties, one in four nested.
fn thing(index: usize, operations: usize) -> Value {
    let prose = "What this is for, in one sentence as long as such sentences are.";
    let mut properties = Map::new();
    for number in 0..12 {
        let neighbour = (index + 1) % operations;
        let schema = match number % 4 {
            0 => json!({"type": "string", "maxLength": 100, "description": prose}),
            1 => json!({"type": "integer", "minimum": 0, "description": prose}),
            2 => {
                json!({"type": "string", "enum": ["open", "closed", format!("odd{}", index % 50)]})
            }
            _ => json!({"type": "array", "items": {"type": "object", "properties": {
                "at": {"type": "string", "format": "date-time", "description": prose},
                "next": {"$ref": format!("#/components/schemas/Thing{neighbour}")},
            }}}),
        };
        properties.insert(format!("property{number}"), schema);
    }
    json!({"type": "object", "required": ["property0"], "properties": properties})
}

fn error() -> Value {
    json!({"type": "object", "properties": {"code": {"type": "string"}, "message": {"type": "string"}}})
}
