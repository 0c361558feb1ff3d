//! Marks that do not stick, refusals that change something, writes that reach another session.
//!
//! What metadata becomes is in `state`; these are the other promises about a session.

use super::Fault;
use super::edit::{SESSION, after, around, before, is, send_instead, sent, session, without};
use super::plant::Call;
use axum::body::Bytes;
use axum::http::{Request, Response, StatusCode};
use serde_json::{Value, json};

const FRAUD: &[&str] = &[
    "contract/state-fraud",
    "contract/state-written",
    "contract/state-isolated",
    "contract/state-idempotent",
];
const UNCHANGED: &[&str] = &["contract/state-refused-unchanged"];
const ISOLATED: &[&str] = &["contract/state-isolated"];

pub(super) const FAULTS: &[Fault] = &[
    before("state-fraud-ignored", FRAUD, "takes suspectedFraud and forgets it", |request, _| {
        without(request, SESSION, "suspectedFraud", |_| true);
    }),
    before("state-fraud-loses", FRAUD, "ignores suspectedFraud beside metadata", |request, _| {
        if has_both(request) {
            without(request, SESSION, "suspectedFraud", |_| true);
        }
    }),
    after(
        "state-fraud-fades",
        FRAUD,
        "shows the mark only where it was just set",
        |seen, response| {
            let marked =
                sent(&seen.request).is_some_and(|body| body.get("suspectedFraud").is_some());
            session(response, |members| {
                drop(members.insert("suspectedFraud".to_owned(), json!(marked)))
            });
        },
    ),
    after(
        "state-fraud-always",
        FRAUD,
        "shows every session that is written as suspect",
        |seen, response| {
            if sent(&seen.request).is_some_and(|body| body.get("metadata").is_some()) {
                session(response, |members| {
                    drop(members.insert("suspectedFraud".to_owned(), json!(true)))
                });
            }
        },
    ),
    before("state-fraud-wins", FRAUD, "ignores metadata beside suspectedFraud", |request, _| {
        if has_both(request) {
            without(request, SESSION, "metadata", |_| true);
        }
    }),
    around("state-refused-applied", UNCHANGED, "keeps metadata from bodies it refuses", |call| {
        Box::pin(apply_refused(call, "metadata"))
    }),
    around(
        "state-refused-marks",
        UNCHANGED,
        "keeps suspectedFraud from bodies it refuses",
        |call| Box::pin(apply_refused(call, "suspectedFraud")),
    ),
    around("state-refused-clears", UNCHANGED, "clears metadata when it refuses a body", |call| {
        Box::pin(clear_on_refusal(call))
    }),
    around("state-leaks", ISOLATED, "writes to another session as well", |call| {
        Box::pin(write_to_both(call))
    }),
];

fn has_both(request: &Request<Bytes>) -> bool {
    sent(request).is_some_and(|body| {
        body.get("suspectedFraud") == Some(&json!(true))
            && body.get("metadata").is_some_and(Value::is_object)
    })
}

/// Applies one member of a body after the whole of it was refused.
async fn apply_refused(call: Call, name: &str) -> Response<Bytes> {
    let response = call.serve(call.request.clone()).await;
    let value = sent(&call.request).and_then(|body| body.get(name).cloned());
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY
        && is(&call.request, SESSION)
        && let Some(value) = value
    {
        let mut request = call.request.clone();
        send_instead(&mut request, json!({ name: value }).to_string());
        call.serve(request).await;
    }
    response
}

async fn clear_on_refusal(call: Call) -> Response<Bytes> {
    let response = call.serve(call.request.clone()).await;
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY && is(&call.request, SESSION) {
        let mut request = call.request.clone();
        send_instead(&mut request, "{\"metadata\":{}}");
        call.serve(request).await;
    }
    response
}

async fn write_to_both(call: Call) -> Response<Bytes> {
    let other = call.request.uri().path().rsplit_once('/').map(|(base, _)| base.to_owned());
    if is(&call.request, SESSION)
        && let Some(base) = other
    {
        for id in call.mock.sessions() {
            let mut request = call.request.clone();
            if let Ok(uri) = format!("{base}/{id}").parse() {
                *request.uri_mut() = uri;
                call.serve(request).await;
            }
        }
    }
    call.serve(call.request.clone()).await
}
