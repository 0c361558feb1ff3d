//! A page of the sessions that a request asks for.
//!
//! In come all sessions and the parameters of the request, out comes the documented page: filtered,
//! sorted, and cut at the cursors. A parameter that names no property of a session filters nothing. The
//! numbers of sessions are the cursors.

use crate::vendor::NUMBER;
use jiff::Timestamp;
use oasis_model::ir::{Api, Kind, Operation, Parameter, SchemaId};
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// How many sessions a page has where the request and the specification say nothing.
const COUNT: usize = 20;

type Session = Map<String, Value>;

/// The page; `None` where the specification no longer has one.
pub(super) fn page(
    api: &Api,
    operation: &Operation,
    all: &BTreeMap<String, Session>,
    sent: impl Fn(&Parameter) -> Vec<String>,
) -> Option<Value> {
    let paging = operation.paging.as_ref()?;
    let values: Vec<(&str, Vec<String>)> =
        operation.parameters.iter().map(|it| (it.name.as_str(), sent(it))).collect();
    let one = |name: &str| {
        let (_, sent) = values.iter().find(|(other, _)| *other == name)?;
        sent.first().map(String::as_str)
    };
    let passes = |session: &&Session| values.iter().all(|(name, sent)| fits(session, name, sent));
    let mut sessions: Vec<&Session> = all.values().filter(passes).collect();
    let key = one("orderBy").unwrap_or(NUMBER);
    sessions.sort_by(|left, right| {
        let by = |name: &str| compare(left.get(name), right.get(name));
        by(key).then_with(|| by(NUMBER))
    });
    if one("direction") == Some("desc") {
        sessions.reverse();
    }
    let place = |cursor: &str| {
        let is_it = |session: &&Session| session.get(NUMBER).is_some_and(|id| text(id) == cursor);
        sessions.iter().position(is_it)
    };
    // A cursor that names no session leaves nothing behind it, and nothing before it.
    let from = one("after").map_or(Some(0), |it| place(it).map(|place| place + 1));
    let to = one("before").map_or(Some(sessions.len()), place);
    let range = from.zip(to).filter(|(from, to)| from <= to).map_or(0..0, |(from, to)| from..to);
    let count = one("count").and_then(|count| count.parse().ok()).unwrap_or(COUNT);
    let listed = listed(api, operation, &paging.items)?;
    let items = sessions[range].iter().take(count).map(|session| shown(session, &listed));
    Some(Value::Object(Map::from_iter([(paging.items.clone(), items.collect())])))
}

/// Whether a session passes a filter; `min` and `max` stand in front of a property.
fn fits(session: &Session, name: &str, sent: &[String]) -> bool {
    let Some(first) = sent.first() else { return true };
    let bound = |prefix: &str, wanted: Ordering| {
        let property = session.get(&lower_first(name.strip_prefix(prefix)?))?;
        let sent = Value::from(first.as_str());
        Some(compare(Some(property), Some(&sent)) != wanted)
    };
    match session.get(name) {
        Some(value) => sent.iter().any(|sent| *sent == text(value)),
        None => bound("min", Ordering::Less).or(bound("max", Ordering::Greater)).unwrap_or(true),
    }
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Numbers and times in their order, everything else as texts; what is absent or null comes first.
fn compare(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    let [left, right] = [left, right].map(|value| value.map(text).unwrap_or_default());
    let number = |text: &str| text.parse::<f64>().ok();
    let time = |text: &str| text.parse::<Timestamp>().ok();
    if let Some((left, right)) = number(&left).zip(number(&right)) {
        return left.total_cmp(&right);
    }
    match time(&left).zip(time(&right)) {
        Some((left, right)) => left.cmp(&right),
        None => left.cmp(&right),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The properties of an item of the page.
fn listed(api: &Api, operation: &Operation, items: &str) -> Option<Vec<String>> {
    let success = operation.responses.iter().find(|it| it.status.is_success())?;
    let kind = |id: SchemaId| &api.schema(api.resolve(id).0).kind;
    let Kind::Object(page) = kind(success.json()?.schema?) else { return None };
    let list = page.properties.iter().find(|it| it.name == items)?;
    let Kind::Array(rules) = kind(list.schema) else { return None };
    let Kind::Object(item) = kind(rules.items?) else { return None };
    Some(item.properties.iter().map(|property| property.name.clone()).collect())
}

fn shown(session: &Session, listed: &[String]) -> Value {
    let mut shown = session.clone();
    shown.retain(|name, _| listed.contains(name));
    Value::Object(shown)
}
