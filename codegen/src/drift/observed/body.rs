//! Judges one body against its schema: what the schema refuses, and members it does not declare.

use super::tally::{Fact, whole};
use super::{Message, Payload};
use crate::conform::{self, View, Violation};
use crate::finding::{Basis, Severity};
use crate::ir::{Additional, Api, Content, Kind, Reading, SchemaId};
use crate::name::escape_pointer;
use serde_json::Value;

/// Where a body stands.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub(super) api: &'a Api,
    /// What its facts are counted among.
    pub(super) scope: &'a str,
    /// How bad it is when a member is there that the schema does not declare.
    pub(super) unknown: Severity,
}

/// Everything that a body shows against its schema.
pub(super) fn facts(spot: &Spot<'_>, schema: SchemaId, value: &Value) -> Vec<Fact> {
    let claimed = conform::check(spot.api, schema, value, View::Claim).violations;
    let widest = conform::check(spot.api, schema, value, View::Widest).violations;
    let plausible = |violation: &Violation| {
        widest.iter().all(|other| {
            (&other.instance, other.keyword) != (&violation.instance, violation.keyword)
        })
    };
    let mut facts: Vec<Fact> = claimed
        .iter()
        .map(|violation| refused(spot, violation, plausible(violation), value))
        .collect();
    undeclared(spot, schema, value, "", &mut facts, 0);
    facts
}

fn refused(spot: &Spot<'_>, violation: &Violation, plausible: bool, body: &Value) -> Fact {
    let schema = spot.api.schema(violation.schema);
    let found = body.pointer(&violation.instance).unwrap_or(&Value::Null);
    let (rule, edit) = match violation.keyword {
        "required" => {
            ("drift/observed-member-missing", "take the member out of `required`".to_owned())
        }
        "enum" => (
            "drift/observed-enum",
            format!("add {found} to `enum`, or `x-plausible: [{{open: true}}]`"),
        ),
        "format" => ("drift/observed-format", "remove or change `format`".to_owned()),
        "additionalProperties" => {
            ("drift/observed-member-undocumented", "add the member to `properties`".to_owned())
        }
        _ if found.is_null() => ("drift/observed-null", "nullable: true".to_owned()),
        "type" | "oneOf" | "anyOf" => {
            ("drift/observed-type", format!("let the type take {}", word(found)))
        }
        keyword => ("drift/observed-value", format!("relax `{keyword}`")),
    };
    let place = general(&violation.instance);
    Fact {
        rule,
        severity: if plausible { Severity::Note } else { Severity::Error },
        basis: schema.claim.basis,
        scope: spot.scope.to_owned(),
        pointer: schema.at.clone(),
        // Messages quote values, so the subject must not be made of them; a missing member's name is no value.
        subject: format!("{place} {} {}", violation.keyword, missing_name(violation)),
        message: match rule {
            "drift/observed-null" => format!("{} is null", named(&place)),
            "drift/observed-type" => format!("{} is {}", named(&place), word(found)),
            "drift/observed-enum" => format!("{} has a value that is not listed", named(&place)),
            _ => format!("{}: {}", named(&place), violation.message),
        },
        help: if plausible {
            "another reading of the claim allows it; make it the claim if it stays so"
        } else {
            "no reading of the claim allows it; correct the specification, or tell the vendor"
        },
        edit,
        sample: (!found.is_object() && !found.is_array()).then(|| shortened(found)),
    }
}

/// The words of a message about a missing member, which name it.
fn missing_name(violation: &Violation) -> &str {
    if violation.keyword == "required" { &violation.message } else { "" }
}

fn undeclared(
    spot: &Spot<'_>,
    id: SchemaId,
    value: &Value,
    path: &str,
    facts: &mut Vec<Fact>,
    depth: usize,
) {
    // Values nest as deep as their text may; unions that contain themselves could do so without one.
    if depth > 256 {
        return;
    }
    let api = spot.api;
    match (&api.schema(id).kind, value) {
        (Kind::Alias(target), _) => undeclared(spot, *target, value, path, facts, depth + 1),
        (Kind::OneOf(union) | Kind::AnyOf(union), _) => {
            let fits = |id: &&SchemaId| {
                conform::check(api, **id, value, View::Widest).violations.is_empty()
            };
            if let Some(variant) = union.variants.iter().find(fits) {
                undeclared(spot, *variant, value, path, facts, depth + 1);
            }
        }
        (Kind::Array(array), Value::Array(items)) => {
            for item in items.iter().filter(|_| array.items.is_some()) {
                if let Some(schema) = array.items {
                    undeclared(spot, schema, item, &format!("{path}/*"), facts, depth + 1);
                }
            }
        }
        (Kind::Object(object), Value::Object(members)) => {
            for (name, value) in members {
                let path = format!("{path}/{}", escape_pointer(name));
                let known = object.properties.iter().find(|property| property.name.wire == *name);
                match (known, &object.additional) {
                    (Some(property), _) => {
                        undeclared(spot, property.schema, value, &path, facts, depth + 1)
                    }
                    (None, Additional::Schema(schema)) => {
                        undeclared(spot, *schema, value, &path, facts, depth + 1)
                    }
                    // A refused member is a violation already.
                    (None, Additional::Any | Additional::Refused) => {}
                    (None, Additional::Unstated) => facts.push(unknown(spot, id, value, &path)),
                }
            }
        }
        _ => {}
    }
}

fn unknown(spot: &Spot<'_>, id: SchemaId, value: &Value, path: &str) -> Fact {
    let schema = spot.api.schema(id);
    let open = schema.claim.plausible.contains(&Reading::AdditionalProperties(true));
    let name = path.rsplit('/').next().unwrap_or_default();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let name = if plain { name.to_owned() } else { Value::from(name).to_string() };
    Fact {
        rule: "drift/observed-member-undocumented",
        severity: if open { Severity::Note } else { spot.unknown },
        basis: schema.claim.basis,
        scope: spot.scope.to_owned(),
        pointer: schema.at.clone(),
        subject: path.to_owned(),
        message: format!("`{path}` is there and not documented"),
        help: "add the member with `x-basis: inferred`, or say `additionalProperties: true` where members are free",
        edit: format!(
            "{name}: {{{}, x-basis: inferred, x-because: seen in traffic}}",
            type_of(value)
        ),
        sample: None,
    }
}

fn type_of(value: &Value) -> String {
    match value {
        Value::Null => "nullable: true".to_owned(),
        Value::Number(number) if number.is_f64() => "type: number".to_owned(),
        other => {
            format!("type: {}", word(other).trim_start_matches("an ").trim_start_matches("a "))
        }
    }
}

fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The place with `*` for every index, so that all items of a list are one place.
fn general(pointer: &str) -> String {
    let is_index =
        |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    pointer
        .split('/')
        .map(|token| if is_index(token) { "*" } else { token })
        .collect::<Vec<_>>()
        .join("/")
}

fn named(place: &str) -> String {
    if place.is_empty() { "the body".to_owned() } else { format!("`{place}`") }
}

fn shortened(value: &Value) -> String {
    value.to_string().chars().take(120).collect()
}

/// Media type and value of a body.
pub(super) fn content(
    spot: &Spot<'_>,
    contents: &[Content],
    message: &Message,
    pointer: &str,
    facts: &mut Vec<Fact>,
) {
    if message.payload == Payload::Empty {
        return;
    }
    let essence = |content: &&Content| {
        content.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    };
    let media_type = message.media_type();
    let found = media_type
        .as_ref()
        .and_then(|media_type| contents.iter().find(|content| essence(content) == *media_type));
    if let (Some(media_type), None) = (&media_type, found) {
        facts.push(whole(
            "drift/observed-media-type",
            (Severity::Error, Basis::Documented),
            spot.scope,
            pointer,
            media_type,
            format!("the media type {media_type} is not documented"),
            format!("add `{media_type}` below `content`"),
        ));
        // The media type is the news; the body says nothing about the documented one.
        if !media_type.ends_with("json") {
            return;
        }
    }
    let content = found.or_else(|| contents.iter().find(|content| content.is_json()));
    let Some(content) = content.filter(|content| content.is_json()) else { return };
    match (&message.payload, content.schema) {
        (Payload::Json(value), Some(schema)) => facts.extend(self::facts(spot, schema, value)),
        (Payload::Other, _) => facts.push(whole(
            "drift/observed-not-json",
            (Severity::Error, Basis::Documented),
            spot.scope,
            &content.at,
            "",
            "the body is not JSON".to_owned(),
            "give the body its true media type below `content`".to_owned(),
        )),
        _ => {}
    }
}
