//! What the connection shows: failures, framing, and the server giving up.

use super::Complaint;
use crate::{
    case::{Case, Expect},
    exchange::{Answer, Failure, FailureKind},
};
use oasis_model::finding::Severity;

/// The complaint about an answer that never came.
pub(super) fn failed(case: &Case, failure: &Failure) -> Complaint {
    let heavy = matches!(case.expect, Expect::Tolerated);
    let help =
        "answer every request within ten seconds, and close a connection only after the answer";
    match failure.kind {
        FailureKind::Timeout if heavy => Complaint::new(
            "contract/heavy-body",
            "timeout",
            format!("{} was not answered: {}", case.about, failure.text),
            "answer 413 or any 4xx instead",
        ),
        FailureKind::Timeout => Complaint::new(
            "contract/no-hang",
            "timeout",
            format!("{} was not answered: {}", case.about, failure.text),
            help,
        ),
        FailureKind::Unreachable | FailureKind::NotSent => {
            Complaint::new("contract/no-hang", "unreachable", failure.text.clone(), help)
        }
        FailureKind::Dropped if heavy => Complaint::new(
            "contract/heavy-body",
            "dropped",
            format!("{}: the connection was dropped twice: {}", case.about, failure.text),
            "answer 413 or any 4xx instead",
        ),
        FailureKind::Dropped => Complaint::new(
            "contract/connection",
            "dropped",
            format!("{}: the connection was dropped twice: {}", case.about, failure.text),
            help,
        ),
        FailureKind::Malformed => Complaint::new(
            "contract/protocol-framing",
            "malformed",
            format!("the answer is not HTTP: {}", failure.text),
            "answer in HTTP/1.1 as RFC 9112 frames it",
        ),
    }
}

/// What is wrong with the bytes of an answer, whatever they say.
pub(super) fn bytes(case: &Case, answer: &Answer) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut complain = |cause: &str, message: String, severity| {
        found.push(Complaint {
            severity,
            ..Complaint::new(
                "contract/protocol-framing",
                cause,
                message,
                "let the HTTP library set the length, and send what was asked for",
            )
        });
    };
    for text in &answer.framing {
        complain("framing", format!("{}: {text}", case.about), Severity::Error);
    }
    if answer.endless {
        complain(
            "endless",
            format!("the answer goes on after {} bytes", answer.body.len()),
            Severity::Error,
        );
    }
    let encoding = answer.header("content-encoding").unwrap_or("identity");
    if !encoding.eq_ignore_ascii_case("identity") {
        complain(
            "encoding",
            format!("the answer is encoded as {encoding} although only identity was accepted"),
            Severity::Error,
        );
    }
    if answer.version == "HTTP/1.0" {
        complain("version", "the server answers in HTTP/1.0".to_owned(), Severity::Warning);
    }
    let size: usize = answer.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > 16 * 1024 {
        complain(
            "headers",
            format!("the headers of the answer take {size} bytes"),
            Severity::Error,
        );
    }
    found
}

/// The complaint about a 5xx.
pub(super) fn server_error(case: &Case, answer: &Answer) -> Complaint {
    let check = match case.expect {
        Expect::Tolerated => "contract/heavy-body",
        _ => "contract/server-error",
    };
    Complaint::new(
        check,
        answer.status.to_string(),
        format!("{} makes the server answer {}", case.about, answer.status),
        "refuse with 4xx what cannot be served; 5xx says that the server is at fault",
    )
}
