//! Responses whose bytes are not what their headers say.
//!
//! In comes a response, out comes what goes on the wire. A fault marks a response with [`Framing`]; one
//! without a mark is sent as it is, with its true length.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, Response, header};
use http_body::Frame;
use serde::Deserialize;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What is wrong with the way a response is sent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Framing {
    /// The length is given as three bytes less than there are.
    TooShort,
    /// The connection ends half way.
    Cut,
    /// The body never ends.
    Endless,
}

/// The response as it goes on the wire.
pub(super) fn send(mut response: Response<Bytes>) -> axum::response::Response {
    let length = response.body().len();
    // The honest length belongs to the honest body, which a fault may have changed.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let (claimed, sent, next) = match response.extensions_mut().remove::<Framing>() {
        None => return response.map(Body::from),
        Some(Framing::TooShort) => {
            (Some(length.saturating_sub(3)), length.saturating_sub(3), Next::End)
        }
        Some(Framing::Cut) => (Some(length.max(2)), length / 2, Next::Failure),
        Some(Framing::Endless) => (None, length, Next::More),
    };
    if let Some(claimed) = claimed {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(claimed));
    }
    response.map(|bytes| Body::new(Odd { bytes: Some(bytes.slice(..sent)), next }))
}

/// A body that does not tell its length.
struct Odd {
    bytes: Option<Bytes>,
    next: Next,
}

/// What follows the bytes of an [`Odd`] body.
enum Next {
    End,
    Failure,
    More,
}

impl HttpBody for Odd {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(match (self.bytes.take(), &self.next) {
            (Some(bytes), _) => Some(Ok(Frame::data(bytes))),
            (None, Next::End) => None,
            (None, Next::Failure) => Some(Err(io::Error::other("cut on purpose"))),
            (None, Next::More) => Some(Ok(Frame::data(Bytes::from_static(&[b' '; 8_192])))),
        })
    }
}
