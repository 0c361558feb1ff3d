//! Structs, with what makes and shows them.

use super::{Writer, docs};
use crate::decide::rename::{self, Rule};
use crate::decide::types::{Body, Declared, Field, Presence, Reading, Struct};
use crate::render::{Item, List};
use crate::rust::{RustType, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer<'_, '_> {
    pub(super) fn object(
        &self,
        id: TypeId,
        declared: &Declared,
        object: &Struct,
        docs: &TokenStream,
    ) -> Vec<Item> {
        let name = &declared.name;
        let rule = rename::rule(object.fields.iter().map(|f| (&f.ident, f.wire.as_str())));
        let default = object.is_default();
        let is_shared = default && object.is_optional();
        let shared = is_shared && object.fields.iter().any(Field::needs_default);
        let personal = object.fields.iter().any(|field| field.is_personal);
        // What is flattened into a struct is serde's business.
        let deserialize = match object.additional {
            None => self.imports.path("oasis_runtime", "Object"),
            Some(_) => self.imports.path("serde", "Deserialize"),
        };
        let derives = self.derives(deserialize, !personal, default);
        let schema = required_in_schema(object);
        let container = self.container(rule, shared);
        let fields = object.fields.iter().map(|field| self.field(declared, field, rule, shared));
        let additional = object.additional.as_ref().map(|(ident, map)| {
            // What serde hands on to a flattened field is read with its own eyes.
            let reader = (*map != RustType::FreeMap).then(|| {
                let reader = self.runtime("whole");
                quote!(, deserialize_with = #reader)
            });
            let map = self.imports.rust_type(map);
            quote! {
                /// Properties beyond those above, in order.
                #[serde(flatten #reader)]
                pub #ident: #map,
            }
        });
        let mut items = vec![Item::Rust(quote! {
            #docs
            #derives
            #schema
            #container
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
                #additional
            }
        })];
        if personal {
            items.push(self.private_debug(declared, object));
        }
        items.extend(self.setters(declared, object));
        items.extend(self.types.declared(id).widens.iter().map(|wide| self.widen(declared, *wide)));
        items
    }

    fn container(&self, rule: Rule, default: bool) -> Option<TokenStream> {
        let rule = rule.as_str().map(|rule| quote!(rename_all = #rule));
        let default = default.then(|| quote!(default));
        let parts: Vec<TokenStream> = rule.into_iter().chain(default).collect();
        (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
    }

    fn field(&self, owner: &Declared, field: &Field, rule: Rule, shared: bool) -> TokenStream {
        let docs = docs::attributes(&self.field_docs(owner, field));
        let deprecated = field.is_deprecated.then(|| quote!(#[deprecated]));
        let mut parts = Vec::new();
        if rule.apply(&field.ident).as_deref() != Some(field.wire.as_str()) {
            let wire = &field.wire;
            parts.push(quote!(rename = #wire));
        }
        if !shared && field.needs_default() {
            parts.push(quote!(default));
        }
        let reader = match field.reading {
            Reading::Plain => None,
            Reading::Guess => Some("guess"),
            Reading::Whole => Some("whole"),
            Reading::Nullable => Some("nullable"),
        };
        if let Some(reader) = reader.map(|reader| self.runtime(reader)) {
            parts.push(quote!(deserialize_with = #reader));
        }
        let skip = match field.presence {
            Presence::Always => None,
            Presence::Some => Some(format!("{}::is_none", self.imports.std("Option"))),
            Presence::Field => Some(format!("{}::is_absent", self.runtime("Field"))),
        };
        parts.extend(skip.map(|skip| quote!(skip_serializing_if = #skip)));
        let serde = (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]));
        let (ident, rust) = (&field.ident, self.imports.rust_type(&field.rust));
        quote!(#docs #deprecated #serde pub #ident: #rust)
    }

    /// One line: what the property is, how surely it is known, and what its absence means.
    fn field_docs(&self, owner: &Declared, field: &Field) -> Vec<String> {
        let api = self.types.api;
        let Some(object) = self.types.object(owner) else { return Vec::new() };
        let Some(property) = field.property.and_then(|place| object.properties.get(place)) else {
            return Vec::new();
        };
        let schema = api.schema(property.schema);
        // A component's own docs stand at its declaration.
        let line = if schema.component { String::new() } else { docs::line(&schema.docs) };
        // Where there is nothing else to say, the docs of the type say it.
        let basis = docs::basis(api.property_claim(property).basis).filter(|_| !line.is_empty());
        let basis = basis.map(|word| format!("{word}."));
        let target = api.schema(self.types.target(property.schema));
        let default = schema.default.as_ref().or(target.default.as_ref());
        let default = default.map(|value| format!("Default: {}.", docs::code(&value.to_string())));
        let parts = [Some(line), basis, default].into_iter().flatten();
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { Vec::new() } else { vec![parts.join(" ")] }
    }

    fn private_debug(&self, declared: &Declared, object: &Struct) -> Item {
        let shown = object.fields.iter().filter(|field| !field.is_personal);
        let shown = shown.map(|field| field.ident.to_string()).collect();
        self.listed("private_debug", declared.name.to_string(), vec![List::Braces(shown)])
    }

    /// A constructor for what is required, setters for the rest: for what is sent, and for what
    /// could not be made otherwise.
    fn setters(&self, declared: &Declared, object: &Struct) -> Option<Item> {
        if !declared.is_sent && object.is_default() {
            return None;
        }
        let entry =
            |field: &Field| format!("{}: {}", field.ident, self.imports.type_text(&field.rust));
        let (required, rest): (Vec<&Field>, Vec<&Field>) =
            object.fields.iter().partition(|field| field.is_asked_for);
        let additional = object.additional.iter();
        let additional =
            additional.map(|(ident, map)| format!("{ident}: {}", self.imports.type_text(map)));
        let required: Vec<String> = required.into_iter().map(entry).collect();
        let rest: Vec<String> = rest.into_iter().map(entry).chain(additional).collect();
        let lists = match (required.is_empty(), rest.is_empty()) {
            (true, true) => return None,
            (true, false) => vec![List::Braces(rest)],
            (false, _) => vec![List::Parens(required), List::Braces(rest)],
        };
        Some(self.listed("setters", declared.name.to_string(), lists))
    }

    fn widen(&self, declared: &Declared, wide: TypeId) -> Item {
        let target = self.types.declared(wide);
        let fields = match &target.body {
            Body::Struct(object) => {
                let additional = object.additional.iter().map(|(ident, _)| ident.to_string());
                let fields = object.fields.iter().map(|field| field.ident.to_string());
                fields.chain(additional).collect()
            }
            _ => Vec::new(),
        };
        // The wider type may stand in another file.
        let target = self.imports.type_text(&RustType::Named(wide));
        let head = format!("{} => {target}", declared.name);
        self.listed("widen", head, vec![List::Braces(fields)])
    }
}

/// What tells schemars that a property has to be there although its type is an `Option`.
fn required_in_schema(object: &Struct) -> Option<TokenStream> {
    let nullable = object.fields.iter().any(|field| field.reading == Reading::Nullable);
    let required = object.fields.iter().filter(|field| field.has_to_be_there());
    let required = required.map(|field| &field.wire);
    nullable.then(
        || quote!(#[cfg_attr(feature = "schema", schemars(extend("required" = [#(#required),*])))]),
    )
}
