//! What time it is for the mock.
//!
//! Without a seed it is the time of this machine, in milliseconds as with the vendor. With a seed it
//! starts at a fixed moment and is a second later each time somebody looks, so that two runs agree.

use jiff::{SignedDuration, Timestamp, Unit};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// The first moment of a seeded clock, in seconds since 1970: the start of 2026.
const START: i64 = 1_767_225_600;

/// A clock that all requests share.
#[derive(Debug)]
pub(super) struct Clock {
    /// The seconds that have passed on a seeded clock; `None`: the time of this machine.
    passed: Option<AtomicI64>,
}

impl Clock {
    /// The time of this machine, or a time of its own where `is_fixed`.
    pub(super) fn new(is_fixed: bool) -> Self {
        Self { passed: is_fixed.then(AtomicI64::default) }
    }

    /// The time now.
    pub(super) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let now = now.round(Unit::Millisecond).unwrap_or(now);
        let Some(passed) = &self.passed else { return now };
        let second = START.saturating_add(passed.fetch_add(1, Relaxed));
        Timestamp::from_second(second).unwrap_or(now)
    }

    /// The time now, or a moment after `last` if the clock has not moved since.
    pub(super) fn later_than(&self, last: Option<&str>) -> Timestamp {
        let now = self.now();
        let last: Option<Timestamp> = last.and_then(|text| text.parse().ok());
        match last {
            Some(last) if last >= now => {
                last.checked_add(SignedDuration::from_millis(1)).unwrap_or(now)
            }
            _ => now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_shows_the_same_times_to_everybody() {
        let (one, other) = (Clock::new(true), Clock::new(true));
        assert_eq!(one.now(), other.now());
        assert_eq!(one.later_than(None).to_string(), "2026-01-01T00:00:01Z");
        let future = one.later_than(Some("2100-01-01T00:00:00Z")).to_string();
        assert_eq!(future, "2100-01-01T00:00:00.001Z");
        assert!(Clock::new(false).now() > one.now(), "the other clock is that of this machine");
    }
}
