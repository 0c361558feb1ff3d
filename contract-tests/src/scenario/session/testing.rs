//! Exchanges for tests.

use crate::http::{Auth, Exchange, Request, Response};
use serde_json::Value;
use std::time::Duration;

/// An exchange that ended with this status and body.
pub(in crate::scenario) fn answered(status: u16, body: &Value) -> Exchange {
    let request = Request {
        method: "PATCH".to_owned(),
        path: "/".to_owned(),
        auth: Auth::Token,
        headers: Vec::new(),
        body: None,
    };
    let response = Response {
        version: "HTTP/1.1".to_owned(),
        status,
        headers: Vec::new(),
        body: serde_json::to_vec(body).expect("a value has a JSON form"),
        endless: false,
        undecodable: None,
        elapsed: Duration::ZERO,
    };
    Exchange {
        operation: "updateSession".to_owned(),
        request,
        outcome: Ok(response),
        dropped_before: false,
        waited: 0,
    }
}
