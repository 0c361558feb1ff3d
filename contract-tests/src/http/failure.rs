//! Why no whole response came: the errors of hyper as [`FailureKind`]s, by their types.
//!
//! Their words are kept for people and decide nothing.

use super::FailureKind;
use hyper_util::client::legacy;
use std::error::Error;
use std::io::{self, ErrorKind};

/// Of a request that got no head of a response.
pub(super) fn of_request(error: legacy::Error) -> (FailureKind, String) {
    let kind = if error.is_connect() { connecting(&error) } else { kind(&error) };
    (kind, format!("{:#}", anyhow::Error::new(error)))
}

/// Of a body that did not come whole.
pub(super) fn of_body(error: hyper::Error) -> (FailureKind, String) {
    (kind(&error), format!("{:#}", anyhow::Error::new(error)))
}

fn connecting(error: &(dyn Error + 'static)) -> FailureKind {
    let timed_out = causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == ErrorKind::TimedOut);
    if timed_out { FailureKind::Timeout } else { FailureKind::Unreachable }
}

/// The first cause that tells.
fn kind(error: &(dyn Error + 'static)) -> FailureKind {
    causes(error).find_map(telling).unwrap_or(FailureKind::Dropped)
}

fn telling(cause: &(dyn Error + 'static)) -> Option<FailureKind> {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return match error {
            _ if error.is_parse() => Some(FailureKind::Malformed),
            _ if error.is_timeout() => Some(FailureKind::Timeout),
            _ if error.is_incomplete_message() => Some(FailureKind::Dropped),
            _ => None,
        };
    }
    match cause.downcast_ref::<io::Error>()?.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput => Some(FailureKind::Malformed),
        ErrorKind::TimedOut => Some(FailureKind::Timeout),
        ErrorKind::Other => None,
        _ => Some(FailureKind::Dropped),
    }
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'a (dyn Error + 'static) = *error;
        error.source()
    })
}
