//! What tables cannot say, taken from the specification, so that silence about it is no difference.
//!
//! The schemas of the specification and of the page are walked in pairs. Closed objects, values that
//! are always the same, distinct items, and whether one or several alternatives may fit are lent to
//! the page where it says nothing; what tells alternatives apart is left out on both sides.

use oasis_model::ir::{Additional, Api, Content, Kind, Operation, SchemaId, Union};
use std::collections::HashSet;

/// What is walked: two descriptions, and the pairs that were met.
struct Walk<'a> {
    base: &'a mut Api,
    page: &'a mut Api,
    met: HashSet<(SchemaId, SchemaId)>,
    waiting: Vec<(SchemaId, SchemaId)>,
}

/// Lends what the tables of the request (`request`) and of the responses cannot say.
pub(super) fn lend(base: &mut Api, page: &mut Api, lost: super::Lost) {
    let mut pairs = Vec::new();
    for shown in &page.operations {
        let known = super::known::operation(base, shown.method.as_str(), &shown.path);
        pairs.extend(known.into_iter().flat_map(|known| of_operation(known, shown, lost)));
    }
    let mut walk = Walk { base, page, met: HashSet::new(), waiting: pairs };
    while let Some((known, shown)) = walk.waiting.pop() {
        let (known, shown) = (inner(walk.base, known), inner(walk.page, shown));
        if walk.met.insert((known, shown)) {
            pair(&mut walk, known, shown);
        }
    }
}

/// The pairs of schemas that an operation begins with.
fn of_operation(
    known: &Operation,
    shown: &Operation,
    lost: super::Lost,
) -> Vec<(SchemaId, SchemaId)> {
    let mut pairs = Vec::new();
    if lost.request {
        for parameter in &known.parameters {
            let same = shown.parameters.iter().find(|other| {
                other.place == parameter.place && other.name == parameter.name
            });
            pairs.extend(same.map(|same| (parameter.schema, same.schema)));
        }
        if let (Some(known), Some(shown)) = (&known.body, &shown.body) {
            pairs.extend(contents(&known.contents, &shown.contents));
        }
    }
    if lost.responses {
        for response in &known.responses {
            let same = shown.responses.iter().find(|other| other.status == response.status);
            pairs.extend(same.into_iter().flat_map(|s| contents(&response.contents, &s.contents)));
        }
    }
    pairs
}

fn contents(known: &[Content], shown: &[Content]) -> Vec<(SchemaId, SchemaId)> {
    let same = |content: &Content| {
        let other = shown.iter().find(|other| other.media_type == content.media_type)?;
        content.schema.zip(other.schema)
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

fn pair(walk: &mut Walk<'_>, known: SchemaId, shown: SchemaId) {
    let base = &mut walk.base.schemas[known.index()];
    let page = &mut walk.page.schemas[shown.index()];
    if page.values.is_none() && base.values.as_ref().is_some_and(|values| values.len() == 1) {
        page.values.clone_from(&base.values);
    }
    if let (Kind::OneOf(_), Kind::AnyOf(union)) = (&base.kind, &mut page.kind) {
        page.kind = Kind::OneOf(std::mem::replace(union, Union { variants: vec![], discriminator: None }));
    }
    match (&mut base.kind, &mut page.kind) {
        (Kind::Object(base), Kind::Object(page)) => {
            base.discriminator = None;
            page.discriminator = None;
            if base.additional == Additional::Refused && page.additional == Additional::Unstated {
                page.additional = Additional::Refused;
            }
            if let (Additional::Schema(known), Additional::Schema(shown)) =
                (&base.additional, &page.additional)
            {
                walk.waiting.push((*known, *shown));
            }
            for property in &base.properties {
                let same = page.properties.iter().find(|other| other.name == property.name);
                walk.waiting.extend(same.map(|same| (property.schema, same.schema)));
            }
        }
        (Kind::Array(base), Kind::Array(page)) => {
            page.unique |= base.unique;
            walk.waiting.extend(base.items.zip(page.items));
        }
        (Kind::OneOf(base), Kind::OneOf(page)) | (Kind::AnyOf(base), Kind::AnyOf(page)) => {
            base.discriminator = None;
            page.discriminator = None;
            let pairs = base.variants.iter().copied().zip(page.variants.iter().copied());
            walk.waiting.extend(pairs);
        }
        (Kind::AllOf(base), Kind::AllOf(page)) => {
            walk.waiting.extend(base.iter().copied().zip(page.iter().copied()));
        }
        _ => {}
    }
}
