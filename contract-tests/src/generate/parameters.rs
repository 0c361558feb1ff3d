//! Query, header and cookie parameters: an operation in, the ways of changing one of them out, and what a
//! request sends in the end.
//!
//! Whether a change is right is not decided here: the oracle reads the value that was sent.

use super::{Category, ParameterChange, wrong};
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Kind, Operation, Parameter, ParameterPlace, Schema, SchemaId};
use oasis_model::sample::{self, Fill};
use serde_json::{Number, Value, json};

/// Headers that OpenAPI describes elsewhere, so that a parameter of this name means nothing.
const NOT_PARAMETERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// One parameter as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) place: ParameterPlace,
    pub(super) name: String,
    /// Not encoded.
    pub(super) value: String,
}

/// The parameters that are written as one text and can therefore be changed; those of the path are ids.
pub(super) fn changeable<'a>(
    api: &'a Api,
    operation: &'a Operation,
) -> impl Iterator<Item = &'a Parameter> {
    described(operation).filter(|parameter| {
        let kind = &api.schema(api.resolve(item(api, parameter)).0).kind;
        parameter.media_type.is_some() || !matches!(kind, Kind::Object(_) | Kind::Array(_))
    })
}

/// The query, header and cookie parameters that mean anything.
fn described(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| {
        let lower = parameter.name.to_ascii_lowercase();
        let is_header = parameter.place == ParameterPlace::Header;
        parameter.place != ParameterPlace::Path
            && !(is_header && NOT_PARAMETERS.contains(&lower.as_str()))
    })
}

/// Every parameter of a request: the required ones with valid values, and the changed one.
pub(super) fn sent(
    api: &Api,
    operation: &Operation,
    change: Option<&ParameterChange>,
) -> Vec<Sent> {
    let mut all = Vec::new();
    for parameter in described(operation) {
        let sent =
            |value: String| Sent { place: parameter.place, name: parameter.name.clone(), value };
        let is_changed = |change: &&ParameterChange| {
            change.name == parameter.name && change.place == word(parameter.place)
        };
        match change.filter(is_changed) {
            Some(change) => {
                let again = change.value.clone().filter(|_| change.repeated);
                all.extend(change.value.clone().into_iter().chain(again).map(sent));
            }
            None if parameter.required => all.push(sent(valid(api, parameter))),
            None => {}
        }
    }
    all
}

/// The fixed changes, one of each parameter first, then the next of each.
pub(super) fn changes(api: &Api, operation: &Operation) -> Vec<ParameterChange> {
    let mut found: Vec<(usize, ParameterChange)> = Vec::new();
    for parameter in changeable(api, operation) {
        let change = |value: Option<String>, repeated| changed(parameter, value, repeated);
        let sample = valid(api, parameter);
        let mut own: Vec<ParameterChange> = match parameter.required {
            true => vec![change(None, false)],
            false => vec![change(Some(sample.clone()), false)],
        };
        let mut values = values(api, parameter);
        values.retain(|value| *value != sample && fits_the_wire(parameter.place, value));
        values.dedup();
        let mut values = values.into_iter().map(|value| change(Some(value), false));
        own.extend(values.next());
        own.push(change(Some(sample), true));
        own.extend(values);
        found.extend(own.into_iter().enumerate());
    }
    found.sort_by_key(|(round, _)| *round);
    found.into_iter().map(|(_, change)| change).collect()
}

/// A parameter with another value, or without one.
pub(super) fn changed(
    parameter: &Parameter,
    value: Option<String>,
    repeated: bool,
) -> ParameterChange {
    let place = word(parameter.place).to_owned();
    ParameterChange { name: parameter.name.clone(), place, value, repeated }
}

/// A valid value of a parameter, as it is written.
pub(super) fn valid(api: &Api, parameter: &Parameter) -> String {
    let schema = item(api, parameter);
    let is_valid =
        |value: &Value| conform::check(api, schema, value, View::Claim).violations.is_empty();
    let made = Some(sample::filled(api, schema, Fill::Required)).filter(is_valid);
    let shown = || parameter.example.clone().filter(is_valid);
    let value = made.or_else(shown).or_else(|| sample::value(api, schema));
    value.map_or_else(|| "contract-test".to_owned(), |value| text(parameter, &value))
}

/// A value as it stands in a URL or header.
pub(super) fn text(parameter: &Parameter, value: &Value) -> String {
    match value {
        Value::String(text) if parameter.media_type.is_none() => text.clone(),
        other => other.to_string(),
    }
}

/// Whether this place can carry the value: headers and cookies drop blanks and take ASCII only.
pub(super) fn fits_the_wire(place: ParameterPlace, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-./:^_|~".contains(&byte);
    match place {
        ParameterPlace::Query | ParameterPlace::Path => true,
        ParameterPlace::Header | ParameterPlace::Cookie => {
            !value.is_empty() && value.bytes().all(is_token)
        }
    }
}

/// What one value of a parameter is: of an array, which may be repeated, an item.
pub(super) fn item(api: &Api, parameter: &Parameter) -> SchemaId {
    match &api.schema(api.resolve(parameter.schema).0).kind {
        Kind::Array(rules) if parameter.media_type.is_none() => {
            rules.items.unwrap_or(parameter.schema)
        }
        _ => parameter.schema,
    }
}

/// Values of every kind, right and wrong: listed ones, bounds and what lies beyond them, other types.
fn values(api: &Api, parameter: &Parameter) -> Vec<String> {
    let schema = api.schema(api.resolve(item(api, parameter)).0);
    let sample = json!(valid(api, parameter));
    let is_scalar = |value: &Value| !value.is_array() && !value.is_object() && !value.is_null();
    let wrong = [Category::WrongType, Category::Enum, Category::Bounds, Category::Format]
        .into_iter()
        .map(|category| wrong::values(schema, &sample, category))
        .map(|values| values.into_iter().filter(is_scalar).collect());
    let lists: Vec<Vec<Value>> = wrong.chain([right(schema)]).collect();
    let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
    let rounds =
        (0..longest).flat_map(|round| lists.iter().filter_map(move |list| list.get(round)));
    let mut texts: Vec<String> = Vec::new();
    for text in rounds.map(|value| text(parameter, value)) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn right(schema: &Schema) -> Vec<Value> {
    if let Some(values) = &schema.values {
        return values.clone();
    }
    match &schema.kind {
        Kind::Boolean => vec![json!(false), json!(true)],
        Kind::Integer(rules) | Kind::Number(rules) => {
            let bound = |bound: &Option<Number>| bound.clone().map(Value::Number);
            [bound(&rules.minimum), bound(&rules.maximum)].into_iter().flatten().collect()
        }
        Kind::String(_) => vec![json!("two words"), json!("a&b=c%20"), json!("é")],
        _ => Vec::new(),
    }
}

fn word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}
