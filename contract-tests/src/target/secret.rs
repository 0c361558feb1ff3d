//! The token: read once from the environment, sent, and removed from everything else.
//!
//! In comes the token, out comes a [`Secret`] with [`Secret::scrub`], the one door through which every
//! printed or written text passes. Nothing here sends anything.

use super::forms::{self, Forms};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// What stands where a secret was.
pub const REMOVED: &str = "<token>";

/// Shorter tokens are refused, since removing them would spoil every text.
const SHORTEST: usize = 4;
/// From this length on a token is recognised in other forms than its own.
const TELLING: usize = 8;

/// A bearer token that never shows itself.
#[derive(Clone)]
pub struct Secret {
    token: Arc<str>,
    forms: Arc<Forms>,
}

/// The token of `OASIS_TOKEN`, or of the file that `OASIS_TOKEN_FILE` names; `None` if neither is set.
///
/// # Errors
/// Why what is set is no token.
pub fn token() -> Result<Option<Secret>> {
    if let Some(token) = std::env::var_os("OASIS_TOKEN") {
        let token = token.into_string().ok().context(
            "OASIS_TOKEN holds characters that no header may carry; set it to the bare token",
        )?;
        return Secret::new(&token).context("OASIS_TOKEN cannot be used").map(Some);
    }
    let Some(path) = std::env::var_os("OASIS_TOKEN_FILE").map(PathBuf::from) else {
        return Ok(None);
    };
    let token = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read the token from {}", path.display()))?;
    let secret = Secret::new(&token);
    secret.with_context(|| format!("the token in {} cannot be used", path.display())).map(Some)
}

impl Secret {
    /// Keeps a token. White space around it is dropped.
    ///
    /// # Errors
    /// What is wrong with the token, without showing it.
    pub fn new(token: &str) -> Result<Self> {
        let token = token.trim();
        ensure!(
            token.len() >= SHORTEST,
            "the token is shorter than {SHORTEST} characters, so it cannot be kept out of the \
             report; give the token that the console shows"
        );
        ensure!(
            token.bytes().all(|byte| byte.is_ascii_graphic()),
            "the token holds blanks or characters that no header may carry; give the bare token"
        );
        Ok(Self { token: token.into(), forms: Arc::new(Forms::new(token)) })
    }

    /// The token itself, for sending only.
    pub fn expose(&self) -> &str {
        &self.token
    }

    /// The token with upper and lower case exchanged, for sending only; the token itself if it has no
    /// letters.
    pub fn swapped(&self) -> String {
        forms::swap_case(&self.token)
    }

    /// The text without any form of the token (JSON escapes, percent, base64, hex, other case, HTML
    /// entities, reversed, spaced), and without pieces of it that are long enough to matter: half of it,
    /// but at least eight characters.
    pub fn scrub(&self, text: &str) -> String {
        let mut places: Vec<_> = self.forms.find(text).into_iter().map(|found| found.at).collect();
        places.sort_by_key(|place| place.start);
        let mut clean = String::with_capacity(text.len());
        let mut end = 0;
        for place in places {
            if place.end <= end {
                continue;
            }
            // Places that touch are one.
            if place.start > end || clean.is_empty() {
                clean += &text[end..place.start];
                clean += REMOVED;
            }
            end = place.end;
        }
        clean + &text[end..]
    }

    /// Scrubs every string and every key of a JSON value, and numbers that hold the token.
    pub fn scrub_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.scrub(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.scrub_json(item)),
            Value::Object(properties) => {
                let old = std::mem::take(properties);
                properties.extend(old.into_iter().map(|(name, mut value)| {
                    self.scrub_json(&mut value);
                    (self.scrub(&name), value)
                }));
            }
            Value::Number(number) => {
                let text = number.to_string();
                let clean = self.scrub(&text);
                if clean != text {
                    *value = Value::String(clean);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Whether the text holds the whole token in some form; a shortened token does not count. Tokens of
    /// less than eight characters are recognised as they are only.
    pub fn occurs_in(&self, text: &str) -> bool {
        text.contains(&*self.token)
            || (self.token.len() >= TELLING && self.forms.find(text).iter().any(|it| it.whole))
    }

    /// The first `most` characters of a text, with `…` where it is cut. Scrubbed before it is cut, so
    /// that no beginning of the token stays.
    pub fn excerpt(&self, text: &str, most: usize) -> String {
        let mut clean = self.scrub(text);
        if let Some((end, _)) = clean.char_indices().nth(most) {
            clean.truncate(end);
            clean.push('…');
        }
        clean
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REMOVED)
    }
}

#[cfg(test)]
mod tests;
