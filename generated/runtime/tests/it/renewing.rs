//! Tokens that change while calls run: a file that is rotated, an authorization server.

use crate::api::client::Client;
use crate::api::types::UpdateSessionRequest;
use crate::api::{examples, refusals::UpdateSessionRefusal};
use crate::loopback::{Loopback, answer};
use axum::Router;
use axum::extract::State;
use axum::http::{self, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{patch, post};
use oasis_runtime::client::{
    Body, ClientCredentials, Error, IntoTokenSource, Retry, Token, TokenError, TokenSource,
};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// An API and its authorization server in one.
#[derive(Clone, Default)]
struct Shop(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    /// The tokens that are taken.
    taken: Vec<String>,
    /// How long a granted token lives, in seconds.
    life: Option<f64>,
    granted: usize,
    called: usize,
    forms: Vec<String>,
    /// A file that holds the token; now and then another one is put there.
    file: Option<PathBuf>,
}

impl Inner {
    /// Takes another token from now on. The length of the file stays and its time may, so that only
    /// the refusal shows the change; every other time the file is empty for a moment.
    fn rotate(&mut self) {
        let (Some(path), round) = (self.file.clone(), self.called / 100) else { return };
        let token = format!("token-{round}");
        self.taken = vec![token.clone()];
        if round % 2 == 0 {
            fs::write(path, &token).unwrap();
        } else {
            fs::write(&path, "").unwrap();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(5)).await;
                fs::write(path, &token).unwrap();
            });
        }
    }
}

impl Shop {
    async fn serve(&self) -> String {
        let app = Router::new()
            .route("/sessions/{id}", patch(call))
            .route("/token", post(grant))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(oasis_runtime::server::serve(listener, app));
        base
    }

    fn counts(&self) -> (usize, usize) {
        let inner = self.0.lock().unwrap();
        (inner.granted, inner.called)
    }
}

async fn call(State(shop): State<Shop>, headers: HeaderMap) -> Response {
    let mut inner = shop.0.lock().unwrap();
    inner.called += 1;
    if inner.called % 100 == 0 {
        inner.rotate();
    }
    let sent = headers["authorization"].to_str().unwrap().trim_start_matches("Bearer ");
    match inner.taken.iter().any(|taken| taken == sent) {
        true => examples::UPDATE_SESSION_200.into_response(),
        false => StatusCode::UNAUTHORIZED.into_response(),
    }
}

async fn grant(State(shop): State<Shop>, form: String) -> String {
    // Whoever else asks meanwhile is counted too.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let mut inner = shop.0.lock().unwrap();
    inner.granted += 1;
    inner.forms.push(form);
    let token = format!("granted-{}", inner.granted);
    inner.taken.push(token.clone());
    let life = inner.life.map(|life| format!(",\"expires_in\":{life}")).unwrap_or_default();
    format!("{{\"access_token\":\"{token}\",\"token_type\":\"bearer\"{life}}}")
}

fn client(base: &str, source: impl IntoTokenSource) -> Client {
    Client::builder().base_url(base).token(source).build().unwrap()
}

fn credentials(base: &str) -> ClientCredentials {
    let secret = Token::new("s3cr\"t&").unwrap();
    ClientCredentials::new(&format!("{base}/token"), "till 7", secret).unwrap()
}

async fn change(client: &Client) -> Result<(), Error<UpdateSessionRefusal>> {
    client.update_session("s", &UpdateSessionRequest::default()).await.map(drop)
}

#[tokio::test]
async fn a_file_may_be_rotated_while_calls_run() {
    let folder = std::env::temp_dir().join(format!("oasis-rotation-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("token");
    fs::write(&path, "token-0").unwrap();
    let shop = Shop::default();
    shop.0.lock().unwrap().taken = vec!["token-0".to_owned()];
    let client = client(&shop.serve().await, TokenSource::file(&path).unwrap());
    shop.0.lock().unwrap().file = Some(path.clone());
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..100 {
                    change(&client).await.unwrap();
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert!(shop.0.lock().unwrap().taken[0] != "token-0", "nothing was rotated");
    shop.0.lock().unwrap().file = None;
    // Nothing can be read any more: the last token stays.
    fs::remove_dir_all(&folder).unwrap();
    change(&client).await.unwrap();
}

#[tokio::test]
async fn a_token_is_fetched_once_for_all_who_wait() {
    let shop = Shop::default();
    let base = shop.serve().await;
    let client = client(&base, credentials(&base).scope("oasis"));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { change(&client).await.unwrap() })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(shop.counts(), (1, 20));
    let form =
        "grant_type=client_credentials&client_id=till%207&client_secret=s3cr%22t%26&scope=oasis";
    assert_eq!(shop.0.lock().unwrap().forms, [form]);
}

#[tokio::test]
async fn a_token_that_is_not_granted_is_asked_for_once_for_all_who_wait() {
    let server = Loopback::answering(answer("500 No", "", ""));
    let builder = Client::builder().base_url("http://127.0.0.1:1").retry(Retry::never());
    let client = builder.token(credentials(&server.base)).build().unwrap();
    let call = || {
        let client = client.clone();
        tokio::spawn(async move { change(&client).await.unwrap_err() })
    };
    for call in (0..20).map(|_| call()).collect::<Vec<_>>() {
        let Error::Token(error) = call.await.unwrap() else { panic!("it is about the token") };
        assert!(matches!(error.fault, TokenError::Refused { status: 500, .. }), "{error:?}");
    }
    assert_eq!(server.requests().len(), 1);
    // Who comes later asks again.
    call().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_authorization_server_is_left_alone_for_as_long_as_it_asks() {
    let busy = answer("503 No", "retry-after: 3600\r\n", "");
    let server = Loopback::answering(busy);
    let client = client("http://127.0.0.1:1", credentials(&server.base));
    let Error::Token(error) = change(&client).await.unwrap_err() else { panic!("no token") };
    assert_eq!(error.fault.retry_after(), Some(Duration::from_secs(3600)));
    // The call has not that much time.
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_call_without_time_for_a_token_has_timed_out() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let source = credentials(&format!("http://{}", silent.local_addr().unwrap()));
    let client = client("http://127.0.0.1:1", source).with_timeout(Duration::from_millis(50));
    let error = change(&client).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_file_is_small_and_regular() {
    let folder = std::env::temp_dir().join(format!("oasis-odd-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (large, good) = (folder.join("large"), folder.join("good"));
    fs::write(&large, "x".repeat(100_000)).unwrap();
    fs::write(&good, "token-0").unwrap();
    // Whatever is no file may never come to an end, or never begin.
    let device = if cfg!(unix) { PathBuf::from("/dev/null") } else { folder.clone() };
    for odd in [&folder, &large, &device] {
        let error = TokenSource::file(odd).unwrap_err();
        assert!(matches!(error, TokenError::File { .. }), "{error:?}");
    }
    let shop = Shop::default();
    shop.0.lock().unwrap().taken = vec!["token-0".to_owned()];
    let client = client(&shop.serve().await, TokenSource::file(&good).unwrap());
    // What is put in its place is no token: the last one stays.
    fs::rename(&large, &good).unwrap();
    change(&client).await.unwrap();
    fs::remove_file(&good).unwrap();
    fs::create_dir(&good).unwrap();
    change(&client).await.unwrap();
    fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_token_is_renewed_before_it_runs_out() {
    let shop = Shop::default();
    // It is old from the start on: three quarters of nothing have passed.
    shop.0.lock().unwrap().life = Some(0.0);
    let base = shop.serve().await;
    let client = client(&base, credentials(&base));
    for round in 1..4 {
        change(&client).await.unwrap();
        assert_eq!(shop.counts(), (round, round));
    }
    // An hour is long enough for all that follow.
    shop.0.lock().unwrap().life = Some(3600.0);
    for _ in 0..3 {
        change(&client).await.unwrap();
    }
    assert_eq!(shop.counts().0, 4);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let shop = Shop::default();
    let base = shop.serve().await;
    let client = client(&base, credentials(&base));
    change(&client).await.unwrap();
    shop.0.lock().unwrap().taken.clear();
    change(&client).await.unwrap();
    assert_eq!(shop.counts(), (2, 3));
}

#[tokio::test]
async fn a_server_that_takes_no_token_is_asked_three_times_and_no_more() {
    let shop = Shop::default();
    let base = shop.serve().await;
    let elsewhere = Loopback::answering(answer("401 No", "", ""));
    let client = client(&elsewhere.base, credentials(&base));
    let error = change(&client).await.unwrap_err();
    assert_eq!(error.refusal(), Some(&UpdateSessionRefusal::Unauthorized));
    assert_eq!((elsewhere.requests().len(), shop.counts().0), (3, 3));
}

#[tokio::test]
async fn a_token_may_change_twice_during_one_call() {
    let shop = Shop::default();
    let base = shop.serve().await;
    let refused = answer("401 No", "", "");
    let fine = answer("200 OK", "", examples::UPDATE_SESSION_200);
    let elsewhere = Loopback::in_turn([refused.clone(), refused, fine]);
    change(&client(&elsewhere.base, credentials(&base))).await.unwrap();
    let sent = elsewhere.requests();
    for (request, token) in sent.iter().zip(["granted-1", "granted-2", "granted-3"]) {
        assert!(request.contains(&format!("authorization: Bearer {token}\r\n")), "{request}");
    }
}

#[tokio::test]
async fn tokens_are_asked_for_through_the_layers_of_the_client() {
    let shop = Shop::default();
    let base = shop.serve().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let paths = Arc::clone(&seen);
    let layer = tower::util::MapRequestLayer::new(move |request: http::Request<Body>| {
        paths.lock().unwrap().push(request.uri().path().to_owned());
        request
    });
    let builder = Client::builder().base_url(&base).token(credentials(&base)).layer(layer);
    change(&builder.build().unwrap()).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["/token", "/sessions/s"]);
}

#[tokio::test]
async fn an_authorization_server_that_fails_is_a_typed_error_without_the_secret() {
    let echo = "{\"access_token\": \"s3cr\\\"t&\", \"error\": \"s3cr\\\"t&\"";
    let elsewhere = Loopback::answering(answer("200 OK", "", ""));
    let location = format!("location: {}/token\r\n", elsewhere.base);
    let half = answer("200 OK", "", echo).replace("content-length: ", "content-length: 9");
    let many = "x-many: 1\r\n".repeat(10_000);
    type Check = fn(&TokenError) -> bool;
    let cases: [(&str, String, Check); 12] = [
        ("refused", answer("401 No", "", echo), |e| {
            matches!(e, TokenError::Refused { status: 401, .. })
        }),
        ("broken", answer("500 No", "", echo), |e| {
            matches!(e, TokenError::Refused { status: 500, .. })
        }),
        ("busy", answer("503 No", "", echo), |e| {
            matches!(e, TokenError::Refused { status: 503, .. })
        }),
        ("moved", answer("307 No", &location, ""), |e| {
            matches!(e, TokenError::Refused { status: 307, .. })
        }),
        ("no JSON", answer("200 OK", "", echo), |e| matches!(e, TokenError::NoBearer)),
        ("null", answer("200 OK", "", "null"), |e| matches!(e, TokenError::NoBearer)),
        ("no token", answer("200 OK", "", "{\"access_token\":\"\"}"), |e| {
            matches!(e, TokenError::Empty)
        }),
        ("a bad token", answer("200 OK", "", "{\"access_token\":\"a\\r\\nb\"}"), |e| {
            matches!(e, TokenError::Characters)
        }),
        (
            "another kind",
            answer("200 OK", "", "{\"access_token\":\"a\",\"token_type\":\"mac\"}"),
            |e| matches!(e, TokenError::NoBearer),
        ),
        ("cut off", half, |e| matches!(e, TokenError::Unreachable)),
        ("endless", answer("200 OK", "", &"x".repeat(100_000)), |e| {
            matches!(e, TokenError::Unreachable)
        }),
        ("headers", answer("200 OK", &many, "{}"), |e| matches!(e, TokenError::Unreachable)),
    ];
    for (name, bytes, is_expected) in cases {
        let server = Loopback::answering(bytes);
        let retry = Retry::default().base(Duration::from_millis(1)).attempts(2);
        let source = credentials(&server.base);
        let client = Client::builder().base_url("http://127.0.0.1:1").token(source).retry(retry);
        let error = change(&client.build().unwrap()).await.unwrap_err();
        let text = format!("{error} {error:?} {error:#?}");
        assert!(!text.contains("s3cr"), "{name}: {text}");
        let Error::Token(error) = error else { panic!("{name}: {error:?}") };
        assert!(is_expected(&error.fault), "{name}: {error:?}");
        // Only what may pass is tried again.
        let tries = if error.fault.is_transient() { 2 } else { 1 };
        assert_eq!(server.requests().len(), tries, "{name}");
    }
    assert!(elsewhere.requests().is_empty(), "the secret went to another host");
    let shown =
        format!("{:?} {:?}", credentials("http://h"), credentials("http://h").into_source());
    assert!(!shown.contains("s3cr"), "{shown}");
}
