//! Objects with a discriminator that other schemas extend by `allOf`: where such an object is
//! referred to, any of those may come. It becomes a union of them and of itself, told apart by the
//! discriminator; where it is a part of an `allOf`, only its own properties are meant.

use super::{add, says_nothing};
use oasis_model::ir::{Api, Discriminator, Kind, SchemaId, Union};
use std::collections::{HashMap, HashSet};

/// Makes every such object a union.
pub(super) fn write_out(api: &mut Api) {
    let is_base =
        |kind: &Kind| matches!(kind, Kind::Object(object) if object.discriminator.is_some());
    let bases: Vec<SchemaId> =
        api.schemas().filter(|(_, schema)| is_base(&schema.kind)).map(|(id, _)| id).collect();
    if bases.is_empty() {
        return;
    }
    let mut objects = HashMap::new();
    let mut children: HashMap<SchemaId, HashSet<SchemaId>> = HashMap::new();
    for base in bases {
        if let Some((object, union)) = split(api, base) {
            for child in &union.variants {
                children.entry(*child).or_default().insert(base);
            }
            objects.insert(base, object);
            api.schemas[base.index()].kind = Kind::OneOf(union);
        }
    }
    for index in 0..api.schemas.len() {
        redirect(api, SchemaId::new(index), &objects, &children);
    }
}

/// The object alone, and the union that takes its place.
fn split(api: &mut Api, base: SchemaId) -> Option<(SchemaId, Union)> {
    let schema = api.schema(base);
    let (name, own_name) = (format!("{} base", schema.name), schema.name.clone());
    let Kind::Object(mut object) = schema.kind.clone() else { return None };
    let tag = object.discriminator.take()?;
    let object = add(api, base, name, Kind::Object(object));
    let (mut variants, mut values) = (Vec::new(), Vec::new());
    let mut own = None;
    for child in tag.children {
        if child.schema == base {
            own = Some(child.values);
        } else {
            variants.push(child.schema);
            values.push(child.values);
        }
    }
    variants.push(object);
    values.push(own.unwrap_or_else(|| vec![own_name]));
    let discriminator = Some(Discriminator { property: tag.property, values });
    Some((object, Union { variants, discriminator }))
}

/// Makes a schema extend the object and not the union.
fn redirect(
    api: &mut Api,
    id: SchemaId,
    objects: &HashMap<SchemaId, SchemaId>,
    children: &HashMap<SchemaId, HashSet<SchemaId>>,
) {
    let is_child = |base: SchemaId| children.get(&id).is_some_and(|bases| bases.contains(&base));
    let object = |target: SchemaId| {
        let base = api.resolve(target).0;
        objects.get(&base).map(|object| (base, *object))
    };
    let kind = match &api.schema(id).kind {
        Kind::Alias(target) => {
            object(*target).filter(|(base, _)| is_child(*base)).map(|(_, it)| Kind::Alias(it))
        }
        Kind::AllOf(parts) => {
            let says_more = parts.iter().filter(|part| !says_nothing(api, **part)).count() > 1;
            let part = |part: &SchemaId| match object(*part) {
                Some((base, object)) if says_more || is_child(base) => object,
                _ => *part,
            };
            Some(Kind::AllOf(parts.iter().map(part).collect()))
        }
        Kind::Object(own) if own.extends.iter().any(|base| objects.contains_key(base)) => {
            let mut own = own.clone();
            for base in &mut own.extends {
                *base = objects.get(base).copied().unwrap_or(*base);
            }
            Some(Kind::Object(own))
        }
        _ => None,
    };
    if let Some(kind) = kind {
        api.schemas[id.index()].kind = kind;
    }
}
