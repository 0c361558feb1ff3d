//! The quick answer for most pairs: two schemas that say the same, prose aside, are the same set.
//! "No" only means that they are spelt differently.

use oasis_model::ir::{Additional, Api, Kind, Object, Schema, SchemaId};
use std::collections::HashMap;

type Pair = (SchemaId, SchemaId);

/// Pairs that were compared before. The walk is iterative and each pair is visited once.
#[derive(Default)]
pub(super) struct Equal {
    known: HashMap<Pair, bool>,
}

impl Equal {
    /// Whether a schema of the base and one of the new document say the same.
    pub(super) fn judge(&mut self, base: &Api, new: &Api, left: SchemaId, right: SchemaId) -> bool {
        let root = (left, right);
        if let Some(known) = self.known.get(&root) {
            return *known;
        }
        // The pairs met, in this order, and which pair lies below which other one.
        let (mut pairs, mut index) = (vec![root], HashMap::from([(root, 0)]));
        let (mut links, mut different) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(pair) = pairs.get(at).copied() {
            let mut below = |child: Pair| match self.known.get(&child) {
                Some(true) => {}
                Some(false) => different.push(at),
                None => {
                    let child = *index.entry(child).or_insert_with(|| {
                        pairs.push(child);
                        pairs.len() - 1
                    });
                    links.push((child, at));
                }
            };
            if !are_equal(base.schema(pair.0), new.schema(pair.1), &mut below) {
                different.push(at);
            }
            at += 1;
        }
        links.sort_unstable();
        let mut same = vec![true; pairs.len()];
        while let Some(pair) = different.pop() {
            if std::mem::replace(&mut same[pair], false) {
                let first = links.partition_point(|(below, _)| *below < pair);
                let above = links[first..].iter().take_while(|(below, _)| *below == pair);
                different.extend(above.map(|(_, above)| *above));
            }
        }
        let root = same[0];
        self.known.extend(pairs.into_iter().zip(same));
        root
    }
}

/// Whether two schemas say the same apart from what lies below them.
pub(super) fn are_equal_but_for_parts(left: &Schema, right: &Schema) -> bool {
    are_equal(left, right, &mut |_| {})
}

/// Compares two schemas without what lies below them, which is handed to `below`.
fn are_equal(left: &Schema, right: &Schema, below: &mut impl FnMut(Pair)) -> bool {
    left.nullable == right.nullable
        && left.unknown == right.unknown
        && left.read_only == right.read_only
        && left.write_only == right.write_only
        && left.values == right.values
        && left.default == right.default
        && left.docs.deprecated == right.docs.deprecated
        && kinds(&left.kind, &right.kind, below)
}

fn all(left: &[SchemaId], right: &[SchemaId], below: &mut impl FnMut(Pair)) -> bool {
    left.iter().copied().zip(right.iter().copied()).for_each(below);
    left.len() == right.len()
}

fn kinds(left: &Kind, right: &Kind, below: &mut impl FnMut(Pair)) -> bool {
    match (left, right) {
        (Kind::Any, Kind::Any) | (Kind::Never, Kind::Never) | (Kind::Boolean, Kind::Boolean) => {
            true
        }
        (Kind::Integer(left), Kind::Integer(right)) | (Kind::Number(left), Kind::Number(right)) => {
            left == right
        }
        (Kind::String(left), Kind::String(right)) => left == right,
        (Kind::Array(left), Kind::Array(right)) => {
            left.items.into_iter().zip(right.items).for_each(below);
            left.items.is_some() == right.items.is_some()
                && (left.min_items, left.max_items, left.unique)
                    == (right.min_items, right.max_items, right.unique)
        }
        (Kind::Object(left), Kind::Object(right)) => {
            let pairs = || left.properties.iter().zip(&right.properties);
            pairs().for_each(|(left, right)| below((left.schema, right.schema)));
            if let (Additional::Schema(left), Additional::Schema(right)) =
                (&left.additional, &right.additional)
            {
                below((*left, *right));
            }
            left.properties.len() == right.properties.len()
                && std::mem::discriminant(&left.additional)
                    == std::mem::discriminant(&right.additional)
                && pairs()
                    .all(|(left, right)| left.required == right.required && left.name == right.name)
                && left.required_undeclared == right.required_undeclared
                && tags(left) == tags(right)
                && (left.min_properties, left.max_properties)
                    == (right.min_properties, right.max_properties)
        }
        (Kind::OneOf(left), Kind::OneOf(right)) | (Kind::AnyOf(left), Kind::AnyOf(right)) => {
            all(&left.variants, &right.variants, below) && left.discriminator == right.discriminator
        }
        (Kind::AllOf(left), Kind::AllOf(right)) => all(left, right, below),
        (Kind::Not(left), Kind::Not(right)) | (Kind::Alias(left), Kind::Alias(right)) => {
            below((*left, *right));
            true
        }
        _ => false,
    }
}

/// What the discriminator of a base object says, without the schemas.
fn tags(object: &Object) -> Option<(&str, Vec<&[String]>)> {
    let discriminator = object.discriminator.as_ref()?;
    let values = discriminator.children.iter().map(|child| child.values.as_slice());
    Some((&discriminator.property, values.collect()))
}
