//! Successes: their status, their content, and what must not be in any response.

use super::*;
use oasis_model::settle::Change;

fn session(response: Response) -> Verdict {
    judged(&case(SESSION, &json!({})), response)
}

#[test]
fn the_status_of_a_success_is_a_guess() {
    for (operation, status, expected) in [
        (SESSION, 200, &[][..]),
        (SESSION, 201, &[(Warning, Check::ResponseStatus)]),
        (SHOPPER, 204, &[(Warning, Check::ResponseStatus)]),
        (LEFT, 201, &[(Warning, Check::ResponseStatus)]),
    ] {
        let (body, response) = match operation {
            SESSION => (json!({}), sends(status, &example(SESSION))),
            SHOPPER => (json!({"sessionId": "a"}), empty(status)),
            _ => (example(LEFT), sends(status, &json!("string"))),
        };
        let verdict = judged(&case(operation, &body), response);
        says(&format!("{operation} {status}"), &verdict, expected);
        if let [problem] = verdict.problems.as_slice() {
            let change = &problem.edits[0].change;
            let expected =
                Change::Status { operation: operation.to_owned(), from: 200, to: status };
            assert_eq!(*change, expected);
        }
    }
}

#[test]
fn facts_about_content_are_errors_and_guesses_are_grouped() {
    let at =
        |pointer: &str, value: Option<Value>| sends(200, &with(example(SESSION), pointer, value));
    let error = [(Error, Check::ResponseSchema)];
    let warning = [(Warning, Check::ResponseSchema)];
    for (about, response, expected) in [
        ("id", at("/id", Some(json!("5"))), &error[..]),
        ("metadata", at("/metadata", Some(json!("{}"))), &error),
        ("role", at("/customer/role", Some(json!("nobody"))), &error),
        ("null", at("/locationId", Some(json!(null))), &warning),
        ("nullable", at("/customerFirstEnteredAt", Some(json!(null))), &[]),
        ("absent", at("/priority", None), &warning),
        ("no customer", at("/customer", None), &[]),
        ("dates", at("/createdAt", Some(json!("2019-08-24"))), &warning),
        ("more", at("/version", Some(json!(7))), &[(Note, Check::ResponseUndocumentedProperty)]),
        ("free", at("/metadata/version", Some(json!(7))), &[]),
        ("another", at("/sessionId", Some(json!("other"))), &[(Error, Check::ResponseResource)]),
    ] {
        says(about, &session(response), expected);
    }
    let both = with(example(SESSION), "/locationId", Some(json!(null)));
    let both = session(sends(200, &with(both, "/code", Some(json!(null)))));
    let causes: Vec<_> = both.problems.iter().map(|it| (&it.cause, &it.element)).collect();
    assert!(causes.len() == 2 && causes[0].0 == causes[1].0 && causes[0].1 != causes[1].1);
    let status = session(at("/status", Some(json!("paused"))));
    assert_eq!(status.problems[0].edits[0].change, Change::EnumValue(json!("paused")));
}

#[test]
#[rustfmt::skip]
fn bytes_are_what_they_are_declared_to_be() {
    let good = example(SESSION).to_string();
    let json = Some("application/json");
    let wrong = [(Error, Check::ResponseContentType)];
    let latin: Vec<u8> = good
        .replace("\"string\"", "\"\u{1}\"")
        .bytes()
        .map(|b| if b == 1 { 0xe9 } else { b })
        .collect();
    for (about, response, expected) in [
        ("good", response(200, Some("Application/JSON;charset=UTF-8"), good.as_bytes()), &[][..]),
        ("html", response(200, Some("text/html"), good.as_bytes()), &wrong),
        ("nothing", response(200, None, good.as_bytes()), &wrong),
        ("mark", response(200, json, format!("\u{feff}{good}").as_bytes()), &wrong),
        ("charset", response(200, Some("application/json; charset=latin1"), good.as_bytes()), &wrong),
        ("cut", response(200, json, &good.as_bytes()[..99]), &wrong),
        ("latin", response(200, json, &latin), &wrong),
        ("empty", empty(200), &[(Error, Check::ResponseSchema)]),
    ] {
        says(about, &session(response), expected);
    }
    for (about, response, expected) in [
        ("text", response(200, Some("text/plain"), b"ok"), (Warning, Check::ResponseContentType)),
        ("empty", empty(200), (Warning, Check::ResponseSchema)),
        ("number", sends(200, &json!(5)), (Warning, Check::ResponseSchema)),
    ] {
        says(about, &judged(&case(LEFT, &example(LEFT)), response), &[expected]);
    }
    let any = response(200, Some("text/html"), b"<p>done</p>");
    says("nothing documented", &judged(&case(SHOPPER, &json!({"sessionId": "a"})), any), &[]);
}

#[test]
fn nothing_leaks() {
    let leak = (Error, Check::Leaks);
    let own = with(example(SESSION), "/customer/passwordHash", Some(json!("x1")));
    let note = (Note, Check::ResponseUndocumentedProperty);
    says("password", &session(sends(200, &own)), &[note, leak]);
    let free = with(example(SESSION), "/metadata/password", Some(json!("x1")));
    says("metadata", &session(sends(200, &free)), &[]);
    let trace = response(400, Some("text/plain"), b"Error\n    at parse (/srv/app/x.js:1:2)");
    let case = case(SESSION, &json!({}));
    assert!(told(&judged(&unknown(case.clone()), trace)).contains(&leak));
    let echo = sends(404, &json!({"message": format!("no {TOKEN}")}));
    says("token", &judged(&unknown(case), echo), &[leak]);
}
