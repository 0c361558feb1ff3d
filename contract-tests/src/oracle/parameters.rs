//! What a changed query, header or cookie parameter breaks.
//!
//! In comes the change, out come the keywords of the parameter that it breaks. Path parameters are not
//! judged: which ids exist is not written anywhere.

use super::point::{Point, seen};
use crate::generate::ParameterChange;
use oasis_model::{
    conform::{self, View},
    ir::{Api, Kind, Operation, Parameter, ParameterPlace, SchemaId},
};
use serde_json::{Number, Value};

/// What the change breaks.
pub(super) fn broken(api: &Api, operation: &Operation, change: &ParameterChange) -> Vec<Point> {
    let is_it = |it: &&Parameter| it.name == change.name && place(it.place) == change.place;
    let Some(parameter) = operation.parameters.iter().find(is_it) else { return Vec::new() };
    let text = change.value.as_deref();
    let point = |keyword| point(api, parameter, keyword, text);
    let Some(text) = text else {
        return if parameter.required { vec![point("required")] } else { Vec::new() };
    };
    let (schema, _) = api.resolve(parameter.schema);
    let is_array = matches!(api.schema(schema).kind, Kind::Array(_));
    match typed(api, schema, parameter, text).filter(|_| !change.repeated || is_array) {
        None => vec![point("type")],
        Some(value) => {
            let verdict = conform::check(api, parameter.schema, &value, View::Claim);
            verdict.violations.iter().map(|violation| point(violation.keyword)).collect()
        }
    }
}

fn place(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

fn point(api: &Api, parameter: &Parameter, keyword: &'static str, text: Option<&str>) -> Point {
    let own = keyword == "required";
    let at = if own { &parameter.at } else { &api.schema(api.resolve(parameter.schema).0).at };
    let value = text.map(Value::from);
    Point {
        pointer: format!("?{}", parameter.name),
        seen: seen(&format!("the parameter {}", parameter.name), value.as_ref()),
        keyword,
        basis: api.parameter_basis(parameter, keyword),
        claim: format!("{at}/{keyword}"),
        object: parameter.at.clone(),
        element: Some(parameter.name.clone()),
        schema: parameter.schema,
    }
}

/// The value that a text stands for; `None` if it is none of the type.
fn typed(api: &Api, schema: SchemaId, parameter: &Parameter, text: &str) -> Option<Value> {
    match &api.schema(schema).kind {
        Kind::Integer(_) => text.parse::<i64>().ok().map(Value::from).or_else(|| big(text)),
        Kind::Number(_) => text.parse::<Number>().ok().map(Value::Number),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::Bool),
        Kind::Array(rules) => {
            let parts: Vec<&str> = match parameter.explode {
                true => vec![text],
                false => text.split(',').collect(),
            };
            let item = |part: &&str| match rules.items {
                Some(items) => typed(api, api.resolve(items).0, parameter, part),
                None => Some(Value::from(*part)),
            };
            parts.iter().map(item).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Kind::Object(_) => serde_json::from_str(text).ok(),
        _ => Some(Value::from(text)),
    }
}

/// A whole number beyond 64 bits.
fn big(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole { text.parse::<Number>().ok().map(Value::Number) } else { None }
}
