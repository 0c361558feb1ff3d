//! One line of recorded traffic: JSON in, an [`Exchange`] out, or what is wrong with it.
//!
//! The messages never quote the line, because it may hold secrets.

use super::hosts::Host;
use super::read::Read;
use super::{Call, Exchange, Message, Payload, payload};
use crate::address;
use serde_json::{Map, Value};

/// Reads one line; none if it is a probe, which proves nothing.
pub(super) fn parse(line: &str) -> Read {
    let value: Value = serde_json::from_str(line).map_err(|error| reason(&error))?;
    let Value::Object(members) = value else { return Err("it is JSON but no object".to_owned()) };
    if members.contains_key("method") && members.get("probe") == Some(&Value::Bool(true)) {
        return Ok(None);
    }
    recorded(members).map(Some)
}

fn recorded(members: Map<String, Value>) -> Result<Exchange, String> {
    if let Some(reason) = misplaced(&members) {
        return Err(reason.to_owned());
    }
    let ((call, host), request) = match members.get("webhook") {
        Some(Value::String(operation)) => {
            ((Call::Webhook(operation.clone()), None), Some(message(&members)?))
        }
        Some(_) => return Err("`webhook` is no text".to_owned()),
        None if members.contains_key("method") => (called(&members)?, side(&members, "request")?),
        None => {
            let payload = Payload::Json(Value::Object(members));
            let request = Message { payload, ..Message::default() };
            return Ok(exchange(Call::Bare, Some(request), None, None));
        }
    };
    let status = match members.get("status") {
        None | Some(Value::Null) => None,
        Some(status) => {
            let code = status.as_u64().and_then(|code| u16::try_from(code).ok());
            Some(
                code.filter(|code| (100..1000).contains(code))
                    .ok_or("`status` is no status code")?,
            )
        }
    };
    let own = members.get("own") == Some(&Value::Bool(true));
    Ok(Exchange { own, host, ..exchange(call, request, status, side(&members, "response")?) })
}

/// What stands where nobody looks, as in the forms that others write. Since members without a
/// meaning are ignored, such a line would be taken for one that holds less than it does.
fn misplaced(members: &Map<String, Value>) -> Option<&'static str> {
    let object = |name: &str| members.get(name).is_some_and(Value::is_object);
    let there = |name: &str| members.get(name).is_some_and(|value| !value.is_null());
    let stray_body = |(name, value): (&String, &Value)| {
        (value.is_object() || value.is_array() || value.is_string())
            && name.to_ascii_lowercase().ends_with("body")
    };
    if members.contains_key("webhook") {
        if object("request") {
            return Some("a notification's `body` stands beside `webhook`, not in `request`");
        }
    } else if members.contains_key("method") {
        if members.iter().any(stray_body) {
            return Some("a body stands in `request` or `response`, not beside `method`");
        }
    } else if object("request") || object("response") {
        return Some("`method` does not stand beside `request` and `response`");
    }
    (object("response") && !there("status")).then_some("`status` does not stand beside `response`")
}

fn exchange(
    call: Call,
    request: Option<Message>,
    status: Option<u16>,
    response: Option<Message>,
) -> Exchange {
    Exchange { call, host: None, own: false, request, status, response }
}

/// What is wrong with the JSON, without a word of it.
pub(super) fn reason(error: &serde_json::Error) -> String {
    // Only messages of serde's own are looked for; they hold no word of the line.
    let message = error.to_string();
    match error.classify() {
        serde_json::error::Category::Eof => "it is cut off".to_owned(),
        _ if message.starts_with("recursion limit") => "it is nested too deep".to_owned(),
        _ if message.starts_with("number out of range") => "it has a number too large".to_owned(),
        _ => format!("it is not JSON from column {} on", error.column()),
    }
}

fn called(members: &Map<String, Value>) -> Result<(Call, Option<Host>), String> {
    let method = members.get("method").and_then(Value::as_str).ok_or("`method` is no text")?;
    match (members.get("path"), members.get("url")) {
        (Some(Value::String(target)), _) | (None, Some(Value::String(target))) => {
            http(method, target)
        }
        _ => Err("neither `path` nor `url` is a text".to_owned()),
    }
}

/// A call of a path or of a whole address, and the host if the address has one.
pub(super) fn http(method: &str, target: &str) -> Result<(Call, Option<Host>), String> {
    if method.is_empty() || !method.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
        return Err("`method` is no method of HTTP".to_owned());
    }
    let method = method.to_ascii_uppercase();
    let (origin, path, query) = address::split(target);
    let path = if path.is_empty() { "/" } else { path }.to_owned();
    Ok((Call::Http { method, path, query: address::query(query) }, Host::of(origin)))
}

fn side(members: &Map<String, Value>, name: &str) -> Result<Option<Message>, String> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(side)) => message(side).map(Some),
        Some(_) => Err(format!("`{name}` is no object")),
    }
}

fn message(side: &Map<String, Value>) -> Result<Message, String> {
    let headers = match side.get("headers") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(headers)) => {
            let mut all = Vec::new();
            for (name, value) in headers {
                header(&name.to_ascii_lowercase(), value, &mut all)?;
            }
            all
        }
        Some(_) => return Err("`headers` is no object".to_owned()),
    };
    let text = |key: &str| match side.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(format!("`{key}` is no text")),
    };
    let body = side.get("body").filter(|body| !body.is_null());
    if body.and_then(Value::as_str).is_some_and(is_container) {
        return Err("`body` is a text with JSON in it; call it `text`".to_owned());
    }
    let payload = match (body, text("text")?, text("bytes")?) {
        (Some(body), None, None) => Payload::Json(body.clone()),
        (None, Some(text), None) => payload::of_text(text, &headers),
        (None, None, Some(encoded)) => {
            let bytes = payload::base64(encoded).ok_or("`bytes` is no base64")?;
            payload::of_bytes(&bytes, &headers)
        }
        (None, None, None) => Payload::Empty,
        _ => return Err("more than one of `body`, `text` and `bytes` is there".to_owned()),
    };
    Ok(Message { headers, payload, fields: Vec::new() })
}

/// Whether a text is a JSON object or array.
fn is_container(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<Value>(text).is_ok()
}

fn header(name: &str, value: &Value, all: &mut Vec<(String, String)>) -> Result<(), String> {
    match value {
        Value::String(value) => all.push((name.to_owned(), value.clone())),
        Value::Array(values) if !values.iter().any(Value::is_array) => {
            values.iter().try_for_each(|value| header(name, value, all))?;
        }
        _ => return Err("a header's value is no text".to_owned()),
    }
    Ok(())
}
