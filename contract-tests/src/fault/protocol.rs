//! Methods, framing and speed that are not those of an honest HTTP server.
//!
//! The bodies are right; what carries them is not.

use super::Fault;
use super::edit::{PUSH, SESSION, SHOPPER, after, around, before, fail, holds, is};
use super::framing::{Framing, mark};
use super::plant::Call;
use axum::body::Bytes;
use axum::http::{Method, Request, Response, StatusCode};
use std::time::Duration;

const METHOD: &[&str] = &["contract/method-undocumented"];
const FRAMING: &[&str] = &[
    "contract/protocol-framing",
    "contract/answer-schema",
    "contract/envelope-schema",
    "contract/connection",
];
const DROP: &[&str] = &[
    "contract/connection",
    "contract/protocol-framing",
    "contract/valid-accepted",
    "contract/heavy-body",
    "contract/state-written",
];
const HANG: &[&str] = &["contract/no-hang", "contract/latency"];
const SLOW: &[&str] = &["contract/latency"];
const HEAVY: &[&str] = &["contract/heavy-body"];

/// Longer than anybody waits.
const FOREVER: Duration = Duration::from_secs(3_600);

pub(super) const FAULTS: &[Fault] = &[
    before("method-put", METHOD, "serves PUT as PATCH", |request, _| {
        serve_as(request, Method::PUT, SESSION, Method::PATCH);
    }),
    before("method-post", METHOD, "serves POST as PATCH for shoppers", |request, _| {
        serve_as(request, Method::POST, SHOPPER, Method::PATCH);
    }),
    before("method-put-push", METHOD, "serves PUT as POST for notifications", |request, _| {
        serve_as(request, Method::PUT, PUSH, Method::POST);
    }),
    after("method-get", METHOD, "answers GET on a session", |seen, response| {
        answer_method(&seen.request, response, &Method::GET, StatusCode::OK);
    }),
    after("method-delete", METHOD, "answers DELETE on a session with 204", |seen, response| {
        answer_method(&seen.request, response, &Method::DELETE, StatusCode::NO_CONTENT);
    }),
    after("method-trace", METHOD, "answers TRACE", |seen, response| {
        answer_method(&seen.request, response, &Method::TRACE, StatusCode::OK);
    }),
    after(
        "method-500",
        &["contract/server-error", "contract/method-undocumented"],
        "fails on DELETE",
        |seen, response| {
            answer_method(
                &seen.request,
                response,
                &Method::DELETE,
                StatusCode::INTERNAL_SERVER_ERROR,
            );
        },
    ),
    after(
        "framing-too-long",
        FRAMING,
        "announces three bytes more than it sends",
        |_, response| {
            if !response.body().is_empty() {
                mark(response, Framing::Longer(3));
            }
        },
    ),
    after(
        "framing-too-short",
        FRAMING,
        "announces three bytes less than there are",
        |_, response| {
            if response.body().len() > 3 {
                mark(response, Framing::Shorter(3));
            }
        },
    ),
    after("framing-cut", FRAMING, "breaks off half way through each envelope", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            mark(response, Framing::Cut);
        }
    }),
    after("framing-drop-on-nul", DROP, "hangs up on U+0000", |seen, response| {
        if holds(&seen.request, "\\u0000") {
            mark(response, Framing::Cut);
        }
    }),
    after("framing-drop-on-big", DROP, "hangs up on bodies over 64 KiB", |seen, response| {
        if seen.request.body().len() > 65_536 {
            mark(response, Framing::Cut);
        }
    }),
    around(
        "hang-on-nested",
        &["contract/no-hang", "contract/valid-accepted", "contract/heavy-body", "contract/latency"],
        "never answers what is 50 levels deep",
        |call| {
            let stuck = super::edit::depth(&call.request) > 50;
            Box::pin(wait(call, stuck, FOREVER))
        },
    ),
    around("hang-on-malformed", HANG, "never answers JSON that ends early", |call| {
        let stuck = super::edit::sent(&call.request).is_none() && !call.request.body().is_empty();
        Box::pin(wait(call, stuck, FOREVER))
    }),
    around("hang-on-unknown-member", HANG, "never answers bodies that name toString", |call| {
        let stuck = holds(&call.request, "toString") || holds(&call.request, "constructor");
        Box::pin(wait(call, stuck, FOREVER))
    }),
    around("slow-sessions", SLOW, "takes 1.2 s for a change of metadata", |call| {
        let slow = is(&call.request, SESSION) && holds(&call.request, "metadata");
        Box::pin(wait(call, slow, Duration::from_millis(1_200)))
    }),
    around("slow-now-and-then", SLOW, "takes 1.2 s for every 40th request", |call| {
        let slow = call.memory.requests().is_multiple_of(40);
        Box::pin(wait(call, slow, Duration::from_millis(1_200)))
    }),
    around("slow-refusals", SLOW, "takes 1.2 s to refuse a notification", |call| {
        Box::pin(refuse_slowly(call))
    }),
    after("heavy-500", HEAVY, "fails on bodies over 1 MiB", |seen, response| {
        if seen.request.body().len() > 1_048_576 {
            fail(response, StatusCode::INTERNAL_SERVER_ERROR);
        }
    }),
    after("heavy-drop", HEAVY, "hangs up on bodies over 1 MiB", |seen, response| {
        if seen.request.body().len() > 1_048_576 {
            *response.body_mut() = Bytes::from_static(b"{}");
            mark(response, Framing::Cut);
        }
    }),
    after("heavy-nested-500", HEAVY, "fails on 1,000 levels", |seen, response| {
        if super::edit::depth(&seen.request) > 1_000 {
            fail(response, StatusCode::INTERNAL_SERVER_ERROR);
        }
    }),
    around("heavy-nested-hang", HEAVY, "never answers 1,000 levels", |call| {
        let stuck = super::edit::depth(&call.request) > 1_000;
        Box::pin(wait(call, stuck, FOREVER))
    }),
    after(
        "heavy-media-type-500",
        HEAVY,
        "fails on media types that it does not know",
        |_, response| {
            if response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
                fail(response, StatusCode::INTERNAL_SERVER_ERROR);
            }
        },
    ),
];

fn serve_as(request: &mut Request<Bytes>, sent: Method, fragment: &str, meant: Method) {
    if *request.method() == sent && is(request, fragment) {
        *request.method_mut() = meant;
    }
}

fn answer_method(
    request: &Request<Bytes>,
    response: &mut Response<Bytes>,
    method: &Method,
    status: StatusCode,
) {
    if request.method() == method && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        fail(response, status);
    }
}

async fn wait(call: Call, condition: bool, time: Duration) -> Response<Bytes> {
    if condition {
        tokio::time::sleep(time).await;
    }
    call.serve(call.request.clone()).await
}

async fn refuse_slowly(call: Call) -> Response<Bytes> {
    let response = call.serve(call.request.clone()).await;
    if is(&call.request, PUSH) && response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        tokio::time::sleep(Duration::from_millis(1_200)).await;
    }
    response
}
