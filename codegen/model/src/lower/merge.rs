//! `allOf` and its neighbours in, one object or array out where that is exact; otherwise
//! [`Kind::AllOf`].
//!
//! Only open objects merge exactly: a part that refuses or types unknown properties speaks of its own
//! properties alone, which no single object can say.

use super::Lowering;
use super::schema::plain;
use crate::ir::{Additional, Array, Kind, Object, Property, RequiredBy, Schema, SchemaId};
use std::collections::HashMap;

/// Parts of parts, and properties of parts, are merged no deeper than this.
const DEEPEST: usize = 64;
/// Limit on the properties that merging copies in one document. What is beyond stays an `allOf`,
/// which says the same in a longer form.
const MOST_PROPERTIES: usize = 100_000;
/// Limit on references in a row.
const LONGEST_CHAIN: usize = 100;

impl Lowering<'_> {
    /// Composes a base (with whether it takes null), the parts of an `allOf` and further
    /// constraints; says whether null fits all of them, and whether it fits one of those that were
    /// merged.
    pub(super) fn composed(
        &mut self,
        base: Option<(Kind, bool)>,
        all: Vec<SchemaId>,
        rest: Vec<Kind>,
        name: &str,
        at: &str,
    ) -> (Kind, bool, bool) {
        // One part and nothing else is that part; null is looked up there.
        if let (None, [only], []) = (&base, all.as_slice(), rest.as_slice()) {
            return (Kind::Alias(*only), false, false);
        }
        let mut parts = all;
        if let Some((kind, nullable)) = base {
            parts.push(self.push(Schema { nullable, ..plain(kind, name, at) }));
        }
        for kind in rest {
            let nullable = self.lets_null_pass(&kind);
            parts.push(self.push(Schema { nullable, ..plain(kind, name, at) }));
        }
        match self.merged(&parts) {
            Some(kind) => {
                let takes = |part: &SchemaId| self.nullable(*part);
                (kind, parts.iter().all(takes), parts.iter().any(takes))
            }
            None => (Kind::AllOf(parts), false, false),
        }
    }

    /// Whether null fits a schema that is already lowered.
    pub(super) fn nullable(&self, id: SchemaId) -> bool {
        let mut id = id;
        // A chain of aliases may lead back to itself here; `cut_cycles` reports that later.
        for _ in 0..LONGEST_CHAIN {
            match &self.schemas[id.index()] {
                Some(Schema { nullable: false, kind: Kind::Alias(target), .. }) => id = *target,
                Some(schema) => return schema.nullable,
                None => return false,
            }
        }
        false
    }

    /// The parts as one object, if all of them are open objects; as one array, if all are arrays.
    fn merged(&mut self, parts: &[SchemaId]) -> Option<Kind> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let merged = match self.merged_objects(parts) {
            Some(object) => Some(Kind::Object(object)),
            None => self.merged_arrays(parts).map(Kind::Array),
        };
        self.depth -= 1;
        merged
    }

    fn merged_arrays(&mut self, parts: &[SchemaId]) -> Option<Array> {
        let mut arrays = Vec::new();
        for part in parts {
            let Kind::Array(array) = &self.behind(*part)?.kind else { return None };
            arrays.push(array.clone());
        }
        let mut merged = Array::default();
        for array in arrays {
            merged.items = match (merged.items, array.items) {
                (Some(left), Some(right)) => Some(self.both(left, right)),
                (left, right) => left.or(right),
            };
            merged.min_items = merged.min_items.max(array.min_items);
            merged.max_items = least(merged.max_items, array.max_items);
            merged.unique |= array.unique;
        }
        Some(merged)
    }

    fn merged_objects(&mut self, parts: &[SchemaId]) -> Option<Object> {
        let mut flat = Vec::new();
        for part in parts {
            flat.push((*part, self.open_object(*part)?));
        }
        let mut merged = Object::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (part, object) in flat {
            match self.is_component(part) {
                true => merged.extends.push(part),
                false => merged.extends.extend(object.extends),
            }
            merged.required_by.extend(object.required_by);
            for property in object.properties {
                self.merge_property(&mut merged.properties, &mut known, property);
            }
            if object.additional == Additional::Any {
                merged.additional = Additional::Any;
            }
            merged.min_properties = merged.min_properties.max(object.min_properties);
            merged.max_properties = least(merged.max_properties, object.max_properties);
        }
        for property in &mut merged.properties {
            let is_listed = |entry: &RequiredBy| entry.name == property.name;
            property.required = merged.required_by.iter().any(is_listed);
        }
        merged.note_undeclared();
        Some(merged)
    }

    /// The object behind a part, if it is one that merges.
    fn open_object(&mut self, part: SchemaId) -> Option<Object> {
        let Kind::Object(object) = &self.behind(part)?.kind else { return None };
        let is_open = matches!(object.additional, Additional::Unstated | Additional::Any);
        let object = is_open.then(|| object.clone())?;
        self.merged_properties += object.properties.len();
        (self.merged_properties <= MOST_PROPERTIES).then_some(object)
    }

    /// The schema behind a part, aliases followed, if it is known and lists no values.
    fn behind(&mut self, part: SchemaId) -> Option<&Schema> {
        let mut part = part;
        for _ in 0..LONGEST_CHAIN {
            if self.is_component(part) {
                // What leads back here below a property stays an `allOf`; `cycles` tells a true ring.
                if self.busy.contains(&part) {
                    return None;
                }
                if self.schemas[part.index()].is_none() && self.depth >= DEEPEST {
                    return None;
                }
                self.component(part);
            }
            let schema = self.schemas[part.index()].as_ref()?;
            match &schema.kind {
                _ if schema.values.is_some() || schema.unknown => return None,
                Kind::Alias(target) => part = *target,
                _ => break,
            }
        }
        self.schemas[part.index()].as_ref()
    }

    /// Adds a property, whose name `known` finds again; one that is there already has to fit both declarations.
    fn merge_property(
        &mut self,
        properties: &mut Vec<Property>,
        known: &mut HashMap<String, usize>,
        new: Property,
    ) {
        let next = properties.len();
        let index = *known.entry(new.name.clone()).or_insert(next);
        let Some(old) = properties.get_mut(index) else {
            properties.push(new);
            return;
        };
        old.schema = self.both(old.schema, new.schema);
    }

    /// What fits both schemas; it stands where the second one does.
    fn both(&mut self, old: SchemaId, new: SchemaId) -> SchemaId {
        if old == new || self.says_nothing(new) {
            return old;
        }
        if self.says_nothing(old) {
            return new;
        }
        // The same two may meet again below themselves, where both are recursive.
        if let Some(known) = self.merged_pairs.get(&(old, new)) {
            return *known;
        }
        let id = self.reserve();
        self.merged_pairs.insert((old, new), id);
        let schema = |id: SchemaId| self.schemas[id.index()].as_ref();
        let name = schema(old).or(schema(new)).map_or_else(String::new, |it| it.name.clone());
        let at = schema(new).or(schema(old)).map_or_else(String::new, |it| it.at.clone());
        let (kind, ..) = self.composed(None, vec![old, new], Vec::new(), &name, &at);
        let mut schema = plain(kind, &name, &at);
        let [one, other] = [old, new].map(|id| self.nullable(id));
        schema.nullable = one && other;
        schema.null_meant = one != other;
        self.schemas[id.index()] = Some(schema);
        id
    }

    fn says_nothing(&self, id: SchemaId) -> bool {
        self.schemas[id.index()].as_ref().is_some_and(|schema| {
            schema.kind == Kind::Any && schema.nullable && schema.values.is_none()
        })
    }
}

/// The smaller of two limits.
fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.into_iter().chain(other).min()
}
