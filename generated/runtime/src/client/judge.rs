//! What a response means to the caller: a success, a documented refusal, or neither.

use super::{
    Error, InvalidRequest, NoToken, Refused, Response, Token, Transport, Undecodable, Undocumented,
};
use crate::responses::is_success;
use crate::{Mismatch, Operation, RawResponse, Responses};

/// What a response means, by its status. `read` is told whether the body must fit for the status to
/// count.
pub(super) fn judge<T, R: Responses>(
    operation: &'static Operation,
    (response, tokens): (RawResponse, Vec<Token>),
    read: impl FnOnce(&RawResponse, bool) -> Result<T, Mismatch>,
) -> Result<Response<T>, Error<R>> {
    match is_success(operation, response.status.as_u16()) {
        Some(true) => match read(&response, false) {
            Ok(value) => Ok(Response::new(value, response, tokens)),
            Err(mismatch) => Err(Undecodable::error(operation, mismatch, response)),
        },
        Some(false) => match read(&response, true) {
            Ok(value) => Ok(Response::new(value, response, tokens)),
            Err(_) => refuse(operation, response),
        },
        None => refuse(operation, response),
    }
}

/// What a response means that is no success.
pub(super) fn refuse<T, R: Responses>(
    operation: &'static Operation,
    response: RawResponse,
) -> Result<T, Error<R>> {
    Err(match R::read(&response) {
        Some(Ok(refusal)) => Refused::error(operation, refusal, response),
        Some(Err(mismatch)) => Undecodable::error(operation, mismatch, response),
        None => Undocumented::error(operation, response),
    })
}

/// Why there is no response, before it is known which refusals there could have been.
pub(super) enum NoResponse {
    Request(InvalidRequest),
    Token(NoToken),
    Transport(Transport),
}

impl From<InvalidRequest> for NoResponse {
    fn from(error: InvalidRequest) -> Self {
        Self::Request(error)
    }
}

impl From<NoToken> for NoResponse {
    fn from(error: NoToken) -> Self {
        Self::Token(error)
    }
}

impl From<Transport> for NoResponse {
    fn from(error: Transport) -> Self {
        Self::Transport(error)
    }
}

impl<R: Responses> From<NoResponse> for Error<R> {
    fn from(error: NoResponse) -> Self {
        match error {
            NoResponse::Request(error) => Self::Request(error),
            NoResponse::Token(error) => Self::Token(error),
            NoResponse::Transport(error) => Self::Transport(error),
        }
    }
}
