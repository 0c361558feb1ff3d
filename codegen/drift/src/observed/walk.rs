//! What a body shows that its schema neither declares nor refuses: members without a declaration,
//! and other values than the one that is known.

use super::body::{Spot, named};
use super::edit;
use super::shown::shown;
use super::tally::Fact;
use oasis_model::conform::{self, View};
use oasis_model::finding::Severity;
use oasis_model::ir::{Additional, Change, Kind, SchemaId};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;

/// Adds the facts about a value and everything in it.
pub(super) fn facts(
    spot: &Spot<'_>,
    id: SchemaId,
    value: &Value,
    path: &str,
    found: &mut Vec<Fact>,
    depth: usize,
) {
    // Values nest as deep as their text may; unions that contain themselves could do so without one.
    if depth > 256 {
        return;
    }
    let api = spot.api;
    found.extend(constant(spot, id, value, path));
    match (&api.schema(id).kind, value) {
        (Kind::Alias(target), _) => facts(spot, *target, value, path, found, depth + 1),
        (Kind::OneOf(union) | Kind::AnyOf(union), _) => {
            let fits = |id: &&SchemaId| {
                conform::check(api, **id, value, View::Widest).violations.is_empty()
            };
            if let Some(variant) = union.variants.iter().find(fits) {
                facts(spot, *variant, value, path, found, depth + 1);
            }
        }
        (Kind::Array(array), Value::Array(items)) => {
            let Some(schema) = array.items else { return };
            for item in items {
                facts(spot, schema, item, &format!("{path}/*"), found, depth + 1);
            }
        }
        (Kind::Object(object), Value::Object(members)) => {
            for (name, value) in members {
                let home = path;
                let path = format!("{home}/{}", escape_pointer(name));
                let known = object.properties.iter().find(|property| property.name == *name);
                match (known, &object.additional) {
                    (Some(property), _) => {
                        facts(spot, property.schema, value, &path, found, depth + 1)
                    }
                    // The names are data here.
                    (None, Additional::Schema(schema)) => {
                        facts(spot, *schema, value, &format!("{home}/*"), found, depth + 1)
                    }
                    // A refused member is a violation already.
                    (None, Additional::Any | Additional::Refused) => {}
                    (None, Additional::Unstated) => {
                        found.push(unknown(spot, id, value, name, home));
                    }
                }
            }
        }
        _ => {}
    }
}

fn unknown(spot: &Spot<'_>, id: SchemaId, value: &Value, name: &str, path: &str) -> Fact {
    let schema = spot.api.schema(id);
    let open = schema.claim.may_change(&Change::AdditionalProperties(true));
    let name = shown(name);
    let place = format!("{path}/{}", escape_pointer(&name));
    Fact {
        rule: "drift/observed-member-undocumented",
        severity: if open { Severity::Note } else { spot.unknown() },
        basis: spot.api.schema_basis(id, "additionalProperties"),
        scope: spot.scope.to_owned(),
        pointer: format!("{}/properties/{}", schema.at, escape_pointer(&name)),
        subject: place.clone(),
        message: format!("`{place}` is there and not documented"),
        help: "add the member to `properties`, or say `additionalProperties: true` where members are free",
        edit: edit::member(&name, value),
        sample: None,
    }
}

/// The value that a schema says its strings always have (`x-constant`). Types stay open for others.
fn constant(spot: &Spot<'_>, id: SchemaId, value: &Value, path: &str) -> Option<Fact> {
    let schema = spot.api.schema(id);
    let constant = schema.constant.as_ref().filter(|constant| *constant != value)?;
    let seen = shown(value.as_str()?);
    Some(Fact {
        rule: "drift/observed-constant",
        severity: Severity::Note,
        basis: spot.api.schema_basis(id, "x-constant"),
        scope: spot.scope.to_owned(),
        pointer: format!("{}/x-constant/{}", schema.at, escape_pointer(&seen)),
        subject: format!("{path} {seen}"),
        message: format!("{} is `{seen}`, not {constant}", named(path)),
        help: "if it stays so, the value is no constant",
        edit: "remove `x-constant`, or give it the new value".to_owned(),
        sample: None,
    })
}
