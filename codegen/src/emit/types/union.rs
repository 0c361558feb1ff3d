//! Enums of types: told apart by a tag where the contract names one, else by what fits best.

use crate::emit::context::{At, Context};
use crate::emit::docs;
use crate::emit::shape::{Plain, Shape};
use oasis_model::ir::{Discriminator, Schema, SchemaId, Union};
use oasis_model::name::{Name, Scope, pascal};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;

/// One variant, decided.
struct Variant {
    ident: Ident,
    payload: TokenStream,
    docs: TokenStream,
}

pub(super) fn items(
    context: &Context<'_>,
    schema: &Schema,
    union: &Union,
    name: &str,
    docs: &TokenStream,
) -> Vec<TokenStream> {
    let name = format_ident!("{name}");
    let mut scope = Scope::with(&["Unknown"]);
    let variants: Vec<Variant> =
        union.variants.iter().map(|id| variant(context, *id, &name, &mut scope)).collect();
    // A tag that the contract does not name survives where the value may come from elsewhere.
    let open = union.discriminator.is_some() && (schema.usage.received || !schema.usage.sent);
    let unknown = open.then(|| {
        quote! {
            /// A value whose tag the contract does not name, kept as it came.
            Unknown(::serde_json::Value),
        }
    });
    let rows =
        variants.iter().map(|Variant { ident, payload, docs }| quote!(#docs #ident(#payload)));
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(untagged)]
        #[cfg_attr(feature = "schema", derive(::schemars::JsonSchema))]
        pub enum #name {
            #(#rows,)*
            #unknown
        }
    };
    let reading = match &union.discriminator {
        Some(discriminator) => tagged(&variants, discriminator, open),
        None => untagged(&variants),
    };
    let reading = quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                #reading
            }
        }
    };
    vec![declaration, reading]
}

fn variant(context: &Context<'_>, id: SchemaId, owner: &Ident, scope: &mut Scope) -> Variant {
    let schema = context.api.schema(id);
    let shape = context.shape(id);
    let wanted = match (&shape, schema.component) {
        (_, true) | (Shape::Struct(_) | Shape::Text(..) | Shape::Union(_), _) => {
            within(&owner.to_string(), &schema.name)
        }
        (Shape::List(_), _) => pascal("list"),
        (Shape::Map(_), _) => pascal("object"),
        (Shape::Plain(plain), _) => pascal(plain_name(*plain)),
        (Shape::Same(_), _) => schema.name.clone(),
    };
    let ident = format_ident!("{}", scope.claim(wanted).rust);
    let payload = context.value_type(id, At::Types);
    let payload = match shape.is_large() {
        true => context.boxed(&payload, At::Types),
        false => payload,
    };
    let fallback = format!("As {}.", docs::code(&schema.name.rust));
    let described = if schema.component { Default::default() } else { schema.docs.clone() };
    let docs = docs::attributes(&docs::lines(&fallback, &described, Vec::new(), &schema.claim));
    Variant { ident, payload, docs }
}

/// The name without that of the enum in front, which every mention of a variant has anyway.
fn within(owner: &str, name: &Name) -> Name {
    let rest = name.rust.strip_prefix(owner);
    let rest = rest.filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()));
    let rust = rest.unwrap_or(&name.rust).to_owned();
    Name { wire: name.wire.clone(), rust }
}

fn plain_name(plain: Plain) -> &'static str {
    match plain {
        Plain::Any => "any",
        Plain::Null => "null",
        Plain::Boolean | Plain::True | Plain::False => "boolean",
        Plain::Int32 | Plain::Int64 => "integer",
        Plain::Number => "number",
        Plain::String => "text",
        Plain::Timestamp => "timestamp",
        Plain::Date => "date",
    }
}

fn untagged(variants: &[Variant]) -> TokenStream {
    let offers = variants.iter().map(|Variant { ident, .. }| {
        let name = ident.to_string();
        quote!(.offer(#name, Self::#ident))
    });
    quote! { ::oasis_runtime::Choice::read(deserializer)? #(#offers)* .finish() }
}

fn tagged(variants: &[Variant], discriminator: &Discriminator, open: bool) -> TokenStream {
    let mut seen = HashSet::new();
    let arms = variants.iter().zip(&discriminator.values).filter_map(|(variant, values)| {
        let values: Vec<&String> = values.iter().filter(|value| seen.insert(*value)).collect();
        let ident = &variant.ident;
        (!values.is_empty()).then(
            || quote!(::std::option::Option::Some(#(#values)|*) => tagged.into().map(Self::#ident)),
        )
    });
    let otherwise = match open {
        true => quote!(::std::result::Result::Ok(Self::Unknown(tagged.into_value()))),
        false => quote!(::std::result::Result::Err(tagged.unknown())),
    };
    let member = &discriminator.property;
    quote! {
        let tagged = ::oasis_runtime::Tagged::read(deserializer, #member)?;
        match tagged.tag() {
            #(#arms,)*
            _ => #otherwise,
        }
    }
}
