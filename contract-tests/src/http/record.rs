//! The forms in which an exchange is shown and stored: transcript and line of `exchanges.jsonl`.
//!
//! In comes an exchange, out comes text or JSON without the token. Whatever is cut is scrubbed first.

use super::Exchange;
use crate::target::Secret;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

/// The most characters of one body that are kept in `exchanges.jsonl`.
const KEPT: usize = 256 * 1024;
/// The most characters of a body or a header that are shown.
const SHOWN: usize = 600;
/// The most headers that are shown.
const HEADERS: usize = 40;

/// The line of `exchanges.jsonl` that `drift observed` reads; `probe` marks what proves nothing about
/// the contract. Neither does what is cut here, was not read to its end or could not be decoded.
pub fn line(exchange: &Exchange, probe: bool, secret: &Secret) -> String {
    let request = &exchange.request;
    let sent = request.body.as_ref().map(|body| body.0.as_slice());
    let (sent, mut partial) = message(&request.headers, sent, secret);
    let mut line = json!({
        "operation": exchange.operation,
        "own": true,
        "method": request.method,
        "path": request.path,
        "request": sent,
    });
    match &exchange.outcome {
        Ok(response) => {
            let body = Some(response.body.as_slice()).filter(|body| !body.is_empty());
            let (received, cut) = message(&response.headers, body, secret);
            line["status"] = response.status.into();
            line["response"] = received;
            partial |= cut || response.endless || response.undecodable.is_some();
        }
        Err(failure) => line["failure"] = failure.text.as_str().into(),
    }
    if probe || partial {
        line["probe"] = true.into();
    }
    let text = line.to_string();
    if !secret.shows_in(&text) {
        return text;
    }
    secret.scrub_json(&mut line);
    line.to_string()
}

/// Headers and body of one side, and whether the body is kept in part only.
fn message(headers: &[(String, String)], body: Option<&[u8]>, secret: &Secret) -> (Value, bool) {
    let pairs = headers.iter().map(|(name, value)| (name.to_lowercase(), value.as_str().into()));
    let mut message = json!({ "headers": pairs.collect::<Map<_, _>>() });
    let Some(body) = body else { return (message, false) };
    let (key, value, cut) = stored(body, secret);
    message[key] = value;
    (message, cut)
}

/// JSON is stored as a value where reading it back gives the same, as text or base64 elsewhere. A string
/// as a value could be one that a recorder wrote unread, and null that there was no body.
fn stored(bytes: &[u8], secret: &Secret) -> (&'static str, Value, bool) {
    if bytes.len() <= KEPT
        && let Ok(value) = serde_json::from_slice::<Value>(bytes)
        && !value.is_null()
        && !value.is_string()
    {
        return ("body", value, false);
    }
    let text = String::from_utf8_lossy(bytes);
    // In base64 nobody would find the forms of a token.
    if std::str::from_utf8(bytes).is_ok() || secret.shows_in(&text) {
        let (text, cut) = secret.start(&text, KEPT);
        return ("text", text.into(), cut);
    }
    let kept = &bytes[..bytes.len().min(KEPT)];
    ("bytes", BASE64_STANDARD.encode(kept).into(), bytes.len() > KEPT)
}

/// The exchange as people read it: request line, headers, body, response. Bodies are excerpts of at most
/// 600 characters; where `focus` is given (a JSON pointer into the response), that part is shown on a
/// line of its own, in place of a body that is longer.
pub fn transcript(exchange: &Exchange, focus: Option<&str>, secret: &Secret) -> String {
    let request = &exchange.request;
    let mut lines =
        vec![format!("> {} {}", request.method, excerpt(request.path.as_bytes(), secret))];
    lines.extend(headers('>', &request.headers, secret));
    lines.extend(request.body.iter().map(|body| format!("> {}", excerpt(&body.0, secret))));
    match &exchange.outcome {
        Ok(response) => {
            lines.push(format!("< {} {}", response.version, response.status));
            lines.extend(headers('<', &response.headers, secret));
            let part = focus.filter(|pointer| !pointer.is_empty()).and_then(|pointer| {
                let part = response.json()?.pointer(pointer)?.to_string();
                let pointer = excerpt(pointer.as_bytes(), secret);
                Some(format!("< .. at {pointer}: {}", excerpt(part.as_bytes(), secret)))
            });
            if !response.body.is_empty() && (part.is_none() || response.body.len() <= SHOWN) {
                lines.push(format!("< {}", excerpt(&response.body, secret)));
            }
            lines.extend(part);
        }
        Err(failure) => {
            lines.push(format!("< no response: {}", excerpt(failure.text.as_bytes(), secret)));
        }
    }
    lines.join("\n")
}

fn headers<'a>(
    sign: char,
    headers: &'a [(String, String)],
    secret: &'a Secret,
) -> impl Iterator<Item = String> + 'a {
    let more = headers.len().checked_sub(HEADERS).filter(|more| *more > 0);
    let shown = move |(name, value): &'a (String, String)| {
        format!("{sign} {}: {}", secret.scrub(name), excerpt(value.as_bytes(), secret))
    };
    let rest = more.map(move |more| format!("{sign} .. and {more} headers more"));
    headers.iter().take(HEADERS).map(shown).chain(rest)
}

/// The beginning of a text on one line, without what a terminal would obey.
fn excerpt(bytes: &[u8], secret: &Secret) -> String {
    let text = secret.excerpt(&String::from_utf8_lossy(bytes), SHOWN);
    let is_cut = text.chars().count() > SHOWN;
    let unsafe_to_show =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = text.replace(unsafe_to_show, "\u{fffd}");
    if is_cut { format!("{text} ({} bytes)", bytes.len()) } else { text }
}

#[cfg(test)]
mod tests;
