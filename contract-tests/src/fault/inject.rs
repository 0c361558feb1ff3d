//! Puts a fault around a router.
//!
//! In come router and fault, out comes a router. It knows how a fault is reached by requests and
//! responses; what each fault does stands in its row of the table or in `coded`.

use super::coded::{self, Act};
use super::{Fault, Then, head, wire};
use crate::mock::Shared;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest request body that is waited for; more than any test sends.
const LIMIT: usize = 64 << 20;

/// What puts the fault around a mock's router, as `mock::start` takes it.
pub fn layer(fault: &'static Fault) -> impl FnOnce(Router, Arc<Shared>) -> Router {
    move |router, mock| {
        let planted = Planted { fault, memory: Arc::default(), mock };
        // Layers of a router run after its routing; as a fallback the router routes what it is given.
        let layer = middleware::from_fn_with_state(planted, pass);
        Router::new().fallback_service(router).layer(layer)
    }
}

#[derive(Clone)]
struct Planted {
    fault: &'static Fault,
    memory: Arc<Memory>,
    mock: Arc<Shared>,
}

async fn pass(
    State(planted): State<Planted>,
    request: axum::extract::Request,
    next: Next,
) -> axum::response::Response {
    let (parts, body) = request.into_parts();
    // Read to the end, so that no response comes while the caller is still sending.
    let Ok(body) = axum::body::to_bytes(body, LIMIT).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Planted { fault, memory, mock } = planted;
    memory.requests.fetch_add(1, Ordering::Relaxed);
    let call = Call { request: Request::from_parts(parts, body), mock, memory, next };
    wire::send(match coded::find(&fault.id) {
        None => follow(&fault.then, &call).await,
        Some(Act::Request(change)) => {
            let mut request = call.request.clone();
            change(&call, &mut request);
            call.serve(request).await
        }
        Some(Act::Response(change)) => {
            let mut response = call.serve(call.request.clone()).await;
            change(&call, &mut response);
            response
        }
        Some(Act::Around(serve)) => serve(call).await,
    })
}

/// Does what a row says.
async fn follow(then: &Then, call: &Call) -> Response<Bytes> {
    let mut request = call.request.clone();
    let applies = then.when.request(call);
    if applies {
        then.request.apply(&mut request, call.mock.token.expose());
        let body = then.request_body.apply(request.body());
        if body != *request.body() {
            head::send_instead(&mut request, body);
        }
    }
    let mut response = call.serve(request).await;
    if applies && then.when.response(&response) {
        then.response.apply(&mut response, &call.mock.api);
        *response.body_mut() = then.response_body.apply(response.body());
        if let Some(delay) = then.response.delay() {
            tokio::time::sleep(delay).await;
        }
    }
    response
}

/// One request on its way to the server.
pub(super) struct Call {
    pub(super) request: Request<Bytes>,
    pub(super) mock: Arc<Shared>,
    pub(super) memory: Arc<Memory>,
    next: Next,
}

impl Call {
    /// What the honest server answers to this request or another one.
    pub(super) async fn serve(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (parts, body) = self.next.clone().run(request.map(Body::from)).await.into_parts();
        // The mock's own bodies are in memory already and cannot fail on the way.
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        Response::from_parts(parts, body)
    }
}

/// What a faulty server remembers beyond what the honest one does.
#[derive(Default)]
pub(super) struct Memory {
    requests: AtomicUsize,
    kept: Mutex<HashMap<String, Value>>,
}

impl Memory {
    /// How many requests there have been, this one included.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// What was kept under this key before.
    pub(super) fn recall(&self, key: &str) -> Option<Value> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Every key under which something is kept.
    pub(super) fn keys(&self) -> Vec<String> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// Keeps a value under a key. All others are forgotten when there are very many.
    pub(super) fn keep(&self, key: &str, value: Value) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() > 1_000 {
            kept.clear();
        }
        kept.insert(key.to_owned(), value);
    }
}
