//! Finds a JSON value at the start of a text that goes on with something else, because the pages
//! glue values to whatever follows them.

use serde_json::{Number, Value};

/// The JSON value that the text starts with, and what follows it.
pub(super) fn prefix(text: &str) -> Option<(Value, &str)> {
    match text.as_bytes().first()? {
        b'{' | b'[' | b'"' => {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
            let value = values.next()?.ok()?;
            Some((value, &text[values.byte_offset()..]))
        }
        b'-' | b'0'..=b'9' => {
            let (number, rest) = number(text)?;
            Some((Value::Number(number), rest))
        }
        _ => [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
            .into_iter()
            .find_map(|(word, value)| Some((value, text.strip_prefix(word)?))),
    }
}

/// The number that the text starts with, and what follows it.
pub(super) fn number(text: &str) -> Option<(Number, &str)> {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let start = usize::from(bytes.first() == Some(&b'-'));
    let mut end = digits(start);
    if end == start {
        return None;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    Some((serde_json::from_str(&text[..end]).ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_ends_where_its_grammar_ends() {
        for (text, value, rest) in [
            ("20Range", json!(20), "Range"),
            ("nullResponse Body", json!(null), "Response Body"),
            ("falsename?string", json!(false), "name?string"),
            ("\"id\"Value in", json!("id"), "Value in"),
            ("0elements?integer", json!(0), "elements?integer"),
            ("1e3elements", json!(1e3), "elements"),
            ("-1.5.", json!(-1.5), "."),
            ("{\"a\":[1]}Empty", json!({"a": [1]}), "Empty"),
            ("[]name", json!([]), "name"),
        ] {
            assert_eq!(prefix(text), Some((value, rest)), "{text}");
        }
        for text in ["", "nul", "-", "{\"a\":", "tru", "e5", ".5"] {
            assert_eq!(prefix(text), None, "{text}");
        }
    }
}
