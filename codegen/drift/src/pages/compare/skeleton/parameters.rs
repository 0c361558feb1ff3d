//! The parameters of an operation: those that the page lists, and those of which its text kept
//! nothing but a value in the sample request.

use super::super::super::page::{Curl, Field, Page};
use super::{example, inferred, schema};
use crate::address;
use oasis_model::ir::ParameterPlace;
use serde_json::{Map, Value, json};

/// The parameters of an operation, `placed` being the names that stand for values of its path.
/// Second come those that belong into the path where nothing tells their place.
pub(super) fn of(page: &Page, placed: &[String]) -> (Vec<Value>, Vec<Value>) {
    let homeless = |place| page.concrete_path && place == ParameterPlace::Path;
    let (out, listed): (Vec<_>, Vec<_>) =
        page.parameters.iter().partition(|(place, _)| homeless(*place));
    let mut parameters: Vec<Value> =
        listed.iter().map(|(place, field)| one(*place, field, sent(page, *place, field))).collect();
    parameters.extend(placed.iter().map(|name| nameless(name)));
    let curl = page.curl.as_ref().map(|curl| &curl.value);
    parameters.extend(curl.into_iter().flat_map(|curl| unlisted(page, curl)));
    let out = out.iter().map(|(place, field)| one(*place, field, None)).collect();
    (parameters, out)
}

/// One parameter that the page lists, with the value that its sample request sends.
pub(super) fn one(place: ParameterPlace, field: &Field, sample: Option<String>) -> Value {
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), json!(field.name));
    parameter.insert("in".to_owned(), json!(word(place)));
    parameter.insert("required".to_owned(), json!(field.required));
    let Value::Object(mut schema) = schema::of(field, None) else {
        return Value::Object(parameter);
    };
    for key in ["description", "deprecated", "example"] {
        if let Some(value) = schema.shift_remove(key) {
            parameter.insert(key.to_owned(), value);
        }
    }
    let sent = sample.and_then(|sample| example::of(field, &sample));
    let shown = parameter.shift_remove("example");
    parameter.insert("schema".to_owned(), Value::Object(schema));
    parameter.extend(sent.or(shown).map(|example| ("example".to_owned(), example)));
    Value::Object(parameter)
}

fn word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

/// The value that the sample request sends for a parameter.
fn sent(page: &Page, place: ParameterPlace, field: &Field) -> Option<String> {
    let curl = &page.curl.as_ref()?.value;
    let same = |(name, value): &(String, String)| {
        (name.eq_ignore_ascii_case(&field.name)).then(|| value.clone())
    };
    match place {
        ParameterPlace::Query => curl.query.iter().find_map(same),
        ParameterPlace::Header => curl.headers.iter().find_map(same),
        ParameterPlace::Path => {
            let values = address::parameters(&page.path.as_ref()?.value, &curl.path)?;
            values.iter().find_map(same)
        }
        ParameterPlace::Cookie => None,
    }
}

/// A path parameter of which the page's text kept nothing but a sample value.
fn nameless(name: &str) -> Value {
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": schema::described(""),
        "schema": { "type": "string" },
        "x-basis": "assumed",
        "x-because": "The page's text lost the parameters; the sample has a value here.",
    })
}

/// What the sample request sends in its query and its headers and the page does not list.
fn unlisted<'a>(page: &'a Page, curl: &'a Curl) -> impl Iterator<Item = Value> + 'a {
    let query = curl.query.iter().map(|pair| (ParameterPlace::Query, pair));
    let headers = curl.headers.iter().map(|pair| (ParameterPlace::Header, pair));
    let listed = |place: ParameterPlace, name: &str| {
        let mut same = page.parameters.iter().filter(move |(at, _)| *at == place);
        same.any(|(_, field)| field.name.eq_ignore_ascii_case(name))
    };
    query.chain(headers).filter(move |(place, (name, _))| !listed(*place, name) && !is_technical(name)).map(
        |(place, (name, value))| {
            json!({
                "name": name,
                "in": word(place),
                "required": false,
                "description": schema::described(""),
                "schema": inferred::inferred(&json!(value)),
                "example": value,
                "x-basis": "inferred",
                "x-because": "The page's own call sends it; whether it must, and of which type it is, is not said.",
            })
        },
    )
}

/// Headers that are no parameters.
pub(in super::super) fn is_technical(name: &str) -> bool {
    ["authorization", "accept", "content-type"].iter().any(|word| word.eq_ignore_ascii_case(name))
}
