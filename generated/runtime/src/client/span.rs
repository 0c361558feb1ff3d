//! The `tracing` span of a call: what was called, how it ended, how long it took.
//!
//! Names are those of OpenTelemetry's HTTP conventions. A span holds the host and the documented path
//! with its braces, never a whole address, an identifier, a header or a body.

use super::judge::NoResponse;
use crate::{Operation, RawResponse};
use reqwest::Url;
use std::time::Duration;
use tracing::{Span, field};

/// The span of a call to this address.
pub(super) fn of(operation: &Operation, url: &Url) -> Span {
    let Operation { id, method, path, .. } = operation;
    tracing::info_span!(
        "call",
        otel.name = %format_args!("{method} {path}"),
        otel.kind = "client",
        oasis.operation = id,
        http.request.method = method,
        url.template = path,
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.request.resend_count = field::Empty,
        http.response.status_code = field::Empty,
        http.client.request.duration = field::Empty,
        error.r#type = field::Empty,
    )
}

/// Notes that a call is sent again after this pause.
pub(super) fn again(resends: u32, pause: Duration) {
    tracing::debug!(
        http.request.resend_count = resends,
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "sent again"
    );
}

/// Notes how a call ended.
pub(super) fn end(
    span: &Span,
    outcome: &Result<RawResponse, NoResponse>,
    resends: u32,
    took: Duration,
) {
    if resends > 0 {
        span.record("http.request.resend_count", resends);
    }
    span.record("http.client.request.duration", took.as_secs_f64());
    let status = match outcome {
        Ok(response) => Some(response.status),
        Err(NoResponse::Transport(error)) => error.status,
        Err(_) => None,
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    match outcome {
        Ok(response) if !response.status.is_success() => {
            span.record("error.type", response.status.as_str());
        }
        Ok(_) => {}
        Err(NoResponse::Request(_)) => drop(span.record("error.type", "request")),
        Err(NoResponse::Token(_)) => drop(span.record("error.type", "token")),
        Err(NoResponse::Transport(error)) => drop(span.record("error.type", error.fault.name())),
    }
}
