//! Bodies that no honest client sends, made of a valid one so that they reach as far as they can.
//!
//! What JSON values can hold is built as a value. The rest (nesting, lone surrogates, numbers beyond
//! every range, bytes that are not UTF-8) is text that takes the place of a property.

use super::super::maker::bytes;
use serde_json::{Map, Value, json};

/// Levels of nesting.
const LEVELS: usize = 5_000;
/// Bytes of a string.
const BYTES: usize = 3 << 20;
/// Digits of a number.
const DIGITS: usize = 5_000;
/// Properties of an object.
const PROPERTIES: usize = 2_000;

/// How a body is built.
#[derive(Clone, Copy)]
pub(super) enum Build {
    /// The free-form property holds this value.
    Value(fn() -> Value),
    /// The free-form property holds what this JSON text says.
    Text(fn() -> Vec<u8>),
    /// These properties stand beside the valid ones.
    Beside(fn() -> Map<String, Value>),
    /// The JSON text of a property stands beside the valid ones.
    TextBeside(fn() -> Vec<u8>),
    /// The whole body, made of the bytes of the valid one.
    Whole(fn(Vec<u8>) -> Vec<u8>),
}

/// The bodies, the most telling first.
pub(super) const BODIES: [(&str, Build); 15] = [
    ("5,000 levels of objects", Build::Text(|| nested("{\"n\":", "1", "}"))),
    ("3 MiB of text", Build::Value(|| json!({ "text": "x".repeat(BYTES) }))),
    ("a lone surrogate", Build::Text(|| b"{\"text\":\"\\ud800\"}".to_vec())),
    ("bytes that are not UTF-8", Build::Text(|| b"{\"text\":\"\xff\"}".to_vec())),
    ("a number beyond every range", Build::Text(|| b"{\"number\":1e400}".to_vec())),
    ("nothing but 5,000 opening brackets", Build::Whole(|_| nested("[", "", ""))),
    ("5,000 levels of arrays", Build::Text(|| nested_in_object("[", "]"))),
    ("nothing but 5,000 brackets", Build::Whole(|_| nested("[", "", "]"))),
    ("3 MiB of an unknown property", Build::Beside(|| properties(1, &"x".repeat(BYTES)))),
    ("a lone surrogate as a key", Build::Text(|| b"{\"\\udfff\":1}".to_vec())),
    (
        "a lone surrogate in an unknown property",
        Build::TextBeside(|| b"\"contractTestUnknown\\ud800\":\"\\ud800\"".to_vec()),
    ),
    ("a byte order mark", Build::Whole(|valid| [&b"\xef\xbb\xbf"[..], &valid].concat())),
    ("a number of 5,000 digits", Build::Text(|| digits().into_bytes())),
    ("the same key twice", Build::Text(|| b"{\"a\":1,\"a\":2}".to_vec())),
    ("2,000 unknown properties", Build::Beside(|| properties(PROPERTIES, "x"))),
];

impl Build {
    /// The body; `free` names the property that holds what is oversized.
    pub(super) fn body(self, valid: &Value, free: &str) -> Vec<u8> {
        let with = |properties: Map<String, Value>| {
            let mut body = valid.as_object().cloned().unwrap_or_default();
            body.extend(properties);
            bytes(&Value::Object(body))
        };
        let one = |value: Value| Map::from_iter([(free.to_owned(), value)]);
        // The stand-in has an ordinary name and value, so it is written without escapes.
        const STAND_IN: &str = "contractTestStandIn";
        let stand_in = || Map::from_iter([(STAND_IN.to_owned(), Value::Null)]);
        let replaced = |text: Vec<u8>| {
            replace(with(stand_in()), format!("\"{STAND_IN}\":null").as_bytes(), &text)
        };
        match self {
            Self::Value(value) => with(one(value())),
            Self::Text(text) => {
                let key = bytes(&Value::from(free));
                replaced([&key[..], b":", &text()].concat())
            }
            Self::Beside(properties) => with(properties()),
            Self::TextBeside(text) => replaced(text()),
            Self::Whole(make) => make(bytes(valid)),
        }
    }
}

/// The bytes with the first occurrence of `old` replaced.
fn replace(text: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    match text.windows(old.len()).position(|window| window == old) {
        Some(at) => [&text[..at], new, &text[at + old.len()..]].concat(),
        None => text,
    }
}

fn nested(open: &str, middle: &str, close: &str) -> Vec<u8> {
    [&open.repeat(LEVELS), middle, &close.repeat(LEVELS)].concat().into_bytes()
}

fn nested_in_object(open: &str, close: &str) -> Vec<u8> {
    [&b"{\"deep\":"[..], &nested(open, "", close), b"}"].concat()
}

fn digits() -> String {
    format!("{{\"number\":{}}}", "9".repeat(DIGITS))
}

fn properties(count: usize, value: &str) -> Map<String, Value> {
    (0..count).map(|number| (format!("contractTest{number}"), Value::from(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_begins_as_the_valid_one_and_only_the_odd_ones_are_not_json() {
        let valid = json!({ "sessionId": "a" });
        let not_json = [
            "5,000 levels of objects",
            "5,000 levels of arrays",
            "nothing but 5,000 brackets",
            "nothing but 5,000 opening brackets",
            "a lone surrogate",
            "a lone surrogate as a key",
            "a lone surrogate in an unknown property",
            "bytes that are not UTF-8",
            "a byte order mark",
            "a number beyond every range",
            "a number of 5,000 digits",
        ];
        for (about, build) in BODIES {
            let body = build.body(&valid, "metadata");
            let read = serde_json::from_slice::<Value>(&body);
            assert_eq!(read.is_err(), not_json.contains(&about), "{about}");
            if !matches!(build, Build::Whole(_)) {
                assert!(body.starts_with(b"{\"sessionId\":\"a\","), "{about}");
                assert_eq!(body.last(), Some(&b'}'), "{about}");
            }
        }
    }

    #[test]
    fn an_empty_valid_body_is_extended_too() {
        for (about, build) in BODIES {
            let body = build.body(&json!({}), "a \"quoted\" name");
            assert!(!body.starts_with(b"{,") && !body.ends_with(b",}"), "{about}");
        }
    }
}
