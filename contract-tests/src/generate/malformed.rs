//! Bytes that are not JSON, made of a valid body.

/// One way of making JSON no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The end is missing.
    Truncated,
    /// Letters follow.
    TextAfter,
}

impl Malformed {
    /// The damaged bytes; `None` where this body cannot be damaged so.
    pub fn apply(self, bytes: &[u8]) -> Option<Vec<u8>> {
        todo!("{self:?} {bytes:?}")
    }
}
