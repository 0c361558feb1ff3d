//! Judges one body against its schema and its media type; what the schema refuses are facts.

use super::edit::{self, Offer};
use super::shown::{shape, shown};
use super::tally::{Fact, whole};
use super::{Message, Payload};
use crate::readings;
use oasis_model::conform::{Remark, RemarkKind, Violation};
use oasis_model::decimal::Decimal;
use oasis_model::finding::{Basis, Severity};
use oasis_model::ir::{Api, Change, Content, Kind, SchemaId, essence};
use oasis_model::pointer::escape_pointer;
use oasis_model::settle;
use serde_json::Value;
use std::collections::HashSet;

/// Where a body stands.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub(super) api: &'a Api,
    /// What its facts are counted among.
    pub(super) scope: &'a str,
    /// Whether the integrator receives this. Else he sends it, and it was taken: whoever takes more
    /// than is documented breaks no message.
    pub(super) received: bool,
}

impl Spot<'_> {
    /// How bad it is when no reading allows what is there.
    pub(super) fn refused(&self) -> Severity {
        if self.received { Severity::Error } else { Severity::Warning }
    }

    /// How bad it is when something is there that nobody speaks of: a receiver passes over it.
    pub(super) fn unknown(&self) -> Severity {
        if self.received { Severity::Warning } else { Severity::Note }
    }
}

/// Everything that a body shows against its schema.
pub(super) fn facts(spot: &Spot<'_>, schema: SchemaId, value: &Value) -> Vec<Fact> {
    let readings::Judged { refused: refusals, remarks } = readings::judged(spot.api, schema, value);
    let of_type = |(violation, _): &&(Violation, bool)| violation.keyword == "type";
    let other_type: HashSet<&str> =
        refusals.iter().filter(of_type).map(|(violation, _)| violation.instance.as_str()).collect();
    // A value of another type is not a new value of the list.
    let listed = |(violation, _): &&(Violation, bool)| {
        violation.keyword != "enum" || !other_type.contains(violation.instance.as_str())
    };
    let mut facts: Vec<Fact> = refusals
        .iter()
        .filter(listed)
        .map(|(violation, plausible)| refused(spot, violation, *plausible, value))
        .collect();
    facts.extend(remarks.iter().map(|remark| remarked(spot, remark, value)));
    facts
}

fn refused(spot: &Spot<'_>, violation: &Violation, plausible: bool, body: &Value) -> Fact {
    let schema = spot.api.schema(violation.schema);
    let found = body.pointer(&violation.instance).unwrap_or(&Value::Null);
    let place = &violation.place;
    let what = named(place);
    let told = format!("{what}: {}", violation.message);
    let keyword = violation.keyword;
    // What tells this fact from others about the same place, in the facts and in the pointer.
    let (rule, detail, message, edit) = match keyword {
        "required" => {
            let name = violation.name.as_deref().unwrap_or_default();
            let change = settle::Change::Required(name.to_owned(), false);
            let edit = Offer::of(format!("take `{name}` out of `required`"), &schema.at, change);
            ("drift/observed-member-missing", format!("required/{name}"), told, edit)
        }
        "enum" => {
            let value = found.as_str().map_or_else(|| found.to_string(), shown);
            let message = format!("{what} is `{value}`, which is not listed");
            let value_seen = found.as_str().map_or_else(|| found.clone(), |_| Value::from(&*value));
            let edit = edit::listed(schema, &value_seen);
            ("drift/observed-enum", format!("enum/{}", escape_pointer(&value)), message, edit)
        }
        "format" => {
            let edit = Offer {
                text: "remove or change `format`".to_owned(),
                ..edit::without(schema, keyword)
            };
            ("drift/observed-format", "format".to_owned(), told, edit)
        }
        "additionalProperties" => {
            let name = violation.name.as_deref().unwrap_or_default();
            let edit = edit::member(schema, &shown(name), found.get(name).unwrap_or(&Value::Null));
            let name = escape_pointer(&shown(name));
            let message = format!("`{place}/{name}` is there and refused");
            ("drift/observed-member-undocumented", format!("properties/{name}"), message, edit)
        }
        _ if found.is_null() => {
            let edit = edit::null(spot.api, violation.schema);
            ("drift/observed-null", "nullable".to_owned(), format!("{what} is null"), edit)
        }
        "type" | "oneOf" | "anyOf" => {
            let kind = word(found);
            let edit = edit::kind(spot.api, violation.schema, found);
            let detail =
                format!("type/{}", kind.trim_start_matches("an ").trim_start_matches("a "));
            let wide = kind == "an integer" && matches!(schema.kind, Kind::Integer(_));
            let kind = if wide { "an integer that its type cannot hold" } else { kind };
            ("drift/observed-type", detail, format!("{what} is {kind}"), edit)
        }
        keyword => {
            ("drift/observed-value", keyword.to_owned(), told, edit::without(schema, keyword))
        }
    };
    Fact {
        rule,
        severity: if plausible { Severity::Note } else { spot.refused() },
        basis: violation.basis(spot.api),
        scope: spot.scope.to_owned(),
        pointer: format!("{}/{detail}", schema.at),
        subject: format!("{place} {detail}"),
        message,
        help: if plausible {
            "another reading of the claim allows it; make it the claim if it stays so"
        } else {
            "no reading of the claim allows it; correct the specification, or tell the vendor"
        },
        edit,
        sample: match (rule, found) {
            ("drift/observed-format" | "drift/observed-value", Value::String(text)) => {
                Some(Value::from(shape(text)).to_string())
            }
            ("drift/observed-value", Value::Number(number)) => Some(number.to_string()),
            _ => None,
        },
    }
}

fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if !Decimal::of(number).is_some_and(Decimal::is_whole) => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What the schema neither declares nor refuses.
fn remarked(spot: &Spot<'_>, remark: &Remark, body: &Value) -> Fact {
    let found = body.pointer(&remark.instance).unwrap_or(&Value::Null);
    match &remark.kind {
        RemarkKind::Undeclared(name) => undeclared(spot, remark, name, found),
        RemarkKind::OtherConstant => constant(spot, remark, found),
    }
}

fn undeclared(spot: &Spot<'_>, remark: &Remark, name: &str, object: &Value) -> Fact {
    let schema = spot.api.schema(remark.schema);
    let open = schema.claim.may_change(&Change::AdditionalProperties(true));
    let edit = edit::member(schema, &shown(name), object.get(name).unwrap_or(&Value::Null));
    let name = escape_pointer(&shown(name));
    let place = format!("{}/{name}", remark.place);
    Fact {
        rule: "drift/observed-member-undocumented",
        severity: if open { Severity::Note } else { spot.unknown() },
        basis: spot.api.schema_basis(remark.schema, "additionalProperties"),
        scope: spot.scope.to_owned(),
        pointer: format!("{}/properties/{name}", schema.at),
        message: format!("`{place}` is there and not documented"),
        subject: place,
        help: "add the member to `properties`, or say `additionalProperties: true` where members are free",
        edit,
        sample: None,
    }
}

/// Another value than the one that the schema says its strings always have (`x-constant`). Types stay
/// open for others.
fn constant(spot: &Spot<'_>, remark: &Remark, found: &Value) -> Fact {
    let schema = spot.api.schema(remark.schema);
    let claimed = schema.constant.as_ref().unwrap_or(&Value::Null);
    let seen = shown(found.as_str().unwrap_or_default());
    let place = &remark.place;
    Fact {
        rule: "drift/observed-constant",
        severity: Severity::Note,
        basis: spot.api.schema_basis(remark.schema, "x-constant"),
        scope: spot.scope.to_owned(),
        pointer: format!("{}/x-constant/{}", schema.at, escape_pointer(&seen)),
        subject: format!("{place} {seen}"),
        message: format!("{} is `{seen}`, not {claimed}", named(place)),
        help: "if it stays so, the value is no constant",
        edit: Offer {
            text: "remove `x-constant`, or give it the new value".to_owned(),
            ..edit::without(schema, "x-constant")
        },
        sample: None,
    }
}

fn named(place: &str) -> String {
    if place.is_empty() { "the body".to_owned() } else { format!("`{place}`") }
}

/// That nothing is known of a body that was there, and why.
pub(super) fn unjudged(message: &Message, scope: &str, pointer: &str) -> Option<Fact> {
    let Payload::Unjudged(reason) = &message.payload else { return None };
    let known = (Severity::Note, Basis::Documented);
    let told = format!("a body is not judged: {reason}");
    let edit = "record the body as it is after decoding";
    Some(whole("drift/observed-not-judged", known, scope, pointer, reason, told, edit))
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
    let media_type = message.media_type();
    let found = media_type.as_ref().and_then(|media_type| {
        contents.iter().find(|content| essence(&content.media_type) == *media_type)
    });
    if let (Some(media_type), None) = (&media_type, found) {
        let name = shown(media_type);
        facts.push(whole(
            "drift/observed-media-type",
            (spot.refused(), Basis::Documented),
            spot.scope,
            &format!("{pointer}/content/{}", escape_pointer(&name)),
            &name,
            format!("the media type `{name}` is not documented"),
            edit::contents(spot.api, contents, message, pointer),
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
            (spot.refused(), Basis::Documented),
            spot.scope,
            &content.at,
            "",
            "the body is not JSON".to_owned(),
            "give the body its true media type below `content`",
        )),
        _ => {}
    }
}
