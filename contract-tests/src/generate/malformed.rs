//! Bytes that are not JSON, made of a valid body.

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
    /// Only the first byte is left.
    FirstByte,
    /// A closing brace follows.
    BraceAfter,
    /// Single quotes.
    SingleQuotes,
    /// Names without quotes.
    BareNames,
    /// Nothing but blanks.
    Blank,
    /// A form, not JSON at all.
    Form,
    /// Markup, not JSON at all.
    Markup,
}

impl Malformed {
    /// Every way, the most telling first.
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

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::TextAfter => "text after the end",
            Self::Empty => "empty",
            Self::ObjectAfter => "a second object",
            Self::TrailingComma => "a comma before the end",
            Self::FirstByte => "the first byte alone",
            Self::BraceAfter => "a brace after the end",
            Self::SingleQuotes => "single quotes",
            Self::BareNames => "names without quotes",
            Self::Blank => "blanks",
            Self::Form => "a form",
            Self::Markup => "markup",
        }
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
            Self::FirstByte => bytes[..1].to_vec(),
            Self::BraceAfter => [bytes, b"}"].concat(),
            Self::SingleQuotes => text().replace('"', "'").into_bytes(),
            Self::BareNames => text().replacen('"', "", 2).into_bytes(),
            Self::Blank => b"  \n".to_vec(),
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
