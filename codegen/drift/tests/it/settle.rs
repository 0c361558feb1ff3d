//! Edits that a drift offers: after them the base reads without a finding and says what the new side
//! says, with its comments.

use super::{drift, lines};
use oasis_drift::settle::settled;
use oasis_drift::{Drift, Verdict};
use oasis_model::settle::diff;

/// A document with a comment and one of everything that an edit can express.
const BASE: &str = r"
openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /x/{id}:
    # The comment stays.
    patch:
      operationId: x
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, minLength: 1 } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: { type: string, maxLength: 20 }
                code: { type: string, pattern: '^[A-Z]+$' }
                count: { type: integer }
                kind: { type: string, enum: [a, b] }
                tags: { type: array, minItems: 1, items: { type: string } }
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
components:
  schemas:
    Thing:
      type: object
      required: [id, at]
      properties:
        id: { type: integer }
        at: { type: string, format: date-time }
        note: { type: string, nullable: true }
        state: { type: string, enum: [on, off] }
";

/// Edits of the document by hand, one of each kind that can be expressed.
const EXPRESSED: [(&str, &str); 24] = [
    ("maxLength: 20", "maxLength: 10"),
    (", maxLength: 20", ""),
    ("minLength: 1", "minLength: 2"),
    ("minimum: 1,", "minimum: 0,"),
    ("maximum: 100", "maximum: 50"),
    (", maximum: 100", ""),
    ("maximum: 100", "maximum: 100, exclusiveMaximum: true"),
    ("count: { type: integer }", "count: { type: integer, multipleOf: 5 }"),
    ("count: { type: integer }", "count: { type: number }"),
    ("count: { type: integer }", "count: { type: string }"),
    ("id: { type: integer }", "id: { type: integer, nullable: true }"),
    (", nullable: true", ""),
    ("enum: [a, b]", "enum: [a]"),
    ("enum: [a, b]", "enum: [a, b, c]"),
    ("enum: [on, off]", "enum: [on, off, idle]"),
    ("format: date-time", "format: date"),
    (", format: date-time", ""),
    ("'^[A-Z]+$'", "'^[A-Z]{4}$'"),
    ("minItems: 1, ", ""),
    ("minItems: 1, ", "minItems: 1, maxItems: 3, uniqueItems: true, "),
    ("required: [id, at]", "required: [id]"),
    ("required: [name]", "required: [name, code]"),
    ("        required: true\n        content", "        required: false\n        content"),
    ("        '200':", "        '201':"),
];

/// Edits that say more than one element can.
const LEFT: [(&str, &str); 4] = [
    (
        "        id: { type: integer }\n",
        "        id: { type: integer }\n        more: { type: string }\n",
    ),
    ("        note: { type: string, nullable: true }\n", ""),
    (
        "      required: [id, at]",
        "      additionalProperties: { type: string }\n      required: [id, at]",
    ),
    ("  /x/{id}:", "  /y/{id}:"),
];

fn told(drift: &Drift) -> bool {
    drift.findings.iter().any(|found| found.verdict != Verdict::None)
}

#[test]
fn after_its_edits_a_drift_is_none() {
    for (old, new) in EXPRESSED {
        assert_eq!(BASE.matches(old).count(), 1, "{old}");
        let changed = BASE.replacen(old, new, 1);
        let found = drift(BASE, &changed);
        assert!(told(&found), "{old} -> {new}");
        let settled = settled(BASE, &found);
        assert_eq!(settled.left, [], "{old} -> {new}: {}", lines(&found));
        let after = drift(&settled.text, &changed);
        assert_eq!(after.findings, [], "{old} -> {new}: {}", lines(&after));
        assert!(settled.text.contains("# The comment stays."), "{}", settled.text);
        let reading = oasis_model::read("edited.yaml", &settled.text);
        assert_eq!(reading.findings, [], "{old} -> {new}");
        let patch = diff("spec/oasis.yaml", BASE, &settled.text);
        assert!(patch.starts_with("diff --git a/spec/oasis.yaml"), "{patch}");
    }
}

#[test]
fn all_edits_go_together() {
    let pairs = [EXPRESSED[0], EXPRESSED[3], EXPRESSED[10], EXPRESSED[13], EXPRESSED[20]];
    let changed = pairs.iter().fold(BASE.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
    let settled = settled(BASE, &drift(BASE, &changed));
    assert_eq!(settled.left, []);
    assert_eq!(drift(&settled.text, &changed).findings, []);
}

#[test]
fn what_no_edit_expresses_is_named_and_the_rest_is_made() {
    for (old, new) in LEFT {
        assert_eq!(BASE.matches(old).count(), 1, "{old}");
        let changed = BASE.replacen(old, new, 1).replace("maxLength: 20", "maxLength: 10");
        let settled = settled(BASE, &drift(BASE, &changed));
        assert!(!settled.left.is_empty(), "{old} -> {new}");
        assert!(settled.text.contains("maxLength: 10"), "{old} -> {new}");
    }
}
