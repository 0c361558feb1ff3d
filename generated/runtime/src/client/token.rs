//! The secret that a caller proves himself with. It is never printed, and wiped when dropped.

use super::{TokenError, redact};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use std::env::{self, VarError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};

/// Limit on a file that holds a token, in bytes.
const LARGEST: u64 = 64 * 1024;

/// A bearer token, or any other single credential. Clones share the secret.
#[derive(Clone)]
pub struct Token(Arc<Secret>);

struct Secret {
    sent: SecretString,
    /// What it is made of, and is no more shown than itself.
    within: Option<SecretString>,
}

impl Token {
    /// A token, white space around it removed.
    ///
    /// # Errors
    /// The token is empty or holds what no header may hold.
    pub fn new(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::Characters);
        }
        Ok(Self(Arc::new(Secret { sent: SecretString::from(text), within: None })))
    }

    /// The credential of a user with a password, for schemes that are called `basic`.
    ///
    /// # Errors
    /// The name of the user holds a colon.
    pub fn basic(user: &str, password: &str) -> Result<Self, TokenError> {
        if user.contains(':') {
            return Err(TokenError::Colon);
        }
        let sent = BASE64_STANDARD.encode(format!("{user}:{password}")).into();
        let within = (!password.is_empty()).then(|| SecretString::from(password));
        Ok(Self(Arc::new(Secret { sent, within })))
    }

    /// The token in the first of these environment variables, or else in the file that the second
    /// one names. The file is read once: see [`TokenSource::from_env`](super::TokenSource::from_env).
    ///
    /// # Errors
    /// Neither is there, or what is there is no token.
    pub fn from_env(variable: &str, file_variable: &str) -> Result<Self, TokenError> {
        match named(variable, file_variable)? {
            Named::Token(token) => Ok(token),
            Named::File(path) => Self::from_file(&path),
        }
    }

    /// The token that a file holds.
    pub(super) fn from_file(path: &Path) -> Result<Self, TokenError> {
        let text = read(path).map_err(|source| TokenError::File {
            path: path.to_owned(),
            source: Arc::new(source),
        })?;
        Self::new(&text)
    }

    /// The secret itself; whoever calls this answers for where it goes.
    pub fn expose(&self) -> &str {
        self.0.sent.expose_secret()
    }

    /// The text with every mention of the token taken out, also where it is escaped as in JSON, in
    /// a `Debug`, in HTML or in an address.
    pub fn redact(&self, text: &str) -> String {
        let text = redact::redact(text, self.expose());
        let within = self.0.within.as_ref();
        within.map_or(text.clone(), |within| redact::redact(&text, within.expose_secret()))
    }

    /// The header value of this scheme, if there is one, marked so that no log prints it; `None` if the
    /// scheme cannot be in a header.
    pub(super) fn header_value(&self, scheme: &str) -> Option<HeaderValue> {
        let parts = [scheme, if scheme.is_empty() { "" } else { " " }, self.expose()];
        let mut value = HeaderValue::try_from(parts.concat()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Whether it is the same secret.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.expose() == other.expose()
    }
}

/// The text of a file that is small and can be read at any time.
fn read(path: &Path) -> io::Result<String> {
    // A pipe or a terminal would be waited for.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut text = String::new();
    fs::File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    match text.len() as u64 > LARGEST {
        true => Err(io::Error::other("it is larger than 64 KiB")),
        false => Ok(text),
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

/// What the environment names.
pub(super) enum Named {
    Token(Token),
    File(PathBuf),
}

/// The token in the first variable, or the file that the second names.
pub(super) fn named(variable: &str, file_variable: &str) -> Result<Named, TokenError> {
    match env::var(variable) {
        Ok(text) => Token::new(&text).map(Named::Token),
        Err(VarError::NotUnicode(_)) => Err(TokenError::Characters),
        Err(VarError::NotPresent) => match env::var_os(file_variable) {
            Some(file) => Ok(Named::File(file.into())),
            None => Err(TokenError::Missing {
                variable: variable.to_owned(),
                file_variable: file_variable.to_owned(),
            }),
        },
    }
}
