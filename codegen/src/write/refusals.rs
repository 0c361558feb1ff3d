//! `refusals.rs`: what each operation refuses, by status, and its successes where there are several
//! kinds.

use super::docs;
use super::imports::Imports;
use super::operations::number;
use super::section::{Entry, Section, Written};
use crate::decide::bodies::Form;
use crate::decide::operations::Endpoint;
use crate::decide::refusals::Refusals;
use crate::decide::responses::{Outcome, Statuses, Success};
use crate::names::Ident;
use crate::render::{Item, Items};
use crate::rust::{Plain, RustType};
use oasis_model::finding::Basis;
use proc_macro2::TokenStream;
use quote::quote;

/// How wide reasons are printed.
const WIDTH: usize = 85;

/// The refusals of a section; those that several parts share stand in the root.
pub(super) fn module(section: Section<'_>) -> Written {
    let Section { types, operations, parts, .. } = section;
    let own = section
        .known()
        .map(|entry| entry.endpoint)
        .flat_map(|endpoint| [endpoint.type_name("Success"), endpoint.type_name("Refusal")]);
    let own: Vec<Ident> = own.collect();
    let imports = section.imports("super::types", own.iter().map(Ident::as_str));
    let mut items = Items::default();
    for Entry { place, endpoint, refusals, .. } in section.known() {
        let is_here = parts.of_operation(place) == section.part;
        if let (Success::Several(outcomes), true) = (&endpoint.success, is_here) {
            let title = format!("The successes of {}.", id(endpoint));
            items.push(responses(&imports, &endpoint.type_name("Success"), &title, outcomes, true));
        }
        let name = endpoint.type_name("Refusal");
        match refusals {
            Refusals::Own if parts.of_refusal(place) == section.part => {
                let title = format!("The documented refusals of {}.", id(endpoint));
                items.push(responses(&imports, &name, &title, &endpoint.refusals, false));
            }
            Refusals::Same(first) if is_here => {
                let is_up = parts.of_refusal(first) != section.part;
                let first = &operations.endpoints[first];
                items.push(Item::Rust(alias(endpoint, &name, first, is_up)));
            }
            Refusals::None | Refusals::Own | Refusals::Same(_) => {}
        }
    }
    let docs =
        "What each operation refuses, by status, and its successes where there are several kinds.";
    let attributes = section.attributes(|| super::uses_deprecated(types));
    section.module("refusals", docs, attributes, &imports, items)
}

fn id(endpoint: &Endpoint<'_>) -> String {
    docs::code(&endpoint.operation.id)
}

fn alias(endpoint: &Endpoint<'_>, name: &Ident, first: &Endpoint<'_>, is_up: bool) -> TokenStream {
    let title = format!("The documented refusals of {}: those of {}.", id(endpoint), id(first));
    let (docs, target) = (docs::attributes(&[title]), first.type_name("Refusal"));
    let up = is_up.then(|| quote!(super::));
    quote!(#docs pub type #name = #up #target;)
}

fn responses(
    imports: &Imports<'_>,
    name: &Ident,
    title: &str,
    outcomes: &[Outcome<'_>],
    is_success: bool,
) -> Item {
    let mut docs = vec![title.to_owned()];
    docs.extend(sure(outcomes));
    let docs = docs::attributes(&docs);
    let variants = outcomes.iter().map(|outcome| {
        let variant = &outcome.variant;
        let docs = docs::attributes(&about(outcome));
        let statuses = statuses(&outcome.statuses);
        let kept = (!matches!(outcome.statuses, Statuses::Exact(..)))
            .then(|| imports.path("oasis_runtime", "StatusCode"));
        let body = outcome.payload.as_ref().map(|payload| match &payload.form {
            Form::Json(rust) => imports.rust_type(&held(rust, is_success)),
            // A text that is more than text is read by whoever wants to.
            Form::Text(_) => imports.rust_type(&RustType::Plain(Plain::String)),
            Form::File => imports.rust_type(&RustType::Plain(Plain::File)),
            _ => imports.rust_type(&RustType::Plain(Plain::Bytes)),
        });
        let fields: Vec<TokenStream> = kept.into_iter().chain(body).collect();
        let fields = (!fields.is_empty()).then(|| quote!((#(#fields),*)));
        let media_type = media_type(outcome).map(|media_type| quote!(& #media_type));
        quote!(#docs #variant #fields = #statuses #media_type)
    });
    Item::Wrapped {
        name: imports.path("oasis_runtime", "responses"),
        body: quote!(#docs pub enum #name { #(#variants,)* }),
    }
}

/// The media types of a variant, where they are others than JSON or tell it from another variant.
fn media_type(outcome: &Outcome<'_>) -> Option<String> {
    let payload = outcome.payload.as_ref()?;
    let is_usual = payload.media_type() == "application/json" && !outcome.is_told_by_media;
    (!is_usual).then(|| payload.media_types.join(", "))
}

/// The body of a variant: a refusal counts by its status, whatever its body is.
fn held(rust: &RustType, is_success: bool) -> RustType {
    let boxed = rust.clone().boxed();
    if is_success { boxed } else { RustType::Option(Box::new(boxed)) }
}

fn statuses(statuses: &Statuses) -> TokenStream {
    match statuses {
        Statuses::Exact(code, plausible) => {
            let codes = std::iter::once(code).chain(plausible).map(|code| number(*code));
            quote!(#(#codes)|*)
        }
        Statuses::Range(low, high) => {
            let (low, high) = (number(*low), number(*high));
            quote!(#low..=#high)
        }
        Statuses::Others => quote!(_),
    }
}

/// What a variant means, by which statuses it is told, and how surely.
fn about(outcome: &Outcome<'_>) -> Vec<String> {
    let status = match (&outcome.statuses, outcome.response.status) {
        (Statuses::Exact(code, also), _) if !also.is_empty() => {
            let also: Vec<String> = also.iter().map(u16::to_string).collect();
            format!("Status {code} (perhaps {})", also.join(", "))
        }
        (Statuses::Others, _) => "Any other status".to_owned(),
        (_, status) => format!("Status {status}"),
    };
    let status = match docs::basis(outcome.response.claim.basis) {
        Some(basis) => format!("{status}, {}.", basis.to_lowercase()),
        None => format!("{status}."),
    };
    let mut lines = docs::lines(&outcome.response.docs);
    match lines.last_mut() {
        // A list or a block of code cannot be gone on with.
        Some(last) if lines_are_prose(last) => last.extend([" ", &status]),
        Some(_) => lines.extend([String::new(), status]),
        None => lines.push(status),
    }
    lines
}

fn lines_are_prose(last: &str) -> bool {
    last.ends_with(['.', '!', '?']) && !last.starts_with(['-', '*', '+', '>', '`'])
}

/// Why the statuses that no page states are what they are.
fn sure(outcomes: &[Outcome<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in outcomes {
        let claim = &outcome.response.claim;
        let because = claim.because.as_deref().map(docs::sentence).unwrap_or_default();
        if claim.basis == Basis::Documented || because.is_empty() {
            continue;
        }
        let item = format!("{} {}: {because}", docs::code(outcome.variant.unraw()), claim.basis);
        let mut wrapped = docs::wrap(&item, WIDTH).into_iter();
        lines.extend(wrapped.next().map(|first| format!("- {first}")));
        lines.extend(wrapped.map(|line| format!("  {line}")));
    }
    if !lines.is_empty() {
        lines.splice(0..0, [String::new(), "# How sure".to_owned(), String::new()]);
    }
    lines
}
