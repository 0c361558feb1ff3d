//! Rules between the keys of one object. In come its members; what is missing or does not go
//! together is a finding and is mended, so that the rest of the document can be read.

use super::notebook::Notebook;
use super::shape::Object;
use serde_json::{Map, Value};

/// Parameters and headers: a schema or content, and a style that the place knows.
pub(super) fn parameter(
    notebook: &mut Notebook<'_>,
    members: &mut Map<String, Value>,
    object: &'static Object,
) -> bool {
    if !members.contains_key("content") {
        require(notebook, members, object, "schema");
    }
    style(notebook, members);
    true
}

/// Security schemes: each type has keys of its own.
pub(super) fn security_scheme(
    notebook: &mut Notebook<'_>,
    members: &mut Map<String, Value>,
    object: &'static Object,
) -> bool {
    let Some(kind) = members.get("type").and_then(Value::as_str) else {
        require(notebook, members, object, "type");
        return false;
    };
    let needed: &[&str] = match kind {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        "oauth2" => &["flows"],
        _ => &["openIdConnectUrl"],
    };
    for key in needed {
        require(notebook, members, object, key);
    }
    true
}

/// Supplies a key that has to be there, with a finding.
pub(super) fn require(
    notebook: &mut Notebook<'_>,
    members: &mut Map<String, Value>,
    object: &'static Object,
    key: &str,
) {
    if !members.contains_key(key) {
        notebook.missing(members, object.name, key, object.least_of(key));
    }
}

/// A style that the place of a parameter does not know is as good as none.
fn style(notebook: &mut Notebook<'_>, members: &mut Map<String, Value>) {
    let known: &[&str] = match members.get("in").and_then(Value::as_str) {
        Some("path") => &["simple", "label", "matrix"],
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("cookie") => &["form"],
        _ => &["simple"],
    };
    let Some(style) = members.get("style").and_then(Value::as_str) else { return };
    if !known.contains(&style) {
        let message = format!("expected one of {}, found `{style}`", known.join(", "));
        notebook.lost_at("style", "spec/wrong-shape", message, "write a style that fits the place");
        members.remove("style");
    }
}

/// Whether a key of `responses` is a status, a class of them or `default`.
pub(super) fn is_status(key: &str) -> bool {
    let digits = key.as_bytes();
    key == "default"
        || (digits.len() == 3
            && (b'1'..=b'5').contains(&digits[0])
            && (key.ends_with("XX") || digits[1..].iter().all(u8::is_ascii_digit)))
}

/// Reads `4xx` as `4XX`, which is how the specification writes it.
pub(super) fn status_case(notebook: &mut Notebook<'_>, members: &mut Map<String, Value>) {
    let upper = |key: &str| {
        let upper = key.to_ascii_uppercase();
        (upper != key && upper.ends_with("XX") && is_status(&upper)).then_some(upper)
    };
    if !members.keys().any(|key| upper(key).is_some()) {
        return;
    }
    for (key, value) in std::mem::take(members) {
        let Some(meant) = upper(&key) else {
            members.insert(key, value);
            continue;
        };
        let message = format!("`{key}` is read as `{meant}`");
        let help = format!("write `{meant}`; OpenAPI 3.0 knows the range in upper case only");
        notebook.lost_at(&key, "spec/status-in-lower-case", message, &help);
        members.entry(meant).or_insert(value);
    }
}

/// Says what `explode` is where nothing is written: it hangs on the style of the field.
pub(super) fn explode(_: &mut Notebook<'_>, members: &mut Map<String, Value>) {
    let is_form = members.get("style").is_none_or(|style| style == "form");
    members.entry("explode").or_insert(Value::Bool(is_form));
}
