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
    ir::Observed,
    settle::{Change, Edit},
};
use serde_json::json;
use std::time::Duration;

/// The text of the curated specification.
pub(super) const SPEC: &str = include_str!("../../../spec/oasis.yaml");

/// Where the findings of the sample point: rule, severity, basis, a line of the specification that holds
/// the claim, message, help.
type Row = (Check, Severity, Basis, &'static str, &'static str, &'static str);

const ROWS: [Row; 13] = {
    use Basis::{Assumed, Documented, Inferred, Observed};
    use Check::*;
    use Severity::{Error, Note, Warning};
    [
        (
            ServerError,
            Error,
            Documented,
            "",
            "the server failed with 500 on a body that is no object",
            "find the stack trace in the server's log; a body that is not understood is refused with 4xx",
        ),
        (
            BrokenRefused,
            Error,
            Documented,
            "      required: true",
            "a body without the required `sessionId` was accepted with 200",
            "refuse what the page calls required",
        ),
        (
            ResponseSchema,
            Error,
            Observed,
            "customerSatisfaction",
            "`customerSatisfaction` is a string, documented as an integer",
            "return a number, or correct the specification",
        ),
        (
            StateRefusedUnchanged,
            Error,
            Documented,
            "",
            "the metadata of the session changed although the request was refused with 422",
            "validate the whole body before writing",
        ),
        (
            NoHang,
            Error,
            Documented,
            "",
            "no response within 10 s",
            "answer every request, if only with 503",
        ),
        (
            Leaks,
            Error,
            Documented,
            "",
            "the response shows an internal path, <script>alert(1)</script>",
            "do not return stack traces",
        ),
        (
            GuessesHold,
            Warning,
            Inferred,
            "x-because: The page's own call",
            "null was accepted for 3 properties that are not nullable",
            "set `nullable: true`, or refuse null",
        ),
        (
            ResponseStatus,
            Warning,
            Inferred,
            "x-plausible",
            "success comes with 204 where the specification guesses 200",
            "correct the status in the specification",
        ),
        (
            EnvelopeWords,
            Warning,
            Inferred,
            "words: 16",
            "sentences are those of joi 15, claimed is 16",
            "set `words: 15`",
        ),
        (
            AuthBeforeBody,
            Warning,
            Inferred,
            "bearerAuth",
            "a broken body without a token is refused for the body first",
            "look at the token first, so that strangers learn nothing",
        ),
        (
            StateIdempotent,
            Warning,
            Inferred,
            "",
            "the same change twice gives two events",
            "make the operation idempotent",
        ),
        (
            ResponseUndocumentedProperty,
            Note,
            Assumed,
            "customerExitedAt",
            "the response has properties that the specification does not name",
            "add them to the specification once they are understood",
        ),
        (Latency, Note, Assumed, "", "2 responses took longer than 5 s", "look at the slow ones"),
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
    let outcome = match number {
        4 => Err(Failure {
            kind: FailureKind::Timeout,
            text: "nothing came within 10 s".into(),
            begun: false,
        }),
        _ => Ok(Response {
            version: "HTTP/1.1".into(),
            status: [500, 200, 200, 422, 0, 500, 200, 204][number.min(7)],
            headers: vec![
                ("content-type".into(), "application/json; charset=utf-8".into()),
                ("x-request-id".into(), "01J9Z6<img src=x onerror=alert(1)>".into()),
            ],
            body: br#"{"type":"ValidationError","message":"</script><img src=x onerror=alert(2)>","errors":[{"error":"\"sessionId\" is required","rule":"any.required","field":"\"sessionId\""}]}"#.to_vec(),
            endless: false,
            undecodable: None,
            elapsed: Duration::from_millis(12 + number as u64),
        }),
    };
    Exchange {
        operation: operation.into(),
        request: request(body),
        outcome,
        dropped_before: number == 4,
        waited: u32::from(number == 2),
    }
}

fn edit(number: usize) -> Vec<Edit> {
    let observed = Observed { on: "2026-12-01".into(), count: 20, of: 20 };
    let edit = |at: &str, change| Edit { at: at.into(), change, observed: Some(observed.clone()) };
    let schema = "/components/schemas/UpdateShopperRequest";
    match number {
        1 => vec![edit(schema, Change::Required("sessionId".into(), false))],
        6 => vec![
            edit("/components/schemas/Session/properties/code", Change::Nullable(true)),
            edit(schema, Change::Keyword("additionalProperties".into(), json!(false))),
            edit(schema, Change::EnumValue(json!("left"))),
            edit("/paths/~1x/patch/requestBody", Change::Presence(false)),
            Edit { at: schema.into(), change: Change::Confirm("type".into()), observed: None },
        ],
        7 => vec![edit(
            "/paths/~1api~1admin~1v2~1stores~1{storeId}~1shoppers~1{shopperId}/patch/responses/200",
            Change::Status { operation: "updateShopper".into(), from: 200, to: 204 },
        )],
        8 => vec![edit("/info/x-validator", Change::Validator("words".into(), json!(15)))],
        _ => Vec::new(),
    }
}

/// One operation for even numbers, two for odd ones.
fn operations(number: usize) -> Vec<String> {
    let all = ["updateShopper", "updateSession", "transitionLeft"].into_iter().cycle();
    all.skip(number % 3).take(1 + number % 2).map(String::from).collect()
}

fn shown(number: usize, row: &Row) -> Shown {
    let &(check, severity, basis, claim, message, help) = row;
    let operation = ["updateShopper", "updateSession", "transitionLeft"][number % 3];
    let body: &[u8] = match number {
        0 => b"[\"</script><script>alert(3)</script>\", 1e400]",
        5 => b"\xff\xfe not UTF-8",
        _ => br#"{"metadata":{"note":"</script><img src=x onerror=alert(4)>","events":[]},"suspectedFraud":null}"#,
    };
    let mut finding = Finding::new(severity, check.id(), operation, message, help);
    finding.basis = basis;
    let line = SPEC.lines().position(|line| !claim.is_empty() && line.contains(claim));
    if let Some(line) = line {
        let text = SPEC.lines().nth(line).unwrap_or_default();
        finding.at.document = "spec/oasis.yaml".into();
        finding.at.pointer = format!("/components/schemas/Sample/{number}");
        finding.at.line = Some(line + 1);
        finding.at.column = Some(text.len() - text.trim_start().len() + 1);
        finding.at.text = Some(text.trim().into());
    }
    let steps = if number == 3 { 3 } else { 1 };
    let exchanges: Vec<Exchange> =
        (0..steps).map(|step| exchange(operation, number - (steps - 1 - step), body)).collect();
    let case = (steps == 1).then(|| Case {
        operation: operation.into(),
        category: Category::ALL[number % 12],
        about: "null at metadata.note".into(),
        request: request(body),
        expect: Expect::Judged(None),
        known: true,
    });
    let curl = "curl -X PATCH -H \"Authorization: Bearer $OASIS_TOKEN\" --data '{\"suspectedFraud\":null}' 'http://127.0.0.1:4010/api/admin/v2/sessions/d3a00526'";
    Shown {
        finding: finding.with_evidence("exchange", "as below").with_evidence("curl", curl),
        check,
        operations: operations(number),
        elements: if number == 6 {
            ["code", "customerId", "locationId"].map(String::from).into()
        } else {
            Vec::new()
        },
        times: 20 - number as u64,
        of: (number % 4 != 3).then_some(20),
        case,
        curl: exchanges.iter().map(|_| curl.into()).collect(),
        exchanges,
        edits: edit(number),
    }
}

/// An outcome with everything that a report has to say.
pub(crate) fn sample_outcome() -> Outcome {
    let mut outcome = clean_outcome();
    outcome.target = "http://127.0.0.1:4010".into();
    outcome.findings = ROWS.iter().enumerate().map(|(number, row)| shown(number, row)).collect();
    for shown in &outcome.findings {
        for operation in &shown.operations {
            let result = CheckResult::Failed { made: 200, failed: shown.times };
            outcome.results.insert((operation.clone(), shown.check), result);
        }
    }
    for (number, count) in outcome.counts.values_mut().enumerate() {
        count.failed = if number % 4 == 1 { (number as u64 % 5) + 1 } else { 0 };
    }
    outcome.skipped = vec![
        "what writing `metadata` does: the request no longer has it as it was".into(),
        "state: no fixtures are given (--fixtures FILE)".into(),
    ];
    outcome.left_out = vec!["updateSession: 40 of 200 requests about hostile ids".into()];
    outcome.ended = Some(Ended::Budget);
    outcome.waited = 3;
    let original = Original { session: "s-1".into(), metadata: json!({"a": "it's"}) };
    let curl =
        "curl -X PATCH --data '{\"metadata\":{\"a\":\"it'\\''s\"}}' 'http://127.0.0.1:4010/x'";
    outcome.restored = Restored::Failed(vec![(original, "refused with 503".into(), curl.into())]);
    outcome
}

/// An outcome without findings.
pub(crate) fn clean_outcome() -> Outcome {
    let operations = ["updateShopper", "updateSession", "transitionLeft"];
    let latency = Histogram {
        buckets: [12, 340, 1405, 620, 130, 41, 12, 3, 0, 1, 0, 0, 0, 2, 0, 0],
        slowest: Duration::from_millis(6200),
    };
    let result = |operation: &str, check: Check| match (operation, check) {
        ("transitionLeft", Check::StateWritten | Check::StateReplaced | Check::StateFraud) => {
            CheckResult::Skipped("the operation has no state".into())
        }
        (_, Check::ReceiverAccepts) => CheckResult::Skipped("only with --receiver".into()),
        _ => CheckResult::Passed(200 + check as u64),
    };
    let results = |operation: &'static str| {
        Check::all().map(move |check| ((operation.to_owned(), check), result(operation, check)))
    };
    let count = |operation: &'static str, category: Category| {
        let absent = category == Category::Receiver
            || (operation == "transitionLeft" && category == Category::State);
        let count = Count { cases: 180 + 7 * category as u64, failed: 0 };
        (!absent).then(|| ((operation.to_owned(), category), count))
    };
    Outcome {
        target: "the built-in mock".into(),
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
        results: operations.into_iter().flat_map(results).collect(),
        counts: operations
            .into_iter()
            .flat_map(|it| Category::ALL.into_iter().filter_map(move |one| count(it, one)))
            .collect(),
        skipped: Vec::new(),
        left_out: Vec::new(),
        ended: None,
        validator: Ballot {
            words: [412, 0],
            labels: [412, 3],
            reports: [120, 0, 0],
            converts: [88, 0],
        },
        restored: Restored::Done,
        latency,
    }
}
