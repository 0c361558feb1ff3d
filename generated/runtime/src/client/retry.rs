//! When a call is sent again: how often, after how long, and how much of it all clones together may.
//!
//! Which outcomes allow it is decided in `call`; nothing here reads a clock or waits.

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How calls are sent again that the server was too busy for (429, 503), or that never reached it.
///
/// The pause before the n-th repeat is a random part of `base * 2^(n-1)`, at most of `cap`, behind
/// what `Retry-After` asks for. A pause that would not end in time is not begun.
///
/// ```
/// use oasis_runtime::client::Retry;
/// use std::time::Duration;
///
/// let patient = Retry::default().attempts(8).cap(Duration::from_secs(30));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// How often a call is sent at most.
    pub attempts: u32,
    /// The longest first pause.
    pub base: Duration,
    /// Limit on every pause.
    pub cap: Duration,
    /// How many repeats in a row all clones together may make. Ten calls that succeed earn one.
    pub budget: u32,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(10),
            budget: 20,
        }
    }
}

impl Retry {
    /// Sends every call once.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets how often a call is sent at most.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the longest first pause.
    #[must_use]
    pub fn base(mut self, pause: Duration) -> Self {
        self.base = pause;
        self
    }

    /// Sets the limit on every pause.
    #[must_use]
    pub fn cap(mut self, pause: Duration) -> Self {
        self.cap = pause;
        self
    }

    /// Sets how many repeats in a row all clones together may make.
    #[must_use]
    pub fn budget(mut self, repeats: u32) -> Self {
        self.budget = repeats;
        self
    }

    /// The pause before this repeat, the first of which is number 0.
    pub(super) fn pause(&self, repeat: u32) -> Duration {
        let ceiling = self.base.saturating_mul(2_u32.saturating_pow(repeat)).min(self.cap);
        ceiling.mul_f64(fraction())
    }
}

/// A random number from 0 to 1. The keys of a hash map are random and never repeat in a thread.
fn fraction() -> f64 {
    let bits = RandomState::new().build_hasher().finish();
    f64::from((bits >> 32) as u32) / f64::from(u32::MAX)
}

/// The repeats that are left, in tenths. Clones share one.
#[derive(Debug)]
pub(super) struct Budget {
    tenths: Mutex<u32>,
    full: u32,
}

impl Budget {
    pub(super) fn new(repeats: u32) -> Self {
        let full = repeats.saturating_mul(10);
        Self { tenths: Mutex::new(full), full }
    }

    /// Takes one repeat; `false` if none is left.
    pub(super) fn take(&self) -> bool {
        let mut tenths = self.tenths.lock().unwrap_or_else(PoisonError::into_inner);
        let left = tenths.checked_sub(10);
        *tenths = left.unwrap_or(*tenths);
        left.is_some()
    }

    /// Earns a tenth of a repeat.
    pub(super) fn earn(&self) {
        let mut tenths = self.tenths.lock().unwrap_or_else(PoisonError::into_inner);
        *tenths = tenths.saturating_add(1).min(self.full);
    }
}

/// Dates of HTTP are among those of e-mail. A wrong day of the week changes nothing.
const PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// How long the server asks to be left alone: a number of seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number beyond all bounds is a very long time.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = PARSER.parse_timestamp(text).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_random_and_never_above_its_ceiling() {
        let retry = Retry::default();
        for (repeat, ceiling) in [(0, 200), (1, 400), (2, 800), (6, 10_000), (40, 10_000)] {
            let pauses: Vec<_> = (0..200).map(|_| retry.pause(repeat)).collect();
            let ceiling = Duration::from_millis(ceiling);
            assert!(pauses.iter().all(|pause| *pause <= ceiling), "{repeat}");
            // Full jitter: both ends are met.
            assert!(pauses.iter().any(|pause| *pause < ceiling / 4), "{repeat}");
            assert!(pauses.iter().any(|pause| *pause > ceiling / 4 * 3), "{repeat}");
        }
    }

    #[test]
    fn a_budget_runs_out_and_is_earned_back_by_successes() {
        let budget = Budget::new(2);
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        (0..9).for_each(|_| budget.earn());
        assert!(!budget.take());
        budget.earn();
        assert!(budget.take() && !budget.take());
        (0..100).for_each(|_| budget.earn());
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
    }

    #[test]
    fn retry_after_is_a_number_or_a_date() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        for (text, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            assert_eq!(retry_after(&headers, now), expected.map(Duration::from_secs), "{text}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
