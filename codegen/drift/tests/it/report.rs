//! The report: accepted differences, corrections, and the JSON that is printed.

use super::{drift, lines};
use oasis_drift::accepted::{apply, entry, parse};
use oasis_drift::{Difference, Verdict, rules};
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
        "- {{ rule: {}, at: {}, base: string, new: integer, reason: wanted, date: '2026-02-28' }}\n\
         - {{ rule: drift/response-null-allowed, at: /gone, reason: old, date: '2026-02-28' }}\n\
         - {{ rule: drift/page-constant, at: x, reason: of another command, date: '2026-02-28' }}\n",
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
        ("- { rule: drift/page-constant, at: /, date: '2026-01-01' }", "drift/accepted-unreadable"),
        (
            "- { rule: drift/page-constant, at: /, reason: r, date: '2026-01-01', who: me }",
            "drift/accepted-unreadable",
        ),
        ("{", "drift/accepted-unreadable"),
        (
            "- { rule: drift/page-constant, at: /, reason: ' ', date: '2026-01-01' }",
            "drift/accepted-incomplete",
        ),
        (
            "- { rule: drift/page-constant, at: /, reason: r, date: '2026-02-30' }",
            "drift/accepted-incomplete",
        ),
        (
            "- { rule: drift/page-constant, at: /, reason: r, date: yesterday }",
            "drift/accepted-incomplete",
        ),
        ("- { rule: drift/a, at: /, reason: r, date: '2026-01-01' }", "drift/accepted-incomplete"),
        ("- { rule: a, at: /, reason: r, date: '2026-01-01' }", "drift/accepted-incomplete"),
        (
            "- { rule: drift/page-constant, at: '', reason: r, date: '2026-01-01' }",
            "drift/accepted-incomplete",
        ),
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
        ("drift/page-constant", "/b", true),
        ("drift/page-constant", "", false),
        ("spec/a", "/b", false),
        ("drift/accepted-incomplete", "/b", false),
        ("drift/nothing-that-is-known", "/b", false),
    ] {
        let finding = Finding::new(Severity::Warning, rule, place, "", "");
        assert_eq!(
            entry(&Difference::of_source(finding)).is_some(),
            offered,
            "{rule} at {place:?}"
        );
    }
}

#[test]
fn the_basis_weighs_a_difference_and_never_hides_it() {
    let guess = "type: string, x-basis: assumed, x-because: no page";
    let inferred = "type: string, x-basis: inferred, x-because: a sample";
    for (old, new, correction, severity, summary) in [
        (guess, "type: integer", true, Severity::Note, "breaking in 1 guess (1 note)"),
        (inferred, "type: integer", true, Severity::Warning, "breaking in 1 guess (1 warning)"),
        (
            guess,
            "type: integer, x-basis: inferred, x-because: a sample",
            false,
            Severity::Note,
            "breaking in 1 guess (1 note)",
        ),
        (
            "type: string",
            "type: integer, x-source: LEFT",
            true,
            Severity::Error,
            "breaking (1 error)",
        ),
        ("type: string", "type: integer", false, Severity::Error, "breaking (1 error)"),
        (
            "type: string, x-basis: {nullable: inferred}, x-because: a sample",
            "type: string, nullable: true",
            true,
            Severity::Warning,
            "breaking in 1 guess (1 warning)",
        ),
        (
            "type: string, x-basis: {nullable: inferred}, x-because: a sample",
            "type: integer",
            false,
            Severity::Error,
            "breaking (1 error)",
        ),
    ] {
        let drift = drift(&document("'200':", old), &document("'200':", new));
        let [difference] = drift.findings.as_slice() else { unreachable!("{}", lines(&drift)) };
        let found = (difference.correction, difference.finding.severity, drift.verdict);
        assert_eq!(found, (correction, severity, Verdict::Breaking), "{old} -> {new}");
        assert_eq!(drift.summary(), summary, "{old} -> {new}");
    }
}

#[test]
fn a_basis_around_a_property_does_not_reach_it() {
    // That a response has this status is a guess, and not what is in it.
    let guess = "'200':\n          x-basis: inferred\n          x-because: b";
    let inside = drift(&document(guess, "type: string"), &document("'200':", "type: integer"));
    let [difference] = inside.findings.as_slice() else { unreachable!("{}", lines(&inside)) };
    assert_eq!((difference.correction, difference.finding.severity), (false, Severity::Error));
    let moved = drift(&document(guess, "type: string"), &document("'201':", "type: string"));
    assert_eq!(moved.verdict, Verdict::Breaking, "{}", lines(&moved));
    let severity = |difference: &Difference| difference.finding.severity;
    assert!(moved.findings.iter().all(|found| severity(found) == Severity::Warning));
    assert!(moved.findings.iter().all(|difference| difference.correction), "{}", lines(&moved));
}

#[test]
fn an_entry_accepts_the_values_that_it_names_and_no_others() {
    let member = "type: string, enum: [a, b, c]";
    for (accepted, later, other) in [
        ("type: string, enum: [a, b, c, d]", "type: string, enum: [a, b, c, e]", "enum-value"),
        ("type: string, enum: [a, b]", "type: string, enum: [a]", "enum-value"),
        ("type: integer", "type: boolean", "type"),
        ("type: string, enum: [a, b, c], maxLength: 0", "type: string, minLength: 2", "length"),
        ("{}", "type: object, properties: {x: {}}", "type"),
    ] {
        let accepted = if accepted == "{}" { "nullable: true" } else { accepted };
        let base = document("'200':", member);
        let found = drift(&base, &document("'200':", accepted));
        let list: String = found.findings.iter().filter_map(entry).collect::<Vec<_>>().join("\n");
        let list =
            list.replace("reason: ,", "reason: known,").replace("date: }", "date: '2026-01-02'}");
        let (entries, mistakes) = parse("accepted.yaml", &list);
        assert!(mistakes.is_empty(), "{list}: {mistakes:?}");
        assert_eq!(apply(&entries, found, rules::is_known).findings, [], "{accepted}");
        let changed = drift(&base, &document("'200':", later));
        let verdict = changed.verdict;
        let left = apply(&entries, changed, |_| false);
        assert_eq!(left.verdict, verdict, "{accepted}, then {later} ({other}): {}", lines(&left));
        assert!(!left.findings.is_empty(), "{accepted}, then {later}");
    }
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
        (place.clone(), format!("`put`: an alternative is gone: `{place}`"))
    });
    assert_eq!(found, expected);
}
