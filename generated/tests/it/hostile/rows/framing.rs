//! Where one request ends and the next begins.

use super::super::TOKEN;
use super::{LAST, LEFT, Row, head, left, row};
use aifi_oasis::examples::TRANSITION_LEFT_REQUEST;

pub(super) fn rows() -> Vec<Row> {
    let token = format!("authorization: Bearer {TOKEN}\r\n");
    let chunked = |headers: &str, body: &str| head(LEFT, &format!("{token}{headers}")) + body;
    let whole =
        format!("{:x}\r\n{TRANSITION_LEFT_REQUEST}\r\n0\r\n\r\n", TRANSITION_LEFT_REQUEST.len());
    let smuggled = String::from_utf8_lossy(&left("")).into_owned();
    let (codings, broken) = ("transfer-encoding: chunked\r\n", &["Broken, no bytes"]);
    let both = |headers: &str| chunked(headers, &format!("{whole}{smuggled}"));
    let expects = |token: &str| {
        head(
            LEFT,
            &format!(
                "{token}expect: 100-continue\r\ncontent-length: {}\r\n{LAST}",
                TRANSITION_LEFT_REQUEST.len()
            ),
        )
    };
    let two = format!("{token}content-length: 5\r\ncontent-length: 6\r\n");
    vec![
        row("chunks", chunked(codings, &whole), &[&[200]], &["left"]),
        row("chunks without a size", chunked(codings, "zz\r\nx\r\n"), &[&[400]], broken),
        row(
            "a chunk beyond all sizes",
            chunked(codings, "fffffffffffffffff\r\nx"),
            &[&[400]],
            broken,
        ),
        row(
            "length, then chunks",
            both("content-length: 5\r\ntransfer-encoding: chunked\r\n"),
            &[&[200]],
            &["left"],
        ),
        row(
            "chunks, then length",
            both("transfer-encoding: chunked\r\ncontent-length: 5\r\n"),
            &[&[200]],
            &["left"],
        ),
        row("two lengths", head(LEFT, &two) + "{}", &[&[400]], &[]),
        row(
            "a length with a sign",
            head(LEFT, &format!("{token}content-length: +2\r\n")) + "{}",
            &[&[400]],
            &[],
        ),
        row(
            "a length below nothing",
            head(LEFT, &format!("{token}content-length: -2\r\n")) + "{}",
            &[&[400]],
            &[],
        ),
        row(
            "an unknown transfer coding",
            chunked("transfer-encoding: zip\r\n", "x"),
            &[&[400]],
            &[],
        ),
        row(
            "chunks that are not last",
            chunked("transfer-encoding: chunked, zip\r\n", &whole),
            &[&[400]],
            &[],
        ),
        row(
            "pipelined",
            [left(""), left(""), left(LAST)].concat(),
            &[&[200, 200, 200]],
            &["left", "left", "left"],
        ),
        row(
            "a body that is asked for",
            expects(&token) + TRANSITION_LEFT_REQUEST,
            &[&[100, 200]],
            &["left"],
        ),
        row(
            "a body that nobody asks for",
            expects("authorization: Bearer a-wrong-one\r\n"),
            &[&[401]],
            &[],
        ),
    ]
}
