//! How long to wait when the server answers 429 or 503.
//!
//! In come the response and how often that happened before; out comes a time to wait, or none where
//! waiting does not help. Nothing here sleeps.

use super::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// How often one request is sent again.
pub(super) const MOST_WAITS: u32 = 6;
/// A server that asks for more is not waited for.
const LONGEST_ASKED: Duration = Duration::from_secs(30);
const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(8);

/// Whether the server asks for patience.
pub(super) fn is_asked_for(response: &Response) -> bool {
    matches!(response.status, 429 | 503)
}

/// How long to wait after this response, the `waited`-th of its kind counted from 0; `None` if that
/// takes longer than what is left or makes no sense.
pub(super) fn pause(response: &Response, waited: u32, left: Duration) -> Option<Duration> {
    if waited >= MOST_WAITS {
        return None;
    }
    let asked =
        response.header("retry-after").and_then(|value| retry_after(value, Timestamp::now()));
    match asked {
        Some(asked) => (asked <= LONGEST_ASKED.min(left)).then_some(asked),
        None => Some(doubling(waited, jitter())).filter(|pause| *pause <= left),
    }
}

/// `Retry-After`: seconds or a date.
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number holds mean a time that nobody waits for.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// 0.2 s, 0.4 s, .. 8 s; three quarters to all of it, so that requests do not come back all at once.
fn doubling(waited: u32, jitter: f64) -> Duration {
    let whole = SHORTEST.saturating_mul(1 << waited.min(16)).min(LONGEST);
    whole.mul_f64(0.75 + 0.25 * jitter)
}

/// A number from 0 to 1. It decides nothing but a moment, so it needs no seed.
fn jitter() -> f64 {
    f64::from(RandomState::new().hash_one(()) as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(retry_after: Option<&str>) -> Response {
        let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned()));
        Response {
            version: "HTTP/1.1".to_owned(),
            status: 429,
            headers: headers.into_iter().collect(),
            body: Vec::new(),
            endless: false,
            undecodable: None,
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let now: Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        for (value, seconds) in [
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("Fri, 02 Jan 2026 03:04:10 GMT", Some(5)),
            ("Fri, 02 Jan 2026 03:04:00 GMT", Some(0)),
            ("99999999999999999999999999", Some(u64::MAX)),
            ("soon", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn waiting_has_bounds() {
        let hour = Duration::from_secs(3600);
        let second = Duration::from_secs(1);
        assert_eq!(pause(&response(Some("2")), 0, hour), Some(2 * second));
        assert_eq!(pause(&response(Some("2")), 0, second), None);
        assert_eq!(pause(&response(Some("31")), 0, hour), None);
        assert_eq!(pause(&response(Some("2")), MOST_WAITS, hour), None);
        assert_eq!(pause(&response(None), MOST_WAITS, hour), None);
        assert_eq!(pause(&response(None), 0, Duration::ZERO), None);
        for waited in 0..40 {
            assert!(doubling(waited, 1.0) <= LONGEST && doubling(waited, 0.0) >= SHORTEST / 2);
        }
        assert!(pause(&response(Some("soon")), 5, hour).unwrap() > 4 * second);
    }
}
