//! Reports of many differences: a summary that fits a screen, one finding for one cause, findings that
//! name what they are about, and a page that a code host takes.

use super::{drift, lines};
use oasis_drift::Drift;
use oasis_drift::report::{by_operation, findings};
use oasis_model::report::{Colour, markdown, text};
use serde_json::{Value, json};

/// A document with many operations; some of them differ as this says.
fn document(operations: usize, edit: impl Fn(usize, &mut Value)) -> String {
    let mut paths = serde_json::Map::new();
    for index in 0..operations {
        let mut operation = json!({
            "operationId": format!("change{index:03}"),
            "requestBody": {"required": true, "content": {"application/json": {"schema": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "place": {"type": "object", "properties": {"code": {"type": "string"}}},
                },
            }}}},
            "responses": {"204": {"description": ""}, "401": {"description": ""}},
        });
        edit(index, &mut operation);
        paths.insert(format!("/p{index:03}"), json!({"put": operation}));
    }
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}).to_string()
}

fn many() -> Drift {
    let new = document(300, |index, operation| {
        let schema = &mut operation["requestBody"]["content"]["application/json"]["schema"];
        if index < 200 {
            schema["properties"]["name"]["maxLength"] = json!(index + 10);
        }
    });
    drift(&document(300, |_, _| {}), &new)
}

#[test]
fn two_hundred_edits_of_three_hundred_operations_fit_a_screen_of_summary() {
    let drift = many();
    assert_eq!(drift.findings.len(), 200);
    let summary = by_operation(&drift);
    assert!(summary.lines().count() <= 24, "{summary}");
    assert!(summary.lines().all(|line| line.chars().count() <= 100), "{summary}");
    assert!(summary.contains("change000"), "{summary}");
    assert!(summary.contains("and 180 more  180 errors"), "{summary}");
}

#[test]
fn a_page_of_many_differences_fits_a_comment() {
    let page = markdown("Drift", &findings(&many()));
    assert!(page.chars().count() < 60_000, "{}", page.chars().count());
    assert!(page.contains("200 errors") && page.contains("not shown"), "{page}");
}

#[test]
fn one_cause_at_many_places_is_one_finding_that_names_others() {
    let base = document(40, |_, _| {});
    for (edit, subject) in [
        (
            (|_, operation| drop(operation["responses"].as_object_mut().unwrap().remove("401")))
                as fn(usize, &mut Value),
            "401",
        ),
        (
            |_, operation| {
                let schema = &mut operation["requestBody"]["content"]["application/json"]["schema"];
                schema["properties"]["place"]["properties"]["code"]["maxLength"] = json!(5);
            },
            "`place.code`: ",
        ),
    ] {
        let drift = drift(&base, &document(40, edit));
        assert_eq!(drift.findings.len(), 40, "{}", lines(&drift));
        let shown = findings(&drift);
        let [only] = &shown[..] else { panic!("{}", text(&shown, Colour::Without)) };
        let shown = text(&shown, Colour::Without);
        assert!(only.message.contains(subject), "{shown}");
        assert!(shown.contains("and at 34 places more"), "{shown}");
    }
    // Other values are another cause.
    assert_eq!(findings(&many()).len(), 200);
}

#[test]
fn a_finding_names_its_subject_and_marks_what_changed() {
    let new = document(1, |_, operation| {
        let schema = &mut operation["requestBody"]["content"]["application/json"]["schema"];
        schema["properties"]["place"]["properties"]["code"]["maxLength"] = json!(5);
    });
    let drift = drift(&document(1, |_, _| {}), &new);
    let shown = text(&findings(&drift), Colour::Without);
    assert!(
        shown.contains("`place.code`: the greatest number of characters is lower: none -> 5"),
        "{shown}"
    );
    assert!(shown.contains("only the base takes"), "{shown}");
    assert!(shown.contains("\"place\": {\"code\": \""), "{shown}");
    assert!(shown.contains("^^^^^^"), "{shown}");
}
