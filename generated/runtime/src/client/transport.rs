//! The innermost part of a call: one request out, one response in.
//!
//! Layers of the caller's own, services of `tower`, stand around it and see every attempt. What a
//! failure means is read off here: whether the request may have arrived at all.

use super::http::is_loopback;
use super::{BuildError, TransportFault, tls};
use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body::Body as _;
use reqwest::Url;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;
use tower::util::{BoxCloneSyncService, service_fn};
use tower::{Service, ServiceExt};

/// The body of a request or of a response on its way.
pub type Body = reqwest::Body;

/// Any error, as layers pass it on.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What carries a request to the server: the HTTP client, with the layers around it.
pub type HttpService = BoxCloneSyncService<http::Request<Body>, http::Response<Body>, BoxError>;

/// Puts a layer around what carries a request.
pub(super) type Wrap = Box<dyn FnOnce(HttpService) -> HttpService + Send>;

/// Changes how the HTTP client is made.
pub(super) type Configure =
    Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// An HTTP client. It follows no redirect, and asks no proxy about this very machine.
pub(super) fn client(
    base: &Url,
    connect_timeout: Duration,
    changes: Vec<Configure>,
) -> Result<reqwest::Client, BuildError> {
    let needs_tls = base.scheme() == "https";
    let tls = match tls::config(needs_tls || !is_loopback(base)) {
        // Only servers of single operations could need it.
        Err(_) if !needs_tls => tls::config(false)?,
        found => found?,
    };
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect_timeout);
    if is_loopback(base) {
        builder = builder.no_proxy();
    }
    let builder = changes.into_iter().fold(builder, |builder, change| change(builder));
    builder.build().map_err(BuildError::Http)
}

/// What carries the requests of a client.
pub(super) enum Carrier {
    /// The HTTP client.
    Plain(reqwest::Client),
    /// The same within layers.
    Layered(HttpService),
}

impl Carrier {
    /// The HTTP client within these layers, the outermost first.
    pub(super) fn new(client: reqwest::Client, layers: Vec<Wrap>) -> Self {
        if layers.is_empty() {
            return Self::Plain(client);
        }
        let inner = BoxCloneSyncService::new(service_fn(move |request: http::Request<Body>| {
            let client = client.clone();
            async move { Ok(execute(&client, request.try_into()?).await?) }
        }));
        Self::Layered(layers.into_iter().rev().fold(inner, |inner, wrap| wrap(inner)))
    }

    /// Sends a request and waits for the head of the response.
    pub(super) async fn send(
        &self,
        request: reqwest::Request,
    ) -> Result<http::Response<Body>, TransportFault> {
        match self {
            Self::Plain(client) => execute(client, request).await.map_err(|it| fault(it.into())),
            Self::Layered(service) => {
                let request = request.try_into().map_err(|it: reqwest::Error| fault(it.into()))?;
                service.clone().oneshot(request).await.map_err(fault)
            }
        }
    }
}

/// Sends a request. Addresses are taken out of errors: a query may hold a key.
async fn execute(
    client: &reqwest::Client,
    request: reqwest::Request,
) -> Result<http::Response<Body>, reqwest::Error> {
    let response = client.execute(request).await.map_err(reqwest::Error::without_url)?;
    Ok(response.into())
}

/// A transport out of a service whose responses have a body of another type.
pub(super) fn boxed<S, B>(service: S) -> HttpService
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + Sync + 'static,
    B::Error: Into<BoxError>,
{
    let service = service.map_response(|response: http::Response<B>| response.map(Body::wrap));
    BoxCloneSyncService::new(service.map_err(Into::into))
}

/// Reads the body of a response, up to a limit. One in a single piece, as most are, is not copied.
pub(super) async fn read(mut body: Body, limit: usize) -> Result<Bytes, TransportFault> {
    let (mut first, mut rest) = (Bytes::new(), BytesMut::new());
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Nobody asked for trailers.
        let Ok(chunk) = frame.map_err(|error| fault(error.into()))?.into_data() else { continue };
        if first.len() + rest.len() + chunk.len() > limit {
            return Err(TransportFault::TooLarge { limit });
        }
        if first.is_empty() && rest.is_empty() {
            first = chunk;
            continue;
        }
        rest.extend_from_slice(&std::mem::take(&mut first));
        rest.extend_from_slice(&chunk);
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
}

/// What a failure means. An error of the HTTP client may stand anywhere below those of layers.
pub(super) fn fault(error: BoxError) -> TransportFault {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&*error);
    while let Some(current) = next {
        if let Some(known) = current.downcast_ref::<reqwest::Error>() {
            // Connecting can run out of time too, so it comes first.
            if known.is_connect() {
                return TransportFault::Connect(error);
            }
            if known.is_timeout() {
                return TransportFault::Timeout;
            }
        }
        next = current.source();
    }
    TransportFault::Broken(error)
}

/// Whether a status says that the server is too busy and has done nothing.
pub(super) fn is_busy(status: StatusCode) -> bool {
    matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS)
}
