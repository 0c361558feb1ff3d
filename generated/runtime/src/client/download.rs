//! The body of a success, read as it arrives and never held as a whole.
//!
//! In comes what the transport has begun to receive, out come its bytes in order. The limit on how
//! long a call may take holds for the head of the response, and from then on for each chunk.

use super::transport::{self, Body};
use super::{Transport, TransportFault};
use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http_body::Body as _;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// A wait that nobody lives to see the end of.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// The body of a success as it arrives: a stream of chunks.
pub struct Download {
    operation: &'static str,
    status: StatusCode,
    body: Body,
    patience: Duration,
    limit: Pin<Box<Sleep>>,
}

impl Download {
    pub(super) fn new(
        operation: &'static str,
        status: StatusCode,
        body: Body,
        patience: Duration,
    ) -> Self {
        let patience = patience.min(LONGEST);
        Self { operation, status, body, patience, limit: Box::pin(sleep(patience)) }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The connection broke, or no chunk came in time. What came so far is not the whole.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Transport> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    fn broken(&self, fault: TransportFault) -> Transport {
        Transport { operation: self.operation, status: Some(self.status), fault }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Transport>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Ok(frame))) => {
                    let next = Instant::now() + self.patience;
                    self.limit.as_mut().reset(next);
                    // What is no data is a trailer.
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    let fault = transport::fault(error.into());
                    return Poll::Ready(Some(Err(self.broken(fault))));
                }
                Poll::Pending => {
                    let is_late = self.limit.as_mut().poll(context).is_ready();
                    return match is_late {
                        true => Poll::Ready(Some(Err(self.broken(TransportFault::Timeout)))),
                        false => Poll::Pending,
                    };
                }
            }
        }
    }
}

/// Shows no content: it may be personal.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("operation", &self.operation).finish_non_exhaustive()
    }
}
