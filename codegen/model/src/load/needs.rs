//! Keys that an object needs because of its other keys. In come the members of one object; what is
//! missing is a finding and is supplied, so that the rest of the document can be read.

use super::grammar::{HEADER, Object, PARAMETER, SECURITY_SCHEME};
use super::walk::Walk;
use serde_json::{Map, Value};
use std::ptr;

/// Checks one object; false: it cannot be read at all.
pub(super) fn check(
    walk: &mut Walk<'_>,
    members: &mut Map<String, Value>,
    object: &Object,
) -> bool {
    if ptr::eq(object, &PARAMETER) || ptr::eq(object, &HEADER) {
        if !members.contains_key("content") {
            walk.require(members, object.name, "schema");
        }
        style(walk, members);
    } else if ptr::eq(object, &SECURITY_SCHEME) {
        let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
        let needed: &[&str] = match kind {
            "apiKey" => &["name", "in"],
            "http" => &["scheme"],
            "oauth2" => &["flows"],
            "openIdConnect" => &["openIdConnectUrl"],
            // A way to authenticate that OpenAPI 3.0 has no word for.
            _ => return false,
        };
        for key in needed {
            walk.require(members, object.name, key);
        }
    }
    true
}

/// A style that the place of a parameter does not know is as good as none.
fn style(walk: &mut Walk<'_>, members: &mut Map<String, Value>) {
    let known: &[&str] = match members.get("in").and_then(Value::as_str) {
        Some("path") => &["simple", "label", "matrix"],
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("cookie") => &["form"],
        _ => &["simple"],
    };
    let Some(style) = members.get("style").and_then(Value::as_str) else { return };
    if !known.contains(&style) {
        let message = format!("expected one of {}, found `{style}`", known.join(", "));
        walk.below("style", |walk| {
            walk.lost("spec/wrong-shape", message, "write a style that fits the place");
        });
        members.remove("style");
    }
}
