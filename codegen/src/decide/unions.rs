//! The alternatives of each union, with rings cut.
//!
//! A union that is, through unions alone, an alternative of itself adds nothing by that: `A` is
//! `A or B` exactly if it is `B`. All unions of a ring therefore have the alternatives that lead out
//! of it. A type that followed the ring could never be read.

use oasis_model::ir::{Api, Discriminator, Kind, SchemaId, Union};
use std::collections::HashMap;

/// The alternatives of one union.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Alternatives {
    /// The schemas, aliases not resolved; no two of them are the same schema.
    pub(crate) variants: Vec<SchemaId>,
    /// What tells them apart, one list of values for each variant.
    pub(crate) discriminator: Option<Discriminator>,
    /// Alternatives were left out since they lead back here.
    pub(crate) is_cut: bool,
}

/// The alternatives of every union of the API.
pub(crate) fn alternatives(api: &Api) -> HashMap<SchemaId, Alternatives> {
    let unions: Vec<(SchemaId, &Union)> =
        api.schemas().filter_map(|(id, schema)| Some((id, union(&schema.kind)?))).collect();
    let rings = rings(api, &unions);
    let mut members: HashMap<usize, Vec<&Union>> = HashMap::new();
    for (id, union) in &unions {
        members.entry(rings[id]).or_default().push(union);
    }
    let outside = |ring: usize, id: SchemaId| rings.get(&api.resolve(id).0) != Some(&ring);
    unions
        .iter()
        .map(|(id, own)| {
            let ring = rings[id];
            let is_cut = own.variants.iter().any(|variant| !outside(ring, *variant));
            let alone = members[&ring].len() == 1;
            let mut found = Alternatives { is_cut, ..Alternatives::default() };
            let mut discriminator = own.discriminator.clone().filter(|_| alone);
            if let Some(discriminator) = &mut discriminator {
                let mut index = 0;
                discriminator.values.retain(|_| {
                    index += 1;
                    own.variants.get(index - 1).is_some_and(|variant| outside(ring, *variant))
                });
            }
            // A tag may lead to one schema in two ways; without a tag the second way is never taken.
            let once = discriminator.is_none();
            let others = if alone { &[][..] } else { members[&ring].as_slice() };
            let mut seen = std::collections::HashSet::new();
            let all = own.variants.iter().chain(others.iter().flat_map(|union| &union.variants));
            for variant in all.filter(|variant| outside(ring, **variant)) {
                if seen.insert(api.resolve(*variant).0) || !once {
                    found.variants.push(*variant);
                }
            }
            found.discriminator = discriminator;
            (*id, found)
        })
        .collect()
}

fn union(kind: &Kind) -> Option<&Union> {
    match kind {
        Kind::OneOf(union) | Kind::AnyOf(union) => Some(union),
        _ => None,
    }
}

/// The ring that each union belongs to, by number: Tarjan's algorithm with a stack of its own.
fn rings(api: &Api, unions: &[(SchemaId, &Union)]) -> HashMap<SchemaId, usize> {
    let places: HashMap<SchemaId, usize> =
        unions.iter().enumerate().map(|(place, (id, _))| (*id, place)).collect();
    let next: Vec<Vec<usize>> = unions
        .iter()
        .map(|(_, union)| {
            let resolved = union.variants.iter().map(|variant| api.resolve(*variant).0);
            resolved.filter_map(|id| places.get(&id).copied()).collect()
        })
        .collect();
    let components = crate::decide::graph::components(&next);
    unions.iter().enumerate().map(|(place, (id, _))| (*id, components[place])).collect()
}
