//! Sends requests: through a pool of connections, or byte by byte where the bytes matter.
//!
//! In comes a [`Request`], out comes an [`Exchange`], always, within the bounds. It keeps the pace,
//! backs off when the server says 503, never follows a redirect and never decompresses. It judges
//! nothing.

use crate::{
    exchange::{Answer, Exchange, Failure, FailureKind, Request},
    pace::Pace,
    raw::{self, Bounds},
    target::Target,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The time one request may take.
pub const TIME_ALLOWED: Duration = Duration::from_secs(10);
/// The bytes of an answer that are read, beyond what a long request may cause.
const ANSWER_BYTES: usize = 1 << 20;
/// How often a request is sent again after 503 before its answer is taken as it is.
const MOST_RETRIES: u32 = 6;

/// So many requests in a row that got nothing but 503 mean that waiting does not help.
const MOST_HOPELESS: u64 = 3;

/// A way to send requests to one target.
pub struct Sender {
    /// Where to.
    pub target: Arc<Target>,
    pooled: reqwest::Client,
    fresh: reqwest::Client,
    tls: Arc<rustls::ClientConfig>,
    pace: Pace,
    sent: AtomicU64,
    throttled: AtomicU64,
    /// Requests in a row for which all patience was in vain.
    hopeless: AtomicU64,
    reused_drops: AtomicU64,
}

impl Sender {
    /// A sender that keeps below `per_second` requests, or goes at full speed.
    ///
    /// # Errors
    /// Why no encrypted connection could be made.
    pub fn new(target: Target, per_second: Option<f64>) -> Result<Self, String> {
        let tls = Arc::new(tls()?);
        let client = |idle: usize| {
            reqwest::Client::builder()
                .tls_backend_preconfigured((*tls).clone())
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .http1_only()
                .pool_max_idle_per_host(idle)
                .build()
                .map_err(|error| format!("cannot set up sending: {error}"))
        };
        Ok(Self {
            target: Arc::new(target),
            pooled: client(64)?,
            fresh: client(0)?,
            tls,
            pace: Pace::new(per_second),
            sent: AtomicU64::new(0),
            throttled: AtomicU64::new(0),
            hopeless: AtomicU64::new(0),
            reused_drops: AtomicU64::new(0),
        })
    }

    /// How many requests went out.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// How often the server said that this was too fast.
    pub fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// Sends one request; again where the server asks for patience, and once more on a fresh
    /// connection where one in use was dropped.
    pub async fn send(&self, operation: &str, request: &Request) -> Exchange {
        let mut retried = false;
        let hopeless = self.hopeless.load(Ordering::Relaxed) >= MOST_HOPELESS;
        let mut patience = if hopeless { 0 } else { MOST_RETRIES };
        loop {
            self.pace.wait().await;
            self.sent.fetch_add(1, Ordering::Relaxed);
            let outcome = self.attempt(request, retried).await;
            match &outcome {
                Ok(answer) if answer.status == 503 && patience > 0 => {
                    patience -= 1;
                    self.throttled.fetch_add(1, Ordering::Relaxed);
                    self.pace.back_off().await;
                    continue;
                }
                Err(Failure { kind: FailureKind::Dropped | FailureKind::Unreachable, .. })
                    if !retried =>
                {
                    retried = true;
                    continue;
                }
                Ok(answer) if answer.status == 503 => {
                    self.hopeless.fetch_add(1, Ordering::Relaxed);
                }
                Ok(_) => {
                    self.hopeless.store(0, Ordering::Relaxed);
                    self.pace.calm_down();
                }
                Err(_) => {}
            }
            return Exchange {
                operation: operation.to_owned(),
                request: request.clone(),
                outcome,
                retried,
            };
        }
    }

    /// Takes note of a request that was answered only on its second connection; says whether the
    /// first one was fresh too. A connection in use may have been closed as idle, so after a few of
    /// those every request gets a connection of its own.
    pub fn note_drop(&self, request: &Request) -> bool {
        request.raw || self.is_wary() || {
            self.reused_drops.fetch_add(1, Ordering::Relaxed);
            false
        }
    }

    fn is_wary(&self) -> bool {
        self.reused_drops.load(Ordering::Relaxed) >= 3
    }

    async fn attempt(&self, request: &Request, fresh: bool) -> Result<Answer, Failure> {
        let sent = request.body.as_ref().map_or(0, |body| body.0.len());
        let bounds = Bounds { time: TIME_ALLOWED, bytes: ANSWER_BYTES + 16 * sent };
        if request.raw {
            return raw::send(&self.target, &self.tls, request, bounds).await;
        }
        let client = if fresh || self.is_wary() { &self.fresh } else { &self.pooled };
        let mut begun = false;
        match tokio::time::timeout(
            bounds.time,
            self.pooled_send(client, request, bounds.bytes, &mut begun),
        )
        .await
        {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure {
                kind: FailureKind::Timeout,
                text: format!("no whole answer within {} s", bounds.time.as_secs()),
                begun,
            }),
        }
    }

    async fn pooled_send(
        &self,
        client: &reqwest::Client,
        request: &Request,
        most: usize,
        begun: &mut bool,
    ) -> Result<Answer, Failure> {
        let started = Instant::now();
        let mut response = self
            .build(client, request)
            .map_err(|text| Failure { kind: FailureKind::Malformed, text, begun: false })?
            .send()
            .await
            .map_err(|error| failure(&error, false))?;
        *begun = true;
        let mut answer = Answer {
            version: format!("{:?}", response.version()),
            status: response.status().as_u16(),
            headers: response
                .headers()
                .iter()
                .map(|(name, value)| {
                    (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                })
                .collect(),
            body: Vec::new(),
            endless: false,
            framing: Vec::new(),
            elapsed: Duration::ZERO,
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error, true))? {
            answer.body.extend_from_slice(&chunk);
            if answer.body.len() > most {
                answer.endless = true;
                break;
            }
        }
        answer.elapsed = started.elapsed();
        Ok(answer)
    }

    fn build(
        &self,
        client: &reqwest::Client,
        request: &Request,
    ) -> Result<reqwest::RequestBuilder, String> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| format!("{:?} is no method", request.method))?;
        let url = format!("{}{}", self.target.origin(), request.wire_path(&self.target));
        let mut builder = client.request(method, url).header("accept-encoding", "identity");
        if let Some((name, value)) = request.credentials(&self.target.token) {
            builder = builder.header(name, value);
        }
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.0.clone());
        }
        Ok(builder)
    }
}

fn tls() -> Result<rustls::ClientConfig, String> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map(|builder| builder.with_no_client_auth())
        .map_err(|error| format!("cannot set up encryption: {error}"))
}

fn failure(error: &reqwest::Error, begun: bool) -> Failure {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = cause.to_string();
        source = cause.source();
    }
    let kind = if error.is_timeout() {
        FailureKind::Timeout
    } else if error.is_connect() {
        FailureKind::Unreachable
    } else if text.contains("invalid") || text.contains("too large") {
        FailureKind::Malformed
    } else {
        FailureKind::Dropped
    };
    Failure { kind, text, begun }
}
