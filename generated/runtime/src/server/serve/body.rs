//! The body of a request, which has to be there in time.
//!
//! In comes a body on its way, out comes the same, or [`Late`] once its time is over. What the router has
//! left unread is read and dropped for a moment: a caller who is still sending would miss the response.

use super::super::unread::Late;
use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http::header::EXPECT;
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep_until, timeout};

/// Limits on what is read and dropped.
const DROPPED: (usize, Duration) = (8 * 1024 * 1024, Duration::from_secs(2));

/// A body with a time at which it is over.
pub(super) struct Limited {
    /// `None` once it has ended.
    body: Option<Incoming>,
    end: Instant,
    /// Is made when the body lets one wait, which most do not.
    clock: Option<Pin<Box<Sleep>>>,
    /// The caller waits for a word before he sends it.
    is_awaited: bool,
}

impl Limited {
    /// The request with a body that has to be there in so much time.
    pub(super) fn around(request: Request<Incoming>, time: Duration) -> Request<Body> {
        let is_awaited = request.headers().contains_key(EXPECT);
        request.map(|body| {
            if body.is_end_stream() {
                return Body::empty();
            }
            let end = Instant::now() + time;
            Body::new(Self { body: Some(body), end, clock: None, is_awaited })
        })
    }
}

impl hyper::body::Body for Limited {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        this.is_awaited = false;
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(context) {
            if !matches!(frame, Some(Ok(_))) {
                this.body = None;
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let end = this.end;
        let clock = this.clock.get_or_insert_with(|| Box::pin(sleep_until(end)));
        if clock.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        // Not read on either: the connection ends with the response.
        this.body = None;
        Poll::Ready(Some(Err(Late.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Incoming::size_hint)
    }
}

impl Drop for Limited {
    fn drop(&mut self) {
        let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) else { return };
        if let (false, Ok(runtime)) = (self.is_awaited, Handle::try_current()) {
            runtime.spawn(timeout(DROPPED.1, discard(body)));
        }
    }
}

/// Reads and drops a body.
async fn discard(mut body: Incoming) {
    let mut seen = 0;
    while seen <= DROPPED.0
        && let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        seen += frame.data_ref().map_or(0, Bytes::len);
    }
}
