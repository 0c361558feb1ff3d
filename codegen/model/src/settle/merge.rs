//! Edits that many findings have asked for in, each of them once out, in the order in which they can
//! be made. What contradicts itself stays, for `apply` to refuse.

use super::claim::weaker;
use super::{Change, Edit};
use crate::ir::Observed;
use serde_json::Value;
use std::cmp::Ordering;

/// The same edits without repetitions, whatever the order they come in.
///
/// Of two bounds the wider one stays, and an edit that marks a keyword as observed makes another one
/// that only does that superfluous.
pub fn merge(edits: impl IntoIterator<Item = Edit>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = edits.into_iter().collect();
    edits.sort_by_cached_key(key);
    let mut merged: Vec<Edit> = Vec::new();
    for edit in edits {
        match merged.iter_mut().find(|known| is_one_spot(known, &edit)) {
            Some(known) if known.change == edit.change => {
                known.observed = both(known.observed.take(), edit.observed);
            }
            // Several pages may state one element, each in its own words.
            Some(known) if is_of_page(&known.change) && is_of_page(&edit.change) => {}
            Some(known) if wider(&known.change, &edit.change).is_some() => {
                if wider(&known.change, &edit.change) == Some(Ordering::Less) {
                    known.change = edit.change;
                }
                known.observed = both(known.observed.take(), edit.observed);
            }
            _ => merged.push(edit),
        }
    }
    let marked: Vec<(String, String)> = (merged.iter())
        .filter(|edit| edit.observed.is_some() && !matches!(edit.change, Change::Confirm(_)))
        .filter_map(|edit| Some((edit.at.clone(), keyword(&edit.change)?.to_owned())))
        .collect();
    merged.retain(|edit| match &edit.change {
        Change::Confirm(keyword) => !marked.contains(&(edit.at.clone(), keyword.clone())),
        _ => true,
    });
    merged.sort_by_cached_key(key);
    merged
}

/// Two edits that cannot both be made.
pub(super) fn conflict(edits: &[Edit]) -> Option<(&Edit, &Edit)> {
    edits.iter().enumerate().find_map(|(index, one)| {
        let rest = edits.get(index + 1..)?;
        Some((one, rest.iter().find(|other| is_one_spot(one, other))?))
    })
}

fn both(one: Option<Observed>, other: Option<Observed>) -> Option<Observed> {
    match (one, other) {
        (Some(one), Some(other)) => Some(weaker(one, other)),
        (one, other) => one.or(other),
    }
}

/// Whether both say what one thing becomes.
fn is_one_spot(one: &Edit, other: &Edit) -> bool {
    use Change::{
        Confirm, Documented, Entry, EnumValue, Keyword, Nullable, Presence, Rename, Required,
        Status, Validator,
    };
    match (&one.change, &other.change) {
        (Status { operation, from, .. }, Status { operation: another, from: status, .. }) => {
            operation == another && from == status
        }
        (Validator(one, _), Validator(other, _)) => one == other,
        _ if one.at != other.at => false,
        (Keyword(one, _), Keyword(other, _)) | (Confirm(one), Confirm(other)) => one == other,
        (Rename(one, _), Rename(other, _)) => one == other,
        (Nullable(_), Nullable(_))
        | (Presence(_), Presence(_))
        | (Documented(_), Documented(_)) => true,
        (Required(one, _), Required(other, _)) | (Entry(one, _), Entry(other, _)) => one == other,
        (EnumValue(one), EnumValue(other)) => crate::conform::same(one, other),
        _ => false,
    }
}

/// Whether an edit takes over what a page states.
pub(super) fn is_of_page(change: &Change) -> bool {
    matches!(change, Change::Documented(_))
        || matches!(change, Change::Entry(_, value) if !value.is_null())
}

/// Which of two bounds refuses less: the second, if `Less`.
fn wider(one: &Change, other: &Change) -> Option<Ordering> {
    let (Change::Keyword(keyword, one), Change::Keyword(_, other)) = (one, other) else {
        return None;
    };
    let is_low = keyword.starts_with("min");
    let bounded = is_low || keyword.starts_with("max");
    match (one, other) {
        _ if !bounded => None,
        (Value::Null, _) => Some(Ordering::Greater),
        (_, Value::Null) => Some(Ordering::Less),
        (Value::Number(one), Value::Number(other)) => {
            let order = crate::decimal::compare(one, other);
            Some(if is_low { order.reverse() } else { order })
        }
        _ => None,
    }
}

/// The keyword whose basis the edit marks.
fn keyword(change: &Change) -> Option<&str> {
    match change {
        Change::Keyword(keyword, _) => Some(keyword),
        Change::Nullable(_) => Some("nullable"),
        Change::EnumValue(_) => Some("enum"),
        Change::Presence(_) => Some("required"),
        _ => None,
    }
}

/// The order in which edits are made: those that move what others point to come last, and of these
/// the inner ones first.
fn key(edit: &Edit) -> (usize, std::cmp::Reverse<String>, String, String) {
    let (rank, what) = match &edit.change {
        Change::Validator(key, _) => (0, key.clone()),
        Change::Keyword(keyword, _) => (1, keyword.clone()),
        Change::Required(name, _) => (2, name.clone()),
        Change::EnumValue(value) => (3, value.to_string()),
        Change::Presence(_) => (4, String::new()),
        Change::Confirm(keyword) => (5, keyword.clone()),
        Change::Nullable(_) => (6, String::new()),
        Change::Documented(_) => (7, String::new()),
        // Items are put into an array in their order, and taken out from behind.
        Change::Entry(name, value) => match name.parse::<u32>() {
            Ok(index) if value.is_null() => (9, format!("{:010}", u32::MAX - index)),
            Ok(index) => (8, format!("{index:010}")),
            Err(_) => (8, name.clone()),
        },
        Change::Rename(from, _) => (11, from.clone()),
        Change::Status { operation, from, .. } => (10, format!("{operation} {from}")),
    };
    (rank, std::cmp::Reverse(edit.at.clone()), what, format!("{:?}", edit.change))
}
