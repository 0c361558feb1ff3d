//! A set of secrets, found in a text in time that grows with the text alone: however many secrets
//! there are and however long, and whatever a hostile server makes of them.

mod finder;

use finder::Finder;
use std::collections::HashSet;

/// What stands in the place of a secret.
pub(super) const MASK: &str = "[secret]";

/// Shorter secrets are masked only where they are a whole value; they are parts of common words.
pub(super) const SHORT: usize = 8;

/// Secrets, and the shape of JSON web tokens.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// All of them; hidden where they are a whole value.
    all: HashSet<String>,
    /// Those that are hidden wherever they stand.
    long: Finder,
}

impl Secrets {
    /// One more secret. A plain word, such as a password in a test, may as well be the name of a
    /// member or a listed value, which must be judged as what it is.
    pub(super) fn add(&mut self, secret: &str) {
        let is_word = secret.len() < 16 && secret.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_word && !self.all.contains(secret) {
            self.all.insert(secret.to_owned());
        }
    }

    /// Prepares the search for secrets within other texts; it has to come between adding and masking.
    pub(super) fn finish(&mut self) {
        let mut long: Vec<&str> = self.all.iter().map(String::as_str).collect();
        long.sort_unstable_by_key(|secret| secret.len());
        self.long = Finder::new(long.into_iter());
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
        let Some(mut at) = self.first(text) else { return };
        let searched = self.long.searched(text.as_bytes());
        let (mut masked, mut kept) = (String::with_capacity(text.len()), 0);
        while at < text.len() {
            let known = self.long.longest(&searched, at, text.len());
            let Some(length) = known.max(jwt(&text[at..])) else {
                at = text.ceil_char_boundary(at + 1);
                continue;
            };
            masked.push_str(&text[kept..at]);
            masked.push_str(MASK);
            at += length;
            kept = at;
        }
        masked.push_str(&text[kept..]);
        *text = masked;
    }

    /// Whether a secret may stand somewhere in the text.
    pub(super) fn hides(&self, text: &str) -> bool {
        self.first(text).is_some()
    }

    /// The first place where a secret may start.
    fn first(&self, text: &str) -> Option<usize> {
        let may = |at: &usize| {
            self.long.may_start(&text.as_bytes()[*at..]) || jwt(&text[*at..]).is_some()
        };
        text.char_indices().map(|(at, _)| at).find(may)
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
        set.finish();
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
