//! Objects with a discriminator that other schemas extend by `allOf`: where such an object is
//! referred to, any of those may come. It becomes a union of them and of itself, told apart by the
//! discriminator. An inline `allOf` with such an object becomes the union of what extends it, each
//! with what the `allOf` adds; in a schema that belongs to the family only the object itself is meant.

use super::{add, says_nothing};
use oasis_model::ir::{Api, Discriminator, Kind, SchemaId, Union};
use std::collections::{HashMap, HashSet};

/// Limit on the inline schemas that become unions.
const MOST_INLINE: usize = 1_000;
/// Limit on the schemas of one family.
const LARGEST: usize = 64;

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
    for (base, object) in &objects {
        // The object alone belongs to the families that the whole belongs to.
        let families = children.get(base).cloned().unwrap_or_default();
        children.insert(*object, families);
    }
    let mut inline = Vec::new();
    for index in 0..api.schemas.len() {
        let id = SchemaId::new(index);
        inline.extend(redirect(api, id, &objects, &children).map(|base| (id, base)));
    }
    for (id, base) in inline.into_iter().take(MOST_INLINE) {
        extend_each(api, id, base);
    }
}

/// Makes an inline schema that extends a base a union: each of the family with what it adds.
fn extend_each(api: &mut Api, id: SchemaId, base: SchemaId) {
    let Kind::OneOf(union) = &api.schema(base).kind else { return };
    let mut union = union.clone();
    let (name, kind) = (api.schema(id).name.clone(), api.schema(id).kind.clone());
    let own = add(api, id, format!("{name} base"), kind);
    let (last, family) = match union.variants.split_last_mut() {
        Some((last, family)) if family.len() <= LARGEST => (last, family),
        _ => return,
    };
    *last = own;
    for variant in family {
        let called = format!("{name} {}", api.schema(*variant).name);
        *variant = add(api, id, called, Kind::AllOf(vec![*variant, own]));
    }
    api.schemas[id.index()].kind = Kind::OneOf(union);
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

/// Makes a schema extend the object and not the union. Gives the base that an inline schema extends
/// without being one of its family.
fn redirect(
    api: &mut Api,
    id: SchemaId,
    objects: &HashMap<SchemaId, SchemaId>,
    children: &HashMap<SchemaId, HashSet<SchemaId>>,
) -> Option<SchemaId> {
    let is_child = |base: SchemaId| children.get(&id).is_some_and(|bases| bases.contains(&base));
    let object = |target: SchemaId| {
        let base = api.resolve(target).0;
        objects.get(&base).map(|object| (base, *object))
    };
    let schema = api.schema(id);
    let mut stranger = None;
    let kind = match &schema.kind {
        Kind::Alias(target) => {
            object(*target).filter(|(base, _)| is_child(*base)).map(|(_, it)| Kind::Alias(it))
        }
        Kind::AllOf(parts) => {
            let says_more = parts.iter().filter(|part| !says_nothing(api, **part)).count() > 1;
            let mut part = |part: &SchemaId| match object(*part) {
                Some((base, object)) if says_more || is_child(base) => {
                    stranger = stranger.or(Some(base).filter(|base| !is_child(*base)));
                    object
                }
                _ => *part,
            };
            Some(Kind::AllOf(parts.iter().map(&mut part).collect()))
        }
        Kind::Object(own) if own.extends.iter().any(|base| objects.contains_key(base)) => {
            let mut own = own.clone();
            for base in &mut own.extends {
                if objects.contains_key(base) && !is_child(*base) {
                    stranger = stranger.or(Some(*base));
                }
                *base = objects.get(base).copied().unwrap_or(*base);
            }
            Some(Kind::Object(own))
        }
        _ => None,
    };
    let stranger = stranger.filter(|_| !schema.component);
    if let Some(kind) = kind {
        api.schemas[id.index()].kind = kind;
    }
    stranger
}
