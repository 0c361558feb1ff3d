//! `operations.rs`: the operations as data, and the parameters of each.

use super::bodies::{self, form_rows};
use super::imports::Imports;
use super::section::{Entry, Section, Written};
use super::{docs, parameters, shared};
use crate::decide::bodies::{Form, RequestBody};
use crate::decide::operations::Endpoint;
use crate::decide::parameters::Style;
use crate::decide::responses::Success;
use crate::names::Ident;
use crate::render::{Item, Items};
use proc_macro2::TokenStream;
use quote::quote;

/// The operations of a section; the root lists all.
pub(super) fn module(section: Section<'_>) -> Written {
    let own = section.known().map(|entry| entry.endpoint).flat_map(|endpoint| {
        let types = ["Parameters", "Body"].map(|suffix| endpoint.type_name(suffix));
        types.into_iter().chain([endpoint.constant.clone()])
    });
    // Files below the root use the constants of the root.
    let is_root = section.part.is_none();
    let shared = is_root.then(|| shared::names(section)).into_iter().flatten();
    let own: Vec<Ident> = own.chain(shared).collect();
    let own = own.iter().map(Ident::as_str).chain(["OPERATIONS"]);
    let imports = section.imports("super::types", own);
    let mut items = Items::default();
    if is_root {
        shared::declare(&imports, section, &mut items);
    }
    for Entry { endpoint, examples, .. } in section.entries() {
        let example = examples.success.as_ref().map(|example| &example.constant);
        items.push(Item::Rust(constant(&imports, section, endpoint, example)));
    }
    if is_root {
        items.push(list(&imports, section));
    }
    for Entry { endpoint, .. } in section.entries() {
        items.extend(bodies::declaration(&imports, endpoint));
        items.extend(parameters::parameters(&imports, endpoint));
    }
    let docs = "The operations of the API as data, and the parameters of each.";
    let attributes = section.attributes(|| uses_deprecated(section));
    section.module("operations", docs, attributes, &imports, items)
}

/// What the root says: some parameters or types may be deprecated.
fn uses_deprecated(section: Section<'_>) -> Vec<TokenStream> {
    let mut fields = section.known().flat_map(|entry| &entry.endpoint.fields);
    match fields.any(|field| field.parameter.docs.deprecated) {
        true => {
            vec![quote!(#![allow(deprecated, reason = "deprecated parameters are still written")])]
        }
        false => super::uses_deprecated(section.types),
    }
}

fn list(imports: &Imports<'_>, section: Section<'_>) -> Item {
    let operation = imports.spelling("oasis_runtime", "Operation");
    let constant =
        |entry: Entry<'_>| format!("{}&{}", section.gate_text(&entry), entry.endpoint.constant);
    let constants = section.known().map(constant);
    Item::Text(format!(
        "/// Every operation.\npub const OPERATIONS: &[&{operation}] = &[\n{}];\n",
        filled(constants)
    ))
}

/// Entries with commas behind them, as many on a line as it holds.
pub(super) fn filled(entries: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    let mut line = String::new();
    for entry in entries {
        if !line.is_empty() && line.chars().count() + entry.chars().count() + 2 > 100 {
            text.extend([line.as_str(), "\n"]);
            line.clear();
        }
        line.push_str(if line.is_empty() { "    " } else { " " });
        line.extend([entry.as_str(), ","]);
    }
    if !line.is_empty() {
        text.extend([line.as_str(), "\n"]);
    }
    text
}

fn constant(
    imports: &Imports<'_>,
    section: Section<'_>,
    endpoint: &Endpoint<'_>,
    example: Option<&Ident>,
) -> TokenStream {
    let operation_type = imports.path("oasis_runtime", "Operation");
    let operation = endpoint.operation;
    let (name, id, path) = (&endpoint.constant, &operation.id, &endpoint.path);
    let method = operation.method.as_str();
    let docs = docs::attributes(&[title(endpoint)]);
    let route = endpoint.route().map(|route| quote!(route: Some(#route),));
    let server = endpoint.server.map(|server| {
        let url = &server.url;
        quote!(server: Some(#url),)
    });
    let security = shared::security(imports, section, endpoint);
    let success = success(&endpoint.success);
    let consumes = endpoint.body.as_ref().and_then(consumes);
    let consumes = consumes.map(|media_types| quote!(consumes: #media_types,));
    let form = endpoint.body.as_ref().and_then(RequestBody::only);
    let rows = form.map(|payload| form_rows(imports, &payload.rows)).unwrap_or_default();
    let fields = (!rows.is_empty()).then(|| quote!(fields: &[#(#rows),*],));
    let accept = media_type(&endpoint.accept).map(|accept| quote!(accept: #accept,));
    let produces = endpoint.success_payload().and_then(|payload| {
        media_type(payload.media_type()).map(|media_type| quote!(produces: #media_type,))
    });
    let styled: Vec<TokenStream> = endpoint
        .path_arguments
        .iter()
        .filter(|argument| argument.style != Style::Joined(','))
        .map(|argument| parameters::row(imports, argument))
        .collect();
    let path_styles = (!styled.is_empty()).then(|| quote!(path_styles: &[#(#styled),*],));
    let example = example.map(|example| {
        let example = imports.in_full("super::examples", example.as_str());
        quote!(#[cfg(feature = "examples")] example: Some(#example),)
    });
    quote! {
        #docs
        pub const #name: #operation_type = #operation_type {
            id: #id,
            method: #method,
            path: #path,
            #route
            #server
            #security
            #success
            #consumes
            #fields
            #accept
            #produces
            #path_styles
            #example
            ..#operation_type::NEW
        };
    }
}

/// The method and the path of an operation, as code.
pub(super) fn title(endpoint: &Endpoint<'_>) -> String {
    docs::code(&format!("{} {}", endpoint.operation.method, endpoint.operation.path))
}

/// The media types of a body, unless they are the one that the runtime assumes. A server takes any
/// JSON, so that further names of it need not be told.
fn consumes(body: &RequestBody<'_>) -> Option<String> {
    let payload = body.only()?;
    let first = payload.media_type();
    let mut all = match &payload.form {
        Form::Json(_) => vec![first],
        _ => payload.media_types.iter().map(String::as_str).collect(),
    };
    all.extend(body.also.iter().map(String::as_str));
    media_type(&all.join(", ")).map(str::to_owned)
}

/// A media type, unless it is the one that the runtime assumes.
fn media_type(media_type: &str) -> Option<&str> {
    (media_type != "application/json").then_some(media_type)
}

/// What differs from the statuses that the runtime assumes.
fn success(success: &Success<'_>) -> Option<TokenStream> {
    let Success::One { statuses, also, .. } = success else { return None };
    let ranges = statuses.iter().map(|(low, high)| {
        let (low, high) = (number(*low), number(*high));
        quote!((#low, #high))
    });
    let statuses = (*statuses != [(200, 299)]).then(|| quote!(success: &[#(#ranges),*],));
    let codes = also.iter().map(|code| number(*code));
    let also = (!also.is_empty()).then(|| quote!(also: &[#(#codes),*],));
    Some(quote!(#statuses #also))
}

/// A status without the name of its type behind it.
pub(super) fn number(code: u16) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(code)
}
