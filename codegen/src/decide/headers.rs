//! The headers of responses: a name in Rust and a type for each, equal ones once.
//!
//! In come the responses of the document, out come constants that any response can be asked with.
//! How a header is read is the runtime's business.

use super::media;
use super::responses::{Outcome, Success};
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Header, Operation};
use std::collections::HashMap;

/// A header, decided.
#[derive(Clone, Debug)]
pub(crate) struct ResponseHeader<'a> {
    /// What it was decided from.
    pub(crate) header: &'a Header,
    /// The constant that stands for it.
    pub(crate) constant: Ident,
    /// The type of its value.
    pub(crate) rust: RustType,
    /// Whether its value is JSON.
    pub(crate) is_json: bool,
}

/// Decides the headers of every response; for each operation the places of its own.
pub(crate) fn headers<'a>(
    types: &Types<'a>,
    constants: &mut Scope,
    ledger: &mut Ledger,
) -> (Vec<ResponseHeader<'a>>, Vec<Vec<usize>>) {
    let mut all: Vec<ResponseHeader<'a>> = Vec::new();
    let mut known: HashMap<(String, RustType, bool), usize> = HashMap::new();
    let mut own = |operation: &'a Operation| {
        let mut places = Vec::new();
        for header in operation.responses.iter().flat_map(|response| &response.headers) {
            ledger.typed(&header.at);
            let is_json = header.media_type.as_deref().is_some_and(media::is_json);
            let rust = rust_type(types, header, is_json);
            let key = (header.name.to_ascii_lowercase(), types.canonical(&rust), is_json);
            let place = *known.entry(key).or_insert_with(|| {
                let wanted = names::screaming(&format!("{} header", header.name));
                let constant = constants.claim(wanted);
                all.push(ResponseHeader { header, constant, rust, is_json });
                all.len() - 1
            });
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    };
    let places = types.api.operations.iter().map(&mut own).collect();
    (all, places)
}

fn rust_type(types: &Types<'_>, header: &Header, is_json: bool) -> RustType {
    match header.schema {
        Some(schema) => types.plain(schema),
        None => RustType::Plain(if is_json { Plain::Any } else { Plain::String }),
    }
}

/// Whether a success has headers that the document describes.
pub(crate) fn has_headers(success: &Success<'_>) -> bool {
    let any = |outcome: &Outcome<'_>| !outcome.response.headers.is_empty();
    match success {
        Success::One { has_headers, .. } => *has_headers,
        Success::Several(outcomes) => outcomes.iter().any(any),
    }
}
