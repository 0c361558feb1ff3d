//! The token: read once from the environment, sent, and removed from everything else.
//!
//! In comes the token, out come the forms in which it could show up again and [`Secret::scrub`],
//! the one door through which every printed or written text passes. Nothing here sends anything.

use std::fmt;

/// What stands where a secret was.
pub const REMOVED: &str = "<token>";

/// A bearer token that never shows itself.
#[derive(Clone)]
pub struct Secret {
    token: String,
    forms: Vec<String>,
}

impl Secret {
    /// Keeps a token. Tokens under four characters are refused: removing them would remove half of every text.
    ///
    /// # Errors
    /// What is wrong with the token, without showing it.
    pub fn new(token: &str) -> Result<Self, String> {
        let token = token.trim();
        if token.len() < 4 {
            return Err("the token is shorter than four characters, so it cannot be kept out of \
                        the report; set OASIS_TOKEN to the token the console shows"
                .to_owned());
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("the token holds blanks or characters that no header may carry; set \
                        OASIS_TOKEN to the bare token"
                .to_owned());
        }
        Ok(Self { forms: forms(token), token: token.to_owned() })
    }

    /// The token itself, for sending only.
    pub fn expose(&self) -> &str {
        &self.token
    }

    /// The text without any form of the token.
    pub fn scrub(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.forms {
            if text.contains(form.as_str()) {
                text = text.replace(form.as_str(), REMOVED);
            }
        }
        text
    }

    /// Whether the text holds the whole token in some form; a shortened token does not count.
    pub fn occurs_in(&self, text: &str) -> bool {
        text.contains(&self.token) || encoded(&self.token).iter().any(|form| text.contains(form))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REMOVED)
    }
}

/// Every form worth removing, the longest first so that no rest of a longer one stays.
fn forms(token: &str) -> Vec<String> {
    let shortened = &token[..token.len() - 1];
    let mut forms = Vec::new();
    for variant in [token.to_owned(), swap_case(token), shortened.to_owned()] {
        forms.extend(encoded(&variant));
        forms.push(variant);
    }
    forms.retain(|form| form.len() >= 3);
    forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    forms.dedup();
    forms
}

/// The token with every letter in the other case: wrong for a server, a secret all the same.
pub fn swap_case(token: &str) -> String {
    let swap = |c: char| {
        if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
    };
    token.chars().map(swap).collect()
}

fn encoded(text: &str) -> Vec<String> {
    let percent: String = text
        .bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let mut forms = vec![percent.to_lowercase(), percent];
    // Inside a longer text (`user:token`) the token starts at one of three places of a base64 group;
    // only the characters made of nothing but the token stay the same.
    for offset in 0..3 {
        let mut padded = vec![0; offset];
        padded.extend(text.as_bytes());
        let whole = padded.len() / 3 * 3;
        let encoded = base64(&padded[..whole]);
        let inner = &encoded[if offset == 0 { 0 } else { 4 }.min(encoded.len())..];
        forms.push(inner.to_owned());
        forms.push(inner.replace('+', "-").replace('/', "_"));
    }
    forms.retain(|form| form.len() >= 8 && form != text);
    forms
}

/// Standard base64 with padding.
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for position in 0..4 {
            if position <= group.len() {
                let index = (bits >> (18 - 6 * position)) & 63;
                text.push(char::from(ALPHABET[index as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_of_the_token_survives() {
        let token = "s3cr3t/Token+value=42";
        let secret = Secret::new(token).unwrap();
        for text in [
            format!("Authorization: Bearer {token}"),
            format!("?access_token={}", "s3cr3t%2FToken%2Bvalue%3D42"),
            format!("Basic {}", base64(format!("user:{token}").as_bytes())),
            format!("Basic {}", base64(format!("u:{token}").as_bytes())),
            format!("Basic {}", base64(format!(":{token}").as_bytes())),
            token[..token.len() - 1].to_owned(),
            swap_case(token),
        ] {
            let clean = secret.scrub(&text);
            assert!(clean.contains(REMOVED), "{text} -> {clean}");
            assert!(!clean.contains("Token"), "{clean}");
        }
        assert!(!format!("{secret:?}").contains("Token"));
    }

    #[test]
    fn base64_agrees_with_the_rfc_examples() {
        for (plain, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }
}
