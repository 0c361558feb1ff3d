//! Lists that come in pages: the method that goes through all of them, and the type of an item.
//!
//! In comes a decided operation, out comes what the client needs beside the method for one page.
//! How cursors are followed is the runtime's business.

use super::bodies::Form;
use super::operations::Endpoint;
use super::responses::Success;
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use crate::rust::RustType;
use oasis_model::ir::{Kind, Paging};

/// An operation whose pages follow one another.
#[derive(Clone, Debug)]
pub(crate) struct Pages<'a> {
    /// The method that goes through all pages.
    pub(crate) method: Ident,
    /// What a page holds.
    pub(crate) item: RustType,
    /// How the next page is found.
    pub(crate) paging: &'a Paging,
}

/// Decides how all pages of an operation are read.
pub(crate) fn pages<'a>(
    types: &Types<'_>,
    endpoint: &Endpoint<'a>,
    methods: &mut Scope,
    ledger: &mut Ledger,
) -> Option<Pages<'a>> {
    let operation = endpoint.operation;
    let paging = operation.paging.as_ref()?;
    let at = format!("{}/x-paging", operation.at);
    let Success::One { payload: Some(payload), .. } = &endpoint.success else {
        ledger.ignored(&at, "the success has several forms, or none");
        return None;
    };
    let (Form::Json(_), Some(item)) = (&payload.form, item(types, endpoint, paging)) else {
        ledger.ignored(&at, "a page is not an object of JSON");
        return None;
    };
    ledger.typed(&at);
    let method = methods.claim(names::snake(&format!("{}_items", endpoint.method.unraw())));
    Some(Pages { method, item, paging })
}

fn item(types: &Types<'_>, endpoint: &Endpoint<'_>, paging: &Paging) -> Option<RustType> {
    let mut responses = endpoint.operation.responses.iter();
    let page = responses.find(|response| response.status.is_success())?.json()?.schema?;
    let kind = |id| &types.api.schema(types.api.resolve(id).0).kind;
    let Kind::Object(object) = kind(page) else { return None };
    let list = object.properties.iter().find(|property| property.name == paging.items)?;
    match kind(list.schema) {
        Kind::Array(rules) => rules.items.map(|item| types.value(item)),
        _ => None,
    }
}
