//! Where parameters stand in a request and how they are spelt there, at either end, and which server
//! an operation is called at.

use crate::compiles::places::client::Client;
use crate::compiles::places::operations::{SearchParameters, SomeParameters};
use crate::compiles::places::server::{Api, api_router};
use crate::compiles::places::types::{SearchDoc, SearchFilter, SearchPage};
use crate::loopback::{Loopback, answer, exchange};
use crate::receiver::serve;
use aifi_oasis::runtime::client::{Error, RequestFault};
use aifi_oasis::runtime::server::{Reply, accept_all};
use serde_json::Number;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn note(&self, what: impl std::fmt::Debug) -> Reply<(), Infallible> {
        self.0.lock().unwrap().push(format!("{what:?}"));
        Ok(())
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().pop().unwrap()
    }
}

impl Api for Seen {
    async fn styled(&self, a: String, b: String, c: Vec<i64>) -> Reply<(), Infallible> {
        self.note((a, b, c))
    }

    async fn stop(&self) -> Reply<(), Infallible> {
        self.note("stop")
    }

    async fn start(&self, time: String) -> Reply<(), Infallible> {
        self.note(("start", time))
    }

    async fn plain(
        &self,
        _: crate::compiles::places::operations::PlainParameters,
    ) -> Reply<(), Infallible> {
        self.note("plain")
    }

    async fn range(&self, from: Number, to: Number, ids: Vec<String>) -> Reply<(), Infallible> {
        self.note((from, to, ids))
    }

    async fn some(&self, parameters: SomeParameters) -> Reply<(), Infallible> {
        self.note(parameters)
    }

    async fn search(&self, parameters: SearchParameters) -> Reply<(), Infallible> {
        self.note(parameters)
    }
}

fn at_loopback() -> (Loopback, Client) {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    (server, client)
}

fn line(server: &Loopback) -> String {
    server.requests().pop().unwrap().lines().next().unwrap().to_owned()
}

fn number(text: &str) -> Number {
    serde_json::from_str(text).unwrap()
}

fn search() -> SearchParameters {
    let tags = ["a b", "c"].map(str::to_owned).to_vec();
    SearchParameters::default()
        .url("https://h/p?q=1&r#f".to_owned())
        .words(["a,b", "c/d"].map(str::to_owned).to_vec())
        .page(SearchPage::default().number(1).sort(["x"].map(str::to_owned).to_vec()))
        .filter(SearchFilter::default().tags(tags))
        .ids(vec![1, 2])
        .text("7".to_owned())
        .doc(SearchDoc::default().a(1))
        .session("s;1".to_owned())
        .x_ids(vec![3, 4])
}

#[tokio::test]
async fn what_has_to_be_there_is_not_left_out() {
    let (server, client) = at_loopback();
    let some = |ids: &[i64]| SomeParameters::new(ids.to_vec(), String::new());
    client.some(&some(&[1, 2])).await.unwrap();
    assert_eq!(line(&server), "GET /some?ids=1&ids=2&word= HTTP/1.1");
    let Err(Error::Request(error)) = client.some(&some(&[])).await else { panic!("it is sent") };
    assert_eq!(error.fault, RequestFault::Empty { parameter: "ids" });
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_address_is_what_the_template_says() {
    let (server, client) = at_loopback();
    client.styled("x/y?z#", "a.b", &[1, 2]).await.unwrap();
    assert_eq!(line(&server), "GET /m;a=x%2Fy%3Fz%23/l.a.b;c=1;c=2 HTTP/1.1");
    client.stop().await.unwrap();
    assert_eq!(line(&server), "POST /things?action=stop HTTP/1.1");
    client.start("now & then").await.unwrap();
    assert_eq!(line(&server), "POST /things?action=start&at=now%20%26%20then HTTP/1.1");
    let ids = ["a,b", "c)"].map(str::to_owned);
    client.range(&number("1.5"), &number("-2"), &ids).await.unwrap();
    assert_eq!(line(&server), "GET /range/1.5..-2/(a%2Cb,c%29).json HTTP/1.1");
}

#[tokio::test]
async fn a_query_is_spelt_as_its_parameters_say() {
    let (server, client) = at_loopback();
    client.search(&search()).await.unwrap();
    let expected = "GET /search?doc=%7B%22a%22%3A1%7D&filter%5Btags%5D%5B%5D=a%20b\
        &filter%5Btags%5D%5B%5D=c&ids%5B%5D=1&ids%5B%5D=2&text=7&url=https://h/p?q=1%26r%23f\
        &words=a%2Cb,c/d&number=1&sort%5B%5D=x HTTP/1.1";
    let sorted = |line: &str| {
        let mut pairs: Vec<String> = line.split('&').map(str::to_owned).collect();
        pairs.sort();
        pairs
    };
    let found = line(&server).replace(" HTTP/1.1", "").replace("GET /search?", "");
    let expected = expected.replace(" HTTP/1.1", "").replace("GET /search?", "");
    assert_eq!(sorted(&found), sorted(&expected));
    let request = server.requests().pop().unwrap();
    assert!(request.contains("\r\ncookie: session=s%3B1\r\n"), "{request}");
    assert!(request.contains("\r\nx-ids: 3,4\r\n"), "{request}");
    for reserved in ["authorization:", "content-type:"] {
        assert!(!request.contains(reserved), "{request}");
    }
    assert_eq!(request.matches("accept:").count(), 1, "{request}");
}

#[tokio::test]
async fn parameters_arrive_as_they_were_sent() {
    let seen = Seen::default();
    let base = serve(api_router(seen.clone(), accept_all)).await;
    let client = Client::new(&base, None).unwrap();
    client.styled("x/y?z#", "a.b", &[1, 2]).await.unwrap();
    assert_eq!(seen.last(), format!("{:?}", ("x/y?z#", "a.b", [1, 2])));
    client.search(&search()).await.unwrap();
    assert_eq!(seen.last(), format!("{:?}", search()));
    let ids = ["a,b", "c)"].map(str::to_owned);
    client.range(&number("1.5"), &number("-2"), &ids).await.unwrap();
    assert_eq!(seen.last(), format!("{:?}", (number("1.5"), number("-2"), ids)));
}

#[tokio::test]
async fn operations_on_one_path_are_told_apart_by_its_query() {
    let seen = Seen::default();
    let base = serve(api_router(seen.clone(), accept_all)).await;
    let client = Client::new(&base, None).unwrap();
    client.stop().await.unwrap();
    assert_eq!(seen.last(), "\"stop\"");
    client.start("now & then").await.unwrap();
    assert_eq!(seen.last(), "(\"start\", \"now & then\")");
    for query in ["", "?action=pause", "?more=1"] {
        let (status, _) = exchange(&base, &format!("POST /things{query}"), "", "").await;
        assert_eq!((status, seen.last().as_str()), (204, "\"plain\""), "{query}");
    }
}

#[tokio::test]
async fn an_operation_with_a_server_of_its_own_is_called_there() {
    let (server, own) = (at_loopback().0, at_loopback().0);
    let builder = Client::builder().base_url(format!("{}/v1", server.base));
    let client = builder.server("http://127.0.0.1:9/base", format!("{}/base", own.base)).build();
    let client = client.unwrap();
    client.elsewhere().await.unwrap();
    assert_eq!(line(&own), "GET /base/elsewhere HTTP/1.1");
    client.beside().await.unwrap();
    assert_eq!(line(&server), "PUT /v2/elsewhere HTTP/1.1");
    client.outside().await.unwrap();
    assert_eq!(line(&server), "POST /v1/elsewhere HTTP/1.1", "a test calls no other machine");
    let client = Client::new(&server.base, None).unwrap();
    let client = client.with_timeout(std::time::Duration::from_millis(200));
    assert!(client.elsewhere().await.unwrap_err().is_retryable(), "nobody listens at port 9");
}
