//! Edits that a page asks for: what it states is documented from then on, entries come and go, and
//! examples follow.

use super::document::Document;
use super::order;
use crate::conform::{View, check};
use crate::finding::Finding;
use crate::ir::{Api, SchemaId};
use crate::pointer::unescape_pointer;
use crate::sample::{Fill, filled};
use serde_json::{Map, Value, json};

/// Says of an element that a page states it: nothing in it is a guess any more.
pub(super) fn documented(
    document: &mut Document,
    at: &str,
    source: Option<&str>,
) -> Result<(), String> {
    let element = document.map_mut(&target(document, at))?;
    let is_guess = |basis: &Value| basis == "inferred" || basis == "assumed";
    let basis = match element.get("x-basis").cloned() {
        Some(Value::Object(mut map)) => {
            map.retain(|_, basis| !is_guess(basis) && basis != "documented");
            (!map.is_empty()).then_some(Value::Object(map))
        }
        basis => basis.filter(|basis| !is_guess(basis)),
    };
    match basis {
        Some(basis) => order::insert(element, "x-basis", basis),
        None => drop(element.shift_remove("x-basis")),
    }
    element.shift_remove("x-because");
    settled(element);
    match source {
        Some(source) => order::insert(element, "x-source", source.into()),
        None => drop(element.shift_remove("x-source")),
    }
    Ok(())
}

/// Takes out the readings that a page decides: of statuses, of null, of what is required, and of every
/// keyword that is written.
fn settled(element: &mut Map<String, Value>) {
    let written: Vec<String> = element.keys().cloned().collect();
    let decided = |key: &str| {
        ["nullable", "required"].contains(&key) || written.iter().any(|known| known == key)
    };
    let Some(Value::Array(readings)) = element.get_mut("x-plausible") else { return };
    readings.retain_mut(|reading| match reading {
        Value::Object(fragment) => {
            fragment.retain(|key, _| !decided(key));
            !fragment.is_empty()
        }
        status => !status.is_string(),
    });
    if readings.is_empty() {
        element.shift_remove("x-plausible");
    }
}

/// The element itself, or what its `$ref` leads to.
fn target(document: &Document, at: &str) -> String {
    let reference = document.map(at).ok().and_then(|element| element.get("$ref")?.as_str());
    let target = reference.and_then(|reference| reference.strip_prefix('#'));
    target.unwrap_or(at).to_owned()
}

/// Maps from names to elements.
const NAMED: [&str; 6] =
    ["content", "headers", "properties", "responses", "schemas", "securitySchemes"];

/// Puts an entry into a map, in the place of one of the same name, or takes it out. A map that is not
/// there yet is made, one that is empty then goes. In an array the name is the index of an item; one
/// behind a dash, whatever it is, is put behind the last.
pub(super) fn entry(
    document: &mut Document,
    at: &str,
    name: &str,
    value: &Value,
) -> Result<(), String> {
    let Some((outer, key)) = at.rsplit_once('/') else {
        return set(document.map_mut("")?, name, value);
    };
    let key = unescape_pointer(key);
    match document.value_mut(at) {
        Ok(Value::Array(items)) => return item(items, name, value),
        Ok(Value::Object(map)) if !map.is_empty() => {
            match NAMED.contains(&&*key) && !value.is_null() {
                // Names have no order of their own.
                true => drop(map.insert(name.to_owned(), value.clone())),
                false => set(map, name, value)?,
            }
            if map.is_empty()
                && let Ok(element) = document.map_mut(outer)
            {
                element.shift_remove(&*key);
            }
        }
        _ if value.is_null() => {}
        _ => {
            let made = match name.starts_with('-') && key == "parameters" {
                true => json!([value]),
                false => json!({ name: value }),
            };
            order::insert(document.map_mut(outer)?, &key, made);
        }
    }
    Ok(())
}

fn set(map: &mut Map<String, Value>, name: &str, value: &Value) -> Result<(), String> {
    match value {
        Value::Null => drop(map.shift_remove(name)),
        value => order::insert(map, name, value.clone()),
    }
    Ok(())
}

/// Puts an item into an array, or takes it out.
fn item(items: &mut Vec<Value>, name: &str, value: &Value) -> Result<(), String> {
    if name.starts_with('-') {
        items.push(value.clone());
        return Ok(());
    }
    let index = name.parse().ok().filter(|index| *index < items.len());
    let index = index.ok_or_else(|| format!("there is no item `{name}`"))?;
    match value {
        Value::Null => drop(items.remove(index)),
        value => items[index].clone_from(value),
    }
    Ok(())
}

/// What stands where nobody has described an element yet.
const NO_PROSE: &str = "What it means is not said.";

/// The same text with examples that fit the schemas as they are now, and with what the house rules ask
/// for beside a new element; none if nothing is amiss.
///
/// # Errors
/// Which element cannot be edited.
pub(super) fn mended(
    text: &str,
    api: &Api,
    findings: &[Finding],
) -> Result<Option<String>, String> {
    let mut document = Document::read(text)?;
    let mut any = false;
    for finding in findings {
        let at = &finding.at.pointer;
        any |= match &*finding.rule {
            "spec/example-refused" => exemplified(&mut document, api, at)?,
            "spec/no-description" => {
                order::insert(document.map_mut(at)?, "description", NO_PROSE.into());
                true
            }
            "spec/no-example" => {
                let sample = of_example(api, at).map(|schema| filled(api, schema, Fill::All));
                order::insert(document.map_mut(at)?, "example", sample.unwrap_or_default());
                true
            }
            _ => false,
        };
    }
    if any { document.write().map(Some) } else { Ok(None) }
}

/// Makes the examples fit that lie around a place.
fn exemplified(document: &mut Document, api: &Api, at: &str) -> Result<bool, String> {
    let mut any = false;
    for place in holders(at) {
        let Some(schema) = of_example(api, place) else { continue };
        let Some(example) = document.map_mut(place)?.get_mut("example") else { continue };
        *example = fitting(api, schema, example);
        any = true;
    }
    Ok(any)
}

/// The example, with as little changed as makes it fit.
fn fitting(api: &Api, schema: SchemaId, example: &Value) -> Value {
    // Not every pattern has a sample: what need not be there is left out then.
    let samples = [Fill::All, Fill::Required].map(|fill| filled(api, schema, fill));
    let completed = samples.iter().map(|sample| {
        let mut example = example.clone();
        fit(&mut example, sample);
        example
    });
    let mut candidates = completed.chain(samples.iter().cloned());
    let fits = |value: &Value| check(api, schema, value, View::Claim).accepts();
    candidates.find(fits).unwrap_or_else(|| example.clone())
}

/// The elements that may hold the example in which a place lies.
fn holders(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.match_indices("/example").map(|(at, _)| &pointer[..at])
}

/// The schema that an example at this place is one of.
fn of_example(api: &Api, at: &str) -> Option<SchemaId> {
    let bodies = api.operations.iter().flat_map(|operation| {
        let responses = operation.responses.iter().flat_map(|response| &response.contents);
        operation.body.iter().flat_map(|body| &body.contents).chain(responses)
    });
    let content = bodies.into_iter().find(|content| content.at == at);
    let parameters = || api.operations.iter().flat_map(|operation| &operation.parameters);
    let parameter = || parameters().find(|parameter| parameter.at == at);
    let schema = || api.schemas().find(|(_, schema)| schema.at == at).map(|(id, _)| id);
    content
        .and_then(|content| content.schema)
        .or_else(|| parameter().map(|parameter| parameter.schema))
        .or_else(schema)
}

/// Gives an example what the sample has beyond it, and the sample's value where the type is another.
fn fit(example: &mut Value, sample: &Value) {
    match (example, sample) {
        (Value::Object(example), Value::Object(sample)) => {
            for (name, value) in sample {
                match example.get_mut(name) {
                    Some(known) => fit(known, value),
                    None => drop(example.insert(name.clone(), value.clone())),
                }
            }
        }
        (Value::Array(example), Value::Array(sample)) => {
            if let Some(sample) = sample.first() {
                example.iter_mut().for_each(|item| fit(item, sample));
            }
        }
        (example, sample) => {
            if std::mem::discriminant(example) != std::mem::discriminant(sample) {
                *example = sample.clone();
            }
        }
    }
}
