//! Media types on the wire: what a request is sent as, what is accepted, and how the one that came
//! is read, at either end.

use crate::compiles::media::client::Client;
use crate::compiles::media::operations::{ChangeBody, SeveralBody};
use crate::compiles::media::refusals::{CountRefusal, PdfRefusal, SeveralRefusal, SeveralSuccess};
use crate::compiles::media::server::{Api, api_router};
use crate::compiles::media::types::{Item, Problem, SeveralRequest};
use crate::loopback::{Loopback, answer, exchange};
use crate::receiver::serve;
use aifi_oasis::runtime::client::{Error, RequestFault};
use aifi_oasis::runtime::server::{Reply, accept_all};
use aifi_oasis::runtime::{Bytes, File};
use std::convert::Infallible;

struct Service;

impl Api for Service {
    async fn same(&self, body: Item) -> Reply<Item, Infallible> {
        Ok(body)
    }

    async fn several(&self, body: Option<SeveralBody>) -> Reply<SeveralSuccess, SeveralRefusal> {
        match body {
            Some(SeveralBody::Json(item)) => Ok(SeveralSuccess::Ok(Box::new(item))),
            Some(SeveralBody::Parts(form)) => {
                Ok(SeveralSuccess::OkCsv(format!("{} bytes", form.file.content.len())))
            }
            Some(SeveralBody::Text(text)) => {
                Err(SeveralRefusal::UnprocessableContentText(text).into())
            }
            Some(SeveralBody::File(file)) => {
                let title = format!("{:?}", file.media_type);
                let problem = Box::new(problem(&title));
                Err(SeveralRefusal::Conflict(Some(problem)).into())
            }
            _ => Err(SeveralRefusal::UnprocessableContent(None).into()),
        }
    }

    async fn count(&self, body: String) -> Reply<i64, CountRefusal> {
        match body.as_str() {
            "" => Err(CountRefusal::BadRequest("no text".to_owned()).into()),
            text => Ok(i64::try_from(text.chars().count()).unwrap()),
        }
    }

    async fn load(&self, name: String) -> Reply<File, Infallible> {
        Ok(File::new(name).of_type("image/gif"))
    }
}

fn problem(title: &str) -> Problem {
    serde_json::from_value(serde_json::json!({"title": title})).unwrap()
}

/// Whether a request was sent with all of these lines and this body.
fn assert_sent(server: &Loopback, lines: &[&str], body: &str) {
    let request = server.requests().pop().unwrap();
    let (head, sent) = request.split_once("\r\n\r\n").unwrap();
    for line in lines {
        assert!(head.lines().any(|found| found == *line), "{line} is not in {head}");
    }
    assert_eq!(sent, body);
}

async fn at_service() -> Client {
    Client::new(&serve(api_router(Service, accept_all)).await, None).unwrap()
}

fn answering(headers: &str, body: &str) -> (Loopback, Client) {
    let server = Loopback::answering(answer("200 OK", headers, body));
    let client = Client::new(&server.base, None).unwrap();
    (server, client)
}

#[tokio::test]
async fn one_value_travels_as_json_whatever_else_it_may_travel_as() {
    let (server, client) = answering("", "{\"a\":\"b\"}");
    client.same(&Item::new("x".to_owned())).await.unwrap();
    let lines = ["accept: application/vnd.item+json", "content-type: application/json"];
    assert_sent(&server, &lines, "{\"a\":\"x\"}");
    let client = at_service().await;
    let found = client.same(&Item::new("x".to_owned())).await.unwrap();
    assert_eq!(found.headers()["content-type"], "application/vnd.item+json");
}

#[tokio::test]
async fn a_server_takes_the_value_in_its_other_clothes() {
    let base = serve(api_router(Service, accept_all)).await;
    for (media_type, body) in [
        ("application/x-www-form-urlencoded", "a=x+y"),
        ("text/json", "{\"a\": \"x y\"}"),
        ("application/vnd.x+json", "{\"a\": \"x y\"}"),
    ] {
        let head = format!("content-type: {media_type}\r\n");
        let (status, text) = exchange(&base, "POST /same", &head, body).await;
        assert_eq!((status, text.as_str()), (200, "{\"a\":\"x y\"}"), "{media_type}");
    }
    let (status, _) = exchange(&base, "POST /same", "content-type: a/b\r\n", "x").await;
    assert_eq!(status, 415);
}

#[tokio::test]
async fn several_values_are_sent_in_the_media_type_of_each() {
    let accept = "accept: application/json, text/csv, application/problem+json, text/plain";
    let (server, client) = answering("content-type: text/csv\r\n", "1,2");
    let text = client.several(Some(&SeveralBody::Text("é".to_owned()))).await.unwrap();
    assert_eq!(*text, SeveralSuccess::OkCsv("1,2".to_owned()));
    assert_sent(&server, &[accept, "content-type: text/plain"], "é");
    let image = File::new("JPEG").of_type("image/jpeg");
    client.several(Some(&SeveralBody::File(image))).await.unwrap();
    assert_sent(&server, &[accept, "content-type: image/jpeg"], "JPEG");
    client.several(Some(&SeveralBody::File(File::new("PNG")))).await.unwrap();
    assert_sent(&server, &[accept, "content-type: image/png"], "PNG");
    client.several(None).await.unwrap();
    assert_sent(&server, &[accept], "");
    let (server, client) = answering("content-type: application/json\r\n", "{\"a\":\"b\"}");
    let item = client.several(Some(&SeveralBody::Json(Item::new("i".to_owned())))).await.unwrap();
    assert_eq!(*item, SeveralSuccess::Ok(Box::new(Item::new("b".to_owned()))));
    assert_sent(&server, &["content-type: application/json"], "{\"a\":\"i\"}");
}

#[tokio::test]
async fn each_kind_of_body_is_read_and_answered_as_what_it_is() {
    let client = at_service().await;
    let item = Item::new("i".to_owned());
    let found = client.several(Some(&SeveralBody::Json(item.clone()))).await.unwrap();
    assert_eq!(found.into_inner(), SeveralSuccess::Ok(Box::new(item)));
    let form = SeveralRequest::new(File::new("12345"));
    let found = client.several(Some(&SeveralBody::Parts(form))).await.unwrap();
    assert_eq!(found.headers()["content-type"], "text/csv");
    assert_eq!(found.into_inner(), SeveralSuccess::OkCsv("5 bytes".to_owned()));
    let error = client.several(Some(&SeveralBody::Text("no".to_owned()))).await.unwrap_err();
    assert_eq!(error.response().unwrap().headers["content-type"], "text/plain");
    let refusal = SeveralRefusal::UnprocessableContentText("no".to_owned());
    assert_eq!(error.refusal(), Some(&refusal));
    let image = File::new("J").of_type("image/jpeg");
    let error = client.several(Some(&SeveralBody::File(image))).await.unwrap_err();
    assert_eq!(error.response().unwrap().headers["content-type"], "application/problem+json");
    let refusal = SeveralRefusal::Conflict(Some(Box::new(problem("Some(\"image/jpeg\")"))));
    assert_eq!(error.refusal(), Some(&refusal));
}

#[tokio::test]
async fn two_kinds_of_patches_are_told_apart() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    let merge = serde_json::from_str("{\"a\":null}").unwrap();
    client.change(1, &ChangeBody::MergePatchJson(merge)).await.unwrap();
    assert_sent(&server, &["content-type: application/merge-patch+json"], "{\"a\":null}");
    let patch = serde_json::from_str("[{\"op\":\"test\"}]").unwrap();
    client.change(1, &ChangeBody::JsonPatchJson(patch)).await.unwrap();
    assert_sent(&server, &["content-type: application/json-patch+json"], "[{\"op\":\"test\"}]");
}

#[tokio::test]
async fn text_is_text_both_ways() {
    let (server, client) = answering("content-type: text/plain\r\n", "7");
    assert_eq!(*client.count("one\ntwo").await.unwrap(), 7);
    assert_sent(&server, &["accept: text/plain", "content-type: text/plain"], "one\ntwo");
    let client = at_service().await;
    assert_eq!(*client.count("hé").await.unwrap(), 2);
    let error = client.count("").await.unwrap_err();
    assert_eq!(error.refusal(), Some(&CountRefusal::BadRequest("no text".to_owned())));
    assert_eq!(error.response().unwrap().headers["content-type"], "text/plain");
}

#[tokio::test]
async fn a_file_is_sent_in_its_own_media_type_if_that_is_documented() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    client.store("a", &File::new("WEBP").of_type("image/webp")).await.unwrap();
    assert_sent(&server, &["content-type: image/webp", "accept: */*"], "WEBP");
    for file in [File::new("x"), File::new("x").of_type("text/plain")] {
        let Err(Error::Request(error)) = client.store("a", &file).await else { panic!("sent") };
        assert_eq!(error.fault, RequestFault::Encode);
    }
    let loaded = at_service().await.load("G").await.unwrap().into_inner();
    assert_eq!(loaded, File::new("G").of_type("image/gif"));
}

#[tokio::test]
async fn what_is_accepted_is_what_the_document_says_may_come() {
    let (server, client) = answering("", "%PDF");
    let found: Bytes = client.pdf().await.unwrap().into_inner();
    assert_eq!(found, "%PDF");
    assert_sent(&server, &["accept: application/pdf, application/json"], "");
    let (server, client) = answering("", "{\"a\":\"b\"}");
    assert_eq!(client.any().await.unwrap().into_inner(), Item::new("b".to_owned()));
    assert_sent(&server, &["accept: application/json"], "");
    let _ = PdfRefusal::Default;
}
