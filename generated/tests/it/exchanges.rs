//! Every way to send and to receive, there and back: through the generated client to the generated
//! router.

use crate::compiles::exchanges::client::Client;
use crate::compiles::exchanges::operations::{ListStylesParameters, SendFormIfAnyBody};
use crate::compiles::exchanges::refusals::{Clone2Success, DownloadRefusal, ListStylesRefusal};
use crate::compiles::exchanges::server::{Api, api_router};
use crate::compiles::exchanges::types::{
    ListStylesPoint, SendFormIfAnyRequest, SendFormRequest, SendFormRequestGrantType, UploadRequest,
};
use crate::loopback::{Loopback, answer};
use crate::receiver::serve;
use aifi_oasis::runtime::server::{Reply, WithHeaders, accept_all};
use aifi_oasis::runtime::{Bytes, File};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

/// Writes down what reaches it.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn note(&self, what: impl std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{what:?}"));
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().pop().unwrap()
    }
}

impl Api for Seen {
    async fn send_form(&self, body: SendFormRequest) -> Reply<(), Infallible> {
        self.note(body);
        Ok(())
    }

    async fn send_form_if_any(&self, body: Option<SendFormIfAnyBody>) -> Reply<(), Infallible> {
        self.note(body);
        Ok(())
    }

    async fn upload(
        &self,
        name: String,
        extension: String,
        body: UploadRequest,
    ) -> Reply<WithHeaders<()>, Infallible> {
        self.note((name, extension, body.file.map(|file| file.content)));
        Ok(WithHeaders::default())
    }

    async fn download(&self, name: String, _: String) -> Reply<Bytes, DownloadRefusal> {
        match name.as_str() {
            "there" => Ok(Bytes::from_static(b"%PDF")),
            _ => Err(DownloadRefusal::NotFound("no such file".to_owned()).into()),
        }
    }

    async fn list_styles(
        &self,
        matrix: i64,
        label: Vec<String>,
        list: Vec<i64>,
        parameters: ListStylesParameters,
    ) -> Reply<Vec<String>, ListStylesRefusal> {
        self.note((matrix, label, list, parameters));
        Ok(Vec::new())
    }

    async fn clone2(&self, other: String) -> Reply<Clone2Success, Infallible> {
        Ok(if other == "later" { Clone2Success::Accepted } else { Clone2Success::Ok(Box::new(7)) })
    }
}

async fn client() -> (Seen, Client) {
    let seen = Seen::default();
    let base = serve(api_router(seen.clone(), accept_all)).await;
    (seen, Client::new(&base, None).unwrap())
}

#[tokio::test]
async fn forms_arrive_as_they_were_sent() {
    let (seen, client) = client().await;
    let form = SendFormRequest::new(SendFormRequestGrantType::UrnDevice)
        .scope(vec!["read:all".to_owned(), "write:all".to_owned()])
        .remember(true);
    client.send_form(&form).await.unwrap();
    assert_eq!(seen.last(), format!("{form:?}"));
    client.send_form_if_any(None).await.unwrap();
    assert_eq!(seen.last(), "None");
    let note = SendFormIfAnyRequest::default().note("a&b=c".to_owned());
    let note = SendFormIfAnyBody::Form(note);
    client.send_form_if_any(Some(&note)).await.unwrap();
    assert_eq!(seen.last(), format!("{:?}", Some(note)));
}

#[tokio::test]
async fn a_form_has_the_names_and_values_of_the_document() {
    let server = Loopback::answering(answer("200 OK", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    let form = SendFormRequest::new(SendFormRequestGrantType::UrnDevice)
        .scope(vec!["a b".to_owned(), "c".to_owned()])
        .remember(false);
    client.send_form(&form).await.unwrap();
    let request = &server.requests()[0];
    assert!(request.contains("content-type: application/x-www-form-urlencoded\r\n"), "{request}");
    let body = request.rsplit("\r\n\r\n").next().unwrap().replace('+', "%20");
    let mut pairs: Vec<&str> = body.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["grant_type=urn%3Adevice", "remember=false", "scope=a%20b", "scope=c"]);
}

#[tokio::test]
async fn a_form_of_parts_arrives_with_its_bytes() {
    let (seen, client) = client().await;
    let bytes = Bytes::from_static(b"\r\n--part-of-form-0\r\n\x00\xff");
    let form = UploadRequest::default().file(File::new(bytes.clone()));
    client.upload("a.b", "tar.gz", &form).await.unwrap();
    // The first text between two values ends the first of them.
    assert_eq!(seen.last(), format!("{:?}", ("a", "b.tar.gz", Some(bytes))));
}

#[tokio::test]
async fn bytes_come_back_and_so_do_refusals_of_bytes() {
    let (_, client) = client().await;
    let found = client.download("there", "pdf").await.unwrap();
    assert_eq!(found.headers()["content-type"], "application/pdf");
    assert_eq!(found.into_inner(), "%PDF");
    let error = client.download("elsewhere", "pdf").await.unwrap_err();
    let refusal = DownloadRefusal::NotFound("no such file".to_owned());
    assert_eq!(error.refusal(), Some(&refusal));
    client.peek("there", "pdf").await.unwrap();
}

#[tokio::test]
async fn parameters_of_every_style_arrive_as_they_were_sent() {
    let (seen, client) = client().await;
    let label = ["a".to_owned(), "b/c".to_owned()];
    let parameters = ListStylesParameters::default()
        .id("in the query".to_owned())
        .id_in_header("in a header".to_owned())
        .point(ListStylesPoint::default().x(1).y(-2));
    client.list_styles(7, &label, &[3, 4], &parameters).await.unwrap();
    assert_eq!(seen.last(), format!("{:?}", (7, label, [3, 4], parameters)));
}

#[tokio::test]
async fn parameters_travel_where_the_document_says() {
    let server = Loopback::answering(answer("200 OK", "", "[]"));
    let client = Client::new(&server.base, None).unwrap();
    let parameters = ListStylesParameters::default()
        .id("q".to_owned())
        .id_in_header("h".to_owned())
        .point(ListStylesPoint::default().x(1));
    let label = ["a".to_owned(), "b".to_owned()];
    client.list_styles(7, &label, &[3, 4], &parameters).await.unwrap();
    let request = &server.requests()[0];
    let line = "GET /styles/;matrix=7/.a.b/3,4?id=q&x=1 HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
    assert!(request.contains("\r\nid: h\r\n"), "{request}");
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated operation can still be called")]
async fn successes_of_several_kinds_are_told_apart() {
    let (_, client) = client().await;
    let got = client.clone2("now").await.unwrap().into_inner();
    assert_eq!(got, Clone2Success::Ok(Box::new(7)));
    assert_eq!(client.clone2("later").await.unwrap().into_inner(), Clone2Success::Accepted);
}
