//! Requests that were refused, with and without an envelope.

use super::*;

#[test]
#[rustfmt::skip]
fn the_envelope_says_what_the_server_objects_to() {
    for (body, item, expected) in [
        (json!({"unknown": 1}), ("is not allowed", "object.unknown", "unknown"), (Note, Check::GuessesHold)),
        (
            json!({"metadata": {"events": []}}),
            ("is not allowed", "any.unknown", "metadata.events"),
            (Error, Check::ValidAccepted),
        ),
        (
            json!({"metadata": {"a": ""}}),
            ("is not allowed to be empty", "string.empty", "metadata.a"),
            (Error, Check::ValidAccepted),
        ),
        (json!({}), ("is required", "any.required", "metadata"), (Error, Check::ValidAccepted)),
        (
            json!({"metadata": {}}),
            ("must be of type object", "object.base", "metadata"),
            (Error, Check::EnvelopeNamesViolation),
        ),
    ] {
        let verdict = judged(&case(SESSION, &body), sends(422, &envelope(&[item])));
        assert!(told(&verdict).contains(&expected), "{body}: {:#?}", verdict.problems);
        let blamed = expected.1 == Check::EnvelopeNamesViolation;
        assert_eq!(verdict.problems.len(), 1 + usize::from(blamed), "{body}");
        let known = judged(&unknown(case(SESSION, &body)), sends(422, &envelope(&[item])));
        assert!(told(&known).contains(&expected), "unknown id, {body}: {:#?}", known.problems);
    }
}

#[test]
fn unknown_properties_are_one_note_whatever_their_names() {
    let one = |name: &str| {
        let item = envelope(&[("is not allowed", "object.allowUnknown", name)]);
        let verdict =
            judged(&case(SHOPPER, &json!({"sessionId": "a", name: 1})), sends(422, &item));
        says(name, &verdict, &[(Note, Check::GuessesHold)]);
        let problem = verdict.problems.into_iter().next().expect("one");
        (problem.cause, problem.element, problem.edits)
    };
    assert_eq!(one("a"), one("b.c"));
    assert_eq!(one("a").2.len(), 1);
}

#[test]
#[rustfmt::skip]
fn a_valid_request_is_accepted_where_the_ids_are_known() {
    let error = [(Error, Check::ValidAccepted)];
    for (operation, body, status, known, expected) in [
        (SESSION, json!({}), 404, true, &error[..]),
        (SESSION, json!({}), 400, true, &error),
        (SESSION, json!({}), 409, true, &error),
        (SESSION, json!({}), 404, false, &[]),
        (SESSION, json!({}), 403, false, &[]),
        (SESSION, json!({}), 401, true, &error),
        (SESSION, json!({}), 401, false, &error),
        (SESSION, json!({"unknown": 1}), 400, true, &[(Note, Check::GuessesHold)]),
        (SHOPPER, json!({"sessionId": ""}), 422, true, &[(Note, Check::GuessesHold)]),
        (SESSION, json!({"metadata": {"__proto__": 1}}), 400, true, &[(Note, Check::ValidAccepted)]),
        (SESSION, json!({"metadata": {"a": "x".repeat(70_000)}}), 413, true, &[(Note, Check::ValidAccepted)]),
        (SESSION, json!({"metadata": {"a": "x"}}), 413, true, &error),
        (LEFT, example(LEFT), 422, true, &[(Note, Check::ValidAccepted)]),
        (LEFT, example(LEFT), 401, true, &[(Note, Check::ValidAccepted)]),
    ] {
        let mut case = case(operation, &body);
        case.known = known;
        says(&format!("{operation} {body:.99} {status}"), &judged(&case, empty(status)), expected);
    }
}

#[test]
fn a_receiver_takes_what_is_valid() {
    let mut case = case(LEFT, &example(LEFT));
    case.category = Category::Receiver;
    says("receiver", &judged(&case, empty(400)), &[(Error, Check::ReceiverAccepts)]);
}

#[test]
fn a_broken_body_gets_the_envelope() {
    let missing = [(Error, Check::EnvelopeSchema)];
    let page = || response(400, Some("text/html"), b"<h1>Bad Request</h1>");
    for (operation, body, response, known, expected) in [
        (SESSION, json!(null), empty(400), true, &[][..]),
        (SESSION, json!(5), page(), true, &[]),
        (SESSION, json!("x"), sends(422, &json!({"statusCode": 422})), true, &[]),
        (SESSION, json!({"metadata": 5}), page(), true, &missing),
        (SESSION, json!({"metadata": 5}), empty(422), true, &missing),
        (SESSION, json!({"metadata": 5}), empty(422), false, &[]),
        (SESSION, json!({"metadata": 5}), empty(404), true, &[]),
        (SESSION, json!({"metadata": 5}), sends(400, &json!({"statusCode": 400})), true, &missing),
        (LEFT, json!({}), page(), true, &[(Note, Check::EnvelopeSchema)]),
    ] {
        let mut case = case(operation, &body);
        case.known = known;
        let about = format!("{operation} {body} {}", response.status);
        says(&about, &judged(&case, response), expected);
    }
}

#[test]
fn a_status_of_the_envelope_is_one_warning_for_all_operations() {
    let cause = |operation: &str, body: Value, item| {
        let verdict = judged(&case(operation, &body), sends(400, &envelope(&[item])));
        says(operation, &verdict, &[(Warning, Check::ResponseStatus)]);
        let problem = verdict.problems.into_iter().next().expect("one");
        (problem.cause, problem.edits)
    };
    let shopper = cause(SHOPPER, json!({}), ("is required", "any.required", "sessionId"));
    let session = cause(
        SESSION,
        json!({"metadata": 5}),
        ("must be of type object", "object.base", "metadata"),
    );
    assert_eq!(shopper, session);
    let shared = SPEC.text.matches("$ref: '#/components/responses/InvalidBody'").count();
    assert_eq!(shopper.1.len(), shared, "one edit for each operation that shares the response");
}

#[test]
fn a_refused_spelling_says_that_nothing_is_converted() {
    let item = envelope(&[("must be a boolean", "boolean.base", "suspectedFraud")]);
    let verdict = judged(&case(SESSION, &json!({"suspectedFraud": "true"})), sends(422, &item));
    says("spelling", &verdict, &[]);
    assert_eq!(verdict.votes.converts, Some(false));
    // Later generations never parse JSON text, whatever they convert.
    let item = envelope(&[("must be of type object", "object.base", "metadata")]);
    let verdict = judged(&case(SESSION, &json!({"metadata": "{}"})), sends(422, &item));
    says("JSON text", &verdict, &[]);
    assert_eq!(verdict.votes.converts, None);
}
