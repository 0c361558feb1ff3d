//! Requests that were accepted.

use super::*;
use oasis_model::settle::Change;

#[test]
fn what_a_fact_forbids_is_refused_or_it_is_an_error() {
    let ok = || sends(200, &example(SESSION));
    let wrong = [(Error, Check::BrokenRefused)];
    for (operation, body, expected) in [
        (SESSION, json!({}), &[][..]),
        (SESSION, json!({"metadata": {"a": [1, null]}, "suspectedFraud": true}), &[]),
        (SESSION, json!({"unknown": 1}), &[]),
        (SESSION, json!({"suspectedFraud": false}), &wrong),
        (SESSION, json!({"suspectedFraud": null}), &wrong),
        (SESSION, json!({"suspectedFraud": 1}), &wrong),
        (SESSION, json!({"metadata": [1]}), &wrong),
        (SESSION, json!({"metadata": null}), &wrong),
        (SESSION, json!([]), &wrong),
        (SHOPPER, json!({}), &wrong),
        (SHOPPER, json!({"sessionId": 5}), &wrong),
        (SHOPPER, json!({"sessionId": ""}), &[]),
    ] {
        let response = if operation == SHOPPER { empty(200) } else { ok() };
        says(&body.to_string(), &judged(&case(operation, &body), response), expected);
    }
}

#[test]
fn one_keyword_that_is_not_enforced_is_one_cause() {
    let cause = |body: Value| {
        let verdict = judged(&case(SESSION, &body), sends(200, &example(SESSION)));
        verdict.problems.into_iter().map(|it| it.cause).collect::<Vec<_>>()
    };
    assert_eq!(cause(json!({"metadata": 5})), cause(json!({"metadata": [], "x": 1})));
    let two = cause(json!({"metadata": 5, "suspectedFraud": false}));
    assert_eq!(two.len(), 2, "{two:?}");
}

#[test]
fn a_value_of_another_spelling_is_converted() {
    for (body, converts) in [
        (json!({"suspectedFraud": "true"}), Some(true)),
        (json!({"suspectedFraud": "TRUE"}), Some(true)),
        (json!({"metadata": "{\"a\": 1}"}), Some(true)),
        (json!({"suspectedFraud": "false"}), None),
        (json!({"suspectedFraud": 1}), None),
        (json!({"metadata": "[]"}), None),
        (json!({"suspectedFraud": "true", "metadata": 5}), None),
    ] {
        let verdict = judged(&case(SESSION, &body), sends(200, &example(SESSION)));
        let expected = match converts {
            Some(_) => (Warning, Check::NotConverted),
            None => (Error, Check::BrokenRefused),
        };
        says(&body.to_string(), &verdict, &[expected]);
        assert_eq!(verdict.votes.converts, converts, "{body}");
    }
}

#[test]
fn a_webhook_takes_anything_and_that_is_one_note() {
    let mut causes = Vec::new();
    for (pointer, value) in [
        ("/session/locationId", Some(json!(null))),
        ("/storeId", Some(json!("x"))),
        ("/session", None),
        ("/customer/role", Some(json!("nobody"))),
    ] {
        let body = with(example(LEFT), pointer, value);
        let verdict = judged(&case(LEFT, &body), sends(200, &json!("string")));
        says(pointer, &verdict, &[(Note, Check::GuessesHold)]);
        causes.extend(verdict.problems.into_iter().map(|it| it.cause));
    }
    causes.dedup();
    assert_eq!(causes.len(), 1, "{causes:?}");
}

#[test]
fn a_guess_that_is_not_shared_is_a_warning_with_the_edit() {
    let guessed = "type: string\n          x-basis: {type: documented, others: inferred}\n          \
                   x-because: A sample.\n          description: A session.\n";
    let oracle = changed(NAMED_SESSION, guessed);
    let case = case(SHOPPER, &json!({"sessionId": null}));
    let accepted = oracle.judge(&case, &exchange(&case, Ok(empty(200))));
    says("accepted", &accepted, &[(Warning, Check::GuessesHold)]);
    let problem = &accepted.problems[0];
    assert_eq!(problem.element.as_deref(), Some("sessionId"));
    assert_eq!(problem.edits[0].change, Change::Nullable(true));
    assert!(
        problem
            .message
            .contains("null at sessionId is accepted (the specification infers: not null)"),
        "{}",
        problem.message
    );

    let envelope = envelope(&[("must be a string", "string.base", "sessionId")]);
    let refused = oracle.judge(&case, &exchange(&case, Ok(sends(422, &envelope))));
    says("refused", &refused, &[]);
    let held = &refused.held[0];
    assert_eq!((&held.cause, &held.element), (&problem.cause, &problem.element));
}

#[test]
fn two_broken_guesses_tell_nothing() {
    let guess = "x-basis: {type: documented, others: inferred}\n          x-because: A sample.";
    let oracle = changed(
        "type: boolean\n          enum:\n            - true\n",
        &format!("type: boolean\n          {guess}\n          enum:\n            - true\n"),
    );
    let one = case(SESSION, &json!({"suspectedFraud": false}));
    let ok = || Ok(sends(200, &example(SESSION)));
    says("one", &oracle.judge(&one, &exchange(&one, ok())), &[(Warning, Check::GuessesHold)]);
}
