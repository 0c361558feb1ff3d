//! `x-paging` of an operation: how its pages follow one another.
//!
//! In comes the finished API with the keys of the document; what names something that the operation
//! does not have is reported and ignored, so that nobody pages by it.

use crate::finding::{Finding, Severity};
use crate::ir::{Api, Cursor, Kind, Operation, Paging, ParameterPlace, SchemaId};
use crate::load::Extensions;
use serde_json::Value;

const KEY: &str = "x-paging";
const FORM: &str = "write {parameter: after, items: data, last: id}: the query parameter of the cursor, the property with the items, and `next`, a property of the page, or `last`, one of the last item";

/// Reads the extension wherever an operation has it.
pub(super) fn attach(
    api: &mut Api,
    extensions: &Extensions,
    curated: bool,
    findings: &mut Vec<Finding>,
) {
    let read = |operation: &Operation| {
        let written = extensions.get(&operation.at)?.get(KEY)?;
        Some(facts(written).and_then(|paging| fitting(api, operation, paging)))
    };
    let found: Vec<_> = api.operations.iter().map(read).collect();
    for (operation, found) in api.operations.iter_mut().zip(found) {
        match found {
            None => {}
            Some(Ok(paging)) => operation.paging = Some(paging),
            Some(Err(message)) => {
                let severity = if curated { Severity::Error } else { Severity::Warning };
                let at = format!("{}/{KEY}", operation.at);
                findings.push(Finding::new(severity, "spec/paging", at, message, FORM));
            }
        }
    }
}

fn facts(written: &Value) -> Result<Paging, String> {
    let wrong = || format!("{written} does not say how pages follow one another");
    let map = written.as_object().filter(|map| map.len() == 3).ok_or_else(wrong)?;
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
    let cursor = text("next").map(Cursor::Next).or_else(|| text("last").map(Cursor::Last));
    let parts = text("parameter").zip(text("items")).zip(cursor);
    let ((parameter, items), cursor) = parts.ok_or_else(wrong)?;
    Ok(Paging { parameter, items, cursor })
}

/// The facts, if the operation has everything that they name.
fn fitting(api: &Api, operation: &Operation, paging: Paging) -> Result<Paging, String> {
    let Paging { parameter, items, cursor } = &paging;
    let is_cursor = |id: SchemaId| {
        matches!(api.schema(api.resolve(id).0).kind, Kind::String(_) | Kind::Integer(_))
    };
    let mut parameters = operation.parameters.iter();
    let takes = parameters.any(|it| {
        it.name == *parameter && it.place == ParameterPlace::Query && is_cursor(it.schema)
    });
    if !takes {
        return Err(format!("no query parameter `{parameter}` takes a string or an integer"));
    }
    let success = operation.responses.iter().find(|response| response.status.is_success());
    let page = success.and_then(|response| response.json()?.schema);
    let list = page.and_then(|page| property(api, page, items));
    let item = list.and_then(|list| match &api.schema(api.resolve(list).0).kind {
        Kind::Array(rules) => rules.items,
        _ => None,
    });
    let item = item.ok_or_else(|| format!("the success has no array `{items}`"))?;
    let (within, name, what) = match cursor {
        Cursor::Next(name) => (page, name, "the success"),
        Cursor::Last(name) => (Some(item), name, "an item"),
    };
    match within.and_then(|within| property(api, within, name)).filter(|id| is_cursor(*id)) {
        Some(_) => Ok(paging),
        None => Err(format!("{what} has no property `{name}` that is a string or an integer")),
    }
}

fn property(api: &Api, object: SchemaId, name: &str) -> Option<SchemaId> {
    match &api.schema(api.resolve(object).0).kind {
        Kind::Object(object) => {
            object.properties.iter().find(|it| it.name == name).map(|it| it.schema)
        }
        _ => None,
    }
}
