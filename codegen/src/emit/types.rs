//! Every declared type: structs, enums, unions, named maps and aliases.

mod facts;
mod object;
mod text;
mod union;

use super::context::{At, Context};
use super::shape::{Shape, shape};
use super::{Module, docs};
use oasis_model::ir::{Kind, Schema, SchemaId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub(super) use facts::facts;

/// The module of all types.
pub(super) fn module(context: &Context<'_>) -> Module {
    let docs = "The types of the API: what its members mean, and how surely that is known.";
    let mut items: Vec<TokenStream> = context
        .declared()
        .flat_map(|(id, schema, name)| declaration(context, id, schema, name))
        .collect();
    items.push(components(context));
    Module { path: "types.rs", docs: vec![docs.to_owned()], items }
}

/// The component schemas as data, for whoever has to treat all of them alike.
fn components(context: &Context<'_>) -> TokenStream {
    let components = context.declared().filter(|(_, schema, _)| schema.component);
    let entries = components.map(|(_, schema, name)| {
        let (wire, name) = (&schema.name.wire, format_ident!("{name}"));
        quote!(::oasis_runtime::Component::of::<#name>(#wire))
    });
    quote! {
        /// Every component schema of the contract that has a type, by name.
        #[cfg(feature = "schema")]
        pub const COMPONENTS: &[::oasis_runtime::Component] = &[#(#entries),*];
    }
}

fn declaration(
    context: &Context<'_>,
    id: SchemaId,
    schema: &Schema,
    name: &str,
) -> Vec<TokenStream> {
    let fallback = format!("The schema {}.", docs::code(&schema.name.wire));
    let docs =
        docs::attributes(&docs::lines(&fallback, &schema.docs, facts(schema), &schema.claim));
    match shape(schema) {
        Shape::Struct(object) => object::items(context, id, object, schema.usage, name, &docs),
        Shape::Text(values, openness) => text::items(name, &values, openness, &docs),
        Shape::Union(union) => union::items(context, schema, union, name, &docs),
        Shape::Map(_) => newtype(context, id, name, &docs),
        Shape::List(_) if holds_itself(context, id) => newtype(context, id, name, &docs),
        Shape::List(_) | Shape::Same(_) | Shape::Plain(_) => {
            let name = format_ident!("{name}");
            let target = context.structural_type(id, At::Types);
            vec![quote! { #docs pub type #name = #target; }]
        }
    }
}

fn newtype(
    context: &Context<'_>,
    id: SchemaId,
    name: &str,
    docs: &TokenStream,
) -> Vec<TokenStream> {
    let name = format_ident!("{name}");
    let inner = context.structural_type(id, At::Types);
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "schema", derive(::schemars::JsonSchema))]
        pub struct #name(pub #inner);
    };
    vec![declaration, quote! { ::oasis_runtime::newtype!(#name, #inner); }]
}

/// Whether a list is, through lists alone, a list of itself: an alias could not say that.
fn holds_itself(context: &Context<'_>, list: SchemaId) -> bool {
    let mut next = list;
    for _ in 0..=context.api.schemas.len() {
        match &context.api.schema(next).kind {
            Kind::Array(array) => match array.items {
                Some(items) => next = context.api.resolve(items).0,
                None => return false,
            },
            _ => return false,
        }
        if next == list {
            return true;
        }
    }
    // The chain runs into another list that holds itself and is declared as such.
    false
}
