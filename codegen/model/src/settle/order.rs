//! Where a new key goes among the others, so that a document keeps the order that curated documents
//! have: what a value is, then prose, then how it is known, then its parts.

use serde_json::{Map, Value};

/// Keys in the order in which they are written.
const ORDER: [&str; 46] = [
    "operationId",
    "summary",
    "name",
    "in",
    "title",
    "type",
    "format",
    "nullable",
    "multipleOf",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "readOnly",
    "writeOnly",
    "deprecated",
    "description",
    "default",
    "enum",
    "x-name",
    "x-personal",
    "x-constant",
    "x-basis",
    "x-observed",
    "x-because",
    "x-source",
    "x-plausible",
    "additionalProperties",
    "required",
    "properties",
    "items",
    "not",
    "allOf",
    "anyOf",
    "oneOf",
    "schema",
    "example",
    "content",
];

/// Writes a key: where it stands already, else behind the last one that goes before it.
pub(super) fn insert(map: &mut Map<String, Value>, key: &str, value: Value) {
    if let Some(known) = map.get_mut(key) {
        *known = value;
        return;
    }
    let rank = rank(key, &value);
    let before = |(key, value): (&String, &Value)| self::rank(key, value) < rank;
    let at = map.iter().collect::<Vec<_>>().into_iter().rposition(before);
    map.shift_insert(at.map_or(0, |index| index + 1), key.to_owned(), value);
}

/// Puts another key in the place of one.
pub(super) fn rename(map: &mut Map<String, Value>, from: &str, to: &str) {
    let members = std::mem::take(map);
    let name = |key: String| if key == from { to.to_owned() } else { key };
    *map = members.into_iter().map(|(key, value)| (name(key), value)).collect();
}

fn rank(key: &str, value: &Value) -> usize {
    // Of a parameter or a request body it is no list, and stands in front.
    let key = if key == "required" && value.is_boolean() { "in" } else { key };
    ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len())
}
