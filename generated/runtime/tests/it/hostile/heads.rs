//! Heads of responses that are slow, endless, cut off, no HTTP at all, or lie.

use super::{LIMIT, MIB, PERSON, Row, SECRET, bytes, endless};
use crate::loopback::answer;
use std::time::Duration;

pub(super) fn rows() -> Vec<Row> {
    let slow = Duration::from_millis(20);
    let location = format!("location: http://localhost:1/?token={SECRET}\r\n");
    let many: String = (0..10_000).map(|n| format!("x-{n}: {PERSON}\r\n")).collect();
    let ours = format!("x-echo: {SECRET}\r\nwww-authenticate: Bearer realm=\"{SECRET}\"\r\n");
    vec![
        ("hangs up at once", bytes(""), "broken", 0),
        ("a slow head", endless("HTTP/1.1 200 OK\r\nx-a: ", "b", slow), "timeout", LIMIT),
        (
            "an endless head",
            endless("HTTP/1.1 200 OK\r\n", "x-a: b\r\n", Duration::ZERO),
            "broken",
            8 * MIB,
        ),
        (
            "an endless header",
            endless("HTTP/1.1 200 OK\r\nx-a: ", "bbbbbbbb", Duration::ZERO),
            "broken",
            8 * MIB,
        ),
        ("a head cut in two", bytes("HTTP/1.1 200 OK\r\ncontent-le"), "broken", LIMIT),
        ("no HTTP", bytes(format!("{PERSON} \0\u{1}{SECRET}\r\n\r\n")), "broken", LIMIT),
        ("another protocol", bytes("SSH-2.0-OpenSSH_9.6\r\n"), "broken", LIMIT),
        (
            "a frame of HTTP/2",
            bytes(b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80".to_vec()),
            "broken",
            LIMIT,
        ),
        ("a status of two digits", bytes("HTTP/1.1 20 OK\r\n\r\n"), "broken", LIMIT),
        ("a status beyond all", bytes(answer("999 What", "", "")), "undocumented 999", LIMIT),
        ("10,000 headers", bytes(answer("200 OK", &many, "{}")), "broken", MIB),
        (
            "a header of 1 MB",
            bytes(answer("200 OK", &format!("x-a: {}\r\n", "b".repeat(MIB)), "{}")),
            "broken",
            2 * MIB,
        ),
        (
            "interim responses without end",
            endless("", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100), Duration::ZERO),
            "timeout",
            usize::MAX,
        ),
        (
            "another protocol is offered",
            bytes("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
            "undocumented 101",
            LIMIT,
        ),
        (
            "a redirect with the token",
            bytes(answer("307 There", &location, "")),
            "undocumented 307",
            LIMIT,
        ),
        (
            "a redirect that changes the method",
            bytes(answer("303 There", &location, "")),
            "undocumented 303",
            LIMIT,
        ),
        ("a challenge with the token", bytes(answer("401 No", &ours, "")), "refused 401", LIMIT),
        (
            "no hurry at all",
            bytes(answer("503 Busy", "retry-after: 99999999999999999999\r\n", "")),
            "refused 503",
            LIMIT,
        ),
        (
            "come back in a year",
            bytes(answer("503 Busy", "retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n", "")),
            "refused 503",
            LIMIT,
        ),
        (
            "come back yesterday",
            bytes(answer("503 Busy", "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "")),
            "refused 503",
            LIMIT,
        ),
        (
            "come back at some time",
            bytes(answer("429 Slow", &format!("retry-after: {SECRET}\r\n"), "")),
            "undocumented 429",
            LIMIT,
        ),
    ]
}
