//! The token: read once from the environment, sent, and removed from everything else.

use std::fmt;

/// What stands where a secret was.
pub const REMOVED: &str = "<token>";

/// A bearer token that never shows itself.
#[derive(Clone)]
pub struct Secret {
    token: String,
}

/// The token of `OASIS_TOKEN`, or of the file that `OASIS_TOKEN_FILE` names; `None` if neither is set.
///
/// # Errors
/// Why what is set is no token.
pub fn token() -> anyhow::Result<Option<Secret>> {
    todo!()
}

impl Secret {
    /// Keeps a token.
    ///
    /// # Errors
    /// What is wrong with the token, without showing it.
    pub fn new(token: &str) -> anyhow::Result<Self> {
        Ok(Self { token: token.to_owned() })
    }

    /// The token itself, for sending only.
    pub fn expose(&self) -> &str {
        &self.token
    }

    /// The text without any form of the token (JSON escapes, percent, base64, hex, other case, HTML
    /// entities, and pieces of it that are long enough to matter).
    pub fn scrub(&self, text: &str) -> String {
        text.replace(&self.token, REMOVED)
    }

    /// Whether the text holds the whole token in some form; a shortened token does not count.
    pub fn occurs_in(&self, text: &str) -> bool {
        text.contains(&self.token)
    }

    /// The first `most` characters of a text, with `…` where it is cut. Scrubbed before it is cut, so
    /// that no beginning of the token stays.
    pub fn excerpt(&self, text: &str, most: usize) -> String {
        let _ = most;
        self.scrub(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REMOVED)
    }
}
