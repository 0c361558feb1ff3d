//! What holds for every property: how it stands in its struct follows from who sends it, what the
//! contract says of it, and how surely.

use super::*;
use oasis_model::finding::Basis;
use serde_json::{Value, json};

/// All that decides how a property stands in its struct.
#[derive(Clone, Copy, Debug)]
struct Case {
    sent: bool,
    received: bool,
    patch: bool,
    basis: Basis,
    required: bool,
    nullable: bool,
    deprecated: bool,
}

/// Every case there is.
fn cases() -> Vec<Case> {
    let flag = |bits: usize, at: usize| bits >> at & 1 == 1;
    let bases = [Basis::Documented, Basis::Observed, Basis::Inferred, Basis::Assumed];
    let all = (0..1 << 6).flat_map(|bits| {
        bases.map(|basis| Case {
            sent: flag(bits, 0),
            received: flag(bits, 1),
            patch: flag(bits, 2),
            basis,
            required: flag(bits, 3),
            nullable: flag(bits, 4),
            deprecated: flag(bits, 5),
        })
    });
    all.filter(|case| case.sent || case.received).collect()
}

/// A document with an object of one property like this.
fn document(case: Case) -> Value {
    let mut property = json!({
        "type": "integer",
        "nullable": case.nullable,
        "deprecated": case.deprecated,
    });
    match case.basis {
        Basis::Documented => {}
        Basis::Observed => {
            property["x-basis"] = json!("observed");
            property["x-observed"] = json!({"on": "2026-11-01", "count": 1, "of": 1});
        }
        basis => {
            property["x-basis"] = json!(basis.to_string());
            property["x-because"] = json!("A sample shows it.");
        }
    }
    let required = if case.required { json!(["p"]) } else { json!(["q"]) };
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}});
    let mut operation =
        json!({"operationId": "op", "responses": {"200": {"description": "Fine."}}});
    if case.sent {
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    if case.received {
        operation["responses"]["200"]["content"] = content;
    }
    let method = if case.patch { "patch" } else { "post" };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {method: operation}},
        "components": {"schemas": {"Body": {
            "type": "object",
            "required": required,
            "properties": {"p": property, "q": {"type": "string"}},
        }}},
    })
}

/// The field of the property.
fn field(case: Case) -> Field {
    let text = document(case).to_string();
    let api = oasis_model::read("spec.json", &text).api;
    let types = Types::decide(&api, false, &mut Ledger::default());
    let (_, declared) = types.written().next().unwrap();
    let Body::Struct(object) = &declared.body else { panic!("{:?}", declared.body) };
    object.fields[0].clone()
}

#[test]
fn what_is_received_is_lenient_wherever_the_contract_only_guesses() {
    for case in cases().into_iter().filter(|case| case.received) {
        let field = field(case);
        let guess = matches!(case.basis, Basis::Inferred | Basis::Assumed);
        let loose = guess || !case.required || case.deprecated;
        let leaves = case.deprecated && case.required && case.nullable && !guess;
        let three = field.presence == Presence::Field;
        let always = !loose || (leaves && !three);
        assert_eq!(field.presence == Presence::Always, always, "{case:?} {field:?}");
        assert_eq!(field.has_to_be_there(), !loose, "{case:?} {field:?}");
        if loose {
            assert!(field.rust.takes_null(), "{case:?} {field:?}");
        }
        let expected = match (loose, case.nullable) {
            (false, false) => Reading::Whole,
            (false, true) => Reading::Nullable,
            _ if field.presence == Presence::Field => Reading::Plain,
            _ if guess => Reading::Guess,
            _ => Reading::Whole,
        };
        assert_eq!(field.reading, expected, "{case:?} {field:?}");
    }
}

#[test]
fn what_is_only_sent_cannot_be_built_wrong() {
    for case in cases().into_iter().filter(|case| case.sent && !case.received) {
        let field = field(case);
        let integer = RustType::Plain(Plain::Int64);
        let expected = match (case.required, case.nullable, case.patch) {
            (true, false, _) => (integer, Presence::Always),
            (true, true, _) => (integer.optional(), Presence::Always),
            (false, true, true) => (RustType::Field(Box::new(integer)), Presence::Field),
            (false, _, _) => (integer.optional(), Presence::Some),
        };
        assert_eq!((field.rust.clone(), field.presence), expected, "{case:?}");
        let reading = match (field.presence, case.required && case.nullable) {
            (Presence::Field, _) => Reading::Plain,
            // A server that reads it tells null from absence.
            (_, true) => Reading::Nullable,
            _ => Reading::Whole,
        };
        assert_eq!(field.reading, reading, "{case:?}");
        assert_eq!(field.is_asked_for, case.required, "{case:?}");
    }
}

#[test]
fn three_states_stand_only_where_a_patch_sends_them() {
    for case in cases() {
        let three = field(case).presence == Presence::Field;
        assert!(!three || (case.sent && case.patch && case.nullable), "{case:?}");
    }
}

#[test]
fn every_schema_that_is_reached_is_in_the_ledger() {
    for case in cases().into_iter().step_by(17) {
        let text = document(case).to_string();
        let api = oasis_model::read("spec.json", &text).api;
        let mut ledger = Ledger::default();
        let types = Types::decide(&api, false, &mut ledger);
        let said: std::collections::HashSet<String> =
            ledger.entries().map(|entry| entry.at).collect();
        for (id, schema) in api.schemas().filter(|(id, _)| types.reach(*id).is_used()) {
            assert!(said.contains(&schema.at), "{id:?} {}", schema.at);
        }
    }
}
