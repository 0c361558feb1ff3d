//! JSON as it stands in a text: borrowed strings, and properties in a row.
//!
//! What is read from where reading a text at once has failed, and what unions look at. It is made and
//! thrown away, so it copies no string that is not escaped and hashes nothing that it need not. It is
//! never shown or kept.

use super::node::Node;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// A property with its value.
pub(crate) type Entry<'t> = (Cow<'t, str>, Tree<'t>);

/// A JSON value; `'t` is the text, or whatever else it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tree<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, borrowed unless something in it is escaped.
    String(Cow<'t, str>),
    /// An array.
    Array(Vec<Tree<'t>>),
    /// An object, in which no key stands twice.
    Object(Vec<Entry<'t>>),
}

impl<'t> Tree<'t> {
    /// The value of a property.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The last item of an array.
    #[cfg(feature = "client")]
    pub(crate) fn last(&self) -> Option<&Self> {
        let Self::Array(items) = self else { return None };
        items.last()
    }

    /// The same as a value that owns its parts.
    pub(crate) fn to_value(&self) -> Value {
        // Every tree is a value.
        Value::deserialize(Node(self)).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Tree<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Build)
    }
}

/// Whether a key may stand twice; `false` is certain. Bodies are read far too often, and repeat a key
/// far too seldom, to compare the keys themselves.
fn may_repeat(entries: &[Entry<'_>]) -> bool {
    // Their length and both ends tell nearly every two keys apart.
    let sum = |key: &str| {
        let (bytes, length) = (key.as_bytes(), (key.len() as u64) << 56);
        let ends = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                let first = u64::from_le_bytes(*first).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                first ^ u64::from_le_bytes(*last)
            }
            _ => bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)),
        };
        ends ^ length
    };
    let mut sums: Vec<u64> = entries.iter().map(|(key, _)| sum(key)).collect();
    sums.sort_unstable();
    sums.windows(2).any(|pair| pair[0] == pair[1])
}

/// Of equal keys the last counts, in the place of the first.
fn without_repeats(entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    if !may_repeat(&entries) {
        return entries;
    }
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry<'_>> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match places.get(&key) {
            Some(place) => kept[*place].1 = value,
            None => {
                places.insert(key.clone(), kept.len());
                kept.push((key, value));
            }
        }
    }
    kept
}

/// A key, borrowed if it can be.
struct Key<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

struct Build;

impl<'de> Visitor<'de> for Build {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree<'de>, E> {
        Ok(Number::from_f64(number).map_or(Tree::Null, Tree::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::String(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree<'de>, E> {
        Ok(Tree::String(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree<'de>, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element()? {
            found.push(item);
        }
        Ok(Tree::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree<'de>, A::Error> {
        let mut found = Vec::new();
        while let Some((Key(key), value)) = entries.next_entry()? {
            found.push((key, value));
        }
        Ok(Tree::Object(without_repeats(found)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_serde_json_reads() {
        let many: Vec<String> = (0..40).map(|n| format!("\"{}\": {n}", n % 30)).collect();
        for text in [
            "null",
            "true",
            "-1",
            "18446744073709551615",
            "1.50",
            "1e300",
            "-0.0",
            "\"\"",
            "\"a\\n\\u00e9\"",
            "[]",
            "[1, [null]]",
            "{}",
            r#"{"b": 1, "a": {"c": [2]}}"#,
            r#"{"a": 1, "b": 2, "a": 3}"#,
            r#"{"\u0061": 1, "a": {"x": 1, "x": 2}}"#,
            &format!("{{{}}}", many.join(", ")),
        ] {
            let tree: Tree<'_> = serde_json::from_str(text).unwrap();
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(tree.to_value().to_string(), value.to_string(), "{text}");
            // From a value in memory as from a text.
            assert_eq!(Tree::deserialize(&value).unwrap(), tree, "{text}");
            assert_eq!(Tree::deserialize(Node(&tree)).unwrap(), tree, "{text}");
        }
    }
}
