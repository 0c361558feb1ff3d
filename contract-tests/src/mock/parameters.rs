//! Judges the parameters of a request.
//!
//! In come an operation and the head of a request, out come violations in Joi's words, each labelled with
//! the parameter's name. Objects that are spread over several parameters are not judged. A parameter in
//! the path is judged by its type alone: a value of another type names nothing that exists.

use super::Shared;
use crate::joi::{self, Detail, Reports, Step};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use oasis_model::ir::{Api, Kind, Operation, Parameter, ParameterPlace, SchemaId};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Headers that OpenAPI describes elsewhere.
const RESERVED: [&str; 3] = ["accept", "content-type", "authorization"];

/// What is wrong with the parameters in query, headers and cookies.
pub(super) fn violations(mock: &Shared, operation: &Operation, head: &Parts) -> Vec<Detail> {
    let judged = operation.parameters.iter().filter(|parameter| match parameter.place {
        ParameterPlace::Path => false,
        ParameterPlace::Header => {
            !RESERVED.iter().any(|name| parameter.name.eq_ignore_ascii_case(name))
        }
        ParameterPlace::Query | ParameterPlace::Cookie => true,
    });
    let most = if mock.settings.reports == Reports::First { 1 } else { usize::MAX };
    judged.flat_map(|parameter| broken(mock, parameter, head)).take(most).collect()
}

/// Whether the text can be the value of a parameter in the path.
pub(super) fn fits_path(api: &Api, parameter: &Parameter, text: &str) -> bool {
    match kind(api, parameter.schema) {
        Kind::Integer(_) => text.parse::<i64>().is_ok(),
        Kind::Number(_) => text.parse::<f64>().is_ok_and(f64::is_finite),
        Kind::Boolean => matches!(text, "true" | "false"),
        _ => true,
    }
}

fn broken(mock: &Shared, parameter: &Parameter, head: &Parts) -> Vec<Detail> {
    let (api, settings) = (&mock.api, &mock.settings);
    if parameter.media_type.is_none() && is_object(api, parameter.schema) {
        return Vec::new();
    }
    let at = [Step::Property(parameter.name.clone())];
    let sent = sent(parameter, head);
    match value(mock, parameter, &sent) {
        Some(value) => joi::violations_at(api, parameter.schema, &at, &value, settings),
        None if parameter.required => vec![joi::missing(&at, settings)],
        None => Vec::new(),
    }
}

/// Everything that was sent under the parameter's name.
pub(super) fn sent(parameter: &Parameter, head: &Parts) -> Vec<String> {
    let name = parameter.name.as_str();
    match parameter.place {
        ParameterPlace::Path => Vec::new(),
        ParameterPlace::Query => {
            let pairs = head.uri.query().unwrap_or_default().split('&');
            let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            pairs.filter(|(key, _)| form(key) == name).map(|(_, value)| form(value)).collect()
        }
        ParameterPlace::Header => texts(&head.headers, name),
        ParameterPlace::Cookie => texts(&head.headers, COOKIE.as_str())
            .iter()
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
            .collect(),
    }
}

fn texts(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
}

/// The text of a form: `+` is a blank, and bytes are percent-encoded.
fn form(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// What was sent as a JSON value; none if nothing was. A scalar that was sent several times is an array,
/// which no scalar is.
fn value(mock: &Shared, parameter: &Parameter, sent: &[String]) -> Option<Value> {
    let first = sent.first()?;
    if parameter.media_type.is_some() {
        return Some(serde_json::from_str(first).unwrap_or_else(|_| Value::from(first.as_str())));
    }
    let Kind::Array(rules) = kind(&mock.api, parameter.schema) else {
        return Some(match sent {
            [only] => scalar(mock, parameter.schema, only),
            _ => sent.iter().map(|text| Value::from(text.as_str())).collect(),
        });
    };
    let separator = match parameter.style.as_str() {
        "spaceDelimited" => ' ',
        "pipeDelimited" => '|',
        _ => ',',
    };
    let spread = parameter.explode && parameter.place == ParameterPlace::Query;
    let items: Vec<&str> = match spread {
        true => sent.iter().map(String::as_str).collect(),
        false => sent.iter().flat_map(|text| text.split(separator)).map(str::trim).collect(),
    };
    let item = |text: &str| rules.items.map_or(Value::from(text), |it| scalar(mock, it, text));
    Some(items.into_iter().map(item).collect())
}

/// The value that a text spells: a number or a flag where the schema asks for one.
fn scalar(mock: &Shared, schema: SchemaId, text: &str) -> Value {
    let string = Value::from(text);
    let spelled = serde_json::from_str(text)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean());
    let is_string = || joi::violations(&mock.api, schema, &string, &mock.settings).is_empty();
    match (spelled, kind(&mock.api, schema)) {
        (None, _) | (Some(_), Kind::String(_)) => string,
        (Some(spelled), Kind::Integer(_) | Kind::Number(_) | Kind::Boolean) => spelled,
        (Some(spelled), _) => {
            if is_string() {
                string
            } else {
                spelled
            }
        }
    }
}

fn is_object(api: &Api, schema: SchemaId) -> bool {
    matches!(kind(api, schema), Kind::Object(_))
}

fn kind(api: &Api, schema: SchemaId) -> &Kind {
    &api.schema(api.resolve(schema).0).kind
}
