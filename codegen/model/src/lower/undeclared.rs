//! Names that stand in the document and are declared nowhere: in a `required` list, in an example.

use crate::finding::{Finding, Severity};
use crate::ir::{Additional, Api, Content, Kind, Schema, SchemaId};
use crate::pointer::escape_pointer;
use serde_json::Value;
use std::collections::BTreeSet;

/// How deep examples are followed; the schemas behind them may contain themselves.
const DEEPEST: usize = 64;

/// Every required name without a property, and, in a curated document, every property of an
/// example that its object does not declare.
pub(super) fn check(api: &Api, curated: bool) -> Vec<Finding> {
    let mut findings = required(api, curated);
    for content in bodies(api).filter(|content| curated && content.is_json()) {
        if let (Some(id), Some(example)) = (content.schema, &content.example) {
            in_example(api, id, example, &format!("{}/example", content.at), &mut findings, 0);
        }
    }
    findings
}

fn required(api: &Api, curated: bool) -> Vec<Finding> {
    let severity = if curated { Severity::Error } else { Severity::Note };
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for schema in &api.schemas {
        let Kind::Object(object) = &schema.kind else { continue };
        // Of parts that were merged, the whole is looked at.
        let whole = schema.within.filter(|_| composition(&schema.at).is_some());
        if whole.is_some_and(|id| matches!(api.schema(id).kind, Kind::Object(_))) {
            continue;
        }
        for entry in object.required_by.iter() {
            let name = &entry.name;
            let known = !object.required_undeclared.contains(name)
                || matches!(object.additional, Additional::Schema(_))
                || declared_around(api, schema, name);
            let at = format!("{}/required", api.schema(entry.schema).at);
            if !known && seen.insert((at.clone(), name.clone())) {
                findings.push(Finding::new(
                    severity,
                    "spec/required-undeclared",
                    at,
                    format!("`{name}` is required, and there is no property of that name"),
                    "declare the property, or take the name out of `required`",
                ));
            }
        }
    }
    findings
}

/// Whether the name is declared by what a part of a composition is a part of.
fn declared_around(api: &Api, schema: &Schema, name: &str) -> bool {
    let mut schema = schema;
    while let (Some(whole), Some(_)) = (schema.within, composition(&schema.at)) {
        // Base and union beside each other are parts that stand at the pointer of the whole.
        let at = &api.schema(whole).at;
        if api.schemas().any(|(id, other)| other.at == *at && declares(api, id, name, 0)) {
            return true;
        }
        schema = api.schema(whole);
    }
    false
}

/// The keyword that makes the schema at this pointer a part of another.
fn composition(at: &str) -> Option<&str> {
    let (whole, last) = at.rsplit_once('/')?;
    let keyword = if last == "not" { last } else { whole.rsplit_once('/')?.1 };
    ["allOf", "anyOf", "oneOf", "not"].contains(&keyword).then_some(keyword)
}

fn declares(api: &Api, id: SchemaId, name: &str, depth: usize) -> bool {
    let parts = match &api.schema(api.resolve(id).0).kind {
        Kind::Object(object) => return object.properties.iter().any(|p| p.name == name),
        Kind::AllOf(parts) => parts,
        Kind::OneOf(union) | Kind::AnyOf(union) => &union.variants,
        _ => return false,
    };
    depth < DEEPEST && parts.iter().any(|part| declares(api, *part, name, depth + 1))
}

fn bodies(api: &Api) -> impl Iterator<Item = &Content> {
    api.operations.iter().flat_map(|operation| {
        let responses = operation.responses.iter().flat_map(|response| &response.contents);
        operation.body.iter().flat_map(|body| &body.contents).chain(responses)
    })
}

fn in_example(
    api: &Api,
    id: SchemaId,
    example: &Value,
    at: &str,
    findings: &mut Vec<Finding>,
    depth: usize,
) {
    if depth == DEEPEST {
        return;
    }
    match (&api.schema(api.resolve(id).0).kind, example) {
        (Kind::Array(array), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                if let Some(items) = array.items {
                    in_example(api, items, value, &format!("{at}/{index}"), findings, depth + 1);
                }
            }
        }
        (Kind::Object(object), Value::Object(values)) => {
            for (name, value) in values {
                let at = format!("{at}/{}", escape_pointer(name));
                let property = object.properties.iter().find(|p| p.name == *name);
                match (property, &object.additional) {
                    (Some(property), _) => {
                        in_example(api, property.schema, value, &at, findings, depth + 1);
                    }
                    (None, Additional::Schema(id)) => {
                        in_example(api, *id, value, &at, findings, depth + 1);
                    }
                    (None, Additional::Unstated) => findings.push(Finding::new(
                        Severity::Warning,
                        "spec/example-undeclared",
                        at,
                        format!("the example has `{name}`, which the schema does not declare"),
                        "take it out of the example, or declare the property",
                    )),
                    (None, Additional::Any | Additional::Refused) => {}
                }
            }
        }
        _ => {}
    }
}
