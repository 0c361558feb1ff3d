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
