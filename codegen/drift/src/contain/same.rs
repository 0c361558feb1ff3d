//! The quick answer for most pairs: two schemas that say the same, prose aside, are the same set.
//! "No" only means that they are spelt differently.

use oasis_model::ir::{Additional, Api, Kind, Object, Schema, SchemaId};
use std::collections::HashMap;

type Pair = (SchemaId, SchemaId);

/// Pairs that were compared before. The walk is iterative and each pair is visited once.
#[derive(Default)]
pub(super) struct Same {
    known: HashMap<Pair, bool>,
}

impl Same {
    /// Whether a schema of the base and one of the new document say the same.
    pub(super) fn judge(&mut self, base: &Api, new: &Api, left: SchemaId, right: SchemaId) -> bool {
        let root = (left, right);
        if let Some(known) = self.known.get(&root) {
            return *known;
        }
        let mut above: HashMap<Pair, Vec<Pair>> = HashMap::from([(root, Vec::new())]);
        let (mut waiting, mut different) = (vec![root], Vec::new());
        while let Some(pair) = waiting.pop() {
            let mut below = Vec::new();
            if !alike(base.schema(pair.0), new.schema(pair.1), &mut below) {
                different.push(pair);
                continue;
            }
            for child in below {
                match self.known.get(&child) {
                    Some(true) => {}
                    Some(false) => different.push(pair),
                    None => {
                        let parents = above.entry(child).or_insert_with(|| {
                            waiting.push(child);
                            Vec::new()
                        });
                        parents.push(pair);
                    }
                }
            }
        }
        while let Some(pair) = different.pop() {
            if self.known.insert(pair, false).is_none() {
                different.extend(above.get(&pair).into_iter().flatten());
            }
        }
        for pair in above.keys() {
            self.known.entry(*pair).or_insert(true);
        }
        self.known[&root]
    }
}

/// Whether two schemas say the same apart from what lies below them.
pub(super) fn is_alike_itself(left: &Schema, right: &Schema) -> bool {
    alike(left, right, &mut Vec::new())
}

/// Compares two schemas without what lies below them, which is added to `below`.
fn alike(left: &Schema, right: &Schema, below: &mut Vec<Pair>) -> bool {
    left.nullable == right.nullable
        && left.unknown == right.unknown
        && left.read_only == right.read_only
        && left.write_only == right.write_only
        && left.values == right.values
        && left.default == right.default
        && left.docs.deprecated == right.docs.deprecated
        && kinds(&left.kind, &right.kind, below)
}

fn kinds(left: &Kind, right: &Kind, below: &mut Vec<Pair>) -> bool {
    let all = |left: &[SchemaId], right: &[SchemaId], below: &mut Vec<Pair>| {
        below.extend(left.iter().copied().zip(right.iter().copied()));
        left.len() == right.len()
    };
    match (left, right) {
        (Kind::Any, Kind::Any) | (Kind::Never, Kind::Never) | (Kind::Boolean, Kind::Boolean) => {
            true
        }
        (Kind::Integer(left), Kind::Integer(right)) | (Kind::Number(left), Kind::Number(right)) => {
            left == right
        }
        (Kind::String(left), Kind::String(right)) => left == right,
        (Kind::Array(left), Kind::Array(right)) => {
            below.extend(left.items.into_iter().zip(right.items));
            left.items.is_some() == right.items.is_some()
                && (left.min_items, left.max_items, left.unique)
                    == (right.min_items, right.max_items, right.unique)
        }
        (Kind::Object(left), Kind::Object(right)) => {
            let pairs = || left.properties.iter().zip(&right.properties);
            below.extend(pairs().map(|(left, right)| (left.schema, right.schema)));
            if let (Additional::Schema(left), Additional::Schema(right)) =
                (&left.additional, &right.additional)
            {
                below.push((*left, *right));
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
            below.push((*left, *right));
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
