//! One field over the schema that the specification has for it, or on its own.

use super::super::page::Field;
use super::types::{Written, kind};
use super::{Overlay, blank, guess, rules};
use oasis_model::conform::{self, View};
use oasis_model::finding::Basis;
use oasis_model::ir::{Claim, Docs, Kind, Schema, SchemaId, Union};
use serde_json::Value;

impl Overlay<'_> {
    /// The schema of a parameter or a property with what the page says of it; the same one if that adds
    /// nothing. `claim` is written beside the element, which stands at `at`.
    pub(super) fn value(
        &mut self,
        field: &Field,
        id: SchemaId,
        claim: &Claim,
        at: &str,
    ) -> SchemaId {
        let before = self.flat(id);
        let chain = self.chain(id);
        let claims: Vec<Claim> = chain
            .into_iter()
            .map(|id| self.api.schema(id).claim.clone())
            .chain([claim.clone()])
            .collect();
        let spoken = |keyword: &str| claims.iter().all(|claim| is_spoken(claim, keyword));
        let mut after = before.clone();
        // Null may be among the values, or what is meant by absence.
        let lists_null = field.tags.values.iter().flatten().any(Value::is_null);
        let denies = !lists_null && field.tags.default != Some(Value::Null) && spoken("nullable");
        self.types(field, &mut after, denies, at);
        after.nullable |= lists_null;
        self.declared(field, &after, at);
        rules::lay(field, &mut after, spoken);
        self.of_items(field, &mut after);
        self.item_type(field, &mut after, at);
        after.docs.deprecated = field.deprecated;
        if after == before {
            return id;
        }
        let (component, claim) = (false, Claim::default());
        self.push(Schema { component, claim, at: at.to_owned(), ..after })
    }

    /// The type of an array's items, where the page names it.
    fn item_type(&mut self, field: &Field, schema: &mut Schema, at: &str) {
        let written = field.written.as_deref().and_then(|text| text.strip_prefix("array<"));
        let item = written.and_then(|text| text.strip_suffix('>')).filter(|item| !item.is_empty());
        let (Kind::Array(array), Some(item)) = (&mut schema.kind, item) else { return };
        let Some(known) = array.items else { return };
        let (name, written) = (format!("{}[]", field.name), Some(item.to_owned()));
        let (line, text) = (field.line, field.text.clone());
        let item = Field { name, written, line, text, ..Field::default() };
        let before = self.flat(known);
        let mut after = before.clone();
        self.types(&item, &mut after, false, at);
        if after != before {
            array.items = Some(self.push(Schema { component: false, ..after }));
        }
    }

    /// Listed values of an array are those of its items.
    fn of_items(&mut self, field: &Field, schema: &mut Schema) {
        let (Kind::Array(array), Some(values)) = (&mut schema.kind, &field.tags.values) else {
            return;
        };
        if values.iter().any(Value::is_array) {
            return;
        }
        let at = format!("{}/items", schema.at);
        let mut items = match array.items {
            Some(items) => Schema { component: false, ..self.flat(items) },
            None => blank(&at, Kind::Any),
        };
        if items.values.as_ref() != Some(values) {
            items.values = Some(values.clone());
            array.items = Some(self.push(items));
        }
    }

    /// The schema of a field that the specification lacks; `sample` is its value in the sample request.
    pub(super) fn new_value(
        &mut self,
        field: &Field,
        sample: Option<&Value>,
        at: &str,
    ) -> SchemaId {
        let mut schema = self.typed(field, sample, at);
        rules::lay(field, &mut schema, |_| false);
        self.of_items(field, &mut schema);
        schema.nullable |= field.tags.values.iter().flatten().any(Value::is_null);
        schema.docs.description =
            (!field.description.is_empty()).then(|| field.description.clone());
        schema.docs.deprecated = field.deprecated;
        let default = schema.default.take();
        let id = self.push(schema);
        if let Some(default) = default {
            if conform::check(&self.api, id, &default, View::Claim).accepts() {
                self.api.schemas[id.index()].default = Some(default);
            } else {
                let why = format!(
                    "The page gives the default {default}, which is no value of this type."
                );
                self.api.schemas[id.index()].claim = guess(Basis::Inferred, &why);
            }
        }
        id
    }

    fn typed(&mut self, field: &Field, sample: Option<&Value>, at: &str) -> Schema {
        let written = Written::of(field);
        let nameless = matches!(field.written.as_deref(), None | Some("" | "|"));
        if let Some(known) =
            sample.and_then(|sample| self.known_property(&field.name, sample)).filter(|_| nameless)
        {
            let why = "The page shows no type; its sample is that of this component.";
            let claim = guess(Basis::Inferred, why);
            return Schema { nullable: field.is_union(), claim, ..blank(at, Kind::Alias(known)) };
        }
        let named: Vec<&str> =
            written.parts.iter().copied().filter(|part| !part.is_empty()).collect();
        let nullable = written.null;
        match (&written.parts[..], &named[..]) {
            ([""], _) => self.object_of(sample, at),
            ([one], _) => Schema { nullable, ..self.single(one, sample, at) },
            (parts, named) if parts.len() == named.len() => {
                let variants = named
                    .iter()
                    .map(|one| {
                        let schema = self.single(one, None, at);
                        self.push(schema)
                    })
                    .collect();
                let union = Union { variants, discriminator: None };
                Schema { nullable, ..blank(at, Kind::AnyOf(union)) }
            }
            (parts, named) => self.behind_bars(field, parts.len(), named, sample, at),
        }
    }

    /// Types whose names are lost: one of two is read as null if the other is known.
    fn behind_bars(
        &mut self,
        field: &Field,
        count: usize,
        named: &[&str],
        sample: Option<&Value>,
        at: &str,
    ) -> Schema {
        let shown = field.tags.values.iter().flatten().chain(sample).find(|value| !value.is_null());
        let schema = match (named, shown) {
            ([one], _) => self.single(one, sample, at),
            (_, Some(value)) if count == 2 => self.inferred(&[value], at, true),
            _ => blank(at, Kind::Any),
        };
        let typed = schema.kind != Kind::Any;
        let why = match count {
            2 if typed => "A bar stands for one more type, whose name is lost; read as null.",
            2 => "The bar parts two types, whose names are lost; one of them is often null.",
            _ => "The bars part several types, whose names are lost.",
        };
        Schema { nullable: typed, claim: guess(Basis::Inferred, why), ..schema }
    }

    fn object_of(&mut self, sample: Option<&Value>, at: &str) -> Schema {
        let (schema, why) = match sample {
            Some(object @ Value::Object(_)) => (
                self.inferred(&[object], at, true),
                "The page shows no type, which stands for an object; its properties are those of the sample.",
            ),
            _ => (
                blank(at, kind("").unwrap_or(Kind::Any)),
                "The page shows no type, which stands for an object; its properties are not shown.",
            ),
        };
        Schema { claim: guess(Basis::Inferred, why), ..schema }
    }

    /// One type as the page writes it.
    fn single(&mut self, written: &str, sample: Option<&Value>, at: &str) -> Schema {
        if let Some(item) = written.strip_prefix("array<").and_then(|item| item.strip_suffix('>')) {
            let sample =
                sample.filter(|sample| sample.as_array().is_some_and(|all| !all.is_empty()));
            if let (Some(sample), "") = (sample, item) {
                let why = "The page's text lost the type of the items; it is that of the sample's.";
                let claim = guess(Basis::Inferred, why);
                return Schema { claim, ..self.inferred(&[sample], at, true) };
            }
            let items = match item {
                "" => None,
                _ => {
                    let items = self.single(item, None, at);
                    Some(self.push(items))
                }
            };
            let array = oasis_model::ir::Array { items, ..Default::default() };
            return blank(at, Kind::Array(array));
        }
        match kind(written) {
            Some(Kind::Object(object)) => {
                let additional = oasis_model::ir::Additional::Any;
                blank(at, Kind::Object(oasis_model::ir::Object { additional, ..object }))
            }
            Some(kind) => blank(at, kind),
            None => match serde_json::from_str::<Value>(written) {
                Ok(value) => {
                    let schema = self.inferred(&[&value], at, true);
                    Schema { values: Some(vec![value]), ..schema }
                }
                Err(_) => {
                    let why = format!("The page's type `{written}` is none of OpenAPI's.");
                    Schema { claim: guess(Basis::Inferred, &why), ..blank(at, Kind::Any) }
                }
            },
        }
    }
}

/// Whether this page would say what the claim says of a keyword, so that its silence means something. A
/// type without a bar is no silence: it speaks against a null that was worked out from this page.
fn is_spoken(claim: &Claim, keyword: &str) -> bool {
    let here = match claim.basis_of(keyword).unwrap_or_default() {
        Basis::Documented => true,
        Basis::Inferred => keyword == "nullable",
        Basis::Observed | Basis::Assumed => false,
    };
    here && claim.source.is_none()
}

/// Prose of a field.
pub(super) fn docs(text: &str) -> Docs {
    Docs { description: (!text.is_empty()).then(|| text.to_owned()), ..Docs::default() }
}
