//! What a call ends in where it does not succeed.
//!
//! No error prints a body, a token, or a header: the operation, the status and the name of the
//! refusal are shown, and [`Error::response`] hands over the rest.

use super::TokenError;
use crate::{Mismatch, Operation, RawResponse, Responses};
use http::StatusCode;
use std::fmt;

/// Why a call did not succeed; `R` lists the documented refusals of the operation.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error<R: Responses> {
    /// The server refused, as documented.
    #[error(transparent)]
    Refused(Box<Refused<R>>),
    /// The contract does not name such a response.
    #[error(transparent)]
    Undocumented(Box<Undocumented>),
    /// The status is documented, but the body is not as documented. With a status of success the call
    /// has had its effect.
    #[error(transparent)]
    Decode(Box<Undecodable>),
    /// There is no whole response. Unless connecting failed, the call may have had its effect.
    #[error(transparent)]
    Transport(Transport),
    /// The request cannot be made; nothing was sent.
    #[error(transparent)]
    Request(InvalidRequest),
}

impl<R: Responses> fmt::Debug for Error<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => fmt::Debug::fmt(error, f),
            Self::Undocumented(error) => fmt::Debug::fmt(error, f),
            Self::Decode(error) => fmt::Debug::fmt(error, f),
            Self::Transport(error) => fmt::Debug::fmt(error, f),
            Self::Request(error) => fmt::Debug::fmt(error, f),
        }
    }
}

impl<R: Responses> Error<R> {
    /// The response as it came, if there is one.
    pub fn response(&self) -> Option<&RawResponse> {
        match self {
            Self::Refused(error) => Some(&error.response),
            Self::Undocumented(error) => Some(&error.response),
            Self::Decode(error) => Some(&error.response),
            Self::Transport(_) | Self::Request(_) => None,
        }
    }

    /// The status of the response, if there is one.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The documented refusal, if it is one.
    pub fn refusal(&self) -> Option<&R> {
        match self {
            Self::Refused(error) => Some(&error.refusal),
            _ => None,
        }
    }

    /// Whether the same call may be sent again, later, without being carried out twice: the server
    /// said that it is too busy (429, 503), or was never reached.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_unsent(),
            Self::Request(_) => false,
            Self::Refused(_) | Self::Undocumented(_) | Self::Decode(_) => matches!(
                self.status(),
                Some(StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS)
            ),
        }
    }

    /// Whether time ran out. The call may have had its effect.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(Transport { fault: TransportFault::Http(error), .. }) => {
                error.is_timeout()
            }
            _ => false,
        }
    }
}

/// A documented refusal.
#[derive(Clone, PartialEq, thiserror::Error)]
#[error("{operation}: {} ({})", refusal.variant(), response.status.as_u16())]
#[non_exhaustive]
pub struct Refused<R: Responses> {
    /// The operation.
    pub operation: &'static str,
    /// What it means.
    pub refusal: R,
    /// The response as it came.
    pub response: RawResponse,
}

impl<R: Responses> fmt::Debug for Refused<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refused({self})")
    }
}

impl<R: Responses> Refused<R> {
    pub(super) fn error(operation: &Operation, refusal: R, response: RawResponse) -> Error<R> {
        Error::Refused(Box::new(Self { operation: operation.id, refusal, response }))
    }
}

/// A response that the contract does not name.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{operation}: undocumented response ({})", response.status.as_u16())]
#[non_exhaustive]
pub struct Undocumented {
    /// The operation.
    pub operation: &'static str,
    /// The response as it came.
    pub response: RawResponse,
}

impl Undocumented {
    pub(super) fn error<R: Responses>(operation: &Operation, response: RawResponse) -> Error<R> {
        Error::Undocumented(Box::new(Self { operation: operation.id, response }))
    }
}

/// A response with a documented status whose body is not as documented.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{operation}: the body of the response ({}) is not as documented {mismatch}", response.status.as_u16())]
#[non_exhaustive]
pub struct Undecodable {
    /// The operation.
    pub operation: &'static str,
    /// Where and why.
    pub mismatch: Mismatch,
    /// The response as it came.
    pub response: RawResponse,
}

impl Undecodable {
    pub(super) fn error<R: Responses>(
        operation: &Operation,
        mismatch: Mismatch,
        response: RawResponse,
    ) -> Error<R> {
        Error::Decode(Box::new(Self { operation: operation.id, mismatch, response }))
    }
}

/// There is no whole response.
#[derive(Debug, thiserror::Error)]
#[error("{operation}: {fault}")]
#[non_exhaustive]
pub struct Transport {
    /// The operation.
    pub operation: &'static str,
    /// What happened.
    #[source]
    pub fault: TransportFault,
}

impl Transport {
    /// Whether the request was certainly never sent: connecting failed.
    pub fn is_unsent(&self) -> bool {
        matches!(&self.fault, TransportFault::Http(error) if error.is_connect())
    }
}

/// What happened instead of a whole response.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportFault {
    /// Connecting, sending or receiving failed, or took too long.
    #[error("{}", describe(.0))]
    Http(#[source] reqwest::Error),
    /// The body of the response is larger than the settings allow.
    #[error("the response is larger than {limit} bytes")]
    TooLarge {
        /// The largest body taken, in bytes.
        limit: usize,
    },
}

impl TransportFault {
    /// Wraps an error of the HTTP library without the address, whose query may hold a key.
    pub(super) fn http(error: reqwest::Error) -> Self {
        Self::Http(error.without_url())
    }
}

fn describe(error: &reqwest::Error) -> &'static str {
    if error.is_connect() {
        "the host cannot be reached"
    } else if error.is_timeout() {
        "no whole response in time"
    } else {
        "the exchange broke off"
    }
}

/// A request that cannot be made. It does not hold the value: that may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: {fault}")]
#[non_exhaustive]
pub struct InvalidRequest {
    /// The operation.
    pub operation: &'static str,
    /// What cannot be sent.
    #[source]
    pub fault: RequestFault,
}

/// What cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestFault {
    /// The value of a path parameter is empty, `.` or `..`.
    #[error(
        "path parameter `{parameter}` is empty or made of dots: the request would go to another resource"
    )]
    Path {
        /// The parameter.
        parameter: &'static str,
    },
    /// A header has a name or a value that cannot be sent.
    #[error("header `{name}` cannot be sent with this value")]
    Header {
        /// The header.
        name: String,
    },
    /// The body or the parameters have no JSON form, or the form is not of properties.
    #[error("the body or a parameter cannot be encoded")]
    Encode,
    /// The operation has a method that HTTP does not allow.
    #[error("the method cannot be sent")]
    Method,
}

/// No client can be made of these settings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base address cannot have paths put behind it.
    #[error("the base address is unusable: {reason}; give one such as https://host")]
    BaseUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP library refuses the settings.
    #[error("the HTTP client cannot be set up")]
    Http(#[source] reqwest::Error),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
    /// There is no usable token.
    #[error(transparent)]
    Token(#[from] TokenError),
}
