//! Valid bodies that are refused.
//!
//! Each of these refuses, in the right form, what the specification allows.

use super::edit::{PUSH, SESSION, after, depth, holds, is, refuse, sent};
use super::{Fault, Seen};
use serde_json::{Map, Value};

const TRIPS: &[&str] = &["contract/valid-accepted"];
const STATE: &[&str] = &["contract/valid-accepted", "contract/state-fraud"];

pub(super) const FAULTS: &[Fault] = &[
    after("refuses-empty-object", TRIPS, "refuses {} for a session", |seen, response| {
        if is(&seen.request, SESSION) && sent(&seen.request) == Some(Value::Object(Map::new())) {
            refuse(response, "value", "object.min", "must have at least 1 key");
        }
    }),
    after("refuses-empty-metadata", TRIPS, "refuses metadata without keys", |seen, response| {
        if metadata(seen).is_some_and(|metadata| metadata.is_empty()) {
            refuse(response, "metadata", "object.min", "must have at least 1 key");
        }
    }),
    after(
        "refuses-fraud-with-metadata",
        STATE,
        "refuses both members at once",
        |seen, response| {
            if metadata(seen).is_some() && holds(&seen.request, "suspectedFraud") {
                refuse(response, "value", "object.oxor", "contains a conflict between peers");
            }
        },
    ),
    after("refuses-dotted-keys", TRIPS, "refuses metadata keys with a dot", |seen, response| {
        if let Some(key) = metadata_key(seen, |key| key.contains('.')) {
            refuse(response, &format!("metadata.{key}"), "object.unknown", "is not allowed");
        }
    }),
    after("refuses-dollar-keys", TRIPS, "refuses metadata keys with a $", |seen, response| {
        if let Some(key) = metadata_key(seen, |key| key.starts_with('$')) {
            refuse(response, &format!("metadata.{key}"), "object.unknown", "is not allowed");
        }
    }),
    after(
        "refuses-nested-metadata",
        TRIPS,
        "refuses metadata ten levels deep",
        |seen, response| {
            if is(&seen.request, SESSION) && depth(&seen.request) > 10 {
                refuse(response, "metadata", "object.depth", "is nested too deep");
            }
        },
    ),
    after("refuses-non-ascii", TRIPS, "refuses letters beyond ASCII", |seen, response| {
        let text = sent(&seen.request).map(|value| value.to_string());
        if response.status().is_success() && text.is_some_and(|text| !text.is_ascii()) {
            refuse(response, "metadata", "string.pattern.base", "fails to match the pattern");
        }
    }),
    after("refuses-long-metadata", TRIPS, "refuses bodies over 50,000 bytes", |seen, response| {
        if response.status().is_success() && seen.request.body().len() > 50_000 {
            refuse(response, "metadata", "string.max", "length must be less than 50000");
        }
    }),
    after("refuses-null-session", TRIPS, "refuses session: null", |seen, response| {
        refuse_null(seen, response, "/session");
    }),
    after("refuses-null-external-id", TRIPS, "refuses storeExternalId: null", |seen, response| {
        refuse_null(seen, response, "/storeExternalId");
    }),
    after(
        "refuses-null-reference",
        TRIPS,
        "refuses a null referencedSessionId",
        |seen, response| {
            refuse_null(seen, response, "/session/referencedSessionId");
        },
    ),
    after(
        "refuses-payment-members",
        TRIPS,
        "refuses a provider's own members",
        |seen, response| {
            let payment = sent(&seen.request).and_then(|body| body.pointer("/payment").cloned());
            let members = payment.as_ref().and_then(Value::as_object);
            if response.status().is_success() && members.is_some_and(|members| members.len() > 1) {
                refuse(response, "payment.cardBrand", "object.unknown", "is not allowed");
            }
        },
    ),
    after("refuses-offsets", TRIPS, "refuses date-times with an offset", |seen, response| {
        let time = sent(&seen.request).and_then(|body| body.pointer("/timeOfIssue").cloned());
        let in_utc = |text: &str| text.ends_with(['Z', 'z']);
        if response.status().is_success()
            && time.as_ref().and_then(Value::as_str).is_some_and(|text| !in_utc(text))
        {
            refuse(response, "timeOfIssue", "string.isoDate", "must be in iso format");
        }
    }),
];

/// The metadata that a session is to get.
fn metadata(seen: &Seen) -> Option<Map<String, Value>> {
    let body = sent(&seen.request).filter(|_| is(&seen.request, SESSION))?;
    body.get("metadata")?.as_object().cloned()
}

fn metadata_key(seen: &Seen, wanted: fn(&str) -> bool) -> Option<String> {
    metadata(seen)?.into_iter().map(|(key, _)| key).find(|key| wanted(key))
}

fn refuse_null(seen: &Seen, response: &mut axum::http::Response<axum::body::Bytes>, pointer: &str) {
    let is_null = |body: &Value| body.pointer(pointer).is_some_and(Value::is_null);
    if is(&seen.request, PUSH)
        && response.status().is_success()
        && sent(&seen.request).as_ref().is_some_and(is_null)
    {
        let label = pointer.trim_start_matches('/').replace('/', ".");
        refuse(response, &label, "any.required", "is required");
    }
}
