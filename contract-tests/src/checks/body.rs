//! Whether the body of an answer is the documented one: content type, bytes, schema, members.

use super::{Complaint, Observation, Verdict, answer::Place};
use oasis_model::{
    conform::View,
    ir::{Additional, Api, Kind, Response, SchemaId},
    pointer::escape_pointer,
};
use serde_json::Value;

/// Judges the body against a documented answer; gives it back where it is JSON.
pub(super) fn judge(
    place: &Place<'_>,
    response: &Response,
    verdict: &mut Verdict,
) -> Option<Value> {
    let complaints = &mut verdict.complaints;
    let answer = place.answer;
    if place.case.request.method == "HEAD" {
        return None;
    }
    if response.contents.is_empty() {
        if !answer.body.is_empty() {
            complaints.push(Complaint::new(
                "contract/answer-schema",
                format!("{} with a body", answer.status),
                format!(
                    "{} carries {} bytes where no body is documented",
                    answer.status,
                    answer.body.len()
                ),
                "send no body",
            ));
        }
        return None;
    }
    if let Some(text) = content_type(place, response) {
        complaints.push(Complaint::new(
            "contract/answer-content-type",
            answer.status.to_string(),
            text,
            "declare the documented media type; JSON is UTF-8",
        ));
    }
    let content = response.json()?;
    let parsed = match serde_json::from_slice::<Value>(&answer.body) {
        Ok(parsed) => parsed,
        Err(error) => {
            complaints.push(Complaint::new(
                "contract/answer-schema",
                format!("{} not JSON", answer.status),
                format!("the body of {} is not JSON: {error}", answer.status),
                "send the documented JSON, whole",
            ));
            return None;
        }
    };
    let judge = &place.context.judge;
    let faults = judge.faults(content, &parsed, View::Widest);
    if let Some(fault) = faults.first() {
        complaints.push(Complaint::new(
            "contract/answer-schema",
            format!("{} {}", answer.status, shape(&fault.instance)),
            format!(
                "the body of {} at {}: {}",
                answer.status,
                place_of(&fault.instance),
                fault.message
            ),
            "send what the specification documents",
        ));
    } else {
        for fault in judge.faults(content, &parsed, View::Claim) {
            verdict.observations.push(Observation {
                about: format!("{} of {}", shape(&fault.instance), answer.status),
                assumed: "as claimed".to_owned(),
                observed: fault.message.clone(),
                at: fault.rule.clone(),
                edit: format!(
                    "in spec/oasis.yaml, at {}, make the reading under x-plausible the claim",
                    fault.rule
                ),
            });
        }
    }
    if let Some(schema) = content.schema {
        for pointer in undocumented(&place.context.api, schema, &parsed) {
            complaints.push(Complaint::new(
                "contract/answer-undocumented-member",
                shape(&pointer),
                format!(
                    "the body of {} holds {pointer}, which the specification does not name",
                    answer.status
                ),
                "leave it out, or document it",
            ));
        }
    }
    Some(parsed)
}

/// What is wrong with the declared media type, or with the bytes that it declares.
pub(super) fn content_type(place: &Place<'_>, response: &Response) -> Option<String> {
    let answer = place.answer;
    let Some(declared) = answer.header("content-type") else {
        return (!answer.body.is_empty()).then(|| "the body has no content type".to_owned());
    };
    let mut parts = declared.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let documented = response.contents.iter().any(|content| {
        let wanted = content.media_type.split(';').next().unwrap_or_default().trim();
        wanted.eq_ignore_ascii_case(&essence)
    });
    if !documented {
        return Some(format!("the body is declared as {declared:?}"));
    }
    let charset = parts.find_map(|part| {
        part.to_ascii_lowercase()
            .strip_prefix("charset=")
            .map(|charset| charset.trim_matches('"').to_owned())
    });
    if charset.is_some_and(|charset| !matches!(charset.as_str(), "utf-8" | "utf8")) {
        return Some(format!("the body is declared as {declared:?}, but JSON is UTF-8"));
    }
    if std::str::from_utf8(&answer.body).is_err() {
        return Some("the body is not UTF-8".to_owned());
    }
    answer
        .body
        .starts_with(b"\xef\xbb\xbf")
        .then(|| "the body begins with a byte order mark".to_owned())
}

/// Pointers of the members that no schema names, outside objects that are free by definition.
pub(super) fn undocumented(api: &Api, schema: SchemaId, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(api, &[schema], value, String::new(), &mut found);
    found
}

/// Walks a value with all the schemas that describe it.
fn walk(api: &Api, schemas: &[SchemaId], value: &Value, at: String, found: &mut Vec<String>) {
    let mut ids = Vec::new();
    for schema in schemas {
        flatten(api, *schema, &mut ids);
    }
    let objects = || {
        ids.iter().filter_map(|id| match &api.schema(*id).kind {
            Kind::Object(rules) => Some(rules),
            _ => None,
        })
    };
    match value {
        Value::Object(members) => {
            let free = objects().next().is_none()
                || objects().any(|rules| {
                    rules.additional == Additional::Any
                        || rules.additional == Additional::Unstated
                            && rules.properties.is_empty()
                            && objects().count() == 1
                });
            for (name, member) in members {
                let below = format!("{at}/{}", escape_pointer(name));
                let named: Vec<SchemaId> = objects()
                    .flat_map(|rules| &rules.properties)
                    .filter(|property| property.name == *name)
                    .map(|property| property.schema)
                    .chain(objects().filter_map(|rules| match rules.additional {
                        Additional::Schema(id) => Some(id),
                        _ => None,
                    }))
                    .collect();
                if !named.is_empty() {
                    walk(api, &named, member, below, found);
                } else if !free {
                    found.push(below);
                }
            }
        }
        Value::Array(items) => {
            let schemas: Vec<SchemaId> = ids
                .iter()
                .filter_map(|id| match &api.schema(*id).kind {
                    Kind::Array(rules) => rules.items,
                    _ => None,
                })
                .collect();
            for (index, item) in items.iter().enumerate().filter(|_| !schemas.is_empty()) {
                walk(api, &schemas, item, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Every schema that may describe the same value.
fn flatten(api: &Api, id: SchemaId, out: &mut Vec<SchemaId>) {
    let (id, _) = api.resolve(id);
    if out.contains(&id) {
        return;
    }
    out.push(id);
    match &api.schema(id).kind {
        Kind::AllOf(parts) => parts.iter().for_each(|part| flatten(api, *part, out)),
        Kind::OneOf(union) | Kind::AnyOf(union) => {
            union.variants.iter().for_each(|variant| flatten(api, *variant, out));
        }
        _ => {}
    }
}

/// A pointer with the positions of arrays left open, so that the same fault in each item is one cause.
pub(super) fn shape(pointer: &str) -> String {
    let token = |token: &str| {
        if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit()) {
            "*".to_owned()
        } else {
            token.to_owned()
        }
    };
    pointer.split('/').map(token).collect::<Vec<_>>().join("/")
}

fn place_of(pointer: &str) -> &str {
    if pointer.is_empty() { "its root" } else { pointer }
}
