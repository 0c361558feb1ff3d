//! Whatever stands in a document, reading it ends in located findings and never in a panic.

use crate::mangle::{mangled, originals};
use oasis_model::conform::{self, View};
use oasis_model::report::{self, Colour};
use oasis_model::{Reading, read, sample};
use serde_json::{Value, json};
use std::panic::catch_unwind;

/// Reads a text and does with it what every command does.
fn exercise(text: &str) -> Reading {
    let reading = read("odd.yaml", text);
    for (id, _) in reading.api.schemas() {
        for view in [View::Claim, View::Widest, View::Narrowest] {
            let value = json!({"sessionId": "a", "metadata": {"events": [{}]}});
            conform::check(&reading.api, id, &value, view);
            conform::check(&reading.api, id, &Value::Null, view);
        }
        sample::value(&reading.api, id);
    }
    report::text(&reading.findings, Colour::With);
    reading
}

/// What is wrong with what was read, if anything.
fn wrong(reading: &Reading) -> Option<String> {
    if !reading.is_document() && reading.findings.is_empty() {
        return Some("a document that cannot be read does not say why".to_owned());
    }
    let astray = |place: &oasis_model::finding::Place| {
        place.document != "odd.yaml" || place.line.is_none() || place.column.is_none()
    };
    let lost = reading.findings.iter().find(|finding| astray(&finding.at));
    lost.map(|finding| format!("{finding:?} has no line"))
}

#[test]
fn a_damaged_document_is_read_without_panic_and_every_finding_has_its_line() {
    let originals = originals();
    let half = |from: u64| {
        for number in (from..2_000).step_by(2) {
            let text = mangled(&originals, number);
            match catch_unwind(|| wrong(&exercise(&text))) {
                Ok(None) => {}
                Ok(Some(problem)) => panic!("damage {number}: {problem}"),
                Err(_) => panic!("damage {number} panics"),
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| half(0));
        half(1);
    });
}

#[test]
fn garbage_is_named_as_such() {
    for text in [
        "",
        "null",
        "[]",
        "just text",
        "<html></html>",
        "{",
        "a: [",
        "openapi: 3.0.3",
        "\u{0}\u{1}",
        "swagger: '2.0'",
        "\u{feff}",
        "{\"openapi\": \"3.0.3\"",
        "---\n---\n",
    ] {
        let reading = read("odd.yaml", text);
        assert!(!reading.findings.is_empty(), "{text:?}");
        assert_eq!(wrong(&reading), None, "{text:?}");
    }
}
