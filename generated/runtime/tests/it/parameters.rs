//! Parameters of every style: how they travel, and that they come back as they were sent.

use crate::api::client::{Client, Styled};
use crate::api::operations::{Filter, ListParameters, ReportForm, ReportParameters};
use crate::api::server::{Api, api_router};
use crate::api::types::{Customer, Role};
use crate::loopback::{Loopback, answer};
use crate::receiver::{send, serve};
use oasis_runtime::Bytes;
use oasis_runtime::client::{Error, RequestFault, Token};
use oasis_runtime::server::{Reply, accept_all};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

/// Remembers what it was called with.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<ListParameters>>>, Arc<Mutex<Vec<Styled>>>);

impl Api for Seen {
    async fn list(&self, parameters: ListParameters) -> Reply<Vec<Customer>, Infallible> {
        self.0.lock().unwrap().push(parameters);
        Ok(Vec::new())
    }

    async fn styled(&self, styled: Styled) -> Reply<(), Infallible> {
        self.1.lock().unwrap().push(styled);
        Ok(())
    }

    async fn report(
        &self,
        parameters: ReportParameters,
        body: ReportForm,
    ) -> Reply<Bytes, Infallible> {
        Ok(format!("{} {}", parameters.year, serde_json::to_string(&body).unwrap()).into())
    }
}

/// Texts that could be taken for syntax.
const AWKWARD: [&str; 12] =
    ["a,b", "a b", "a|b", "50%", "a&b=c", "a+b", "é\u{1F600}", "\"q\"", "null", "7", "a;b", ".x"];

fn filter() -> Filter {
    let inner = Filter { since: Some(-1), ..Filter::default() };
    let roles = vec![Role::Customer, Role::Other("a&b".to_owned())];
    Filter { since: Some(3), roles: Some(roles), inner: Some(Box::new(inner)) }
}

fn texts() -> Vec<String> {
    AWKWARD.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn the_styles_of_a_query_are_those_of_openapi() {
    for (parameters, query) in [
        (ListParameters::default(), ""),
        (ListParameters { limit: Some(-7), ..Default::default() }, "limit=-7"),
        (ListParameters { role: Some(Role::Employee), ..Default::default() }, "role=employee"),
        (
            ListParameters { tags: Some(vec!["a,b".into(), "c d".into()]), ..Default::default() },
            "tags=a%2Cb&tags=c%20d",
        ),
        (
            ListParameters { commas: Some(vec!["a,b".into(), "c".into()]), ..Default::default() },
            "commas=a%2Cb,c",
        ),
        (ListParameters { blanks: Some(vec![1, 2]), ..Default::default() }, "blanks=1%202"),
        (
            ListParameters { bars: Some(vec![true, false]), ..Default::default() },
            "bars=true%7Cfalse",
        ),
        (
            ListParameters { filter: Some(filter()), ..Default::default() },
            "filter%5Bsince%5D=3&filter%5Broles%5D%5B%5D=customer&filter%5Broles%5D%5B%5D=a%26b\
             &filter%5Binner%5D%5Bsince%5D=-1",
        ),
        (
            ListParameters {
                spread: Some([("x".to_owned(), "1".to_owned())].into()),
                ..Default::default()
            },
            "x=1",
        ),
        (
            ListParameters {
                json: Some(Filter { since: Some(1), ..Default::default() }),
                ..Default::default()
            },
            "json=%7B%22since%22%3A1%7D",
        ),
    ] {
        let server = Loopback::answering(answer("200 OK", "", "[]"));
        let client = Client::new(&server.base, Token::new("k&y").unwrap()).unwrap();
        client.list(&parameters).await.unwrap();
        let request = server.requests().remove(0);
        let and = if query.is_empty() { "" } else { "&" };
        let expected = format!("GET /list?key=k%26y{and}{query} HTTP/1.1\r\n");
        assert!(request.starts_with(&expected), "{request}");
    }
}

#[tokio::test]
async fn headers_and_cookies_travel_apart_from_a_query_of_the_same_name() {
    let server = Loopback::answering(answer("200 OK", "", "[]"));
    let parameters = ListParameters {
        limit: Some(1),
        limit_in_header: Some("2".to_owned()),
        x_trace: Some(vec!["a".to_owned(), "b".to_owned()]),
        cookie: Some("c;d".to_owned()),
        numbers: Some(vec![1, 2]),
        ..Default::default()
    };
    let client = Client::new(&server.base, None).unwrap();
    client.list(&parameters).await.unwrap();
    let request = server.requests().remove(0);
    assert!(request.starts_with("GET /list?limit=1 HTTP"), "{request}");
    for line in ["limit: 2", "x-trace: a,b", "cookie: cookie=c%3Bd; numbers=1,2"] {
        assert!(request.contains(&format!("\r\n{line}\r\n")), "{request}");
    }
    let broken =
        ListParameters { limit_in_header: Some("a\r\nb".to_owned()), ..Default::default() };
    match client.list(&broken).await {
        Err(Error::Request(error)) => {
            assert_eq!(error.fault, RequestFault::Header { name: "limit".to_owned() });
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn parameters_come_back_as_they_were_sent() {
    let seen = Seen::default();
    let client = Client::new(&serve(api_router(seen.clone(), accept_all)).await, None).unwrap();
    let mut sent = vec![
        ListParameters::default(),
        ListParameters {
            limit: Some(i64::MIN),
            role: Some(Role::Other("vip".to_owned())),
            tags: Some(texts()),
            commas: Some(texts()),
            blanks: Some(vec![1, -2, 3]),
            bars: Some(vec![true, false]),
            filter: Some(filter()),
            spread: Some([("a b".to_owned(), "c&d".to_owned())].into()),
            json: Some(filter()),
            x_trace: Some(vec!["a".to_owned(), "7".to_owned()]),
            limit_in_header: Some("a, b".to_owned()),
            cookie: Some("a; b=c+d".to_owned()),
            numbers: Some(vec![5, 6]),
        },
        ListParameters {
            tags: Some(vec!["one".to_owned()]),
            blanks: Some(vec![7]),
            ..Default::default()
        },
    ];
    sent.extend(AWKWARD.map(|text| ListParameters {
        commas: Some(vec![text.to_owned()]),
        cookie: Some(text.to_owned()),
        role: Some(Role::Other(text.to_owned())),
        spread: Some([(text.to_owned(), text.to_owned())].into()),
        ..Default::default()
    }));
    for parameters in &sent {
        client.list(parameters).await.unwrap();
    }
    assert_eq!(*seen.0.lock().unwrap(), sent);
}

#[tokio::test]
async fn path_parameters_of_every_style_come_back_as_they_were_sent() {
    let seen = Seen::default();
    let client = Client::new(&serve(api_router(seen.clone(), accept_all)).await, None).unwrap();
    let styled = Styled {
        plain: texts(),
        matrix: texts(),
        matrices: vec![1, 2],
        label: vec!["a,b".to_owned(), "c/d".to_owned()],
        pairs: [("k".to_owned(), "v,w".to_owned()), ("l".to_owned(), "x".to_owned())].into(),
        one: "a/b".to_owned(),
        two: "c".to_owned(),
    };
    client.styled(&styled).await.unwrap();
    assert_eq!(seen.1.lock().unwrap().as_slice(), std::slice::from_ref(&styled));
    let server = Loopback::answering(answer("200 OK", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    let plain = vec!["a,b".to_owned(), "c".to_owned()];
    client.styled(&Styled { plain: plain.clone(), matrix: plain, ..styled }).await.unwrap();
    let path = "/styled/a%2Cb,c/;matrix=a%2Cb,c/;matrices=1;matrices=2/.a%2Cb.c%2Fd/k=v%2Cw,l=x/\
        a%2Fb-c.json";
    let request = server.requests().remove(0);
    assert!(request.starts_with(&format!("GET {path} HTTP")), "{request}");
}

#[tokio::test]
async fn a_form_travels_by_name_and_comes_back() {
    let form = ReportForm {
        grant: Role::Other("urn:x:device_code".to_owned()),
        scope: vec!["read:all".to_owned(), "write:all".to_owned()],
        remember: true,
        level: 2,
        filter: Some(filter()),
    };
    let server = Loopback::answering(answer("200 OK", "", "csv"));
    let client = Client::new(&server.base, None).unwrap();
    let year = ReportParameters { year: 1999 };
    assert_eq!(&client.report(&year, &form).await.unwrap()[..], b"csv");
    let request = server.requests().remove(0);
    let expected =
        "grant=urn%3Ax%3Adevice_code&scope=read%3Aall&scope=write%3Aall&remember=true&level=2";
    assert!(request.split("\r\n\r\n").nth(1).unwrap().starts_with(expected), "{request}");
    for line in ["content-type: application/x-www-form-urlencoded", "accept: text/csv"] {
        assert!(request.contains(&format!("\r\n{line}\r\n")), "{request}");
    }
    let client = Client::new(&serve(api_router(Seen::default(), accept_all)).await, None).unwrap();
    let response = client.report(&year, &form).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/csv");
    let expected = format!("1999 {}", serde_json::to_string(&form).unwrap());
    assert_eq!(String::from_utf8_lossy(&response), expected);
}

#[tokio::test]
async fn a_parameter_that_is_not_of_its_type_is_refused_by_name() {
    let base = serve(api_router(Seen::default(), accept_all)).await;
    for (query, name) in [
        ("limit=x", "limit"),
        ("limit=", "limit"),
        ("limit=1.5", "limit"),
        ("limit=%201", "limit"),
        ("limit=01", "limit"),
        ("limit=+1", "limit"),
        ("blanks=1%20x", "blanks[1]"),
        ("bars=yes", "bars[0]"),
        ("filter[since]=x", "filter.since"),
        ("filter=x", ""),
        ("json=x", "json"),
        ("limit=1&limit=2", ""),
    ] {
        let (status, answer) = send(&base, &format!("GET /list?{query}"), "", "").await;
        let expected = if name.is_empty() { 200 } else { 400 };
        assert_eq!(status, expected, "{query}: {answer}");
        assert!(answer.contains(&format!("`{name}`")) || name.is_empty(), "{query}: {answer}");
    }
    let line = "POST /report?month=1";
    let (status, answer) = send(&base, line, "", "grant=x").await;
    assert_eq!((status, answer.contains("`year`: missing")), (400, true), "{answer}");
    let nested = format!("GET /list?filter{}=1", "[inner]".repeat(9_000));
    let (status, _) = send(&base, &nested, "", "").await;
    assert!(status >= 400, "{status}");
}
