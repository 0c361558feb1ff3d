//! Forms on the wire, byte by byte, and back through the generated server.

use crate::compiles::forms::client::Client;
use crate::compiles::forms::server::{Api, api_router};
use crate::compiles::forms::types::{
    About, OrderRequest, OrderRequestKind, OrderRequestLinesItem, OrderRequestNotes,
    OrderRequestRange, UploadRequest, UploadRequestCover,
};
use crate::loopback::{Loopback, answer};
use crate::receiver::serve;
use aifi_oasis::runtime::client::reqwest::header::{HeaderName, HeaderValue};
use aifi_oasis::runtime::server::{Reply, accept_all};
use aifi_oasis::runtime::{File, Multipart};
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
    async fn order(&self, body: OrderRequest) -> Reply<(), Infallible> {
        self.note(body)
    }

    async fn upload(&self, body: UploadRequest) -> Reply<(), Infallible> {
        let contents = [&body.file].into_iter().chain(body.pages.iter().flatten());
        let contents = contents.map(|file| {
            let checksum = file.headers.get("x-checksum").map(HeaderValue::as_bytes);
            (file.name.clone(), checksum, file.content.clone())
        });
        let contents: Vec<_> = contents.collect();
        self.note((&body, contents))
    }

    async fn anything(&self, body: Option<Multipart>) -> Reply<(), Infallible> {
        self.note(body)
    }
}

fn request(server: &Loopback) -> (String, String) {
    let request = server.requests().pop().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn order() -> OrderRequest {
    OrderRequest::new(OrderRequestKind::AB)
        .amount(-3)
        .tags(texts(&["x&y", "z"]))
        .labels(texts(&["a,b", "c"]))
        .range(OrderRequestRange::default().from(1).to(2))
        .colours(texts(&["red", "blue"]))
        .notes(OrderRequestNotes::default().text("é".to_owned()))
        .lines(vec![
            OrderRequestLinesItem::default().sku("s1".to_owned()).count(1),
            OrderRequestLinesItem::default().sku("s2".to_owned()),
        ])
}

fn upload() -> UploadRequest {
    let page =
        |text: &str| File::new(text.to_owned()).named(format!("{text}.txt")).of_type("text/plain");
    let checksum = HeaderName::from_static("x-checksum");
    let file = File::new(vec![0, 255, b'\r', b'\n']);
    UploadRequest::new(file.header(checksum, HeaderValue::from_static("ff:0")))
        .pages(vec![page("one"), page("two")])
        .picture(File::new("PNG"))
        .table("a,b".to_owned())
        .note("hé\r\nllo".to_owned())
        .count(7)
        .tags(texts(&["t", "u"]))
        .ids(vec![1, 2])
        .about(About::new("On \"it\"".to_owned()).pages(3))
}

#[tokio::test]
async fn a_form_of_fields_is_spelt_as_its_encoding_says() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    Client::new(&server.base, None).unwrap().order(&order()).await.unwrap();
    let (head, body) = request(&server);
    assert!(head.starts_with("POST /order HTTP/1.1"), "{head}");
    assert!(head.contains("content-type: application/x-www-form-urlencoded"), "{head}");
    let expected = "kind=a%20b&amount=-3&tags=x%26y&tags=z&labels=a%2Cb,c&range%5Bfrom%5D=1\
        &range%5Bto%5D=2&colours%5B%5D=red&colours%5B%5D=blue&notes=%7B%22text%22%3A%22%C3%A9%22%7D\
        &lines%5B0%5D%5Bsku%5D=s1&lines%5B0%5D%5Bcount%5D=1&lines%5B1%5D%5Bsku%5D=s2";
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_form_of_parts_has_a_part_for_each_value_with_its_media_type() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    Client::new(&server.base, None).unwrap().upload(&upload()).await.unwrap();
    let (head, body) = request(&server);
    let boundary = "part-of-form-0";
    assert!(
        head.contains(&format!("content-type: multipart/form-data; boundary={boundary}")),
        "{head}"
    );
    let part = |name: &str, more: &str, content: &str| {
        format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}\r\n"
        )
    };
    let typed = |media_type: &str| format!("\r\ncontent-type: {media_type}");
    let file = |name: &str, media_type: &str| format!("; filename=\"{name}\"{}", typed(media_type));
    let checked = file("file", "application/octet-stream") + "\r\nx-checksum: ff:0";
    let expected = [
        part("file", &checked, "\0\u{fffd}\r\n"),
        part("pages", &file("one.txt", "text/plain"), "one"),
        part("pages", &file("two.txt", "text/plain"), "two"),
        part("picture", &file("picture", "image/png"), "PNG"),
        part("table", &typed("text/csv"), "a,b"),
        part("note", "", "hé\r\nllo"),
        part("count", "", "7"),
        part("tags", "", "t"),
        part("tags", "", "u"),
        part("ids", &typed("application/json"), "[1,2]"),
        part("about", &typed("application/json"), "{\"title\":\"On \\\"it\\\"\",\"pages\":3}"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(body, expected.concat());
}

#[tokio::test]
async fn a_file_is_of_a_type_that_its_part_takes() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    for (media_type, is_sent) in
        [(None, false), (Some("text/csv"), false), (Some("image/gif"), true)]
    {
        let mut scan = File::new("GIF");
        scan.media_type = media_type.map(str::to_owned);
        let sent = client.upload(&UploadRequest::new(File::new("f")).scan(scan)).await;
        assert_eq!(sent.is_ok(), is_sent, "{media_type:?}: {sent:?}");
    }
    assert_eq!(server.requests().len(), 1);
    let part = "name=\"scan\"; filename=\"scan\"\r\ncontent-type: image/gif\r\n\r\nGIF";
    assert!(request(&server).1.contains(part));
}

#[tokio::test]
async fn forms_arrive_as_they_were_sent() {
    let seen = Seen::default();
    let client = Client::new(&serve(api_router(seen.clone(), accept_all)).await, None).unwrap();
    client.order(&order()).await.unwrap();
    assert_eq!(seen.last(), format!("{:?}", order()));
    client.upload(&upload()).await.unwrap();
    let contents = [
        (Some("file"), Some(b"ff:0"), &[0, 255, b'\r', b'\n'][..]),
        (Some("one.txt"), None, b"one"),
        (Some("two.txt"), None, b"two"),
    ];
    let contents = contents.map(|(name, checksum, content)| {
        (name, checksum, aifi_oasis::runtime::Bytes::from(content))
    });
    // Files are sent with a media type if they have none.
    let mut expected = upload();
    expected.file.media_type = Some("application/octet-stream".to_owned());
    expected.picture = expected.picture.map(|picture| picture.of_type("image/png"));
    assert_eq!(seen.last(), format!("{:?}", (expected, contents)));
    client.upload(&UploadRequest::new(File::new("only"))).await.unwrap();
    client.anything(None).await.unwrap();
    assert_eq!(seen.last(), "None");
}

#[tokio::test]
async fn alternatives_of_a_part_are_files_too() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    let [one, two] = ["1", "2"].map(|text| File::new(text).named("c.png").of_type("image/png"));
    for cover in [UploadRequestCover::File(one.clone()), UploadRequestCover::List(vec![one, two])] {
        let count = if matches!(cover, UploadRequestCover::File(_)) { 1 } else { 2 };
        client.upload(&UploadRequest::new(File::new("f")).cover(cover)).await.unwrap();
        let (_, body) = request(&server);
        let part = "name=\"cover\"; filename=\"c.png\"\r\ncontent-type: image/png\r\n\r\n";
        assert_eq!(body.matches(part).count(), count, "{body}");
    }
}

#[tokio::test]
async fn parts_of_another_kind_have_a_boundary_too() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let form = Multipart::new().text("a", "b");
    Client::new(&server.base, None).unwrap().anything(Some(&form)).await.unwrap();
    let (head, _) = request(&server);
    assert!(head.contains("content-type: multipart/mixed; boundary=part-of-form-0"), "{head}");
}
