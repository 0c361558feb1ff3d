//! Query, header and cookie parameters: an operation in, the ways of changing one of them out, and what a
//! request sends in the end.
//!
//! Whether a change is right is not decided here: the oracle reads the value that was sent.

use super::body::fits;
use super::change::rounds;
use super::{Category, ParameterChange, telling, valid, wrong};
use oasis_model::ir::{Api, Kind, Operation, Parameter, ParameterPlace, SchemaId};
use oasis_model::sample::{self, Fill};
use proptest::prelude::*;
use proptest::strategy::SBoxedStrategy;
use serde_json::{Value, json};

/// Headers that OpenAPI describes elsewhere, so that a parameter of this name means nothing.
const NOT_PARAMETERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Random changes of one parameter.
pub(super) type Drawn = SBoxedStrategy<ParameterChange>;

/// One parameter as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) place: ParameterPlace,
    pub(super) name: String,
    /// Not encoded.
    pub(super) value: String,
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

/// Those that are written as one text and can therefore be changed.
fn changeable<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Parameter> {
    described(operation).filter(|parameter| {
        let kind = &api.schema(api.resolve(item(api, parameter)).0).kind;
        parameter.media_type.is_some() || !matches!(kind, Kind::Object(_) | Kind::Array(_))
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
                let times = if change.repeated { 2 } else { 1 };
                all.extend(change.value.iter().cycle().take(times).cloned().map(sent));
            }
            None if parameter.required => all.push(sent(sample(api, parameter))),
            None => {}
        }
    }
    all
}

/// The fixed changes, one of each parameter first, then the next of each.
pub(super) fn changes(api: &Api, operation: &Operation) -> Vec<ParameterChange> {
    rounds(changeable(api, operation).map(|parameter| own_changes(api, parameter)))
}

/// Random changes of each parameter: one of the fixed ones, or a random valid value.
pub(super) fn drawn(api: &Api, operation: &Operation) -> Vec<Drawn> {
    let drawn = changeable(api, operation).map(|parameter| {
        let (owned, usual) = (parameter.clone(), sample(api, parameter));
        let valid = valid::values(api, item(api, parameter)).prop_map(move |value| {
            let text = Some(text(&owned, &value)).filter(|it| fits_the_wire(owned.place, it));
            changed(&owned, Some(text.unwrap_or_else(|| usual.clone())), false)
        });
        let fixed = prop::sample::select(own_changes(api, parameter));
        prop_oneof![fixed, valid].sboxed()
    });
    drawn.collect()
}

fn own_changes(api: &Api, parameter: &Parameter) -> Vec<ParameterChange> {
    let change = |value: Option<String>, repeated| changed(parameter, value, repeated);
    let sample = sample(api, parameter);
    let mut values = values(api, parameter);
    values.retain(|value| *value != sample && fits_the_wire(parameter.place, value));
    let mut values = values.into_iter().map(|value| change(Some(value), false));
    let usual = (!parameter.required).then(|| sample.clone());
    let first = [Some(change(usual, false)), values.next(), Some(change(Some(sample), true))];
    first.into_iter().flatten().chain(values).collect()
}

fn changed(parameter: &Parameter, value: Option<String>, repeated: bool) -> ParameterChange {
    let (name, place) = (parameter.name.clone(), word(parameter.place).to_owned());
    ParameterChange { name, place, value, repeated }
}

/// A valid value of a parameter, as it is written.
fn sample(api: &Api, parameter: &Parameter) -> String {
    let schema = item(api, parameter);
    let made = Some(sample::filled(api, schema, Fill::Required));
    let made = made.filter(|value| fits(api, schema, value));
    let shown = || parameter.example.clone().filter(|value| fits(api, schema, value));
    let value = made.or_else(shown).or_else(|| sample::value(api, schema));
    value.map_or_else(|| "contract-test".to_owned(), |value| text(parameter, &value))
}

/// A value as it stands in a URL or header.
fn text(parameter: &Parameter, value: &Value) -> String {
    match value {
        Value::String(text) if parameter.media_type.is_none() => text.clone(),
        other => other.to_string(),
    }
}

/// Whether this place can carry the value: headers and cookies drop blanks and take ASCII only.
fn fits_the_wire(place: ParameterPlace, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-./:^_|~".contains(&byte);
    let is_free = matches!(place, ParameterPlace::Query | ParameterPlace::Path);
    is_free || (!value.is_empty() && value.bytes().all(is_token))
}

/// What one value of a parameter is: of an array, which may be repeated, an item.
fn item(api: &Api, parameter: &Parameter) -> SchemaId {
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
    let sample = json!(sample(api, parameter));
    let wrong = [Category::WrongType, Category::Enum, Category::Bounds, Category::Format];
    let wrong = wrong.map(|category| wrong::values(schema, &sample, category));
    let right = telling::of_kind(schema, &sample);
    let odd = match &schema.kind {
        Kind::String(_) if schema.values.is_none() => {
            vec![json!("two words"), json!("a&b=c%20"), json!("é")]
        }
        _ => Vec::new(),
    };
    let is_scalar = |value: &Value| !value.is_array() && !value.is_object() && !value.is_null();
    let lists = wrong.into_iter().chain([right, odd]);
    let lists = lists.map(|values| values.into_iter().filter(is_scalar).collect());
    let mut texts: Vec<String> = Vec::new();
    for text in rounds(lists).iter().map(|value| text(parameter, value)) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}
