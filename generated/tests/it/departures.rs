//! Repeats are told from persons, whatever order they come in and whatever else a notification says.

use aifi_oasis::receive::{Departure, Departures, Seen};
use aifi_oasis::runtime::decode;
use aifi_oasis::types::TransitionLeft;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

/// Who left which store, and when.
type Person = (i64, u8, u8);

/// One notification: of whom, and what differs between those of one person.
#[derive(Clone, Debug)]
struct Sent {
    person: Person,
    issued: u8,
    /// The same moment in another zone.
    hours: u8,
    session: Option<u8>,
    /// Leaves out all that no page promises.
    is_bare: bool,
    /// The work failed, so that the next repeat is to be done.
    fails: bool,
}

fn sent() -> impl Strategy<Value = Sent> {
    let person = (0..2i64, 0..4u8, 0..3u8);
    let rest =
        (0..60u8, 0..14u8, proptest::option::of(0..3u8), any::<bool>(), prop::bool::weighted(0.2));
    (person, rest).prop_map(|(person, (issued, hours, session, is_bare, fails))| Sent {
        person,
        issued,
        hours,
        session,
        is_bare,
        fails,
    })
}

impl Sent {
    fn departure(&self) -> Departure {
        let (store, shopper, day) = self.person;
        let mut body: Value =
            serde_json::from_str(aifi_oasis::examples::TRANSITION_LEFT_REQUEST).unwrap();
        body["storeId"] = json!(store);
        body["shopperId"] = json!(format!("shopper-{shopper}"));
        let hours = self.hours;
        body["timeOfOrigin"] =
            json!(format!("2026-03-0{}T{:02}:30:00+{hours:02}:00", day + 1, hours + 1));
        body["timeOfIssue"] = json!(format!("2026-03-09T12:{:02}:00Z", self.issued));
        if let Some(session) = self.session {
            body["session"]["sessionId"] = json!(session.to_string());
            body["sessionId"] = json!(session.to_string());
        }
        if self.is_bare {
            let promised = ["storeId", "shopperId", "timeOfOrigin", "timeOfIssue"];
            body.as_object_mut().unwrap().retain(|name, _| promised.contains(&&**name));
        }
        let left: TransitionLeft = decode(body.to_string().as_bytes()).unwrap();
        Departure::from(&left)
    }
}

/// Runs what never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => unreachable!("it is kept in memory"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Each person is new once, and once more after work that failed.
    #[test]
    fn each_person_is_new_once(all in vec(sent(), 1..60)) {
        let (seen, mut known) = (Seen::default(), HashSet::new());
        for sent in all {
            let departure = sent.departure();
            let is_new = now(seen.insert(&departure)).unwrap();
            prop_assert_eq!(is_new, known.insert(sent.person), "{:?}", sent);
            if sent.fails {
                now(seen.remove(&departure)).unwrap();
                known.remove(&sent.person);
            }
        }
    }

    /// Whoever was never seen is new however little is kept, and the last ones are known.
    #[test]
    fn forgetting_never_loses_a_person(all in vec(sent(), 1..60), most in 1..6usize) {
        let seen = Seen::new(most, Duration::from_secs(3600));
        let mut order: Vec<Person> = Vec::new();
        for sent in all {
            let is_new = now(seen.insert(&sent.departure())).unwrap();
            let is_recent = order.iter().rev().take(most).any(|person| *person == sent.person);
            prop_assert_eq!(is_new, !is_recent, "{:?} after {:?}", sent, order);
            if is_new {
                order.push(sent.person);
            }
        }
    }
}
