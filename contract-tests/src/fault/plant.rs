//! Puts a fault around a router.
//!
//! In come router and fault, out comes a router. It knows how a fault is reached by requests and
//! answers; what each fault does is told by the modules beside this one.

use super::{Fault, Plant, Seen, framing};
use crate::mock::{Mock, body, reply};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::{self, Next};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The router with the bug in it.
pub fn plant(router: Router, fault: &'static Fault, mock: Arc<Mock>) -> Router {
    let planted = Planted { fault, memory: Arc::default(), mock };
    // Layers of a router run after its routing; as a fallback the router routes what it is given.
    let layer = middleware::from_fn_with_state(planted, pass);
    Router::new().fallback_service(router).layer(layer)
}

#[derive(Clone)]
struct Planted {
    fault: &'static Fault,
    memory: Arc<Memory>,
    mock: Arc<Mock>,
}

async fn pass(
    State(planted): State<Planted>,
    request: axum::extract::Request,
    next: Next,
) -> axum::response::Response {
    let Ok(request) = body::request(request).await else {
        return reply::empty(StatusCode::BAD_REQUEST).map(Into::into);
    };
    let Planted { fault, memory, mock } = planted;
    memory.requests.fetch_add(1, Ordering::Relaxed);
    let call = Call { request, mock, memory, next };
    framing::send(match fault.plant {
        Plant::Around(serve) => serve(call).await,
        Plant::Request(change) => {
            let mut request = call.request.clone();
            change(&mut request, &call.memory);
            call.serve(request).await
        }
        Plant::Answer(change) => {
            let mut response = call.serve(call.request.clone()).await;
            change(&Seen { request: call.request, memory: call.memory }, &mut response);
            response
        }
    })
}

/// One request on its way to the server.
pub(super) struct Call {
    pub(super) request: Request<Bytes>,
    pub(super) mock: Arc<Mock>,
    pub(super) memory: Arc<Memory>,
    next: Next,
}

impl Call {
    /// What the honest server answers to this request or another one.
    pub(super) async fn serve(&self, request: Request<Bytes>) -> Response<Bytes> {
        body::response(self.next.clone().run(request.map(Body::from)).await).await
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

    /// Keeps a value under a key; so many keys that nobody needs them all are forgotten.
    pub(super) fn keep(&self, key: &str, value: Value) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() > 1_000 {
            kept.clear();
        }
        kept.insert(key.to_owned(), value);
    }
}
