//! The bounds in a cell of the table form, and what they bound.

use super::super::json;
use super::super::page::{Bounds, Tags};

/// `[ a .. b ]` with round brackets for excluded ends, `>= a`, `> a`, `<= b`, `< b`, `= n`.
pub(super) fn read(text: &str) -> Option<(Bounds, &str)> {
    if text.starts_with(['[', '(']) {
        let (min, rest) = json::number(text[1..].trim_start())?;
        let (max, rest) = json::number(rest.trim_start().strip_prefix("..")?.trim_start())?;
        let rest = rest.trim_start();
        let exclusive_max = rest.starts_with(')');
        let rest = rest.strip_prefix([']', ')'])?;
        let exclusive_min = text.starts_with('(');
        return Some((
            Bounds { min: Some(min), exclusive_min, max: Some(max), exclusive_max },
            rest,
        ));
    }
    let (sign, rest) = [">=", "<=", ">", "<", "="]
        .iter()
        .find_map(|sign| Some((*sign, text.strip_prefix(sign)?)))?;
    let (number, rest) = json::number(rest.trim_start())?;
    let (min, max) = match sign {
        ">=" | ">" => (Some(number), None),
        "=" => (Some(number.clone()), Some(number)),
        _ => (None, Some(number)),
    };
    Some((Bounds { min, exclusive_min: sign == ">", max, exclusive_max: sign == "<" }, rest))
}

/// The unit behind bounds says what they bound.
pub(super) fn put<'a>(bounds: Bounds, text: &'a str, tags: &mut Tags) -> &'a str {
    let rest = text.trim_start();
    for (unit, slot) in [
        ("characters", &mut tags.length),
        ("items", &mut tags.items),
        ("properties", &mut tags.properties),
    ] {
        if let Some(rest) = rest.strip_prefix(unit) {
            *slot = Some(bounds);
            return rest;
        }
    }
    tags.range = Some(bounds);
    text
}
