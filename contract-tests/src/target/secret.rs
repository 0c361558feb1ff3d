//! The token: read once from the environment, sent, and removed from everything else.
//!
//! In comes the token, out comes a [`Secret`] with [`Secret::scrub`], the one door through which every
//! printed or written text passes. A text is compared without its escapes, case and separators, in windows
//! of eight bytes. Nothing here sends anything.

mod normal;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use normal::{normal, swap_case};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// What stands where a secret was.
pub const REMOVED: &str = "<token>";

/// The variable that holds the token which the vendor presents to a receiver.
pub const WEBHOOK_TOKEN: &str = "OASIS_WEBHOOK_TOKEN";

/// Shorter tokens are refused, since removing them would spoil every text.
const SHORTEST: usize = 4;
/// The bytes of a window. Shorter forms of a token are not looked for.
const WINDOW: usize = 8;
/// A piece of a third of the token is removed, and in any case one of this many bytes.
const LONGEST_PIECE: usize = 32;
/// No form has more bytes for each character of the token.
const LONGEST_ESCAPE: usize = 64;

/// A bearer token that never shows itself.
#[derive(Clone)]
pub struct Secret(Arc<Known>);

struct Known {
    token: String,
    /// The token in the forms in which it may be repeated, without escapes and in lower case.
    forms: Vec<String>,
    /// Every window of every form without its separators.
    windows: HashSet<u64>,
    /// Which hashes of windows there are at all; much faster to ask.
    hashes: Vec<bool>,
    /// The length from which on a piece of a form is removed.
    least: usize,
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

/// The token of `OASIS_WEBHOOK_TOKEN`, which the vendor presents to a receiver; without it one that is
/// never sent, so that reports are scrubbed in one way. `OASIS_TOKEN` is no receiver's business.
///
/// # Errors
/// Why what is set is no token.
pub fn webhook_token() -> Result<Secret> {
    let token = std::env::var_os(WEBHOOK_TOKEN).filter(|token| !token.is_empty());
    let token = token.unwrap_or_else(|| "no-token-of-a-webhook".into());
    let token = token.into_string().ok().with_context(|| {
        format!("{WEBHOOK_TOKEN} holds characters that no header may carry; set the bare token")
    })?;
    Secret::new(&token).with_context(|| format!("{WEBHOOK_TOKEN} cannot be used"))
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
        Ok(Self(Arc::new(Known::new(token))))
    }

    /// The token itself, for sending only.
    pub fn expose(&self) -> &str {
        &self.0.token
    }

    /// The token with upper and lower case exchanged, for sending only; the token itself if it has no
    /// letters.
    pub fn swapped(&self) -> String {
        swap_case(&self.0.token)
    }

    /// The text without any form of the token (JSON escapes, percent, HTML entities, base64, hex, other
    /// case, reversed, with separators), and without pieces of a third of it or more.
    pub fn scrub(&self, text: &str) -> String {
        self.scrub_until(text, text.len())
    }

    /// What is left of the text before this byte. What stands behind it is read, so that no form of the
    /// token that only begins before it stays.
    fn scrub_until(&self, text: &str, until: usize) -> String {
        let mut clean = String::with_capacity(until);
        let mut end = 0;
        for place in self.0.places(text).into_iter().take_while(|place| place.start < until) {
            if place.end <= end {
                continue;
            }
            // Places that touch are one.
            if place.start > end || clean.is_empty() {
                clean += text.get(end..place.start).unwrap_or_default();
                clean += REMOVED;
            }
            end = place.end;
        }
        clean + text.get(end..until).unwrap_or_default()
    }

    /// The first `most` characters of the text that is left, and whether anything was cut off.
    pub(crate) fn start(&self, text: &str, most: usize) -> (String, bool) {
        // Escapes are long; what is not needed is not read.
        let until = text.floor_char_boundary(most.saturating_mul(4));
        let end = text.floor_char_boundary(until + self.0.token.len() * LONGEST_ESCAPE);
        let mut clean = self.scrub_until(&text[..end], until);
        let cut = clean.char_indices().nth(most).map(|(at, _)| at);
        clean.truncate(cut.unwrap_or(clean.len()));
        (clean, cut.is_some() || until < text.len())
    }

    /// The first `most` characters of a text, with `…` where it is cut. Scrubbed before it is cut, so
    /// that no beginning of the token stays.
    pub fn excerpt(&self, text: &str, most: usize) -> String {
        let (clean, is_cut) = self.start(text, most);
        if is_cut { clean + "…" } else { clean }
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

    /// Whether the text holds the token or a piece of it in some form.
    pub(crate) fn shows_in(&self, text: &str) -> bool {
        !self.0.places(text).is_empty()
    }

    /// Whether the text holds the whole token in some form; a shortened token does not count, and
    /// neither does one without its separators, which may be common words. Tokens of less than eight
    /// characters are recognised as they are only.
    pub fn occurs_in(&self, text: &str) -> bool {
        let known = &*self.0;
        if text.contains(&known.token) {
            return true;
        }
        if known.token.len() < WINDOW || !self.shows_in(text) {
            return false;
        }
        let (bytes, _) = normal(text, false);
        let text = String::from_utf8_lossy(&bytes);
        known.forms.iter().any(|form| text.contains(form))
    }
}

impl Known {
    fn new(token: &str) -> Self {
        let mut forms = forms(token);
        // The token may itself look like an escape.
        for at in 0..2 {
            let decoded = normal(&forms[at], false).0;
            forms.push(String::from_utf8_lossy(&decoded).into_owned());
        }
        for form in &mut forms {
            *form = form.replace('\\', "").to_ascii_lowercase();
        }
        let least = forms[0].bytes().filter(|byte| !normal::is_separator(*byte)).count() / 3;
        let least = least.clamp(WINDOW, LONGEST_PIECE);
        let mut known = Self {
            token: token.to_owned(),
            windows: HashSet::new(),
            hashes: vec![false; 1 << 16],
            least,
            forms,
        };
        for form in &known.forms {
            let mut window = 0;
            let kept = form.bytes().filter(|byte| !normal::is_separator(*byte));
            for (at, byte) in kept.enumerate() {
                window = (window << 8) | u64::from(byte);
                if at + 1 >= WINDOW {
                    known.windows.insert(window);
                    known.hashes[hash(window)] = true;
                }
            }
        }
        known
    }

    /// Every place in the text that belongs to the token, in order; they may overlap.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let (bytes, ends) = normal(text, true);
        let mut places: Vec<Range<usize>> =
            text.match_indices(&self.token).map(|(at, _)| at..at + self.token.len()).collect();
        let (mut window, mut start) = (0, None);
        for (at, byte) in bytes.iter().copied().chain([0]).enumerate() {
            window = (window << 8) | u64::from(byte);
            if at + 1 >= WINDOW && self.hashes[hash(window)] && self.windows.contains(&window) {
                start.get_or_insert(at + 1 - WINDOW);
            } else if let Some(start) = start.take().filter(|start| at - start >= self.least) {
                places.push(ends[start].start..ends[at - 1].end);
            }
        }
        places.sort_by_key(|place| place.start);
        places
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REMOVED)
    }
}

fn hash(window: u64) -> usize {
    usize::try_from(window.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48).unwrap_or_default()
}

/// The token as it is, reversed, in hexadecimal digits and in base64.
fn forms(token: &str) -> Vec<String> {
    let hex = token.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![token.to_owned(), token.chars().rev().collect(), hex];
    for variant in [token.to_owned(), swap_case(token)] {
        // Inside a longer text (`user:token`) the token starts at one of three places of a group; only
        // the characters made of nothing but the token stay the same.
        for (offset, mixed) in [(0, 0), (1, 2), (2, 3)] {
            let padded = [&vec![0; offset][..], variant.as_bytes()].concat();
            let encoded = BASE64_STANDARD_NO_PAD.encode(&padded);
            let pure = encoded.get(mixed..padded.len() * 8 / 6).unwrap_or_default();
            forms.extend([pure.to_owned(), pure.replace('+', "-").replace('/', "_")]);
        }
    }
    forms.retain(|form| form.len() >= WINDOW.min(token.len()));
    forms
}

#[cfg(test)]
mod tests;
