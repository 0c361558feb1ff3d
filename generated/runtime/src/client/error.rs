//! What can go wrong before and after an answer means something.

use super::{Answer, TokenError};
use http::StatusCode;
use std::error::Error;
use std::fmt;

/// No client can be made of these settings.
#[derive(Debug)]
pub enum BuildError {
    /// The base address cannot have paths put behind it.
    BaseUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP library refuses the settings.
    Http(reqwest::Error),
    /// There is no usable token.
    Token(TokenError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { reason } => {
                write!(f, "the base address is unusable: {reason}; give one such as https://host")
            }
            Self::Http(_) => f.write_str("the HTTP client cannot be set up"),
            Self::Token(error) => error.fmt(f),
        }
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::BaseUrl { .. } => None,
            Self::Http(error) => Some(error),
            Self::Token(error) => error.source(),
        }
    }
}

impl From<TokenError> for BuildError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

/// No whole answer from the host that was asked.
#[derive(Debug)]
pub enum Transport {
    /// Connecting, sending or receiving failed, or took too long.
    Http(reqwest::Error),
    /// The host points elsewhere; nothing was sent there.
    Redirect {
        /// The status of the redirect.
        status: StatusCode,
        /// Where it points.
        location: String,
    },
    /// The answer's body is larger than the settings allow.
    TooLarge {
        /// The largest body taken, in bytes.
        limit: usize,
    },
    /// A value cannot be sent in this header.
    Header(&'static str),
    /// The request body has no JSON form.
    Encode(serde_json::Error),
}

impl Transport {
    /// Wraps an error of the HTTP library without the address, whose query may hold a key.
    pub(super) fn http(error: reqwest::Error) -> Self {
        Self::Http(error.without_url())
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Http(error) if error.is_timeout())
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(error) if error.is_timeout() => f.write_str("no whole answer in time"),
            Self::Http(error) if error.is_connect() => f.write_str("the host cannot be reached"),
            Self::Http(_) => f.write_str("the exchange broke off"),
            Self::Redirect { status, location } => {
                write!(f, "the host answers {status} and points to {location:?}, not followed")
            }
            Self::TooLarge { limit } => write!(f, "the answer is larger than {limit} bytes"),
            Self::Header(name) => write!(f, "the value for header `{name}` cannot be sent"),
            Self::Encode(_) => f.write_str("the request body has no JSON form"),
        }
    }
}

impl Error for Transport {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Http(error) => Some(error),
            Self::Encode(error) => Some(error),
            Self::Redirect { .. } | Self::TooLarge { .. } | Self::Header(_) => None,
        }
    }
}

/// A success whose body is not what the contract says.
#[derive(Debug)]
pub struct Undecodable {
    /// Where in the body, such as `customer.role`; `.` for the whole body.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
    /// The answer as it came.
    pub answer: Box<Answer>,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, reason, answer } = self;
        write!(f, "{}: the body is not as documented at `{path}`: {reason}", answer.status)
    }
}

impl Error for Undecodable {}

/// Prints an answer that is an error, for the generated errors' `Display`.
///
/// # Errors
/// The formatter's own.
pub fn show_answer(f: &mut fmt::Formatter<'_>, name: &str, answer: &Answer) -> fmt::Result {
    write!(f, "{name} ({})", answer.status)?;
    if answer.body.is_empty() { Ok(()) } else { write!(f, ": {}", answer.excerpt()) }
}
