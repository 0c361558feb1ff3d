//! Compares sessions: what has to be there, what has to be as before.

use super::Session;
use crate::{checks::Complaint, deck::Column, exchange::Exchange, vendor};
use serde_json::{Map, Value};

/// An exchange and the session that it answered with, if it did.
pub(crate) struct Witness {
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) session: Option<Map<String, Value>>,
}

impl Witness {
    pub(super) fn new(exchange: Exchange) -> Self {
        let answer = exchange.answer().filter(|answer| (200..300).contains(&answer.status));
        let session = match answer.and_then(|answer| answer.json()) {
            Some(Value::Object(session)) => Some(session),
            _ => None,
        };
        Self { exchanges: vec![exchange], session }
    }

    /// The same with what went before.
    pub(super) fn after(mut self, exchange: Exchange) -> Self {
        self.exchanges.insert(0, exchange);
        self
    }
}

/// Metadata has to be exactly this.
pub(super) fn metadata(
    session: &Session<'_>,
    check: &'static str,
    about: &str,
    wanted: &Value,
    seen: &Witness,
) {
    let Some(members) = &seen.session else { return };
    let shown = members.get(vendor::METADATA).unwrap_or(&Value::Null);
    let message = difference(wanted, shown, vendor::METADATA)
        .map(|difference| format!("{about}: {difference}"));
    book(session, check, "metadata", message, seen);
}

/// The session is marked as suspected fraud.
pub(super) fn marked(session: &Session<'_>, check: &'static str, about: &str, seen: &Witness) {
    let Some(members) = &seen.session else { return };
    let shown = members.get(vendor::MARK).unwrap_or(&Value::Null);
    let message = (*shown != Value::Bool(true))
        .then(|| format!("the mark was set {about}, and the answer shows {shown}"));
    book(session, check, "mark", message, seen);
}

/// Nothing differs but the time of the last update.
pub(super) fn unchanged(
    session: &Session<'_>,
    check: &'static str,
    about: &str,
    before: &Map<String, Value>,
    seen: &Witness,
) {
    let Some(after) = &seen.session else { return };
    let message = first_difference(before, after, &[vendor::UPDATED_AT])
        .map(|difference| format!("{about} changed the session: {difference}"));
    book(session, check, "changed", message, seen);
}

/// Nothing differs but the metadata and the time of the last update.
pub(super) fn others(
    session: &Session<'_>,
    check: &'static str,
    about: &str,
    before: &Map<String, Value>,
    seen: &Witness,
) {
    let Some(after) = &seen.session else { return };
    let message = first_difference(before, after, &[vendor::UPDATED_AT, vendor::METADATA]).map(
        |difference| format!("writing metadata ({about}) changed something else: {difference}"),
    );
    book(session, check, "others", message, seen);
}

fn book(
    session: &Session<'_>,
    check: &'static str,
    cause: &str,
    message: Option<String>,
    seen: &Witness,
) {
    let operation = &session.rules.operation.id;
    session.lab.ledger().count(operation, Column::State, message.is_some());
    if let Some(message) = message {
        let help =
            "store what was sent, all of it and nothing else, and answer with what is stored";
        let found = Complaint::new(check, cause, message, help);
        session.lab.complain(session.rules.operation, found, &seen.exchanges);
    }
}

fn first_difference(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    but: &[&str],
) -> Option<String> {
    let names = before.keys().chain(after.keys()).filter(|name| !but.contains(&name.as_str()));
    names
        .filter_map(|name| match (before.get(name), after.get(name)) {
            (Some(before), Some(after)) => difference(before, after, name),
            (Some(_), None) => Some(format!("{name} is gone")),
            _ => Some(format!("{name} is new")),
        })
        .next()
}

/// The first difference that counts. Numbers that JSON implementations round are not compared.
fn difference(wanted: &Value, shown: &Value, at: &str) -> Option<String> {
    match (wanted, shown) {
        (Value::Object(wanted), Value::Object(shown)) => {
            let missing = wanted.iter().find_map(|(name, value)| match shown.get(name) {
                Some(other) => difference(value, other, &format!("{at}.{}", short(name))),
                None => Some(format!("{at}.{} is missing", short(name))),
            });
            missing.or_else(|| {
                let extra = shown.keys().find(|name| !wanted.contains_key(*name))?;
                Some(format!("{at}.{} was not sent", short(extra)))
            })
        }
        (Value::Array(wanted), Value::Array(shown)) => {
            if wanted.len() != shown.len() {
                return Some(format!("{at} has {} items, not {}", shown.len(), wanted.len()));
            }
            let pairs = wanted.iter().zip(shown).enumerate();
            pairs.into_iter().find_map(|(index, (wanted, shown))| {
                difference(wanted, shown, &format!("{at}[{index}]"))
            })
        }
        (Value::Number(left), Value::Number(right)) => {
            let (left, right) = (left.as_f64()?, right.as_f64()?);
            let inexact = left.abs() > 9_007_199_254_740_991.0;
            (left != right && !inexact).then(|| format!("{at} is {right}, not {left}"))
        }
        _ if wanted == shown => None,
        _ => Some(format!(
            "{at} is {}, not {}",
            short(&shown.to_string()),
            short(&wanted.to_string())
        )),
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
