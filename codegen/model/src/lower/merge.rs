//! `allOf` and its neighbours in, one object out where that is exact; otherwise [`Kind::AllOf`].
//!
//! Only open objects merge exactly: a part that refuses or types unknown properties speaks of its own
//! properties alone, which no single object can say.

use super::Lowering;
use super::schema::plain;
use crate::ir::{Additional, Kind, Object, Property, RequiredBy, Schema, SchemaId};
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
            Some(object) => {
                let takes = |part: &SchemaId| self.nullable(*part);
                (Kind::Object(object), parts.iter().all(takes), parts.iter().any(takes))
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

    /// The parts as one object, if all of them are open objects.
    fn merged(&mut self, parts: &[SchemaId]) -> Option<Object> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let merged = self.merged_at_depth(parts);
        self.depth -= 1;
        merged
    }

    fn merged_at_depth(&mut self, parts: &[SchemaId]) -> Option<Object> {
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
            merged.max_properties = match (merged.max_properties, object.max_properties) {
                (Some(left), Some(right)) => Some(left.min(right)),
                (left, right) => left.or(right),
            };
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
            if schema.values.is_some() || schema.unknown {
                return None;
            }
            match &schema.kind {
                Kind::Alias(target) => part = *target,
                Kind::Object(object)
                    if matches!(object.additional, Additional::Unstated | Additional::Any) =>
                {
                    self.merged_properties += object.properties.len();
                    if self.merged_properties > MOST_PROPERTIES {
                        return None;
                    }
                    return Some(object.clone());
                }
                _ => return None,
            }
        }
        None
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
        if old.schema == new.schema || self.says_nothing(new.schema) {
            return;
        }
        if self.says_nothing(old.schema) {
            old.schema = new.schema;
            return;
        }
        // The same two may meet again below themselves, where both are recursive.
        if let Some(known) = self.merged_pairs.get(&(old.schema, new.schema)) {
            old.schema = *known;
            return;
        }
        // What both say together stands where the second one says it.
        let at = self.schemas[new.schema.index()].as_ref().map(|schema| schema.at.clone());
        let at = at.unwrap_or_else(|| new.at.clone());
        let id = self.reserve();
        self.merged_pairs.insert((old.schema, new.schema), id);
        let name = self.schemas[old.schema.index()]
            .as_ref()
            .map_or_else(|| new.name.clone(), |schema| schema.name.clone());
        let (kind, ..) = self.composed(None, vec![old.schema, new.schema], Vec::new(), &name, &at);
        let mut schema = plain(kind, &name, &at);
        let [one, other] = [old.schema, new.schema].map(|id| self.nullable(id));
        schema.nullable = one && other;
        schema.null_meant = one != other;
        self.schemas[id.index()] = Some(schema);
        old.schema = id;
    }

    fn says_nothing(&self, id: SchemaId) -> bool {
        self.schemas[id.index()].as_ref().is_some_and(|schema| {
            schema.kind == Kind::Any && schema.nullable && schema.values.is_none()
        })
    }
}
