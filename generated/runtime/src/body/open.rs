//! What is sent as the body of a message: in come bytes and streams, out come frames in order. How it
//! is carried is up to client and server.

use super::Outgoing;
use super::upload::{BoxError, Chunks, Source, Upload};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

impl Outgoing {
    /// The bytes, if it is nothing else.
    pub(crate) fn bytes(&self) -> Option<Bytes> {
        match self.0.as_slice() {
            [] => Some(Bytes::new()),
            [Upload { source: Source::Bytes(bytes), .. }] => Some(bytes.clone()),
            _ => None,
        }
    }

    /// The body to send now; `None` if a stream in it has been sent already.
    pub(crate) fn open(&self) -> Option<Open> {
        let lengths = self.0.iter().map(Upload::known_length);
        let length = lengths.sum::<Option<u64>>();
        let pieces = self.0.iter().map(|upload| {
            Some(match &upload.source {
                Source::Bytes(bytes) => Piece::Bytes(bytes.clone()),
                Source::Once(chunks) => {
                    let mut chunks = chunks.lock().unwrap_or_else(PoisonError::into_inner);
                    Piece::Chunks(Mutex::new(chunks.take()?))
                }
                Source::Again(make) => Piece::Chunks(Mutex::new(make())),
            })
        });
        Some(Open { pieces: pieces.collect::<Option<_>>()?, length })
    }
}

/// A body on its way.
pub(crate) struct Open {
    pieces: VecDeque<Piece>,
    /// How much is still to come.
    length: Option<u64>,
}

enum Piece {
    Bytes(Bytes),
    /// Nobody waits for the lock; it makes the body `Sync`.
    Chunks(Mutex<Chunks>),
}

impl Body for Open {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while let Some(piece) = self.pieces.front_mut() {
            let next = match piece {
                Piece::Bytes(bytes) if bytes.is_empty() => None,
                Piece::Bytes(bytes) => Some(Ok(std::mem::take(bytes))),
                Piece::Chunks(chunks) => {
                    let chunks = chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
                    ready!(chunks.as_mut().poll_next(context))
                }
            };
            let Some(next) = next else {
                self.pieces.pop_front();
                continue;
            };
            if let (Some(length), Ok(bytes)) = (&mut self.length, &next) {
                *length = length.saturating_sub(bytes.len() as u64);
            }
            return Poll::Ready(Some(next.map(Frame::data)));
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
