//! Broken bodies that are taken.
//!
//! Each of these mends a body before the honest server sees it, as a validator does that converts,
//! or that forgot a rule.

use super::Fault;
use super::edit::{
    PUSH, SESSION, SHOPPER, before, body, is, member, send_instead, sent, with, without,
};
use axum::body::Bytes;
use axum::http::Request;
use serde_json::{Deserializer, Value, json};

const TRIPS: &[&str] = &["contract/broken-refused"];

pub(super) const FAULTS: &[Fault] = &[
    before("takes-true-as-text", TRIPS, "converts \"true\" to true", |request, _| {
        member(request, SESSION, "/suspectedFraud", |value| convert(value, "true", json!(true)));
    }),
    before("takes-one-as-true", TRIPS, "converts 1 to true", |request, _| {
        member(request, SESSION, "/suspectedFraud", |value| {
            if *value == json!(1) {
                *value = json!(true);
            }
        });
    }),
    before("takes-false-fraud", TRIPS, "ignores suspectedFraud: false", |request, _| {
        without(request, SESSION, "suspectedFraud", |value| *value == json!(false));
    }),
    before("takes-null-metadata", TRIPS, "takes null for metadata as absent", |request, _| {
        without(request, SESSION, "metadata", Value::is_null);
    }),
    before("takes-array-metadata", TRIPS, "takes an array for metadata", |request, _| {
        member(request, SESSION, "/metadata", |value| empty_object_for(value, Value::is_array));
    }),
    before("takes-text-metadata", TRIPS, "takes a string for metadata", |request, _| {
        member(request, SESSION, "/metadata", |value| empty_object_for(value, Value::is_string));
    }),
    before("takes-array-body", TRIPS, "takes [] for a session's changes", |request, _| {
        body(request, SESSION, |value| empty_object_for(value, Value::is_array));
    }),
    before("takes-null-body", TRIPS, "takes null for a session's changes", |request, _| {
        body(request, SESSION, |value| empty_object_for(value, Value::is_null));
    }),
    before("takes-scalar-body", TRIPS, "takes a scalar for a session's changes", |request, _| {
        body(request, SESSION, |value| {
            empty_object_for(value, |it| !it.is_object() && !it.is_array() && !it.is_null());
        });
    }),
    before("takes-empty-body", TRIPS, "takes no body for {}", |request, _| {
        if is(request, SESSION) && request.body().is_empty() {
            send_instead(request, "{}");
        }
    }),
    before("takes-number-as-text", TRIPS, "converts a sessionId of 7 to \"7\"", |request, _| {
        member(request, SHOPPER, "/sessionId", |value| {
            if value.is_number() {
                *value = value.to_string().into();
            }
        });
    }),
    before("takes-null-session-id", TRIPS, "takes null for a shopper's sessionId", |request, _| {
        member(request, SHOPPER, "/sessionId", |value| {
            if value.is_null() {
                *value = json!("none");
            }
        });
    }),
    before("takes-missing-session-id", TRIPS, "takes {} for a shopper", |request, _| {
        with(request, SHOPPER, "sessionId", json!("none"));
    }),
    before("takes-text-as-number", TRIPS, "converts a storeId of \"7\" to 7", |request, _| {
        member(request, PUSH, "/storeId", to_number);
    }),
    before("takes-fractional-store-id", TRIPS, "rounds a storeId of 1.5", |request, _| {
        member(request, PUSH, "/storeId", |value| {
            if value.as_f64().is_some_and(|number| number.fract() != 0.0) {
                *value = json!(1);
            }
        });
    }),
    before("takes-any-date", TRIPS, "does not look at the form of timeOfOrigin", |request, _| {
        member(request, PUSH, "/timeOfOrigin", |value| {
            if value.is_string() {
                *value = json!("2019-08-24T14:15:22Z");
            }
        });
    }),
    before(
        "takes-missing-time",
        TRIPS,
        "takes a notification without timeOfIssue",
        |request, _| {
            with(request, PUSH, "timeOfIssue", json!("2019-08-24T14:15:22Z"));
        },
    ),
    before("takes-missing-session", TRIPS, "takes a notification without session", |request, _| {
        with(request, PUSH, "session", Value::Null);
    }),
    before("takes-missing-provider", TRIPS, "takes a payment without provider", |request, _| {
        member(request, PUSH, "/payment", |payment| {
            if let Some(members) = payment.as_object_mut() {
                members.entry("paymentProvider").or_insert_with(|| json!("NONE"));
            }
        });
    }),
    before("takes-null-customer", TRIPS, "takes null for the customer", |request, _| {
        member(request, PUSH, "/customer", |value| {
            if value.is_null() {
                *value =
                    json!({ "externalId": null, "metadata": {}, "id": "0", "role": "customer" });
            }
        });
    }),
    before(
        "takes-nested-text-as-number",
        TRIPS,
        "converts numbers inside session",
        |request, _| {
            for name in ["id", "customerId", "groupSize", "visitors", "priority", "storeId"] {
                member(request, PUSH, &format!("/session/{name}"), to_number);
            }
        },
    ),
    before("takes-nested-wrong-type", TRIPS, "does not look at session.code", |request, _| {
        member(request, PUSH, "/session/code", |value| *value = json!("looked-over"));
    }),
    before("takes-text-after-json", TRIPS, "stops reading after the JSON value", |request, _| {
        let mut values = Deserializer::from_slice(request.body()).into_iter::<Value>();
        if let Some(Ok(first)) = values.next()
            && values.next().is_some()
        {
            send_instead(request, first.to_string());
        }
    }),
    before("takes-truncated-json", TRIPS, "closes brackets that were left open", |request, _| {
        close_brackets(request);
    }),
    before("takes-trailing-comma", TRIPS, "takes JSON with a comma too many", |request, _| {
        let text = String::from_utf8_lossy(request.body()).replace(",}", "}");
        if sent(request).is_none() && serde_json::from_str::<Value>(&text).is_ok() {
            send_instead(request, text);
        }
    }),
    before("takes-garbage-as-empty", TRIPS, "takes what is not JSON for {}", |request, _| {
        if is(request, SESSION) && !request.body().is_empty() && sent(request).is_none() {
            send_instead(request, "{}");
        }
    }),
];

fn convert(value: &mut Value, from: &str, to: Value) {
    if value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(from)) {
        *value = to;
    }
}

fn empty_object_for(value: &mut Value, condition: fn(&Value) -> bool) {
    if condition(value) {
        *value = json!({});
    }
}

fn to_number(value: &mut Value) {
    let number = value.as_str().and_then(|text| text.trim().parse::<i64>().ok());
    if let Some(number) = number {
        *value = number.into();
    }
}

/// Adds what closes the text, if that makes JSON of it.
fn close_brackets(request: &mut Request<Bytes>) {
    if request.body().is_empty() || sent(request).is_some() {
        return;
    }
    let text = String::from_utf8_lossy(request.body()).into_owned();
    let mut open = Vec::new();
    let mut in_text = false;
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '"' if !escaped => in_text = !in_text,
            '{' if !in_text => open.push('}'),
            '[' if !in_text => open.push(']'),
            '}' | ']' if !in_text => drop(open.pop()),
            _ => {}
        }
        escaped = in_text && c == '\\' && !escaped;
    }
    let closing: String = open.into_iter().rev().collect();
    let quote = if in_text { "\"" } else { "" };
    let whole = format!("{}{quote}{closing}", text.trim_end_matches([',', ' ']));
    if serde_json::from_str::<Value>(&whole).is_ok() {
        send_instead(request, whole);
    }
}
