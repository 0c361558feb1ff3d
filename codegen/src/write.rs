//! Puts down what was decided, as Rust tokens. No decisions.

mod bodies;
mod client;
pub(crate) mod docs;
mod examples;
mod family;
pub(crate) mod imports;
mod operations;
mod parameters;
mod refusals;
mod root;
mod section;
mod server;
mod shared;
mod types;

use crate::decide::operations::{Endpoint, Operations};
use crate::decide::parts::Parts;
use crate::decide::refusals::Refusals;
use crate::decide::types::{Declared, Types};
use crate::names::Ident;
use crate::render::Module;
use family::Family;
use imports::Imports;
use oasis_model::ir::{Claim, Docs};
use proc_macro2::TokenStream;
use quote::quote;
use section::Section;

/// Every generated module. Types come last: they stand where they are needed.
pub(crate) fn modules(
    types: &Types<'_>,
    operations: &Operations<'_>,
    parts: &mut Parts,
) -> Vec<Module> {
    let section = Section { types, operations, parts, part: None };
    let mut written = family::written(section, &FAMILIES);
    parts.give_types(types, written.iter().map(|(part, (_, named))| (*part, named)));
    let section = Section { types, operations, parts, part: None };
    written.extend(family::written(section, &[TYPES]));
    let root = root::module(types.api, operations);
    written.into_iter().map(|(_, (module, _))| module).chain([root]).collect()
}

/// All kinds of file but the types; the largest come first, so that no thread waits long for another.
const FAMILIES: [Family; 5] = [
    Family { write: server::module, is_split: false, is_reexported: false },
    Family { write: client::module, is_split: true, is_reexported: false },
    Family { write: operations::module, is_split: true, is_reexported: true },
    Family { write: refusals::module, is_split: true, is_reexported: true },
    Family { write: examples::module, is_split: true, is_reexported: true },
];

const TYPES: Family = Family { write: types::module, is_split: true, is_reexported: true };

/// The lines for an element: what it is, and how surely that is known.
fn about(fallback: &str, docs: &Docs, claim: &Claim) -> Vec<String> {
    let mut lines = docs::lines(docs);
    if lines.is_empty() && !fallback.is_empty() {
        lines.push(fallback.to_owned());
    }
    if let Some(basis) = docs::basis(claim.basis) {
        let because = claim.because.as_deref().map(docs::sentence).unwrap_or_default();
        let because = if because.is_empty() { because } else { format!(": {because}") };
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("{basis}{because}"));
    }
    lines
}

/// What a module says that uses the types: some of them may be deprecated.
fn uses_deprecated(types: &Types<'_>) -> Vec<TokenStream> {
    let is_deprecated = |declared: &Declared| types.api.schema(declared.schema).docs.deprecated;
    let any = types.written().any(|(_, declared)| is_deprecated(declared));
    any.then(|| quote!(#![allow(deprecated, reason = "deprecated types are still used")]))
        .into_iter()
        .collect()
}

/// The most arguments that clippy lets a function have.
const ARGUMENTS: usize = 7;

/// Leave for a method, which has `self` and these arguments, to have as many as the contract asks for.
fn long(arguments: usize) -> Option<TokenStream> {
    (arguments >= ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the contract asks for that many")]),
    )
}

/// Leave for a method to have a name by which clippy expects it to make the value, or to consume it.
fn misleading(name: &Ident) -> Option<TokenStream> {
    ["from_", "into_"].iter().any(|prefix| name.as_str().starts_with(prefix)).then(
        || quote!(#[allow(clippy::wrong_self_convention, reason = "the contract calls it so")]),
    )
}

/// The type that lists the refusals of an operation.
fn refusal(imports: &Imports<'_>, endpoint: &Endpoint<'_>, refusals: Refusals) -> TokenStream {
    match refusals {
        Refusals::None => imports.path("std::convert", "Infallible"),
        Refusals::Own | Refusals::Same(_) => {
            imports.path("super::refusals", endpoint.type_name("Refusal").as_str())
        }
    }
}
