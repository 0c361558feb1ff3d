//! What every emitter needs to know of the whole API: which types are declared under which names,
//! and how a type is spelt where it is used.

mod graph;

use super::shape::{Plain, Shape, shape};
use oasis_model::ir::{Api, Schema, SchemaId};
use oasis_model::name::Scope;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;

/// The API and the decisions about its types.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    /// The declared type of a schema, by its index.
    declared: Vec<Option<String>>,
    /// All declared names.
    names: HashSet<String>,
    /// Members of structs that need a box, since the struct would hold itself.
    boxed: HashSet<(SchemaId, SchemaId)>,
}

/// Where a type is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Among the declared types, which may hide the standard ones.
    Types,
    /// In another generated module.
    Elsewhere,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        // Tuple structs live beside these four, which generated code needs by their short names.
        let mut scope = Scope::with(&["Some", "None", "Ok", "Err"]);
        let reachable = graph::reachable(api);
        let declared: Vec<Option<String>> = api
            .schemas()
            .map(|(id, schema)| {
                let wanted =
                    schema.component || (reachable[id.index()] && shape(schema).is_nominal());
                wanted.then(|| scope.claim(schema.name.clone()).rust)
            })
            .collect();
        let names = declared.iter().flatten().cloned().collect();
        Self { api, declared, names, boxed: graph::boxed(api) }
    }

    /// The schemas that are declared, with their names.
    pub(super) fn declared(&self) -> impl Iterator<Item = (SchemaId, &'a Schema, &str)> {
        self.api.schemas().filter_map(|(id, schema)| {
            self.declared[id.index()].as_deref().map(|name| (id, schema, name))
        })
    }

    /// The schema's form behind aliases.
    pub(super) fn shape(&self, id: SchemaId) -> Shape<'a> {
        shape(self.api.schema(self.api.resolve(id).0))
    }

    /// Whether null is among the values, or among those that a reading allows where lenient.
    pub(super) fn is_nullable(&self, id: SchemaId) -> bool {
        let (target, nullable) = self.api.resolve(id);
        let plausible = [id, target]
            .into_iter()
            .map(|id| self.api.schema(id))
            .any(|schema| schema.usage.received && schema.claim.may_be_null());
        // Any value includes null already.
        (nullable || plausible) && !self.takes_null(id)
    }

    /// Whether the non-null type takes null by itself.
    pub(super) fn takes_null(&self, id: SchemaId) -> bool {
        matches!(self.shape(id), Shape::Plain(Plain::Any | Plain::Null))
    }

    /// Whether a struct's member needs a box.
    pub(super) fn is_boxed(&self, owner: SchemaId, member: SchemaId) -> bool {
        self.boxed.contains(&(owner, member))
    }

    /// The type of all values of a schema, null included.
    pub(super) fn value_type(&self, id: SchemaId, at: At) -> TokenStream {
        let inner = self.plain_type(id, at);
        if self.is_nullable(id) { self.option(&inner, at) } else { inner }
    }

    /// The type of the non-null values of a schema.
    pub(super) fn plain_type(&self, id: SchemaId, at: At) -> TokenStream {
        if let Some(name) = &self.declared[id.index()] {
            let name = format_ident!("{name}");
            return match at {
                At::Types => quote!(#name),
                At::Elsewhere => quote!(super::types::#name),
            };
        }
        self.structural_type(id, at)
    }

    /// The type of the non-null values, spelt out rather than named.
    pub(super) fn structural_type(&self, id: SchemaId, at: At) -> TokenStream {
        match shape(self.api.schema(id)) {
            Shape::Same(target) => self.plain_type(target, at),
            Shape::List(items) => {
                let (vec, item) = (self.std("Vec", at), self.item_type(items, at));
                quote!(#vec<#item>)
            }
            Shape::Map(values) => self.map_type(values, at),
            Shape::Plain(plain) => self.plain(plain, at),
            Shape::Struct(_) | Shape::Text(..) | Shape::Union(_) => quote!(::serde_json::Value),
        }
    }

    /// An ordered map of text to these.
    pub(super) fn map_type(&self, values: Option<SchemaId>, at: At) -> TokenStream {
        match values {
            Some(values) => {
                let (string, value) = (self.std("String", at), self.value_type(values, at));
                quote!(::indexmap::IndexMap<#string, #value>)
            }
            None => {
                let string = self.std("String", at);
                quote!(::serde_json::Map<#string, ::serde_json::Value>)
            }
        }
    }

    fn item_type(&self, items: Option<SchemaId>, at: At) -> TokenStream {
        items.map_or_else(|| quote!(::serde_json::Value), |items| self.value_type(items, at))
    }

    fn plain(&self, plain: Plain, at: At) -> TokenStream {
        match plain {
            Plain::Any => quote!(::serde_json::Value),
            Plain::Null => quote!(()),
            Plain::Boolean => quote!(bool),
            Plain::True => quote!(::oasis_runtime::True),
            Plain::False => quote!(::oasis_runtime::False),
            Plain::Int32 => quote!(i32),
            Plain::Int64 => quote!(i64),
            Plain::Number => quote!(::serde_json::Number),
            Plain::String => {
                let string = self.std("String", at);
                quote!(#string)
            }
            Plain::Timestamp => quote!(::jiff::Timestamp),
            Plain::Date => quote!(::jiff::civil::Date),
        }
    }

    /// An optional type.
    pub(super) fn option(&self, inner: &TokenStream, at: At) -> TokenStream {
        let option = self.std("Option", at);
        quote!(#option<#inner>)
    }

    /// A boxed type.
    pub(super) fn boxed(&self, inner: &TokenStream, at: At) -> TokenStream {
        let boxed = self.std("Box", at);
        quote!(#boxed<#inner>)
    }

    /// A standard type: by its short name unless a declared type hides it.
    pub(super) fn std(&self, name: &str, at: At) -> TokenStream {
        let ident: Ident = format_ident!("{name}");
        if at == At::Elsewhere || !self.names.contains(name) {
            return quote!(#ident);
        }
        let module = match name {
            "Box" => quote!(boxed),
            "Option" => quote!(option),
            "Result" => quote!(result),
            "String" => quote!(string),
            _ => quote!(vec),
        };
        quote!(::std::#module::#ident)
    }
}
