//! Answers whose bytes are not what their headers say.
//!
//! In comes an answer, out comes what goes on the wire. A fault marks an answer with [`Framing`];
//! one without a mark is sent as it is, with a truthful length.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, Response, header};
use http_body::Frame;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What is wrong with the way an answer is sent.
#[derive(Clone, Copy)]
pub(super) enum Framing {
    /// The length is said to be this much more than it is.
    Longer(usize),
    /// The length is said to be this much less than it is.
    Shorter(usize),
    /// The connection ends half way.
    Cut,
}

/// Marks an answer.
pub(super) fn mark(response: &mut Response<Bytes>, framing: Framing) {
    response.extensions_mut().insert(framing);
}

/// The answer as it goes on the wire.
pub(super) fn send(mut response: Response<Bytes>) -> axum::response::Response {
    let length = response.body().len();
    // The honest length belongs to the honest body, which a fault may have changed.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let Some(framing) = response.extensions_mut().remove::<Framing>() else {
        return response.map(Body::from);
    };
    let (claimed, sent) = match framing {
        Framing::Longer(by) => (length + by, length),
        Framing::Shorter(by) => (length.saturating_sub(by), length),
        Framing::Cut => (length.max(2), length / 2),
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(claimed));
    response.map(|bytes| {
        Body::new(Unmeasured { bytes: Some(bytes.slice(..sent)), fails: sent < claimed })
    })
}

/// A body that does not tell its length, and may fail after its data.
struct Unmeasured {
    bytes: Option<Bytes>,
    fails: bool,
}

impl HttpBody for Unmeasured {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let next = self.bytes.take().map(|bytes| Ok(Frame::data(bytes)));
        let failure = self.fails.then(|| Err(io::Error::other("cut on purpose")));
        Poll::Ready(next.or(failure))
    }
}
