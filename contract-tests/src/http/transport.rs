//! One attempt to send one request: hyper with its bounds, nothing more.
//!
//! In comes a [`Request`], out comes a response or a failure. Paths and methods go out byte for byte,
//! redirects are not followed, cookies are not kept, no proxy is asked. Nothing is sent twice here.

use super::connection::{self, Connector};
use super::{Failure, FailureKind, Request, Response, body, failure};
use crate::target::Target;
use anyhow::{Context, ensure};
use http::uri::{PathAndQuery, Uri};
use http::{HeaderName, HeaderValue, Method, header};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::time::{Duration, Instant};

/// The most bytes that a status line with its headers may have.
const MOST_HEAD: usize = 256 * 1024;
/// The most headers that a response may have.
const MOST_HEADERS: usize = 1000;
/// Many servers close what was idle for 5 s; a request must not meet that.
const IDLE: Duration = Duration::from_secs(3);

/// The two ways to a server: over connections in use, or over a new one each time.
#[derive(Debug)]
pub(super) struct Transport {
    pooled: Client<Connector, Full<Bytes>>,
    fresh: Client<Connector, Full<Bytes>>,
}

/// Bounds of one attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// From connecting to the last byte.
    pub(super) time: Duration,
    /// The most bytes of a body, before and after it is decoded.
    pub(super) bytes: usize,
}

impl Transport {
    pub(super) fn new(time: Duration) -> anyhow::Result<Self> {
        let connector = Connector::new(time)?;
        let client = |idle| {
            Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(IDLE)
                .pool_max_idle_per_host(idle)
                .http1_max_buf_size(MOST_HEAD)
                .http1_max_headers(MOST_HEADERS)
                .build(connector.clone())
        };
        Ok(Self { pooled: client(64), fresh: client(0) })
    }

    /// Sends the request once, over a new connection if `fresh`.
    pub(super) async fn attempt(
        &self,
        target: &Target,
        request: &Request,
        fresh: bool,
        bounds: Bounds,
    ) -> Result<Response, Failure> {
        let mut message = message(target, request).map_err(|error| {
            // What HTTP has no words for is not the server's doing: malformed, but nothing has begun.
            let text = format!("the request cannot be sent: {error:#}");
            Failure { kind: FailureKind::Malformed, text, begun: false }
        })?;
        let captured = capture_connection(&mut message);
        let started = Instant::now();
        let client = if fresh { &self.fresh } else { &self.pooled };
        let receiving = receive(client.request(message), bounds.bytes);
        let received = tokio::time::timeout(bounds.time, receiving).await.unwrap_or_else(|_| {
            let time = bounds.time.as_secs_f32();
            Err((FailureKind::Timeout, format!("no whole response within {time} s")))
        });
        let begun = connection::has_begun(&captured);
        received
            .map(|response| Response { elapsed: started.elapsed(), ..response })
            .map_err(|(kind, text)| Failure { kind, text, begun })
    }
}

async fn receive(sent: ResponseFuture, most: usize) -> Result<Response, (FailureKind, String)> {
    let response = sent.await.map_err(failure::of_request)?;
    let (head, incoming) = response.into_parts();
    let (bytes, endless) = body::read(incoming, most).await.map_err(failure::of_body)?;
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<_> =
        head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let codings: Vec<_> = headers
        .iter()
        .filter(|(name, _)| name == header::CONTENT_ENCODING.as_str())
        .map(|(_, value)| value.as_str())
        .collect();
    let codings = codings.join(",");
    let (body, endless, undecodable) = body::decode(bytes, endless, &codings, most);
    Ok(Response {
        version: format!("{:?}", head.version),
        status: head.status.as_u16(),
        headers,
        body,
        endless,
        undecodable,
        elapsed: Duration::ZERO,
    })
}

fn message(target: &Target, request: &Request) -> anyhow::Result<http::Request<Full<Bytes>>> {
    let method = Method::from_bytes(request.method.as_bytes())
        .with_context(|| format!("{:?} is no method", request.method))?;
    ensure!(method != Method::CONNECT, "CONNECT has no path");
    let body = request.body.as_ref().map_or_else(Bytes::new, |body| body.0.clone().into());
    let mut message = http::Request::new(Full::new(body));
    *message.method_mut() = method;
    *message.uri_mut() = uri(target, request)?;
    let headers = message.headers_mut();
    headers.insert(header::HOST, value(&target.authority())?);
    if let Some((name, credentials)) = request.auth.header(&target.token) {
        let mut credentials = value(&credentials)?;
        credentials.set_sensitive(true);
        headers.append(name, credentials);
    }
    for (name, text) in &request.headers {
        let parsed = HeaderName::from_bytes(name.as_bytes());
        headers.append(parsed.with_context(|| format!("{name:?} is no header"))?, value(text)?);
    }
    headers.entry(header::ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
    if request.body.as_ref().is_some_and(|body| body.0.is_empty()) {
        // hyper takes an empty body for none.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(message)
}

fn value(text: &str) -> anyhow::Result<HeaderValue> {
    HeaderValue::from_bytes(text.as_bytes()).context("a header holds what no header may hold")
}

fn uri(target: &Target, request: &Request) -> anyhow::Result<Uri> {
    let mut path = format!("{}{}", target.prefix, request.path);
    if let Some(query) = request.auth.query(&target.token) {
        path.push(if path.contains('?') { '&' } else { '?' });
        path += &query;
    }
    let parsed = PathAndQuery::try_from(path.as_str())
        .context("its path holds what no request line may hold, or is too long")?;
    // What follows `#` would be dropped silently.
    ensure!(parsed.as_str() == path, "its path would not go out as it is");
    let scheme = if target.tls { "https" } else { "http" };
    let authority = format!("{}:{}", target.host, target.port);
    let uri = Uri::builder().scheme(scheme).authority(authority).path_and_query(parsed);
    uri.build().context("its address is none")
}
