//! Values that are made of other values, as careless servers make them.
//!
//! A [`Turn`] leaves every value alone that is not of the type that it turns.

use serde::Deserialize;
use serde_json::{Value, json};

/// What is made of a value.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Turn {
    /// `"true"` becomes true.
    StringToBoolean,
    /// `"7"` becomes 7.
    StringToNumber,
    /// 7 becomes `"7"`.
    NumberToString,
    /// An object becomes a string that holds its JSON.
    ObjectToString,
    /// Any value becomes the property `data` of an object.
    InObject,
    /// `snake_case` becomes `snakeCase`.
    CamelCase,
    /// No more than 255 characters.
    Short,
    /// No U+0000.
    WithoutNul,
    /// `"a.b" is wrong` becomes `"b" is wrong`.
    LabelLeaf,
    /// `"a.b" is wrong` becomes `"/a/b" is wrong`.
    LabelPointer,
}

impl Turn {
    /// Turns a value.
    pub(super) fn value(self, value: &mut Value) {
        let turned = match (self, &mut *value) {
            (Self::InObject, value) => Some(json!({ "data": value })),
            (Self::NumberToString, Value::Number(number)) => Some(number.to_string().into()),
            (Self::ObjectToString, object @ Value::Object(_)) => Some(object.to_string().into()),
            (Self::StringToBoolean, Value::String(text)) => {
                text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from)
            }
            (Self::StringToNumber, Value::String(text)) => {
                text.trim().parse::<i64>().ok().map(Value::from)
            }
            (_, Value::String(text)) => Some(self.string(std::mem::take(text)).into()),
            _ => None,
        };
        if let Some(turned) = turned {
            *value = turned;
        }
    }

    /// Turns a string, or the key of a property.
    pub(super) fn string(self, text: String) -> String {
        match self {
            Self::CamelCase => camel_case(&text),
            Self::Short => text.chars().take(255).collect(),
            Self::WithoutNul => text.replace('\0', ""),
            Self::LabelLeaf => label(&text, |path| path.rsplit('.').next().unwrap_or(path).into()),
            Self::LabelPointer => label(&text, |path| format!("/{}", path.replace('.', "/"))),
            _ => text,
        }
    }
}

fn camel_case(key: &str) -> String {
    let mut parts = key.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut joined, part| {
        let mut chars = part.chars();
        joined.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        joined + chars.as_str()
    })
}

/// The text with another label in the quotes that it opens with.
fn label(text: &str, change: impl FnOnce(&str) -> String) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((path, rest)) => format!("\"{}\"{rest}", change(path)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_turn_does_what_its_name_says_and_nothing_to_other_types() {
        use Turn as T;
        for (turn, before, after) in [
            (T::StringToBoolean, json!("True"), json!(true)),
            (T::StringToBoolean, json!(1), json!(1)),
            (T::StringToNumber, json!(" 7"), json!(7)),
            (T::StringToNumber, json!("x"), json!("x")),
            (T::NumberToString, json!(7), json!("7")),
            (T::NumberToString, json!(true), json!(true)),
            (T::ObjectToString, json!({"a": 1}), json!("{\"a\":1}")),
            (T::InObject, json!([1]), json!({"data": [1]})),
            (T::CamelCase, json!("snake_case_a"), json!("snakeCaseA")),
            (T::WithoutNul, json!("a\0b"), json!("ab")),
            (T::LabelLeaf, json!("\"a.b\" is \"odd.x\""), json!("\"b\" is \"odd.x\"")),
            (T::LabelPointer, json!("\"a.b\""), json!("\"/a/b\"")),
            (T::Short, json!(null), json!(null)),
        ] {
            let mut value = before.clone();
            turn.value(&mut value);
            assert_eq!(value, after, "{turn:?} {before}");
        }
    }
}
