//! Tells the repeats of one departure from the departures of several persons.
//!
//! AiFi sends one `left` for each person of a group, all with one session, and no page says that it never
//! sends one twice. In comes what identifies a departure, out comes whether it is new. What a session,
//! its times of sending or equal bodies would say is deliberately not asked.

use crate::types::{SessionId, ShopperId, StoreId, TransitionLeft};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::collections::hash_map::{HashMap, RandomState};
use std::convert::Infallible;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One person leaving one store once.
///
/// The persons of a group have one session and a `shopperId` each; a person who comes back leaves with
/// another `timeOfOrigin`. When a notification was sent (`timeOfIssue`) may differ between its repeats.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Departure {
    /// AiFi's number for the store.
    pub store_id: StoreId,
    /// The shopper who left.
    pub shopper_id: ShopperId,
    /// When the shopper left.
    pub time_of_origin: Timestamp,
}

impl TransitionLeft {
    /// The session that the shopper was in, by the token that the client's methods take: out of
    /// `session`, or else out of the older property beside it. `None` if neither names one.
    pub fn session_token(&self) -> Option<&SessionId> {
        #[expect(deprecated, reason = "there is no other in a notification without a session")]
        let older = self.session_id.as_ref();
        self.session.as_ref().and_then(|session| session.session_id.as_ref()).or(older)
    }
}

impl From<&TransitionLeft> for Departure {
    fn from(left: &TransitionLeft) -> Self {
        let (shopper_id, time_of_origin) = (left.shopper_id.clone(), left.time_of_origin);
        Self { store_id: left.store_id, shopper_id, time_of_origin }
    }
}

/// The departures that were seen. [`Seen`] keeps them in memory; implement this for a database, which
/// several processes share and which outlives them.
///
/// All three parts of a departure are the key, and one statement has to ask and to note:
///
/// ```sql
/// CREATE TABLE departures (
///     store_id BIGINT, shopper_id TEXT, time_of_origin TIMESTAMPTZ, noted_at TIMESTAMPTZ DEFAULT now(),
///     PRIMARY KEY (store_id, shopper_id, time_of_origin)
/// );
/// -- `insert`: `true` if one row was written. `remove` deletes it by its key.
/// INSERT INTO departures VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;
/// ```
///
/// Whoever writes the outcome of his work to the same database does both in one transaction, and needs no
/// `remove`. For how long AiFi may send repeats no page says; [`Seen`] keeps a day unless told otherwise.
pub trait Departures: Send + Sync {
    /// Why the departures cannot be asked.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Notes a departure; `true` if it was not known. Of several calls at once one is given `true`.
    fn insert(
        &self,
        departure: &Departure,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Forgets a departure, so that its next repeat is new: for work that failed.
    fn remove(&self, departure: &Departure)
    -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The departures of the last while, in memory, at most so many.
///
/// Beyond that the oldest are forgotten: a repeat that comes later is taken for a new departure, never the
/// other way round. They are kept as 128 bits each, so that none takes more memory than another. Another
/// process knows nothing of them, nor does the next one.
///
/// ```
/// use aifi_oasis::receive::{Departure, Departures, Seen};
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let text = aifi_oasis::examples::TRANSITION_LEFT_REQUEST.as_bytes();
/// let first: aifi_oasis::types::TransitionLeft = aifi_oasis::runtime::decode(text).unwrap();
/// let mut second = first.clone();
/// second.shopper_id = "another of the group".into();
///
/// let seen = Seen::default();
/// assert!(seen.insert(&Departure::from(&first)).await.unwrap());
/// assert!(seen.insert(&Departure::from(&second)).await.unwrap());
/// assert!(!seen.insert(&Departure::from(&first)).await.unwrap());
/// # });
/// ```
pub struct Seen {
    most: usize,
    keep: Duration,
    keys: [RandomState; 2],
    state: Mutex<State>,
}

/// What is kept of a departure: two hashes under keys that nobody knows.
type Kept = [u64; 2];

#[derive(Default)]
struct State {
    known: HashMap<Kept, Instant>,
    /// Oldest first. What was removed may still stand here, with another time.
    order: VecDeque<(Instant, Kept)>,
}

impl Seen {
    /// Keeps departures for this long, and at most so many: beyond that the oldest is forgotten.
    pub fn new(most: usize, keep: Duration) -> Self {
        Self { most: most.max(1), keep, keys: Default::default(), state: Mutex::default() }
    }

    fn kept(&self, departure: &Departure) -> Kept {
        self.keys.each_ref().map(|key| key.hash_one(departure))
    }

    fn insert_at(&self, departure: &Departure, now: Instant) -> bool {
        let kept = self.kept(departure);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.forget(|since, _| now.saturating_duration_since(since) >= self.keep);
        if state.known.contains_key(&kept) {
            return false;
        }
        state.forget(|_, length| length >= self.most);
        state.known.insert(kept, now);
        state.order.push_back((now, kept));
        true
    }
}

impl State {
    /// Forgets from the oldest on, as long as it is to go by its time or by how many there are.
    fn forget(&mut self, is_to_go: impl Fn(Instant, usize) -> bool) {
        while let Some((since, _)) = self.order.front()
            && is_to_go(*since, self.order.len())
        {
            if let Some((since, kept)) = self.order.pop_front()
                && self.known.get(&kept) == Some(&since)
            {
                self.known.remove(&kept);
            }
        }
    }
}

impl Departures for Seen {
    type Error = Infallible;

    async fn insert(&self, departure: &Departure) -> Result<bool, Infallible> {
        Ok(self.insert_at(departure, Instant::now()))
    }

    async fn remove(&self, departure: &Departure) -> Result<(), Infallible> {
        let kept = self.kept(departure);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.known.remove(&kept);
        Ok(())
    }
}

/// 100,000 departures, each for a day.
impl Default for Seen {
    fn default() -> Self {
        Self::new(100_000, Duration::from_secs(24 * 60 * 60))
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("most", &self.most)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departure(shopper: usize, second: i64) -> Departure {
        let time_of_origin = Timestamp::from_second(second).unwrap_or_default();
        Departure {
            store_id: StoreId(1),
            shopper_id: ShopperId(shopper.to_string()),
            time_of_origin,
        }
    }

    #[test]
    fn a_repeat_is_known_and_everybody_else_is_new() {
        let (seen, now) = (Seen::default(), Instant::now());
        for (shopper, second, is_new) in
            [(1, 1, true), (2, 1, true), (1, 1, false), (1, 2, true), (2, 1, false), (1, 2, false)]
        {
            let found = seen.insert_at(&departure(shopper, second), now);
            assert_eq!(found, is_new, "shopper {shopper} at {second}");
        }
        let elsewhere = Departure { store_id: StoreId(2), ..departure(1, 1) };
        assert!(seen.insert_at(&elsewhere, now));
    }

    #[test]
    fn a_departure_is_forgotten_when_its_time_is_over() {
        let seen = Seen::new(10, Duration::from_secs(60));
        let start = Instant::now();
        assert!(seen.insert_at(&departure(1, 1), start));
        assert!(!seen.insert_at(&departure(1, 1), start + Duration::from_secs(59)));
        assert!(seen.insert_at(&departure(1, 1), start + Duration::from_secs(60)));
    }

    #[test]
    fn no_more_than_the_most_are_kept() {
        let (seen, now) = (Seen::new(3, Duration::from_secs(60)), Instant::now());
        for shopper in 0..1000 {
            assert!(seen.insert_at(&departure(shopper, 1), now));
            let state = seen.state.lock().unwrap_or_else(PoisonError::into_inner);
            assert!(state.known.len() <= 3 && state.order.len() <= 3);
        }
        assert!(!seen.insert_at(&departure(998, 1), now) && seen.insert_at(&departure(1, 1), now));
    }

    #[test]
    fn what_was_removed_is_new_once_more() {
        let (seen, now) = (Seen::default(), Instant::now());
        let one = departure(1, 1);
        assert!(seen.insert_at(&one, now));
        seen.state.lock().unwrap_or_else(PoisonError::into_inner).known.remove(&seen.kept(&one));
        let later = now + Duration::from_secs(1);
        assert!(seen.insert_at(&one, later) && !seen.insert_at(&one, later));
    }
}
