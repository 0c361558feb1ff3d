//! What both benches share: the types as somebody writes them who trusts the examples, and the time on
//! the processor.

#![expect(dead_code, reason = "what is decoded is not read, and each bench uses a part")]

use jiff::Timestamp;
use serde::Deserialize;
use std::fs;
use std::time::{Duration, Instant};

type Object = serde_json::Map<String, serde_json::Value>;

/// The session as somebody would write it down who trusts the example.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    id: Option<i64>,
    customer_id: Option<i64>,
    code: Option<String>,
    code_first_succesfully_scanned_at: Option<Timestamp>,
    code_last_succesfully_scanned_at: Option<Timestamp>,
    customer_first_entered_at: Option<Timestamp>,
    customer_last_entered_at: Option<Timestamp>,
    customer_first_exited_at: Option<Timestamp>,
    customer_last_exited_at: Option<Timestamp>,
    customer_payment_instrument_id: Option<i64>,
    customer_satisfaction: Option<f64>,
    customer_satisfaction_submitted: Option<bool>,
    group_size: Option<i64>,
    visitors: Option<i64>,
    location_id: Option<String>,
    priority: Option<i64>,
    session_token: Option<String>,
    session_id: Option<String>,
    referenced_session_id: Option<String>,
    status: Option<String>,
    store_id: Option<i64>,
    store_id_scannable_at: Option<i64>,
    suspected_fraud: Option<bool>,
    metadata: Option<Object>,
    expires_at: Option<Timestamp>,
    customer: Option<Customer>,
    store: Option<Store>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Customer {
    id: Option<i64>,
    external_id: Option<String>,
    role: Option<String>,
    metadata: Option<Object>,
    priority: Option<i64>,
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Store {
    aifi_unique_store_id: Option<String>,
    status: Option<String>,
    deployment_status: Option<String>,
    address_line1: Option<String>,
    address_city: Option<String>,
    address_region: Option<String>,
    address_country: Option<String>,
    address_postal_code: Option<String>,
    third_party_id: Option<String>,
    store_url: Option<String>,
    max_people: Option<i64>,
    store_config_id: Option<i64>,
    name: Option<String>,
    id: Option<String>,
    employee_inside: Option<bool>,
}

/// The notification, as somebody writes it who has read the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Left {
    session_id: Option<String>,
    session: Session,
    customer: Option<Object>,
    store_id: i64,
    store: Option<Object>,
    store_external_id: Option<String>,
    time_of_origin: Timestamp,
    time_of_issue: Timestamp,
    payment: Option<Object>,
    shopper_id: String,
    shopper: Option<Object>,
}

/// A moment, by the clock and by the processor time of the thread that asks.
#[derive(Clone, Copy)]
pub(crate) struct Spent(Instant, Option<Duration>);

impl Spent {
    pub(crate) fn now() -> Self {
        // The first number is the time on a processor, in nanoseconds; only Linux tells.
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
        Self(Instant::now(), nanoseconds.map(Duration::from_nanos))
    }

    pub(crate) fn since(self, then: Self) -> Duration {
        match (self.1, then.1) {
            (Some(now), Some(then)) => now - then,
            _ => self.0 - then.0,
        }
    }
}

/// The median of some rounds, by their ratio: how long each of both took.
pub(crate) fn median(mut rounds: Vec<(Duration, Duration)>) -> (f64, f64, f64) {
    let ratio = |(one, other): &(Duration, Duration)| one.as_secs_f64() / other.as_secs_f64();
    rounds.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let middle = &rounds[rounds.len() / 2];
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    (micros(middle.0), micros(middle.1), ratio(middle))
}
