//! Takes in whole bodies.
//!
//! In comes a stream, out come bytes, or the news that there were too many. What is too much is
//! read and dropped, since a caller who is still sending would miss the answer.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, Response};
use std::future::poll_fn;
use std::pin::Pin;

/// The longest request body that is looked at.
pub(crate) const LIMIT: usize = 2 * 1024 * 1024;

/// The longest request body that is waited for.
const PATIENCE: usize = 64 * 1024 * 1024;

/// A request with its whole body in memory. One beyond the limit is cut there plus one byte, so
/// that its length still tells.
pub(crate) async fn request(request: Request<Body>) -> Result<Request<Bytes>, axum::Error> {
    let (parts, mut body) = request.into_parts();
    let mut kept = Vec::new();
    let mut seen = 0;
    while seen <= PATIENCE
        && let Some(chunk) = next_chunk(&mut body).await
    {
        let chunk = chunk?;
        seen += chunk.len();
        let room = (LIMIT + 1).saturating_sub(kept.len());
        kept.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(Request::from_parts(parts, Bytes::from(kept)))
}

/// An answer of our own with its whole body in memory.
pub(crate) async fn response(response: Response<Body>) -> Response<Bytes> {
    let (parts, body) = response.into_parts();
    // Our own bodies are in memory already and cannot fail on the way.
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    Response::from_parts(parts, bytes)
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
