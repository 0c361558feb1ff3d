//! Whether the body of a response is the documented one: schema, properties, and the resource it is about.
//!
//! In come a response and what documents it, out come problems: for a fact one each, for guesses one for
//! each object and kind of keyword.

use super::{
    Check, Problem, Verdict, edits, media, places, point::Point, scene::Scene, scene::says, status,
};
use crate::{generate::unescaped, vendor};
use oasis_model::{
    conform,
    finding::Basis,
    ir::{Operation, Response, SchemaId},
};
use serde_json::Value;

/// Judges a success: its status, then what it carries.
pub(super) fn success(scene: &Scene<'_>, verdict: &mut Verdict) {
    let Some(documented) = status::of_success(scene, verdict) else { return };
    if scene.request.method == "HEAD" {
        return;
    }
    let content = documented.json();
    let schema = content.and_then(|content| content.schema);
    let basis = schema.map_or(Basis::Documented, |id| scene.api.schema_basis(id, "type"));
    if scene.response.body.is_empty() {
        if let Some(schema) = schema {
            verdict.applied.add(Check::ResponseSchema);
            verdict.problems.push(empty(scene, schema, basis));
        }
        return;
    }
    media::judge(scene, Check::ResponseContentType, &documented.contents, basis, verdict);
    let (Some(schema), Some(parsed)) = (schema, media::json(scene.response)) else { return };
    conforms(scene, Check::ResponseSchema, schema, &parsed, verdict);
    undeclared(scene, schema, &parsed, verdict);
    resource(scene, &parsed, verdict);
}

fn empty(scene: &Scene<'_>, schema: SchemaId, basis: Basis) -> Problem {
    let at = scene.api.schema(schema).at.clone();
    let problem = Problem::new(
        Check::ResponseSchema,
        basis,
        format!("{at}|empty"),
        format!(
            "the body of {} is empty, the specification {} its content",
            scene.response.status,
            says(basis)
        ),
        "send the documented content, or correct the specification",
    );
    Problem { claim: Some(at), ..problem }
}

/// Holds a body to its schema. Of refusals nothing is more than assumed where a webhook sends them.
pub(super) fn conforms(
    scene: &Scene<'_>,
    check: Check,
    schema: SchemaId,
    body: &Value,
    verdict: &mut Verdict,
) {
    verdict.applied.add(check);
    let found = conform::check_travelling(scene.api, schema, body, scene.response_way());
    for violation in &found.violations {
        let mut point = Point::of_violation(scene.api, violation);
        let mut cause = match point.is_fact() {
            true => point.claim.clone(),
            false => point.group(),
        };
        if check == Check::EnvelopeSchema {
            point.basis = scene.refusal_basis(point.basis);
            cause = scene.refusal_cause(cause);
        }
        let seen = body.pointer(&violation.instance);
        let message = format!(
            "the body of {} at {}: {}; the specification {} it otherwise",
            scene.response.status,
            point.name,
            scene.excerpt(&violation.message),
            says(point.basis)
        );
        let help = "send what the specification says, or correct it if the server is right";
        let problem = Problem::new(check, point.basis, cause, message, help);
        verdict.problems.push(Problem {
            claim: Some(point.claim.clone()),
            element: point.element.clone(),
            edits: if point.is_fact() {
                Vec::new()
            } else {
                edits::widened(scene.api, &point, seen)
            },
            focus: Some(violation.instance.clone()),
            ..problem
        });
    }
}

/// Properties that the specification does not name, outside of what it leaves open.
pub(super) fn undeclared(scene: &Scene<'_>, schema: SchemaId, body: &Value, verdict: &mut Verdict) {
    verdict.applied.add(Check::ResponseUndocumentedProperty);
    let places = places::places(scene.api, schema, body);
    for place in places.iter().filter(|place| place.is_undeclared()) {
        let Some(point) = Point::at(scene.api, place, "additionalProperties") else { continue };
        // Where a fact forbids them, the schema has said so.
        if point.is_fact() {
            continue;
        }
        let problem = Problem::new(
            Check::ResponseUndocumentedProperty,
            point.basis,
            point.object.clone(),
            format!("the response has `{}`, which the specification does not name", place.name()),
            "document it, or leave it out",
        );
        verdict.problems.push(Problem {
            claim: Some(point.claim),
            element: Some(place.key.clone()),
            focus: Some(place.pointer.clone()),
            ..problem
        });
    }
}

/// Whether the response is about what the path names.
fn resource(scene: &Scene<'_>, body: &Value, verdict: &mut Verdict) {
    let Some(name) = vendor::echoed(scene.api, scene.operation) else { return };
    let Some(asked) = path_value(scene.operation, &scene.request.path, name) else { return };
    let answered = match body.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        // What else it may be is the schema's business.
        _ => return,
    };
    verdict.applied.add(Check::ResponseResource);
    if answered.as_bytes() != asked.as_slice() {
        let problem = Problem::new(
            Check::ResponseResource,
            Basis::Documented,
            format!("resource|{}", scene.operation.id),
            format!("the response has another `{name}` than the path"),
            "look up, change and return the resource that the path names, byte for byte",
        );
        verdict.problems.push(Problem { focus: Some(format!("/{name}")), ..problem });
    }
}

/// The bytes that stand for a parameter in a path.
fn path_value(operation: &Operation, path: &str, parameter: &str) -> Option<Vec<u8>> {
    let path = path.split(['?', '#']).next()?;
    let template: Vec<&str> = operation.path.split('/').collect();
    let segments: Vec<&str> = path.split('/').collect();
    let wanted = format!("{{{parameter}}}");
    let index = template.iter().position(|segment| *segment == wanted)?;
    (template.len() == segments.len()).then(|| unescaped(segments[index]))
}

/// What makes one documented response differ from another in content: its JSON schema.
pub(super) fn schema_of(response: &Response) -> Option<SchemaId> {
    response.json()?.schema
}
