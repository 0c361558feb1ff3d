//! Joi's `convert`: numbers and booleans that are spelled as strings become what the schema asks for.
//!
//! In come a schema and a value, out comes the value as the server goes on with it. It refuses nothing;
//! a spelling that Joi does not know stays a string. Strings that hold whole arrays or objects stay, too.

use super::{Settings, walk};
use oasis_model::ir::{Additional, Api, Kind, Object, SchemaId};
use serde_json::{Map, Number, Value};

/// How deep a value is looked into.
const DEEPEST: usize = 100;
/// Limit on the values and variants that are looked at; what is beyond it stays as it is.
const MOST_VISITS: usize = 200_000;

/// The value with every spelling converted.
pub(super) fn converted(api: &Api, schema: SchemaId, value: Value, settings: &Settings) -> Value {
    Conversion { api, settings, depth: 0, visits: 0 }.value(schema, value)
}

struct Conversion<'a> {
    api: &'a Api,
    settings: &'a Settings,
    depth: usize,
    visits: usize,
}

impl Conversion<'_> {
    fn value(&mut self, schema: SchemaId, value: Value) -> Value {
        self.visits += 1;
        if self.depth > DEEPEST || self.visits > MOST_VISITS {
            return value;
        }
        self.depth += 1;
        let value = self.at_depth(schema, value);
        self.depth -= 1;
        value
    }

    fn at_depth(&mut self, schema: SchemaId, value: Value) -> Value {
        let api = self.api;
        match (&api.schema(api.resolve(schema).0).kind, value) {
            (Kind::Integer(_) | Kind::Number(_), Value::String(text)) => {
                number(&text).map_or(Value::String(text), Value::Number)
            }
            (Kind::Boolean, Value::String(text)) => match text.to_lowercase().as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => Value::String(text),
            },
            (Kind::Array(rules), Value::Array(items)) => match rules.items {
                Some(schema) => items.into_iter().map(|item| self.value(schema, item)).collect(),
                None => Value::Array(items),
            },
            (Kind::Object(rules), Value::Object(properties)) => self.object(rules, properties),
            (Kind::OneOf(union) | Kind::AnyOf(union), value) => {
                let mut variants = union.variants.iter();
                let fitting = variants.find_map(|variant| self.fitting(*variant, &value));
                fitting.unwrap_or(value)
            }
            (Kind::AllOf(parts), value) => {
                parts.iter().fold(value, |value, part| self.value(*part, value))
            }
            (_, value) => value,
        }
    }

    /// The value as a variant of a union reads it, if it is one.
    fn fitting(&mut self, variant: SchemaId, value: &Value) -> Option<Value> {
        let value = self.value(variant, value.clone());
        let (api, settings) = (self.api, self.settings);
        walk::accepts(api, variant, &value, settings, &mut self.visits).then_some(value)
    }

    fn object(&mut self, rules: &Object, mut properties: Map<String, Value>) -> Value {
        for (name, value) in &mut properties {
            let declared = rules.properties.iter().find(|property| property.name == *name);
            let schema = match (declared, &rules.additional) {
                (Some(property), _) => property.schema,
                (None, Additional::Schema(schema)) => *schema,
                (None, _) => continue,
            };
            *value = self.value(schema, value.take());
        }
        Value::Object(properties)
    }
}

/// The number that a string spells, as Joi reads it.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    if !text.chars().all(is_part) {
        return None;
    }
    let whole = text.strip_prefix('+').unwrap_or(text).parse::<i64>().ok().map(Number::from);
    whole.or_else(|| Number::from_f64(text.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_joi_reads_them() {
        for (text, read) in [
            ("5", Some("5")),
            (" 5\n", Some("5")),
            ("+5", Some("5")),
            ("-0.5", Some("-0.5")),
            (".5", Some("0.5")),
            ("1e3", Some("1000.0")),
            ("5x", None),
            ("0x5", None),
            ("", None),
            ("inf", None),
            ("NaN", None),
            ("1e400", None),
        ] {
            assert_eq!(number(text).map(|number| number.to_string()).as_deref(), read, "{text}");
        }
    }
}
