//! Families of component schemas: an object with a discriminator, and the schemas that extend it by
//! `allOf`. In come the lowered schemas and the model, out come the children of each such object.

use super::Lowering;
use crate::finding::{Finding, Severity};
use crate::ir::{BaseDiscriminator, Child, Kind, SchemaId};
use crate::pointer::escape_pointer;
use openapiv3::{Discriminator, ReferenceOr, Schema as Model, SchemaKind};
use std::collections::{BTreeMap, BTreeSet};

impl<'d> Lowering<'d> {
    /// Fills in the discriminators of base objects.
    pub(super) fn families(&mut self) {
        let Some(components) = &self.openapi.components else { return };
        let parents = self.parents();
        for (name, schema) in &components.schemas {
            let ReferenceOr::Item(model) = schema else { continue };
            let Some(discriminator) = base_discriminator(model) else { continue };
            let base = self.components[name.as_str()];
            let at = format!("/components/schemas/{}/discriminator", escape_pointer(name));
            let children = self.children(base, discriminator, &parents, &at);
            if children.iter().all(|child| child.schema == base) {
                self.alone(&at);
            } else if let Some(schema) = &mut self.schemas[base.index()]
                && let Kind::Object(object) = &mut schema.kind
            {
                let property = discriminator.property_name.clone();
                object.discriminator = Some(BaseDiscriminator { property, children });
            }
        }
    }

    /// The components that each component names in its `allOf`.
    fn parents(&self) -> BTreeMap<SchemaId, Vec<SchemaId>> {
        let models = self.openapi.components.iter().flat_map(|components| &components.schemas);
        let mut parents = BTreeMap::new();
        for (name, schema) in models {
            let ReferenceOr::Item(model) = schema else { continue };
            let parts: &[ReferenceOr<Model>] = match &model.schema_kind {
                SchemaKind::AllOf { all_of } => all_of,
                SchemaKind::Any(any) => &any.all_of,
                _ => continue,
            };
            let named = parts.iter().filter_map(|part| match part {
                ReferenceOr::Reference { reference } => self.component_of(reference),
                ReferenceOr::Item(_) => None,
            });
            parents.insert(self.components[name.as_str()], named.collect());
        }
        parents
    }

    fn children(
        &mut self,
        base: SchemaId,
        discriminator: &Discriminator,
        parents: &BTreeMap<SchemaId, Vec<SchemaId>>,
        at: &str,
    ) -> Vec<Child> {
        let mut family = BTreeSet::from([base]);
        loop {
            let extends = |named: &[SchemaId]| named.iter().any(|parent| family.contains(parent));
            let more: Vec<SchemaId> =
                parents.iter().filter(|(_, named)| extends(named)).map(|(id, _)| *id).collect();
            let before = family.len();
            family.extend(more);
            if family.len() == before {
                break;
            }
        }
        let mut values: BTreeMap<SchemaId, Vec<String>> = BTreeMap::new();
        for (value, target) in &discriminator.mapping {
            let named = self.components.get(target.as_str()).copied();
            match named.or_else(|| self.component_of(target)) {
                Some(id) if family.contains(&id) => {
                    values.entry(id).or_default().push(value.clone());
                }
                _ => self.lost(
                    "spec/discriminator-mapping",
                    &format!("{at}/mapping"),
                    format!("`{value}` leads to `{target}`, which does not extend this schema"),
                    "name a component schema that extends this one by `allOf`, or remove the entry",
                ),
            }
        }
        let names: BTreeMap<SchemaId, &str> =
            self.components.iter().map(|(name, id)| (*id, *name)).collect();
        // The object itself is one of its family only where the mapping names it.
        let children = family.iter().filter(|id| **id != base || values.contains_key(id));
        let children: Vec<&SchemaId> = children.collect();
        let own_name = |id: SchemaId| vec![names[&id].to_owned()];
        children
            .into_iter()
            .map(|id| Child {
                schema: *id,
                values: values.remove(id).unwrap_or_else(|| own_name(*id)),
            })
            .collect()
    }

    /// Notes a discriminator that tells nothing apart.
    pub(super) fn alone(&mut self, at: &str) {
        self.findings.push(Finding::new(
            Severity::Note,
            "spec/discriminator-alone",
            at,
            "the discriminator tells nothing apart: no component schema extends this one",
            "write it beside `oneOf` or `anyOf`, or let the alternatives extend this schema by `allOf`",
        ));
    }
}

/// The discriminator of a schema that is no union.
pub(super) fn base_discriminator(model: &Model) -> Option<&Discriminator> {
    let is_union = match &model.schema_kind {
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => true,
        SchemaKind::Any(any) => !any.one_of.is_empty() || !any.any_of.is_empty(),
        _ => false,
    };
    model.schema_data.discriminator.as_ref().filter(|_| !is_union)
}
