//! Bodies that are too much, and media types that nobody documented: refused or taken, never fatal.

use super::Column;
use crate::{
    case::{Case, Expect},
    ids::Whose,
    lab::Lab,
    vendor,
};
use oasis_model::ir::Operation;
use serde_json::Value;

/// Levels of nesting that no honest client sends.
const LEVELS: usize = 5_000;
/// The property that holds what is heavy, where the operation takes none that is free.
const FREE: &str = "contractTestFree";
/// Bytes of a body that no honest client sends.
const BYTES: usize = 3 << 20;

pub(super) async fn run(lab: &Lab, operation: &Operation) {
    let Some(valid) = lab.valid_body(operation) else { return };
    let bytes = crate::case::bytes(&valid);
    let free =
        vendor::free_form(&lab.context.api, operation).filter(|name| valid.get(name).is_none());
    for (about, body) in bodies(&valid, free.unwrap_or(FREE)) {
        try_one(lab, lab.case(operation, Whose::Known(false), Some(body), about)).await;
    }
    for media_type in MEDIA_TYPES {
        let about = format!("media type {media_type:?}");
        let mut case = lab.case(operation, Whose::Known(false), Some(bytes.clone()), &about);
        case.request.headers.retain(|(name, _)| name != "content-type");
        if !media_type.is_empty() {
            case.request.headers.push(("content-type".to_owned(), (*media_type).to_owned()));
        }
        try_one(lab, case).await;
    }
    // The documented type, spelt as HTTP allows: this has to be served.
    for media_type in
        ["application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"]
    {
        let about = format!("media type {media_type:?}");
        let mut case = lab.case(operation, Whose::Known(false), Some(bytes.clone()), &about);
        case.request.headers = vec![("content-type".to_owned(), media_type.to_owned())];
        lab.run(Column::Valid, &case).await;
    }
    // After all that the server still serves.
    let case = lab.case(operation, Whose::Known(false), Some(bytes), "valid body after heavy ones");
    lab.run(Column::Valid, &case).await;
}

const MEDIA_TYPES: [&str; 9] = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/json; charset=utf-16",
    "nonsense",
    "application/vnd.contract-test+json",
];

async fn try_one(lab: &Lab, mut case: Case) {
    case.expect = Expect::Tolerated;
    let exchange = lab.run(Column::Heavy, &case).await;
    if exchange.status().is_none_or(|status| status < 400) && case.known {
        // What was taken must not come back with every later answer.
        super::put_back(lab, &[(false, serde_json::json!({}))]).await;
    }
}

/// Heavy bodies, made of a valid one so that they reach as far as they can.
fn bodies(valid: &Value, free: &str) -> Vec<(&'static str, Vec<u8>)> {
    let text = valid.to_string();
    let start = text.trim_end_matches('}');
    let comma = if start.ends_with('{') { "" } else { "," };
    let with = |member: &str| format!("{start}{comma}{member}}}").into_bytes();
    let within = |value: &str| with(&format!("\"{free}\":{value}"));
    let objects = format!("{}1{}", "{\"n\":".repeat(LEVELS), "}".repeat(LEVELS));
    let arrays = format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS));
    let mut raw_bytes = within("{\"text\":\"?\"}");
    if let Some(at) = raw_bytes.iter().rposition(|byte| *byte == b'?') {
        raw_bytes[at] = 0xff;
    }
    vec![
        ("5,000 levels of objects", within(&objects)),
        ("5,000 levels of arrays", within(&format!("{{\"deep\":{arrays}}}"))),
        ("nothing but 5,000 brackets", arrays.clone().into_bytes()),
        ("nothing but 5,000 opening brackets", "[".repeat(LEVELS).into_bytes()),
        ("3 MiB of text", within(&format!("{{\"text\":\"{}\"}}", "x".repeat(BYTES)))),
        (
            "3 MiB of an unknown member",
            with(&format!("\"contractTestUnknown\":\"{}\"", "x".repeat(BYTES))),
        ),
        ("a lone surrogate", within("{\"text\":\"\\ud800\"}")),
        ("a lone surrogate as a key", within("{\"\\udfff\":1}")),
        (
            "a lone surrogate in an unknown member",
            with("\"contractTestUnknown\\ud800\":\"\\ud800\""),
        ),
        ("bytes that are not UTF-8", raw_bytes),
        ("a byte order mark", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("a number beyond every range", within("{\"number\":1e400}")),
        ("a number of 5,000 digits", within(&format!("{{\"number\":{}}}", "9".repeat(5_000)))),
        ("the same key twice", within("{\"a\":1,\"a\":2}")),
        ("2,000 unknown members", with(&many_members(2_000))),
    ]
}

fn many_members(count: usize) -> String {
    let members: Vec<String> = (0..count).map(|number| format!("\"u{number}\":{number}")).collect();
    members.join(",")
}
