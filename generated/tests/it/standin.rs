//! A stand-in for the sessions and shoppers of the API: just what the tests here need, in process.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::patch;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

/// What happens to a request instead of, or beside, being carried out.
#[derive(Clone, Debug)]
pub(crate) enum Trick {
    /// Nothing: it is carried out.
    None,
    /// It is refused as too busy.
    Busy,
    /// It is carried out, and the response says nothing of it.
    CutOff,
    /// It is not carried out, and the response says nothing of it.
    Lost,
    /// It is carried out, and then somebody else replaces the metadata by this.
    Other(Value),
}

/// The stand-in.
#[derive(Clone, Default)]
pub(crate) struct StandIn(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    sessions: HashMap<String, Value>,
    shoppers: Vec<(String, Value)>,
    tricks: VecDeque<Trick>,
    /// Every body that would change a session.
    writes: Vec<Value>,
}

impl StandIn {
    /// Serves it for the rest of the test and gives its base address.
    pub(crate) async fn serve(&self) -> String {
        let app = Router::new()
            .route("/api/admin/v2/sessions/{session}", patch(change))
            .route("/api/admin/v2/stores/{store}/shoppers/{shopper}", patch(assign))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(aifi_oasis::runtime::server::serve(listener, app));
        base
    }

    /// Sets the metadata of a session.
    pub(crate) fn set(&self, session: &str, metadata: Value) {
        self.0.lock().unwrap().sessions.insert(session.to_owned(), metadata);
    }

    /// The metadata of a session.
    pub(crate) fn get(&self, session: &str) -> Value {
        self.0.lock().unwrap().sessions.get(session).cloned().unwrap_or_default()
    }

    /// Plays these tricks on the next requests, one each.
    pub(crate) fn play(&self, tricks: impl IntoIterator<Item = Trick>) {
        self.0.lock().unwrap().tricks.extend(tricks);
    }

    /// Every body that would change a session.
    pub(crate) fn writes(&self) -> Vec<Value> {
        self.0.lock().unwrap().writes.clone()
    }

    /// Every shopper that was assigned, and the body.
    pub(crate) fn assigned(&self) -> Vec<(String, Value)> {
        self.0.lock().unwrap().shoppers.clone()
    }
}

async fn change(
    State(standin): State<StandIn>,
    Path(session): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let body: Map<String, Value> = serde_json::from_str(&body).unwrap();
    let mut inner = standin.0.lock().unwrap();
    if headers.get("authorization").is_none_or(|sent| sent != "Bearer t0ken") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let trick = inner.tricks.pop_front().unwrap_or(Trick::None);
    match trick {
        Trick::Busy => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Trick::Lost => return cut_off(),
        _ => {}
    }
    if !body.is_empty() {
        inner.writes.push(Value::Object(body.clone()));
    }
    if let Some(metadata) = body.get("metadata") {
        inner.sessions.insert(session.clone(), metadata.clone());
    }
    if let Trick::Other(metadata) = &trick {
        inner.sessions.insert(session.clone(), metadata.clone());
    }
    let metadata = inner.sessions.get(&session).cloned().unwrap_or_default();
    match trick {
        Trick::CutOff => cut_off(),
        _ => json!({"sessionId": session, "metadata": metadata}).to_string().into_response(),
    }
}

async fn assign(
    State(standin): State<StandIn>,
    Path((store, shopper)): Path<(i64, String)>,
    body: String,
) -> StatusCode {
    let body = serde_json::from_str(&body).unwrap();
    let mut inner = standin.0.lock().unwrap();
    if let Some(Trick::Busy) = inner.tricks.pop_front() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    inner.shoppers.push((format!("{store}/{shopper}"), body));
    StatusCode::OK
}

/// A response that says nothing about what became of the request.
fn cut_off() -> Response {
    StatusCode::BAD_GATEWAY.into_response()
}
