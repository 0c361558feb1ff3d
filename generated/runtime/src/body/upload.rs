//! What is sent: bytes, or a stream that makes them as they are sent.
//!
//! A stream that can be made again is sent again where bytes would be; any other is sent once. How
//! long it is need not be known. What carries the bytes is up to client and server.

use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// What is sent: bytes, or a stream that makes them.
///
/// ```
/// use oasis_runtime::Upload;
///
/// let bytes: Upload = "text".into();
/// # struct Empty;
/// # impl futures_core::Stream for Empty {
/// #     type Item = std::io::Result<&'static [u8]>;
/// #     fn poll_next(
/// #         self: std::pin::Pin<&mut Self>,
/// #         _: &mut std::task::Context<'_>,
/// #     ) -> std::task::Poll<Option<Self::Item>> {
/// #         std::task::Poll::Ready(None)
/// #     }
/// # }
/// # let open = || Empty;
/// let once = Upload::stream(open()).length(0);
/// let again = Upload::again(open);
/// # let _ = (bytes, once, again);
/// ```
#[derive(Clone)]
pub struct Upload {
    pub(super) source: Source,
    length: Option<u64>,
}

#[derive(Clone)]
pub(super) enum Source {
    Bytes(Bytes),
    /// Taken out when it is sent.
    Once(Arc<Mutex<Option<Chunks>>>),
    Again(Arc<dyn Fn() -> Chunks + Send + Sync>),
}

impl Upload {
    /// What this stream yields. It is sent once: a request that fails is not repeated.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let chunks: Chunks = Box::pin(Mapped(Box::pin(stream)));
        Self { source: Source::Once(Arc::new(Mutex::new(Some(chunks)))), length: None }
    }

    /// What the stream yields that is made so, for each attempt anew.
    pub fn again<S, B, E>(make: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let make = move || -> Chunks { Box::pin(Mapped(Box::pin(make()))) };
        Self { source: Source::Again(Arc::new(make)), length: None }
    }

    /// What this reader reads, such as a file that is open. It is sent once.
    #[cfg(feature = "client")]
    pub fn reader(reader: impl tokio::io::AsyncRead + Send + 'static) -> Self {
        Self::stream(Reading(Box::pin(reader)))
    }

    /// The same, of so many bytes: a server is told how much is to come.
    #[must_use]
    pub fn length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }

    pub(super) fn known_length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Source::Once(_) | Source::Again(_) => self.length,
        }
    }
}

/// Bytes and streams are equal to themselves only.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        match (&self.source, &other.source) {
            (Source::Bytes(one), Source::Bytes(other)) => one == other,
            (Source::Once(one), Source::Once(other)) => Arc::ptr_eq(one, other),
            (Source::Again(one), Source::Again(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Eq for Upload {}

/// Shows no content: it may be personal.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("length", &self.known_length()).finish_non_exhaustive()
    }
}

macro_rules! from_bytes {
    ($($type:ty),*) => {$(
        impl From<$type> for Upload {
            fn from(bytes: $type) -> Self {
                Self { source: Source::Bytes(bytes.into()), length: None }
            }
        }
    )*};
}

from_bytes! { Bytes, Vec<u8>, String, &'static [u8], &'static str }

/// What is sent one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outgoing(pub(super) Vec<Upload>);

impl<T: Into<Upload>> From<T> for Outgoing {
    fn from(upload: T) -> Self {
        Self(vec![upload.into()])
    }
}

impl Outgoing {
    pub(crate) fn push(&mut self, upload: Upload) {
        self.0.push(upload);
    }

    /// Whether it can be sent once more.
    #[cfg(feature = "client")]
    pub(crate) fn is_repeatable(&self) -> bool {
        !self.0.iter().any(|upload| matches!(upload.source, Source::Once(_)))
    }
}

/// A stream whose items are made bytes.
struct Mapped<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|next| next.map(Into::into).map_err(Into::into)))
    }
}

/// A reader as a stream.
#[cfg(feature = "client")]
struct Reading<R>(Pin<Box<R>>);

#[cfg(feature = "client")]
impl<R: tokio::io::AsyncRead> Stream for Reading<R> {
    type Item = std::io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut space = [0; 8 * 1024];
        let mut read = tokio::io::ReadBuf::new(&mut space);
        let outcome = ready!(self.0.as_mut().poll_read(context, &mut read));
        let filled = read.filled();
        Poll::Ready(match outcome {
            Ok(()) if filled.is_empty() => None,
            Ok(()) => Some(Ok(filled.to_vec())),
            Err(error) => Some(Err(error)),
        })
    }
}
