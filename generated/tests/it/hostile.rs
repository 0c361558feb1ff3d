//! The receiver against callers who are slow, broken or up to no good, a row each.
//!
//! Bytes go in over a connection of their own, and what comes back, what the service was given and what
//! was logged is compared with the row. Meanwhile everybody else is served.

mod log;
mod rows;

use crate::alone::is_alone;
use aifi_oasis::refusals::TransitionLeftRefusal;
use aifi_oasis::runtime::server::{
    BearerToken, IntoResponse, Notification, Reason, Rejection, Reply, Response, Server,
};
use aifi_oasis::types::TransitionLeft;
use aifi_oasis::{Webhooks, webhooks_router};
use log::Log;
use rows::{Row, Step, Waits, left, rows};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

/// The token that the receiver takes.
pub(crate) const TOKEN: &str = "agreed-s3cret";
/// What the log must not show: the token, and whose notification it is.
const SECRETS: [&str; 3] = [TOKEN, "a-wrong-one", "Ada"];
/// How long a head and a body may take.
const LIMIT: Duration = Duration::from_millis(400);

/// Remembers what it was given.
#[derive(Clone, Default)]
struct Shop(Arc<Mutex<Vec<String>>>);

impl Shop {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }
}

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        _: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        // As one that asks somebody else first: whoever is done sending meanwhile has still told it.
        sleep(Duration::from_millis(20)).await;
        self.note("left");
        Ok("noted".to_owned())
    }

    async fn undecodable(&self, rejection: Rejection) -> Response {
        rejection.log();
        let reason = match rejection.reason() {
            Reason::Unread(unread) => format!("{unread:?}"),
            Reason::Body(mismatch) => format!("body at {}", mismatch.path),
            reason => format!("{reason:?}"),
        };
        let kept = if rejection.body().is_empty() { "no bytes" } else { "its bytes" };
        self.note(format!("{reason}, {kept}"));
        rejection.into_response()
    }
}

/// Starts a receiver, and gives its address and what it remembers.
async fn start() -> (String, Shop) {
    let shop = Shop::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = webhooks_router(shop.clone(), BearerToken::new(TOKEN));
    let server = Server::new(router).head_time(LIMIT).body_time(LIMIT);
    tokio::spawn(server.serve(listener, std::future::pending()));
    (address, shop)
}

/// Plays a row, and gives everything that came back until the connection ended.
async fn play(address: &str, steps: &[Step]) -> String {
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let sending = async move {
        for step in steps {
            // The server may have hung up, which is its right.
            let sent = match step {
                Step::Send(bytes) => write.write_all(bytes).await,
                Step::Drip(bytes) => {
                    let mut sent = Ok(());
                    for byte in bytes.chunks(1) {
                        sleep(LIMIT / 8).await;
                        sent = sent.and(write.write_all(byte).await);
                    }
                    sent
                }
                Step::Hang => std::future::pending().await,
                Step::Shut => write.shutdown().await,
            };
            if sent.is_err() {
                break;
            }
        }
        write
    };
    let receiving = async move {
        let mut back = Vec::new();
        // A reset ends it as well.
        let _ = read.read_to_end(&mut back).await;
        String::from_utf8_lossy(&back).into_owned()
    };
    tokio::pin!(sending, receiving);
    let played = async {
        tokio::select! {
            back = &mut receiving => back,
            _write = &mut sending => receiving.await,
        }
    };
    timeout(Duration::from_secs(20), played).await.expect("the connection ends by itself")
}

/// The statuses of the responses in what came back.
fn statuses(back: &str) -> Vec<u16> {
    let starts = back.match_indices("HTTP/1.");
    starts.map(|(at, _)| back[at + 9..at + 12].parse().unwrap()).collect()
}

/// Plays a row; what is not as it says.
async fn broken(row: &Row) -> Vec<String> {
    let (address, shop) = start().await;
    let last = left("connection: close\r\n");
    let others = [Step::Send(last)];
    let mut broken = Vec::new();
    let mut claim = |holds: bool, what: String| {
        if !holds {
            broken.push(what)
        }
    };
    let played = play(&address, &row.steps);
    tokio::pin!(played);
    if let Waits::Long = row.waits {
        // Long enough for the row to be under way.
        claim(timeout(LIMIT / 4, &mut played).await.is_err(), "is over at once".to_owned());
        let back = play(&address, &others).await;
        claim(statuses(&back) == [200], format!("keeps others waiting: {back}"));
        let mut given = shop.0.lock().unwrap();
        let at = given.iter().rposition(|given| given == "left");
        at.map(|at| given.remove(at));
    }
    let back = played.await;
    let (found, given) = (statuses(&back), shop.0.lock().unwrap().clone());
    claim(
        row.responses.iter().any(|responses| found == *responses),
        format!("is answered {found:?}"),
    );
    claim(given == row.given, format!("gives {given:?}"));
    claim(
        back.contains("E_INVALID_BODY") == found.contains(&422),
        format!("is not explained: {back}"),
    );
    claim(!SECRETS.iter().any(|secret| back.contains(secret)), format!("shows a secret: {back}"));
    let back = play(&address, &others).await;
    claim(statuses(&back) == [200], format!("leaves no room for others: {back}"));
    broken.iter().map(|what| format!("{}: {what}", row.name)).collect()
}

#[tokio::test]
async fn every_caller_is_answered_or_cut_off_and_nobody_else_notices() {
    if !is_alone("hostile::every_caller_is_answered_or_cut_off_and_nobody_else_notices") {
        return;
    }
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let mut all = Vec::new();
    for row in rows() {
        all.extend(broken(&row).await);
    }
    assert!(all.is_empty(), "{all:#?}");
    let text = log.text();
    assert!(text.contains("a request cannot be decoded"), "{text}");
    let shown = SECRETS.iter().find(|secret| text.contains(**secret));
    assert_eq!(shown, None, "{text}");
}

/// Who never reads what is answered is cut off, however much he sends.
#[tokio::test]
async fn a_caller_who_reads_nothing_is_cut_off() {
    let (address, _) = start().await;
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let request = b"GET /nothing HTTP/1.1\r\nhost: h\r\n\r\n".repeat(1000);
    let flood = async { while stream.write_all(&request).await.is_ok() {} };
    timeout(Duration::from_secs(20), flood).await.expect("the connection is cut");
}

/// With all connections taken the next one waits, and is served once one of them is free.
#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = webhooks_router(Shop::default(), BearerToken::new(TOKEN));
    let server = Server::new(router).head_time(LIMIT).connections(2);
    tokio::spawn(server.serve(listener, std::future::pending()));
    let silent = [TcpStream::connect(&address).await, TcpStream::connect(&address).await];
    let back = play(&address, &[Step::Send(left("connection: close\r\n"))]).await;
    assert_eq!(statuses(&back), [200]);
    drop(silent);
}

/// Told to stop, the server answers what is under way, and takes no more.
#[tokio::test]
async fn the_end_waits_for_what_is_under_way_but_not_for_ever() {
    for (grace, is_answered) in [(Duration::from_secs(20), true), (LIMIT / 4, false)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let router = webhooks_router(Shop::default(), BearerToken::new(TOKEN));
        let server = Server::new(router).body_time(2 * LIMIT).grace(grace);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let served = tokio::spawn(server.serve(listener, async { drop(stopped.await) }));
        let request = left("");
        let (start, end) = request.split_at(request.len() - 1);
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let mut idle = TcpStream::connect(&address).await.unwrap();
        stream.write_all(start).await.unwrap();
        sleep(LIMIT / 4).await;
        drop(stop);
        assert_eq!(idle.read(&mut [0; 8]).await.unwrap(), 0, "who is idle is let go");
        if is_answered {
            stream.write_all(end).await.unwrap();
        }
        let mut back = Vec::new();
        let _ = stream.read_to_end(&mut back).await;
        let back = String::from_utf8_lossy(&back);
        assert_eq!(statuses(&back), if is_answered { &[200][..] } else { &[] }, "{back}");
        timeout(Duration::from_secs(20), served).await.expect("it ends").unwrap();
        assert!(TcpStream::connect(&address).await.is_err(), "it listens no more");
    }
}

/// Begins, and never ends.
struct Stuck(Arc<Notify>);

impl Webhooks for Stuck {
    async fn transition_left(
        &self,
        _: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        self.0.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_method_that_is_cut_off_is_logged() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let begun = Arc::new(Notify::new());
    let router = webhooks_router(Stuck(Arc::clone(&begun)), BearerToken::new(TOKEN));
    let server = Server::new(router).grace(Duration::ZERO);
    stream.write_all(&left("")).await.unwrap();
    server.serve(listener, async move { begun.notified().await }).await;
    // The runtime drops what has ended in its own time.
    let logged = async {
        while !log.text().contains("a call is cut off before its method has answered") {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(20), logged).await.expect("it is logged");
}
