//! Joi's `convert`: numbers and booleans that are spelled as strings become what the schema asks for; up
//! to Joi 15 strings that hold whole arrays or objects, too.
//!
//! In come a schema and a value, out comes the value as the server goes on with it. It refuses nothing;
//! a spelling that Joi does not know stays a string.

use super::{Generation, Settings, walk};
use oasis_model::ir::{Additional, Api, Kind, Object, SchemaId};
use serde_json::{Map, Number, Value};

/// How deep a value is looked into.
const DEEPEST: usize = 100;
/// Limit on the values and variants that are looked at; what is beyond it stays as it is.
const MOST_VISITS: usize = 200_000;

/// The value with every spelling converted.
pub(super) fn converted(api: &Api, schema: SchemaId, value: Value, settings: &Settings) -> Value {
    Conversion { api, settings, visits: 0 }.value(schema, value, 0)
}

struct Conversion<'a> {
    api: &'a Api,
    settings: &'a Settings,
    visits: usize,
}

impl Conversion<'_> {
    fn value(&mut self, schema: SchemaId, value: Value, depth: usize) -> Value {
        self.visits += 1;
        if depth > DEEPEST || self.visits > MOST_VISITS {
            return value;
        }
        let kind = &self.api.schema(self.api.resolve(schema).0).kind;
        let value = match &value {
            Value::String(text) => self.spelled(kind, text).unwrap_or(value),
            _ => value,
        };
        match (kind, value) {
            (Kind::Array(rules), Value::Array(items)) => match rules.items {
                Some(schema) => {
                    items.into_iter().map(|item| self.value(schema, item, depth + 1)).collect()
                }
                None => Value::Array(items),
            },
            (Kind::Object(rules), Value::Object(found)) => self.object(rules, found, depth + 1),
            (Kind::OneOf(union) | Kind::AnyOf(union), value) => {
                let mut variants = union.variants.iter();
                let fitting =
                    variants.find_map(|variant| self.fitting(*variant, &value, depth + 1));
                fitting.unwrap_or(value)
            }
            (Kind::AllOf(parts), value) => {
                parts.iter().fold(value, |value, part| self.value(*part, value, depth + 1))
            }
            (_, value) => value,
        }
    }

    /// What a string spells, where the schema asks for something else.
    fn spelled(&self, kind: &Kind, text: &str) -> Option<Value> {
        let old = self.settings.generation == Generation::Joi15;
        match kind {
            Kind::Integer(_) | Kind::Number(_) => number(text).map(Value::Number),
            Kind::Boolean => text.to_lowercase().parse().ok().map(Value::Bool),
            Kind::Array(_) if old => serde_json::from_str(text).ok().filter(Value::is_array),
            Kind::Object(_) if old => serde_json::from_str(text).ok().filter(Value::is_object),
            _ => None,
        }
    }

    /// The value as a variant of a union reads it, if it is one.
    fn fitting(&mut self, variant: SchemaId, value: &Value, depth: usize) -> Option<Value> {
        let value = self.value(variant, value.clone(), depth);
        let (api, settings) = (self.api, self.settings);
        walk::accepts(api, variant, &value, settings, &mut self.visits).then_some(value)
    }

    fn object(&mut self, rules: &Object, mut found: Map<String, Value>, depth: usize) -> Value {
        for (name, value) in &mut found {
            let declared = rules.properties.iter().find(|property| property.name == *name);
            let schema = match (declared, &rules.additional) {
                (Some(property), _) => property.schema,
                (None, Additional::Schema(schema)) => *schema,
                (None, _) => continue,
            };
            *value = self.value(schema, value.take(), depth);
        }
        Value::Object(found)
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
    #[test]
    fn numbers_are_read_as_joi_reads_them() {
        for (text, read) in [
            ("5", Some("5")),
            (" +5\n", Some("5")),
            ("-0.5", Some("-0.5")),
            (".5", Some("0.5")),
            ("1e3", Some("1000.0")),
            ("0x5", None),
            ("", None),
            ("inf", None),
            ("1e400", None),
        ] {
            let number = super::number(text).map(|number| number.to_string());
            assert_eq!(number.as_deref(), read, "{text}");
        }
    }
}
