//! Edits that a drift offers: after them the base reads without a finding and says what the new side
//! says, with its comments.

use super::{drift, lines, read};
use oasis_drift::settle::{Settled, Sides};
use oasis_drift::{Drift, Verdict, compare, holes};
use oasis_model::ir::Api;
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
const EXPRESSED: [(&str, &str); 28] = [
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

/// The base after the edits that make it say what another document says.
fn settled(base: &str, new: &str, drift: &Drift) -> Settled {
    let new = oasis_model::read("new.yaml", new).api;
    oasis_drift::settle::settled(base, drift, |base| {
        vec![Sides { base: base.clone(), new: new.clone(), whole: true }]
    })
}

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
        let settled = settled(BASE, &changed, &found);
        assert_eq!(settled.left, [], "{old} -> {new}: {}", lines(&found));
        let after = drift(&settled.text, &changed);
        assert_eq!(after.findings, [], "{old} -> {new}: {}", lines(&after));
        assert!(settled.text.contains("# The comment stays."), "{}", settled.text);
        let reading = oasis_model::read("edited.yaml", &settled.text);
        assert_eq!(reading.findings, [], "{old} -> {new}\n{}", settled.text);
        let patch = diff("spec/oasis.yaml", BASE, &settled.text);
        assert!(patch.starts_with("diff --git a/spec/oasis.yaml"), "{patch}");
    }
}

#[test]
fn all_edits_go_together() {
    let pairs = [EXPRESSED[0], EXPRESSED[3], EXPRESSED[10], EXPRESSED[13], EXPRESSED[20]];
    let changed = pairs.iter().fold(BASE.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
    let settled = settled(BASE, &changed, &drift(BASE, &changed));
    assert_eq!(settled.left, []);
    assert_eq!(drift(&settled.text, &changed).findings, []);
}

/// Every other row is settled the other way round.
#[test]
fn every_kind_of_difference_is_settled() {
    let rows = super::mutations::documents();
    let (left, right) = rows.split_at(rows.len() / 2);
    let all = |rows: &[(String, String, String)]| -> String {
        rows.iter().enumerate().map(|(row, documents)| unsettled(row, documents)).collect()
    };
    let wrong = std::thread::scope(|scope| {
        let half = scope.spawn(|| all(right));
        all(left) + &half.join().unwrap()
    });
    assert!(wrong.is_empty(), "{wrong}");
}

/// What still differs after the edits, in words.
fn unsettled(row: usize, (id, base, new): &(String, String, String)) -> String {
    let (base, new) = if row.is_multiple_of(2) { (base, new) } else { (new, base) };
    let new = read(new, false);
    let between = |base: &str| {
        let base = read(base, false);
        let mut drift = compare(&base.api, &new.api);
        drift.add(holes((&base.api, &base.findings), (&new.api, &new.findings)));
        drift
    };
    let found = between(base);
    // What is wrong with one of the documents is no edit's business.
    let is_mistake = |one: &oasis_drift::Difference| one.finding.rule.starts_with("spec/");
    let broken = |text: &str| !oasis_model::read("test.yaml", text).usable();
    if found.findings.iter().any(is_mistake) || broken(base) {
        return String::new();
    }
    let sides = |base: &Api| vec![Sides { base: base.clone(), new: new.api.clone(), whole: true }];
    let settled = oasis_drift::settle::settled(base, &found, sides);
    let after = between(&settled.text);
    match after.findings.is_empty() {
        true => String::new(),
        false => format!("{id}: {:?} {}\n", settled.left, lines(&after)),
    }
}

/// What the house rules ask for, and examples, go along with an edit of the curated specification.
#[test]
fn an_edited_specification_keeps_to_the_house_rules() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/oasis.yaml");
    let base = std::fs::read_to_string(path).unwrap();
    let mut new: serde_json::Value = serde_yaml::from_str(&base).unwrap();
    let operation = |new: &mut serde_json::Value, id: &str| -> String {
        let paths = new["paths"].as_object().unwrap();
        let own = paths.iter().find(|(_, item)| item.to_string().contains(&format!("\"{id}\"")));
        format!("/paths/{}/patch", own.unwrap().0.replace('/', "~1"))
    };
    let at = operation(&mut new, "updateShopper");
    let shopper = new.pointer_mut(&at).unwrap();
    shopper["parameters"][0]["schema"] = serde_json::json!({"type": "string"});
    shopper["parameters"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::json!({"name": "dryRun", "in": "query", "schema": {"type": "boolean"}}));
    let body = new.pointer_mut("/components/schemas/UpdateShopperRequest").unwrap();
    body["properties"]["deviceId"] = serde_json::json!({"type": "integer"});
    body["required"] = serde_json::json!(["sessionId", "deviceId"]);
    let new = serde_yaml::to_string(&new).unwrap();
    let api = |text: &str| oasis_model::read("spec/oasis.yaml", text).api;
    let settled = settled(&base, &new, &compare(&api(&base), &api(&new)));
    assert_eq!(settled.left, []);
    let after = oasis_model::read("spec/oasis.yaml", &settled.text);
    assert_eq!(after.findings, [], "{}", diff("spec", &base, &settled.text));
    assert_eq!(compare(&after.api, &api(&new)).findings, []);
}
