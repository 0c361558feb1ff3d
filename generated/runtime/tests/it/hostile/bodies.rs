//! Bodies that are slow, endless, cut off, packed, no JSON, or repeat the token.

use super::{BASE64, JSON, LIMIT, MIB, PERSON, Row, SECRET, bytes, endless};
use crate::api::examples;
use crate::loopback::answer;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::time::Duration;

pub(super) fn rows() -> Vec<Row> {
    let slow = Duration::from_millis(20);
    let sized =
        |length: &str, body: &str| bytes(format!("{JSON}content-length: {length}\r\n\r\n{body}"));
    let chunked = format!("{JSON}transfer-encoding: chunked\r\n\r\n");
    let nested = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    let chunk = format!("{:x}\r\n{}\r\n", 8192, "x".repeat(8192));
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b' '; 2 * MIB]).unwrap();
    let bomb = bomb.finish().unwrap();
    let head = format!("{JSON}content-encoding: gzip\r\ncontent-length: {}\r\n\r\n", bomb.len());
    vec![
        (
            "a slow body without end",
            endless(chunked.clone(), "1\r\n \r\n", slow),
            "timeout 200",
            LIMIT,
        ),
        (
            "a fast body without end",
            endless(chunked.clone(), chunk, Duration::ZERO),
            "too large 200",
            8 * MIB,
        ),
        (
            "1 GB",
            endless(
                format!("{JSON}content-length: 1073741824\r\n\r\n"),
                "x".repeat(8192),
                Duration::ZERO,
            ),
            "too large 200",
            8 * MIB,
        ),
        (
            "1 GB of a refusal",
            endless(
                "HTTP/1.1 422 No\r\ncontent-length: 1073741824\r\n\r\n",
                "x".repeat(8192),
                Duration::ZERO,
            ),
            "too large 422",
            8 * MIB,
        ),
        (
            "until the connection ends",
            bytes(format!("{JSON}\r\n{}", examples::UPDATE_SESSION_200)),
            "success 200",
            LIMIT,
        ),
        ("a body cut in two", sized("900", examples::UPDATE_SESSION_200), "broken 200", LIMIT),
        (
            "a length that is too small",
            sized("9", examples::UPDATE_SESSION_200),
            "undecodable 200",
            LIMIT,
        ),
        ("a length below zero", sized("-1", "{}"), "broken", LIMIT),
        ("two lengths", sized("2\r\ncontent-length: 3", "{} "), "broken", LIMIT),
        ("a length beyond all", sized("99999999999999999999999", "{}"), "broken", LIMIT),
        ("a chunk of odd length", bytes(format!("{chunked}{SECRET}\r\n")), "broken 200", LIMIT),
        (
            "a chunk beyond all",
            bytes(format!("{chunked}ffffffffffffffffffff\r\n")),
            "broken 200",
            LIMIT,
        ),
        (
            "a chunk line without end",
            endless(format!("{chunked}1;"), "x".repeat(512), Duration::ZERO),
            "broken 200",
            8 * MIB,
        ),
        (
            "trailers without end",
            endless(format!("{chunked}0\r\n"), "x-a: b\r\n", Duration::ZERO),
            "broken 200",
            8 * MIB,
        ),
        ("a gzip bomb", bytes([head.as_bytes(), &bomb].concat()), "undecodable 200", LIMIT),
        (
            "no UTF-8",
            bytes(
                [format!("{JSON}content-length: 7\r\n\r\n").as_bytes(), b"{\"a\":\xff\xfe"]
                    .concat(),
            ),
            "undecodable 200",
            LIMIT,
        ),
        (
            "arrays within arrays",
            bytes(answer("200 OK", "", &nested("[", "]"))),
            "undecodable 200",
            LIMIT,
        ),
        (
            "objects within objects",
            bytes(answer("200 OK", "", &nested("{\"a\":", "}"))),
            "undecodable 200",
            2 * LIMIT,
        ),
        (
            "a refusal within refusals",
            bytes(answer("422 No", "", &nested("[", "]"))),
            "refused 422",
            LIMIT,
        ),
        (
            "no content, with a body",
            bytes(format!("HTTP/1.1 204 None\r\ncontent-length: 5\r\n\r\n{PERSON}")),
            "undocumented 204",
            LIMIT,
        ),
    ]
}

/// Bodies that repeat the token, however it is escaped, and name a person.
pub(super) fn echoes() -> Vec<Row> {
    let json = serde_json::Value::from(SECRET).to_string();
    let percent: String = SECRET.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut rows = Vec::new();
    for (name, echo) in [
        ("as JSON", json.clone()),
        ("as JSON in JSON", serde_json::Value::from(json).to_string()),
        ("in an address", format!("\"{percent}\"")),
        ("in base 64", format!("\"{}\"", BASE64)),
    ] {
        let session = format!("{{\"createdAt\": {echo}, \"id\": {echo}, \"x\": \"{PERSON}\"}}");
        let envelope = format!("{{\"message\": {echo}, \"errors\": [{echo}, \"{PERSON}\"]}}");
        for (status, body, expected) in [
            ("200 OK", &session, "undecodable 200"),
            ("401 No", &envelope, "refused 401"),
            ("422 No", &envelope, "refused 422"),
            ("500 Oops", &envelope, "refused 500"),
            ("418 Teapot", &session, "undocumented 418"),
        ] {
            rows.push((name, bytes(answer(status, "", body)), expected, LIMIT));
        }
    }
    rows
}
