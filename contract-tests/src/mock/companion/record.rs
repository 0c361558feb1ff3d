//! The last requests and what was answered, for whoever looks into the mock.
//!
//! In come requests and responses on their way, out come records with the first part of each body. It
//! keeps no headers, so no token either.

use axum::body::{Body, Bytes};
use http_body::{Frame, SizeHint};
use serde::{Serialize, Serializer};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// Limit on the requests that are remembered.
const MOST_REQUESTS: usize = 200;
/// Limit on the bytes that are remembered of a body.
const LONGEST_BODY: usize = 4_000;

/// One request and its response.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Record {
    pub(super) number: u64,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) status: u16,
    pub(super) milliseconds: u128,
    /// What was sent, as far as it was read.
    pub(super) request: Begun,
    /// What was answered.
    pub(super) response: Begun,
}

/// The beginning of a body that is on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Begun(Arc<Mutex<Vec<u8>>>);

impl Begun {
    /// The body, whose beginning is kept here while it is read.
    pub(super) fn watch(&self, body: Body) -> Body {
        Body::new(Watched { body, begun: self.clone() })
    }

    fn keep(&self, data: &[u8]) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = LONGEST_BODY.saturating_sub(kept.len()).min(data.len());
        kept.extend_from_slice(&data[..room]);
    }
}

/// A body that tells what passes, and is otherwise the same: its length is still known.
struct Watched {
    body: Body,
    begun: Begun,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            self.begun.keep(data);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Serialize for Begun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        serializer.serialize_str(&String::from_utf8_lossy(&kept))
    }
}

/// The last records, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Records(VecDeque<Record>);

impl Records {
    pub(super) fn push(&mut self, record: Record) {
        self.0.push_back(record);
        if self.0.len() > MOST_REQUESTS {
            self.0.pop_front();
        }
    }
}

impl Serialize for Records {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
