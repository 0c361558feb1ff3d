//! The sessions and shoppers that the mock knows: those of its fixtures, nothing else.
//!
//! A session starts as the specification's own example and takes over every member that a change
//! names, whole. The set of ids never grows, so neither does the memory.

use super::Fixtures;
use jiff::{SignedDuration, Timestamp, Unit};
use oasis_model::ir::Api;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A session as answers show it.
pub(super) type Session = Map<String, Value>;

/// Everything that a request can change.
pub(super) struct State {
    sessions: Mutex<HashMap<String, Session>>,
    shoppers: Mutex<HashMap<(i64, String), Map<String, Value>>>,
}

impl State {
    /// The fixtures before anybody changed them.
    pub(super) fn new(api: &Api, fixtures: &Fixtures) -> Self {
        let example = session_example(api);
        let ids = [&fixtures.session_id, &fixtures.other_session_id];
        let sessions = ids.map(|id| (id.clone(), named(&example, id)));
        let shopper = (fixtures.store_id, fixtures.shopper_id.clone());
        Self {
            sessions: Mutex::new(HashMap::from(sessions)),
            shoppers: Mutex::new(HashMap::from([(shopper, Map::new())])),
        }
    }

    /// The ids of all sessions.
    pub(super) fn sessions(&self) -> Vec<String> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// Changes a session and returns it; nothing if it is not known.
    pub(super) fn change_session(&self, id: &str, changes: Map<String, Value>) -> Option<Session> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get_mut(id)?;
        if !changes.is_empty() {
            session.extend(changes);
            let moved = later_than(session.get("updatedAt"));
            session.insert("updatedAt".to_owned(), moved.to_string().into());
        }
        Some(session.clone())
    }

    /// Changes what is known of a shopper; false if the shopper is not known.
    pub(super) fn assign_shopper(&self, store: i64, shopper: &str, to: Map<String, Value>) -> bool {
        let mut shoppers = self.shoppers.lock().unwrap_or_else(PoisonError::into_inner);
        match shoppers.get_mut(&(store, shopper.to_owned())) {
            Some(assigned) => {
                *assigned = to;
                true
            }
            None => false,
        }
    }
}

/// The example answer of the operation that changes sessions.
fn session_example(api: &Api) -> Session {
    api.operation("updateSession")
        .and_then(|operation| operation.responses.iter().find(|answer| answer.status.is_success()))
        .and_then(|answer| answer.json()?.example.as_ref()?.as_object().cloned())
        .unwrap_or_default()
}

/// The example under another id, in each member that holds the id.
fn named(example: &Session, id: &str) -> Session {
    let mut session = example.clone();
    for member in ["sessionId", "sessionToken"] {
        if let Some(value) = session.get_mut(member) {
            *value = id.into();
        }
    }
    session
}

/// Now, or a moment after the last change if the clock has not moved since.
fn later_than(last: Option<&Value>) -> Timestamp {
    // The vendor's clock has milliseconds.
    let now = Timestamp::now();
    let now = now.round(Unit::Millisecond).unwrap_or(now);
    let last: Option<Timestamp> = last.and_then(Value::as_str).and_then(|text| text.parse().ok());
    match last {
        Some(last) if last >= now => {
            last.checked_add(SignedDuration::from_millis(1)).unwrap_or(now)
        }
        _ => now,
    }
}
