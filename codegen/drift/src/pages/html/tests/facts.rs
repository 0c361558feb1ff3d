//! One fact changed on a page, in each form: that one is named, and nothing else.

use super::lamps::{self, PATH};
use super::render::{As, rendered};
use crate::pages::html::{compare, read, sides};
use serde_json::{Value, json};

/// The rules of what differs between a page and the specification.
pub(super) fn rules(spec: &oasis_model::Reading, html: &str, form: As) -> Vec<String> {
    let page = read(html).unwrap_or_else(|reason| panic!("{form:?}: {reason}"));
    assert_eq!(page.documents.len(), 1, "{form:?}");
    assert_eq!(page.documents[0].form, form.form());
    let sides = sides(&spec.api, "page.html", &page.documents[0], None).unwrap();
    let found = compare(&sides, &spec.findings);
    found
        .into_iter()
        .map(|difference| difference.finding.rule["drift/".len()..].to_owned())
        .collect()
}

/// A change of the document at a place; null takes it out.
fn changed(document: &Value, at: &str, value: &Value) -> Value {
    let mut document = document.clone();
    let (outer, key) = at.rsplit_once('/').unwrap();
    let outer = document.pointer_mut(outer).unwrap_or_else(|| panic!("{at}"));
    match (outer, value) {
        (Value::Object(map), Value::Null) => {
            drop(map.remove(key).unwrap_or_else(|| panic!("{at}")))
        }
        (Value::Array(items), Value::Null) => drop(items.remove(key.parse().unwrap())),
        (Value::Array(items), value) => items.insert(key.parse().unwrap(), value.clone()),
        (outer, value) => outer[key.replace("~1", "/")] = value.clone(),
    }
    document
}

#[test]
fn a_page_that_says_the_same_says_the_same_in_every_form() {
    let document = lamps::document();
    let spec = lamps::spec(&document);
    for (form, seed) in As::ALL.into_iter().flat_map(|form| (0..20).map(move |seed| (form, seed))) {
        assert!(rules(&spec, &rendered(&document, form, seed), form).is_empty(), "{form:?} {seed}");
    }
}

/// Where the change is, what stands there then, and the rules that name it.
fn cases() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        ("BODY/required/3", json!("code"), &["request-member-became-required"]),
        ("BODY/required/2", json!(null), &["request-member-became-optional"]),
        (
            "BODY/properties/way/oneOf/1/properties/speed/type",
            json!("string"),
            &["request-type-changed"],
        ),
        ("BODY/properties/colour/enum/2", json!("blue"), &["request-enum-value-added"]),
        ("BODY/properties/colour/enum/1", json!(null), &["request-enum-value-removed"]),
        ("BODY/properties/label/type", json!("string"), &["request-null-refused"]),
        ("BODY/properties/code/type", json!(["string", "null"]), &["request-null-allowed"]),
        ("BODY/properties/spare/anyOf/1", json!(null), &["request-null-refused"]),
        ("BODY/properties/label/maxLength", json!(10), &["request-max-length-lowered"]),
        ("BODY/properties/power/maximum", json!(50), &["request-maximum-lowered"]),
        ("BODY/properties/steps/minItems", json!(2), &["request-min-items-raised"]),
        ("BODY/properties/code/pattern", json!("^[A-Z]*$"), &["request-pattern-changed"]),
        ("BODY/properties/until/format", json!("date"), &["request-format-changed"]),
        ("BODY/properties/until/description", json!("Anything."), &[]),
        ("BODY/properties/colour/default", json!("green"), &["request-default-changed"]),
        ("BODY/properties/code/deprecated", json!(true), &["request-deprecated"]),
        (
            "BODY/properties/deep/properties/er/properties/more",
            json!({"type": "string"}),
            &["request-member-added"],
        ),
        (
            "BODY/properties/notes/additionalProperties/type",
            json!("integer"),
            &["request-type-changed"],
        ),
        ("OP/requestBody/required", json!(false), &["request-body-became-optional"]),
        ("OP/parameters/2/required", json!(null), &["parameter-became-optional"]),
        ("OP/parameters/1/schema/maxItems", json!(2), &["parameter-max-items-lowered"]),
        (
            "OP/parameters/3",
            json!({"name": "z", "in": "query", "schema": {"type": "string"}}),
            &["parameter-added"],
        ),
        ("OP/parameters/1", json!(null), &["parameter-removed"]),
        ("OP/responses/204", json!(null), &["response-success-status-removed"]),
        ("OP/responses/409", json!({"description": "x"}), &["response-error-status-added"]),
        ("FAULT/required/0", json!(null), &["response-member-became-optional"]),
        ("FAULT/properties/fields", json!(null), &["response-member-removed"]),
        ("FAULT/properties/fields/items/type", json!("integer"), &["response-type-changed"]),
        ("FAULT/properties/more", json!({"type": "integer"}), &["response-member-added"]),
        (
            "BULB/properties/hours/minimum",
            json!(1),
            &["request-minimum-raised", "response-minimum-raised"],
        ),
        (
            "BULB/properties/state/enum/2",
            json!("dim"),
            &["request-enum-value-added", "response-enum-value-added"],
        ),
    ]
}

#[test]
fn each_changed_fact_is_named_and_nothing_else() {
    let document = lamps::document();
    let spec = lamps::spec(&document);
    for (at, value, expected) in cases() {
        let operation = format!("/paths/{}/post", PATH.replace('/', "~1"));
        let place = at
            .replace("BODY", "OP/requestBody/content/application~1json/schema")
            .replace("OP", &operation)
            .replace("FAULT", "/components/schemas/Fault")
            .replace("BULB", "/components/schemas/Bulb");
        let other = changed(&document, &place, &value);
        for form in As::ALL {
            let mut found = rules(&spec, &rendered(&other, form, 7), form);
            found.sort();
            found.dedup();
            // A closed object in a response is closed for what is new, too.
            found.retain(|rule| expected.contains(&"response-member-added") || rule != "undecided");
            assert_eq!(found, expected, "{at} as {form:?}");
        }
    }
}

#[test]
fn what_a_form_cannot_say_is_not_gone() {
    let document = lamps::document();
    let spec = lamps::spec(&document);
    let closed = changed(&document, "/components/schemas/Fault/additionalProperties", &json!(null));
    let place = format!(
        "/paths/{}/post/requestBody/content/application~1json/schema/properties/way/oneOf/0/properties/kind/const",
        PATH.replace('/', "~1")
    );
    let open = changed(&document, &place, &json!(null));
    for form in As::ALL {
        let silent = |other: &Value| rules(&spec, &rendered(other, form, 3), form).is_empty();
        assert_eq!(silent(&closed), form != As::Whole && form != As::Picked, "{form:?}");
        assert_eq!(silent(&open), form == As::Tables, "{form:?}");
    }
}
