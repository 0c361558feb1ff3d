//! Connections that know whether anything came over them since they were last asked.
//!
//! hyper does not tell whether the first bytes of a response came, which decides what a failure means.
//! Everything else is done by hyper-util and hyper-rustls.

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
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tower_service::Service;

/// After this many bytes the task makes room for others. A server that floods its connections with
/// interim responses would otherwise keep every thread busy and no clock would be looked at.
const BREATH: usize = 64 * 1024;

type Inner = TokioIo<MaybeHttpsStream<TokioIo<TcpStream>>>;

/// Opens connections, encrypted or not.
#[derive(Clone, Debug)]
pub(super) struct Connector(HttpsConnector<HttpConnector>);

/// A connection that says whether bytes came.
pub(super) struct Watched {
    inner: Inner,
    received: Received,
    /// Bytes read since the last break.
    unbroken: usize,
}

/// Whether bytes came since the last request.
#[derive(Clone)]
struct Received(Arc<AtomicBool>);

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

/// Whether bytes of a response came over the connection of a request; the next request on it starts anew.
pub(super) fn has_begun(captured: &CaptureConnection) -> bool {
    let mut extras = Extensions::new();
    if let Some(connected) = captured.connection_metadata().as_ref() {
        connected.get_extras(&mut extras);
    }
    extras.get::<Received>().is_some_and(|received| received.0.swap(false, Ordering::SeqCst))
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Watched>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = self.0.call(uri);
        Box::pin(async move {
            let inner = TokioIo::new(connecting.await?);
            let received = Received(Arc::default());
            Ok(TokioIo::new(Watched { inner, received, unbroken: 0 }))
        })
    }
}

impl Connection for Watched {
    fn connected(&self) -> Connected {
        self.inner.inner().connected().extra(self.received.clone())
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.unbroken > BREATH {
            self.unbroken = 0;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(cx, buffer);
        let count = buffer.filled().len().saturating_sub(before);
        self.unbroken = if polled.is_ready() { self.unbroken + count } else { 0 };
        if count > 0 {
            self.received.0.store(true, Ordering::SeqCst);
        }
        polled
    }
}

impl AsyncWrite for Watched {
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
