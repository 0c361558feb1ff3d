//! One item of an envelope: its sentence, its rule and its field.
//!
//! In comes the item as JSON, out come its parts as they are compared: without the quotes round the field
//! and without HTML escapes, which a server may add.

use crate::vendor;
use serde_json::Value;

/// One item of an envelope.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Item {
    /// The sentence, without HTML escapes.
    error: String,
    /// The rule.
    pub(super) rule: String,
    /// The field as it came.
    pub(super) field: String,
    /// The field without quotes and HTML escapes.
    pub(super) label: String,
}

impl Item {
    /// The item, if it has all parts.
    pub(super) fn of(item: &Value) -> Option<Self> {
        let [error, rule, field] = vendor::ITEM.map(|name| item.get(name).and_then(Value::as_str));
        let (error, rule, field) = (error?, rule?, field?);
        let plain = unescaped(field);
        let inner = plain.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Some(Self {
            error: unescaped(error),
            rule: rule.to_owned(),
            field: field.to_owned(),
            label: inner.unwrap_or(&plain).to_owned(),
        })
    }

    /// Whether the sentence is about the field.
    pub(super) fn speaks_of_its_field(&self) -> bool {
        // An empty name is quoted as nothing, or called `value`.
        let is_nameless = self.label.is_empty() || self.label == "value";
        is_nameless || self.error.contains(&self.label)
    }

    /// How the sentence goes on after the label.
    pub(super) fn sentence(&self) -> &str {
        let quoted = format!("\"{}\"", self.label);
        let rest = [quoted.as_str(), self.label.as_str()];
        let rest = rest.iter().find_map(|label| self.error.strip_prefix(label));
        rest.unwrap_or(&self.error).trim_start()
    }
}

/// A text without the HTML escapes that a template may have put in.
fn unescaped(text: &str) -> String {
    const NAMED: [(&str, &str); 6] = [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = NAMED.iter().find(|(escape, _)| rest.starts_with(escape));
        if let Some((escape, plain)) = named {
            out.push_str(plain);
            rest = &rest[escape.len()..];
        } else if let Some((plain, length)) = numeric(rest) {
            out.push(plain);
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out + rest
}

/// The character of `&#x5b;` or `&#91;` at the beginning, and the length of the escape.
fn numeric(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end <= 10)?;
    let digits = text.get(2..end).filter(|_| text.starts_with("&#"))?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    Some((char::from_u32(code.ok()?)?, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn escapes_and_quotes_are_taken_off() {
        for (text, expected) in [
            ("must be &#x5b;true&#x5d;", "must be [true]"),
            ("&quot;a&amp;lt;b&quot;", "\"a&lt;b\""),
            ("a & b &; &#; &#xzz; &", "a & b &; &#; &#xzz; &"),
            ("&#39;ä&#39;", "'ä'"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
        let item = Item::of(&json!({
            "error": "&quot;a.b&quot; is required", "rule": "any.required", "field": "\"a.b\""
        }))
        .expect("all parts");
        assert_eq!((item.label.as_str(), item.sentence()), ("a.b", "is required"));
        assert!(item.speaks_of_its_field());
        assert_eq!(Item::of(&json!({"error": "x", "rule": "y"})), None);
    }
}
