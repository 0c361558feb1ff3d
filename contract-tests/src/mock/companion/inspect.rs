//! The doors under `/_mock/`: a page for people, and JSON for tests, about what the mock holds.
//!
//! In come requests of the developer on this machine, out come sessions, shoppers and the last
//! exchanges, and on request a customer leaves. They ask for no token.

use super::Companion;
use super::webhooks::Manner;
use axum::{
    http::{Method, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use serde::Serialize;

const PAGE: &str = include_str!("page.html");
/// What is said to whoever asks for something else.
const DOORS: &str = "there are GET /_mock/, /_mock/sessions, /_mock/shoppers and /_mock/requests, \
                     and POST /_mock/sessions/ID/left?times=N&broken=true\n";

/// The response to a request below `/_mock/`.
pub(super) async fn respond(
    companion: &Companion,
    method: &Method,
    path: &str,
    query: &str,
) -> Response {
    match (method.as_str(), path) {
        ("GET", "") => ([(CONTENT_TYPE, "text/html; charset=utf-8")], PAGE).into_response(),
        ("GET", "sessions") => json(&companion.mock.state.sessions()),
        ("GET", "shoppers") => json(&companion.mock.state.shoppers()),
        ("GET", "requests") => json(&companion.memory().records),
        ("POST", _) => match session(path) {
            Some(id) => left(companion, &id, query).await,
            None => (StatusCode::NOT_FOUND, DOORS).into_response(),
        },
        _ => (StatusCode::NOT_FOUND, DOORS).into_response(),
    }
}

/// The session in `sessions/ID/left`.
fn session(path: &str) -> Option<String> {
    let id = path.strip_prefix("sessions/")?.strip_suffix("/left")?;
    percent_decode_str(id).decode_utf8().ok().map(Into::into)
}

async fn left(companion: &Companion, id: &str, query: &str) -> Response {
    let Some(webhooks) = &companion.webhooks else {
        let say = "nobody is told; start the mock with --webhook URL\n";
        return (StatusCode::CONFLICT, say).into_response();
    };
    let manner = match manner(query) {
        Ok(manner) => manner,
        Err(say) => return (StatusCode::BAD_REQUEST, say).into_response(),
    };
    match webhooks.leave(&companion.mock, id, manner).await {
        Ok(pushed) => json(&pushed),
        Err(error) => (StatusCode::BAD_REQUEST, format!("{error:#}\n")).into_response(),
    }
}

/// How the query wants notifications to be sent.
fn manner(query: &str) -> Result<Manner, String> {
    let mut manner = Manner { times: 1, is_broken: false };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let wrong = || format!("{pair:?} is not one of times=N and broken=true\n");
        match pair.split_once('=') {
            Some(("times", number)) => manner.times = number.parse().map_err(|_| wrong())?,
            Some(("broken", flag)) => manner.is_broken = flag.parse().map_err(|_| wrong())?,
            _ => return Err(wrong()),
        }
    }
    Ok(manner)
}

fn json(value: &impl Serialize) -> Response {
    // Strings, numbers and containers always have a JSON form.
    let text = serde_json::to_string(value).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}
