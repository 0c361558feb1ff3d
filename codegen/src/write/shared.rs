//! Constants that operations share, in the root of `operations.rs`: security schemes and headers of
//! responses.

use super::docs;
use super::imports::Imports;
use super::section::Section;
use crate::decide::headers::ResponseHeader;
use crate::decide::operations::Endpoint;
use crate::decide::security::{Auth, Scheme};
use crate::names::Ident;
use crate::render::{Item, Items};
use oasis_model::ir::Claim;
use proc_macro2::TokenStream;
use quote::quote;

/// The names of the constants.
pub(super) fn names(section: Section<'_>) -> impl Iterator<Item = Ident> {
    let operations = section.operations;
    let schemes = operations.schemes.iter().map(|scheme| scheme.constant.clone());
    schemes.chain(operations.headers.iter().map(|header| header.constant.clone()))
}

/// The constants.
pub(super) fn declare(imports: &Imports<'_>, section: Section<'_>, items: &mut Items) {
    let operations = section.operations;
    items.extend(operations.schemes.iter().map(|it| Item::Rust(scheme(imports, it))));
    items.extend(operations.headers.iter().map(|it| Item::Rust(header(imports, it))));
}

/// The constant of a security scheme.
fn scheme(imports: &Imports<'_>, scheme: &Scheme<'_>) -> TokenStream {
    let [scheme_type, auth_type] =
        ["SecurityScheme", "Auth"].map(|name| imports.path("oasis_runtime", name));
    let auth = match &scheme.auth {
        Auth::Scheme(scheme) => quote!(Scheme(#scheme)),
        Auth::Header(name) => quote!(Header(#name)),
        Auth::Query(name) => quote!(Query(#name)),
        Auth::Cookie(name) => quote!(Cookie(#name)),
    };
    let (constant, name) = (&scheme.constant, &scheme.scheme.name);
    let about = format!("The security scheme {}.", docs::code(name));
    let docs = docs::attributes(&super::about(&about, &scheme.scheme.docs, &Claim::default()));
    quote! {
        #docs
        pub const #constant: #scheme_type = #scheme_type::new(#name, #auth_type::#auth);
    }
}

/// The constant of a header.
fn header(imports: &Imports<'_>, header: &ResponseHeader<'_>) -> TokenStream {
    let ResponseHeader { header, constant, rust, is_json } = header;
    let header_type = imports.path("oasis_runtime", "ResponseHeader");
    let about = format!("The header {} of responses.", docs::code(&header.name));
    let docs = docs::attributes(&super::about(&about, &header.docs, &Claim::default()));
    let deprecated = header.docs.deprecated.then(|| quote!(#[deprecated]));
    let (name, rust) = (&header.name, imports.rust_type(rust));
    let new = if *is_json { quote!(json) } else { quote!(new) };
    quote! {
        #docs
        #deprecated
        pub const #constant: #header_type<#rust> = #header_type::#new(#name);
    }
}

/// The credentials that an operation wants, if it wants any.
pub(super) fn security(
    imports: &Imports<'_>,
    section: Section<'_>,
    endpoint: &Endpoint<'_>,
) -> Option<TokenStream> {
    let together = |places: &Vec<usize>| {
        let constants = places.iter().map(|place| {
            let constant = &section.operations.schemes[*place].constant;
            match section.part {
                None => quote!(#constant),
                Some(_) => imports.path("super::operations", constant.as_str()),
            }
        });
        quote!(&[#(#constants),*])
    };
    let alternatives = endpoint.security.iter().map(together);
    (!endpoint.security.is_empty()).then(|| quote!(security: &[#(#alternatives),*],))
}
