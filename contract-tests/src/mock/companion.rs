//! What makes a mock a daily companion: slow and failing responses, a log, and a look inside.
//!
//! It stands around the router. In come requests, out come the mock's responses, later or instead of
//! them 503 and 429 as asked for; `GET /_mock/sessions` and `/_mock/requests` show what the mock holds
//! and what it was asked. It keeps no bodies, no headers and no token.

use super::Mock;
use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::collections::VecDeque;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Limit on the requests that are remembered.
const MOST_REQUESTS: usize = 200;
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

/// One request as it is remembered.
#[derive(Clone, Debug, Serialize)]
struct Asked {
    number: u64,
    method: String,
    path: String,
    status: u16,
    milliseconds: u128,
}

struct Companion {
    behaviour: Behaviour,
    mock: Arc<Mock>,
    /// Is told each request, in a line.
    log: fn(String),
    memory: Mutex<Memory>,
}

struct Memory {
    asked: VecDeque<Asked>,
    number: u64,
    /// The second that is counted, and the requests in it.
    window: (Instant, u32),
}

/// Puts the companion around a mock.
pub fn layer(router: Router, mock: Arc<Mock>, behaviour: Behaviour, log: fn(String)) -> Router {
    let window = (Instant::now(), 0);
    let memory = Mutex::new(Memory { asked: VecDeque::new(), number: 0, window });
    let companion = Arc::new(Companion { behaviour, mock, log, memory });
    router.layer(from_fn_with_state(companion, respond))
}

async fn respond(
    State(companion): State<Arc<Companion>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if let Some(what) = path.strip_prefix(OWN).filter(|_| companion.behaviour.inspect) {
        return companion.show(what);
    }
    let started = Instant::now();
    let method = request.method().to_string();
    let path: String = path.chars().take(LONGEST_PATH).collect();
    let (number, instead) = companion.begin();
    tokio::time::sleep(companion.behaviour.latency).await;
    let response = match instead {
        Some(response) => response,
        None => next.run(request).await,
    };
    let (status, elapsed) = (response.status().as_u16(), started.elapsed().as_millis());
    (companion.log)(format!("{method} {path} -> {status} in {elapsed} ms"));
    companion.remember(Asked { number, method, path, status, milliseconds: elapsed });
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

    fn remember(&self, asked: Asked) {
        let mut memory = self.memory();
        memory.asked.push_back(asked);
        if memory.asked.len() > MOST_REQUESTS {
            memory.asked.pop_front();
        }
    }

    fn show(&self, what: &str) -> Response {
        match what {
            "sessions" => json(&self.mock.state.sessions()),
            "requests" => json(&self.memory().asked),
            _ => (StatusCode::NOT_FOUND, "there are /_mock/sessions and /_mock/requests\n")
                .into_response(),
        }
    }
}

fn json(value: &impl Serialize) -> Response {
    // Strings, numbers and containers always have a JSON form.
    let text = serde_json::to_string(value).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], text).into_response()
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

/// An address to listen on: `4010`, `localhost:4010` or `127.0.0.1:4010`. Port 0 takes any free one.
///
/// # Errors
/// What is wrong with the text.
pub fn address(text: &str) -> Result<SocketAddr> {
    let hint = "give a port, or an address such as 127.0.0.1:4010";
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::from(([127, 0, 0, 1], port)));
    }
    let found: Vec<SocketAddr> = text.to_socket_addrs().context(hint)?.collect();
    let first = found.iter().find(|address| address.is_ipv4()).or(found.first());
    first.copied().context(hint)
}

/// A share of a hundred, such as `10%` or `10`.
///
/// # Errors
/// What is wrong with the text.
pub fn percent(text: &str) -> Result<f64> {
    let share: f64 = text.trim_end_matches('%').trim().parse().context("give it as 10%")?;
    ensure!((0.0..=100.0).contains(&share), "it is not between 0% and 100%");
    Ok(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_shares_are_read_as_people_write_them() {
        for text in ["4010", "localhost:4010", "127.0.0.1:4010"] {
            assert_eq!(address(text).expect(text).to_string(), "127.0.0.1:4010", "{text}");
        }
        assert!(address("nowhere").is_err() && address("70000").is_err() && address("").is_err());
        for (text, share) in [("10%", 10.0), ("0.5", 0.5), ("100 %", 100.0)] {
            assert!((percent(text).expect(text) - share).abs() < 1e-9, "{text}");
        }
        assert!(percent("101%").is_err() && percent("-1").is_err() && percent("many").is_err());
    }
}
