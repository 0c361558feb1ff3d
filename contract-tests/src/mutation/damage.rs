//! Damage to the bytes of a body: what comes out is not JSON.

use serde::{Deserialize, Serialize};

/// One way of making JSON no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// The end is missing.
    Truncated,
    /// Only the first byte is left.
    FirstByte,
    /// No byte is left.
    Empty,
    /// Nothing but blanks.
    Blank,
    /// Letters follow.
    TextAfter,
    /// A second object follows.
    ObjectAfter,
    /// A closing brace follows.
    BraceAfter,
    /// A comma stands before the end.
    TrailingComma,
    /// Single quotes.
    SingleQuotes,
    /// Names without quotes.
    BareNames,
    /// Not JSON at all.
    Form,
    /// Markup.
    Markup,
}

impl Damage {
    /// Every kind, the most telling first.
    pub const ALL: [Self; 12] = [
        Self::Truncated,
        Self::TextAfter,
        Self::Empty,
        Self::ObjectAfter,
        Self::TrailingComma,
        Self::FirstByte,
        Self::BraceAfter,
        Self::SingleQuotes,
        Self::BareNames,
        Self::Blank,
        Self::Form,
        Self::Markup,
    ];

    /// The damaged bytes; none where this body cannot be damaged so.
    pub fn apply(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let with = |end: &[u8]| [bytes, end].concat();
        let text = || String::from_utf8_lossy(bytes).into_owned();
        let damaged = match self {
            Self::Truncated => bytes[..bytes.len() - 1 - (bytes.len() - 1) / 3].to_vec(),
            Self::FirstByte => bytes[..1].to_vec(),
            Self::Empty => Vec::new(),
            Self::Blank => b"  \n".to_vec(),
            Self::TextAfter => with(b" trailing"),
            Self::ObjectAfter => with(b"{}"),
            Self::BraceAfter => with(b"}"),
            Self::TrailingComma => [&bytes[..bytes.len() - 1], b",}"].concat(),
            Self::SingleQuotes => text().replace('"', "'").into_bytes(),
            Self::BareNames => text().replacen('"', "", 2).into_bytes(),
            Self::Form => b"sessionId=contract-test&metadata=1".to_vec(),
            Self::Markup => b"<body><sessionId>contract-test</sessionId></body>".to_vec(),
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
        for damage in Damage::ALL {
            for body in [&b"{}"[..], b"{\"a\":\"b\"}", b"[]"] {
                if let Some(bytes) = damage.apply(body) {
                    assert!(
                        serde_json::from_slice::<serde_json::Value>(&bytes).is_err(),
                        "{damage:?}"
                    );
                }
            }
            assert!(damage.apply(b"{\"a\":\"b\"}").is_some(), "{damage:?}");
        }
    }
}
