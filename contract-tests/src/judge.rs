//! Judges payloads with the `jsonschema` crate against the text of the specification.
//!
//! In comes the document as people wrote it, so that no code that makes bodies has a say in whether
//! they are right. Out come answers for three readings of it: the claim, the widest and the
//! narrowest. It does not know what was sent or why.

mod date;
mod view;

use jsonschema::{Draft, Validator};
use oasis_model::{
    conform::View,
    ir::{Api, Content},
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Validators for every JSON payload of a specification.
pub struct Judge {
    validators: HashMap<String, Readings>,
}

struct Readings {
    claim: Validator,
    widest: Validator,
    narrowest: Validator,
}

/// What a body is, all readings taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Right under every reading: it has to be accepted.
    Valid,
    /// Wrong under every reading: it has to be refused.
    Wrong,
    /// Readings differ: whatever is observed is a note at most.
    Contested,
}

/// One way in which a payload does not conform.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// JSON pointer into the payload.
    pub instance: String,
    /// JSON pointer of the rule in the specification.
    pub rule: String,
    /// What is wrong.
    pub message: String,
}

impl Judge {
    /// Builds the validators of every payload that the API names.
    ///
    /// # Errors
    /// Which schema `jsonschema` cannot use, and why.
    pub fn new(api: &Api, text: &str) -> Result<Self, String> {
        let document = document(text)?;
        let views = [View::Claim, View::Widest, View::Narrowest]
            .map(|view| view::rewritten(&document, view));
        let mut validators = HashMap::new();
        for (content, sent) in contents(api) {
            let [claim, widest, narrowest] =
                [View::Claim, View::Widest, View::Narrowest].map(|view| {
                    let document = match view {
                        View::Claim => &views[0],
                        View::Widest => &views[1],
                        View::Narrowest => &views[2],
                    };
                    validator(document, &content.at, view, sent)
                });
            validators.insert(
                content.at.clone(),
                Readings { claim: claim?, widest: widest?, narrowest: narrowest? },
            );
        }
        Ok(Self { validators })
    }

    /// What a payload of this content is; anything goes where no schema says otherwise.
    pub fn class(&self, content: &Content, payload: &Value) -> Class {
        let Some(readings) = self.validators.get(&content.at) else { return Class::Valid };
        match (readings.narrowest.is_valid(payload), readings.widest.is_valid(payload)) {
            (true, _) if readings.claim.is_valid(payload) => Class::Valid,
            (_, false) => Class::Wrong,
            _ => Class::Contested,
        }
    }

    /// Every fault of a payload under one reading.
    pub fn faults(&self, content: &Content, payload: &Value, view: View) -> Vec<Fault> {
        let Some(readings) = self.validators.get(&content.at) else { return Vec::new() };
        let validator = match view {
            View::Claim => &readings.claim,
            View::Widest => &readings.widest,
            View::Narrowest => &readings.narrowest,
        };
        if validator.is_valid(payload) {
            return Vec::new();
        }
        let fault = |error: jsonschema::ValidationError<'_>| Fault {
            instance: error.instance_path().to_string(),
            rule: error.schema_path().to_string(),
            message: shortened(&error.to_string()),
        };
        validator.iter_errors(payload).map(fault).collect()
    }
}

/// The document with its schemas in the words of JSON Schema, Draft 4, as one reading has them.
///
/// # Errors
/// The text is neither YAML nor JSON.
pub fn reading(text: &str, view: View) -> Result<Value, String> {
    Ok(view::rewritten(&document(text)?, view))
}

/// YAML or JSON as a JSON value; keys that YAML reads as numbers (statuses) become text.
fn document(text: &str) -> Result<Value, String> {
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    value.apply_merge().map_err(|error| error.to_string())?;
    Ok(json_of(value))
}

fn json_of(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Mapping(map) => {
            let key = |key: serde_yaml::Value| match json_of(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Value::Object(map.into_iter().map(|(k, v)| (key(k), json_of(v))).collect())
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json_of).collect(),
        serde_yaml::Value::Tagged(tagged) => json_of(tagged.value),
        scalar => serde_json::to_value(scalar).unwrap_or(Value::Null),
    }
}

/// Every JSON payload, and whether it is sent rather than received.
fn contents(api: &Api) -> impl Iterator<Item = (&Content, bool)> {
    api.operations.iter().flat_map(|operation| {
        let bodies = operation.body.iter().filter_map(|body| body.json());
        let answers = operation.responses.iter().filter_map(|response| response.json());
        bodies.map(|content| (content, true)).chain(answers.map(|content| (content, false)))
    })
}

/// A validator for the schema below `at`. Draft 4 knows the boolean `exclusiveMinimum` of OpenAPI 3.0.
///
/// Readings of dates differ for what is sent only: an answer's date is what RFC 3339 says.
fn validator(document: &Value, at: &str, view: View, sent: bool) -> Result<Validator, String> {
    let mut root = document.as_object().cloned().unwrap_or_else(Map::new);
    root.insert("$ref".to_owned(), json!(format!("#{}/schema", fragment(at))));
    let mut options = jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true);
    let strict = jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .build(&json!({ "format": "date-time" }))
        .map_err(|error| error.to_string())?;
    let strictly = move |text: &str| strict.is_valid(&json!(text));
    match view {
        _ if !sent => {}
        View::Claim => {}
        View::Widest => {
            options = options
                .with_format("date-time", move |text: &str| strictly(text) || date::is_loose(text));
        }
        View::Narrowest => {
            options = options
                .with_format("date-time", move |text: &str| strictly(text) && date::is_plain(text));
        }
    }
    options.build(&Value::Object(root)).map_err(|error| format!("the schema at {at}: {error}"))
}

/// A JSON pointer as a URI fragment.
fn fragment(pointer: &str) -> String {
    pointer.replace('%', "%25").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20")
}

fn shortened(text: &str) -> String {
    const MOST: usize = 300;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
