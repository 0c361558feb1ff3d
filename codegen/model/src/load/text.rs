//! Text (YAML or JSON) in, one JSON value out. Knows nothing of OpenAPI.
//!
//! What would cost more than its length is refused first, by `guard`. Of a key written twice the last
//! value counts, as parsers have it, but what only the other one holds is kept, and the key is noted.

use super::guard::{self, DEEPEST, syntax, too_deep};
use crate::finding::Finding;
use crate::pointer::escape_pointer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// A value, and the pointers of the keys that stand twice in one object.
pub(crate) type Text = (Value, Vec<String>);

/// Parses the text of a file in which no key may stand twice.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    let (value, twice) = parse(text).map_err(|finding| finding.message)?;
    match twice.first() {
        Some(pointer) => Err(format!("the key at {pointer} stands twice in one object")),
        None => Ok(value),
    }
}

/// Parses the text. JSON is tried first where the text looks like it, because it is much faster.
pub(crate) fn parse(text: &str) -> Result<Text, Box<Finding>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(inner) = text.trim_start().strip_prefix('{') else { return yaml(text) };
    let problem = match json(text) {
        Ok(read) => return Ok(read),
        Err(problem) => problem,
    };
    // A flow mapping in YAML also starts with a brace.
    match problem {
        Problem::Syntax(json) => yaml(text).map_err(|yaml| {
            if yaml.rule == "spec/syntax" && inner.trim_start().starts_with('"') {
                json
            } else {
                yaml
            }
        }),
        Problem::Data(finding) => Err(finding),
    }
}

/// Why a text is not read as JSON.
enum Problem {
    /// It is not JSON.
    Syntax(Box<Finding>),
    /// It is, but its data are refused.
    Data(Box<Finding>),
}

fn json(text: &str) -> Result<Text, Problem> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let twice = RefCell::default();
    let value = Reader { depth: 0, yaml: false, twice: &twice }.deserialize(&mut deserializer);
    let error = match value.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => return Ok((value, twice.into_inner())),
        Err(error) => error,
    };
    let message = without_place(&error.to_string());
    let mut finding = if message == TOO_DEEP { too_deep() } else { syntax(&message) };
    (finding.at.line, finding.at.column) = (Some(error.line()), Some(error.column().max(1)));
    Err(if error.is_data() { Problem::Data(finding) } else { Problem::Syntax(finding) })
}

fn yaml(text: &str) -> Result<Text, Box<Finding>> {
    guard::check(text)?;
    let twice = RefCell::default();
    let reader = Reader { depth: 0, yaml: true, twice: &twice };
    let value = reader.deserialize(serde_yaml::Deserializer::from_str(text));
    value.map(|value| (value, twice.take())).map_err(|error| {
        let message = without_place(&error.to_string());
        let mut finding = if message.ends_with(TOO_DEEP) { too_deep() } else { syntax(&message) };
        if let Some(location) = error.location() {
            finding.at.line = Some(location.line());
            finding.at.column = Some(location.column());
        }
        finding
    })
}

/// A parser's message without the line and column that the finding says itself.
fn without_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Says that a value stands deeper than the limit.
const TOO_DEEP: &str = "too deep";

/// Reads a value that does not nest too deep. What JSON cannot hold becomes text: keys that are no
/// strings (`200:`), and numbers such as `.inf`. Tags say nothing.
#[derive(Clone, Copy)]
struct Reader<'a> {
    /// How many collections the value stands in.
    depth: usize,
    /// The text is YAML, so that `<<` takes in the entries of another object.
    yaml: bool,
    /// The pointers, from the value at hand, of the keys that stand twice.
    twice: &'a RefCell<Vec<String>>,
}

impl Reader<'_> {
    /// One collection further in.
    fn below<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > DEEPEST { Err(E::custom(TOO_DEEP)) } else { Ok(Self { depth, ..self }) }
    }

    /// The next key, as text.
    fn key<'de, A: MapAccess<'de>>(self, members: &mut A) -> Result<Option<String>, A::Error> {
        if !self.yaml {
            return members.next_key::<String>();
        }
        Ok(members.next_key_seed(self)?.map(|key| match key {
            Value::String(text) => text,
            other => other.to_string(),
        }))
    }

    /// Puts a token in front of the pointers behind the known ones; gives how many there are.
    fn place(self, known: usize, token: impl Fn() -> String) -> usize {
        let mut twice = self.twice.borrow_mut();
        for pointer in &mut twice[known..] {
            pointer.insert_str(0, &format!("/{}", token()));
        }
        twice.len()
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        let text = || Value::String(serde_yaml::Number::from(number).to_string());
        Ok(Number::from_f64(number).map_or_else(text, Value::Number))
    }

    // Integers beyond 64 bits are floats, as they are in JSON.
    fn visit_i128<E: Error>(self, number: i128) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut list = Vec::new();
        let mut known = self.twice.borrow().len();
        while let Some(item) = items.next_element_seed(below)? {
            known = self.place(known, || list.len().to_string());
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut map = Map::new();
        let mut merged = Vec::new();
        let mut known = self.twice.borrow().len();
        while let Some(key) = self.key(&mut members)? {
            let value = members.next_value_seed(below)?;
            known = self.place(known, || escape_pointer(&key));
            if self.yaml && key == "<<" {
                merged.push(value);
                continue;
            }
            match map.entry(key) {
                Entry::Vacant(vacant) => drop(vacant.insert(value)),
                Entry::Occupied(mut first) => {
                    let pointer = format!("/{}", escape_pointer(first.key()));
                    self.twice.borrow_mut().push(pointer);
                    known += 1;
                    unite(first.get_mut(), value);
                }
            }
        }
        merged
            .into_iter()
            .try_for_each(|value| merge(&mut map, value))
            .map_err(A::Error::custom)?;
        Ok(Value::Object(map))
    }
}

/// The last value of a key that stands twice, with what only the first one holds: two halves of a
/// path item are one.
fn unite(first: &mut Value, last: Value) {
    match (first, last) {
        (Value::Object(first), Value::Object(last)) => first.extend(last),
        (first, last) => *first = last,
    }
}

/// Takes in the entries of other objects that an object does not have itself.
fn merge(map: &mut Map<String, Value>, value: Value) -> Result<(), &'static str> {
    match value {
        Value::Object(others) => {
            for (key, value) in others {
                map.entry(key).or_insert(value);
            }
            Ok(())
        }
        Value::Array(items) => items.into_iter().try_for_each(|item| merge(map, item)),
        _ => Err("`<<` takes in an object, or a list of objects"),
    }
}
