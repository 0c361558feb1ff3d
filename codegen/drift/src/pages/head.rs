//! Reads the lines above the first section, and the authorization block below its heading.

use super::lines::{Line, shortened};
use super::page::{Auth, Fact, Page};
use super::sections::fact;
use oasis_model::ir::{Method, ParameterPlace};

/// Tag line, title, method, path and prose.
pub(super) fn read(lines: &[Line<'_>], page: &mut Page) {
    let route = (0..lines.len()).find_map(|at| route(&lines[at..]).map(|found| (at, found)));
    let (before, after) = match route {
        Some((at, (method, path, count))) => {
            let line = lines[at].number;
            page.method = Some(Fact { value: method, line, text: shortened(lines[at].text) });
            let last = lines[at + count - 1];
            page.path = Some(Fact { value: path, line: last.number, text: shortened(last.text) });
            (&lines[..at], &lines[at + count..])
        }
        None => (lines, &lines[..0]),
    };
    let (tag, rest) = before.split_at(usize::from(before.len() > 1));
    page.tag = tag.first().map(fact);
    page.title = rest.first().map(fact);
    let prose: Vec<&Line<'_>> = rest.iter().skip(1).chain(after).collect();
    page.deprecated = prose.iter().any(|line| line.text == "Deprecated");
    let text: Vec<&str> =
        prose.iter().map(|line| line.text).filter(|text| *text != "Deprecated").collect();
    page.description = prose.iter().find(|line| line.text != "Deprecated").map(|line| Fact {
        value: text.join("\n"),
        line: line.number,
        text: shortened(line.text),
    });
}

/// Method and path at the start of these lines, on one line or on two, and how many lines they take.
pub(super) fn route(lines: &[Line<'_>]) -> Option<(Method, String, usize)> {
    let first = lines.first()?.text;
    Method::ALL.into_iter().find_map(|method| {
        let rest = first.strip_prefix(method.as_str())?.trim();
        if rest.is_empty() {
            let path = path(lines.get(1)?.text)?;
            return Some((method, path, 2));
        }
        Some((method, path(rest)?, 1))
    })
}

/// A path template, perhaps behind the address of a server.
fn path(text: &str) -> Option<String> {
    let start = match text.find("://") {
        Some(scheme) => scheme + 3 + text[scheme + 3..].find('/')?,
        None => 0,
    };
    let path = &text[start..];
    (path.starts_with('/') && !path.contains(char::is_whitespace)).then(|| path.to_owned())
}

/// Whether an authorization block follows within the next lines.
pub(super) fn authorization_below(lines: &[Line<'_>]) -> bool {
    lines.iter().take(6).any(|line| place(line.text).is_some() || line.text.ends_with("<token>"))
}

/// Reads one line of the authorization block, or two that belong together; gives how many.
pub(super) fn authorization(lines: &[Line<'_>], page: &mut Page) -> usize {
    let Some(line) = lines.first() else { return 0 };
    let (text, at) = match place(line.text) {
        Some((before, place)) => (before, Some(place)),
        None => (line.text, None),
    };
    let same_block = page.auth.last().is_some_and(|auth| auth.value.place.is_none());
    if !same_block {
        let value = Auth { scheme: None, credentials: None, place: None };
        page.auth.push(Fact { value, line: line.number, text: shortened(line.text) });
    }
    let Some(auth) = page.auth.last_mut() else { return 1 };
    if let Some(start) = CREDENTIALS.iter().filter_map(|start| text.find(start)).min() {
        let credentials = text[start..].trim().trim_start_matches("Authorization");
        auth.value.credentials = Some(credentials.trim().to_owned());
        set_scheme(&mut auth.value, text[..start].trim());
    } else if text.ends_with("<token>") {
        // Another kind of secret: the name of what carries it stands before the mark.
        let (scheme, credentials) = text.rsplit_once(' ').unwrap_or(("", text));
        auth.value.credentials = Some(credentials.to_owned());
        set_scheme(&mut auth.value, scheme);
    } else if text.split_whitespace().count() == 1 {
        set_scheme(&mut auth.value, text.trim());
    }
    auth.value.place = auth.value.place.or(at);
    1
}

const CREDENTIALS: [&str; 4] =
    ["AuthorizationBearer", "AuthorizationBasic", "Authorization Bearer", "Bearer <token>"];

fn set_scheme(auth: &mut Auth, text: &str) {
    if !text.is_empty() && auth.scheme.is_none() {
        auth.scheme = Some(text.to_owned());
    }
}

/// The text before `In: header`, and the place it names.
fn place(text: &str) -> Option<(&str, ParameterPlace)> {
    let (before, place) = text.rsplit_once("In:")?;
    let place = match place.trim() {
        "header" => ParameterPlace::Header,
        "query" => ParameterPlace::Query,
        "cookie" => ParameterPlace::Cookie,
        _ => return None,
    };
    Some((before.trim(), place))
}
