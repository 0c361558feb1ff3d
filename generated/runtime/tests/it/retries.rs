//! What is sent again, how often, and what never is.

use crate::api::client::Client;
use crate::api::examples;
use crate::api::types::UpdateSessionRequest;
use crate::loopback::{Loopback, answer};
use oasis_runtime::client::{Body, Builder, Fate, HttpService, Retry, Token, TransportFault};
use oasis_runtime::client::{Error, tower};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The usual retry without its pauses.
fn quick() -> Retry {
    Retry::default().base(Duration::from_millis(1))
}

fn builder(server: &Loopback) -> Builder<Client> {
    Client::builder().base_url(&server.base).token(Token::new("t0ken").unwrap()).retry(quick())
}

fn busy(headers: &str) -> String {
    answer("503 Busy", headers, "")
}

fn fine() -> String {
    answer("200 OK", "", examples::UPDATE_SESSION_200)
}

/// What became of a change, by what the server answers: is it fine, how many requests were made.
async fn change(client: &Client, server: &Loopback) -> (Option<Fate>, usize) {
    let error = client.update_session("s", &UpdateSessionRequest::default()).await.err();
    (error.map(|error| error.fate()), server.requests().len())
}

#[tokio::test]
async fn a_change_is_sent_again_only_if_it_was_certainly_not_carried_out() {
    let half = fine().replace("content-length: ", "content-length: 9");
    let half_busy = busy("").replace("content-length: 0", "content-length: 9");
    let huge = "x-many: 1\r\n".repeat(10_000);
    for (name, answers, expected) in [
        ("busy", vec![busy(""), fine()], (None, 2)),
        ("busy for long", vec![busy(""), busy(""), busy(""), fine()], (None, 4)),
        ("always busy", vec![busy("")], (Some(Fate::NotApplied), 4)),
        ("too fast", vec![answer("429 Slow", "", ""), fine()], (None, 2)),
        ("busy, cut off", vec![half_busy, fine()], (None, 2)),
        ("soon", vec![busy("retry-after: 0\r\n"), fine()], (None, 2)),
        (
            "soon by date",
            vec![busy("retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), fine()],
            (None, 2),
        ),
        ("odd", vec![busy("retry-after: whenever\r\n"), fine()], (None, 2)),
        (
            "beyond the deadline",
            vec![busy("retry-after: 3600\r\n"), fine()],
            (Some(Fate::NotApplied), 1),
        ),
        (
            "beyond time",
            vec![busy("retry-after: 18446744073709551615\r\n")],
            (Some(Fate::NotApplied), 1),
        ),
        (
            "beyond by date",
            vec![busy("retry-after: Fri, 31 Dec 9998 08:49:37 GMT\r\n")],
            (Some(Fate::NotApplied), 1),
        ),
        ("cut off", vec![String::new(), fine()], (Some(Fate::Unknown), 1)),
        ("no HTTP", vec!["?".to_owned(), fine()], (Some(Fate::Unknown), 1)),
        ("half a success", vec![half, fine()], (Some(Fate::Applied), 1)),
        ("undecodable", vec![answer("200 OK", "", "[]"), fine()], (Some(Fate::Applied), 1)),
        ("another success", vec![answer("204 OK", "", ""), fine()], (Some(Fate::Applied), 1)),
        ("broken", vec![answer("500 Oops", "", ""), fine()], (Some(Fate::Unknown), 1)),
        ("gateway", vec![answer("504 Late", "", ""), fine()], (Some(Fate::Unknown), 1)),
        ("refused", vec![answer("422 No", "", ""), fine()], (Some(Fate::NotApplied), 1)),
        (
            "elsewhere",
            vec![answer("307 There", "location: /x\r\n", ""), fine()],
            (Some(Fate::NotApplied), 1),
        ),
        ("bad token", vec![answer("401 No", "", ""), fine()], (Some(Fate::NotApplied), 1)),
        (
            "a flood of headers",
            vec![answer("503 Busy", &huge, ""), fine()],
            (Some(Fate::Unknown), 1),
        ),
    ] {
        let server = Loopback::in_turn(answers);
        let client = builder(&server).build().unwrap();
        assert_eq!(change(&client, &server).await, expected, "{name}");
        let requests = server.requests();
        assert!(requests.iter().all(|request| *request == requests[0]), "{name}: {requests:?}");
    }
}

#[tokio::test]
async fn what_only_reads_is_sent_again_when_the_exchange_breaks_off() {
    let server = Loopback::in_turn([String::new(), answer("200 OK", "", "[]")]);
    let client = builder(&server).build().unwrap();
    client.list(&Default::default()).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_is_tried_again_and_nothing_was_applied() {
    let tries = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    let layer = tower::util::MapRequestLayer::new(move |request: http::Request<Body>| {
        counted.fetch_add(1, Ordering::Relaxed);
        request
    });
    let client = Client::builder().base_url("http://127.0.0.1:1").retry(quick()).layer(layer);
    let error = client.build().unwrap().close_session(1, "s").await.unwrap_err();
    assert_eq!((error.fate(), tries.load(Ordering::Relaxed)), (Fate::NotApplied, 4));
}

#[tokio::test]
async fn clones_share_one_budget_of_repeats() {
    let server = Loopback::answering(busy(""));
    let client = builder(&server).retry(quick().budget(2)).build().unwrap();
    for (calls, requests) in [(1, 3), (2, 4), (3, 5)] {
        assert_eq!(change(&client.clone(), &server).await.1, requests, "call {calls}");
    }
}

#[tokio::test]
async fn one_attempt_may_be_enough() {
    let server = Loopback::in_turn([busy(""), fine()]);
    let client = builder(&server).retry(Retry::never()).build().unwrap();
    assert_eq!(change(&client, &server).await, (Some(Fate::NotApplied), 1));
}

#[tokio::test]
async fn layers_see_every_attempt_and_the_first_one_sees_it_first() {
    let server = Loopback::in_turn([busy(""), fine()]);
    let mark = |name: &'static str| {
        tower::util::MapRequestLayer::new(move |mut request: http::Request<Body>| {
            request.headers_mut().append("x-way", http::HeaderValue::from_static(name));
            request
        })
    };
    let client = builder(&server).layer(mark("outer")).layer(mark("inner")).build().unwrap();
    assert_eq!(change(&client, &server).await, (None, 2));
    for request in server.requests() {
        assert!(request.contains("x-way: outer\r\nx-way: inner\r\n"), "{request}");
    }
}

#[tokio::test]
async fn a_layer_may_answer_or_fail_itself() {
    let answering = tower::layer::layer_fn(|_: HttpService| {
        tower::service_fn(|_: http::Request<Body>| async {
            Ok::<_, std::convert::Infallible>(http::Response::new(Body::from("[]")))
        })
    });
    let client = Client::builder().base_url("http://127.0.0.1:1").layer(answering).build().unwrap();
    client.list(&Default::default()).await.unwrap();

    let failing = tower::layer::layer_fn(|_: HttpService| {
        tower::service_fn(|_: http::Request<Body>| async {
            Err::<http::Response<Body>, _>(std::io::Error::other("shed"))
        })
    });
    let client = Client::builder().base_url("http://127.0.0.1:1").layer(failing).build().unwrap();
    let error = client.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err();
    assert_eq!(error.fate(), Fate::Unknown);
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert!(matches!(error.fault, TransportFault::Broken(_)), "{error:?}");
}

#[tokio::test]
async fn an_http_client_of_ones_own_is_used() {
    let server = Loopback::answering(fine());
    let headers = http::HeaderMap::from_iter([(
        http::header::HeaderName::from_static("x-own"),
        http::HeaderValue::from_static("yes"),
    )]);
    // Without TLS set up for it, a client of reqwest's cannot be made here.
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ));
    let tls = tls.with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let own = oasis_runtime::client::reqwest::Client::builder();
    let own = own.tls_backend_preconfigured(tls).no_proxy().default_headers(headers);
    let client = builder(&server).http_client(own.build().unwrap()).build().unwrap();
    assert_eq!(change(&client, &server).await, (None, 1));
    assert!(server.requests()[0].contains("x-own: yes\r\n"));
}

#[tokio::test]
async fn the_http_client_is_made_as_the_caller_likes() {
    let server = Loopback::answering(fine());
    let headers = http::HeaderMap::from_iter([(
        http::header::HeaderName::from_static("x-own"),
        http::HeaderValue::from_static("yes"),
    )]);
    let client = builder(&server).configure(move |http| http.default_headers(headers));
    assert_eq!(change(&client.build().unwrap(), &server).await, (None, 1));
    assert!(server.requests()[0].contains("x-own: yes\r\n"));
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_the_others_alone() {
    let server = Loopback::answering(fine());
    let client = builder(&server).rate_limit(200).build().unwrap();
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(
            async move { client.update_session("s", &UpdateSessionRequest::default()).await },
        )
    });
    let calls: Vec<_> = calls.collect();
    calls.iter().step_by(2).for_each(tokio::task::JoinHandle::abort);
    for call in calls {
        match call.await {
            Ok(outcome) => drop(outcome.unwrap()),
            Err(error) => assert!(error.is_cancelled()),
        }
    }
}
