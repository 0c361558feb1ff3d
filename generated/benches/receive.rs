//! What a notification costs the receiver, beside a handler of axum written by hand with the same checks:
//! `cargo bench -p aifi-oasis --bench receive`.
//!
//! Both are served over loopback, each by a thread of its own whose time on the processor is taken. They
//! take turns, and what counts is the median of the rounds. At least 80 % is the aim.

use aifi_oasis::examples::TRANSITION_LEFT_REQUEST;
use aifi_oasis::refusals::TransitionLeftRefusal;
use aifi_oasis::runtime::Bytes;
use aifi_oasis::runtime::server::{BearerToken, Notification, Reply, serve};
use aifi_oasis::types::TransitionLeft;
use aifi_oasis::{Webhooks, webhooks_router};
use axum::Router;
use axum::extract::{FromRequest, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::ListenerExt;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::runtime::Handle;

const TOKEN: &str = "agreed";
const ROUNDS: usize = 21;
/// Requests of a round, one after the other as AiFi sends them.
const REQUESTS: usize = 4_000;
const ANSWER: &[u8] = b"\"noted\"";

struct Shop;

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        left: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        black_box(&left.value);
        Ok("noted".to_owned())
    }
}

/// The notification, as somebody writes it who has read the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, and that is all")]
struct Left {
    session_id: Option<String>,
    session: Session,
    customer: Option<Map<String, Value>>,
    store_id: i64,
    store: Option<Map<String, Value>>,
    store_external_id: Option<String>,
    time_of_origin: Timestamp,
    time_of_issue: Timestamp,
    payment: Option<Map<String, Value>>,
    shopper_id: String,
    shopper: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, and that is all")]
struct Session {
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    id: Option<i64>,
    customer_id: Option<i64>,
    code: Option<String>,
    code_first_succesfully_scanned_at: Option<Timestamp>,
    code_last_succesfully_scanned_at: Option<Timestamp>,
    customer_first_entered_at: Option<Timestamp>,
    customer_last_entered_at: Option<Timestamp>,
    customer_first_exited_at: Option<Timestamp>,
    customer_last_exited_at: Option<Timestamp>,
    customer_payment_instrument_id: Option<i64>,
    customer_satisfaction: Option<f64>,
    customer_satisfaction_submitted: Option<bool>,
    group_size: Option<i64>,
    visitors: Option<i64>,
    location_id: Option<String>,
    priority: Option<i64>,
    session_token: Option<String>,
    session_id: Option<String>,
    referenced_session_id: Option<String>,
    status: Option<String>,
    store_id: Option<i64>,
    store_id_scannable_at: Option<i64>,
    suspected_fraud: Option<bool>,
    metadata: Option<Map<String, Value>>,
    expires_at: Option<Timestamp>,
}

fn is_known(headers: &HeaderMap) -> bool {
    let token =
        headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    token.is_some_and(|token| token.ct_eq(TOKEN.as_bytes()).into())
}

async fn by_hand(request: Request) -> Response {
    if !is_known(request.headers()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(error) => return error.into_response(),
    };
    match serde_json::from_slice::<Left>(&body) {
        Ok(left) => {
            black_box(left);
            ([(CONTENT_TYPE, "application/json")], "\"noted\"").into_response()
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response(),
    }
}

/// A receiver in a thread of its own.
struct Side {
    stream: TcpStream,
    runtime: Handle,
}

impl Side {
    fn start(is_ours: bool) -> Self {
        let (ready, started) = mpsc::channel::<(SocketAddr, Handle)>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
                let address = listener.local_addr().expect("it is bound");
                ready.send((address, Handle::current())).expect("somebody waits");
                if is_ours {
                    serve(listener, webhooks_router(Shop, BearerToken::new(TOKEN))).await;
                } else {
                    let app = Router::new().route("/left", post(by_hand));
                    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
                    axum::serve(listener, app).await.expect("it serves");
                }
            });
        });
        let (address, runtime) = started.recv().expect("it starts");
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).expect("it can be set");
        Self { stream, runtime }
    }

    /// What one request costs.
    fn round(&mut self, request: &[u8]) -> Duration {
        let begun = self.spent();
        for _ in 0..REQUESTS {
            self.stream.write_all(request).expect("it is sent");
            self.answer();
        }
        (self.spent() - begun) / REQUESTS as u32
    }

    /// Reads an answer.
    fn answer(&mut self) {
        let (mut text, mut piece) = (Vec::new(), [0; 1024]);
        while !text.ends_with(ANSWER) {
            let read = self.stream.read(&mut piece).expect("it is answered");
            assert!(read > 0, "the connection ends: {}", String::from_utf8_lossy(&text));
            text.extend_from_slice(&piece[..read]);
        }
    }

    /// The time on the processor of the thread that serves, or else the time that has passed.
    fn spent(&self) -> Duration {
        let (say, said) = mpsc::channel();
        self.runtime.spawn(async move {
            let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
            let nanos = text.and_then(|text| text.split(' ').next()?.parse().ok());
            say.send(nanos.map(Duration::from_nanos)).expect("somebody waits");
        });
        let start = *START.get_or_init(Instant::now);
        said.recv().expect("it answers").unwrap_or_else(|| start.elapsed())
    }
}

static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();

fn main() {
    let length = TRANSITION_LEFT_REQUEST.len();
    let request = format!(
        "POST /left HTTP/1.1\r\nhost: h\r\nuser-agent: bench\r\naccept: */*\r\n\
         authorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{TRANSITION_LEFT_REQUEST}"
    );
    let request = request.as_bytes();
    let (mut ours, mut hand) = (Side::start(true), Side::start(false));
    // Once to warm up.
    ours.round(request);
    hand.round(request);
    let mut rounds: Vec<(Duration, Duration)> =
        (0..ROUNDS).map(|_| (ours.round(request), hand.round(request))).collect();
    let share = |(ours, hand): &(Duration, Duration)| hand.as_secs_f64() / ours.as_secs_f64();
    rounds.sort_by(|one, other| share(one).total_cmp(&share(other)));
    let median = &rounds[ROUNDS / 2];
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!("by hand  {:7.2} us a notification", micros(median.1));
    println!("receiver {:7.2} us a notification", micros(median.0));
    println!(
        "the receiver handles {:.0} % of what the handler by hand does",
        share(median) * 100.0
    );
}
