//! What the items of envelopes say, in all generations and settings of the vendor's validator.

use super::*;
use crate::joi::Generation;
use oasis_model::{
    ir::{Labels, Reports},
    settle::Change,
};

#[test]
#[rustfmt::skip]
fn honest_envelopes_are_right_in_every_dialect() {
    let nested = with(with(example(LEFT), "/session/id", Some(json!("x"))), "/storeId", None);
    let flat = with(example(LEFT), "/session", Some(json!(5)));
    let number = "must be a number";
    let required = ("is required", "any.required", "storeId");
    let unfit = ("does not match any of the allowed types", "alternatives.match", "session");
    let types = ("must be one of [object, null]", "alternatives.types", "session");
    let old = ("must be an object", "object.base", "session");
    let only_null = ("must be one of [null]", "any.allowOnly", "session");
    let only = ("must be [true]", "any.only", "suspectedFraud");
    let flag = ("must be a boolean", "boolean.base", "suspectedFraud");
    for (operation, body, items) in [
        (LEFT, &nested, &[(number, "number.base", "session.id"), required][..]),
        (LEFT, &nested, &[(number, "number.base", "id"), required]),
        (LEFT, &nested, &[unfit, required]),
        (LEFT, &flat, &[types]),
        (LEFT, &flat, &[old, only_null]),
        (SESSION, &json!([]), &[("must be of type object", "object.base", "value")]),
        (SESSION, &json!({"suspectedFraud": "no"}), &[only, flag]),
        (SESSION, &json!({"metadata": 5}), &[("is odd", "custom.odd", "metadata")]),
    ] {
        let verdict = judged(&case(operation, body), sends(422, &envelope(items)));
        says(&format!("{items:?}"), &verdict, &[]);
    }
}

#[test]
fn escaped_sentences_are_read() {
    let mut body = envelope(&[("x", "any.only", "suspectedFraud")]);
    body["errors"][0]["error"] = json!("&quot;suspectedFraud&quot; must be &#x5b;true&#x5d;");
    let case = case(SESSION, &json!({"suspectedFraud": false}));
    let verdict = judged(&case, sends(422, &body));
    says("escaped", &verdict, &[]);
    assert_eq!(verdict.votes.words, Some(Generation::Joi16));
}

#[test]
fn lies_are_errors_at_an_admin_operation_and_notes_at_a_webhook() {
    let broken = json!({"metadata": 5});
    let lie = (Error, Check::EnvelopeNamesViolation);
    for (about, items) in [
        ("another property", vec![("must be of type object", "object.base", "suspectedFraud")]),
        ("another rule", vec![("is required", "any.required", "metadata")]),
        ("a sentence of another rule", vec![("is required", "object.base", "metadata")]),
        ("no such property", vec![("is required", "any.required", "nothing")]),
        (
            "the same twice",
            vec![
                ("must be of type object", "object.base", "metadata"),
                ("must be of type object", "object.base", "metadata"),
            ],
        ),
    ] {
        says(about, &judged(&case(SESSION, &broken), sends(422, &envelope(&items))), &[lie]);
    }
    let mut unnamed = envelope(&[("x", "object.base", "metadata")]);
    unnamed["errors"][0]["error"] = json!("must be of type object");
    says("unnamed", &judged(&case(SESSION, &broken), sends(422, &unnamed)), &[lie]);

    let item = envelope(&[("is required", "any.required", "storeId")]);
    let body = with(example(LEFT), "/session/id", Some(json!("x")));
    let noted = [(Note, Check::EnvelopeNamesViolation)];
    says("webhook", &judged(&case(LEFT, &body), sends(422, &item)), &noted);
}

#[test]
#[rustfmt::skip]
fn the_shape_of_an_envelope_is_judged_by_its_basis() {
    let good = || envelope(&[("must be of type object", "object.base", "metadata")]);
    let error = [(Error, Check::EnvelopeSchema)];
    let removed = |pointer: &str| with(good(), pointer, None);
    for (about, body, expected) in [
        ("whole", good(), &[][..]),
        ("no type", removed("/type"), &error),
        ("no message", with(good(), "/message", Some(json!(null))), &error),
        ("no rule", removed("/errors/0/rule"), &error),
        ("no array", with(good(), "/errors", Some(json!({"metadata": "x"}))), &error),
        ("plain Joi", json!({"_original": {}, "details": []}), &error),
        ("encoded twice", json!(good().to_string()), &error),
        ("no items", with(good(), "/errors", Some(json!([]))), &[(Warning, Check::EnvelopeSchema)]),
        ("no quotes", with(good(), "/errors/0/field", Some(json!("metadata"))), &[(Warning, Check::EnvelopeSchema)]),
        ("another sentence", with(good(), "/message", Some(json!("Invalid body"))), &[(Warning, Check::EnvelopeConstants)]),
        ("another type", with(good(), "/type", Some(json!("E_OTHER"))), &[(Error, Check::EnvelopeConstants)]),
        ("more", with(good(), "/status", Some(json!(422))), &[(Note, Check::ResponseUndocumentedProperty)]),
    ] {
        let verdict = judged(&case(SESSION, &json!({"metadata": 5})), sends(422, &body));
        let told = told(&verdict);
        let without_notes: Vec<_> = told.iter().filter(|it| it.0 != Note).copied().collect();
        let expected_here = if about == "more" { &told } else { &without_notes };
        assert_eq!(expected_here, expected, "{about}: {:#?}", verdict.problems);
    }
    let page = response(422, Some("text/html"), good().to_string().as_bytes());
    let verdict = judged(&case(SESSION, &json!({"metadata": 5})), page);
    says("html", &verdict, &[(Error, Check::EnvelopeContentType)]);
}

#[test]
fn how_much_is_listed_is_a_vote_and_no_problem() {
    let body = json!({"suspectedFraud": false, "metadata": 5});
    let only = ("must be [true]", "any.only", "suspectedFraud");
    let base = ("must be of type object", "object.base", "metadata");
    for (items, reports) in [
        (vec![only, base], Some(Reports::All)),
        (vec![only], Some(Reports::First)),
        (vec![base], Some(Reports::First)),
    ] {
        let verdict = judged(&case(SESSION, &body), sends(422, &envelope(&items)));
        says("listed", &verdict, &[]);
        assert_eq!((verdict.votes.reports, verdict.votes.partial), (reports, false), "{items:?}");
    }
    // A name that is also the last name of another place means its own place first.
    let twice = with(example(LEFT), "/session/storeId", Some(json!("x")));
    let twice = case(LEFT, &with(twice, "/storeId", Some(json!("x"))));
    let number = |label| ("must be a number", "number.base", label);
    let both = envelope(&[number("storeId"), number("session.storeId")]);
    assert_eq!(judged(&twice, sends(422, &both)).votes.reports, Some(Reports::All));
    let single = judged(&case(SESSION, &json!({"metadata": 5})), sends(422, &envelope(&[base])));
    assert_eq!(single.votes.reports, None);
}

#[test]
fn labels_and_words_are_votes() {
    let body = with(example(LEFT), "/session/code", Some(json!("")));
    for (rule, label, words, labels) in [
        ("string.empty", "session.code", Generation::Joi16, Labels::Path),
        ("any.empty", "code", Generation::Joi15, Labels::Key),
    ] {
        let item = envelope(&[("is not allowed to be empty", rule, label)]);
        let verdict = judged(&case(LEFT, &body), sends(422, &item));
        says(rule, &verdict, &[(Note, Check::GuessesHold)]);
        assert_eq!((verdict.votes.words, verdict.votes.labels), (Some(words), Some(labels)));
    }
}

#[test]
#[rustfmt::skip]
fn a_ballot_makes_one_warning_a_setting() {
    let api = oracle().api;
    let about = |ballot: Ballot| {
        let problems = about_validator(&api, &ballot);
        problems
            .into_iter()
            .map(|it| (it.check, it.severity, it.edits.into_iter().map(|it| it.change).collect()))
            .collect::<Vec<(Check, Severity, Vec<Change>)>>()
    };
    let edit = |key: &str, value: Value| vec![Change::Validator(key.to_owned(), value)];
    let claimed = Ballot { words: [3, 0], labels: [3, 0], reports: [2, 0, 0], converts: [4, 0] };
    assert_eq!(about(Ballot::default()), []);
    assert_eq!(about(claimed.clone()), []);
    let row = |check, edits| vec![(check, Warning, edits)];
    for (ballot, expected) in [
        (Ballot { words: [0, 9], ..claimed.clone() }, row(Check::EnvelopeWords, edit("words", json!(15)))),
        (Ballot { words: [1, 9], ..claimed.clone() }, row(Check::EnvelopeWords, vec![])),
        (Ballot { labels: [0, 1], ..claimed.clone() }, row(Check::EnvelopeLabels, edit("labels", json!("key")))),
        (Ballot { reports: [0, 5, 0], ..claimed.clone() }, row(Check::EnvelopeComplete, edit("reports", json!("first")))),
        (Ballot { reports: [3, 5, 1], ..claimed.clone() }, row(Check::EnvelopeComplete, vec![])),
        (Ballot { reports: [0, 0, 2], ..claimed.clone() }, row(Check::EnvelopeComplete, vec![])),
        (Ballot { converts: [0, 2], ..claimed }, vec![]),
    ] {
        assert_eq!(about(ballot.clone()), expected, "{ballot:?}");
    }
}

#[test]
fn readers_of_dates_differ() {
    let body = with(example(LEFT), "/session/createdAt", Some(json!("2019-08-24t14:15:22z")));
    for (rule, says_so) in [
        ("string.isoDate", "must be in iso format"),
        ("date.base", "must be a valid date"),
        ("string.pattern.base", "with value \"x\" fails to match the required pattern: /x/"),
    ] {
        let item = envelope(&[(says_so, rule, "session.createdAt")]);
        let verdict = judged(&case(LEFT, &body), sends(422, &item));
        let noted = verdict.problems.iter().all(|problem| problem.severity == Note);
        assert!(noted && verdict.problems.len() == 1, "{rule}: {:#?}", verdict.problems);
    }
    let dated = "type: string\n          format: date-time\n          description: A time.\n";
    let example = "example:\n              sessionId: string\n      responses";
    let moment = example.replace(": string", ": '2019-08-24T14:15:22Z'");
    let oracle = changed_often(&[(NAMED_SESSION, dated), (example, &moment)]);
    for (text, expected) in [
        ("2019-08-24", (Note, Check::GuessesHold)),
        ("2019-08-24 14:15:22Z", (Note, Check::GuessesHold)),
        ("2019-08-24T14:15:22,5Z", (Note, Check::GuessesHold)),
        ("2019-W34-6", (Note, Check::GuessesHold)),
        ("yesterday", (Error, Check::BrokenRefused)),
    ] {
        let case = case(SHOPPER, &json!({"sessionId": text}));
        says(text, &oracle.judge(&case, &exchange(&case, Ok(empty(200)))), &[expected]);
    }
}
