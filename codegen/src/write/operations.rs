//! `operations.rs`: the operations as data, and the parameters of each.

use super::bodies::{self, form_rows};
use super::imports::Imports;
use super::section::{Entry, Section, Written};
use super::{about, docs};
use crate::decide::bodies::{Form, RequestBody};
use crate::decide::headers::ResponseHeader;
use crate::decide::operations::Endpoint;
use crate::decide::parameters::{Argument, Style};
use crate::decide::rename::{self, Rule};
use crate::decide::responses::Success;
use crate::decide::security::{Auth, Scheme};
use crate::names::Ident;
use crate::render::{Item, Items, List};
use crate::rust::RustType;
use oasis_model::ir::{Claim, ParameterPlace};
use proc_macro2::TokenStream;
use quote::quote;

/// The operations of a section; the root lists all.
pub(super) fn module(section: Section<'_>) -> Written {
    let Section { operations, .. } = section;
    let own = section.known().map(|entry| entry.endpoint).flat_map(|endpoint| {
        let types = ["Parameters", "Body"].map(|suffix| endpoint.type_name(suffix));
        types.into_iter().chain([endpoint.constant.clone()])
    });
    // Files below the root use the schemes and headers of the root.
    let own_schemes = if section.part.is_none() { &operations.schemes[..] } else { &[] };
    let own_headers = if section.part.is_none() { &operations.headers[..] } else { &[] };
    let schemes = own_schemes.iter().map(|scheme| scheme.constant.clone());
    let headers = own_headers.iter().map(|header| header.constant.clone());
    let own: Vec<Ident> = own.chain(schemes).chain(headers).collect();
    let own = own.iter().map(Ident::as_str).chain(["OPERATIONS"]);
    let imports = section.imports("super::types", own);
    let mut items = Items::default();
    for scheme in own_schemes {
        items.push(Item::Rust(self::scheme(&imports, scheme)));
    }
    for header in own_headers {
        items.push(Item::Rust(self::header(&imports, header)));
    }
    for Entry { endpoint, examples, .. } in section.entries() {
        let example = examples.success.as_ref().map(|example| &example.constant);
        items.push(Item::Rust(constant(&imports, section, endpoint, example)));
    }
    if section.part.is_none() {
        items.push(list(&imports, section));
    }
    for Entry { endpoint, .. } in section.entries() {
        items.extend(bodies::declaration(&imports, endpoint));
        items.extend(parameters(&imports, endpoint));
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
    let security = security(imports, section, endpoint);
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
        .map(|argument| row(imports, argument))
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
fn security(
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

fn row(imports: &Imports<'_>, argument: &Argument<'_>) -> TokenStream {
    let (parameter, style) =
        (imports.path("oasis_runtime", "Parameter"), style(imports, argument.style));
    let place = match argument.parameter.place {
        ParameterPlace::Path => quote!(path),
        ParameterPlace::Query => quote!(query),
        ParameterPlace::Header => quote!(header),
        ParameterPlace::Cookie => quote!(cookie),
    };
    let wire = &argument.parameter.name;
    let (name, key) = match argument.parameter.place {
        ParameterPlace::Path => (&argument.key, None),
        _ if argument.key == *wire => (wire, None),
        _ => (wire, Some(&argument.key)),
    };
    let key = key.map(|key| quote!(.key(#key)));
    let reserved = argument.parameter.allow_reserved.then(|| quote!(.reserved()));
    quote!(#parameter::#place(#name, #style)#reserved #key)
}

/// A style as the runtime calls it.
pub(super) fn style(imports: &Imports<'_>, style: Style) -> TokenStream {
    let style = match style {
        Style::Joined(separator) => quote!(Joined(#separator)),
        Style::Exploded => quote!(Exploded),
        Style::Spread => quote!(Spread),
        Style::Deep => quote!(Deep),
        Style::Json => quote!(Json),
        Style::Matrix { explode } => quote!(Matrix { explode: #explode }),
        Style::Label { explode } => quote!(Label { explode: #explode }),
    };
    let style_type = imports.path("oasis_runtime", "Style");
    quote!(#style_type::#style)
}

/// The parameter struct of an operation, with its setters and its table.
fn parameters(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> Vec<Item> {
    if endpoint.fields.is_empty() {
        return Vec::new();
    }
    let name = endpoint.type_name("Parameters");
    let docs = docs::attributes(&[format!(
        "The parameters of {}, besides those in its path.",
        docs::code(&endpoint.operation.id)
    )]);
    let is_optional = endpoint.fields.iter().all(|field| !field.parameter.required);
    let default = is_optional.then(|| quote!(Default,));
    let names = endpoint.fields.iter().map(|field| (&field.ident, field.key.as_str()));
    let rule = rename::rule(names);
    let rename_all = rule.as_str().map(|rule| quote!(#[serde(rename_all = #rule)]));
    let fields = endpoint.fields.iter().map(|field| self::field(imports, field, rule));
    let rows = endpoint.fields.iter().map(|field| row(imports, field));
    let (serialize, deserialize) =
        (imports.path("serde", "Serialize"), imports.path("serde", "Deserialize"));
    let parameters = imports.path("oasis_runtime", "Parameters");
    let parameter = imports.path("oasis_runtime", "Parameter");
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq, #serialize, #deserialize)]
        #rename_all
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    };
    let table = quote! {
        impl #parameters for #name {
            const TABLE: &'static [#parameter] = &[#(#rows),*];
        }
    };
    vec![Item::Rust(declaration), setters(imports, endpoint, &name), Item::Rust(table)]
}

fn setters(imports: &Imports<'_>, endpoint: &Endpoint<'_>, name: &Ident) -> Item {
    let entry =
        |field: &Argument<'_>| format!("{}: {}", field.ident, imports.type_text(&rust_type(field)));
    let (required, optional): (Vec<_>, Vec<_>) =
        endpoint.fields.iter().partition(|field| field.parameter.required);
    let required: Vec<String> = required.into_iter().map(entry).collect();
    let optional = List::Braces(optional.into_iter().map(entry).collect());
    let lists = match required.is_empty() {
        true => vec![optional],
        false => vec![List::Parens(required), optional],
    };
    let setters = imports.spelling("oasis_runtime", "setters");
    Item::Listed { name: setters, head: name.to_string(), lists }
}

fn field(imports: &Imports<'_>, field: &Argument<'_>, rule: Rule) -> TokenStream {
    let Argument { parameter, ident, key, .. } = field;
    let fallback = format!("The parameter {}.", docs::code(&parameter.name));
    let mut lines = about(&fallback, &parameter.docs, &parameter.claim);
    if let Some(default) = &field.default {
        lines.extend([String::new(), format!("Default: {}.", docs::code(&default.to_string()))]);
    }
    let docs = docs::attributes(&lines);
    let deprecated = parameter.docs.deprecated.then(|| quote!(#[deprecated]));
    let rename = (rule.apply(ident).as_deref() != Some(key)).then(|| quote!(rename = #key));
    let skip = (!parameter.required).then(|| quote!(skip_serializing_if = "Option::is_none"));
    let parts: Vec<TokenStream> = rename.into_iter().chain(skip).collect();
    let serde = (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]));
    let rust = imports.rust_type(&rust_type(field));
    quote!(#docs #deprecated #serde pub #ident: #rust,)
}

fn rust_type(field: &Argument<'_>) -> RustType {
    match field.parameter.required {
        true => field.value.clone(),
        false => RustType::Option(Box::new(field.value.clone())),
    }
}
