//! Whether the body of a response is the documented one: schema, properties, and the resource it is about.
//!
//! In come a response and what documents it, out come problems: for a fact one each, for guesses one for
//! each object and kind of keyword.

use super::{
    Check, Problem, Verdict, guess, media, places,
    point::{Point, name},
    scene::{Scene, says},
    status,
};
use crate::{generate::unescaped, vendor};
use oasis_model::{
    conform,
    finding::Basis,
    ir::{Operation, SchemaId},
};
use serde_json::Value;

/// Limit on the contradictions of one body that are reported.
const MOST: usize = 200;
const HELP: &str = "send what the specification says, or correct it if the server is right";

/// Judges a success: its status, then what it carries.
pub(super) fn success(scene: &Scene<'_>, verdict: &mut Verdict) {
    let Some(documented) = status::of_success(scene, verdict) else { return };
    if scene.request.method == "HEAD" {
        return;
    }
    let schema = documented.json().and_then(|content| content.schema);
    let basis = schema.map_or(Basis::Documented, |id| scene.api.schema_basis(id, "type"));
    if scene.response.body.is_empty() {
        if let Some(schema) = schema {
            let at = scene.api.schema(schema).at.clone();
            let what = says(basis, "it has content");
            let text = format!("the body of {} is empty ({what})", scene.response.status);
            let problem =
                Problem::new(Check::ResponseSchema, basis, format!("{at}|empty"), text, HELP);
            verdict.problems.push(Problem { claim: Some(at), ..problem });
        }
        return;
    }
    media::judge(scene, Check::ResponseContentType, &documented.contents, basis, verdict);
    let (Some(schema), Some(parsed)) = (schema, media::json(scene.response)) else { return };
    conforms(scene, Check::ResponseSchema, schema, &parsed, verdict);
    undeclared(scene, schema, &parsed, verdict);
    resource(scene, &parsed, verdict);
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
    for violation in found.violations.iter().take(MOST) {
        let mut point = Point::of_violation(scene.api, violation, body);
        let is_fact = point.is_fact();
        let mut cause = if is_fact { point.claim.clone() } else { point.group() };
        if check == Check::EnvelopeSchema {
            point.basis = scene.refusal_basis(point.basis);
            cause = scene.refusal_cause(cause);
        }
        let message = format!(
            "the body of {} has {} ({})",
            scene.response.status,
            scene.excerpt(&point.seen),
            says(point.basis, &point.claimed(scene.api))
        );
        let edits = match is_fact && point.is_fact() {
            true => Vec::new(),
            false => guess::widened(scene.api, &point, body.pointer(&violation.instance)),
        };
        let problem = Problem::new(check, point.basis, cause, message, HELP).about(&point);
        let focus = Some(violation.instance.clone());
        verdict.problems.push(Problem { edits, focus, ..problem });
    }
}

/// Properties that the specification does not name, outside of what it leaves open.
pub(super) fn undeclared(scene: &Scene<'_>, schema: SchemaId, body: &Value, verdict: &mut Verdict) {
    let check = Check::ResponseUndocumentedProperty;
    verdict.applied.add(check);
    let places = places::places(scene.api, schema, body);
    for place in places.iter().filter(|place| place.is_undeclared()).take(MOST) {
        // Where a fact forbids them, the schema has said so.
        let point = Point::at(scene.api, place, "additionalProperties");
        let Some(point) = point.filter(|point| !point.is_fact()) else { continue };
        let what = says(point.basis, &point.claimed(scene.api));
        let text = format!("the response has {} ({what})", scene.excerpt(&point.seen));
        let problem =
            Problem::new(check, point.basis, point.object, text, "document it, or leave it out");
        let element = name(&place.pointer).rsplit('.').next().map(str::to_owned);
        let (claim, focus) = (Some(point.claim), Some(place.pointer.clone()));
        verdict.problems.push(Problem { claim, element, focus, ..problem });
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
    let segments: Vec<&str> = path.split('/').collect();
    let template: Vec<&str> = operation.path.split('/').collect();
    let index = template.iter().position(|segment| *segment == format!("{{{parameter}}}"))?;
    (template.len() == segments.len()).then(|| unescaped(segments[index]))
}
