//! The secret that a caller proves himself with. It is never printed, and wiped when dropped.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use std::env::{self, VarError};
use std::{fmt, fs, io};

/// A bearer token, or any other single credential.
#[derive(Clone)]
pub struct Token(SecretString);

/// Why there is no usable token. No variant holds any part of one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The environment names neither a token nor a file.
    #[error("no token: set {variable}, or {file_variable} to a file that holds it")]
    Missing {
        /// The variable that holds a token.
        variable: String,
        /// The variable that names a file.
        file_variable: String,
    },
    /// The file that the environment names cannot be read.
    #[error("the file that {file_variable} names cannot be read")]
    File {
        /// The variable that names the file.
        file_variable: String,
        /// Why it cannot be read.
        source: io::Error,
    },
    /// The token is empty.
    #[error("the token is empty")]
    Empty,
    /// The token holds spaces, control characters or characters beyond ASCII.
    #[error("the token holds characters that no header may hold")]
    Characters,
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
        Ok(Self(SecretString::from(text)))
    }

    /// The token in the first of these environment variables, or else in the file that the second
    /// one names.
    ///
    /// # Errors
    /// Neither is there, or what is there is no token.
    pub fn from_env(variable: &str, file_variable: &str) -> Result<Self, TokenError> {
        match env::var(variable) {
            Ok(text) => Self::new(&text),
            Err(VarError::NotUnicode(_)) => Err(TokenError::Characters),
            Err(VarError::NotPresent) => {
                let (variable, file_variable) = (variable.to_owned(), file_variable.to_owned());
                let Some(file) = env::var_os(&file_variable) else {
                    return Err(TokenError::Missing { variable, file_variable });
                };
                let text = fs::read_to_string(file)
                    .map_err(|source| TokenError::File { file_variable, source })?;
                Self::new(&text)
            }
        }
    }

    /// The secret itself; whoever calls this answers for where it goes.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The text with every mention of the token taken out.
    pub fn redact(&self, text: &str) -> String {
        text.replace(self.expose(), "[redacted]")
    }

    /// The header value with this in front, marked so that no log prints it; `None` if the text in
    /// front cannot be in a header.
    pub(super) fn header_value(&self, prefix: &str) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("{prefix}{}", self.expose())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}
