//! `oneOf` and `anyOf`: null is taken out, a single alternative is that alternative, and the
//! discriminator is tied to its variants.

use super::{Lowering, parts};
use crate::ir::{Api, Discriminator, Kind, Schema, SchemaId, Union};
use openapiv3::{ReferenceOr, Schema as Model};
use serde_json::Value;
use std::collections::HashMap;

/// So many `not`s within each other are judged with respect to null.
const DEEPEST_NOT: usize = 8;

impl<'d> Lowering<'d> {
    /// Lowers the alternatives under `keyword`.
    pub(super) fn union(
        &mut self,
        variants: &'d [ReferenceOr<Model>],
        keyword: &str,
        model: &'d Model,
        at: &str,
        name: &str,
    ) -> Kind {
        let mut ids = Vec::new();
        for (index, variant) in variants.iter().enumerate() {
            let hint = format!("{name} variant {}", index + 1);
            ids.push(self.schema(variant, &format!("{at}/{keyword}/{index}"), &hint));
        }
        let discriminator = model
            .schema_data
            .discriminator
            .as_ref()
            .and_then(|model| self.discriminator(model, variants, at));
        let union = Union { variants: ids, discriminator };
        if keyword == "oneOf" { Kind::OneOf(union) } else { Kind::AnyOf(union) }
    }

    fn discriminator(
        &mut self,
        model: &openapiv3::Discriminator,
        variants: &[ReferenceOr<Model>],
        at: &str,
    ) -> Option<Discriminator> {
        let mut values: Vec<Vec<String>> = vec![Vec::new(); variants.len()];
        let names: Vec<Option<&str>> = variants
            .iter()
            .map(|variant| match variant {
                ReferenceOr::Reference { reference } => {
                    reference.strip_prefix("#/components/schemas/")
                }
                ReferenceOr::Item(_) => None,
            })
            .collect();
        let mut index_of: HashMap<&str, usize> = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            index_of
                .extend(name.filter(|name| !index_of.contains_key(name)).map(|name| (name, index)));
        }
        for (value, target) in &model.mapping {
            let target = target.strip_prefix("#/components/schemas/").unwrap_or(target);
            match index_of.get(target) {
                Some(index) => values[*index].push(value.clone()),
                None => self.lost(
                    "spec/discriminator-mapping",
                    &format!("{at}/discriminator/mapping"),
                    format!("`{value}` leads to `{target}`, which is none of the alternatives"),
                    "list it among the alternatives or remove the entry",
                ),
            }
        }
        for (index, name) in names.iter().enumerate() {
            match name {
                Some(name) if values[index].is_empty() => values[index].push((*name).to_owned()),
                None if is_null(&variants[index]) => {}
                None => {
                    self.lost(
                        "spec/discriminator-inline",
                        &format!("{at}/discriminator"),
                        "an alternative written in place has no name that the discriminator could hold".to_owned(),
                        "move every alternative to `components.schemas`",
                    );
                    return None;
                }
                Some(_) => {}
            }
        }
        Some(Discriminator { property: model.property_name.clone(), values })
    }
}

/// Whether an alternative is null and nothing else.
fn is_null(variant: &ReferenceOr<Model>) -> bool {
    let values = variant.as_item().and_then(|model| parts::of(model).values);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}

/// Takes null out of unions and lets it rise through them: a union is nullable if an alternative
/// is, an `allOf` if all its parts are.
pub(super) fn spread_null(api: &mut Api) {
    for index in 0..api.schemas.len() {
        let id = SchemaId::new(index);
        let (Kind::OneOf(union) | Kind::AnyOf(union)) = &api.schema(id).kind else { continue };
        let is_null = |variant: &SchemaId| api.schema(api.resolve(*variant).0).kind == Kind::Never;
        if !union.variants.iter().any(is_null) {
            continue;
        }
        let keep: Vec<bool> = union.variants.iter().map(|variant| !is_null(variant)).collect();
        let schema = &mut api.schemas[index];
        schema.nullable = true;
        take_out(&mut schema.kind, &keep);
    }
    single_alternatives(api);
    settle_all(api);
    spread_meant(api);
}

/// Lets a null that is meant rise: one part that takes it is enough.
fn spread_meant(api: &mut Api) {
    let users = users(api);
    let takes = |schema: &Schema| schema.nullable || schema.null_meant;
    let mut open: Vec<SchemaId> =
        api.schemas().filter(|(_, schema)| takes(schema)).map(|(id, _)| id).collect();
    while let Some(id) = open.pop() {
        // What says nothing takes null too, and means nothing by it.
        if matches!(api.schema(id).kind, Kind::Any) && !api.schema(id).null_meant {
            continue;
        }
        for user in &users[id.index()] {
            let schema = &mut api.schemas[user.index()];
            if !takes(schema) {
                schema.null_meant = true;
                open.push(*user);
            }
        }
    }
}

/// Settles which unions, `allOf`s and `not`s take null. A `not` takes it if what it holds does not,
/// which is known only once that is settled: each round starts afresh with what the last one said
/// of every `not`, so that one within another is right a round later.
fn settle_all(api: &mut Api) {
    let is_not = |schema: &Schema| match schema.kind {
        // Listed values say themselves whether null is among them.
        Kind::Not(inner) if schema.values.is_none() => Some(inner),
        _ => None,
    };
    let said: Vec<bool> =
        api.schemas.iter().map(|schema| schema.nullable && is_not(schema).is_none()).collect();
    let users = users(api);
    let mut turned = vec![false; said.len()];
    for _ in 0..DEEPEST_NOT {
        for (schema, (said, turned)) in api.schemas.iter_mut().zip(said.iter().zip(&turned)) {
            schema.nullable = *said || *turned;
        }
        settle(api, &users);
        let takes = |schema| is_not(schema).is_some_and(|inner| !api.resolve(inner).1);
        let next: Vec<bool> = api.schemas.iter().map(takes).collect();
        if next == turned {
            break;
        }
        turned = next;
    }
}

fn take_out(kind: &mut Kind, keep: &[bool]) {
    let (Kind::OneOf(union) | Kind::AnyOf(union)) = kind else { return };
    let mut flags = keep.iter();
    union.variants.retain(|_| *flags.next().unwrap_or(&true));
    if let Some(discriminator) = &mut union.discriminator {
        let mut flags = keep.iter();
        discriminator.values.retain(|_| *flags.next().unwrap_or(&true));
    }
    if union.variants.is_empty() {
        *kind = Kind::Never;
    }
}

fn single_alternatives(api: &mut Api) {
    for schema in &mut api.schemas {
        if let Kind::OneOf(union) | Kind::AnyOf(union) = &schema.kind
            && let [only] = union.variants.as_slice()
            && union.discriminator.is_none()
            && !schema.unknown
        {
            schema.kind = Kind::Alias(*only);
        }
    }
}

/// For each schema the aliases, unions and `allOf`s that it is directly part of.
fn users(api: &Api) -> Vec<Vec<SchemaId>> {
    let mut users = vec![Vec::new(); api.schemas.len()];
    for (id, schema) in api.schemas() {
        let parts = match &schema.kind {
            Kind::Alias(target) => std::slice::from_ref(target),
            Kind::OneOf(union) | Kind::AnyOf(union) => &union.variants,
            Kind::AllOf(parts) => parts,
            _ => &[],
        };
        for part in parts {
            users[part.index()].push(id);
        }
    }
    users
}

/// Lets null rise from where it is said: through aliases, from one alternative of a union, and from
/// the last part of an `allOf`. Each schema is looked at once.
fn settle(api: &mut Api, users: &[Vec<SchemaId>]) {
    let mut open: Vec<SchemaId> =
        api.schemas().filter(|(_, schema)| schema.nullable).map(|(id, _)| id).collect();
    let mut takes: Vec<bool> = api.schemas.iter().map(|schema| schema.nullable).collect();
    let mut refusing: Vec<usize> = api
        .schemas
        .iter()
        .map(|schema| if let Kind::AllOf(parts) = &schema.kind { parts.len() } else { 0 })
        .collect();
    while let Some(id) = open.pop() {
        for user in &users[id.index()] {
            let schema = &mut api.schemas[user.index()];
            let rises = match schema.kind {
                Kind::AllOf(_) => {
                    refusing[user.index()] -= 1;
                    refusing[user.index()] == 0
                }
                _ => true,
            };
            if rises && !std::mem::replace(&mut takes[user.index()], true) {
                schema.nullable |= !matches!(schema.kind, Kind::Alias(_));
                open.push(*user);
            }
        }
    }
}
