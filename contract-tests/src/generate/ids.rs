//! Whose ids a request names: the fixtures', or nobody's.

/// Whose ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// The fixtures', where writing to them is allowed; nobody's otherwise.
    Known,
    /// The same with the other session, where there is one.
    Other,
    /// Nobody's; the number makes it another nobody.
    Unknown(u64),
}

/// One path segment with everything unusual percent-encoded.
pub fn segment(text: &str) -> String {
    todo!("{text}")
}

/// The bytes that a path segment stands for; what is no escape stays as it is.
pub fn unescaped(segment: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(segment).collect()
}
