//! Guesses of the specification that a page states or refutes.

use super::lamps::PATH;
use super::render::{As, rendered};
use super::{facts, lamps};
use crate::pages::html::{edits, read, sides};
use oasis_model::read as read_spec;
use oasis_model::settle::{self, Change};
use serde_json::Value;

/// A specification that guesses nearly everything.
const SPEC: &str = include_str!("../../../../tests/fixtures/lamps.yaml");

#[test]
fn after_the_edits_the_page_says_nothing_new() {
    for form in As::ALL {
        let html = rendered(&lamps::document(), form, 1);
        let before = read_spec("spec", SPEC);
        assert!(before.usable(), "{:#?}", before.findings);
        assert!(facts::rules(&before, &html, form).len() > 5, "{form:?}");
        let page = read(&html).unwrap();
        let stated = sides(&before.api, "page.html", &page.documents[0], None).unwrap();
        let edits = edits(&before.api, &[(stated, "LAMP".to_owned())]);
        let text = settle::apply(SPEC, &edits).unwrap();
        let after = read_spec("spec", &text);
        assert!(after.findings.is_empty(), "{form:?} {:#?}\n{text}", after.findings);
        assert_eq!(facts::rules(&after, &html, form), [""; 0], "{form:?}\n{text}");
        assert!(!text.contains("inferred"), "{form:?}\n{text}");
        // Once more changes nothing.
        let stated = sides(&after.api, "page.html", &page.documents[0], None).unwrap();
        let again = super::super::edits(&after.api, &[(stated, "LAMP".to_owned())]);
        assert_eq!(settle::apply(&text, &again).unwrap(), text, "{form:?}");
    }
}

#[test]
fn what_a_table_cannot_say_stays_a_guess() {
    let known = "{additionalProperties: documented, others: inferred}";
    assert!(SPEC.contains(known));
    let spec = read_spec("spec", &SPEC.replace(known, "inferred"));
    for form in As::ALL {
        let page = read(&rendered(&lamps::document(), form, 1)).unwrap();
        let stated = sides(&spec.api, "page.html", &page.documents[0], None).unwrap();
        let edits = edits(&spec.api, &[(stated, "LAMP".to_owned())]);
        let fault = edits.iter().any(|edit| {
            edit.at == "/components/schemas/Fault" && matches!(edit.change, Change::Documented(_))
        });
        assert_eq!(fault, matches!(form, As::Whole | As::Picked), "{form:?}");
    }
}

#[test]
fn what_is_documented_is_never_edited() {
    let mut document = lamps::document();
    let spec = lamps::spec(&document);
    let schema = document.pointer_mut("/components/schemas/Bulb/properties/hours").unwrap();
    schema["minimum"] = Value::from(5);
    document["paths"][PATH]["post"]["responses"]["409"] = serde_json::json!({"description": "x"});
    let page = read(&rendered(&document, As::Whole, 2)).unwrap();
    let stated = sides(&spec.api, "page.html", &page.documents[0], None).unwrap();
    assert_eq!(edits(&spec.api, &[(stated, "LAMP".to_owned())]), []);
}
