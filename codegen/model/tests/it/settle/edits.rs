//! Every edit that the elements of a document allow, and what each of them makes true.

use oasis_model::conform::{self, View};
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Kind, Observed, Schema, SchemaId};
use oasis_model::settle::{Change, Edit};
use serde_json::{Value, json};

/// One edit.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// Edits of one kind go together.
    pub(super) kind: &'static str,
    pub(super) edit: Edit,
    /// Cases of one spot contradict each other, or make each other moot.
    pub(super) spot: String,
    /// Whether OpenAPI may have no way to say it, or an example shows the contrary.
    pub(super) may_fail: bool,
}

/// Every edit of every element.
pub(super) fn cases(api: &Api) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (id, schema) in api.schemas() {
        if seen.insert(&schema.at) && !schema.at.ends_with("/anyOf/1") {
            of_schema(api, id, schema, &mut cases);
        }
    }
    for operation in &api.operations {
        let body = operation.body.as_ref().map(|body| &body.at);
        for at in body.into_iter().chain(operation.parameters.iter().map(|p| &p.at)) {
            let is_parameter = Some(at) != body;
            push(&mut cases, "absent", at, Change::Presence(false), is_parameter);
            push(&mut cases, "present", at, Change::Presence(true), false);
        }
        for (index, response) in operation.responses.iter().enumerate() {
            let oasis_model::ir::Status::Code(from) = response.status else { continue };
            let to = from + 5 + u16::try_from(index).unwrap();
            let change = Change::Status { operation: operation.id.clone(), from, to };
            push(&mut cases, "status", &response.at, change, false);
        }
    }
    for case in &mut cases {
        let (kind, at) = (case.kind, case.edit.at.as_str());
        case.may_fail |= (kind == "no null" && at.ends_with("/referencedSessionId"))
            || (kind == "required" && at.ends_with("/UpdateSessionRequest"))
            || (kind == "required" && at.ends_with("/ListedSession"))
            || (kind == "closed" && at.ends_with("/Metadata"));
    }
    cases.sort_by_key(|case| case.kind);
    cases
}

fn push(cases: &mut Vec<Case>, kind: &'static str, at: &str, change: Change, may_fail: bool) {
    let spot = match &change {
        Change::Status { operation, from, .. } => format!("{operation} {from}"),
        Change::Required(..) => format!("{at} required"),
        _ => at.to_owned(),
    };
    let observed = Some(Observed { on: "2026-11-27".to_owned(), count: 3, of: 4 });
    let edit = Edit { at: at.to_owned(), change, observed };
    cases.push(Case { kind, edit, spot, may_fail });
}

fn of_schema(api: &Api, id: SchemaId, schema: &Schema, cases: &mut Vec<Case>) {
    let at = schema.at.as_str();
    let (target, nullable) = api.resolve(id);
    let keyword = |key: &str, value: Value| Change::Keyword(key.to_owned(), value);
    let behind = nullable && target != id && !schema.nullable;
    // Null beside a whole `allOf` moves its parts.
    let part = at.contains("/allOf/");
    push(cases, if part { "null in a part" } else { "null" }, at, Change::Nullable(true), false);
    push(cases, "no null", at, Change::Nullable(false), behind);
    push(cases, "type", at, Change::Confirm("type".to_owned()), false);
    if schema.values.is_some() {
        let value = if schema.kind == Kind::Boolean { json!(false) } else { json!("new: #1") };
        push(cases, "enum", at, Change::EnumValue(value), false);
    }
    match &schema.kind {
        Kind::Integer(_) | Kind::Number(_) => {
            push(cases, "minimum", at, keyword("minimum", json!(-5)), false);
            push(cases, "no minimum", at, keyword("minimum", Value::Null), false);
            push(cases, "maximum", at, keyword("maximum", json!(100)), false);
        }
        Kind::String(_) => {
            push(cases, "minLength", at, keyword("minLength", json!(1)), false);
            push(cases, "no format", at, keyword("format", Value::Null), false);
            push(cases, "pattern", at, keyword("pattern", json!("^[^#: ]*$|\"'\\\\")), true);
        }
        Kind::Array(_) => push(cases, "minItems", at, keyword("minItems", Value::Null), false),
        Kind::Object(object) => {
            let whole = object.extends.is_empty() && !at.contains("/allOf/");
            let is_part = |other: &Schema| matches!(&other.kind, Kind::Object(other) if other.extends.contains(&id));
            let closed = keyword("additionalProperties", json!(false));
            let shared = !whole || api.schemas.iter().any(is_part);
            push(cases, "closed", at, closed, shared);
            push(cases, "open", at, keyword("additionalProperties", json!(true)), shared);
            for property in &object.properties {
                let name = property.name.clone();
                if property.required {
                    push(cases, "optional", at, Change::Required(name, false), false);
                } else {
                    push(cases, "required", at, Change::Required(name, true), !whole);
                }
            }
        }
        _ => {}
    }
}

/// Whether the document says what the edit is about.
pub(super) fn holds(api: &Api, case: &Case) -> bool {
    let Edit { at, change, .. } = &case.edit;
    let found = api.schemas().find(|(_, schema)| schema.at == *at);
    let Some((id, schema)) = found else { return outside(api, case) };
    let takes = |value: &Value| conform::check(api, id, value, View::Claim).violations.is_empty();
    let is_observed = |keyword| api.schema_basis(id, keyword) == Basis::Observed;
    match change {
        Change::Nullable(allowed) => takes(&Value::Null) == *allowed && is_observed("nullable"),
        Change::Confirm(keyword) => is_observed(keyword),
        Change::EnumValue(value) => takes(value) && is_observed("enum"),
        Change::Required(name, required) => requires(api, id, name) == *required,
        Change::Keyword(keyword, value) => {
            is_observed(keyword) && judged(api, id, schema, keyword, value, &takes)
        }
        _ => false,
    }
}

fn requires(api: &Api, id: SchemaId, name: &str) -> bool {
    let verdict = conform::check(api, id, &json!({}), View::Claim);
    verdict.violations.iter().any(|violation| {
        let is_meant = violation.property.as_ref().is_some_and(|owner| owner.property == name);
        violation.keyword == "required" && is_meant
    })
}

fn judged(
    api: &Api,
    id: SchemaId,
    schema: &Schema,
    keyword: &str,
    value: &Value,
    takes: &dyn Fn(&Value) -> bool,
) -> bool {
    let string = |text: &str| matches!(schema.kind, Kind::String(_)) && takes(&json!(text));
    match (keyword, value) {
        ("minimum", Value::Null) => takes(&json!(-1_000_000)),
        ("minimum", _) => takes(&json!(-5)) && !takes(&json!(-6)),
        ("maximum", _) => takes(&json!(100)) && !takes(&json!(101)),
        ("minLength", _) => schema.values.is_some() || !string(""),
        ("pattern", _) => !string("#") || schema.values.is_some(),
        ("format", _) => matches!(&schema.kind, Kind::String(rules) if rules.format.is_none()),
        ("minItems", _) => takes(&json!([])),
        ("additionalProperties", Value::Bool(open)) => {
            let body = json!({"nobody knows": 1});
            let verdict = conform::check(api, id, &body, View::Claim);
            let mut violations = verdict.violations.iter();
            violations.any(|violation| violation.keyword == keyword) != *open
        }
        _ => false,
    }
}

/// The same for what is no schema.
fn outside(api: &Api, case: &Case) -> bool {
    let at = &case.edit.at;
    match &case.edit.change {
        Change::Presence(required) => api.operations.iter().any(|operation| {
            let body = operation.body.iter().any(|body| {
                body.at == *at && body.required == *required && body.claim.basis == Basis::Observed
            });
            let is_meant = |p: &&oasis_model::ir::Parameter| {
                p.at == *at
                    && p.required == *required
                    && api.parameter_basis(p, "required") == Basis::Observed
            };
            body || operation.parameters.iter().any(|p| is_meant(&p))
        }),
        Change::Status { operation, from, to } => {
            let responses = &api.operation(operation).unwrap().responses;
            let has =
                |status: u16| responses.iter().any(|r| r.status.to_string() == status.to_string());
            has(*to) && !has(*from)
        }
        _ => false,
    }
}

/// Whether the edit is meant to change what stands at this pointer.
pub(super) fn touches(case: &Case, pointer: &str) -> bool {
    let Edit { at, change, .. } = &case.edit;
    let claims = ["x-basis", "x-observed", "x-because", "x-plausible"];
    let own = |at: &str, keys: &[&str]| {
        let rest = pointer.strip_prefix(at).and_then(|rest| rest.strip_prefix('/'));
        let key = rest.and_then(|rest| rest.split('/').next());
        key.is_some_and(|key| keys.contains(&key) || claims.contains(&key))
    };
    match change {
        Change::Keyword(keyword, _) => own(at, &[keyword]),
        Change::Nullable(_) => own(at, &["nullable", "enum", "anyOf", "allOf"]),
        Change::EnumValue(_) => own(at, &["enum"]),
        Change::Presence(_) => own(at, &["required"]),
        Change::Confirm(_) | Change::Validator(..) => own(at, &[]),
        Change::Documented(_) => own(at, &["x-source"]),
        Change::Entry(name, _) => own(at, &[name]),
        Change::Rename(from, to) => own(at, &[from, to]),
        Change::Required(name, _) => {
            // The list may stand in a part of the schema.
            let part = pointer.strip_prefix(at.as_str()).and_then(|rest| {
                let index = rest.strip_prefix("/allOf/")?.split('/').next()?;
                Some(format!("{at}/allOf/{index}"))
            });
            let list = part.as_deref().unwrap_or(at);
            own(list, &["required"]) || own(&format!("{list}/properties/{name}"), &[])
        }
        Change::Status { from, to, .. } => {
            let status = |token: &str| token == from.to_string() || token == to.to_string();
            let responses = pointer.rsplit_once("/responses/").map(|(_, rest)| rest);
            responses.is_some_and(|rest| status(rest.split('/').next().unwrap())) || own(at, &[])
        }
    }
}
