//! Discriminators: which property tells alternatives apart, and which of its values stands for which.
//! Comes into play where no schema of an alternative limits that property: then only the
//! discriminator says which values travel.

use super::record::Detail;
use super::{Comparison, Site};
use crate::Verdict;
use crate::direction::{Change, verdict};
use crate::object;
use oasis_model::ir::{Api, Kind, SchemaId};
use std::collections::BTreeMap;

/// A discriminator.
#[derive(PartialEq, Eq)]
pub(super) struct Tags<'a> {
    property: &'a str,
    /// Values that no schema limits, each with the name of the alternative that it stands for.
    open: BTreeMap<&'a str, &'a str>,
    /// The values of every alternative by name.
    all: BTreeMap<&'a str, &'a [String]>,
}

impl<'a> Tags<'a> {
    /// The discriminator of a union or of a base object.
    pub(super) fn of(api: &'a Api, kind: &'a Kind) -> Option<Self> {
        match kind {
            Kind::OneOf(union) | Kind::AnyOf(union) => {
                let discriminator = union.discriminator.as_ref()?;
                let values = discriminator.values.iter().map(Vec::as_slice);
                let pairs = union.variants.iter().copied().zip(values);
                Some(Self::new(api, &discriminator.property, pairs))
            }
            Kind::Object(object) => {
                let discriminator = object.discriminator.as_ref()?;
                let children = discriminator.children.iter();
                let pairs = children.map(|child| (child.schema, child.values.as_slice()));
                Some(Self::new(api, &discriminator.property, pairs))
            }
            _ => None,
        }
    }

    fn new(
        api: &'a Api,
        property: &'a str,
        pairs: impl Iterator<Item = (SchemaId, &'a [String])>,
    ) -> Self {
        let mut tags = Self { property, open: BTreeMap::new(), all: BTreeMap::new() };
        for (id, values) in pairs {
            let name = api.schema(id).name.as_str();
            tags.all.insert(name, values);
            if !is_limited(api, id, property) {
                tags.open.extend(values.iter().map(|value| (value.as_str(), name)));
            }
        }
        tags
    }

    /// The values for which this holds, each with what it stands for.
    fn listed(&self, holds: impl Fn(&str) -> bool) -> Option<String> {
        let values = self.open.iter().filter(|(value, _)| holds(value));
        let values: Vec<String> =
            values.map(|(value, name)| format!("`{value}` ({name})")).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

/// Whether the alternative itself lists the values of the property.
fn is_limited(api: &Api, id: SchemaId, property: &str) -> bool {
    let Some((_, object)) = object::of(api, id) else { return false };
    let found = object.properties.iter().find(|own| own.name == property);
    found.is_some_and(|own| api.schema(api.resolve(own.schema).0).values.is_some())
}

/// Notes how two discriminators differ.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    place: &Site<'_>,
    [old, new]: [Option<Tags<'_>>; 2],
) {
    let (old, new) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) if old == new => return,
        (Some(old), Some(new)) if old.property == new.property => (old, new),
        (old, new) => return another(comparison, place, [old, new]),
    };
    let sent = place.side.is_sent();
    let subject = format!("`{}`", old.property);
    if let Some(gone) = old.listed(|value| !new.open.contains_key(value)) {
        let change = if sent { Change::Narrowed } else { Change::Gone };
        let detail = Detail::gone(gone).of(subject.clone());
        let verdict = verdict(change, sent);
        comparison.records.note(place, "discriminator-value-removed", verdict, detail);
    }
    if let Some(added) = new.listed(|value| !old.open.contains_key(value)) {
        let change = if sent { Change::Added } else { Change::Widened };
        let detail = Detail::added(added).of(subject.clone());
        let verdict = verdict(change, sent);
        comparison.records.note(place, "discriminator-value-added", verdict, detail);
    }
    // An alternative that has another name is the same one.
    let moved = |value: &str| match (old.open.get(value), new.open.get(value)) {
        (Some(before), Some(after)) => before != after && new.all.contains_key(before),
        _ => false,
    };
    if let (Some(before), Some(after)) = (old.listed(moved), new.listed(moved)) {
        let detail = Detail::both(before, after).of(subject);
        let verdict = verdict(Change::Replaced, sent);
        comparison.records.note(place, "discriminator-changed", verdict, detail);
    }
}

/// Another property tells the alternatives apart, or none does on one side.
fn another(comparison: &mut Comparison<'_>, place: &Site<'_>, tags: [Option<Tags<'_>>; 2]) {
    let shown = |tags: &Option<Tags<'_>>| match tags {
        Some(tags) => match tags.listed(|_| true) {
            Some(values) => format!("`{}` with {values}", tags.property),
            None => format!("`{}`", tags.property),
        },
        None => "none".to_owned(),
    };
    let replaced = tags.iter().all(|tags| tags.as_ref().is_some_and(|tags| !tags.open.is_empty()));
    let verdict =
        if replaced { verdict(Change::Replaced, place.side.is_sent()) } else { Verdict::None };
    let [old, new] = tags.each_ref().map(shown);
    comparison.records.note(place, "discriminator-changed", verdict, Detail::both(old, new));
}
