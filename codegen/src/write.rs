//! Puts down what was decided, as Rust tokens. No decisions.

mod bodies;
mod client;
pub(crate) mod docs;
mod examples;
pub(crate) mod imports;
mod operations;
mod refusals;
mod root;
mod section;
mod server;
mod types;

use crate::decide::operations::{Endpoint, Operations};
use crate::decide::parts::Parts;
use crate::decide::refusals::Refusals;
use crate::decide::types::{Declared, Types};
use crate::render::Module;
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
    let mut written = section.family(operations::module, true);
    written.extend(section.family(examples::module, true));
    written.extend(section.family(refusals::module, true));
    written.extend(section.family(client::module, false));
    written.push((None, server::module(section)));
    parts.give_types(types, written.iter().map(|(part, (_, named))| (*part, named)));
    let section = Section { types, operations, parts, part: None };
    written.extend(section.family(types::module, true));
    let root = root::module(types.api, operations);
    written.into_iter().map(|(_, (module, _))| module).chain([root]).collect()
}

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

/// The type that lists the refusals of an operation.
fn refusal(imports: &Imports<'_>, endpoint: &Endpoint<'_>, refusals: Refusals) -> TokenStream {
    match refusals {
        Refusals::None => imports.path("std::convert", "Infallible"),
        Refusals::Own | Refusals::Same(_) => {
            imports.path("super::refusals", endpoint.type_name("Refusal").as_str())
        }
    }
}
