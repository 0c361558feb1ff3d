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
    /// The length is given as three bytes more than there are.
    TooLong,
    /// The length is given as three bytes less than there are.
    TooShort,
    /// The connection ends half way.
    Cut,
    /// The body never ends.
    Endless,
}

/// Marks a response.
pub(super) fn mark(response: &mut Response<Bytes>, framing: Framing) {
    response.extensions_mut().insert(framing);
}

/// The response as it goes on the wire.
pub(super) fn send(mut response: Response<Bytes>) -> axum::response::Response {
    let length = response.body().len();
    // The honest length belongs to the honest body, which a fault may have changed.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let Some(framing) = response.extensions_mut().remove::<Framing>() else {
        return response.map(Body::from);
    };
    let (claimed, sent) = match framing {
        Framing::TooLong => (length + 3, length),
        Framing::TooShort => (length.saturating_sub(3), length),
        Framing::Cut => (length.max(2), length / 2),
        Framing::Endless => return response.map(|_| Body::new(Endless)),
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(claimed));
    response.map(|bytes| {
        Body::new(Unmeasured { bytes: Some(bytes.slice(..sent)), fails: sent < claimed })
    })
}

type Polled = Poll<Option<Result<Frame<Bytes>, io::Error>>>;

/// A body that does not tell its length, and may fail after its data.
struct Unmeasured {
    bytes: Option<Bytes>,
    fails: bool,
}

impl HttpBody for Unmeasured {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Polled {
        let next = self.bytes.take().map(|bytes| Ok(Frame::data(bytes)));
        let failure = self.fails.then(|| Err(io::Error::other("cut on purpose")));
        Poll::Ready(next.or(failure))
    }
}

/// Blanks without end.
struct Endless;

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Polled {
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 8_192])))))
    }
}
