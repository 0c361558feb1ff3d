//! Where tokens come from: one that never changes, a file that somebody else renews, an authorization
//! server.
//!
//! A source is asked before every request, and once more when the server answers 401.

use super::Token;
use super::credentials::ClientCredentials;
use super::token::{Named, named};
use super::transport::Carrier;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use std::{fmt, fs, io};
use tokio::time::sleep;

/// Where the tokens of a client come from. Clones share what they know.
#[derive(Clone)]
pub struct TokenSource(Kind);

#[derive(Clone)]
enum Kind {
    Fixed(Token),
    File(Arc<Watched>),
    Credentials(ClientCredentials),
}

/// Why there is no usable token. No variant holds any part of one.
#[derive(Clone, Debug, thiserror::Error)]
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
    /// The file cannot be read: it is missing, no regular file, or larger than 64 KiB.
    #[error("the file {} cannot be read", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why it cannot be read.
        source: Arc<io::Error>,
    },
    /// The client has credentials, but not those that the operation asks for.
    #[error("the operation asks for {wanted}: give the builder what is missing with `credential`")]
    NoCredential {
        /// The alternatives, by the names of the security schemes.
        wanted: String,
    },
    /// The name of a user holds a colon, which ends it in a basic credential.
    #[error("the user name holds a colon")]
    Colon,
    /// The token is empty.
    #[error("the token is empty: give the text that was handed out to you")]
    Empty,
    /// The token holds spaces, control characters or characters beyond ASCII.
    #[error(
        "the token holds a space, a control character or one beyond ASCII: give it alone, without \
         `Bearer` in front"
    )]
    Characters,
    /// The authorization server has the wrong address.
    #[error("the address of the authorization server is unusable: {reason}")]
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// The authorization server did not answer in time, or not at all.
    #[error("the authorization server cannot be reached")]
    Unreachable,
    /// The authorization server refused: perhaps the client is unknown, or its secret has changed.
    #[error("the authorization server refused ({status})")]
    Refused {
        /// The status of its response.
        status: u16,
        /// How long it asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The time of the call was over before there was a token.
    #[error("the call had no time left to wait for a token")]
    NoTime,
    /// The authorization server sent something other than a bearer token.
    #[error("the authorization server sent no bearer token")]
    NoBearer,
}

impl TokenError {
    /// Whether asking again, later, may help.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable | Self::NoTime => true,
            Self::Refused { status, .. } => *status == 429 || *status >= 500,
            _ => false,
        }
    }

    /// How long the authorization server asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl TokenSource {
    /// The token in the first of these environment variables, or else the file that the second one
    /// names, which is read again whenever it changes.
    ///
    /// # Errors
    /// Neither is there, or what is there is no token.
    pub fn from_env(variable: &str, file_variable: &str) -> Result<Self, TokenError> {
        match named(variable, file_variable)? {
            Named::Token(token) => Ok(token.into()),
            Named::File(path) => Self::file(path),
        }
    }

    /// A file that holds a token. It is read again whenever its time or its length changes, and when
    /// the server no longer takes the token. While it cannot be read, the last token stays.
    ///
    /// # Errors
    /// The file cannot be read now, or holds no token.
    pub fn file(path: impl Into<PathBuf>) -> Result<Self, TokenError> {
        Ok(Self(Kind::File(Arc::new(Watched::new(path.into())?))))
    }

    /// The token to send now.
    pub(super) async fn current(&self, carrier: &Arc<Carrier>) -> Result<Token, TokenError> {
        match &self.0 {
            Kind::Fixed(token) => Ok(token.clone()),
            Kind::File(file) => Ok(file.current()),
            Kind::Credentials(credentials) => credentials.current(carrier).await,
        }
    }

    /// Whether there is another token now, after the server did not take this one.
    pub(super) async fn renew(&self, carrier: &Arc<Carrier>, refused: &Token) -> bool {
        match &self.0 {
            Kind::Fixed(_) => false,
            Kind::File(file) => file.renew(refused).await,
            Kind::Credentials(credentials) => credentials.renew(carrier, refused).await,
        }
    }
}

impl From<Token> for TokenSource {
    fn from(token: Token) -> Self {
        Self(Kind::Fixed(token))
    }
}

impl From<ClientCredentials> for TokenSource {
    fn from(credentials: ClientCredentials) -> Self {
        Self(Kind::Credentials(credentials))
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource([redacted])")
    }
}

/// A file and the token it held when it was last read.
struct Watched {
    path: PathBuf,
    last: Mutex<(Option<Stamp>, Token)>,
}

/// What tells one state of a file from another, as far as it can be seen without reading it.
type Stamp = (SystemTime, u64);

impl Watched {
    fn new(path: PathBuf) -> Result<Self, TokenError> {
        let stamp = stamp(&path);
        let token = Token::from_file(&path)?;
        Ok(Self { path, last: Mutex::new((stamp, token)) })
    }

    /// The token; the file is small, so reading it holds up nobody.
    fn current(&self) -> Token {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = stamp(&self.path);
        if stamp.is_none() || stamp != last.0 {
            // A file that is being replaced may be gone or empty for a moment.
            if let Ok(token) = Token::from_file(&self.path) {
                *last = (stamp, token);
            }
        }
        last.1.clone()
    }

    /// Reads the file whatever its time says, again for a moment while it holds nothing.
    async fn renew(&self, refused: &Token) -> bool {
        for _ in 0..10 {
            let stamp = stamp(&self.path);
            if let Ok(token) = Token::from_file(&self.path) {
                let is_new = !token.is(refused);
                *self.last.lock().unwrap_or_else(PoisonError::into_inner) = (stamp, token);
                return is_new;
            }
            sleep(Duration::from_millis(20)).await;
        }
        false
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
