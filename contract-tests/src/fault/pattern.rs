//! Values as the table writes them: JSON text, and patterns that JSON values fit or not.
//!
//! TOML has no null, so a value stands in the table as JSON text: `null`, `false`, `"x"` in quotes.

use serde::Deserialize;
use serde_json::Value;

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

/// What a value may be like: exactly this JSON, or a kind. With `!` in front, all the others.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Pattern {
    is: Is,
    negated: bool,
}

#[derive(Debug)]
enum Is {
    Json(Value),
    Present,
    String,
    Number,
    Array,
    Object,
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (negated, bare) = match text.strip_prefix('!') {
            Some(bare) => (true, bare),
            None => (false, text.as_str()),
        };
        let is = match bare {
            "present" => Is::Present,
            "string" => Is::String,
            "number" => Is::Number,
            "array" => Is::Array,
            "object" => Is::Object,
            json => Is::Json(
                serde_json::from_str(json)
                    .map_err(|_| format!("`{text}` is neither JSON nor a kind of value"))?,
            ),
        };
        Ok(Self { is, negated })
    }
}

impl Pattern {
    /// Whether a value is like that; an absent one fits nothing but a negation.
    pub(super) fn fits(&self, value: Option<&Value>) -> bool {
        value.is_some_and(|value| self.is.holds(value)) != self.negated
    }
}

impl Is {
    fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Json(other) => value == other,
            Self::Present => true,
            Self::String => value.is_string(),
            Self::Number => value.is_number(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn patterns_are_kinds_or_json() {
        for (pattern, value, fits) in [
            ("null", Some(json!(null)), true),
            ("null", None, false),
            ("!present", None, true),
            ("!present", Some(json!(null)), false),
            ("!\"active\"", Some(json!("closed")), true),
            ("{}", Some(json!({})), true),
            ("array", Some(json!([1])), true),
            ("string", Some(json!(1)), false),
        ] {
            let read = Pattern::try_from(pattern.to_owned()).expect("it is one");
            assert_eq!(read.fits(value.as_ref()), fits, "{pattern} {value:?}");
        }
        assert!(Pattern::try_from("text".to_owned()).is_err());
    }
}
