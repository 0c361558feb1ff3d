//! `examples.rs`: the example bodies as JSON, each on one line.

use super::imports::Imports;
use super::operations::filled;
use super::section::{Entry, Section, Written};
use crate::decide::examples::Example;
use crate::decide::operations::Endpoint;
use crate::render::{Item, Items};
use serde_json::Value;

/// The examples of a section; the root lists all.
pub(super) fn module(section: Section<'_>) -> Written {
    let all = section.known().flat_map(pairs);
    let own: Vec<&str> = all.map(|(_, example)| example.constant.as_str()).collect();
    let imports = section.imports("super::types", own.into_iter().chain(["EXAMPLES"]));
    let mut items = Items::default();
    if section.part.is_none() {
        items.push(list(&imports, section));
    }
    let pairs = section.entries().flat_map(pairs);
    items.extend(pairs.map(|(entry, example)| text(entry.endpoint, example)));
    let docs = "Example bodies: the contract's own, or made from its schemas where it has none.";
    let attributes = section.attributes(|| super::uses_deprecated(section.types));
    section.module("examples", docs, attributes, &imports, items)
}

fn pairs(entry: Entry<'_>) -> impl Iterator<Item = (Entry<'_>, &Example)> {
    let both = entry.examples.request.iter().chain(&entry.examples.success);
    both.map(move |example| (entry, example))
}

fn list(imports: &Imports<'_>, section: Section<'_>) -> Item {
    let example_type = imports.spelling("oasis_runtime", "Example");
    if section.is_split_root() {
        imports.close();
    }
    let entry = |(entry, example): (Entry<'_>, &Example)| {
        let operations = imports.spelling("super", "operations");
        let Example { constant, place, rust, .. } = example;
        let (gate, rust) = (section.gate_text(&entry), imports.type_text(rust));
        let operation = &entry.endpoint.constant;
        format!(
            "{gate}{example_type}::of::<{rust}>(&{operations}::{operation}, {place:?}, {constant})"
        )
    };
    Item::Text(format!(
        "/// Every example.\npub const EXAMPLES: &[{example_type}] = &[\n{}];\n",
        filled(section.known().flat_map(pairs).map(entry))
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
