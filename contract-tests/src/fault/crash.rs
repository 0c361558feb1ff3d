//! Requests that make the server fail with 500.
//!
//! Each of these stands for an exception that nobody caught, on one kind of body or now and then.

use super::edit::{PUSH, SESSION, after, depth, fail, holds, is, sent};
use super::{Fault, Seen};
use axum::body::Bytes;
use axum::http::{Response, StatusCode};
use serde_json::Value;

const ERROR: &[&str] = &[
    "contract/server-error",
    "contract/heavy-body",
    "contract/valid-accepted",
    "contract/broken-refused",
    "contract/state-written",
];

const LIMIT: &[&str] = &["contract/rate-limit"];

pub(super) const FAULTS: &[Fault] = &[
    after("crash-on-nul", ERROR, "fails on U+0000", |seen, response| {
        crash_if(response, holds(&seen.request, "\\u0000"));
    }),
    after("crash-on-proto", ERROR, "fails on a key named __proto__", |seen, response| {
        crash_if(response, holds(&seen.request, "__proto__"));
    }),
    after("crash-on-constructor", ERROR, "fails on a key named constructor", |seen, response| {
        crash_if(response, holds(&seen.request, "constructor"));
    }),
    after("crash-on-astral", ERROR, "fails on characters beyond 16 bits", |seen, response| {
        let text = sent(&seen.request).map(|body| body.to_string()).unwrap_or_default();
        crash_if(response, text.chars().any(|c| c > '\u{ffff}'));
    }),
    after("crash-on-long-text", ERROR, "fails on bodies over 65,536 bytes", |seen, response| {
        let length = seen.request.body().len();
        crash_if(response, (65_536..1_048_576).contains(&length));
    }),
    after("crash-on-lone-surrogate", ERROR, "fails on half a surrogate pair", |seen, response| {
        let lone = sent(&seen.request).is_none() && response.status().is_success();
        crash_if(response, lone && holds(&seen.request, "\\u"));
    }),
    after("crash-on-nested", ERROR, "fails on 50 levels", |seen, response| {
        crash_if(response, (50..1_000).contains(&depth(&seen.request)));
    }),
    after("crash-on-big-number", ERROR, "fails on numbers beyond 2^53", |seen, response| {
        crash_if(response, sent(&seen.request).is_some_and(|body| has_big_number(&body)));
    }),
    after("crash-on-empty-key", ERROR, "fails on a key without characters", |seen, response| {
        crash_if(response, holds(&seen.request, "\"\":"));
    }),
    after("crash-on-dotted-key", ERROR, "fails on the key a.b", |seen, response| {
        crash_if(response, holds(&seen.request, "\"a.b\""));
    }),
    after(
        "crash-on-null-session",
        ERROR,
        "fails on a notification without session",
        |seen, response| {
            let is_null = |body: Value| body.get("session").is_some_and(Value::is_null);
            crash_if(response, is(&seen.request, PUSH) && sent(&seen.request).is_some_and(is_null));
        },
    ),
    after(
        "crash-on-null-body",
        ERROR,
        "fails on null where an object belongs",
        |seen, response| {
            crash_if(response, sent(&seen.request) == Some(Value::Null));
        },
    ),
    after(
        "crash-on-array-body",
        ERROR,
        "fails on a list where an object belongs",
        |seen, response| {
            crash_if(response, sent(&seen.request).is_some_and(|body| body.is_array()));
        },
    ),
    after("crash-on-malformed", ERROR, "fails on what is not JSON", |_, response| {
        let malformed = response.status() == StatusCode::BAD_REQUEST;
        crash_if(response, malformed && !response.body().is_empty());
    }),
    after("crash-on-empty-body", ERROR, "fails on no body", |seen, response| {
        let is_session = is(&seen.request, SESSION);
        crash_if(response, is_session && seen.request.body().is_empty());
    }),
    after("crash-on-many-violations", ERROR, "fails where five things are wrong", |_, response| {
        let mut count = 0;
        super::edit::violations(response, |list| count = list.len());
        crash_if(response, count >= 5);
    }),
    after("crash-now-and-then", ERROR, "fails on every 50th request", |seen, response| {
        crash_if(response, seen.memory.requests().is_multiple_of(50));
    }),
    after(
        "crash-after-a-while",
        ERROR,
        "fails on everything after 300 requests",
        |seen, response| {
            crash_if(response, seen.memory.requests() > 300);
        },
    ),
    after(
        "limit-after-a-while",
        &["contract/valid-accepted", "contract/broken-refused", "contract/auth-required"],
        "answers 429 after 300 requests",
        |seen, response| {
            if seen.memory.requests() > 300 {
                fail(response, StatusCode::TOO_MANY_REQUESTS);
            }
        },
    ),
    after("limit-for-ever", LIMIT, "answers 503 after 300 requests", |seen, response| {
        if seen.memory.requests() > 300 {
            fail(response, StatusCode::SERVICE_UNAVAILABLE);
        }
    }),
    after(
        "crash-as-html",
        ERROR,
        "fails with a page for people on every third refusal",
        |seen: &Seen, response| {
            if response.status() == StatusCode::UNPROCESSABLE_ENTITY
                && seen.memory.requests().is_multiple_of(3)
            {
                let page =
                    "<html><body><pre>TypeError\n    at /srv/app/main.js:1:1</pre></body></html>";
                fail(response, StatusCode::INTERNAL_SERVER_ERROR);
                *response.body_mut() = Bytes::from_static(page.as_bytes());
            }
        },
    ),
];

/// Fails unless the caller is a stranger, whose body nobody reads.
fn crash_if(response: &mut Response<Bytes>, condition: bool) {
    if condition && response.status() != StatusCode::UNAUTHORIZED {
        fail(response, StatusCode::INTERNAL_SERVER_ERROR);
    }
}

fn has_big_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            number.as_f64().is_some_and(|it| it.abs() > 9_007_199_254_740_991.0)
        }
        Value::Array(items) => items.iter().any(has_big_number),
        Value::Object(members) => members.values().any(has_big_number),
        _ => false,
    }
}
