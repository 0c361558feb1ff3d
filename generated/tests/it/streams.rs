//! What is sent and received as a stream: no more than a chunk of it is held, its length may be unknown,
//! and what cannot be made again is sent once.

use crate::compiles::forms::client::Client as FormClient;
use crate::compiles::forms::types::UploadRequest;
use crate::compiles::media::client::Client;
use crate::compiles::media::operations;
use crate::compiles::media::refusals::PdfRefusal;
use crate::compiles::media::server::{Api, api_router};
use crate::loopback::{Loopback, answer};
use crate::receiver::serve;
use aifi_oasis::runtime::client::{Error, TransportFault};
use aifi_oasis::runtime::server::{Reply, accept_all};
use aifi_oasis::runtime::{Bytes, File, Upload};
use futures_core::Stream;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// A stream of these chunks.
struct Chunks(std::vec::IntoIter<io::Result<&'static str>>);

fn chunks(chunks: &[&'static str]) -> Chunks {
    Chunks(chunks.iter().map(|chunk| Ok(*chunk)).collect::<Vec<_>>().into_iter())
}

impl Stream for Chunks {
    type Item = io::Result<&'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Bytes>>>);

impl Api for Seen {
    async fn raw(&self, body: Bytes) -> Reply<(), Infallible> {
        self.0.lock().unwrap().push(body);
        Ok(())
    }
}

#[tokio::test]
async fn a_stream_of_unknown_length_arrives_as_a_whole() {
    let seen = Seen::default();
    let client = Client::new(&serve(api_router(seen.clone(), accept_all)).await, None).unwrap();
    client.raw(Upload::stream(chunks(&["one, ", "", "two"]))).await.unwrap();
    client.raw(Upload::reader(io::Cursor::new(vec![b'x'; 100_000]))).await.unwrap();
    client.raw("text").await.unwrap();
    let seen = seen.0.lock().unwrap();
    assert_eq!(seen[0], "one, two");
    assert_eq!(seen[1], vec![b'x'; 100_000]);
    assert_eq!(seen[2], "text");
}

#[tokio::test]
async fn a_known_length_is_told() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    client.maybe_raw(Some(Upload::stream(chunks(&["one", "two"])).length(6))).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert!(request.contains("content-length: 6\r\n"), "{request}");
    assert!(request.contains("content-type: application/octet-stream\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\nonetwo"), "{request}");
}

#[tokio::test]
async fn only_what_can_be_made_again_is_sent_again() {
    let server = Loopback::answering(answer("503 Service Unavailable", "retry-after: 0\r\n", ""));
    let client = Client::new(&server.base, None).unwrap();
    client.raw(Upload::stream(chunks(&["once"])).length(4)).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    client.raw(Upload::again(|| chunks(&["again"])).length(5)).await.unwrap_err();
    let requests = server.requests();
    assert!(requests.len() > 2, "{requests:?}");
    assert!(requests[1..].iter().all(|request| request.ends_with("again")), "{requests:?}");
}

#[tokio::test]
async fn a_stream_that_breaks_is_no_success() {
    let seen = Seen::default();
    let client = Client::new(&serve(api_router(seen.clone(), accept_all)).await, None).unwrap();
    let broken = vec![Ok("begun"), Err(io::Error::other("gone"))];
    client.raw(Upload::stream(Chunks(broken.into_iter()))).await.unwrap_err();
    assert!(seen.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_file_in_a_form_may_be_a_stream() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = FormClient::new(&server.base, None).unwrap();
    let stream = Upload::stream(chunks(&["a,b\n", "1,2\n"])).length(8);
    let file = File::streamed(stream).named("t.csv").of_type("text/csv");
    client.upload(&UploadRequest::new(file).note("n".to_owned())).await.unwrap();
    let request = server.requests().pop().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
    let boundary = head.split_once("boundary=").unwrap().1.lines().next().unwrap();
    let part = |head: &str, content: &str| {
        format!("--{boundary}\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let file = part("name=\"file\"; filename=\"t.csv\"\r\ncontent-type: text/csv", "a,b\n1,2\n");
    assert_eq!(body, format!("{file}{}--{boundary}--\r\n", part("name=\"note\"", "n")));
}

#[tokio::test]
async fn a_download_is_read_as_it_arrives() {
    let body = "x".repeat(200_000);
    let server = Loopback::answering(answer("200 OK", "content-type: application/pdf\r\n", &body));
    let client = Client::new(&server.base, None).unwrap();
    let request = client.http().request(&operations::PDF);
    let mut response = request.send_stream::<PdfRefusal>().await.unwrap();
    let (mut read, mut largest) = (0, 0);
    while let Some(chunk) = response.chunk().await.unwrap() {
        read += chunk.len();
        largest = largest.max(chunk.len());
    }
    assert_eq!(read, body.len());
    assert!(largest < body.len(), "it came as a whole");
}

#[tokio::test]
async fn a_download_may_be_refused_or_break_off() {
    let refusal = answer("404 Not Found", "content-type: application/json\r\n", r#"{"title":"t"}"#);
    let broken = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\nbegun";
    let call = async |answer: String| {
        let client = Client::new(&Loopback::answering(answer).base, None).unwrap();
        client.http().request(&operations::PDF).send_stream::<PdfRefusal>().await
    };
    assert!(matches!(call(refusal).await, Err(Error::Refused(_))));
    let mut begun = call(broken.to_owned()).await.unwrap();
    assert_eq!(begun.chunk().await.unwrap().unwrap(), "begun");
    let error = begun.chunk().await.unwrap_err();
    assert!(matches!(error.fault, TransportFault::Broken(_)), "{error:?}");
}
