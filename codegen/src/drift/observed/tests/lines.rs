//! Lines that cannot be read, and secrets.

use super::super::read;
use super::{api, findings};

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let good = r#"{"method":"GET","path":"/api/things/1"}"#;
    for bad in [
        r#"{"method":"GET","path":"/api/thi"#,
        "not json",
        "[1]",
        r#"{"method":5,"path":"/"}"#,
        r#"{"method":"B W","path":"/"}"#,
        r#"{"method":"GET"}"#,
        r#"{"method":"GET","path":"/","status":"200"}"#,
        r#"{"method":"GET","path":"/","status":99999}"#,
        r#"{"method":"GET","path":"/","response":[]}"#,
        r#"{"method":"GET","path":"/","response":{"headers":{"a":1}}}"#,
        r#"{"method":"GET","path":"/","response":{"bytes":"?"}}"#,
        r#"{"method":"GET","path":"/","response":{"body":1,"text":"1"}}"#,
        r#"{"webhook":1,"body":{}}"#,
    ] {
        let (exchanges, findings) = read("run.jsonl", &format!("{good}\n\n{bad}\n{good}")).unwrap();
        assert_eq!(exchanges.iter().map(|exchange| exchange.line).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(findings.len(), 1, "{bad}");
        assert_eq!(findings[0].at.line, Some(3));
        let errors = read("run.jsonl", bad).unwrap_err();
        assert!(errors[0].message.contains("nothing readable in run.jsonl"), "{bad}");
    }
    assert!(read("run.jsonl", "").is_err());
}

#[test]
fn fifty_megabytes_in_one_line_are_a_bad_line() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(50 << 20));
    assert!(read("run.jsonl", &long).unwrap_err()[1].message.contains("too long"));
}

#[test]
fn secrets_are_in_no_finding() {
    let token = "tok-5f2c9a77";
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    let line = format!(
        r#"{{"method":"PATCH","url":"https://h/api/things/{token}?access_token=query-secret&{token}=1","request":{{"headers":{{"Authorization":"Bearer {token}","Cookie":"sid=cookie-secret"}},"body":{{"note":5,"client_secret":"body-secret"}}}},"status":200,"response":{{"headers":{{"X-Echo":"{token}","content-type":"{token}/{jwt}"}},"body":{{"id":"x {token}","at":"{jwt}","state":"cookie-secret","{token}":1,"body-secret":2,"{jwt}":3}}}}}}"#
    );
    let other = format!(r#"{{"method":"GET","path":"/{token}/query-secret/{jwt}","status":200}}"#);
    let text = format!("{:?}", findings(&[&line, &other]));
    for secret in [token, jwt, "cookie-secret", "body-secret", "query-secret"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let (exchanges, _) = read("run", &format!("{line}\n{other}")).unwrap();
    let text = format!("{exchanges:?}");
    for secret in [token, jwt, "cookie-secret", "body-secret", "query-secret"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(super::super::compare(&api::api(), &exchanges).len() > 3);
}

#[test]
fn bodies_are_read_from_text_and_bytes() {
    for side in [
        r#"{"body":{"message":"no"}}"#,
        r#"{"text":"{\"message\":\"no\"}"}"#,
        r#"{"bytes":"eyJtZXNzYWdlIjoibm8ifQ=="}"#,
    ] {
        let line = format!(
            r#"{{"method":"PATCH","path":"/api/things/1","status":422,"response":{side}}}"#
        );
        assert_eq!(findings(&[&line]), [], "{line}");
    }
}

#[test]
fn a_probe_is_passed_over() {
    let lines = [
        r#"{"probe":true,"method":"PATCH","path":"/things/nothing","request":{},"status":500,"response":{}}"#,
        r#"{"probe":true,"method":"BREW","path":"/","request":{},"status":200,"response":{}}"#,
    ];
    assert_eq!(super::findings(&lines), []);
}
