//! Whether a refusal carries the documented envelope, and what the envelope tells.
//!
//! In come a refusal and what was sent, out come problems with the envelope itself; what its items say of
//! the body is judged in `blame`. Where a webhook refuses, no page documents anything of this.

use super::{
    Check, Problem, Verdict, blame, content, media, places,
    scene::{Scene, says},
    sent::Sent,
    status,
};
use crate::vendor;
use oasis_model::{
    finding::Basis,
    ir::{Api, Kind, Response, SchemaId},
};
use serde_json::Value;
use std::collections::HashSet;

/// Statuses that speak of something else than the rules of the body.
const ELSEWHERE: [u16; 7] = [401, 403, 404, 405, 413, 415, 429];

/// What the items of an envelope told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// There was an envelope.
    pub(super) carried: bool,
    /// The places of the body that its items name, with reason.
    pub(super) named: HashSet<String>,
    /// An item says for which guess, or against which claim, the body is refused.
    pub(super) explained: bool,
}

/// Judges a refusal of a body.
pub(super) fn judge(scene: &Scene<'_>, sent: &Sent<'_>, verdict: &mut Verdict) -> Told {
    let Some(refusal) = scene.refusal() else { return Told::default() };
    let Some(schema) = refusal.json().and_then(|content| content.schema) else {
        return Told::default();
    };
    let parsed = media::json(scene.response);
    let carried = parsed.as_ref().is_some_and(|parsed| is_one(scene.api, schema, parsed));
    let due = is_due(scene, sent);
    let in_its_place = due && status::stands_for(refusal, scene.response.status);
    match parsed {
        Some(parsed) if carried || in_its_place => {
            // The documented constants say that it is the body after all.
            let elsewhere = ELSEWHERE.contains(&scene.response.status)
                && !has_constant(scene.api, schema, &parsed);
            if carried && !sent.is_right() && !elsewhere {
                status::of_envelope(scene, refusal, verdict);
            }
            shape(scene, refusal, schema, &parsed, verdict);
            blame::judge(scene, sent, &parsed, verdict)
        }
        _ => {
            if due {
                verdict.applied.add(Check::EnvelopeSchema);
                verdict.problems.push(missing(scene));
            }
            Told::default()
        }
    }
}

/// Whether the envelope has to be there: the body of a known resource is refused for the rules it breaks.
fn is_due(scene: &Scene<'_>, sent: &Sent<'_>) -> bool {
    let is_object = sent.body.is_some_and(Value::is_object);
    let elsewhere = ELSEWHERE.contains(&scene.response.status);
    let for_body = !sent.broken.is_empty() && sent.parameters.is_empty() && !sent.undecided;
    scene.case.known && is_object && for_body && !elsewhere
}

/// Whether a body looks like an envelope, however badly it is made: it has items or a constant of one.
fn is_one(api: &Api, schema: SchemaId, parsed: &Value) -> bool {
    let items = parsed.get(vendor::VIOLATIONS).and_then(Value::as_array);
    let is_item = |item: &Value| vendor::ITEM.iter().any(|name| item.get(name).is_some());
    has_constant(api, schema, parsed) || items.is_some_and(|items| items.iter().any(is_item))
}

fn has_constant(api: &Api, schema: SchemaId, parsed: &Value) -> bool {
    let Kind::Object(rules) = &api.schema(api.resolve(schema).0).kind else { return false };
    rules.properties.iter().any(|property| {
        let constant = api.schema(property.schema).constant.as_ref();
        constant.is_some() && parsed.get(&property.name) == constant
    })
}

fn missing(scene: &Scene<'_>) -> Problem {
    let basis = scene.refusal_basis(Basis::Documented);
    let problem = Problem::new(
        Check::EnvelopeSchema,
        basis,
        scene.refusal_cause("missing"),
        format!(
            "{}: a refused body gets no envelope with {} ({})",
            scene.case.about,
            scene.response.status,
            says(basis, "an envelope")
        ),
        "send the documented envelope with every body that breaks the rules",
    );
    Problem { claim: scene.refusal().map(|refusal| refusal.at.clone()), ..problem }
}

/// Media type, schema, undocumented properties and constants.
fn shape(
    scene: &Scene<'_>,
    refusal: &Response,
    schema: SchemaId,
    parsed: &Value,
    verdict: &mut Verdict,
) {
    let basis = scene.refusal_basis(Basis::Documented);
    media::judge(scene, Check::EnvelopeContentType, &refusal.contents, basis, verdict);
    content::conforms(scene, Check::EnvelopeSchema, schema, parsed, verdict);
    content::undeclared(scene, schema, parsed, verdict);
    verdict.applied.add(Check::EnvelopeConstants);
    let keyword = "x-constant";
    for place in places::places(scene.api, schema, parsed) {
        let (Some((owner, property)), Some(seen)) = (place.property, place.value) else { continue };
        let Some(constant) = &scene.api.schema(property.schema).constant else { continue };
        // What is no string breaks the schema already.
        if !seen.is_string() || seen == constant {
            continue;
        }
        let basis = scene.refusal_basis(scene.api.property_basis(owner, property, keyword));
        let claim = format!("{}/{keyword}", scene.api.schema(property.schema).at);
        let problem = Problem::new(
            Check::EnvelopeConstants,
            basis,
            scene.refusal_cause(&claim),
            format!(
                "`{}` of the envelope is {} ({})",
                property.name,
                scene.excerpt(&seen.to_string()),
                says(basis, &format!("{keyword} {constant}"))
            ),
            "send the documented constant, or correct the specification",
        );
        verdict.problems.push(Problem {
            claim: Some(claim),
            element: Some(property.name.clone()),
            focus: Some(place.pointer.clone()),
            ..problem
        });
    }
}
