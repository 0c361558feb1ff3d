//! Edits of one schema: a keyword, a value of an enum, a name of a `required` list.

use super::claim::{self, Says};
use super::document::Document;
use super::order;
use crate::ir::Observed;
use crate::pointer::escape_pointer;
use serde_json::{Map, Value};

/// Gives a keyword a value, or removes it.
pub(super) fn keyword(
    document: &mut Document,
    at: &str,
    keyword: &str,
    value: &Value,
    observed: Option<&Observed>,
) -> Result<(), String> {
    let schema = own(document, at)?;
    if ["required", "properties"].contains(&keyword) {
        return Err(format!("`{keyword}` as a whole is not edited; edit one property"));
    }
    match value {
        Value::Null => drop(schema.shift_remove(keyword)),
        value => order::insert(schema, keyword, value.clone()),
    }
    claim::revise(schema, claim::by_value(keyword, value, observed.is_some()));
    mark(schema, keyword, observed)
}

/// Adds a value to an `enum`.
pub(super) fn enum_value(
    document: &mut Document,
    at: &str,
    value: &Value,
    observed: Option<&Observed>,
) -> Result<(), String> {
    let schema = own(document, at)?;
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return Err("the schema has no `enum`".to_owned());
    };
    if value.is_null() {
        return Err("null is allowed by `nullable`, not by `enum` alone".to_owned());
    }
    if !values.iter().any(|known| crate::conform::same(known, value)) {
        values.push(value.clone());
    }
    mark(schema, "enum", observed)
}

/// Marks a keyword as observed.
pub(super) fn confirm(
    document: &mut Document,
    at: &str,
    keyword: &str,
    observed: Option<&Observed>,
) -> Result<(), String> {
    mark(own(document, at)?, keyword, observed)
}

fn mark(
    schema: &mut Map<String, Value>,
    keyword: &str,
    observed: Option<&Observed>,
) -> Result<(), String> {
    let Some(observed) = observed else { return Ok(()) };
    let Some(keyword) = claim::covering(keyword) else {
        return Err(format!("`{keyword}` is no keyword that has a basis"));
    };
    claim::observe(schema, Some(keyword), observed);
    Ok(())
}

/// The element at a pointer, which must not be a mere reference.
pub(super) fn own<'d>(
    document: &'d mut Document,
    at: &str,
) -> Result<&'d mut Map<String, Value>, String> {
    let element = document.map_mut(at)?;
    match element.get("$ref") {
        Some(target) => Err(format!("only a `$ref` stands here; edit {target}")),
        None => Ok(element),
    }
}

/// Puts a property into the `required` list of an object, or takes it out.
pub(super) fn required(
    document: &mut Document,
    at: &str,
    name: &str,
    required: bool,
    observed: Option<&Observed>,
) -> Result<(), String> {
    for at in lists(document, at, name, required)? {
        let object = own(document, &at)?;
        let names = listed(object, name, required);
        claim::revise(object, |key, value| {
            about_list(key, value, &names, name, required, observed)
        });
        match names.is_empty() {
            true => drop(object.shift_remove("required")),
            false => order::insert(object, "required", Value::Array(names)),
        }
        // The basis of the list speaks of all its names; that of the property of this one. Where the
        // property is declared elsewhere, others share it, and nothing can be said of it here.
        let property = format!("{at}/properties/{}", escape_pointer(name));
        let Ok(property) = own(document, &property) else { continue };
        let flag = Value::Bool(required);
        claim::revise(property, claim::by_value("required", &flag, observed.is_some()));
        mark(property, "required", observed)?;
    }
    Ok(())
}

/// The list with or without the name.
fn listed(object: &Map<String, Value>, name: &str, required: bool) -> Vec<Value> {
    let mut names = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    match required {
        true if names.iter().all(|known| known != name) => names.push(name.into()),
        true => {}
        false => names.retain(|known| known != name),
    }
    names
}

/// A reading with another list: it does not require what the claim does not, nor leave optional what
/// was shown to be required.
fn about_list(
    key: &str,
    value: &Value,
    names: &[Value],
    name: &str,
    required: bool,
    observed: Option<&Observed>,
) -> Says {
    let Value::Array(listed) = value else { return Says::Other };
    if key != "required" {
        return Says::Other;
    }
    let mut listed = listed.clone();
    match required {
        false => listed.retain(|known| known != name),
        true if observed.is_some() && listed.iter().all(|known| known != name) => {
            listed.push(name.into());
        }
        true => {}
    }
    let holds = |these: &[Value], those: &[Value]| these.iter().all(|name| those.contains(name));
    match holds(&listed, names) && holds(names, &listed) {
        true => Says::Same,
        false => Says::List(listed),
    }
}

/// The pointers of the lists that are edited: the schema's own, or those of the parts of its `allOf`.
fn lists(document: &Document, at: &str, name: &str, required: bool) -> Result<Vec<String>, String> {
    let schema = document.map(at)?;
    let Some(Value::Array(parts)) = schema.get("allOf") else { return Ok(vec![at.to_owned()]) };
    let has = |part: &Value| part.get("required").and_then(Value::as_array).cloned();
    let holds = |part: &Value| has(part).is_some_and(|names| names.iter().any(|n| n == name));
    let numbered = || parts.iter().enumerate();
    let chosen: Vec<usize> = match required {
        false => numbered().filter(|(_, part)| holds(part)).map(|(index, _)| index).collect(),
        true => {
            numbered().find(|(_, part)| has(part).is_some()).map(|(i, _)| i).into_iter().collect()
        }
    };
    let mut lists: Vec<String> =
        chosen.into_iter().map(|index| format!("{at}/allOf/{index}")).collect();
    if schema.contains_key("required") || (required && lists.is_empty()) {
        lists.push(at.to_owned());
    }
    Ok(lists)
}
