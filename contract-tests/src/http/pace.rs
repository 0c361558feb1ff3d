//! When requests go out: so many a second, so many at once, and none while the server asks for patience.
//!
//! It knows the time and, of a response, nothing but what it says about waiting.

use super::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

/// The time between two requests once the server has asked for patience: half of the documented 20
/// requests a second.
const CAREFUL: Duration = Duration::from_millis(100);
/// How often one request is sent again.
const MOST_WAITS: u32 = 6;
/// A server that asks for more is not waited for.
const LONGEST_ASKED: Duration = Duration::from_secs(30);
const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(8);

/// The pace of one run, shared by everything that sends.
#[derive(Debug)]
pub(super) struct Pace {
    slots: Semaphore,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    gap: Duration,
    next: Instant,
}

impl Pace {
    pub(super) fn new(per_second: Option<f64>, at_once: usize) -> Self {
        // A rate that is no rate is taken for a careful one.
        let gap = |rate: f64| Duration::try_from_secs_f64(1.0 / rate).unwrap_or(CAREFUL);
        let gap = per_second.map_or(Duration::ZERO, gap);
        let slots = Semaphore::new(at_once.clamp(1, 10_000));
        Self { slots, state: Mutex::new(State { gap, next: Instant::now() }) }
    }

    /// Waits for a free slot, which is free again when it is dropped.
    pub(super) async fn slot(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed.
        self.slots.acquire().await.ok()
    }

    /// Takes free slots away until no more than these are left.
    pub(super) fn lower(&self, at_once: usize) {
        self.slots.forget_permits(self.slots.available_permits().saturating_sub(at_once.max(1)));
    }

    /// Waits for the next turn, and for the end of a pause.
    pub(super) async fn turn(&self) {
        loop {
            let next = {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                let now = Instant::now();
                if state.next <= now {
                    state.next = now + state.gap;
                    return;
                }
                state.next
            };
            sleep_until(next).await;
        }
    }

    /// Pauses everything for a while; from then on never more than ten requests a second go out.
    pub(super) fn pause(&self, pause: Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.gap = state.gap.max(CAREFUL);
        let end = Instant::now().checked_add(pause).unwrap_or(state.next);
        state.next = state.next.max(end);
    }
}

/// Whether the server asks for patience.
pub(super) fn is_patience_asked(response: &Response) -> bool {
    matches!(response.status, 429 | 503)
}

/// How long to wait after this response, the `waited`-th of its kind counted from 0; `None` if that
/// takes longer than what is left or makes no sense.
pub(super) fn wait(retry_after: Option<&str>, waited: u32, left: Duration) -> Option<Duration> {
    if waited >= MOST_WAITS {
        return None;
    }
    match retry_after.and_then(|value| asked(value, Timestamp::now())) {
        Some(asked) => (asked <= LONGEST_ASKED.min(left)).then_some(asked),
        None => Some(doubling(waited)).filter(|pause| *pause <= left),
    }
}

/// `Retry-After`: seconds or a date.
fn asked(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number holds mean a time that nobody waits for.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// 0.2 s, 0.4 s, .. 8 s; three quarters to all of it, so that requests do not come back all at once.
fn doubling(waited: u32) -> Duration {
    // It decides nothing but a moment, so it needs no seed.
    let jitter = f64::from(RandomState::new().hash_one(()) as u32) / f64::from(u32::MAX);
    let whole = SHORTEST.saturating_mul(1 << waited.min(16)).min(LONGEST);
    whole.mul_f64(0.75 + 0.25 * jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(asked(value, now), seconds.map(Duration::from_secs), "{value}");
        }
    }

    #[tokio::test]
    async fn a_pause_holds_up_everybody() {
        let (pace, pause) = (Pace::new(None, 2), Duration::from_millis(50));
        pace.turn().await;
        pace.pause(pause);
        let before = Instant::now();
        tokio::join!(pace.turn(), pace.turn());
        // The second one goes out at a careful pace.
        assert!(before.elapsed() >= pause + CAREFUL);
        pace.lower(1);
        let _slot = pace.slot().await;
        assert_eq!(pace.slots.available_permits(), 0);
    }

    #[test]
    fn waiting_has_bounds() {
        let second = Duration::from_secs(1);
        for (value, waited, left, expected) in [
            (Some("2"), 0, 3600 * second, Some(2 * second..=2 * second)),
            (Some("2"), 0, second, None),
            (Some("31"), 0, 3600 * second, None),
            (Some("2"), MOST_WAITS, 3600 * second, None),
            (None, MOST_WAITS, 3600 * second, None),
            (None, 0, Duration::ZERO, None),
            (None, 0, second, Some(SHORTEST / 2..=SHORTEST)),
            (Some("soon"), 5, 3600 * second, Some(4 * second..=LONGEST)),
        ] {
            let pause = wait(value, waited, left);
            let fits = match &expected {
                None => pause.is_none(),
                Some(range) => pause.is_some_and(|pause| range.contains(&pause)),
            };
            assert!(fits, "{value:?}, {waited}: {pause:?}");
        }
    }
}
