//! Takes connections and serves them over HTTP/1, within bounds that a stranger cannot lift.
//!
//! In come a listener and a router, out come responses until it is told to stop. It knows nothing of
//! what is served.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Limit on connections; the next ones wait.
const CONNECTIONS: usize = 512;
/// How long the head of a request may take, the pause before it included.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// Limit on the head of a request, and on what is read ahead of its body.
const BUFFER: usize = 64 * 1024;
/// How long responses under way may take once the server is to stop.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until the sender of `stop` sends or is dropped.
pub(super) async fn serve(listener: TcpListener, router: Router, mut stop: oneshot::Receiver<()>) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let (stopping, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = accept(&listener, &slots) => if let Some((stream, slot)) = accepted {
                connections.spawn(connection(stream, router.clone(), stopped.clone(), slot));
            },
            Some(_) = connections.join_next() => {}
            _ = &mut stop => break,
        }
    }
    drop((listener, stopping));
    // A response that never comes, as some planted bugs have it, must not hold up the end: what is
    // left then ends with the set.
    let _ = timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, slot)),
        Err(_) => {
            // Out of file descriptors, most likely, which passes.
            sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    router: Router,
    mut stopped: watch::Receiver<()>,
    _slot: OwnedSemaphorePermit,
) {
    // Responses are small and whole, so that there is nothing to gain from waiting for more.
    let _ = stream.set_nodelay(true);
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut served = pin!(served);
    // A caller that breaks off is his own business.
    tokio::select! {
        _ = served.as_mut() => {}
        _ = stopped.changed() => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}
