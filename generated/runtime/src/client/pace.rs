//! Keeps all clones of a client below the number of requests that a server takes in a second.
//!
//! Requests leave at even distances, so no window of a second holds more than the limit. Whoever
//! stops waiting gives his turn back.

use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// The gate that every request of all clones passes, in the order of asking.
#[derive(Debug)]
pub(super) struct Pace {
    distance: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// A gate for a server that takes this many requests in a second; a tenth of them is left
    /// unused, as requests do not travel equally fast.
    pub(super) fn below(limit: u32) -> Self {
        let distance = Duration::from_secs(1).mul_f64(1.0 / (0.9 * f64::from(limit.max(1))));
        Self { distance, next: Mutex::new(None) }
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) {
        // The lock queues those who wait; it is held while waiting, so a turn is only used up by
        // somebody who is still there when it comes.
        let mut next = self.next.lock().await;
        if let Some(at) = *next {
            sleep_until(at).await;
        }
        *next = Instant::now().checked_add(self.distance);
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use std::sync::Arc;
    use std::time::Duration;
    use tokio::time::{Instant, advance, timeout};

    #[tokio::test(start_paused = true)]
    async fn no_second_holds_more_than_the_limit_and_no_turn_is_wasted() {
        for limit in [1, 3, 20, 1000] {
            let pace = Arc::new(Pace::below(limit));
            let mut turns = Vec::new();
            for asked in 0..3 * limit {
                // Some stop waiting, some come late.
                if asked % 7 == 3 {
                    assert!(timeout(Duration::from_micros(1), pace.turn()).await.is_err());
                }
                if asked % 11 == 5 {
                    advance(Duration::from_millis(90)).await;
                }
                pace.turn().await;
                turns.push(Instant::now());
            }
            for (index, turn) in turns.iter().enumerate() {
                let window =
                    turns[index..].iter().take_while(|at| **at - *turn < Duration::from_secs(1));
                assert!(window.count() <= limit as usize, "{limit}");
            }
            // Whoever stops waiting costs the others nothing.
            let least = Duration::from_secs(1) * 3;
            assert!(
                turns[turns.len() - 1] - turns[0] < least * 2 + Duration::from_millis(90 * 300)
            );
        }
    }
}
