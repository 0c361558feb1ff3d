//! Credentials that are judged wrongly.
//!
//! Each of these changes who is let in, by changing the header that the honest server sees, or the
//! answer that a stranger gets.

use super::Fault;
use super::edit::{PUSH, SESSION, SHOPPER, after, around, before, is};
use super::plant::Call;
use axum::body::Bytes;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Request, Response, StatusCode};

const REQUIRED: &[&str] = &["contract/auth-required", "contract/auth-before-body"];

pub(super) const FAULTS: &[Fault] = &[
    around("auth-forgotten-on-sessions", REQUIRED, "serves sessions to anybody", |call| {
        let open = is(&call.request, SESSION);
        Box::pin(let_in_if(call, open))
    }),
    around("auth-forgotten-on-shoppers", REQUIRED, "serves shoppers to anybody", |call| {
        let open = is(&call.request, SHOPPER);
        Box::pin(let_in_if(call, open))
    }),
    around("auth-forgotten-on-pushes", REQUIRED, "takes notifications from anybody", |call| {
        let open = is(&call.request, PUSH);
        Box::pin(let_in_if(call, open))
    }),
    around("auth-any-token", REQUIRED, "takes every bearer token", |call| {
        let open = bearer(&call.request).is_some_and(|token| !token.is_empty());
        Box::pin(let_in_if(call, open))
    }),
    around(
        "auth-no-header-needed",
        REQUIRED,
        "refuses wrong tokens but not missing ones",
        |call| {
            let open = !call.request.headers().contains_key(AUTHORIZATION);
            Box::pin(let_in_if(call, open))
        },
    ),
    around("auth-empty-token", REQUIRED, "takes an empty bearer token", |call| {
        let open = bearer(&call.request).is_some_and(|token| token.trim().is_empty());
        Box::pin(let_in_if(call, open))
    }),
    around("auth-prefix", REQUIRED, "takes the beginning of the token for the whole", |call| {
        let open = compare(&call, |sent, token| !sent.is_empty() && token.starts_with(sent));
        Box::pin(let_in_if(call, open))
    }),
    around("auth-suffix-ignored", REQUIRED, "takes the token with more behind it", |call| {
        let open = compare(&call, |sent, token| sent.starts_with(token));
        Box::pin(let_in_if(call, open))
    }),
    around("auth-any-case", REQUIRED, "compares tokens without regard to case", |call| {
        let open = compare(&call, str::eq_ignore_ascii_case);
        Box::pin(let_in_if(call, open))
    }),
    around("auth-in-query", REQUIRED, "takes the token from the query", |call| {
        let query = call.request.uri().query().unwrap_or_default();
        let open = query.contains(call.mock.token.expose());
        Box::pin(let_in_if(call, open))
    }),
    around("auth-any-scheme", REQUIRED, "takes the token under any scheme", |call| {
        let header = header(&call.request).unwrap_or_default();
        let open = header.split(' ').nth(1) == Some(call.mock.token.expose());
        Box::pin(let_in_if(call, open))
    }),
    around("auth-basic", REQUIRED, "takes any Basic credentials", |call| {
        let header = header(&call.request).unwrap_or_default();
        let open = header.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "));
        Box::pin(let_in_if(call, open))
    }),
    around("auth-bare-token", REQUIRED, "takes the token without a scheme", |call| {
        let open = header(&call.request) == Some(call.mock.token.expose());
        Box::pin(let_in_if(call, open))
    }),
    around("auth-after-body", &["contract/auth-before-body"], "looks at bodies first", |call| {
        Box::pin(validate_first(call))
    }),
    after("auth-403", REQUIRED, "answers missing credentials with 403", |_, response| {
        if response.status() == StatusCode::UNAUTHORIZED {
            *response.status_mut() = StatusCode::FORBIDDEN;
        }
    }),
    after("auth-404", REQUIRED, "answers strangers about sessions with 404", |seen, response| {
        if response.status() == StatusCode::UNAUTHORIZED && is(&seen.request, SESSION) {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
    }),
    after(
        "auth-500",
        &["contract/server-error", "contract/auth-required"],
        "fails on wrong tokens",
        |seen, response| {
            if response.status() == StatusCode::UNAUTHORIZED && header(&seen.request).is_some() {
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            }
        },
    ),
    before(
        "auth-case-sensitive-scheme",
        &["contract/auth-scheme-case"],
        "knows `Bearer` only",
        |request, _| {
            if header(request).is_some_and(|header| !header.starts_with("Bearer ")) {
                request.headers_mut().remove(AUTHORIZATION);
            }
        },
    ),
];

fn header(request: &Request<Bytes>) -> Option<&str> {
    request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok())
}

/// What was sent as a bearer token. The end of a header is trimmed on the way, so that the scheme
/// alone stands for an empty token.
fn bearer(request: &Request<Bytes>) -> Option<&str> {
    header(request)?
        .strip_prefix("Bearer")
        .filter(|rest| rest.is_empty() || rest.starts_with(' '))
        .map(str::trim)
}

fn compare(call: &Call, same: fn(&str, &str) -> bool) -> bool {
    bearer(&call.request).is_some_and(|sent| same(sent, call.mock.token.expose()))
}

/// Serves the request under the right token, whatever it came with.
async fn let_in_if(call: Call, open: bool) -> Response<Bytes> {
    let request = call.request.clone();
    let_in(&call, request, open).await
}

async fn let_in(call: &Call, mut request: Request<Bytes>, open: bool) -> Response<Bytes> {
    if open {
        let good = format!("Bearer {}", call.mock.token.expose());
        if let Ok(value) = HeaderValue::from_str(&good) {
            request.headers_mut().insert(AUTHORIZATION, value);
        }
    }
    call.serve(request).await
}

/// Answers what is wrong with a body even to strangers.
async fn validate_first(call: Call) -> Response<Bytes> {
    let honest = call.serve(call.request.clone()).await;
    if honest.status() != StatusCode::UNAUTHORIZED {
        return honest;
    }
    // Sent to nobody, so that asking changes nothing.
    let mut request = call.request.clone();
    if is(&request, SESSION)
        && let Ok(nobody) = "/api/admin/v2/sessions/nobody".parse()
    {
        *request.uri_mut() = nobody;
    }
    let told = let_in(&call, request, true).await;
    if told.status() == StatusCode::UNPROCESSABLE_ENTITY { told } else { honest }
}
