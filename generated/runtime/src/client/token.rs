//! The secret that a caller proves himself with. It is never printed, and wiped when dropped.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use std::env::{self, VarError};
use std::{fmt, fs, io};

/// The variable that holds the token.
const VARIABLE: &str = "OASIS_TOKEN";
/// The variable that names a file that holds the token.
const FILE_VARIABLE: &str = "OASIS_TOKEN_FILE";

/// A bearer token, or any other single credential.
#[derive(Clone)]
pub struct Token(SecretString);

/// Why there is no usable token. No variant holds any part of one.
#[derive(Debug)]
pub enum TokenError {
    /// The environment names neither a token nor a file.
    Missing,
    /// The file that the environment names cannot be read.
    File(io::Error),
    /// The token is empty.
    Empty,
    /// The token holds spaces, control characters or characters beyond ASCII.
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

    /// The token in the environment variable `OASIS_TOKEN`, or else in the file that
    /// `OASIS_TOKEN_FILE` names.
    ///
    /// # Errors
    /// Neither is there, or what is there is no token.
    pub fn from_env() -> Result<Self, TokenError> {
        match env::var(VARIABLE) {
            Ok(text) => Self::new(&text),
            Err(VarError::NotUnicode(_)) => Err(TokenError::Characters),
            Err(VarError::NotPresent) => {
                let file = env::var_os(FILE_VARIABLE).ok_or(TokenError::Missing)?;
                Self::new(&fs::read_to_string(file).map_err(TokenError::File)?)
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

    /// The header value with this in front, marked so that no log prints it.
    pub(super) fn header_value(&self, prefix: &str) -> HeaderValue {
        let mut value = HeaderValue::from_str(&format!("{prefix}{}", self.expose()))
            .expect("a token holds printable ASCII only, see `new`");
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => {
                write!(f, "no token: set {VARIABLE}, or {FILE_VARIABLE} to a file that holds it")
            }
            Self::File(_) => write!(f, "the file that {FILE_VARIABLE} names cannot be read"),
            Self::Empty => f.write_str("the token is empty"),
            Self::Characters => f.write_str("the token holds characters that no header may hold"),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Missing | Self::Empty | Self::Characters => None,
        }
    }
}
