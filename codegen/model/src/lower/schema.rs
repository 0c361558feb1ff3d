//! Schemas of the document in, schemas of the [`Api`](crate::ir::Api) out.

use super::Lowering;
use super::families::base_discriminator;
use super::parts::{self, Parts};
use crate::ir::{Array, Claim, Docs, Kind, Numbers, Schema, SchemaId, Text, Usage};
use crate::pointer::{escape_pointer, unescape_pointer};
use openapiv3::{ReferenceOr, Schema as Model};
use serde_json::Value;

impl<'d> Lowering<'d> {
    /// Lowers every component schema. Their ids come first and follow their names.
    pub(super) fn components(&mut self) {
        let Some(components) = &self.openapi.components else { return };
        let mut names: Vec<&'d str> = components.schemas.keys().map(String::as_str).collect();
        names.sort_unstable();
        for name in &names {
            let id = self.reserve();
            self.components.insert(name, id);
        }
        for name in &names {
            self.component_names.insert(self.components[name], name);
        }
        for name in names {
            self.component(self.components[name]);
        }
    }

    /// Makes sure that a component is lowered, unless it is being lowered right now.
    pub(super) fn component(&mut self, id: SchemaId) {
        if self.schemas[id.index()].is_some() || !self.busy.insert(id) {
            return;
        }
        let name = self.component_names[&id];
        let at = format!("/components/schemas/{}", escape_pointer(name));
        let components = self.openapi.components.as_ref().expect("a component id means components");
        self.depth += 1;
        let mut schema = match &components.schemas[name] {
            ReferenceOr::Item(model) => self.lowered(id, model, &at, name),
            ReferenceOr::Reference { reference } => {
                let target = self.reference(reference, &at);
                plain(Kind::Alias(target), name, &at)
            }
        };
        self.depth -= 1;
        schema.component = true;
        self.busy.remove(&id);
        self.schemas[id.index()] = Some(schema);
    }

    /// Lowers a schema that stands somewhere in the document; `hint` is what its type would be called.
    pub(super) fn schema(
        &mut self,
        schema: &'d ReferenceOr<Model>,
        at: &str,
        hint: &str,
    ) -> SchemaId {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(reference, at),
            ReferenceOr::Item(model) => self.inline(model, at, hint),
        }
    }

    pub(super) fn boxed(
        &mut self,
        schema: &'d ReferenceOr<Box<Model>>,
        at: &str,
        hint: &str,
    ) -> SchemaId {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(reference, at),
            ReferenceOr::Item(model) => self.inline(model, at, hint),
        }
    }

    fn inline(&mut self, model: &'d Model, at: &str, hint: &str) -> SchemaId {
        let id = self.reserve();
        self.depth += 1;
        let schema = self.lowered(id, model, at, hint);
        self.depth -= 1;
        self.schemas[id.index()] = Some(schema);
        id
    }

    /// The component schema that a reference names.
    pub(super) fn component_of(&self, reference: &str) -> Option<SchemaId> {
        let token = reference.strip_prefix("#/components/schemas/")?;
        let name = unescape_pointer(token);
        self.components.get(name.as_ref()).copied()
    }

    fn reference(&mut self, reference: &str, at: &str) -> SchemaId {
        if let Some(id) = self.component_of(reference) {
            return id;
        }
        let is_component =
            reference.starts_with("#/components/") && reference.matches('/').count() == 3;
        if let Some(pointer) = reference.strip_prefix('#').filter(|_| !is_component)
            && pointer.starts_with('/')
        {
            return self.at_pointer(pointer, at);
        }
        self.dangling(reference, "schemas", at);
        self.push(Schema { unknown: true, ..plain(Kind::Any, "", at) })
    }

    pub(super) fn reserve(&mut self) -> SchemaId {
        self.schemas.push(None);
        SchemaId::new(self.schemas.len() - 1)
    }

    pub(super) fn push(&mut self, schema: Schema) -> SchemaId {
        let id = self.reserve();
        self.schemas[id.index()] = Some(schema);
        id
    }

    /// The schema of one model object; `id` is where it will be kept.
    fn lowered(&mut self, id: SchemaId, model: &'d Model, at: &str, name: &str) -> Schema {
        let data = &model.schema_data;
        if base_discriminator(model).is_some() && !self.is_component(id) && !is_part(at) {
            self.alone(&format!("{at}/discriminator"));
        }
        let parts = parts::of(model);
        let null_listed = parts.values.as_ref().is_some_and(|values| values.contains(&Value::Null));
        let values: Option<Vec<Value>> = parts
            .values
            .clone()
            .map(|values| values.into_iter().filter(|value| !value.is_null()).collect());
        let only_null = values.as_ref().is_some_and(Vec::is_empty);
        let (kind, nullable, of_one_part) = match only_null {
            true => (Kind::Never, true, false),
            false => self.kind(id, model, &parts, at, name),
        };
        let unknown = self.unread.contains(at);
        let kind = match kind {
            // Aliases are looked through, and this one is not the same as what it names.
            Kind::Alias(target) if unknown => Kind::AllOf(vec![target]),
            kind => kind,
        };
        // An untyped enum says itself whether null is among its values.
        let nullable = nullable && (parts.kind.is_some() || values.is_none() || null_listed);
        let is_said = !nullable || kind == Kind::Any;
        let null_meant = (is_said && (data.nullable || null_listed)) || (!nullable && of_one_part);
        Schema {
            name: name.to_owned(),
            component: false,
            docs: Docs {
                summary: data.title.clone(),
                description: data.description.clone(),
                deprecated: data.deprecated,
            },
            nullable,
            null_meant,
            kind,
            values: values.filter(|values| !values.is_empty()),
            constant: data.extensions.get("x-constant").cloned(),
            unknown,
            read_only: data.read_only,
            write_only: data.write_only,
            personal: self.flag(data.extensions.get("x-personal"), &format!("{at}/x-personal")),
            called: data.extensions.get("x-name").and_then(Value::as_str).map(str::to_owned),
            default: data.default.clone(),
            example: data.example.clone(),
            claim: Claim::default(),
            usage: Usage::default(),
            at: at.to_owned(),
            within: None,
        }
    }

    /// What the values look like, whether null fits, and whether it fits one part of a merged
    /// `allOf`. In unions, and in an `allOf` that does not
    /// merge, null is left to `union::spread_null`, when every part is known.
    fn kind(
        &mut self,
        id: SchemaId,
        model: &'d Model,
        parts: &Parts<'d>,
        at: &str,
        name: &str,
    ) -> (Kind, bool, bool) {
        let lists_family = self.lists_family(id, model);
        let kind = parts.kind.or(lists_family.then_some("object"));
        let base = kind.map(|kind| self.base(id, kind, parts, at, name));
        let mut all = Vec::new();
        for (index, part) in parts.all_of.iter().enumerate() {
            let hint =
                if index == 0 { name.to_owned() } else { format!("{name} part {}", index + 1) };
            all.push(self.schema(part, &format!("{at}/allOf/{index}"), &hint));
        }
        let mut rest = Vec::new();
        if !parts.one_of.is_empty() && !lists_family {
            rest.push(self.union(parts.one_of, "oneOf", model, at, name));
        }
        if !parts.any_of.is_empty() && !lists_family {
            rest.push(self.union(parts.any_of, "anyOf", model, at, name));
        }
        if let Some(not) = parts.not {
            rest.push(Kind::Not(self.schema(not, &format!("{at}/not"), &format!("{name} not"))));
        }
        let nullable = model.schema_data.nullable;
        match (base, all.is_empty(), rest.len()) {
            (None, true, 0) => (Kind::Any, true, false),
            (Some(base), true, 0) => (base, nullable, false),
            (None, true, 1) => {
                let kind = rest.remove(0);
                let nullable = self.lets_null_pass(&kind);
                (kind, nullable, false)
            }
            (base, ..) => self.composed(base.map(|base| (base, nullable)), all, rest, name, at),
        }
    }

    /// Whether this is a `not` that lets null pass.
    pub(super) fn lets_null_pass(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::Not(inner) if !self.nullable(*inner))
    }

    fn base(&mut self, id: SchemaId, kind: &str, parts: &Parts<'d>, at: &str, name: &str) -> Kind {
        let numbers = || Numbers {
            format: parts.format.clone(),
            minimum: parts.minimum.clone(),
            exclusive_minimum: parts.exclusive_minimum,
            maximum: parts.maximum.clone(),
            exclusive_maximum: parts.exclusive_maximum,
            multiple_of: parts.multiple_of.clone(),
        };
        match kind {
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer(numbers()),
            "number" => Kind::Number(numbers()),
            "string" => Kind::String(Text {
                format: parts.format.clone(),
                pattern: parts.pattern.map(str::to_owned),
                min_length: parts.min_length,
                max_length: parts.max_length,
            }),
            "array" => Kind::Array(Array {
                items: parts.items.map(|items| {
                    self.boxed(items, &format!("{at}/items"), &format!("{name} item"))
                }),
                min_items: parts.min_items,
                max_items: parts.max_items,
                unique: parts.unique,
            }),
            _ => Kind::Object(self.object(id, parts, at, name)),
        }
    }
}

/// Whether a schema is a part of the `allOf` of a component, for which it speaks.
fn is_part(at: &str) -> bool {
    let mut tokens = at.trim_start_matches("/components/schemas/").split('/').skip(1);
    at.starts_with("/components/schemas/") && tokens.next() == Some("allOf") && tokens.count() == 1
}

/// A schema that says only what kind it is.
pub(super) fn plain(kind: Kind, name: &str, at: &str) -> Schema {
    Schema {
        name: name.to_owned(),
        component: false,
        docs: Docs::default(),
        nullable: kind == Kind::Any,
        null_meant: false,
        kind,
        values: None,
        constant: None,
        unknown: false,
        read_only: false,
        write_only: false,
        personal: false,
        called: None,
        default: None,
        example: None,
        claim: Claim::default(),
        usage: Usage::default(),
        at: at.to_owned(),
        within: None,
    }
}
