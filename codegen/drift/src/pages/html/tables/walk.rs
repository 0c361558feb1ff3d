//! The elements of a page in, its schema tables out, each with the place that it describes.
//!
//! Where a table belongs is told by what stands above it: the key of a section of parameters, a
//! status, a media type. Samples are passed over.

use super::super::flight::{Flight, is_element};
use serde_json::{Map, Value};

/// What the elements of a page say.
#[derive(Default)]
pub(super) struct Shown {
    /// Method in lower case and path, where an element is named by them.
    pub(super) route: Option<(String, String)>,
    /// Every table.
    pub(super) tables: Vec<Table>,
    /// Every status of a response, in the order of the page.
    pub(super) statuses: Vec<String>,
}

/// One schema table.
pub(super) struct Table {
    pub(super) place: Place,
    /// The name that it prints: that of a parameter.
    pub(super) name: String,
    pub(super) required: bool,
    /// `$root` and `refs`.
    pub(super) schema: Value,
}

/// What stands above an element.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// `path`, `query`, `header` or `cookie`.
    pub(super) parameters: Option<String>,
    pub(super) status: Option<String>,
    pub(super) media_type: Option<String>,
}

/// What the page shows, from its first row on.
///
/// # Errors
/// Which row is missing.
pub(super) fn walk(flight: &Flight) -> Result<Shown, String> {
    let mut shown = Shown::default();
    if let Some(first) = flight.rows().get("0") {
        value(flight, first, &Place::default(), 0, &mut shown)?;
    }
    Ok(shown)
}

fn value(
    flight: &Flight,
    value: &Value,
    place: &Place,
    depth: usize,
    shown: &mut Shown,
) -> Result<(), String> {
    flight.count(depth)?;
    match flight.seen(value)? {
        Value::Array(parts) if is_element(parts) => element(flight, parts, place, depth, shown),
        Value::Array(items) => {
            items.iter().try_for_each(|item| self::value(flight, item, place, depth + 1, shown))
        }
        Value::Object(map) => {
            map.values().try_for_each(|item| self::value(flight, item, place, depth + 1, shown))
        }
        _ => Ok(()),
    }
}

fn element(
    flight: &Flight,
    parts: &[Value],
    place: &Place,
    depth: usize,
    shown: &mut Shown,
) -> Result<(), String> {
    let key = parts[2].as_str().unwrap_or_default();
    let Value::Object(props) = flight.seen(&parts[3])? else { return Ok(()) };
    let mut place = place.clone();
    if ["path", "query", "header", "cookie"].contains(&key) {
        place.parameters = Some(key.to_owned());
    }
    if let Some((path, method)) = key.rsplit_once(':').filter(|(path, _)| path.starts_with('/')) {
        shown.route.get_or_insert((method.to_ascii_lowercase(), path.to_owned()));
    }
    if is_samples(flight, props)? {
        return Ok(());
    }
    if let Some(value) = props.get("value") {
        match flight.seen(value)? {
            Value::String(text) if is_status(text) => {
                if !shown.statuses.contains(text) {
                    shown.statuses.push(text.clone());
                }
                place.status = Some(text.clone());
            }
            Value::String(text) if is_media_type(text) => place.media_type = Some(text.clone()),
            _ => {}
        }
    }
    if let Some(table) = table(flight, props, &place)? {
        shown.tables.push(table);
        return Ok(());
    }
    props.values().try_for_each(|item| value(flight, item, &place, depth + 1, shown))
}

/// Tabs of samples, one for each status.
fn is_samples(flight: &Flight, props: &Map<String, Value>) -> Result<bool, String> {
    let Some(items) = props.get("items") else { return Ok(false) };
    let Value::Array(items) = flight.seen(items)? else { return Ok(false) };
    Ok(!items.is_empty() && items.iter().all(|item| item.as_str().is_some_and(is_status)))
}

/// A table: its schema is `generated` from version 10 on, and `value` before.
fn table(
    flight: &Flight,
    props: &Map<String, Value>,
    place: &Place,
) -> Result<Option<Table>, String> {
    for (key, named) in [("generated", None), ("value", props.get("children"))] {
        let Some(schema) = props.get(key) else { continue };
        let schema = flight.seen(schema)?;
        if schema.get("$root").is_none() || schema.get("refs").is_none() {
            continue;
        }
        let own = Value::Object(props.clone());
        let named = match named.map(|child| flight.seen(child)).transpose()? {
            Some(Value::Array(parts)) if is_element(parts) => &parts[3],
            _ => &own,
        };
        return Ok(Some(Table {
            place: place.clone(),
            name: flight.get(named, "name")?.as_str().unwrap_or_default().to_owned(),
            required: flight.get(named, "required")? == &Value::Bool(true),
            schema: flight.resolved(schema)?,
        }));
    }
    Ok(None)
}

fn is_status(text: &str) -> bool {
    let class = |text: &str| {
        let bytes = text.as_bytes();
        let rest = |bytes: &[u8]| {
            bytes.iter().all(u8::is_ascii_digit) || bytes.eq_ignore_ascii_case(b"XX")
        };
        bytes.len() == 3 && (b'1'..=b'5').contains(&bytes[0]) && rest(&bytes[1..])
    };
    text == "default" || class(text)
}

fn is_media_type(text: &str) -> bool {
    let mut parts = text.split('/');
    let word = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && !part.contains([' ', '{', '<']))
    };
    text.len() < 120 && word(parts.next()) && word(parts.next()) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_media_types_are_told_from_other_words() {
        for status in ["200", "4XX", "5xx", "default"] {
            assert!(is_status(status), "{status}");
        }
        for other in ["", "20", "2000", "600", "2X0", "curl"] {
            assert!(!is_status(other), "{other}");
        }
        for (text, is) in [
            ("application/json", true),
            ("application/vnd.a+json; charset=utf-8", false),
            ("*/*", true),
            ("/api/x", false),
            ("a/b/c", false),
            ("curl", false),
        ] {
            assert_eq!(is_media_type(text), is, "{text}");
        }
    }
}
