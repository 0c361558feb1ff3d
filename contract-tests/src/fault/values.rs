//! Values as the table writes them, what they are compared with, and what careless servers make of them.
//!
//! TOML has no null, so a value stands in the table as JSON text: `null`, `false`, `"x"` in quotes.

use serde::Deserialize;
use serde_json::{Value, json};

/// A value.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Json(pub(super) Value);

impl TryFrom<String> for Json {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        serde_json::from_str(&text).map(Self).map_err(|error| {
            format!("`{text}` is not JSON ({error}); write a string with quotes inside: '\"x\"'")
        })
    }
}

/// What a value may be like: a kind, or exactly this JSON. With `!` in front, all the others.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Pattern {
    is: Is,
    negated: bool,
}

#[derive(Debug)]
enum Is {
    Present,
    Number,
    Array,
    Object,
    Json(Value),
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bare = text.strip_prefix('!');
        let negated = bare.is_some();
        let is = match bare.unwrap_or(&text) {
            "present" => Is::Present,
            "number" => Is::Number,
            "array" => Is::Array,
            "object" => Is::Object,
            json => Is::Json(Json::try_from(json.to_owned())?.0),
        };
        Ok(Self { is, negated })
    }
}

impl Pattern {
    /// Whether a value is like that; an absent one fits nothing but a negation.
    pub(super) fn fits(&self, value: Option<&Value>) -> bool {
        let holds = value.is_some_and(|value| match &self.is {
            Is::Present => true,
            Is::Number => value.is_number(),
            Is::Array => value.is_array(),
            Is::Object => value.is_object(),
            Is::Json(other) => value == other,
        });
        holds != self.negated
    }
}

/// What is made of a value; one of another type stays as it is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Turn {
    /// `"true"` becomes true.
    StringToBoolean,
    /// 7 becomes `"7"`.
    NumberToString,
    /// An object becomes a string that holds its JSON.
    ObjectToString,
    /// Any value becomes the property `data` of an object.
    InObject,
    /// The keys of an object turn from `snake_case` to `snakeCase`.
    CamelCaseKeys,
    /// No more than 255 characters.
    Short,
    /// `"a.b" is wrong` becomes `"b" is wrong`.
    LabelLeaf,
    /// `"a.b" is wrong` becomes `"/a/b" is wrong`.
    LabelPointer,
}

impl Turn {
    /// Turns a value.
    pub(super) fn value(self, value: &mut Value) {
        let turned: Option<Value> = match (self, &*value) {
            (Self::InObject, value) => Some(json!({ "data": value })),
            (Self::NumberToString, Value::Number(number)) => Some(number.to_string().into()),
            (Self::ObjectToString, Value::Object(_)) => Some(value.to_string().into()),
            (Self::CamelCaseKeys, Value::Object(properties)) => Some(Value::Object(
                properties.iter().map(|(key, it)| (camel_case(key), it.clone())).collect(),
            )),
            (_, Value::String(text)) => self.string(text),
            _ => None,
        };
        if let Some(turned) = turned {
            *value = turned;
        }
    }

    fn string(self, text: &str) -> Option<Value> {
        Some(match self {
            Self::StringToBoolean => text.to_ascii_lowercase().parse::<bool>().ok()?.into(),
            Self::Short => text.chars().take(255).collect::<String>().into(),
            Self::LabelLeaf => label(text, |path| path.rsplit('.').next().unwrap_or(path).into()),
            Self::LabelPointer => label(text, |path| format!("/{}", path.replace('.', "/"))),
            _ => return None,
        })
    }
}

fn camel_case(key: &str) -> String {
    let mut parts = key.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |joined, part| {
        let mut chars = part.chars();
        let capital = chars.next().map(|c| c.to_ascii_uppercase());
        joined + &capital.into_iter().chain(chars).collect::<String>()
    })
}

/// The text with another label in the quotes that it opens with.
fn label(text: &str, change: impl FnOnce(&str) -> String) -> Value {
    match text.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((path, rest)) => format!("\"{}\"{rest}", change(path)).into(),
        None => text.into(),
    }
}
