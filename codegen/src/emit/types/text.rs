//! String enums: one variant a value, and one for all others where the enum is open.

use crate::emit::docs;
use crate::emit::shape::Openness;
use oasis_model::name::{Scope, pascal};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;

/// The variant of an open enum for values that the contract does not name.
const UNKNOWN: &str = "Unknown";

pub(super) fn items(
    name: &str,
    values: &[&str],
    openness: Openness,
    docs: &TokenStream,
) -> Vec<TokenStream> {
    let name = format_ident!("{name}");
    let (values, variants) = variants(values);
    match openness {
        Openness::Open => open(&name, &values, &variants, docs),
        Openness::Closed => closed(&name, &values, &variants, docs),
    }
}

/// The values without repetition, each with its variant.
fn variants<'a>(values: &[&'a str]) -> (Vec<&'a str>, Vec<Ident>) {
    let mut seen = HashSet::new();
    let mut scope = Scope::with(&[UNKNOWN]);
    let values = values.iter().copied().filter(|value| seen.insert(*value));
    values
        .map(|value| {
            let mut name = pascal(value);
            if name.rust == UNKNOWN {
                // The contract has a value of that name, which is not the same as a value unknown to it.
                name.rust.push_str("Literal");
            }
            (value, format_ident!("{}", scope.claim(name).rust))
        })
        .unzip()
}

fn variant_docs(values: &[&str]) -> Vec<TokenStream> {
    let line = |value: &&str| match *value {
        "" => "The empty text.".to_owned(),
        value => format!("The value {}.", docs::code(value)),
    };
    values.iter().map(|value| docs::attributes(&[line(value)])).collect()
}

fn open(name: &Ident, values: &[&str], variants: &[Ident], docs: &TokenStream) -> Vec<TokenStream> {
    let variant_docs = variant_docs(values);
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum #name {
                #(#variant_docs #variants,)*
                /// A value that the contract does not name, kept as it came.
                Unknown(::std::string::String),
            }
        },
        quote! {
            impl #name {
                /// The value as it goes on the wire.
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #values,)*
                        Self::Unknown(value) => value,
                    }
                }
            }
        },
        quote! {
            impl ::std::str::FromStr for #name {
                type Err = ::std::convert::Infallible;
                fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                    ::std::result::Result::Ok(match text {
                        #(#values => Self::#variants,)*
                        other => Self::Unknown(other.to_owned()),
                    })
                }
            }
        },
        quote! { ::oasis_runtime::text!(#name, ::std::option::Option::None); },
    ]
}

fn closed(
    name: &Ident,
    values: &[&str],
    variants: &[Ident],
    docs: &TokenStream,
) -> Vec<TokenStream> {
    let variant_docs = variant_docs(values);
    vec![
        quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum #name {
                #(#variant_docs #variants,)*
            }
        },
        quote! {
            impl #name {
                /// Every value as it goes on the wire.
                pub const VALUES: &'static [&'static str] = &[#(#values),*];

                /// The value as it goes on the wire.
                pub fn as_str(&self) -> &'static str {
                    match self {
                        #(Self::#variants => #values,)*
                    }
                }
            }
        },
        quote! {
            impl ::std::str::FromStr for #name {
                type Err = ::oasis_runtime::UnknownValue;
                fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                    match text {
                        #(#values => ::std::result::Result::Ok(Self::#variants),)*
                        other => ::std::result::Result::Err(::oasis_runtime::UnknownValue {
                            value: other.to_owned(),
                            allowed: Self::VALUES,
                        }),
                    }
                }
            }
        },
        quote! { ::oasis_runtime::text!(#name, ::std::option::Option::Some(#name::VALUES)); },
    ]
}
