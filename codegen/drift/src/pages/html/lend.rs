//! What tables cannot say, taken from the specification, so that silence about it is no difference.
//!
//! The schemas of the specification and of the page are walked in pairs. Closed objects, values that
//! are always the same, distinct items, and whether one or several alternatives may fit are lent to
//! the page where it says nothing; what tells alternatives apart is left out on both sides.

use super::{Form, known};
use oasis_model::ir::{Additional, Api, Content, Kind, Operation, Schema, SchemaId};
use std::collections::HashSet;

/// A schema of the specification, its counterpart on the page, and whether a table shows it.
type Pair = (SchemaId, SchemaId, bool);

/// Lends the page what its form cannot say, and returns the schemas of the specification that lent.
pub(super) fn lend(base: &mut Api, page: &mut Api, form: Form) -> HashSet<SchemaId> {
    let mut lent = HashSet::new();
    if form == Form::Document {
        return lent;
    }
    let mut waiting = Vec::new();
    for shown in &page.operations {
        let known = known::operation(base, shown.method.as_str(), &shown.path);
        waiting.extend(known.into_iter().flat_map(|known| of_operation(known, shown, form)));
    }
    let mut met = HashSet::new();
    while let Some((known, shown, table)) = waiting.pop() {
        let pair = (inner(base, known), inner(page, shown), table);
        if met.insert(pair) {
            let (known, shown) =
                (&mut base.schemas[pair.0.index()], &mut page.schemas[pair.1.index()]);
            if table && of_table(known, shown) {
                lent.insert(pair.0);
            }
            below(known, shown, table, &mut waiting);
        }
    }
    lent
}

/// The pairs of schemas that an operation begins with.
fn of_operation(known: &Operation, shown: &Operation, form: Form) -> Vec<Pair> {
    let table = form == Form::Tables;
    let mut pairs = Vec::new();
    for parameter in &known.parameters {
        let is_same = |other: &&oasis_model::ir::Parameter| {
            other.place == parameter.place && other.name == parameter.name
        };
        let same = shown.parameters.iter().find(is_same);
        pairs.extend(same.map(|same| (parameter.schema, same.schema, table)));
    }
    if let (Some(known), Some(shown)) = (&known.body, &shown.body) {
        pairs.extend(contents(&known.contents, &shown.contents, table));
    }
    for (known, shown) in super::known::responses(known, shown) {
        pairs.extend(shown.into_iter().flat_map(|s| contents(&known.contents, &s.contents, true)));
    }
    pairs
}

fn contents(known: &[Content], shown: &[Content], table: bool) -> Vec<Pair> {
    let same = |content: &Content| {
        let other = shown.iter().find(|other| other.media_type == content.media_type)?;
        Some((content.schema?, other.schema?, table))
    };
    known.iter().filter_map(same).collect()
}

/// The schema behind aliases and compositions of one.
fn inner(api: &Api, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..api.schemas.len() {
        id = match &api.schema(id).kind {
            Kind::Alias(target) => *target,
            Kind::OneOf(union) | Kind::AnyOf(union) => match union.variants.as_slice() {
                [only] => *only,
                _ => break,
            },
            _ => break,
        };
    }
    id
}

/// Lends what a row of a table cannot say, and says whether that was anything a guess can be about.
fn of_table(base: &mut Schema, page: &mut Schema) -> bool {
    let mut lent = false;
    if page.values.is_none() && base.values.as_ref().is_some_and(|values| values.len() == 1) {
        page.values.clone_from(&base.values);
        lent = true;
    }
    if let (Kind::OneOf(_), Kind::AnyOf(union)) = (&base.kind, &page.kind) {
        page.kind = Kind::OneOf(union.clone());
    }
    match (&base.kind, &mut page.kind) {
        (Kind::Object(base), Kind::Object(page))
            if base.additional == Additional::Refused
                && page.additional == Additional::Unstated =>
        {
            page.additional = Additional::Refused;
            lent = true;
        }
        (Kind::Array(base), Kind::Array(page)) if base.unique && !page.unique => {
            page.unique = true;
            lent = true;
        }
        _ => {}
    }
    lent
}

/// Leaves out what tells alternatives apart, and goes on to the schemas within.
fn below(base: &mut Schema, page: &mut Schema, table: bool, waiting: &mut Vec<Pair>) {
    match (&mut base.kind, &mut page.kind) {
        (Kind::Object(base), Kind::Object(page)) => {
            base.discriminator = None;
            page.discriminator = None;
            if let (Additional::Schema(known), Additional::Schema(shown)) =
                (&base.additional, &page.additional)
            {
                waiting.push((*known, *shown, table));
            }
            for property in &base.properties {
                let same = page.properties.iter().find(|other| other.name == property.name);
                waiting.extend(same.map(|same| (property.schema, same.schema, table)));
            }
        }
        (Kind::Array(base), Kind::Array(page)) => {
            waiting.extend(base.items.zip(page.items).map(|(known, shown)| (known, shown, table)));
        }
        (Kind::OneOf(base) | Kind::AnyOf(base), Kind::OneOf(page) | Kind::AnyOf(page)) => {
            base.discriminator = None;
            page.discriminator = None;
            waiting.extend(alternatives(&base.variants, &page.variants, table));
        }
        (Kind::AllOf(base), Kind::AllOf(page)) => waiting.extend(alternatives(base, page, table)),
        _ => {}
    }
}

/// Alternatives are printed in the order in which they are declared.
fn alternatives(base: &[SchemaId], page: &[SchemaId], table: bool) -> impl Iterator<Item = Pair> {
    base.iter().copied().zip(page.iter().copied()).map(move |(known, shown)| (known, shown, table))
}
