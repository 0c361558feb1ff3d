//! Keeps below a number of requests a second and slows down when the server asks for it.
//!
//! It knows the time and nothing of requests; waiting is all it does.

use std::{sync::Mutex, time::Duration};
use tokio::time::{Instant, sleep, sleep_until};

/// The pace of one run, shared by everything that sends.
pub(crate) struct Pace {
    state: Mutex<State>,
}

struct State {
    gap: Duration,
    next: Instant,
    pause: Duration,
}

/// The pace after the first 503: half of the documented 20 requests a second.
const CAREFUL: Duration = Duration::from_millis(100);
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

impl Pace {
    pub(crate) fn new(per_second: Option<f64>) -> Self {
        let gap = per_second.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        Self { state: Mutex::new(State { gap, next: Instant::now(), pause: SHORTEST_PAUSE }) }
    }

    /// Waits for the next turn.
    pub(crate) async fn wait(&self) {
        let turn = self.with(|state| {
            let turn = state.next.max(Instant::now());
            state.next = turn + state.gap;
            (!state.gap.is_zero() || turn > Instant::now()).then_some(turn)
        });
        if let Some(turn) = turn {
            sleep_until(turn).await;
        }
    }

    /// Pauses, twice as long each time, and never goes faster than the documented limit again.
    pub(crate) async fn back_off(&self) {
        let pause = self.with(|state| {
            let pause = state.pause;
            state.pause = (pause * 2).min(LONGEST_PAUSE);
            state.gap = state.gap.max(CAREFUL);
            state.next = state.next.max(Instant::now() + pause);
            pause
        });
        sleep(pause).await;
    }

    /// The server serves again.
    pub(crate) fn calm_down(&self) {
        self.with(|state| state.pause = SHORTEST_PAUSE);
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}
