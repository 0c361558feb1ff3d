//! The claim beside an edited element: which keyword is observed now, and which other readings are
//! left. What is written here is what `lower` accepts.

use super::order;
use crate::conform::same;
use crate::ir::Observed;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;

const BASIS: &str = "x-basis";
const OBSERVED: &str = "x-observed";
const BECAUSE: &str = "x-because";
const PLAUSIBLE: &str = "x-plausible";

/// The keyword whose basis covers this one; none: it has no basis.
pub(super) fn covering(keyword: &str) -> Option<&str> {
    match keyword {
        "exclusiveMinimum" => Some("minimum"),
        "exclusiveMaximum" => Some("maximum"),
        known if crate::lower::has_basis(known) => Some(known),
        _ => None,
    }
}

/// Marks a keyword of an element as observed, or the element as a whole.
pub(super) fn observe(
    element: &mut Map<String, Value>,
    keyword: Option<&str>,
    observed: &Observed,
) {
    let guessed = is_guess(element.get(BASIS));
    let basis = match (element.get(BASIS), keyword) {
        (Some(Value::Object(map)), Some(keyword)) => {
            let mut map = map.clone();
            map.insert(keyword.to_owned(), json!("observed"));
            Value::Object(map)
        }
        (_, None) => json!("observed"),
        (Some(Value::String(word)), _) if word == "observed" => json!(word),
        (Some(word), Some(keyword)) => json!({ "others": word, keyword: "observed" }),
        // A page or a reason without a basis says that all is documented.
        (None, Some(keyword))
            if element.contains_key(BECAUSE) || element.contains_key("x-source") =>
        {
            json!({ "others": "documented", keyword: "observed" })
        }
        (None, Some(keyword)) => json!({ keyword: "observed" }),
    };
    // A reason is one for a guess.
    if guessed && !is_guess(Some(&basis)) {
        element.shift_remove(BECAUSE);
    }
    order::insert(element, BASIS, basis);
    let measured = element
        .get(OBSERVED)
        .and_then(read)
        .map_or_else(|| observed.clone(), |known| weaker(known, observed.clone()));
    let Observed { on, count, of } = measured;
    order::insert(element, OBSERVED, json!({ "on": on, "count": count, "of": of }));
}

/// One element has one measurement: the latest one, and of one day the one that shows least.
pub(super) fn weaker(one: Observed, other: Observed) -> Observed {
    let strength =
        |observed: &Observed| (Reverse(observed.on.clone()), observed.count, Reverse(observed.of));
    if strength(&other) < strength(&one) { other } else { one }
}

fn read(written: &Value) -> Option<Observed> {
    Some(Observed {
        on: written.get("on")?.as_str()?.to_owned(),
        count: written.get("count")?.as_u64()?,
        of: written.get("of")?.as_u64()?,
    })
}

fn is_guess(basis: Option<&Value>) -> bool {
    let is_guess = |word: &Value| word == "inferred" || word == "assumed";
    match basis {
        Some(Value::Object(map)) => map.values().any(is_guess),
        Some(word) => is_guess(word),
        None => false,
    }
}

/// What a change of a reading says, given the edited claim.
#[derive(Clone, PartialEq)]
pub(super) enum Says {
    /// What the claim says now.
    Same,
    /// Something that was shown to be wrong.
    Refuted,
    /// Another list of required properties.
    List(Vec<Value>),
    /// Something else.
    Other,
}

/// Takes out of the readings what the claim says itself, and those that are refuted.
pub(super) fn revise(element: &mut Map<String, Value>, says: impl Fn(&str, &Value) -> Says) {
    let Some(Value::Array(readings)) = element.get_mut(PLAUSIBLE) else { return };
    let before = readings.clone();
    readings.retain_mut(|reading| {
        let Value::Object(fragment) = reading else { return true };
        let mut refuted = false;
        fragment.retain(|key, value| match says(key, value) {
            Says::Same => false,
            Says::Refuted => {
                refuted = true;
                true
            }
            Says::List(names) => {
                *value = Value::Array(names);
                true
            }
            Says::Other => true,
        });
        !refuted && !fragment.is_empty()
    });
    // Two may have become one.
    let mut index = 0;
    while let Some(reading) = readings.get(index) {
        if readings[..index].contains(reading) && !before.contains(reading) {
            readings.remove(index);
        } else {
            index += 1;
        }
    }
    if readings.is_empty() {
        element.shift_remove(PLAUSIBLE);
    }
}

/// What readings say when a keyword has this value; null: it is not written.
pub(super) fn by_value<'a>(
    keyword: &'a str,
    value: &'a Value,
    observed: bool,
) -> impl Fn(&str, &Value) -> Says + 'a {
    move |key, other| {
        let opens = keyword == "enum" && key == "open" && value.is_null();
        if opens || (key == keyword && same(other, value)) {
            Says::Same
        } else if key == keyword && observed && value.is_boolean() && other.is_boolean() {
            Says::Refuted
        } else {
            Says::Other
        }
    }
}

/// Takes a status out of the readings of a response.
pub(super) fn without_status(response: &mut Map<String, Value>, status: &str) {
    let Some(Value::Array(readings)) = response.get_mut(PLAUSIBLE) else { return };
    readings.retain(|reading| reading != status);
    if readings.is_empty() {
        response.shift_remove(PLAUSIBLE);
    }
}
