//! Request bodies: the enum where there are several media types, and the calls that send and read
//! each kind.

use super::docs;
use super::imports::Imports;
use super::parameters::style;
use crate::decide::bodies::{Form, Payload, RequestBody};
use crate::decide::forms::Row;
use crate::decide::operations::Endpoint;
use crate::decide::taken::Taken;
use crate::render::Item;
use crate::rust::{Plain, RustType};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The enum of the bodies of an operation, if it takes several.
pub(super) fn declaration(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> Option<Item> {
    let body = endpoint.body.as_ref().filter(|body| body.only().is_none())?;
    let id = docs::code(&endpoint.operation.id);
    let docs = docs::attributes(&[format!("What {id} is sent, in one of several media types.")]);
    let name = endpoint.type_name("Body");
    let variants = body.payloads.iter().map(|(variant, payload)| {
        let media_types = payload.media_types.join(", ");
        let docs = docs::attributes(&[docs::code(&media_types)]);
        let rust = imports.rust_type(&value(&payload.form));
        let encoding = format_ident!("{}", encoding(&payload.form));
        let rows = form_rows(imports, &payload.rows);
        quote!(#docs #variant(#rust) = #encoding(#media_types #(, #rows)*))
    });
    Some(Item::Wrapped {
        name: imports.path("oasis_runtime", "bodies"),
        body: quote!(#docs pub enum #name { #(#variants,)* }),
    })
}

/// What a variant holds: bytes of no known form are a file.
fn value(form: &Form) -> RustType {
    form.value().cloned().unwrap_or(RustType::Plain(Plain::File))
}

/// How the runtime calls the way a variant travels.
fn encoding(form: &Form) -> &'static str {
    match form {
        Form::Json(_) => "Json",
        Form::UrlEncoded(_) => "Form",
        Form::Parts(_) => "Parts",
        Form::Text(_) => "Text",
        Form::Multipart | Form::Bytes | Form::File => "File",
    }
}

/// The rows of a form.
pub(super) fn form_rows(imports: &Imports<'_>, rows: &[Row]) -> Vec<TokenStream> {
    let row = |row: &Row| {
        let (field, name) = (imports.path("oasis_runtime", "FormField"), &row.name);
        let style = row.style.map(|style| self::style(imports, style));
        let style = style.map(|style| quote!(.style(#style)));
        let media_type = row.media_type.as_ref().map(|it| quote!(.media_type(#it)));
        quote!(#field::new(#name)#style #media_type)
    };
    rows.iter().map(row).collect()
}

/// The type of a body that somebody owns: what a server gets.
pub(super) fn owned(
    imports: &Imports<'_>,
    endpoint: &Endpoint<'_>,
    body: &RequestBody<'_>,
) -> TokenStream {
    match body.only().map(|payload| &payload.form) {
        None => imports.path("super::operations", endpoint.type_name("Body").as_str()),
        Some(Form::Multipart) => imports.path("oasis_runtime", "Multipart"),
        Some(Form::Bytes) => imports.rust_type(&RustType::Plain(Plain::Bytes)),
        Some(form) => imports.rust_type(&value(form)),
    }
}

/// Whether a client takes a reference.
fn is_borrowed(body: &RequestBody<'_>) -> bool {
    match (&body.taken, body.only().map(|payload| &payload.form)) {
        (Some(taken), _) => taken.is_reference(),
        (None, form) => form != Some(&Form::Bytes),
    }
}

/// The type of a body that a client takes.
pub(super) fn argument(
    imports: &Imports<'_>,
    endpoint: &Endpoint<'_>,
    body: &RequestBody<'_>,
    spelt: impl Fn(&Taken) -> TokenStream,
) -> TokenStream {
    let owned = || owned(imports, endpoint, body);
    let taken = match &body.taken {
        Some(taken) => spelt(taken),
        None if is_borrowed(body) => {
            let owned = owned();
            quote!(&#owned)
        }
        None => imports.path("oasis_runtime", "Upload"),
    };
    match (body.required, body.only().is_some_and(is_bytes)) {
        (true, true) => quote!(impl Into<#taken>),
        (true, false) => taken,
        (false, _) => quote!(Option<#taken>),
    }
}

/// The call that adds the body to a request.
pub(super) fn send(body: &RequestBody<'_>) -> TokenStream {
    // A value that is not a reference is borrowed only here.
    let is_bytes = body.only().is_some_and(is_bytes);
    let value = match (is_borrowed(body) || is_bytes, body.required) {
        (true, true) if is_bytes => quote!(Some(body.into())),
        (true, _) => quote!(body),
        (false, true) => quote!(&body),
        (false, false) => quote!(body.as_ref()),
    };
    let send = match body.only() {
        None => quote!(body),
        Some(payload) => match payload.form {
            Form::Json(_) => quote!(json),
            Form::UrlEncoded(_) => quote!(form),
            Form::Parts(_) => quote!(parts),
            Form::Multipart => quote!(multipart),
            Form::Text(_) => quote!(text),
            Form::Bytes => quote!(bytes),
            Form::File => quote!(file),
        },
    };
    quote!(.#send(#value))
}

fn is_bytes(payload: &Payload<'_>) -> bool {
    payload.form == Form::Bytes
}

/// The call that reads the body of a request.
pub(super) fn read(body: &RequestBody<'_>) -> String {
    let read = match body.only() {
        None => "body()",
        Some(_) if !body.also.is_empty() => "value()",
        Some(payload) => match payload.form {
            Form::Json(_) => "json()",
            Form::UrlEncoded(_) => "form()",
            Form::Parts(_) => "form_of_parts()",
            Form::Multipart => "multipart()",
            Form::Text(_) => "text()",
            Form::Bytes => "bytes()",
            Form::File => "file()",
        },
    };
    let is_sure = body.only().is_some_and(is_bytes);
    match body.required {
        true if is_sure => format!("call.{read}"),
        true => format!("call.{read}?"),
        false if is_sure => format!("call.if_any(|call| Ok(call.{read}))?"),
        false => format!("call.if_any(|call| call.{read})?"),
    }
}
