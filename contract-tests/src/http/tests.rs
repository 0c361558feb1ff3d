//! The client against servers on this machine that say exactly what a test wants them to say.

use super::*;
use crate::target::{Permissions, Secret, Target};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// What a server does about one request.
#[derive(Clone)]
enum Say {
    /// Writes these bytes and keeps the connection.
    Bytes(Vec<u8>),
    /// Writes these bytes and closes the connection.
    Last(Vec<u8>),
    /// Writes these bytes again and again.
    Endless(Vec<u8>, Vec<u8>),
    /// Writes these bytes and then nothing.
    Silent(Vec<u8>),
}

fn say(text: &str) -> Say {
    Say::Bytes(text.as_bytes().to_vec())
}

/// A server that is told what to say by the number of the request and its head; returns its port and the
/// number of requests and connections so far.
async fn serve(
    reply: impl Fn(usize, &str) -> Say + Send + Sync + 'static,
) -> (u16, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (requests, connections) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counters = (Arc::clone(&requests), Arc::clone(&connections));
    let reply = Arc::new(reply);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            let (reply, requests) = (Arc::clone(&reply), Arc::clone(&requests));
            tokio::spawn(async move { converse(stream, &*reply, &requests).await });
        }
    });
    (port, counters.0, counters.1)
}

async fn converse(
    stream: TcpStream,
    reply: &(dyn Fn(usize, &str) -> Say + Send + Sync),
    requests: &AtomicUsize,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            (stream.read_line(&mut head).await.ok()? > 0).then_some(())?;
        }
        let lower = head.to_lowercase();
        let length = lower.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        let mut body = vec![0; length.and_then(|text| text.parse().ok()).unwrap_or(0)];
        stream.read_exact(&mut body).await.ok()?;
        match reply(requests.fetch_add(1, Ordering::SeqCst), &head) {
            Say::Bytes(bytes) => stream.write_all(&bytes).await.ok()?,
            Say::Last(bytes) => return stream.write_all(&bytes).await.ok(),
            Say::Endless(first, bytes) => {
                stream.write_all(&first).await.ok()?;
                while stream.write_all(&bytes).await.is_ok() {}
                return None;
            }
            Say::Silent(bytes) => {
                stream.write_all(&bytes).await.ok()?;
                std::future::pending::<()>().await;
            }
        }
    }
}

fn limits() -> Limits {
    Limits { per_second: None, at_once: 8, time: Duration::from_secs(20), bytes: 10_000 }
}

fn client_with(port: u16, limits: Limits, budget: Duration) -> Client {
    let secret = Secret::new("token-for-tests").unwrap();
    let url = format!("http://127.0.0.1:{port}/base");
    let target = Target::new(&url, secret, Permissions::default()).unwrap();
    Client::new(Arc::new(target), Arc::new(Stop::after(budget)), limits).unwrap()
}

fn client(port: u16) -> Client {
    client_with(port, limits(), Duration::from_secs(60))
}

fn get(path: &str) -> Request {
    let (method, path) = ("GET".to_owned(), path.to_owned());
    Request { method, path, auth: Auth::Token, headers: Vec::new(), body: None }
}

async fn ask(client: &Client) -> Exchange {
    client.send("operation", &get("/")).await
}

fn kind(exchange: &Exchange) -> (FailureKind, bool) {
    let failure = exchange.outcome.as_ref().unwrap_err();
    (failure.kind, failure.begun)
}

/// The server's only request line and headers, sent back as the body.
async fn echo(request: &Request) -> (Exchange, String) {
    let reply = |_: usize, head: &str| {
        say(&format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{head}", head.len()))
    };
    let (port, ..) = serve(reply).await;
    let exchange = client(port).send("operation", request).await;
    let body = exchange.response().map(|it| it.body.clone()).unwrap_or_default();
    (exchange, String::from_utf8(body).unwrap())
}

#[tokio::test]
async fn paths_and_methods_go_out_byte_for_byte() {
    for path in
        ["/a/../b", "/%2e%2e/x", "/%zz", "/a//b/./", "/a;b=c", "/é", "/a?b=%00&c=/../", "/{a}|'"]
    {
        let (_, head) = echo(&get(path)).await;
        assert!(head.starts_with(&format!("GET /base{path} HTTP/1.1\r\n")), "{head}");
    }
    for method in ["CONTRACT", "TRACE", "patch", "a!#"] {
        let (_, head) = echo(&Request { method: method.into(), ..get("/a") }).await;
        assert!(head.starts_with(&format!("{method} /base/a HTTP/1.1\r\n")), "{head}");
    }
    for (method, path) in [
        ("GET", "/a b"),
        ("GET", "/a\0"),
        ("GET", "/a\r\nx: y"),
        ("GET", "/a#b"),
        ("GET", &"/x".repeat(40_000)),
        ("CONNECT", "/a"),
        ("a b", "/a"),
        ("", "/a"),
    ] {
        let (exchange, head) = echo(&Request { method: method.into(), ..get(path) }).await;
        assert_eq!((kind(&exchange), head.as_str()), ((FailureKind::Malformed, false), ""));
    }
}

#[tokio::test]
async fn headers_credentials_and_bodies_go_out_as_told() {
    let mut request = get("/a?b");
    request.method = "PATCH".into();
    request.headers = vec![("x-a".into(), "1".into()), ("x-a".into(), "é".into())];
    request.body = Some(Bytes(Vec::new()));
    let (_, head) = echo(&request).await;
    for line in [
        "authorization: Bearer token-for-tests",
        "x-a: 1",
        "x-a: é",
        "accept-encoding: gzip",
        "content-length: 0",
        "host: 127.0.0.1:",
    ] {
        assert_eq!(head.matches(&format!("\r\n{line}")).count(), 1, "{line}: {head}");
    }
    request.auth = Auth::Query("t".into());
    let (_, head) = echo(&request).await;
    assert!(head.contains("/base/a?b&t=token-for-tests ") && !head.contains("authorization"));
    request.headers = vec![("x-a".into(), "a\nb".into())];
    assert_eq!(kind(&echo(&request).await.0), (FailureKind::Malformed, false));
}

#[tokio::test]
async fn compressed_bodies_are_decoded() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(b"{}").unwrap();
    let body = encoder.finish().unwrap();
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n");
    let bytes = [head.as_bytes(), &body].concat();
    let (port, ..) = serve(move |_, _| Say::Bytes(bytes.clone())).await;
    assert_eq!(ask(&client(port)).await.response().unwrap().body, b"{}");
}

#[tokio::test]
async fn nothing_is_read_without_end() {
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunk = [&b"1000\r\n"[..], &[b'x'; 4096], b"\r\n"].concat();
    for (first, bytes) in [
        (chunked, chunk),
        (b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 65536]),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9000000000000\r\n\r\n".to_vec(), vec![b'x'; 65536]),
    ] {
        let (port, ..) = serve(move |_, _| Say::Endless(first.clone(), bytes.clone())).await;
        let exchange = ask(&client(port)).await;
        let response = exchange.response().unwrap();
        assert_eq!((response.body.len(), response.endless), (10_000, true));
    }
    for (first, bytes) in [
        (&b"HTTP/1.1 200 OK\r\n"[..], &b"x-h: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"[..]),
        (b"HTTP/1.1 200 ", b"OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO"),
        (b"", b"{\"no\": \"HTTP\"}"),
    ] {
        let (port, ..) = serve(move |_, _| Say::Endless(first.to_vec(), bytes.to_vec())).await;
        assert_eq!(kind(&ask(&client(port)).await), (FailureKind::Malformed, true));
    }
}

#[tokio::test]
async fn a_failure_has_the_kind_of_what_happened() {
    use FailureKind::{Dropped, Malformed, Timeout, Unreachable};
    let head = "HTTP/1.1 200 OK\r\n";
    for (what, expected) in [
        (Say::Last(Vec::new()), (Dropped, false)),
        (Say::Last(b"HTTP/1.1 2".to_vec()), (Dropped, true)),
        (Say::Last(format!("{head}content-length: 9\r\n\r\n{{}}").into()), (Dropped, true)),
        (
            Say::Last(format!("{head}transfer-encoding: chunked\r\n\r\n5\r\nab").into()),
            (Dropped, true),
        ),
        (say(&format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n")), (Malformed, true)),
        (say(&format!("{head}content-length: -1\r\n\r\n")), (Malformed, true)),
        (
            say(&format!("{head}content-length: 1\r\ncontent-length: 2\r\n\r\n{{}}")),
            (Malformed, true),
        ),
        (say("HTTP/1.1 000 OK\r\n\r\n"), (Malformed, true)),
        (say("HTTP/3.7 200 OK\r\n\r\n"), (Malformed, true)),
        (say("SSH-2.0-OpenSSH_9\r\n"), (Malformed, true)),
        (Say::Silent(Vec::new()), (Timeout, false)),
        (Say::Silent(b"HTTP/1.1 200".to_vec()), (Timeout, true)),
        (Say::Silent(format!("{head}content-length: 9\r\n\r\n{{}}").into()), (Timeout, true)),
    ] {
        let is_slow = matches!(what, Say::Silent(_));
        let time = if is_slow { Duration::from_secs(1) } else { limits().time };
        let (port, ..) = serve(move |_, _| what.clone()).await;
        let exchange =
            ask(&client_with(port, Limits { time, ..limits() }, Duration::from_secs(60))).await;
        assert_eq!(kind(&exchange), expected, "{:?}", exchange.outcome);
    }
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let client = client(closed);
    assert_eq!(kind(&ask(&client).await), (Unreachable, false));
    assert!(!client.ever_answered());
}

#[tokio::test]
async fn what_was_dropped_is_sent_once_more_over_a_new_connection() {
    let drop_first = |number, _: &str| if number == 0 { Say::Last(Vec::new()) } else { say(OK) };
    let (port, requests, connections) = serve(drop_first).await;
    let exchange = ask(&client(port)).await;
    assert_eq!((exchange.status(), exchange.dropped_before), (Some(200), true));
    assert_eq!((requests.load(Ordering::SeqCst), connections.load(Ordering::SeqCst)), (2, 2));
    let drop_second = |number, _: &str| if number == 1 { Say::Last(Vec::new()) } else { say(OK) };
    let (port, requests, _) = serve(drop_second).await;
    let client = client(port);
    ask(&client).await;
    let exchange = ask(&client).await;
    assert_eq!((exchange.status(), exchange.dropped_before), (Some(200), true));
    assert_eq!(requests.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn connections_are_used_again_and_nothing_is_followed_or_kept() {
    let reply = |_: usize, head: &str| {
        assert!(!head.to_lowercase().contains("cookie"), "{head}");
        say("HTTP/1.1 302 Found\r\nlocation: /\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n")
    };
    let (port, requests, connections) = serve(reply).await;
    let client = client(port);
    for _ in 0..3 {
        assert_eq!(ask(&client).await.status(), Some(302));
    }
    assert_eq!((requests.load(Ordering::SeqCst), connections.load(Ordering::SeqCst)), (3, 1));
    assert_eq!((client.sent(), client.asked_to_wait(), client.ever_answered()), (3, 0, true));
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    let reply = |number, _: &str| match number {
        0 => say("HTTP/1.1 429 Slow\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"),
        1 => say("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"),
        _ => say(OK),
    };
    let (port, ..) = serve(reply).await;
    let client = client(port);
    let exchange = ask(&client).await;
    assert_eq!((exchange.status(), exchange.waited, client.asked_to_wait()), (Some(200), 2, 2));
}

#[tokio::test]
async fn patience_ends_where_it_does_not_help() {
    let far = "HTTP/1.1 429 Slow\r\nretry-after: 100000\r\ncontent-length: 0\r\n\r\n";
    let (port, requests, _) = serve(move |_, _| say(far)).await;
    let exchange = ask(&client(port)).await;
    assert_eq!((exchange.status(), exchange.waited), (Some(429), 0));
    assert_eq!(requests.load(Ordering::SeqCst), 1);
    let now = "HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";
    let (port, ..) = serve(move |_, _| say(now)).await;
    let client = client(port);
    for waited in [6, 6, 6, 0, 0] {
        assert_eq!(ask(&client).await.waited, waited);
    }
    assert_eq!(client.stop.reason(), None);
}

#[tokio::test]
async fn a_server_that_is_gone_ends_the_run() {
    let (port, ..) = serve(|_, _| Say::Last(Vec::new())).await;
    let client = client(port);
    for _ in 0..7 {
        assert_eq!(kind(&ask(&client).await), (FailureKind::Dropped, false));
    }
    assert_eq!(client.stop.reason(), None);
    ask(&client).await;
    assert_eq!(client.stop.reason(), Some(Ended::ServerGone));
    assert!(ask(&client).await.is_unsent());
}

#[tokio::test]
async fn the_end_of_a_run_ends_requests_but_not_those_at_the_end() {
    let (port, requests, _) = serve(|number, _| match number {
        0 => Say::Silent(Vec::new()),
        _ => say(OK),
    })
    .await;
    let client = client_with(port, limits(), Duration::from_secs(1));
    assert!(ask(&client).await.is_unsent());
    assert!(ask(&client).await.is_unsent());
    assert_eq!(requests.load(Ordering::SeqCst), 1);
    let within = Duration::from_secs(10);
    let exchange = client.send_at_the_end("operation", &get("/"), within).await;
    assert_eq!(exchange.status(), Some(200));
    let (port, ..) = serve(|_, _| Say::Silent(Vec::new())).await;
    let client = client_with(port, limits(), Duration::ZERO);
    let within = Duration::from_millis(200);
    let exchange = client.send_at_the_end("operation", &get("/"), within).await;
    assert_eq!(kind(&exchange), (FailureKind::Timeout, false));
}

#[tokio::test]
async fn no_more_are_on_their_way_than_allowed() {
    let (port, requests, _) = serve(|_, _| Say::Silent(Vec::new())).await;
    let client = client_with(port, Limits { at_once: 9, ..limits() }, Duration::from_secs(1));
    client.set_at_once(3);
    let client = Arc::new(client);
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let client = Arc::clone(&client);
        all.spawn(async move { ask(&client).await.is_unsent() });
    }
    assert!(all.join_all().await.into_iter().all(|unsent| unsent));
    assert_eq!(requests.load(Ordering::SeqCst), 3);
}
