//! Outcomes for the tests of this room: one that shows every kind of thing a report has to say, and one
//! that is clean.

use crate::{
    generate::{Case, Category, Expect},
    http::{Auth, Bytes, Ended, Exchange, Failure, FailureKind, Request, Response},
    oracle::{Ballot, Check},
    run::{CheckResult, Count, Histogram, Outcome, Shown, SpecIdentity},
    scenario::{Original, Restored},
};
use oasis_model::{
    finding::{Basis, Finding, Severity},
    settle::{Change, Edit},
};
use serde_json::json;
use std::time::Duration;

/// The text of the curated specification.
pub(super) const SPEC: &str = include_str!("../../../spec/oasis.yaml");

const OPERATIONS: [&str; 3] = ["updateShopper", "updateSession", "transitionLeft"];

/// Check, severity, basis, a line of the specification that holds the claim, and the message.
type Row = (Check, Severity, Basis, &'static str, &'static str);

const ROWS: [Row; 6] = {
    use Basis::{Assumed, Documented, Inferred};
    use Severity::{Error, Note, Warning};
    let request = "      required: true";
    let guess = "x-because: The page's own call";
    [
        (
            Check::ServerError,
            Error,
            Documented,
            "",
            "the server failed with 500 <script>alert(1)</script>",
        ),
        (
            Check::BrokenRefused,
            Error,
            Documented,
            request,
            "a body without `sessionId` was accepted",
        ),
        (
            Check::StateRefusedUnchanged,
            Error,
            Documented,
            "",
            "the session changed although it was refused",
        ),
        (Check::NoHang, Error, Documented, "", "no response within 10 s"),
        (
            Check::GuessesHold,
            Warning,
            Inferred,
            guess,
            "null was accepted at `code`; likewise `customerId`",
        ),
        (Check::Latency, Note, Assumed, "", "2 responses took longer than 5 s"),
    ]
};

fn request(body: &[u8]) -> Request {
    Request {
        method: "PATCH".into(),
        path: "/api/admin/v2/sessions/d3a00526-1864-4f6e-bb2d-46e3ab7fa780".into(),
        auth: Auth::Token,
        headers: vec![("content-type".into(), "application/json".into())],
        body: Some(Bytes(body.to_vec())),
    }
}

fn exchange(operation: &str, number: usize, body: &[u8]) -> Exchange {
    let timeout = Failure {
        kind: FailureKind::Timeout,
        text: "nothing came within 10 s".into(),
        begun: false,
    };
    let response = Response {
        version: "HTTP/1.1".into(),
        status: [500, 200, 422, 0, 200, 204][number],
        headers: vec![("x-request-id".into(), "01J9Z6<img src=x onerror=alert(1)>".into())],
        body: br#"{"type":"ValidationError","message":"</script><img src=x onerror=alert(2)>"}"#
            .to_vec(),
        endless: false,
        undecodable: None,
        elapsed: Duration::from_millis(12 + number as u64),
    };
    Exchange {
        operation: operation.into(),
        request: request(body),
        outcome: if number == 3 { Err(timeout) } else { Ok(response) },
        dropped_before: number == 3,
        waited: u32::from(number == 2),
    }
}

fn shown(number: usize, row: Row) -> Shown {
    let (check, severity, basis, claim, message) = row;
    let operation = OPERATIONS[number % 3];
    let body: &[u8] = match number {
        0 => b"[\"</script><script>alert(3)</script>\", 1e400]",
        5 => b"\xff\xfe not UTF-8",
        _ => br#"{"metadata":{"note":"</script><img src=x onerror=alert(4)>"},"suspectedFraud":null}"#,
    };
    let mut finding = Finding::new(severity, check.id(), operation, message, "look at `it` <b>")
        .with_basis(basis);
    if let Some((line, text)) =
        (1..).zip(SPEC.lines()).find(|(_, line)| !claim.is_empty() && line.contains(claim))
    {
        finding.at.document = "spec/oasis.yaml".into();
        finding.at.pointer = format!("/components/schemas/Sample/{number}");
        finding.at.line = Some(line);
        finding.at.column = Some(text.len() - text.trim_start().len() + 1);
        finding.at.text = Some(text.trim().into());
    }
    let steps = if number == 2 { 3 } else { 1 };
    let exchanges: Vec<Exchange> =
        (0..steps).map(|step| exchange(operation, number + 1 + step - steps, body)).collect();
    let case = Case {
        operation: operation.into(),
        category: Category::Null,
        about: "null at `metadata.note`".into(),
        request: request(body),
        expect: Expect::Judged(None),
        known: true,
    };
    let curl = "curl -X PATCH -H \"Authorization: Bearer $OASIS_TOKEN\" --data '{\"suspectedFraud\":null}' \
                'http://127.0.0.1:4010/api/admin/v2/sessions/d3a00526'";
    let edit = Edit {
        at: "/components/schemas/Session/properties/code".into(),
        change: Change::Nullable(true),
        observed: None,
    };
    Shown {
        finding: finding.with_evidence("exchange", "> as below").with_evidence("curl", curl),
        check,
        operations: vec![operation.into()],
        elements: vec!["code".into(), "customerId".into()],
        times: 20 - number as u64,
        of: number.is_multiple_of(2).then_some(20),
        case: (steps == 1).then_some(case),
        curl: exchanges.iter().map(|_| curl.into()).collect(),
        exchanges,
        edits: if severity == Severity::Warning { vec![edit] } else { Vec::new() },
    }
}

/// An outcome with everything that a report has to say.
pub(crate) fn sample_outcome() -> Outcome {
    let mut outcome = clean_outcome();
    outcome.target = "http://127.0.0.1:4010".into();
    outcome.flags = "--target http://127.0.0.1:4010".into();
    outcome.findings =
        ROWS.into_iter().enumerate().map(|(number, row)| shown(number, row)).collect();
    for shown in &outcome.findings {
        let result = CheckResult::Failed { made: 200, failed: shown.times };
        outcome.results.insert((shown.operations[0].clone(), shown.check), result);
    }
    let needs = CheckResult::Skipped("needs --fixtures and --allow-writes".into());
    outcome.results.insert(("updateSession".into(), Check::StateIsolated), needs);
    for count in outcome.counts.values_mut().skip(1).step_by(4) {
        count.failed = 2;
    }
    outcome.skipped = vec!["what writing `metadata` does: the request no longer has it".into()];
    outcome.left_out = vec!["updateSession: 40 of 200 requests about hostile ids".into()];
    outcome.ended = Some(Ended::Budget);
    outcome.waited = 3;
    let original = Original { session: "s-1".into(), metadata: json!({"a": "it's"}) };
    let curl = "curl -X PATCH --data '{\"metadata\":{}}' 'http://127.0.0.1:4010/x'";
    outcome.restored = Restored::Failed(vec![(original, "refused with 503".into(), curl.into())]);
    outcome
}

/// An outcome without findings.
pub(crate) fn clean_outcome() -> Outcome {
    let result = |operation: &str, check: Check| match (operation, check) {
        ("transitionLeft", Check::StateWritten | Check::StateReplaced | Check::StateFraud) => {
            CheckResult::Skipped("the operation has no state".into())
        }
        (_, Check::ReceiverAccepts) => CheckResult::Skipped("only --receiver makes it".into()),
        _ => CheckResult::Passed(200 + check as u64),
    };
    let results = OPERATIONS.into_iter().flat_map(|operation| {
        Check::all().map(move |check| ((operation.to_owned(), check), result(operation, check)))
    });
    let counts = OPERATIONS.into_iter().flat_map(|operation| {
        let there = move |category: &Category| match category {
            Category::Receiver => false,
            Category::State => operation != "transitionLeft",
            _ => true,
        };
        Category::ALL.into_iter().filter(there).map(move |category| {
            let count = Count { cases: 180 + 7 * category as u64, failed: 0 };
            ((operation.to_owned(), category), count)
        })
    });
    Outcome {
        target: "the built-in mock".into(),
        flags: String::new(),
        spec: SpecIdentity {
            name: "spec/oasis.yaml".into(),
            version: "0.1.0".into(),
            digest: "9f2c11e07ab3d4c5".into(),
        },
        seed: 7_262_118_024_117,
        started: jiff::Timestamp::constant(1_796_000_000, 123_000_000),
        elapsed: Duration::from_millis(10_421),
        requests: 11_520,
        waited: 0,
        findings: Vec::new(),
        results: results.collect(),
        counts: counts.collect(),
        skipped: Vec::new(),
        left_out: Vec::new(),
        ended: None,
        validator: Ballot {
            words: [412, 0],
            labels: [412, 0],
            reports: [120, 0, 0],
            converts: [88, 0],
        },
        restored: Restored::Done,
        latency: Histogram {
            buckets: [12, 340, 1405, 620, 130, 41, 12, 3, 0, 1, 0, 0, 0, 2, 0, 0],
            slowest: Duration::from_millis(6200),
        },
    }
}
