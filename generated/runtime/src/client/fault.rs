//! What can go wrong without a response: the exchange failed, or there was none.

use super::TokenError;
use super::transport::BoxError;
use http::StatusCode;

/// There is no whole response.
#[derive(Debug, thiserror::Error)]
#[error("{operation}: {fault}")]
#[non_exhaustive]
pub struct Transport {
    /// The operation.
    pub operation: &'static str,
    /// The status, if the head of a response arrived.
    pub status: Option<StatusCode>,
    /// What happened.
    #[source]
    pub fault: TransportFault,
}

impl Transport {
    /// Whether the request was certainly never sent: connecting failed, or time ran out before.
    pub fn is_unsent(&self) -> bool {
        matches!(self.fault, TransportFault::Connect(_) | TransportFault::NoTime)
    }
}

/// What happened instead of a whole response.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportFault {
    /// Connecting failed: nothing was sent.
    #[error("the host cannot be reached")]
    Connect(#[source] BoxError),
    /// Time ran out while other calls had their turn: nothing was sent.
    #[error("no time left to send the request")]
    NoTime,
    /// Time ran out after the request was sent, or while it was.
    #[error("no whole response in time")]
    Timeout,
    /// Sending or receiving failed.
    #[error("the exchange broke off")]
    Broken(#[source] BoxError),
    /// The body of the response is larger than the settings allow.
    #[error("the response is larger than {limit} bytes")]
    TooLarge {
        /// The largest body taken, in bytes.
        limit: usize,
    },
}

impl TransportFault {
    /// What spans call it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Connect(_) => "connect",
            Self::NoTime => "no_time",
            Self::Timeout => "timeout",
            Self::Broken(_) => "broken",
            Self::TooLarge { .. } => "too_large",
        }
    }
}

/// There is no token to send; nothing was sent.
#[derive(Debug, thiserror::Error)]
#[error("{operation}: no token: {fault}")]
#[non_exhaustive]
pub struct NoToken {
    /// The operation.
    pub operation: &'static str,
    /// Why there is none.
    #[source]
    pub fault: TokenError,
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
    /// A required parameter is empty, and an empty one cannot be told from none.
    #[error("parameter `{parameter}` is required, and nothing of an empty one would be sent")]
    Empty {
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
    /// The address with all its parameters is longer than HTTP libraries allow.
    #[error("the address is too long")]
    Address,
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
    /// What the client calls itself cannot be in a header.
    #[error("the name of the client cannot be sent: use printable ASCII")]
    UserAgent,
    /// No base address was given.
    #[error("no base address: give one to `base_url`")]
    NoBaseUrl,
}
