//! Takes connections and serves them over HTTP/1, within limits that a stranger cannot lift.
//!
//! In come a listener and a router, out come responses until it is told to stop. A slow head, a slow body
//! and a caller who does not read cost one connection for a while and nobody else anything. It knows
//! nothing of what is served, and no TLS: that is up to a proxy in front of it.

mod body;
mod stream;

use axum::Router;
use axum::response::IntoResponse;
use body::Limited;
use http::header::{CONNECTION, HOST, TRANSFER_ENCODING};
use http::{HeaderValue, Request, StatusCode, Version};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::fmt;
use std::future::{Future, pending};
use std::io::ErrorKind;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use stream::Patient;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower_service::Service;

/// Limit on the head of a request, and on what is read ahead of its body.
const BUFFER: usize = 64 * 1024;
/// The pause after a connection could not be taken, as when file descriptors have run out.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves a router for as long as the process lives, within the limits of a [`Server`] as it is made.
///
/// ```no_run
/// # use oasis_runtime::server::{Router, serve};
/// # async fn example(router: Router) -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// serve(listener, router).await;
/// # Ok(())
/// # }
/// ```
pub async fn serve(listener: TcpListener, router: Router) {
    Server::new(router).serve(listener, pending()).await;
}

/// A router with the limits within which it is served.
///
/// ```no_run
/// # use oasis_runtime::server::{Router, Server};
/// # async fn example(router: Router) -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// let until = async {
///     let _ = tokio::signal::ctrl_c().await;
/// };
/// Server::new(router).connections(100).serve(listener, until).await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Server {
    router: Router,
    head_time: Duration,
    body_time: Duration,
    grace: Duration,
    connections: usize,
}

impl Server {
    /// Ten seconds for a head, 30 seconds for a body, 512 connections at once, and ten seconds for the
    /// end. A head is at most 64 KiB and 100 headers.
    pub fn new(router: Router) -> Self {
        Self {
            router,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            connections: 512,
        }
    }

    /// Limits how long the head of a request may take, with the pause before it. Then the connection is
    /// cut. So it is when the caller takes nothing of a response for that long.
    #[must_use]
    pub fn head_time(mut self, limit: Duration) -> Self {
        self.head_time = limit;
        self
    }

    /// Limits how long the body of a request may take from the end of its head. Then it ends in an
    /// error, which the routers of this crate answer with 408.
    #[must_use]
    pub fn body_time(mut self, limit: Duration) -> Self {
        self.body_time = limit;
        self
    }

    /// Limits the connections at once, at least one; the next ones wait. With the limit on bodies this
    /// bounds the memory.
    #[must_use]
    pub fn connections(mut self, limit: usize) -> Self {
        self.connections = limit.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Limits how long requests under way may take once the server is to stop.
    #[must_use]
    pub fn grace(mut self, limit: Duration) -> Self {
        self.grace = limit;
        self
    }

    /// Serves until `stop` is ready; then takes no more connections and waits for what is under way.
    /// A connection that cannot be taken ends nothing: it is logged, and the next one is tried.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let slots = Arc::new(Semaphore::new(self.connections));
        let (stopping, stopped) = watch::channel(());
        let mut connections = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                accepted = accept(&listener, &slots) => if let Some((stream, slot)) = accepted {
                    connections.spawn(connection(self.clone(), stream, stopped.clone(), slot));
                },
                Some(_) = connections.join_next() => {}
                () = &mut stop => break,
            }
        }
        drop((listener, stopping));
        // Whatever is left after that ends with the set.
        let all = async { while connections.join_next().await.is_some() {} };
        if timeout(self.grace, all).await.is_err() {
            tracing::warn!(connections = connections.len(), "requests under way are cut off");
        }
    }

    /// Gives one request to the router.
    async fn respond(
        &self,
        request: Request<Incoming>,
    ) -> Result<axum::response::Response, std::convert::Infallible> {
        // What RFC 9112, section 3.2, asks; nothing else here looks at the host.
        let hosts = request.headers().get_all(HOST).iter().count();
        if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
            return Ok(StatusCode::BAD_REQUEST.into_response());
        }
        // Whoever frames a body in two ways may mean the rest for another request. No more is read of
        // that connection, as RFC 9112, section 6.1, asks.
        let is_last = request.headers().contains_key(TRANSFER_ENCODING);
        let request = Limited::around(request, self.body_time);
        let mut response = self.router.clone().call(request).await?;
        if is_last {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(response)
    }
}

/// Shows the limits.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("head_time", &self.head_time)
            .field("body_time", &self.body_time)
            .field("grace", &self.grace)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, slot)),
        // The caller has changed his mind, which is his own business.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
            ) =>
        {
            None
        }
        Err(error) => {
            tracing::warn!(reason = %error, "a connection cannot be taken");
            sleep(PAUSE).await;
            None
        }
    }
}

async fn connection(
    server: Server,
    stream: TcpStream,
    mut stopped: watch::Receiver<()>,
    _slot: OwnedSemaphorePermit,
) {
    // Responses are small and whole: there is nothing to gain from waiting for more.
    let _ = stream.set_nodelay(true);
    let stream = Patient::new(TokioIo::new(stream), server.head_time);
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        // Who has sent everything may say so. Else his call would be dropped, half done.
        .half_close(true)
        .header_read_timeout(server.head_time)
        .max_buf_size(BUFFER)
        .serve_connection(stream, service_fn(|request| server.respond(request)));
    let mut served = pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        _ = stopped.changed() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(reason = %error, "a connection has ended early");
    }
}
