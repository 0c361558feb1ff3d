//! `#[derive(Object)]`: a struct in, its `serde::Deserialize` out, in a fifth of the code that serde's
//! own macro writes: no index, no tuple form, no type for each field that is read by a function.
//!
//! Everything that is the same for every struct stands in `oasis-runtime`. What the generator does not
//! write is not understood: generics, tuples and flattened fields are refused.

mod attributes;
mod rename;

use attributes::{Absent, Container, Field};
use proc_macro::TokenStream;
use quote::quote;
use std::collections::HashSet;
use syn::{Data, DeriveInput, Fields, Path, parse_macro_input};

/// Reads a struct from a JSON object. Knows `rename`, `default` and `deserialize_with` of
/// `#[serde(...)]` on a field, the last with `guess`, `nullable`, `present` and `whole` of
/// `oasis-runtime`, and `rename_all` and `default` on the struct.
#[proc_macro_derive(Object, attributes(serde))]
pub fn object(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let name = &input.ident;
    let refused = || syn::Error::new_spanned(name, "only structs with named fields are read");
    let Data::Struct(data) = &input.data else { return Err(refused()) };
    let Fields::Named(fields) = &data.fields else { return Err(refused()) };
    let container = Container::of(&input.attrs)?;
    let fields: Vec<Field<'_>> = fields
        .named
        .iter()
        .map(|field| Field::of(field, &container))
        .collect::<syn::Result<_>>()?;
    let text = name.to_string();
    let types = fields.iter().map(|field| field.rust);
    let wires = fields.iter().map(|field| &field.wire);
    let nones = fields.iter().map(|_| quote!(::core::option::Option::None));
    let arms = fields.iter().enumerate().map(|(place, field)| {
        let slot = syn::Index::from(place);
        let reader = &field.reader;
        quote!(#place => __p::put::<__p::#reader, _, _>(&mut self.#slot, map, #place, Self::NAMES))
    });
    // What a marker stands for is used, too.
    let functions: HashSet<&Path> =
        fields.iter().filter_map(|field| field.function.as_ref()).collect();
    let functions =
        functions.into_iter().map(|path| quote!(#[allow(unused_imports)] use #path as _;));
    let made = fields.iter().enumerate().map(|(place, field)| {
        let (ident, wire, slot) = (field.ident, &field.wire, syn::Index::from(place));
        match field.absent {
            Absent::AsItsTypeSays => quote!(#ident: __p::or_missing(self.#slot, #wire)?),
            Absent::Refused => quote!(#ident: __p::or_refused(self.#slot, #wire)?),
            Absent::Default => quote!(#ident: self.#slot.unwrap_or_default()),
        }
    });
    Ok(quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        const _: () = {
            use ::oasis_runtime::__private as __p;
            #(#functions)*
            struct __Slots(#(::core::option::Option<#types>),*);
            impl<'de> __p::Slots<'de> for __Slots {
                type Object = #name;
                const NAME: &'static str = #text;
                const NAMES: &'static [&'static str] = &[#(#wires),*];
                fn empty() -> Self {
                    Self(#(#nones),*)
                }
                fn fill<A: __p::serde::de::MapAccess<'de>>(
                    &mut self, place: usize, map: &mut A,
                ) -> ::core::result::Result<(), A::Error> {
                    match place {
                        #(#arms,)*
                        _ => __p::skip(map),
                    }
                }
                fn made<E: __p::serde::de::Error>(self) -> ::core::result::Result<#name, E> {
                    ::core::result::Result::Ok(#name { #(#made),* })
                }
            }
            impl<'de> __p::serde::Deserialize<'de> for #name {
                fn deserialize<D: __p::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                    __p::object::<__Slots, D>(from)
                }
            }
        };
    })
}
