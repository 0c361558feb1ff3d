//! The sessions and shoppers that the mock knows: those of its fixtures and of the file that it was given.
//!
//! A session starts as the specification's own example and takes over every property that a change
//! names and a session has, whole. The set of ids never grows, so neither does the memory.

use super::clock::Clock;
use super::shape;
use crate::target::{Fixtures, Id};
use crate::vendor;
use jiff::Timestamp;
use oasis_model::ir::Api;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// Everything that a request can change.
pub(super) struct Memory {
    /// The number of the store that all of it is in, if it is one.
    pub(super) store: Option<i64>,
    sessions: Mutex<HashMap<String, Map<String, Value>>>,
    shoppers: Mutex<HashMap<(String, String), Map<String, Value>>>,
}

impl Memory {
    /// What there is before anybody changed it. `others` are sessions by id, with the properties that
    /// differ from the specification's example.
    pub(super) fn new(
        api: &Api,
        fixtures: &Fixtures,
        others: BTreeMap<String, Map<String, Value>>,
    ) -> Self {
        let sample = vendor::session_sample(api).map(|(_, sample)| sample).unwrap_or_default();
        let text = |id: &Option<Id>| id.as_ref().map(|id| id.as_str().to_owned());
        let ids = [&fixtures.session_id, &fixtures.other_session_id];
        let known = ids.into_iter().filter_map(text).map(|id| (id, Map::new()));
        let store = text(&fixtures.store_id).and_then(|id| id.parse().ok());
        let sessions = known.chain(others).zip(1..).map(|((id, differing), number)| {
            let mut session = sample.clone();
            if let Some(store) = store {
                vendor::name_store(&mut session, store);
            }
            vendor::number(&mut session, number);
            session.extend(differing);
            vendor::identify(&mut session, &id);
            (id, session)
        });
        let shopper = text(&fixtures.store_id).zip(text(&fixtures.shopper_id));
        Self {
            store,
            sessions: Mutex::new(sessions.collect()),
            shoppers: Mutex::new(shopper.into_iter().map(|it| (it, Map::new())).collect()),
        }
    }

    /// All sessions as they are now, by id.
    pub(super) fn sessions(&self) -> BTreeMap<String, Map<String, Value>> {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.iter().map(|(id, session)| (id.clone(), session.clone())).collect()
    }

    /// Whether there is such a session.
    pub(super) fn knows_session(&self, id: &str) -> bool {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }

    /// Changes a session and returns it; `None` if it is not known, or has no documented form.
    pub(super) fn change_session(
        &self,
        api: &Api,
        id: &str,
        changes: Map<String, Value>,
        clock: &Clock,
    ) -> Option<Value> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get_mut(id)?;
        let (schema, sample) = vendor::session_sample(api)?;
        if !changes.is_empty() {
            session.extend(changes);
            let changed = Value::Object(std::mem::take(session));
            let sample = Value::Object(sample);
            if let Value::Object(fitted) = shape::fitted(api, schema, changed, &sample) {
                *session = fitted;
            }
            if let Some(at) = session.get_mut(vendor::UPDATED_AT).filter(|at| at.is_string()) {
                *at = clock.later_than(at.as_str()).to_string().into();
            }
        }
        Some(Value::Object(session.clone()))
    }

    /// Changes what is known of a shopper; false if the shopper is not known.
    pub(super) fn assign_shopper(
        &self,
        store: &str,
        shopper: &str,
        to: Map<String, Value>,
    ) -> bool {
        let mut shoppers = self.shoppers.lock().unwrap_or_else(PoisonError::into_inner);
        match shoppers.get_mut(&(store.to_owned(), shopper.to_owned())) {
            Some(assigned) => {
                *assigned = to;
                true
            }
            None => false,
        }
    }

    /// All shoppers as they are now, in order.
    pub(super) fn shoppers(&self) -> Vec<Shopper> {
        let shoppers = self.shoppers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Shopper> = shoppers
            .iter()
            .map(|((store, shopper), assigned)| Shopper {
                store: store.clone(),
                shopper: shopper.clone(),
                assigned: assigned.clone(),
            })
            .collect();
        all.sort_by(|one, other| (&one.store, &one.shopper).cmp(&(&other.store, &other.shopper)));
        all
    }

    /// The shoppers who were assigned to a session.
    pub(super) fn shoppers_of(&self, session: &str) -> Vec<String> {
        let is_here = |it: &Shopper| {
            it.assigned.get(vendor::SESSION_ID).and_then(Value::as_str) == Some(session)
        };
        self.shoppers().into_iter().filter(is_here).map(|it| it.shopper).collect()
    }

    /// Notes that the customer of a session has left; the session, or `None` if it is not known.
    pub(super) fn leave(&self, id: &str, now: Timestamp) -> Option<Map<String, Value>> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get_mut(id)?;
        vendor::exit(session, now);
        Some(session.clone())
    }
}

/// What is known of one shopper.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shopper {
    store: String,
    shopper: String,
    /// The last body that was taken about this shopper.
    assigned: Map<String, Value>,
}
