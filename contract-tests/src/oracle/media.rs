//! What a response's body is declared as, and whether its bytes are that.
//!
//! In come a response and the documented media types, out comes what is wrong. That bytes are what they
//! are declared to be needs no page.

use super::{Check, Problem, Verdict, scene::Scene};
use crate::http::Response;
use oasis_model::{
    finding::Basis,
    ir::{Content, essence},
};
use serde_json::Value;

const MARK: &[u8] = b"\xef\xbb\xbf";
const HELP: &str = "declare the documented media type; JSON is UTF-8, without a byte order mark";

/// The body as JSON, with or without a byte order mark in front.
pub(super) fn json(response: &Response) -> Option<Value> {
    let body = response.body.strip_prefix(MARK).unwrap_or(&response.body);
    serde_json::from_slice(body).ok()
}

/// Holds the declared media type to the documented ones, known on this basis, and the bytes to both.
pub(super) fn judge(
    scene: &Scene<'_>,
    check: Check,
    contents: &[Content],
    basis: Basis,
    verdict: &mut Verdict,
) {
    verdict.applied.add(check);
    let response = scene.response;
    if response.body.is_empty() {
        return;
    }
    let declared = response.header("content-type");
    let known =
        |declared: &str| contents.iter().any(|it| essence(&it.media_type) == essence(declared));
    if !contents.is_empty() && !declared.is_some_and(known) {
        let at = contents.first().map(|content| content.at.clone());
        let documented: Vec<&str> = contents.iter().map(|it| it.media_type.as_str()).collect();
        let seen = declared.map_or("nothing".to_owned(), |it| format!("{:?}", scene.excerpt(it)));
        let message =
            format!("the body is declared as {seen}, documented is {}", documented.join(" or "));
        let cause = scene.refusal_cause(format!("type|{}", at.clone().unwrap_or_default()));
        let problem = Problem::new(check, basis, cause, message, HELP);
        verdict.problems.push(Problem { claim: at, ..problem });
    }
    let expects_json = contents.iter().any(Content::is_json);
    if let Some((cause, message)) = bytes(response, declared.unwrap_or_default(), expects_json) {
        verdict.problems.push(Problem::new(check, Basis::Documented, cause, message, HELP));
    }
}

/// What is wrong with bytes that are declared, or documented, as JSON.
fn bytes(response: &Response, declared: &str, expected: bool) -> Option<(&'static str, String)> {
    let essence = essence(declared);
    let is_json = essence == "application/json" || essence.ends_with("+json");
    if !is_json && !(expected && json(response).is_some()) {
        return None;
    }
    let status = response.status;
    if let Some(charset) = charset(declared).filter(|it| !matches!(it.as_str(), "utf-8" | "utf8")) {
        return Some(("charset", format!("the JSON of {status} is declared as {charset:?}")));
    }
    if std::str::from_utf8(&response.body).is_err() {
        return Some(("encoding", format!("the JSON of {status} is not UTF-8")));
    }
    if response.body.starts_with(MARK) {
        return Some(("mark", format!("the JSON of {status} begins with a byte order mark")));
    }
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(&response.body).err()?;
    // Our own limit of depth is none of the server's business.
    let is_ours = error.to_string().starts_with("recursion limit");
    (!is_ours).then(|| {
        ("not JSON", format!("the body of {status} is declared as JSON and is none: {error}"))
    })
}

fn charset(declared: &str) -> Option<String> {
    declared.split(';').skip(1).find_map(|part| {
        let part = part.trim().to_ascii_lowercase();
        part.strip_prefix("charset=").map(|charset| charset.trim_matches('"').to_owned())
    })
}
