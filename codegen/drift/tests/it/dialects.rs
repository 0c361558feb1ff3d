//! Documents that are not quite OpenAPI 3.0: what they mean is compared, not how they say it.

use super::{drift, lines};
use oasis_drift::Verdict;

fn document(status: &str, kind: &str) -> String {
    format!(
        r"
openapi: 3.0.3
info: {{ title: t, version: '1' }}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ type: object, required: [kind], properties: {{ kind: {kind} }} }} }} }}
      responses:
        '{status}': {{ description: d, content: {{ application/json: {{ schema: {kind} }} }} }}
"
    )
}

#[test]
fn a_constant_is_the_enum_of_one_value_that_it_means() {
    let side = |kind: &str| document("200", kind);
    for (base, new, expected) in [
        ("{ type: string, const: a }", "{ type: string, const: b }", Verdict::Breaking),
        ("{ const: a }", "{ const: 7 }", Verdict::Breaking),
        ("{ type: string, const: a }", "{ type: string, enum: [a] }", Verdict::None),
    ] {
        let drift = drift(&side(base), &side(new));
        assert_eq!(drift.verdict, expected, "{}", lines(&drift));
        assert_eq!(drift.findings.is_empty(), expected == Verdict::None, "{}", lines(&drift));
    }
}

#[test]
fn a_class_of_statuses_is_the_same_in_either_case() {
    let side = |status: &str| document(status, "{ type: string }");
    for (base, new) in [("4XX", "4xx"), ("2xx", "2XX"), ("5xX", "5XX")] {
        let drift = drift(&side(base), &side(new));
        assert!(drift.findings.is_empty(), "{}", lines(&drift));
    }
}

/// What a type in a later version means beside one in 3.0, or two of a later version.
#[test]
fn later_versions_are_compared_by_what_they_mean() {
    let later = |kind: &str| document("200", kind).replace("openapi: 3.0.3", "openapi: 3.1.0");
    let sides = |base: &str, new: &str| [document("200", base), later(new)];
    let both = |base: &str, new: &str| [later(base), later(new)];
    let rule = "type: object, propertyNames: { maxLength: 3 }";
    for ([base, new], expected) in [
        (sides("{ type: string, nullable: true }", "{ type: [string, 'null'] }"), Verdict::None),
        (
            sides(
                "{ type: string, nullable: true }",
                "{ anyOf: [{ type: string }, { type: 'null' }] }",
            ),
            Verdict::None,
        ),
        (
            sides("{ type: integer, minimum: 3 }", "{ type: integer, exclusiveMinimum: 2 }"),
            Verdict::None,
        ),
        (
            sides("{ type: integer, minimum: 3 }", "{ type: integer, exclusiveMinimum: 3 }"),
            Verdict::Breaking,
        ),
        (sides("{ type: string }", "{ type: [string, 'null'] }"), Verdict::Breaking),
        (sides("{ type: object }", &format!("{{ {rule} }}")), Verdict::Undecided),
        (
            sides("{ anyOf: [{ type: object }] }", "{ anyOf: [{ type: object }], if: {} }"),
            Verdict::Undecided,
        ),
        (both(&format!("{{ {rule} }}"), &format!("{{ {rule} }}")), Verdict::None),
        (
            both(&format!("{{ {rule} }}"), "{ type: object, propertyNames: { maxLength: 4 } }"),
            Verdict::Undecided,
        ),
        (
            both("{ type: string, contentSchema: {} }", "{ type: string, contentSchema: false }"),
            Verdict::Undecided,
        ),
    ] {
        let drift = drift(&base, &new);
        assert_eq!(drift.verdict, expected, "{new}: {}", lines(&drift));
        assert_eq!(drift.findings.is_empty(), expected == Verdict::None, "{}", lines(&drift));
    }
}

/// That something is not read is said once, and the values are left open beside it.
#[test]
fn what_is_not_fully_known_is_not_looked_through() {
    let read = |text: &str| super::read(&text.replace("3.0.3", "3.1.0"), false).api;
    for composed in
        ["anyOf: [{ type: object }]", "oneOf: [{ type: object }]", "not: { type: string }"]
    {
        let base = read(&document("200", &format!("{{ {composed} }}")));
        let new = read(&document("200", &format!("{{ {composed}, if: {{}} }}")));
        let found = oasis_drift::compare(&base, &new);
        assert_eq!(found.verdict, Verdict::Undecided, "{composed}: {}", lines(&found));
    }
}
