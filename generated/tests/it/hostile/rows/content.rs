//! What is asked for, by whom, and with which body.

use super::super::TOKEN;
use super::{LAST, LEFT, Row, head, request, row};
use aifi_oasis::examples::TRANSITION_LEFT_REQUEST;

pub(super) fn bodies() -> Vec<Row> {
    let send = |headers: &str, body: &[u8]| request(LEFT, &format!("{headers}{LAST}"), body);
    // Personal data wherever there is room for some.
    let example = &TRANSITION_LEFT_REQUEST.replace("\"string\"", "\"Ada\"");
    let with = |property: &str| example.replacen('{', &format!("{{{property},"), 1);
    let nested = format!("\"new\": {}{}", "[".repeat(10_000), "]".repeat(10_000));
    let twice = with("\"storeId\": 1, \"storeId\": 2");
    let store = |value| {
        example.replace("\"storeId\":0,\"store\"", &format!("\"storeId\":{value},\"store\""))
    };
    let mut latin = example.as_bytes().to_vec();
    latin[example.find("Ada").unwrap()] = 0xff;
    let marked = format!("\u{feff}{example}");
    let zipped = b"\x1f\x8b\x08\0\0\0\0\0\0\x03Ada";
    let refused: &[&[u16]] = &[&[422]];
    let [at_all, unread, odd]: [&[&str]; 3] =
        [&["body at ., no bytes"], &["body at ., its bytes"], &["body at storeId, its bytes"]];
    vec![
        row("empty", send("", b""), refused, at_all),
        row("3 MiB", send("", &vec![b' '; 3 << 20]), &[&[413]], &["TooLong, no bytes"]),
        row(
            "3 MiB for a wrong token",
            String::from_utf8_lossy(&send("", &vec![b' '; 3 << 20])).replace(TOKEN, "a-wrong-one"),
            &[&[401]],
            &[],
        ),
        row("10,000 arrays in each other", send("", with(&nested).as_bytes()), refused, unread),
        row("no UTF-8", send("", &latin), refused, unread),
        row("a byte order mark", send("", marked.as_bytes()), refused, unread),
        row("a property three times", send("", twice.as_bytes()), &[&[200]], &["left"]),
        row("a number beyond all", send("", store("1e999").as_bytes()), refused, unread),
        row("text for a number", send("", store("\"Ada\"").as_bytes()), refused, odd),
        row(
            "gzip",
            send("content-encoding: gzip\r\n", zipped),
            &[&[415]],
            &["ContentEncoding, its bytes"],
        ),
        row(
            "gzip behind an encoding that is none",
            send("content-encoding: identity\r\ncontent-encoding: gzip\r\n", zipped),
            &[&[415]],
            &["ContentEncoding, its bytes"],
        ),
        row(
            "an encoding without a name",
            send("content-encoding:\r\ncontent-type:\r\n", example.as_bytes()),
            &[&[200]],
            &["left"],
        ),
        row(
            "another media type behind JSON",
            send("content-type: application/json\r\ncontent-type: text/xml\r\n", b"<Ada/>"),
            &[&[415]],
            &["MediaType, its bytes"],
        ),
        row(
            "an unknown encoding",
            send("content-encoding: \u{e9}\r\n", zipped),
            &[&[415]],
            &["ContentEncoding, its bytes"],
        ),
        row(
            "another media type",
            send("content-type: text/xml\r\n", b"<Ada/>"),
            &[&[415]],
            &["MediaType, its bytes"],
        ),
        row(
            "a media type that is not ASCII",
            send("content-type: \u{e9}\r\n", b"{}"),
            &[&[415]],
            &["MediaType, its bytes"],
        ),
        row("no media type", send("", example.as_bytes()), &[&[200]], &["left"]),
        row(
            "JSON by another name",
            send("content-type: Application/Problem+JSON; a=b\r\n", example.as_bytes()),
            &[&[200]],
            &["left"],
        ),
    ]
}

pub(super) fn credentials() -> Vec<Row> {
    let send = |headers: &str| {
        let fixed = format!("content-length: {}\r\n{LAST}", TRANSITION_LEFT_REQUEST.len());
        head(LEFT, &(fixed + headers)) + TRANSITION_LEFT_REQUEST
    };
    let good = format!("authorization: Bearer {TOKEN}\r\n");
    let [taken, refused]: [&[&[u16]]; 2] = [&[&[200]], &[&[401]]];
    vec![
        row("no token", send(""), refused, &[]),
        row("an empty one", send("authorization:\r\n"), refused, &[]),
        row("a scheme alone", send("authorization: Bearer \r\n"), refused, &[]),
        row("the token alone", send(&format!("authorization: {TOKEN}\r\n")), refused, &[]),
        row("a wrong one", send("authorization: Bearer a-wrong-one\r\n"), refused, &[]),
        row("the start of it", send("authorization: Bearer agreed\r\n"), refused, &[]),
        row("the right one twice", send(&good.repeat(2)), refused, &[]),
        row(
            "a wrong one too",
            send(&format!("{good}authorization: Bearer a-wrong-one\r\n")),
            refused,
            &[],
        ),
        row("in lower case", send(&good.replace("Bearer", "bearer")), taken, &["left"]),
        row("with space behind it", send(&good.replace("\r\n", " \t \r\n")), taken, &["left"]),
        row("with more behind it", send(&good.replace("\r\n", " more\r\n")), refused, &[]),
        row("not ASCII", send("authorization: Bearer \u{e9}\r\n"), refused, &[]),
    ]
}

pub(super) fn routes() -> Vec<Row> {
    let send = |line: &str| request(&format!("{line} HTTP/1.1"), LAST, b"");
    vec![
        row("GET", send("GET /left"), &[&[405]], &[]),
        row("HEAD", send("HEAD /left"), &[&[405]], &[]),
        row("OPTIONS", send("OPTIONS /left"), &[&[405]], &[]),
        row("a method that nobody knows", send("STEAL /left"), &[&[405]], &[]),
        row("a slash at the end", send("POST /left/"), &[&[404]], &[]),
        row("another case", send("POST /LEFT"), &[&[404]], &[]),
        row("a way up", send("POST /../left"), &[&[404]], &[]),
        row(
            "a whole address",
            request("POST http://h/left HTTP/1.1", LAST, TRANSITION_LEFT_REQUEST.as_bytes()),
            &[&[200]],
            &["left"],
        ),
        row(
            "a query",
            request("POST /left?a=%zz HTTP/1.1", LAST, TRANSITION_LEFT_REQUEST.as_bytes()),
            &[&[200]],
            &["left"],
        ),
    ]
}
