//! `examples.rs`: the example bodies as JSON, each on one line.

use super::imports::Imports;
use super::operations::filled;
use crate::decide::examples::Example;
use crate::decide::operations::{Endpoint, Operations};
use crate::decide::types::Types;
use crate::render::{Item, Module};
use serde_json::Value;

/// The module of all examples.
pub(super) fn module(types: &Types<'_>, operations: &Operations<'_>) -> Module {
    let pairs: Vec<(&Endpoint<'_>, &Example)> = operations
        .endpoints
        .iter()
        .zip(&operations.examples)
        .flat_map(|(endpoint, examples)| {
            let both = examples.request.iter().chain(&examples.success);
            both.map(move |example| (endpoint, example))
        })
        .collect();
    let own = pairs.iter().map(|(_, example)| example.constant.as_str()).chain(["EXAMPLES"]);
    let imports = Imports::new(types, "super::types", own);
    let mut items = vec![list(&imports, &pairs)];
    items.extend(pairs.iter().map(|(endpoint, example)| text(endpoint, example)));
    Module {
        path: "examples.rs",
        docs: vec![
            "Example bodies: the contract's own, or made from its schemas where it has none."
                .to_owned(),
        ],
        attributes: super::uses_deprecated(types),
        uses: imports.uses(),
        items,
    }
}

fn list(imports: &Imports<'_>, pairs: &[(&Endpoint<'_>, &Example)]) -> Item {
    let example_type = imports.spelling("oasis_runtime", "Example");
    let entry = |(endpoint, example): &(&Endpoint<'_>, &Example)| {
        let operations = imports.spelling("super", "operations");
        let Example { constant, place, rust, .. } = example;
        let rust = imports.type_text(rust);
        let operation = &endpoint.constant;
        format!("{example_type}::of::<{rust}>(&{operations}::{operation}, {place:?}, {constant})")
    };
    Item::Text(format!(
        "/// Every example.\npub const EXAMPLES: &[{example_type}] = &[\n{}];\n",
        filled(pairs.iter().map(entry))
    ))
}

fn text(endpoint: &Endpoint<'_>, example: &Example) -> Item {
    let id = super::docs::code(&endpoint.operation.id);
    let about = match example.place.as_str() {
        "request" => format!("A request body of {id}."),
        status => format!("A response of {id} with status {status}."),
    };
    let (constant, literal) = (&example.constant, literal(&example.value));
    Item::Text(format!("/// {about}\npub const {constant}: &str = {literal};\n"))
}

/// JSON as a raw string literal.
fn literal(value: &Value) -> String {
    // The compiler refuses marks that turn the direction of writing; JSON can spell them out.
    let spelt = |c: char| match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    let text: String = value.to_string().chars().map(spelt).collect();
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}
