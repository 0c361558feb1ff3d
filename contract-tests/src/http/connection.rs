//! Connections that know how much came over them.
//!
//! hyper tells neither whether a connection was used before nor whether the first bytes of a response
//! came; both decide what a failure means. Everything else is done by hyper-util and hyper-rustls.

use anyhow::{Context as _, Result};
use http::{Extensions, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::{
    CaptureConnection, Connected, Connection, HttpConnector,
};
use hyper_util::rt::TokioIo;
use rustls_platform_verifier::BuilderVerifierExt;
use std::error::Error;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tower_service::Service;

type Inner = TokioIo<MaybeHttpsStream<TokioIo<TcpStream>>>;

/// Opens connections, encrypted or not.
#[derive(Clone, Debug)]
pub(super) struct Connector(HttpsConnector<HttpConnector>);

/// A connection that counts.
pub(super) struct Counted {
    inner: Inner,
    traffic: Arc<Traffic>,
}

/// What is known of one connection.
#[derive(Debug)]
pub(super) struct Traffic {
    opened: Instant,
    read: AtomicU64,
    /// What was read for earlier requests.
    settled: AtomicU64,
    used: AtomicBool,
}

/// What is known of the connection of one request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    /// When it was open.
    pub(super) opened: Instant,
    /// No request went over it before.
    pub(super) first: bool,
    /// Bytes came since the request went out.
    pub(super) begun: bool,
}

impl Connector {
    /// A connector with the certificates of the platform; nothing is installed for the whole process.
    pub(super) fn new(time: Duration) -> Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .context("cannot set up encryption")?
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(time));
        let tls = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
        Ok(Self(tls.enable_http1().wrap_connector(tcp)))
    }
}

/// What is known of the connection that a request went over, if it came to that; the next request on it
/// starts from here.
pub(super) fn settle(captured: &CaptureConnection) -> Option<Usage> {
    let mut extras = Extensions::new();
    captured.connection_metadata().as_ref()?.get_extras(&mut extras);
    let traffic = extras.get::<Arc<Traffic>>()?;
    let read = traffic.read.load(Ordering::SeqCst);
    Some(Usage {
        opened: traffic.opened,
        first: !traffic.used.swap(true, Ordering::SeqCst),
        begun: read > traffic.settled.swap(read, Ordering::SeqCst),
    })
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Counted>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = self.0.call(uri);
        Box::pin(async move {
            let inner = TokioIo::new(connecting.await?);
            let traffic = Arc::new(Traffic {
                opened: Instant::now(),
                read: AtomicU64::new(0),
                settled: AtomicU64::new(0),
                used: AtomicBool::new(false),
            });
            Ok(TokioIo::new(Counted { inner, traffic }))
        })
    }
}

impl Connection for Counted {
    fn connected(&self) -> Connected {
        self.inner.inner().connected().extra(Arc::clone(&self.traffic))
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(cx, buffer);
        let count = buffer.filled().len().saturating_sub(before);
        self.traffic.read.fetch_add(count as u64, Ordering::SeqCst);
        polled
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
