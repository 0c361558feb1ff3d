//! Edits.

use oasis_model::ir::Observed;
use oasis_model::settle::{Change, Edit, apply, diff};
use serde_json::json;

fn spec() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/oasis.yaml");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn demo() {
    let seen = Some(Observed { on: "2026-11-27".into(), count: 37, of: 37 });
    let e = |at: &str, change| Edit { at: at.into(), change, observed: seen.clone() };
    let edits = [
        e(
            "/components/schemas/Payment",
            Change::Keyword("additionalProperties".into(), json!(false)),
        ),
        e(
            "/components/schemas/UpdateSessionRequest",
            Change::Keyword("additionalProperties".into(), json!(false)),
        ),
        e("/components/schemas/Customer/properties/metadata", Change::Nullable(true)),
        e("/components/schemas/Store/properties/name", Change::Nullable(true)),
        e("/components/schemas/TransitionLeft/properties/session", Change::Nullable(false)),
        e("/components/schemas/UpdatedSession", Change::Nullable(true)),
        e("/components/schemas/Role", Change::Nullable(true)),
        e(
            "/components/schemas/UpdatedSession/allOf/1",
            Change::Required("locationId".into(), false),
        ),
        e("/components/schemas/WebhookStore", Change::Required("oasisApiStoreId".into(), false)),
        e("/components/schemas/Shopper", Change::Required("shopperId".into(), false)),
        e("/components/schemas/SessionStatus", Change::EnumValue(json!("completed"))),
        e(
            "/components/schemas/Session/properties/groupSize",
            Change::Keyword("minimum".into(), json!(null)),
        ),
        e("/components/schemas/Session/properties/groupSize", Change::Confirm("type".into())),
        e(
            "/paths/~1api~1admin~1v2~1sessions~1{sessionId}/patch/requestBody",
            Change::Presence(false),
        ),
        e("/info/x-validator", Change::Validator("words".into(), json!(15))),
        e(
            "/components/responses/InvalidBody",
            Change::Status { operation: "updateSession".into(), from: 422, to: 400 },
        ),
        e(
            "/components/responses/InvalidBody",
            Change::Status { operation: "updateShopper".into(), from: 422, to: 400 },
        ),
        e("/paths/x", Change::Status { operation: "updateShopper".into(), from: 200, to: 204 }),
    ];
    let text = spec();
    let t = std::time::Instant::now();
    let new = apply(&text, &edits).unwrap();
    eprintln!("{:?}", t.elapsed());
    println!("{}", diff("spec/oasis.yaml", &text, &new));
    assert_eq!(apply(&new, &edits).unwrap(), new);
}
