//! What differs between two schemas beside which values are allowed: defaults, marks of deprecation,
//! what tells alternatives apart, and properties that are no longer declared, of whatever type.
//! Properties and alternatives are paired by name.

use super::record::Detail;
use super::tags::{self, Tags};
use super::{Comparison, Site};
use crate::Verdict;
use crate::direction::{Change, verdict};
use oasis_model::ir::{Additional, Api, Claim, Kind, SchemaId, Union};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;
use std::collections::HashMap;

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
            let detail = Detail::both(text(old.default), text(now.default));
            comparison.records.note(&place, "default-changed", Verdict::None, detail);
        }
        if old.deprecated != now.deprecated {
            let fact = if now.deprecated { "deprecated" } else { "undeprecated" };
            comparison.records.note(&place, fact, Verdict::None, Detail::default());
        }
        let tags = [(comparison.base, old.kind), (comparison.new, now.kind)]
            .map(|(api, kind)| Tags::of(api, kind));
        tags::compare(comparison, &place, tags);
        below(comparison, &place, (&old, &now), &mut waiting);
    }
}

/// What lies below two schemas, paired, and what has no counterpart.
fn below(
    comparison: &mut Comparison<'_>,
    place: &Site<'_>,
    (old, now): (&Said<'_>, &Said<'_>),
    waiting: &mut Vec<(SchemaId, SchemaId)>,
) {
    match (old.kind, now.kind) {
        (Kind::Object(base), Kind::Object(new)) => {
            // Objects may have many properties, so that looking for each by name would not end.
            let others = new.properties.iter().map(|other| (other.name.as_str(), other.schema));
            let others: HashMap<&str, SchemaId> = others.collect();
            for property in &base.properties {
                match others.get(property.name.as_str()) {
                    Some(other) => waiting.push((property.schema, *other)),
                    None => undeclared(comparison, place, old, property),
                }
            }
            if let (Additional::Schema(old), Additional::Schema(new)) =
                (&base.additional, &new.additional)
            {
                waiting.push((*old, *new));
            }
        }
        (Kind::OneOf(old) | Kind::AnyOf(old), Kind::OneOf(now) | Kind::AnyOf(now)) => {
            waiting.extend(namesakes(comparison, old, now));
        }
        (Kind::Array(old), Kind::Array(now)) => waiting.extend(old.items.zip(now.items)),
        _ => {}
    }
}

/// Notes a property that the new object does not declare, unless the comparison of values did.
fn undeclared(
    comparison: &mut Comparison<'_>,
    place: &Site<'_>,
    owner: &Said<'_>,
    property: &oasis_model::ir::Property,
) {
    let schema = comparison.base.schema(property.schema);
    let sent = place.side.is_sent();
    // It does not travel this way.
    if (sent && schema.read_only) || (!sent && schema.write_only) {
        return;
    }
    let declared = format!("{}/properties/{}", owner.inner, escape_pointer(&property.name));
    let other = if schema.component { &declared } else { &schema.at };
    let detail = Detail::gone(format!("`{}`", property.name));
    let claim = comparison.base.property_claim(property);
    let name = property.name.as_str();
    let site = Site { name, other, claims: [Some(claim), None], ..*place };
    if !comparison.records.has(&place.side.id("member-removed"), other, &detail) {
        comparison.records.note(&site, "member-removed", verdict(Change::Gone, sent), detail);
    }
}

/// The alternatives of two unions that are components of the same name.
fn namesakes(comparison: &Comparison<'_>, old: &Union, now: &Union) -> Vec<(SchemaId, SchemaId)> {
    fn named<'a>(api: &'a Api, union: &'a Union) -> impl Iterator<Item = (&'a str, SchemaId)> {
        let schemas = union.variants.iter().map(|id| (api.schema(*id), *id));
        schemas.filter(|(schema, _)| schema.component).map(|(it, id)| (it.name.as_str(), id))
    }
    let mut others = HashMap::new();
    for (name, id) in named(comparison.new, now) {
        others.entry(name).or_insert(id);
    }
    let paired = |(name, id)| Some((id, *others.get(name)?));
    named(comparison.base, old).filter_map(paired).collect()
}

/// What a schema says beside its values, wrappers of one schema looked through.
struct Said<'a> {
    at: &'a str,
    /// The schema behind all wrappers.
    inner: &'a str,
    claim: &'a Claim,
    default: Option<&'a Value>,
    deprecated: bool,
    kind: &'a Kind,
}

fn said(api: &Api, id: SchemaId) -> Said<'_> {
    let schema = api.schema(id);
    let mut said = Said {
        at: &schema.at,
        inner: &schema.at,
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
        said.inner = &schema.at;
    }
    said
}
