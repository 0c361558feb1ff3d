//! The report: accepted differences, corrections, and the JSON that is printed.

use super::{drift, lines};
use oasis_drift::accepted::{apply, entry, parse};
use oasis_drift::{Harm, Verdict, rules};
use oasis_model::finding::{Finding, Severity};
use serde_json::{Value, json};

/// A document with one answer that holds one member, written as given.
fn document(response: &str, member: &str) -> String {
    format!(
        r"
openapi: 3.0.3
info: {{ title: t, version: '1' }}
paths:
  /x:
    get:
      operationId: x
      responses:
        {response}
          description: d
          content:
            application/json:
              schema:
                type: object
                required: [a]
                properties:
                  a: {{ {member} }}
"
    )
}

#[test]
fn only_what_is_accepted_is_taken_out_and_stale_entries_are_named() {
    let found = drift(&document("'200':", "type: string"), &document("'200':", "type: integer"));
    let place = &found.findings[0].finding;
    let list = format!(
        "- {{ rule: {}, at: {}, reason: wanted, date: '2026-02-28' }}\n\
         - {{ rule: drift/response-null-allowed, at: /gone, reason: old, date: '2026-02-28' }}\n\
         - {{ rule: drift/page-member-missing, at: x, reason: of another command, date: '2026-02-28' }}\n",
        place.rule, place.at.pointer
    );
    let (accepted, mistakes) = parse("accepted.yaml", &list);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert_eq!(found.verdict, Verdict::Breaking);
    let left = apply(&accepted, found, rules::is_known);
    assert_eq!(left.verdict, Verdict::None);
    let [stale] = left.findings.as_slice() else { unreachable!("{}", lines(&left)) };
    assert_eq!(stale.finding.rule, "drift/accepted-without-difference");
    assert_eq!(stale.finding.at.pointer, "/1");
}

#[test]
fn a_wrong_list_is_refused_with_its_reason() {
    for (text, rule) in [
        ("- { rule: drift/a, at: /, date: '2026-01-01' }", "drift/accepted-unreadable"),
        (
            "- { rule: drift/a, at: /, reason: r, date: '2026-01-01', who: me }",
            "drift/accepted-unreadable",
        ),
        ("{", "drift/accepted-unreadable"),
        (
            "- { rule: drift/a, at: /, reason: ' ', date: '2026-01-01' }",
            "drift/accepted-incomplete",
        ),
        ("- { rule: drift/a, at: /, reason: r, date: '2026-02-30' }", "drift/accepted-incomplete"),
        ("- { rule: drift/a, at: /, reason: r, date: yesterday }", "drift/accepted-incomplete"),
        ("- { rule: a, at: /, reason: r, date: '2026-01-01' }", "drift/accepted-incomplete"),
        ("- { rule: drift/a, at: '', reason: r, date: '2026-01-01' }", "drift/accepted-incomplete"),
    ] {
        let (accepted, findings) = parse("accepted.yaml", text);
        assert!(accepted.is_empty());
        assert_eq!(findings[0].rule, rule, "{text}");
    }
    assert_eq!(parse("accepted.yaml", "# nothing yet\n"), (Vec::new(), Vec::new()));
}

#[test]
fn an_entry_is_offered_only_for_a_difference_that_has_a_place() {
    for (rule, place, offered) in [
        ("drift/a", "/b", true),
        ("drift/a", "", false),
        ("spec/a", "/b", false),
        ("drift/accepted-a", "/b", false),
    ] {
        let finding = Finding::new(Severity::Warning, rule, place, "", "");
        assert_eq!(entry(&finding).is_some(), offered, "{rule} at {place:?}");
    }
}

#[test]
fn a_guess_that_gives_way_to_a_source_is_a_correction() {
    let guess = "type: string, x-basis: assumed, x-because: no page";
    for (old, new, correction) in [
        (guess, "type: integer", true),
        (guess, "type: integer, x-basis: inferred, x-because: a sample", false),
        ("type: string", "type: integer, x-source: LEFT", true),
        ("type: string", "type: integer", false),
    ] {
        let drift = drift(&document("'200':", old), &document("'200':", new));
        let [difference] = drift.findings.as_slice() else { unreachable!("{}", lines(&drift)) };
        assert_eq!(difference.correction, correction, "{old} -> {new}");
        let expected =
            if correction { (Harm::Code, Verdict::None) } else { (Harm::Wire, Verdict::Breaking) };
        assert_eq!((difference.harm, drift.verdict), expected, "{old} -> {new}");
    }
    let old =
        document("'200':\n          x-basis: inferred\n          x-because: b", "type: string");
    let moved = drift(&old, &document("'201':", "type: string"));
    assert_eq!(moved.verdict, Verdict::None, "{}", lines(&moved));
    assert!(moved.findings.iter().all(|difference| difference.correction), "{}", lines(&moved));
}

#[test]
fn the_printed_object_has_the_documented_members() {
    let drift = drift(&document("'200':", "type: string"), &document("'200':", "type: integer"));
    let printed = serde_json::to_value(&drift).unwrap();
    let finding = &printed["findings"][0];
    assert_eq!(printed["verdict"], "breaking");
    assert_eq!(finding["rule"], "drift/response-type-changed");
    assert_eq!(
        (&finding["harm"], &finding["verdict"], &finding["correction"]),
        (&json!("wire"), &json!("breaking"), &json!(false))
    );
    assert_eq!(
        finding["evidence"][0],
        json!({ "label": "only the new one takes", "text": "{\"a\":0}" })
    );
    let members: Vec<&String> = printed.as_object().map(|object| object.keys().collect()).unwrap();
    assert_eq!(members, ["verdict", "findings"]);
    let place: &Value = &finding["at"]["pointer"];
    assert!(place.as_str().is_some_and(|pointer| pointer.ends_with("/properties/a")), "{place}");
}

#[test]
fn the_curated_specification_equals_itself() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/oasis.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let same = drift(&text, &text);
    assert_eq!((same.verdict, same.findings.len()), (Verdict::None, 0), "{}", lines(&same));
}

#[test]
fn an_alternative_that_is_gone_is_named_at_its_own_place() {
    let offer = |alternatives: &[&str]| {
        let kind = |kind: &str| {
            json!({"type": "object", "required": ["kind"], "properties": {
                "kind": {"type": "string", "enum": [kind]}}})
        };
        let of: Vec<Value> = alternatives
            .iter()
            .map(|name| json!({"$ref": format!("#/components/schemas/{name}")}))
            .collect();
        json!({
            "openapi": "3.0.3",
            "info": {"title": "offers", "version": "1"},
            "paths": {"/offers": {"put": {
                "operationId": "put",
                "requestBody": {"content": {"application/json": {"schema": {"oneOf": of}}}},
                "responses": {"204": {"description": ""}},
            }}},
            "components": {"schemas": {"A": kind("a"), "B": kind("b"), "C": kind("c")}},
        })
        .to_string()
    };
    let drift = drift(&offer(&["A", "B", "C"]), &offer(&["B"]));
    let found: Vec<(String, String)> = drift
        .findings
        .iter()
        .map(|difference| {
            let finding = &difference.finding;
            (finding.other.as_ref().unwrap().pointer.clone(), finding.message.clone())
        })
        .collect();
    let expected = ["A", "C"].map(|name| {
        let place = format!("/components/schemas/{name}");
        (place.clone(), format!("an alternative is gone: `{place}`"))
    });
    assert_eq!(found, expected);
}
