//! Headers of responses: read by type, leniently, and written by the server.

use crate::compiles::headers::client::Client;
use crate::compiles::headers::operations::{
    LINK_HEADER, RETRY_AFTER_HEADER, X_ABOUT_HEADER, X_KIND_HEADER, X_TAGS_HEADER, X_TOTAL_HEADER,
    X_UNTIL_HEADER, X_UNTIL_HEADER2,
};
use crate::compiles::headers::refusals::{DropPagesRefusal, ListPagesRefusal};
use crate::compiles::headers::server::{Api, api_router};
use crate::compiles::headers::types::ListPagesOkXKind;
use crate::loopback::{Loopback, answer};
use crate::receiver::serve;
use aifi_oasis::runtime::server::{Refused, Reply, WithHeaders, accept_all};

struct Service;

impl Api for Service {
    async fn list_pages(&self) -> Reply<WithHeaders<Vec<String>>, ListPagesRefusal> {
        let pages = WithHeaders::from(vec!["a".to_owned()]);
        let tags = vec!["a".to_owned(), "b".to_owned()];
        Ok(pages.header(&X_TOTAL_HEADER, &7).header(&X_TAGS_HEADER, &tags))
    }

    async fn drop_pages(&self) -> Reply<WithHeaders<()>, DropPagesRefusal> {
        Err(Refused::from(DropPagesRefusal::TooManyRequests).header(&RETRY_AFTER_HEADER, &30))
    }
}

#[tokio::test]
async fn headers_are_read_by_type() {
    let headers = "x-total: 12\r\nlink: <a>; rel=next, <b>\r\nx-kind: odd\r\nx-tags: a, b\r\nx-tags: c\r\n\
        x-until: 2026-01-02T03:04:05Z\r\nx-about: {\"a\":1}\r\n";
    let server = Loopback::answering(answer("200 OK", headers, "[]"));
    let pages = Client::new(&server.base, None).unwrap().list_pages().await.unwrap();
    assert_eq!(pages.header(&X_TOTAL_HEADER), Some(12));
    assert_eq!(pages.header(&LINK_HEADER).as_deref(), Some("<a>; rel=next, <b>"));
    assert_eq!(pages.header(&X_KIND_HEADER), Some(ListPagesOkXKind::Other("odd".to_owned())));
    assert_eq!(pages.header(&X_TAGS_HEADER), Some(["a", "b", "c"].map(str::to_owned).to_vec()));
    let until = "2026-01-02T03:04:05Z";
    assert_eq!(pages.header(&X_UNTIL_HEADER).map(|time| time.to_string()).as_deref(), Some(until));
    assert_eq!(pages.header(&X_UNTIL_HEADER2).as_deref(), Some(until));
    assert_eq!(pages.header(&X_ABOUT_HEADER).unwrap().a, Some(1));
    assert_eq!(pages.header(&RETRY_AFTER_HEADER), None);
}

#[tokio::test]
async fn a_header_that_is_not_as_documented_costs_no_response() {
    let server =
        Loopback::answering(answer("200 OK", "x-total: many\r\nx-about: {\r\n", "[\"a\"]"));
    let pages = Client::new(&server.base, None).unwrap().list_pages().await.unwrap();
    assert_eq!(*pages, ["a"]);
    assert_eq!((pages.header(&X_TOTAL_HEADER), pages.header(&X_ABOUT_HEADER)), (None, None));
    assert_eq!(pages.headers()["x-total"], "many");
}

#[tokio::test]
async fn headers_are_answered_as_they_are_read() {
    let client = Client::new(&serve(api_router(Service, accept_all)).await, None).unwrap();
    let pages = client.list_pages().await.unwrap();
    assert_eq!((pages.header(&X_TOTAL_HEADER), pages.len()), (Some(7), 1));
    assert_eq!(pages.headers()["x-tags"], "a,b");
    let error =
        client.with_timeout(std::time::Duration::from_secs(5)).drop_pages().await.unwrap_err();
    assert_eq!(error.header(&RETRY_AFTER_HEADER), Some(30));
    assert_eq!(error.refusal(), Some(&DropPagesRefusal::TooManyRequests));
}
