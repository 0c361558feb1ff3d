//! Rows of the oracle's table: what was sent, what came back, and what is said of it.
//!
//! Every exchange is made by hand; the behaviours of honest and of faulty servers stand side by side.

mod accepted;
mod any;
mod envelopes;
mod others;
mod refused;
mod responses;

use super::{Ballot, Check, Oracle, Problem, Verdict, about_validator};
use crate::{
    generate::{Case, Category, Expect},
    http::{Auth, Bytes, Exchange, Failure, FailureKind, Request, Response},
    spec::Spec,
    target::Secret,
};
use oasis_model::finding::Severity::{self, Error, Note, Warning};
use serde_json::{Value, json};
use std::{sync::LazyLock, time::Duration};

const TOKEN: &str = "TokenAbc123XyZ9";
const SESSION: &str = "updateSession";
const SHOPPER: &str = "updateShopper";
const LEFT: &str = "transitionLeft";

/// Read once: it takes a while.
static SPEC: LazyLock<Spec> =
    LazyLock::new(|| Spec::embedded().expect("the specification is sound"));

/// What the curated specification says of the property by which a shopper names a session.
const NAMED_SESSION: &str = "description: Token of the session. AiFi calls the same thing a session token \
                             elsewhere.\n          allOf:\n            - $ref: '#/components/schemas/SessionId'\n";

fn oracle() -> Oracle {
    oracle_of(&SPEC)
}

fn oracle_of(spec: &Spec) -> Oracle {
    Oracle { api: spec.api.clone(), secret: Secret::new(TOKEN).expect("a token") }
}

/// The curated specification after a change.
fn changed(old: &str, new: &str) -> Oracle {
    changed_often(&[(old, new)])
}

/// The curated specification after several changes.
fn changed_often(changes: &[(&str, &str)]) -> Oracle {
    let mut text = include_str!("../../../spec/oasis.yaml").to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let spec = Spec::read("changed.yaml", &text);
    oracle_of(&spec.map_err(|findings| format!("{findings:?}")).expect("still sound"))
}

/// A case that is judged by what it holds, sent to known ids.
fn case(operation: &str, body: &Value) -> Case {
    raw(operation, body.to_string().as_bytes(), Expect::Judged(None))
}

fn raw(operation: &str, body: &[u8], expect: Expect) -> Case {
    let (method, path) = match operation {
        SESSION => ("PATCH", "/api/admin/v2/sessions/a%2Dsession"),
        SHOPPER => ("PATCH", "/api/admin/v2/stores/1/shoppers/7"),
        _ => ("POST", "/api/push/transition/left"),
    };
    Case {
        operation: operation.to_owned(),
        category: Category::Several,
        about: "a case".to_owned(),
        request: Request {
            method: method.to_owned(),
            path: path.to_owned(),
            auth: Auth::Token,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: (!body.is_empty()).then(|| Bytes(body.to_vec())),
        },
        expect,
        known: true,
    }
}

fn unknown(case: Case) -> Case {
    Case { known: false, ..case }
}

fn response(status: u16, kind: Option<&str>, body: &[u8]) -> Response {
    let headers = kind.map(|kind| ("content-type".to_owned(), kind.to_owned()));
    Response {
        version: "HTTP/1.1".to_owned(),
        status,
        headers: headers.into_iter().collect(),
        body: body.to_vec(),
        endless: false,
        undecodable: None,
        elapsed: Duration::ZERO,
    }
}

fn empty(status: u16) -> Response {
    response(status, None, b"")
}

fn sends(status: u16, body: &Value) -> Response {
    response(status, Some("application/json; charset=utf-8"), body.to_string().as_bytes())
}

/// An envelope with these items: sentence after the label, rule, label.
fn envelope(items: &[(&str, &str, &str)]) -> Value {
    let item = |(says, rule, label): &(&str, &str, &str)| {
        json!({
            "error": format!("\"{label}\" {says}"), "rule": rule, "field": format!("\"{label}\"")
        })
    };
    let errors: Vec<Value> = items.iter().map(item).collect();
    json!({"message": "Invalid request body", "type": "E_INVALID_BODY", "errors": errors})
}

/// The example of an operation's success or, for the webhook, of its body.
fn example(operation: &str) -> Value {
    let operation = SPEC.api.operation(operation).expect("it is there");
    let content = match operation.is_webhook() {
        true => operation.body.as_ref().and_then(|body| body.json()),
        false => operation.responses[0].json(),
    };
    let mut example = content.and_then(|it| it.example.clone()).expect("an example");
    if let Some(id) = example.get_mut("sessionId") {
        *id = json!("a-session");
    }
    example
}

/// The example with another value at a pointer, or without it.
fn with(mut value: Value, pointer: &str, new: Option<Value>) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = value.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    match new {
        Some(new) => parent.insert(name.to_owned(), new),
        None => parent.remove(name),
    };
    value
}

fn exchange(case: &Case, outcome: Result<Response, Failure>) -> Exchange {
    Exchange {
        operation: case.operation.clone(),
        request: case.request.clone(),
        outcome,
        dropped_before: false,
        waited: 0,
    }
}

fn judged(case: &Case, response: Response) -> Verdict {
    oracle().judge(case, &exchange(case, Ok(response)))
}

fn told(verdict: &Verdict) -> Vec<(Severity, Check)> {
    let mut told: Vec<_> = verdict.problems.iter().map(|it| (it.severity, it.check)).collect();
    told.sort();
    told.dedup();
    told
}

/// Holds a verdict to what it should say, and to have made the checks that it speaks of.
#[track_caller]
fn says(about: &str, verdict: &Verdict, expected: &[(Severity, Check)]) {
    assert_eq!(told(verdict), expected, "{about}: {:#?}", verdict.problems);
    for Problem { check, message, help, .. } in &verdict.problems {
        assert!(verdict.applied.has(*check), "{about}: {check:?} is not applied");
        assert!(!message.ends_with('.') && !help.ends_with('.'), "{message} {help}");
        assert!(!message.contains(TOKEN), "{message}");
    }
}
