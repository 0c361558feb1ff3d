//! What a call ends in where it does not succeed.
//!
//! No error prints a body, a token, or a header: the operation, the status and the name of the
//! refusal are shown, and [`Error::response`] hands over the rest.

use super::transport::is_busy;
use super::{
    InvalidRequest, NoToken, Refused, TokenError, Transport, TransportFault, Undecodable,
    Undocumented,
};
use crate::{RawResponse, ResponseHeader, Responses};
use http::StatusCode;
use serde::de::DeserializeOwned;
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
    /// There is no whole response. Unless connecting failed, the call may have had its effect: see
    /// [`Error::fate`].
    #[error(transparent)]
    Transport(Transport),
    /// There is no token; nothing was sent.
    #[error(transparent)]
    Token(NoToken),
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
            Self::Token(error) => fmt::Debug::fmt(error, f),
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
            Self::Transport(_) | Self::Token(_) | Self::Request(_) => None,
        }
    }

    /// A documented header of the response; `None` if there is no response, or no such header in it
    /// that is as documented.
    pub fn header<H: DeserializeOwned>(&self, header: &ResponseHeader<H>) -> Option<H> {
        self.response()?.header(header)
    }

    /// The status of the response, if its head arrived.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Transport(error) => error.status,
            _ => self.response().map(|response| response.status),
        }
    }

    /// What the server calls this exchange, if there is a response: see
    /// [`Response::request_id`](super::Response::request_id).
    pub fn request_id(&self) -> Option<&str> {
        crate::response::request_id(&self.response()?.headers)
    }

    /// Whether the call had its effect, as far as that can be known.
    ///
    /// ```
    /// # use oasis_runtime::client::{Error, Fate};
    /// # fn after<R: oasis_runtime::Responses>(error: &Error<R>) {
    /// match error.fate() {
    ///     Fate::NotApplied => println!("nothing has changed"),
    ///     Fate::Applied => println!("done, though the response cannot be read"),
    ///     Fate::Unknown => println!("look before you send it again"),
    /// }
    /// # }
    /// ```
    pub fn fate(&self) -> Fate {
        match self {
            Self::Token(_) | Self::Request(_) => return Fate::NotApplied,
            Self::Transport(error) if error.is_unsent() => return Fate::NotApplied,
            _ => {}
        }
        match self.status() {
            Some(status) if status.is_success() => Fate::Applied,
            Some(status)
                if status.is_redirection() || status.is_client_error() || is_busy(status) =>
            {
                Fate::NotApplied
            }
            _ => Fate::Unknown,
        }
    }

    /// The documented refusal, if it is one.
    pub fn refusal(&self) -> Option<&R> {
        match self {
            Self::Refused(error) => Some(&error.refusal),
            _ => None,
        }
    }

    /// Whether the same call may be sent again, later, without being carried out twice: the server
    /// said that it is too busy (429, 503), or was never reached. The client has done so already as
    /// often as its [`Retry`](super::Retry) allows.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) if error.is_unsent() => true,
            Self::Token(error) => error.fault.is_transient(),
            _ => self.status().is_some_and(is_busy),
        }
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => {
                matches!(error.fault, TransportFault::Timeout | TransportFault::NoTime)
            }
            Self::Token(error) => matches!(error.fault, TokenError::NoTime),
            _ => false,
        }
    }
}

/// Whether a call had its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It had none: the server refused it, or never got it.
    NotApplied,
    /// It had its effect: the server said so, although the response cannot be read or is not whole.
    Applied,
    /// The request may have arrived, and nothing says what became of it.
    Unknown,
}
