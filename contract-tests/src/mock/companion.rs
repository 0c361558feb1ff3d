//! What makes a mock a daily companion: slow and failing responses, a log, and a look inside.
//!
//! It stands around the router. In come requests, out come the mock's responses, later or instead of
//! them 503 and 429 as asked for, and a line about each. What is below `/_mock/` shows what the mock
//! holds. It remembers the last requests, without their headers.

mod arguments;
mod inspect;
mod record;
mod webhooks;

pub use arguments::{address, per_second, percent, whole};
pub use webhooks::Webhooks;

use super::Shared;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
};
use record::{Begun, Record, Records};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Limit on what is remembered of a path.
const LONGEST_PATH: usize = 500;
/// What the paths of the companion itself begin with.
const OWN: &str = "/_mock/";

/// How the mock behaves beside what the specification claims.
#[derive(Clone, Copy, Debug, Default)]
pub struct Behaviour {
    /// How long each response takes at least.
    pub latency: Duration,
    /// So many of a hundred requests are answered with 503, every second of these with `Retry-After`.
    pub unavailable: f64,
    /// Requests in one second from which on the answer is 429; `None`: any number.
    pub rate_limit: Option<u32>,
    /// Which requests are answered with 503: the same for the same number.
    pub seed: u64,
    /// `/_mock/` is there. It asks for no token, so it is not for a mock that strangers can reach.
    pub inspect: bool,
}

struct Companion {
    behaviour: Behaviour,
    mock: Arc<Shared>,
    /// Is told each request, in a line.
    log: fn(String),
    memory: Mutex<Memory>,
    webhooks: Option<Webhooks>,
}

struct Memory {
    records: Records,
    number: u64,
    /// The second that is counted, and the requests in it.
    window: (Instant, u32),
}

/// Puts the companion around a mock; with `webhooks` customers can leave.
pub fn layer(
    router: Router,
    mock: Arc<Shared>,
    behaviour: Behaviour,
    webhooks: Option<Webhooks>,
    log: fn(String),
) -> Router {
    let window = (Instant::now(), 0);
    let memory = Mutex::new(Memory { records: Records::default(), number: 0, window });
    let companion = Arc::new(Companion { behaviour, mock, log, memory, webhooks });
    router.layer(from_fn_with_state(companion, respond))
}

async fn respond(
    State(companion): State<Arc<Companion>>,
    request: Request,
    next: Next,
) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    // What the page loads is named relative to it.
    if uri.path() == "/_mock" && companion.behaviour.inspect {
        return Redirect::permanent(OWN).into_response();
    }
    if let Some(what) = uri.path().strip_prefix(OWN).filter(|_| companion.behaviour.inspect) {
        return inspect::respond(&companion, &method, what, uri.query().unwrap_or("")).await;
    }
    let started = Instant::now();
    let path: String = uri.path().chars().take(LONGEST_PATH).collect();
    let (number, instead) = companion.begin();
    tokio::time::sleep(companion.behaviour.latency).await;
    let (sent, answered) = (Begun::default(), Begun::default());
    let response = match instead {
        Some(response) => response,
        None => next.run(request.map(|body| sent.watch(body))).await,
    };
    let (status, milliseconds) = (response.status().as_u16(), started.elapsed().as_millis());
    (companion.log)(format!("{method} {path} -> {status} in {milliseconds} ms"));
    let method = method.to_string();
    let response = response.map(|body| answered.watch(body));
    companion.memory().records.push(Record {
        number,
        method,
        path,
        status,
        milliseconds,
        request: sent,
        response: answered,
    });
    response
}

impl Companion {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request; says what is answered instead of the mock's response, if anything.
    fn begin(&self) -> (u64, Option<Response>) {
        let mut memory = self.memory();
        memory.number += 1;
        if memory.window.0.elapsed() >= Duration::from_secs(1) {
            memory.window = (Instant::now(), 0);
        }
        memory.window.1 += 1;
        let (number, in_window) = (memory.number, memory.window.1);
        drop(memory);
        if self.behaviour.rate_limit.is_some_and(|limit| in_window > limit) {
            return (number, Some(later(StatusCode::TOO_MANY_REQUESTS, true)));
        }
        let chance = mixed(self.behaviour.seed ^ number) % 10_000;
        let is_down = (chance as f64) < self.behaviour.unavailable * 100.0;
        (number, is_down.then(|| later(StatusCode::SERVICE_UNAVAILABLE, chance.is_multiple_of(2))))
    }
}

/// A refusal that passes, with or without the seconds to wait.
fn later(status: StatusCode, says_when: bool) -> Response {
    let mut response = status.into_response();
    if says_when {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// Mixes the bits of a number (SplitMix64), so that neighbours have nothing in common.
fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
