//! Transport, tokens, methods, bodies that are no JSON, and parameters.

use super::*;
use crate::generate::ParameterChange;

#[test]
fn what_the_transport_shows_comes_first() {
    let judge = |expect: Expect, kind| {
        let case = raw(SESSION, b"{}", expect);
        let failure = Failure { kind, text: "x".to_owned(), begun: false };
        oracle().judge(&case, &exchange(&case, Err(failure)))
    };
    use FailureKind::{Dropped, Malformed, NotSent, Timeout, Unreachable};
    for (expect, kind, check) in [
        (Expect::Judged(None), Timeout, Check::NoHang),
        (Expect::Judged(None), Dropped, Check::Connection),
        (Expect::Judged(None), Unreachable, Check::NoHang),
        (Expect::Judged(None), Malformed, Check::Protocol),
        (Expect::Tolerated, Timeout, Check::OversizedBody),
        (Expect::Tolerated, Dropped, Check::OversizedBody),
    ] {
        says(&format!("{kind:?}"), &judge(expect, kind), &[(Error, check)]);
    }
    says("not sent", &judge(Expect::Compared, NotSent), &[]);
}

#[test]
fn servers_that_give_up_or_ask_for_patience() {
    let broken =
        |expect: Expect, response: Response| judged(&raw(SESSION, b"{}", expect), response);
    for (about, expect, response, expected) in [
        ("500", Expect::Judged(None), empty(500), &[(Error, Check::ServerError)][..]),
        ("502", Expect::Compared, empty(502), &[(Error, Check::ServerError)]),
        ("503", Expect::Judged(None), empty(503), &[(Error, Check::RateLimit)]),
        ("429", Expect::NotJson, empty(429), &[(Error, Check::RateLimit)]),
        ("too much", Expect::Tolerated, empty(500), &[(Error, Check::OversizedBody)]),
        ("413", Expect::Tolerated, empty(413), &[]),
        ("taken", Expect::Tolerated, sends(200, &json!("x")), &[]),
        ("301", Expect::Judged(None), empty(301), &[(Error, Check::ResponseStatus)]),
        ("compared", Expect::Compared, empty(302), &[]),
    ] {
        let verdict = broken(expect.clone(), response);
        if expect == Expect::Tolerated && expected.is_empty() {
            assert!(verdict.applied.has(Check::OversizedBody));
        }
        let known: Vec<_> = told(&verdict);
        assert_eq!(known, expected, "{about}: {:#?}", verdict.problems);
    }
    let endless = Response { endless: true, ..sends(200, &example(SESSION)) };
    says("endless", &broken(Expect::Judged(None), endless), &[(Error, Check::Protocol)]);
}

#[test]
fn strangers_are_not_served() {
    let judge = |operation: &str, broken: bool, response: Response| {
        judged(&raw(operation, b"{}", Expect::Unauthorized { broken }), response)
    };
    let body = || sends(401, &json!({"statusCode": 401, "message": "Unauthorized"}));
    for (operation, broken, response, expected) in [
        (SESSION, false, empty(401), &[][..]),
        (SESSION, false, body(), &[]),
        (SESSION, false, sends(200, &example(SESSION)), &[(Error, Check::AuthRequired)]),
        (LEFT, false, sends(200, &json!("string")), &[(Note, Check::AuthRequired)]),
        (SESSION, false, empty(403), &[(Warning, Check::ResponseStatus)]),
        (LEFT, false, empty(403), &[(Note, Check::ResponseStatus)]),
        (SESSION, true, empty(400), &[(Warning, Check::AuthBeforeBody)]),
        (SHOPPER, true, empty(422), &[(Warning, Check::AuthBeforeBody)]),
        (LEFT, true, empty(422), &[(Note, Check::AuthBeforeBody)]),
    ] {
        let about = format!("{operation} {broken} {}", response.status);
        says(&about, &judge(operation, broken, response), expected);
    }
    let lower = |status| judged(&raw(SESSION, b"{}", Expect::Authorized), empty(status));
    says("scheme", &lower(401), &[(Warning, Check::AuthSchemeCase)]);
    says("scheme", &lower(400), &[]);
}

#[test]
fn methods_that_nobody_documents() {
    let judge = |method: &str, response: Response| {
        let mut case = raw(SESSION, b"", Expect::NoSuchMethod);
        case.request.method = method.to_owned();
        judged(&case, response)
    };
    let served = [(Warning, Check::MethodUndocumented)];
    let allow = Response { headers: vec![("Allow".to_owned(), "PATCH".to_owned())], ..empty(200) };
    for (method, response, expected) in [
        ("GET", sends(200, &json!({})), &served[..]),
        ("DELETE", empty(204), &served),
        ("GET", empty(405), &[]),
        ("HEAD", empty(200), &[]),
        ("OPTIONS", Response { body: b"PATCH".to_vec(), ..allow }, &[]),
        ("OPTIONS", sends(200, &json!({})), &served),
    ] {
        says(method, &judge(method, response), expected);
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for (operation, body, status, expected) in [
        (SESSION, "{", 400, &[][..]),
        (SESSION, "{", 422, &[]),
        (SESSION, "{", 200, &[(Error, Check::BrokenRefused)]),
        (LEFT, "{", 200, &[(Note, Check::BrokenRefused)]),
        (SHOPPER, "", 200, &[(Error, Check::BrokenRefused)]),
        (SESSION, "", 200, &[(Warning, Check::GuessesHold)]),
        (SESSION, "", 400, &[]),
        (LEFT, "", 200, &[(Note, Check::BrokenRefused)]),
    ] {
        let case = raw(operation, body.as_bytes(), Expect::NotJson);
        says(&format!("{operation} {body} {status}"), &judged(&case, empty(status)), expected);
    }
}

#[test]
fn bodies_that_readers_disagree_about_are_not_judged() {
    for body in [&br#"{"metadata":{"k":"\ud800"}}"#[..], br#"{"metadata":1e999}"#] {
        let case = raw(SESSION, body, Expect::Judged(None));
        says("refused", &judged(&case, empty(400)), &[]);
        says("accepted", &judged(&case, sends(200, &example(SESSION))), &[]);
    }
}

#[test]
fn parameters_are_held_to_their_claims() {
    let query = "      parameters:\n        - name: limit\n          in: query\n          required: true\n          description: How many.\n          schema:\n            type: integer\n            maximum: 9\n          example: 1\n        - name: sessionId\n          in: path";
    let oracle = changed("      parameters:\n        - name: sessionId\n          in: path", query);
    let wrong = [(Error, Check::ParametersChecked)];
    for (value, repeated, expected) in [
        (Some("5"), false, &[][..]),
        (Some("x"), false, &wrong),
        (Some("10"), false, &wrong),
        (Some("1.5"), false, &wrong),
        (None, false, &wrong),
        (Some("5"), true, &wrong),
    ] {
        let change = ParameterChange {
            name: "limit".to_owned(),
            place: "query".to_owned(),
            value: value.map(str::to_owned),
            repeated,
        };
        let case = raw(SESSION, b"{}", Expect::Judged(Some(change)));
        let accepted = oracle.judge(&case, &exchange(&case, Ok(sends(200, &example(SESSION)))));
        says(&format!("{value:?}"), &accepted, expected);
        let refused = oracle.judge(&case, &exchange(&case, Ok(empty(400))));
        let refused_right = [(Error, Check::ValidAccepted)];
        says("refused", &refused, if expected.is_empty() { &refused_right } else { &[] });
    }
}
