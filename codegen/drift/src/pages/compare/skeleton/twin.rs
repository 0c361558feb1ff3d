//! Finds the operation that a page may describe under another path.

use super::super::super::page::Page;
use crate::object;
use oasis_model::ir::{Api, Operation};
use std::collections::BTreeSet;

/// An operation with the same method and the same parameters and members, by name.
pub(super) fn of<'a>(api: &'a Api, page: &Page) -> Option<&'a str> {
    let listed = page.body.iter().flat_map(|body| &body.fields);
    let fields = page.parameters.iter().map(|(_, field)| field).chain(listed);
    let names: BTreeSet<&str> = fields.map(|field| field.name.as_str()).collect();
    let method = page.method.as_ref()?.value;
    let names_of = |operation: &'a Operation| -> BTreeSet<&'a str> {
        let schema = operation.body.as_ref().and_then(|body| body.json()?.schema);
        let object = schema.and_then(|schema| object::of(api, schema));
        let members = object.into_iter().flat_map(|(_, object)| &object.properties);
        let members = members.map(|property| property.name.as_str());
        let parameters = operation.parameters.iter().map(|one| one.name.as_str());
        parameters.chain(members).collect()
    };
    let mut twins = api.operations.iter().filter(|operation| operation.method == method);
    let twin = twins.find(|operation| names.len() > 1 && names_of(operation) == names)?;
    Some(&twin.id)
}
