//! Takes in bodies, within bounds of size, time and memory.
//!
//! In comes a stream, out come bytes or the reason why not. What is left unread is the server's business.

use axum::body::{Body, Bytes, HttpBody};
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// The longest request body that is looked at.
pub(super) const LIMIT: usize = 2 * 1024 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The bytes of bodies that are being read at any time, small ones aside.
static ROOM: Semaphore = Semaphore::const_new(24 * 1024 * 1024);
/// Bodies up to this length never wait for room.
const SMALL: usize = 16 * 1024;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It took too long.
    Late,
    /// The caller broke off, or sent no HTTP.
    Broken,
}

/// The bytes of a body, cut one byte beyond the limit.
pub(super) async fn read(mut body: Body) -> Result<Bytes, Unread> {
    timeout(PATIENCE, collect(&mut body)).await.map_err(|_| Unread::Late)?
}

async fn collect(body: &mut Body) -> Result<Bytes, Unread> {
    let most = body.size_hint().upper().unwrap_or(u64::MAX);
    let _room = room(most.min(LIMIT as u64) as usize).await?;
    let mut kept = Vec::new();
    while kept.len() <= LIMIT
        && let Some(chunk) = next_chunk(body).await
    {
        let chunk = chunk.map_err(|_| Unread::Broken)?;
        let room = LIMIT + 1 - kept.len();
        kept.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(Bytes::from(kept))
}

/// Room for a body of this length.
async fn room(length: usize) -> Result<Option<SemaphorePermit<'static>>, Unread> {
    if length <= SMALL {
        return Ok(None);
    }
    let permit = ROOM.acquire_many(length as u32).await.map_err(|_| Unread::Broken)?;
    Ok(Some(permit))
}

/// The next piece of data, trailers left out.
async fn next_chunk(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        match frame.map(|frame| frame.into_data()) {
            Ok(Ok(data)) => return Some(Ok(data)),
            Ok(Err(_trailers)) => {}
            Err(error) => return Some(Err(error)),
        }
    }
}
