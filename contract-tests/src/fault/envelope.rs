//! Refusals in the wrong form.
//!
//! The body is broken and refused, but not with the documented envelope, or with more than it.

use super::Fault;
use super::edit::{
    PUSH, SESSION, SHOPPER, after, each, envelope, is, restate_refusal, reword, violations, words,
};
use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

const SCHEMA: &[&str] = &["contract/envelope-schema"];
const CONSTANTS: &[&str] = &["contract/envelope-constants"];
const TYPE: &[&str] = &["contract/envelope-content-type"];
const LEAKS: &[&str] = &["contract/envelope-leaks", "contract/envelope-names-violation"];
const STATUS: &[&str] = &["contract/broken-refused", "contract/answer-status"];

pub(super) const FAULTS: &[Fault] = &[
    after("envelope-empty-errors", SCHEMA, "lists no violation", |_, response| {
        violations(response, Vec::clear);
    }),
    after("envelope-no-errors", SCHEMA, "leaves the list of violations out", |_, response| {
        envelope(response, |members| drop(members.shift_remove("errors")));
    }),
    after("envelope-no-type", SCHEMA, "leaves the type out for shoppers", |seen, response| {
        if is(&seen.request, SHOPPER) {
            envelope(response, |members| drop(members.shift_remove("type")));
        }
    }),
    after("envelope-errors-as-object", SCHEMA, "keys the violations by field", |_, response| {
        envelope(response, |members| drop(members.insert("errors".to_owned(), json!({}))));
    }),
    after("envelope-no-rule", SCHEMA, "leaves the rule out of each violation", |_, response| {
        each(response, |item| drop(item.shift_remove("rule")));
    }),
    after("envelope-field-as-list", SCHEMA, "gives the field as a list of steps", |_, response| {
        each(response, |item| drop(item.insert("field".to_owned(), json!(["sessionId"]))));
    }),
    after("envelope-null-message", SCHEMA, "has null for a message in pushes", |seen, response| {
        if is(&seen.request, PUSH) {
            envelope(response, |members| drop(members.insert("message".to_owned(), Value::Null)));
        }
    }),
    after("envelope-empty-body", SCHEMA, "refuses without any body", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            *response.body_mut() = Bytes::new();
        }
    }),
    after("envelope-cut-json", SCHEMA, "loses the last byte of the envelope", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            let length = response.body().len().saturating_sub(1);
            response.body_mut().truncate(length);
        }
    }),
    after("envelope-other-message", CONSTANTS, "says \"Validation failed\"", |_, response| {
        envelope(response, |members| {
            drop(members.insert("message".to_owned(), "Validation failed".into()))
        });
    }),
    after("envelope-other-type", CONSTANTS, "has another type for sessions", |seen, response| {
        if is(&seen.request, SESSION) {
            envelope(response, |members| {
                drop(members.insert("type".to_owned(), "E_VALIDATION".into()))
            });
        }
    }),
    after("envelope-as-html", TYPE, "calls the envelope HTML", |_, response| {
        media_type(response, "text/html; charset=utf-8");
    }),
    after("envelope-as-text", TYPE, "calls the envelope plain text in pushes", |seen, response| {
        if is(&seen.request, PUSH) {
            media_type(response, "text/plain");
        }
    }),
    after("envelope-wrong-charset", TYPE, "says the envelope is Latin 1", |_, response| {
        media_type(response, "application/json; charset=iso-8859-1");
    }),
    after("envelope-untyped", TYPE, "does not say what the envelope is", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            response.headers_mut().remove(CONTENT_TYPE);
        }
    }),
    after("envelope-stack", LEAKS, "shows the stack in a member of its own", |_, response| {
        envelope(response, |members| {
            drop(members.insert("stack".to_owned(), "Error\n    at validate (joi.js:1:1)".into()));
        });
    }),
    after("envelope-status-member", LEAKS, "has a member that no page shows", |_, response| {
        envelope(response, |members| drop(members.insert("statusCode".to_owned(), json!(422))));
    }),
    after("envelope-context", LEAKS, "has a member in each violation too many", |_, response| {
        each(response, |item| drop(item.insert("context".to_owned(), json!({ "key": "x" }))));
    }),
    after("envelope-internal-path", LEAKS, "shows a path of the server's disk", |_, response| {
        each(response, |item| {
            reword(item, "error", |error| {
                format!("{error} (/srv/app/node_modules/joi/lib/validator.js:87:12)")
            })
        });
    }),
    after("envelope-trace", LEAKS, "ends its sentences with a stack trace", |_, response| {
        each(response, |item| {
            reword(item, "error", |error| {
                format!("{error}\n    at Object.validate (dist/main.js:10:5)")
            })
        });
    }),
    after("envelope-token", LEAKS, "repeats the caller's token", |seen, response| {
        let sent = seen.request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(sent) = sent.map(str::to_owned) else { return };
        violations(response, |list| {
            if let Some(item) = list.first_mut().and_then(Value::as_object_mut) {
                let error = format!("{} ({sent})", words(item, "error"));
                item.insert("error".to_owned(), error.into());
            }
        });
    }),
    after("envelope-with-200", STATUS, "refuses with status 200", |_, response| {
        restate_refusal(response, StatusCode::OK);
    }),
    after("envelope-with-403", &["contract/answer-status"], "refuses with 403", |_, response| {
        restate_refusal(response, StatusCode::FORBIDDEN);
    }),
    after("envelope-with-500", &["contract/server-error"], "refuses with 500", |_, response| {
        restate_refusal(response, StatusCode::INTERNAL_SERVER_ERROR);
    }),
];

fn media_type(response: &mut Response<Bytes>, text: &'static str) {
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(text));
    }
}
