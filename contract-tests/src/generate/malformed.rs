//! Bytes that are not JSON, made of a valid body.

use super::{body::bytes, subject::Subject};
use serde_json::Value;

/// One way of making JSON no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Malformed {
    /// The end is missing.
    Truncated,
    /// Letters follow.
    TextAfter,
    /// No byte is left.
    Empty,
    /// A second object follows.
    ObjectAfter,
    /// A comma stands before the end.
    TrailingComma,
    /// Single quotes.
    SingleQuotes,
    /// Names without quotes.
    BareNames,
    /// A form, not JSON at all.
    Form,
}

impl Malformed {
    /// Every way, the most telling first.
    pub const ALL: [Self; 8] = [
        Self::Truncated,
        Self::TextAfter,
        Self::Empty,
        Self::ObjectAfter,
        Self::TrailingComma,
        Self::SingleQuotes,
        Self::BareNames,
        Self::Form,
    ];

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::TextAfter => "text after the end",
            Self::Empty => "empty",
            Self::ObjectAfter => "a second object",
            Self::TrailingComma => "a comma before the end",
            Self::SingleQuotes => "single quotes",
            Self::BareNames => "names without quotes",
            Self::Form => "a form",
        }
    }

    /// Whether this body can be damaged so, and a server has to refuse it.
    pub(super) fn is_wrong(self, subject: &Subject, body: &Value) -> bool {
        let is_right = self == Self::Empty && subject.may_lack_a_body();
        !is_right && self.apply(&bytes(body)).is_some()
    }

    /// The damaged bytes; `None` where this body cannot be damaged so.
    pub fn apply(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (last, start) = bytes.split_last()?;
        let text = || String::from_utf8_lossy(bytes).into_owned();
        let damaged = match self {
            Self::Truncated => start[..start.len() - start.len() / 3].to_vec(),
            Self::TextAfter => [bytes, b" trailing"].concat(),
            Self::Empty => Vec::new(),
            Self::ObjectAfter => [bytes, b"{}"].concat(),
            Self::TrailingComma => [start, b",", &[*last]].concat(),
            Self::SingleQuotes => text().replace('"', "'").into_bytes(),
            Self::BareNames => text().replacen('"', "", 2).into_bytes(),
            Self::Form => b"sessionId=contract-test&metadata=1".to_vec(),
        };
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&damaged).is_ok();
        (!is_json).then_some(damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_bytes_are_never_json() {
        for damage in Malformed::ALL {
            for body in [&b""[..], b"{}", b"7", b"\"\"", b"[]", b"{\"a\":\"b\"}"] {
                let bytes = damage.apply(body);
                let json = bytes.map(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes));
                assert!(json.is_none_or(|json| json.is_err()), "{damage:?}");
            }
            assert!(damage.apply(b"{\"a\":\"b\"}").is_some(), "{damage:?}");
        }
    }
}
