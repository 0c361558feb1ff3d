//! What the connection shows: no response, a broken one, a server that gives up or asks for patience.
//!
//! In comes what became of a request, out come problems and whether the response is worth judging
//! further. No page is needed to call any of this wrong.

use super::{Check, Problem, Verdict, scene::Scene};
use crate::{
    generate::{Case, Expect},
    http::{Failure, FailureKind},
};
use oasis_model::finding::Basis;

const IN_TIME: &str =
    "answer every request in time, and close a connection only after the response";
const REFUSE: &str = "answer 413 or any other 4xx instead";

/// No response came.
pub(super) fn failed(case: &Case, failure: &Failure, verdict: &mut Verdict) {
    if failure.kind == FailureKind::NotSent {
        return;
    }
    let tolerated = case.expect == Expect::Tolerated;
    let (check, cause, what) = match failure.kind {
        FailureKind::Timeout if tolerated => (Check::OversizedBody, "timeout", "was not answered"),
        FailureKind::Dropped if tolerated => {
            (Check::OversizedBody, "dropped", "made the server drop the connection")
        }
        FailureKind::Dropped => {
            (Check::Connection, "dropped", "made the server drop the connection, twice")
        }
        FailureKind::Malformed => (Check::Protocol, "malformed", "got what is not HTTP"),
        FailureKind::Unreachable => (Check::NoHang, "unreachable", "found no connection"),
        FailureKind::Timeout | FailureKind::NotSent => {
            (Check::NoHang, "timeout", "was not answered in full")
        }
    };
    let help = if check == Check::OversizedBody { REFUSE } else { IN_TIME };
    verdict.applied.add(check);
    verdict.problems.push(Problem::new(
        check,
        Basis::Documented,
        cause,
        format!("{} {what}: {}", case.about, failure.text),
        help,
    ));
}

/// A response came. Returns whether the rest of it is to be judged.
pub(super) fn judge(scene: &Scene<'_>, waited: u32, verdict: &mut Verdict) -> bool {
    for check in [Check::NoHang, Check::Connection, Check::Protocol] {
        verdict.applied.add(check);
    }
    let status = scene.response.status;
    let impatient = matches!(status, 429 | 503);
    if impatient || waited > 0 {
        verdict.applied.add(Check::RateLimit);
    }
    if impatient {
        verdict.problems.push(Problem::new(
            Check::RateLimit,
            Basis::Documented,
            "patience",
            format!("the server still answers {status} after {waited} pauses"),
            "lower the rate of requests, or raise the limit of the server under test",
        ));
        return false;
    }
    bytes(scene, verdict);
    verdict.applied.add(Check::ServerError);
    if status >= 500 {
        verdict.problems.push(server_error(scene));
    }
    true
}

/// What is wrong with the bytes of a response, whatever they say.
fn bytes(scene: &Scene<'_>, verdict: &mut Verdict) {
    let response = scene.response;
    let mut broken = |cause: &str, message: String| {
        let help = "let the HTTP library frame, encode and end the response";
        verdict.problems.push(Problem::new(
            Check::Protocol,
            Basis::Documented,
            cause,
            message,
            help,
        ));
    };
    if let Some(reason) = &response.undecodable {
        broken("encoding", format!("the body cannot be decompressed: {}", scene.excerpt(reason)));
    }
    if response.endless {
        broken("endless", format!("the body goes on after {} bytes", response.body.len()));
    }
    if !(200..600).contains(&response.status) {
        broken("status", format!("{} is no status of a final response", response.status));
    }
}

fn server_error(scene: &Scene<'_>) -> Problem {
    let status = scene.response.status;
    let check = match scene.case.expect {
        Expect::Tolerated => Check::OversizedBody,
        _ => Check::ServerError,
    };
    Problem::new(
        check,
        Basis::Documented,
        format!("{status}|{}", scene.operation.id),
        format!("{} makes the server answer {status}", scene.case.about),
        "refuse with 4xx what cannot be served; 5xx says that the server is at fault",
    )
}
