//! A set of secrets, found in a text in one pass over it however many there are.

use std::collections::{BTreeSet, HashMap, HashSet};

/// What stands in the place of a secret.
pub(super) const MASK: &str = "[secret]";

/// Shorter secrets are masked only where they are a whole value; they are parts of common words.
pub(super) const SHORT: usize = 8;

/// Secrets, and the shape of JSON web tokens.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// All of them; hidden where they are a whole value.
    all: HashSet<String>,
    /// The lengths of those that are hidden wherever they stand, by their first bytes.
    long: HashMap<[u8; SHORT], BTreeSet<usize>>,
}

impl Secrets {
    /// One more secret. A plain word, such as a password in a test, may as well be the name of a
    /// member or a listed value, which must be judged as what it is.
    pub(super) fn add(&mut self, secret: &str) {
        let is_word = secret.len() < 16 && secret.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_word || self.all.contains(secret) {
            return;
        }
        self.all.insert(secret.to_owned());
        if let Some(start) = secret.as_bytes().first_chunk() {
            self.long.entry(*start).or_default().insert(secret.len());
        }
    }

    /// Masks every secret in a value.
    pub(super) fn mask(&self, text: &mut String) {
        if self.all.contains(text.as_str()) {
            MASK.clone_into(text);
        }
        self.mask_name(text);
    }

    /// Masks every secret in a name, which is never taken for a short one.
    pub(super) fn mask_name(&self, text: &mut String) {
        if !self.hides(text) {
            return;
        }
        let mut masked = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((start, length)) = self.next(rest) {
            masked.push_str(&rest[..start]);
            masked.push_str(MASK);
            rest = &rest[start + length..];
        }
        masked.push_str(rest);
        *text = masked;
    }

    /// Whether a secret stands somewhere in the text.
    pub(super) fn hides(&self, text: &str) -> bool {
        self.next(text).is_some()
    }

    /// Where the next secret starts, and its length.
    fn next(&self, text: &str) -> Option<(usize, usize)> {
        text.char_indices().find_map(|(start, _)| {
            let rest = &text[start..];
            Some((start, self.known(rest).max(jwt(rest))?))
        })
    }

    /// The length of the longest known secret that the text starts with.
    fn known(&self, text: &str) -> Option<usize> {
        let lengths = self.long.get(text.as_bytes().first_chunk()?)?;
        let known =
            |length: &&usize| text.get(..**length).is_some_and(|start| self.all.contains(start));
        lengths.iter().rev().find(known).copied()
    }
}

/// The length of the JSON web token that the text starts with: base64 of an object, and more.
fn jwt(text: &str) -> Option<usize> {
    const SHORTEST: usize = 20;
    let token = |c: char| c.is_ascii_alphanumeric() || "-_.=".contains(c);
    let rest = text.strip_prefix("eyJ")?;
    let length = 3 + rest.find(|c| !token(c)).unwrap_or(rest.len());
    Some(length).filter(|length| *length >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(secrets: &[&str], text: &str) -> String {
        let mut set = Secrets::default();
        secrets.iter().for_each(|secret| set.add(secret));
        let mut text = text.to_owned();
        set.mask(&mut text);
        text
    }

    #[test]
    fn secrets_are_found_wherever_they_stand() {
        for (secrets, text, expected) in [
            (&["tok-5f2c9a77"][..], "é tok-5f2c9a77, tok-5f2c9a77!", "é [secret], [secret]!"),
            (&["tok-5f2c9a77", "tok-5f2c9a77-long"], "tok-5f2c9a77-long", "[secret]"),
            (&["abc1"], "abc1", "[secret]"),
            (&["abc1", ""], "abc12", "abc12"),
            (&["customer"], "customer", "customer"),
            (
                &[],
                "eyJ is short, eyJhbGciOiJIUzI1NiJ9.eyJz is not",
                "eyJ is short, [secret] is not",
            ),
        ] {
            assert_eq!(masked(secrets, text), expected, "{secrets:?} in {text}");
        }
    }
}
