//! Answers to good requests that are not what is documented.
//!
//! The request is served, but status, media type or body are others than the specification's.

use super::edit::{PUSH, SESSION, SHOPPER, after, is, session};
use super::{Fault, Seen};
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

const STATUS: &[&str] = &["contract/answer-status"];
const TYPE: &[&str] = &["contract/answer-content-type"];
const SCHEMA: &[&str] = &["contract/answer-schema"];
const ID: &[&str] = &["contract/answer-session-id"];
const UNDOCUMENTED: &[&str] = &["contract/answer-undocumented-member"];
const FRAUD: &[&str] = &["contract/answer-schema", "contract/state-fraud"];
const WRITTEN: &[&str] = &[
    "contract/answer-schema",
    "contract/state-written",
    "contract/state-replaced",
    "contract/state-events-kept",
    "contract/state-fraud",
];

pub(super) const FAULTS: &[Fault] = &[
    after("answer-201", STATUS, "answers a changed session with 201", |seen, response| {
        restate(seen, response, SESSION, StatusCode::CREATED);
    }),
    after("answer-202", STATUS, "answers a changed shopper with 202", |seen, response| {
        restate(seen, response, SHOPPER, StatusCode::ACCEPTED);
    }),
    after("answer-204", STATUS, "answers a changed session with 204", |seen, response| {
        if is(&seen.request, SESSION) && response.status() == StatusCode::OK {
            super::edit::fail(response, StatusCode::NO_CONTENT);
        }
    }),
    after("answer-push-202", STATUS, "answers a notification with 202", |seen, response| {
        restate(seen, response, PUSH, StatusCode::ACCEPTED);
    }),
    after("answer-redirect", STATUS, "sends good shopper requests elsewhere", |seen, response| {
        restate(seen, response, SHOPPER, StatusCode::TEMPORARY_REDIRECT);
    }),
    after("answer-as-text", TYPE, "calls the session plain text", |seen, response| {
        media_type(seen, response, SESSION, "text/plain; charset=utf-8");
    }),
    after("answer-as-html", TYPE, "calls the answer to a push HTML", |seen, response| {
        media_type(seen, response, PUSH, "text/html");
    }),
    after("answer-wrong-charset", TYPE, "says the session is UTF-16", |seen, response| {
        media_type(seen, response, SESSION, "application/json; charset=utf-16");
    }),
    after("answer-not-json", SCHEMA, "answers a notification with bare OK", |seen, response| {
        if is(&seen.request, PUSH) && response.status() == StatusCode::OK {
            *response.body_mut() = Bytes::from_static(b"OK");
        }
    }),
    after(
        "answer-push-object",
        SCHEMA,
        "answers a notification with an object",
        |seen, response| {
            if is(&seen.request, PUSH) && response.status() == StatusCode::OK {
                *response.body_mut() = Bytes::from_static(b"{\"received\":true}");
            }
        },
    ),
    after("answer-body-for-shopper", SCHEMA, "answers shoppers with a body", |seen, response| {
        if is(&seen.request, SHOPPER) && response.status() == StatusCode::OK {
            *response.body_mut() = Bytes::from_static(b"{\"ok\":true}");
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, json);
        }
    }),
    after("answer-empty-session", SCHEMA, "answers a session with no body", |seen, response| {
        if is(&seen.request, SESSION) && response.status() == StatusCode::OK {
            *response.body_mut() = Bytes::new();
        }
    }),
    after("answer-wrapped", SCHEMA, "wraps the session in a member `data`", |_, response| {
        session(response, |members| {
            let inner = Value::Object(std::mem::take(members));
            members.insert("data".to_owned(), inner);
        });
    }),
    after("answer-null-updated-at", SCHEMA, "has null for updatedAt", |_, response| {
        set(response, "/updatedAt", Value::Null);
    }),
    after("answer-null-created-at", SCHEMA, "has null for createdAt", |_, response| {
        set(response, "/createdAt", Value::Null);
    }),
    after("answer-bad-date", SCHEMA, "writes createdAt in words", |_, response| {
        set(response, "/createdAt", json!("Sat Aug 24 2019 14:15:22 GMT+0000"));
    }),
    after("answer-epoch-date", SCHEMA, "writes expiresAt as a number", |_, response| {
        set(response, "/expiresAt", json!(1_566_656_122));
    }),
    after(
        "answer-date-without-offset",
        SCHEMA,
        "leaves the zone of updatedAt out",
        |_, response| {
            set(response, "/updatedAt", json!("2019-08-24T14:15:22"));
        },
    ),
    after("answer-id-as-text", SCHEMA, "writes id as text", |_, response| {
        set(response, "/id", json!("0"));
    }),
    after("answer-store-id-as-number", SCHEMA, "writes store.id as a number", |_, response| {
        set(response, "/store/id", json!(0));
    }),
    after("answer-customer-id-as-text", SCHEMA, "writes customer.id as text", |_, response| {
        set(response, "/customer/id", json!("0"));
    }),
    after("answer-fraud-as-text", FRAUD, "writes suspectedFraud as text", |_, response| {
        session(response, |members| {
            if let Some(value) = members.get_mut("suspectedFraud") {
                *value = value.to_string().into();
            }
        });
    }),
    after("answer-null-metadata", WRITTEN, "has null for metadata", |_, response| {
        set(response, "/metadata", Value::Null);
    }),
    after("answer-metadata-as-text", WRITTEN, "has metadata as JSON in a string", |_, response| {
        session(response, |members| {
            if let Some(value) = members.get_mut("metadata") {
                *value = value.to_string().into();
            }
        });
    }),
    after("answer-null-status", SCHEMA, "has null for status", |_, response| {
        set(response, "/status", Value::Null);
    }),
    after("answer-status-as-number", SCHEMA, "has a number for status", |_, response| {
        set(response, "/status", json!(1));
    }),
    after("answer-role-as-list", SCHEMA, "has a list of roles", |_, response| {
        set(response, "/customer/role", json!(["customer"]));
    }),
    after("answer-fractional-id", SCHEMA, "has a fraction in customerId", |_, response| {
        set(response, "/customerId", json!(0.5));
    }),
    after("answer-null-store", SCHEMA, "has null for the store", |_, response| {
        set(response, "/store", Value::Null);
    }),
    after("answer-without-status", SCHEMA, "leaves status out", |_, response| {
        session(response, |members| drop(members.shift_remove("status")));
    }),
    after("answer-without-created-at", SCHEMA, "leaves createdAt out", |_, response| {
        session(response, |members| drop(members.shift_remove("createdAt")));
    }),
    after("answer-null-employee", SCHEMA, "has null for store.employeeInside", |_, response| {
        set(response, "/store/employeeInside", Value::Null);
    }),
    after("answer-session-as-list", SCHEMA, "answers with a list of sessions", |seen, response| {
        if is(&seen.request, SESSION) && response.status() == StatusCode::OK {
            let text = [b"[", &response.body()[..], b"]"].concat();
            *response.body_mut() = text.into();
        }
    }),
    after("answer-other-session", ID, "answers with another sessionId", |_, response| {
        set(response, "/sessionId", json!("somebody-else"));
    }),
    after("answer-upper-case-id", ID, "writes sessionId in capitals", |_, response| {
        session(response, |members| {
            if let Some(Value::String(id)) = members.get_mut("sessionId") {
                *id = id.to_uppercase();
            }
        });
    }),
    after(
        "answer-number-as-session-id",
        ID,
        "has the number of the session for its sessionId",
        |_, response| {
            session(response, |members| {
                let id = members.get("id").map(Value::to_string).unwrap_or_default();
                members.insert("sessionId".to_owned(), id.into());
            });
        },
    ),
    after(
        "answer-password-hash",
        UNDOCUMENTED,
        "shows the customer's password hash",
        |_, response| {
            add(response, "/customer", "passwordHash", json!("$2b$10$abcdefghijklmnopqrstuv"));
        },
    ),
    after(
        "answer-version-member",
        UNDOCUMENTED,
        "shows a member of its database",
        |_, response| {
            add(response, "", "__v", json!(0));
        },
    ),
    after("answer-store-secret", UNDOCUMENTED, "shows a key of the store", |_, response| {
        add(response, "/store", "apiKey", json!("secret"));
    }),
];

fn restate(seen: &Seen, response: &mut Response<Bytes>, fragment: &str, status: StatusCode) {
    if is(&seen.request, fragment) && response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
}

fn media_type(seen: &Seen, response: &mut Response<Bytes>, fragment: &str, text: &'static str) {
    if is(&seen.request, fragment) && response.status() == StatusCode::OK {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(text));
    }
}

/// Gives a member of the answered session another value.
fn set(response: &mut Response<Bytes>, pointer: &str, to: Value) {
    within(response, |session| {
        if let Some(value) = session.pointer_mut(pointer) {
            *value = to;
        }
    });
}

/// Adds a member to an object of the answered session.
fn add(response: &mut Response<Bytes>, pointer: &str, name: &str, value: Value) {
    within(response, |session| {
        if let Some(members) = session.pointer_mut(pointer).and_then(Value::as_object_mut) {
            members.insert(name.to_owned(), value);
        }
    });
}

fn within(response: &mut Response<Bytes>, change: impl FnOnce(&mut Value)) {
    session(response, |members| {
        let mut whole = Value::Object(std::mem::take(members));
        change(&mut whole);
        if let Value::Object(changed) = whole {
            *members = changed;
        }
    });
}
