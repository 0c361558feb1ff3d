//! What differs between two schemas without changing which values are allowed: defaults, marks of
//! deprecation, and what tells alternatives apart. Members are paired by name; which alternatives
//! there are is left to containment.

use super::{Comparison, Site};
use crate::{Harm, Verdict};
use oasis_model::ir::{Api, Claim, Kind, SchemaId, Union};
use serde_json::Value;
use std::collections::BTreeMap;

/// Notes such differences below two schemas, each pair of schemas once a side.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    site: &Site<'_>,
    base: SchemaId,
    new: SchemaId,
) {
    let mut waiting = vec![(base, new)];
    while let Some((base, new)) = waiting.pop() {
        if !comparison.noted.insert((site.side, base, new)) {
            continue;
        }
        let (old, now) = (said(comparison.base, base), said(comparison.new, new));
        let place =
            Site { at: now.at, other: old.at, claims: [Some(old.claim), Some(now.claim)], ..*site };
        if old.default != now.default {
            let text = |value: Option<&Value>| {
                value.map_or_else(|| "none".to_owned(), ToString::to_string)
            };
            let detail = format!("{} -> {}", text(old.default), text(now.default));
            comparison.records.note(&place, "default-changed", Verdict::None, detail);
        }
        if !old.deprecated && now.deprecated {
            comparison.records.note_harm(&place, "deprecated", Verdict::None, Harm::Docs, "");
        }
        match (old.kind, now.kind) {
            (Kind::Object(old), Kind::Object(now)) => {
                waiting.extend(old.properties.iter().filter_map(|property| {
                    let same = |other: &&oasis_model::ir::Property| other.name == property.name;
                    Some((property.schema, now.properties.iter().find(same)?.schema))
                }));
            }
            (Kind::OneOf(old) | Kind::AnyOf(old), Kind::OneOf(now) | Kind::AnyOf(now)) => {
                let (old, now) = (told(comparison.base, old), told(comparison.new, now));
                if old != now {
                    let member = |told: Option<(&str, BTreeMap<_, _>)>| {
                        told.map_or_else(|| "none".to_owned(), |(member, _)| format!("`{member}`"))
                    };
                    let detail = format!("{} -> {}", member(old), member(now));
                    comparison.records.note(&place, "discriminator-changed", Verdict::None, detail);
                }
            }
            (Kind::Array(old), Kind::Array(now)) => waiting.extend(old.items.zip(now.items)),
            _ => {}
        }
    }
}

/// The member that tells alternatives apart, and its values for each of them by name.
fn told<'a>(api: &'a Api, union: &'a Union) -> Option<(&'a str, BTreeMap<&'a str, &'a [String]>)> {
    let discriminator = union.discriminator.as_ref()?;
    let names = union.variants.iter().map(|id| api.schema(*id).name.as_str());
    let values = discriminator.values.iter().map(Vec::as_slice);
    Some((&discriminator.property, names.zip(values).collect()))
}

/// What a schema says beside its values, wrappers of one schema looked through.
struct Said<'a> {
    at: &'a str,
    claim: &'a Claim,
    default: Option<&'a Value>,
    deprecated: bool,
    kind: &'a Kind,
}

fn said(api: &Api, id: SchemaId) -> Said<'_> {
    let schema = api.schema(id);
    let mut said = Said {
        at: &schema.at,
        claim: &schema.claim,
        default: schema.default.as_ref(),
        deprecated: schema.docs.deprecated,
        kind: &schema.kind,
    };
    // Wrappers that lead back to themselves are cut short.
    for _ in 0..api.schemas.len() {
        let inner = match said.kind {
            Kind::Alias(inner) => *inner,
            Kind::OneOf(union) | Kind::AnyOf(union) => match union.variants.as_slice() {
                [only] => *only,
                _ => break,
            },
            _ => break,
        };
        let schema = api.schema(inner);
        said.default = said.default.or(schema.default.as_ref());
        said.deprecated |= schema.docs.deprecated;
        said.kind = &schema.kind;
    }
    said
}
