//! What a notification costs the receiver, beside a handler of axum written by hand with the same checks:
//! `cargo bench -p aifi-oasis --bench receive`.
//!
//! Both are served over loopback, each by a thread of its own whose time on the processor is taken. They
//! take turns, and what counts is the median of the rounds. At least 80 % is the aim.

mod by_hand;

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
use by_hand::{Left, Spent, median};
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::runtime::Handle;

const TOKEN: &str = "agreed";
const ROUNDS: usize = 21;
/// Requests of a round, one after the other as AiFi sends them.
const REQUESTS: u32 = 4_000;
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

fn is_known(headers: &HeaderMap) -> bool {
    let token =
        headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    token.is_some_and(|token| token.ct_eq(TOKEN.as_bytes()).into())
}

async fn handler(request: Request) -> Response {
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
                    let app = Router::new().route("/left", post(handler));
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
        self.spent().since(begun) / REQUESTS
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

    /// The time on the processor of the thread that serves.
    fn spent(&self) -> Spent {
        let (say, said) = mpsc::channel();
        self.runtime.spawn(async move { say.send(Spent::now()).expect("somebody waits") });
        said.recv().expect("it answers")
    }
}

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
    let rounds = (0..ROUNDS).map(|_| (ours.round(request), hand.round(request))).collect();
    let (ours, hand, ratio) = median(rounds);
    println!("by hand  {hand:7.2} us a notification");
    println!("receiver {ours:7.2} us a notification");
    println!("the receiver handles {:.0} % of what the handler by hand does", 100.0 / ratio);
}
