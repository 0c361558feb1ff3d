//! Keeps below a number of requests a second, and pauses everything when the server asks for it.
//!
//! It knows the time and nothing of requests; waiting is all it does.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The time between two requests once the server has asked for patience: half of the documented 20
/// requests a second.
const CAREFUL: Duration = Duration::from_millis(100);

/// The pace of one run, shared by everything that sends.
#[derive(Debug)]
pub(super) struct Pace {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    gap: Duration,
    next: Instant,
    paused_until: Option<Instant>,
}

impl Pace {
    pub(super) fn new(per_second: Option<f64>) -> Self {
        // A rate that is no rate is taken for a careful one.
        let gap = per_second.map_or(Duration::ZERO, |rate| {
            Duration::try_from_secs_f64(1.0 / rate).unwrap_or(CAREFUL)
        });
        Self { state: Mutex::new(State { gap, next: Instant::now(), paused_until: None }) }
    }

    /// Waits for the next turn, and for the end of a pause.
    pub(super) async fn turn(&self) {
        loop {
            let (at, is_pause) = self.with(State::reserve);
            sleep_until(at).await;
            if !is_pause && !self.with(|state| state.is_paused()) {
                return;
            }
        }
    }

    /// Pauses everything for a while; from then on never more than ten requests a second go out.
    pub(super) fn pause(&self, pause: Duration) {
        self.with(|state| {
            state.gap = state.gap.max(CAREFUL);
            // So far off that it makes no difference, if the clock cannot tell.
            let end = Instant::now().checked_add(pause);
            state.paused_until = state.paused_until.max(end);
        });
    }

    /// Goes on without the pause, never faster than ten requests a second.
    pub(super) fn slow_down(&self) {
        self.pause(Duration::ZERO);
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn is_paused(&self) -> bool {
        self.paused_until.is_some_and(|end| end > Instant::now())
    }

    /// The time of the next turn, or the end of the pause, which is no turn yet.
    fn reserve(&mut self) -> (Instant, bool) {
        let now = Instant::now();
        if let Some(end) = self.paused_until.filter(|end| *end > now) {
            return (end, true);
        }
        let turn = self.next.max(now);
        self.next = turn + self.gap;
        (turn, false)
    }
}
