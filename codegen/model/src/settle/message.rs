//! Edits of what surrounds schemas: the status of a response, whether a body or a parameter is sent,
//! the settings of `x-validator`, and the claims about all these.

use super::claim;
use super::document::Document;
use super::order;
use super::schema::own;
use crate::ir::{Method, Observed};
use crate::pointer::{escape_pointer, unescape_pointer};
use serde_json::{Map, Value};

const VALIDATOR: &str = "/info/x-validator";

/// Writes another status in place of one, for one operation.
pub(super) fn status(
    document: &mut Document,
    operation: &str,
    from: u16,
    to: u16,
    observed: Option<&Observed>,
) -> Result<(), String> {
    let (from, to) = (from.to_string(), to.to_string());
    let responses = responses(document.value(), operation)
        .ok_or_else(|| format!("there is no operation `{operation}` with responses"))?;
    let map = document.map(&responses)?;
    match (map.get(&from), map.get(&to)) {
        (Some(one), Some(other)) if one == other => {
            document.map_mut(&responses)?.shift_remove(&from);
        }
        (Some(_), Some(_)) => {
            return Err(format!(
                "`{operation}` has {to} as well; decide by hand what {from} becomes"
            ));
        }
        (Some(_), None) => document.rename(&responses, &from, &to)?,
        (None, Some(_)) => {}
        (None, None) => return Err(format!("`{operation}` has no response {from}")),
    }
    let at = followed(document.value(), format!("{responses}/{to}"));
    // Of an operation that keeps the status nothing was shown, so that its claim stays.
    if users(document.value(), &at).any(|status| status != to) {
        return Ok(());
    }
    let response = document.map_mut(&at)?;
    claim::without_status(response, &to);
    if let Some(observed) = observed {
        claim::observe(response, None, observed);
    }
    Ok(())
}

/// Pointer of the response that an applied edit of a status has moved; the edits of others may still
/// speak of its former place.
pub(super) fn moved(
    document: &Document,
    operation: &str,
    from: u16,
    to: u16,
) -> Option<(String, String)> {
    let responses = responses(document.value(), operation)?;
    let map = document.map(&responses).ok()?;
    let is_moved = !map.contains_key(&from.to_string()) && map.contains_key(&to.to_string());
    is_moved.then(|| (format!("{responses}/{from}"), format!("{responses}/{to}")))
}

/// Every operation of the document, with its pointer.
fn operations(document: &Value) -> impl Iterator<Item = (String, &str, &Map<String, Value>)> {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        Method::ALL.into_iter().filter_map(move |method| {
            let method = method.as_str().to_ascii_lowercase();
            let operation = item.get(&method)?.as_object()?;
            Some((format!("/paths/{}/{method}", escape_pointer(path)), path.as_str(), operation))
        })
    })
}

fn responses(document: &Value, id: &str) -> Option<String> {
    let is_meant = |(at, path, operation): &(String, &str, &Map<String, Value>)| {
        let method = at.rsplit('/').next().unwrap_or_default();
        match operation.get("operationId").and_then(Value::as_str) {
            Some(own) if !own.is_empty() => own == id,
            _ => format!("{method} {path}") == id,
        }
    };
    operations(document).find(is_meant).map(|(at, ..)| format!("{at}/responses"))
}

/// The statuses under which operations have the response at this pointer.
fn users<'d>(document: &'d Value, at: &'d str) -> impl Iterator<Item = &'d str> {
    operations(document).flat_map(move |(operation, _, map)| {
        let responses = map.get("responses").and_then(Value::as_object).into_iter().flatten();
        responses.filter_map(move |(status, _)| {
            let here = format!("{operation}/responses/{}", escape_pointer(status));
            (followed(document, here) == at).then_some(status.as_str())
        })
    })
}

/// Follows references to where something is written out.
fn followed(document: &Value, at: String) -> String {
    let mut at = at;
    // A chain longer than this is a cycle.
    for _ in 0..32 {
        let reference = document.pointer(&at).and_then(|value| value.get("$ref"));
        match reference.and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
            Some(target) => target.clone_into(&mut at),
            None => break,
        }
    }
    at
}

/// Says whether a request body or a parameter has to be sent.
pub(super) fn presence(
    document: &mut Document,
    at: &str,
    required: bool,
    observed: Option<&Observed>,
) -> Result<(), String> {
    let element = own(document, at)?;
    // What is not written is optional.
    if required || element.contains_key("required") {
        order::insert(element, "required", Value::Bool(required));
    }
    if let Some(observed) = observed {
        claim::observe(element, speaker(at, element, "required"), observed);
    }
    Ok(())
}

/// Changes a setting of the validator. Its basis stays: it covers all the settings at once.
pub(super) fn validator(document: &mut Document, key: &str, value: &Value) -> Result<(), String> {
    if !["name", "words", "labels", "reports", "converts"].contains(&key) {
        return Err(format!("`{key}` is no setting of `x-validator`"));
    }
    let validator =
        document.map_mut(VALIDATOR).map_err(|_| "the document has no `x-validator`".to_owned())?;
    order::insert(validator, key, value.clone());
    Ok(())
}

/// Marks the claim of an element that is no schema; `None` if it is one.
pub(super) fn confirm(
    document: &mut Document,
    at: &str,
    keyword: &str,
    observed: Option<&Observed>,
) -> Option<Result<(), String>> {
    let element = document.map(at).ok()?;
    let at = match element.contains_key("$ref") && is_response(at) {
        true => followed(document.value(), at.to_owned()),
        false => at.to_owned(),
    };
    let whole = at == VALIDATOR || is_response(&at) || is_body(&at);
    if !whole {
        return None;
    }
    Some(own(document, &at).map(|element| {
        if let Some(observed) = observed {
            claim::observe(element, speaker(&at, element, keyword), observed);
        }
    }))
}

/// The keyword to mark: bodies, responses and the validator are known as a whole, unless a body says
/// otherwise.
fn speaker<'k>(at: &str, element: &Map<String, Value>, keyword: &'k str) -> Option<&'k str> {
    let by_keyword = element.get("x-basis").is_some_and(Value::is_object);
    match is_body(at) {
        true => (keyword == "required" && by_keyword).then_some(keyword),
        false => (at != VALIDATOR && !is_response(at)).then_some(keyword),
    }
}

fn is_response(at: &str) -> bool {
    let mut tokens = at.rsplit('/').skip(1);
    tokens.next() == Some("responses") && is_outside_schemas(at)
}

fn is_body(at: &str) -> bool {
    let mut tokens = at.rsplit('/');
    let (last, before) = (tokens.next(), tokens.next());
    (last == Some("requestBody") || before == Some("requestBodies")) && is_outside_schemas(at)
}

/// Schemas may have properties of any name.
fn is_outside_schemas(at: &str) -> bool {
    !at.starts_with("/components/schemas/")
        && !at.split('/').any(|token| ["schema", "properties"].contains(&&*unescape_pointer(token)))
}
