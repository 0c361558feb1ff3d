//! `allOf` with `oneOf` among its parts: the common properties go into each alternative, so that the
//! whole is a union of objects. Alternatives that declare no property only say which properties go
//! together; those stay, and so does what would grow too large.

use super::add;
use crate::decide::all_of;
use oasis_model::ir::{Additional, Api, Kind, SchemaId, Union};
use std::collections::HashSet;

/// Limit on the schemas within alternatives that are looked into.
const MOST_SEEN: usize = 1_000;
/// Limit on the alternatives of one `allOf`.
const MOST_ALTERNATIVES: usize = 64;

/// Makes each of these a union, if it is such an `allOf` and no more alternatives are added than
/// are left. Gives what is added.
pub(super) fn distribute(api: &mut Api, open: Vec<SchemaId>, left: &mut usize) -> Vec<SchemaId> {
    let mut added = Vec::new();
    for id in open {
        let Some((rest, union)) = plan(api, id, *left) else { continue };
        *left -= union.variants.len();
        added.extend(carry_out(api, id, &rest, union));
    }
    added
}

/// The parts that are no alternatives, and the alternatives that can be objects.
fn plan(api: &Api, id: SchemaId, left: usize) -> Option<(Vec<SchemaId>, Union)> {
    if api.schema(id).values.is_some() {
        return None;
    }
    let mut rest = all_of::parts(api, id)?;
    let place = rest.iter().position(|part| match &api.schema(*part).kind {
        Kind::OneOf(union) => adds(api, &union.variants),
        Kind::AnyOf(union) => union.discriminator.is_some(),
        _ => false,
    })?;
    let may_be_object = |id: &SchemaId| {
        let kind = &api.schema(api.resolve(*id).0).kind;
        let is_composed =
            matches!(kind, Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) | Kind::Not(_));
        is_composed || matches!(kind, Kind::Object(_) | Kind::Any)
    };
    let union = rest.remove(place);
    if rest.is_empty() || !rest.iter().all(may_be_object) {
        return None;
    }
    let (Kind::OneOf(union) | Kind::AnyOf(union)) = &api.schema(union).kind else { return None };
    let mut union = union.clone();
    let keep: Vec<bool> = union.variants.iter().map(may_be_object).collect();
    let mut flags = keep.iter();
    union.variants.retain(|_| flags.next() == Some(&true));
    if let Some(discriminator) = &mut union.discriminator {
        let mut flags = keep.iter();
        discriminator.values.retain(|_| flags.next() == Some(&true));
    }
    let count = union.variants.len();
    (1..=MOST_ALTERNATIVES.min(left)).contains(&count).then_some((rest, union))
}

/// Whether an alternative brings properties of its own.
fn adds(api: &Api, alternatives: &[SchemaId]) -> bool {
    let (mut open, mut seen) = (alternatives.to_vec(), HashSet::new());
    while let Some(id) = open.pop() {
        let id = api.resolve(id).0;
        if !seen.insert(id) || seen.len() > MOST_SEEN {
            continue;
        }
        match &api.schema(id).kind {
            Kind::Object(object)
                if !object.properties.is_empty()
                    || matches!(object.additional, Additional::Schema(_)) =>
            {
                return true;
            }
            Kind::OneOf(union) | Kind::AnyOf(union) => open.extend(&union.variants),
            Kind::AllOf(parts) => open.extend(parts),
            _ => {}
        }
    }
    false
}

/// Puts the union in place of the `allOf`. Gives the new alternatives.
fn carry_out(api: &mut Api, id: SchemaId, rest: &[SchemaId], mut union: Union) -> Vec<SchemaId> {
    let owner = api.schema(id).name.clone();
    for variant in &mut union.variants {
        let name = &api.schema(*variant).name;
        let name = format!("{owner} {}", short(name, &owner));
        let parts = rest.iter().copied().chain([*variant]).collect();
        *variant = add(api, *variant, name, Kind::AllOf(parts));
    }
    let added = union.variants.clone();
    api.schemas[id.index()].kind = Kind::OneOf(union);
    added
}

/// The name of an alternative without what it shares with that of the whole.
fn short<'n>(name: &'n str, owner: &str) -> &'n str {
    let mut rest = name.strip_prefix(owner).unwrap_or(name).trim_start();
    while let Some((_, behind)) = rest.strip_prefix("part ").and_then(|it| it.split_once(' ')) {
        rest = behind;
    }
    if rest.is_empty() { "alternative" } else { rest }
}
