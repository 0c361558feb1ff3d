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
        let mut bases = Vec::new();
        let mut said: BTreeMap<(&str, SchemaId), Vec<String>> = BTreeMap::new();
        for (name, schema) in &components.schemas {
            let ReferenceOr::Item(model) = schema else { continue };
            let base = self.components[name.as_str()];
            let Some((discriminator, within)) = self.speaker(base, model) else { continue };
            let at = format!("/components/schemas/{}{within}/discriminator", escape_pointer(name));
            let family = family(base, &parents);
            for (value, id) in self.mapped(discriminator, &family, &at) {
                said.entry((discriminator.property_name.as_str(), id)).or_default().push(value);
            }
            match family.len() {
                1 => self.alone(&at),
                _ => bases.push((base, discriminator, family)),
            }
        }
        for (base, discriminator, family) in bases {
            let children = self.children(base, discriminator, &family, &said);
            if let Some(schema) = &mut self.schemas[base.index()]
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
            let named = self::parts(model).iter().filter_map(|part| match part {
                ReferenceOr::Reference { reference } => self.component_of(reference),
                ReferenceOr::Item(_) => None,
            });
            parents.insert(self.components[name.as_str()], named.collect());
        }
        parents
    }

    /// The values that a discriminator maps to schemas of its family.
    fn mapped(
        &mut self,
        discriminator: &Discriminator,
        family: &BTreeSet<SchemaId>,
        at: &str,
    ) -> Vec<(String, SchemaId)> {
        let mut found = Vec::new();
        for (value, target) in &discriminator.mapping {
            let named = self.components.get(target.as_str()).copied();
            match named.or_else(|| self.component_of(target)) {
                Some(id) if family.contains(&id) => found.push((value.clone(), id)),
                _ => self.lost(
                    "spec/discriminator-mapping",
                    &format!("{at}/mapping"),
                    format!("`{value}` leads to `{target}`, which does not extend this schema"),
                    "name a component schema that extends this one by `allOf`, or remove the entry",
                ),
            }
        }
        found
    }

    /// The schemas of a family with the values that stand for them: those of its own mapping, those
    /// that another base gives them by the same property, or else their names.
    fn children(
        &self,
        base: SchemaId,
        discriminator: &Discriminator,
        family: &BTreeSet<SchemaId>,
        said: &BTreeMap<(&str, SchemaId), Vec<String>>,
    ) -> Vec<Child> {
        let names: BTreeMap<SchemaId, &str> =
            self.components.iter().map(|(name, id)| (*id, *name)).collect();
        let own = |id: SchemaId, value: &String| {
            discriminator.mapping.get(value).is_none_or(|target| {
                let named = self.components.get(target.as_str()).copied();
                named.or_else(|| self.component_of(target)) == Some(id)
            })
        };
        let mut children = Vec::new();
        for id in family {
            let values = said.get(&(discriminator.property_name.as_str(), *id));
            let mut values: Vec<String> =
                values.into_iter().flatten().filter(|value| own(*id, value)).cloned().collect();
            values.dedup();
            // The object itself is one of its family only where a mapping names it.
            if values.is_empty() && *id == base {
                continue;
            }
            if values.is_empty() {
                values.push(names[id].to_owned());
            }
            children.push(Child { schema: *id, values });
        }
        children
    }

    /// The discriminator of a component that is no union: its own, or that of an inline part of its
    /// `allOf`; with where it stands.
    fn speaker<'m>(&self, id: SchemaId, model: &'m Model) -> Option<(&'m Discriminator, String)> {
        let own = model.schema_data.discriminator.as_ref().filter(|_| self.lists_family(id, model));
        if let Some(own) = own.or_else(|| base_discriminator(model)) {
            return Some((own, String::new()));
        }
        parts(model).iter().enumerate().find_map(|(index, part)| {
            let discriminator = base_discriminator(part.as_item()?)?;
            Some((discriminator, format!("/allOf/{index}")))
        })
    }

    /// Whether the alternatives of a component with a discriminator are those that extend it by
    /// `allOf`: then they add nothing to what the discriminator says.
    pub(super) fn lists_family(&self, id: SchemaId, model: &Model) -> bool {
        let extends = |variant: &ReferenceOr<Model>| {
            let ReferenceOr::Reference { reference } = variant else { return false };
            let components = self.openapi.components.as_ref();
            let name = self.component_of(reference).and_then(|id| self.component_names.get(&id));
            let schema = components.zip(name).and_then(|(all, name)| all.schemas.get(*name));
            let Some(ReferenceOr::Item(child)) = schema else { return false };
            parts(child).iter().any(|part| match part {
                ReferenceOr::Reference { reference } => self.component_of(reference) == Some(id),
                ReferenceOr::Item(_) => false,
            })
        };
        let variants = variants(model);
        model.schema_data.discriminator.is_some()
            && !variants.is_empty()
            && variants.into_iter().all(extends)
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

/// A schema and those that extend it, directly or through others.
fn family(base: SchemaId, parents: &BTreeMap<SchemaId, Vec<SchemaId>>) -> BTreeSet<SchemaId> {
    let mut family = BTreeSet::from([base]);
    loop {
        let extends = |named: &[SchemaId]| named.iter().any(|parent| family.contains(parent));
        let more: Vec<SchemaId> =
            parents.iter().filter(|(_, named)| extends(named)).map(|(id, _)| *id).collect();
        let before = family.len();
        family.extend(more);
        if family.len() == before {
            return family;
        }
    }
}

fn parts(model: &Model) -> &[ReferenceOr<Model>] {
    match &model.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    }
}

/// The discriminator of a schema that is no union.
pub(super) fn base_discriminator(model: &Model) -> Option<&Discriminator> {
    model.schema_data.discriminator.as_ref().filter(|_| variants(model).is_empty())
}

/// The alternatives of a schema, if it has any.
fn variants(model: &Model) -> Vec<&ReferenceOr<Model>> {
    match &model.schema_kind {
        SchemaKind::OneOf { one_of } => one_of.iter().collect(),
        SchemaKind::AnyOf { any_of } => any_of.iter().collect(),
        SchemaKind::Any(any) => any.one_of.iter().chain(&any.any_of).collect(),
        _ => Vec::new(),
    }
}
