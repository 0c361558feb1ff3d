//! Edits that cannot be made are refused with a reason, and whatever the text, nothing panics.

use super::{observed, spec, value};
use oasis_model::finding::Severity;
use oasis_model::ir::Observed;
use oasis_model::read;
use oasis_model::settle::{Change, Edit, apply};
use serde_json::json;

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    let text = spec();
    let day = |on: &str, count, of| Some(Observed { on: on.to_owned(), count, of });
    let edit = |at: &str, change, observed| Edit { at: at.to_owned(), change, observed };
    let keyword = |key: &str, value| Change::Keyword(key.to_owned(), value);
    let store = "/components/schemas/Store";
    for (edit, reason) in [
        (edit("/nowhere", Change::Nullable(true), None), "no object stands at"),
        (edit(store, Change::EnumValue(json!("x")), None), "no `enum`"),
        (edit(store, keyword("minimum", json!(1)), None), "no effect"),
        (edit(store, keyword("description", json!("x")), day("2026-11-27", 1, 1)), "has a basis"),
        (edit(store, Change::Confirm("type".to_owned()), day("2026-11-31", 1, 1)), "observation"),
        (edit(store, Change::Confirm("type".to_owned()), day("2026-11-27", 2, 1)), "observation"),
        (
            edit(store, Change::Required("nothing".to_owned(), true), None),
            "no property of that name",
        ),
        (
            edit(
                "/components/schemas/Session",
                keyword("additionalProperties", json!(false)),
                None,
            ),
            "example",
        ),
        (edit("/components/responses/RateLimited", Change::Nullable(false), None), "`type` first"),
        (edit("", Change::Validator("mood".to_owned(), json!(1)), None), "no setting"),
        (
            edit("", Change::Validator("labels".to_owned(), json!("none")), None),
            "does not describe",
        ),
        (
            edit(
                "/components/schemas/ErrorEnvelope/properties/errors/items",
                Change::Confirm("type".to_owned()),
                day("2026-11-27", 1, 1),
            ),
            "$ref",
        ),
    ] {
        let sound =
            observed("/components/schemas/Payment", keyword("additionalProperties", json!(false)));
        let problem = apply(&text, &[sound, edit.clone()]).unwrap_err();
        assert!(problem.starts_with(&edit.summary()), "{problem}");
        assert!(problem.contains(reason), "{problem}");
    }
    let null = |allowed| edit(store, Change::Nullable(allowed), None);
    let problem = apply(&text, &[null(true), null(false)]).unwrap_err();
    assert!(problem.contains("only one can be"), "{problem}");
    let json = value(&text).to_string();
    assert!(apply(&json, &[null(true)]).unwrap_err().contains("JSON"));
    let broken = text.replace("x-basis: {minimum: inferred}", "x-basis: {minimum: wrong}");
    assert!(apply(&broken, &[null(true)]).unwrap_err().contains("as it is"));
    assert_eq!(apply(&text, &[]).as_ref(), Ok(&text));
}

#[test]
fn no_document_makes_it_panic() {
    let text = spec();
    let edits = [
        observed("/components/schemas/Payment", Change::Nullable(true)),
        observed("/components/schemas/Shopper", Change::Required("shopperId".to_owned(), false)),
    ];
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for index in (0..lines.len()).step_by(71) {
        let torn = [&lines[..index], &lines[index + 1..]].concat().concat();
        if let Ok(new) = apply(&torn, &edits) {
            let loud = |severity| severity == Severity::Error;
            assert!(!read("x", &new).findings.iter().any(|finding| loud(finding.severity)));
        }
    }
    for text in
        ["", "a", "- a", "{}", "&a [*a]", "openapi: 3.0.3", "a: |\n  b\n\u{0}", "? [a]\n: b"]
    {
        assert!(apply(text, &edits).is_err(), "{text}");
    }
}
