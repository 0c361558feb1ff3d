//! Lists that come in pages: the order of the items, what is asked for, and where a list ends.

use crate::api::refusals::UpdateSessionRefusal;
use crate::loopback::{Loopback, answer};
use oasis_runtime::client::{Error, Http, Items, PageError, Retry, Token};
use oasis_runtime::{
    Auth, Cursor, Operation, Paging, Parameter, Parameters, SecurityScheme, Style,
};
use serde::{Deserialize, Serialize};

const BEARER: SecurityScheme = SecurityScheme::new("bearer", Auth::Scheme("Bearer"));

const LIST: Operation =
    Operation { id: "list", path: "/things", security: &[&[BEARER]], ..Operation::NEW };

#[derive(Debug, Deserialize)]
struct Thing {
    name: String,
}

#[derive(Serialize)]
struct Filter {
    after: Option<&'static str>,
    name: &'static str,
}

impl Parameters for Filter {
    const TABLE: &'static [Parameter] =
        &[Parameter::query("after", Style::Exploded), Parameter::query("name", Style::Exploded)];
}

fn items(
    server: &Loopback,
    cursor: Cursor,
    after: Option<&'static str>,
) -> Items<Thing, UpdateSessionRefusal> {
    let token = Token::new("t0ken").unwrap();
    let http: Http =
        Http::builder().base_url(&server.base).token(token).retry(Retry::never()).build().unwrap();
    let paging = Paging { parameter: "after", items: "data", cursor };
    http.request(&LIST).parameters(&Filter { after, name: "a&b" }).items(paging)
}

fn page(body: &str) -> String {
    answer("200 OK", "", body)
}

/// The names of the items, how the list ended, and the queries that were asked.
async fn read(
    server: &Loopback,
    mut items: Items<Thing, UpdateSessionRefusal>,
) -> (Vec<String>, &'static str, Vec<String>) {
    let (mut names, mut end) = (Vec::new(), "ended");
    while let Some(item) = items.next().await {
        match item {
            Ok(thing) => names.push(thing.name),
            Err(PageError::NoCursor { .. }) => end = "no cursor",
            Err(PageError::Repeated) => end = "repeated",
            Err(PageError::TooMany { .. }) => end = "too many",
            Err(PageError::Call(Error::Decode(_))) => end = "undecodable",
            Err(PageError::Call(Error::Refused(_))) => end = "refused",
            Err(error) => panic!("{error}"),
        }
    }
    assert!(items.next().await.is_none(), "nothing comes after the end");
    let queries = server.requests().into_iter().map(|request| {
        let target = request.split(' ').nth(1).unwrap().to_owned();
        target.trim_start_matches("/things?name=a%26b").to_owned()
    });
    (names, end, queries.collect())
}

#[tokio::test]
async fn items_come_in_order_until_the_list_ends_or_cannot_go_on() {
    const LAST: Cursor = Cursor::Last("id");
    const NEXT: Cursor = Cursor::Next("more");
    let one = r#"{"data":[{"name":"a","id":1},{"name":"b","id":2}]}"#;
    let two = r#"{"data":[{"name":"c","id":"x/y"}]}"#;
    let none = r#"{"data":[]}"#;
    let more = r#"{"data":[{"name":"a"}],"more":"m1"}"#;
    let empty_more = r#"{"data":[],"more":7}"#;
    for (about, cursor, bodies, names, end, queries) in [
        ("empty", LAST, vec![none], "", "ended", vec![""]),
        ("last", LAST, vec![one, two, none], "abc", "ended", vec!["", "&after=2", "&after=x%2Fy"]),
        ("no cursor", LAST, vec![r#"{"data":[{"name":"a"}]}"#], "a", "no cursor", vec![""]),
        ("null", LAST, vec![r#"{"data":[{"name":"a","id":null}]}"#], "a", "no cursor", vec![""]),
        ("again", LAST, vec![one, one], "abab", "repeated", vec!["", "&after=2"]),
        (
            "circle",
            LAST,
            vec![one, two, one],
            "abcab",
            "repeated",
            vec!["", "&after=2", "&after=x%2Fy"],
        ),
        (
            "next",
            NEXT,
            vec![more, r#"{"data":[{"name":"b"}]}"#],
            "ab",
            "ended",
            vec!["", "&after=m1"],
        ),
        ("next null", NEXT, vec![r#"{"data":[],"more":null}"#], "", "ended", vec![""]),
        ("next blank", NEXT, vec![r#"{"data":[],"more":""}"#], "", "ended", vec![""]),
        // A page may be empty although more come.
        ("next, empty", NEXT, vec![empty_more, none], "", "ended", vec!["", "&after=7"]),
        ("no array", LAST, vec![one, "{}"], "ab", "undecodable", vec!["", "&after=2"]),
        ("null array", NEXT, vec![r#"{"data":null}"#], "", "undecodable", vec![""]),
        ("no object", LAST, vec!["[]"], "", "undecodable", vec![""]),
        ("odd item", LAST, vec![r#"{"data":[{"name":1}]}"#], "", "undecodable", vec![""]),
    ] {
        let server = Loopback::in_turn(bodies.into_iter().map(page));
        let (found, how, asked) = read(&server, items(&server, cursor, None)).await;
        let queries: Vec<String> = queries.into_iter().map(str::to_owned).collect();
        assert_eq!((found.concat().as_str(), how, asked), (names, end, queries), "{about}");
    }
}

#[tokio::test]
async fn a_list_may_begin_behind_a_cursor_and_is_asked_no_further_than_it_is_read() {
    let one = r#"{"data":[{"name":"a","id":5},{"name":"b","id":6}]}"#;
    let server = Loopback::answering(page(one));
    let mut items = items(&server, Cursor::Last("id"), Some("4"));
    assert!(server.requests().is_empty(), "nothing is asked for before an item is");
    assert_eq!(items.next().await.unwrap().unwrap().name, "a");
    assert_eq!(items.next().await.unwrap().unwrap().name, "b");
    assert_eq!(server.requests().len(), 1);
    assert!(server.requests()[0].starts_with("GET /things?after=4&name=a%26b "));
    assert!(server.requests()[0].contains("authorization: Bearer t0ken"));
    items.next().await;
    let second = &server.requests()[1];
    assert!(second.starts_with("GET /things?name=a%26b&after=6 "), "{second}");
}

#[tokio::test]
async fn pages_are_bounded_and_a_refusal_ends_the_list() {
    let endless = (0..5).map(|id| page(&format!(r#"{{"data":[{{"name":"a","id":{id}}}]}}"#)));
    let server = Loopback::in_turn(endless);
    let (names, end, asked) =
        read(&server, items(&server, Cursor::Last("id"), None).most_pages(3)).await;
    assert_eq!((names.len(), end, asked.len()), (3, "too many", 3));

    let first = page(r#"{"data":[{"name":"a","id":1}]}"#);
    let server = Loopback::in_turn([first, answer("503 Busy", "", "")]);
    let list = items(&server, Cursor::Last("id"), None);
    assert_eq!(read(&server, list).await.1, "refused");
    let error = items(&server, Cursor::Last("id"), None).all().await.unwrap_err();
    assert!(matches!(error, PageError::Call(ref call) if call.is_retryable()), "{error:?}");
}
