//! Takes method and path from the sample request where the page does not print them, and puts the
//! path parameters back into the places that their sample values hold.

use super::page::{Fact, Page};
use crate::ir::ParameterPlace;
use std::collections::HashSet;

/// Fills in method and path; leaves the sample's path where the parameters cannot be placed.
pub(super) fn fill_in(page: &mut Page) {
    let Some(curl) = &page.curl else { return };
    let at = |value| Fact { value, line: curl.line, text: curl.text.clone() };
    if page.method.is_none() {
        page.method =
            Some(Fact { value: curl.value.method, line: curl.line, text: curl.text.clone() });
    }
    if page.path.is_some() {
        return;
    }
    let names: Vec<&str> = page
        .parameters
        .iter()
        .filter(|(place, _)| *place == ParameterPlace::Path)
        .map(|(_, field)| field.name.as_str())
        .collect();
    let path = &curl.value.path;
    let template = template(path, &names);
    page.concrete_path = template.is_none();
    page.path = Some(at(template.unwrap_or_else(|| path.clone())));
}

/// The path as a template: where the page's text lost the names, numbered ones take their place.
pub(super) fn with_placeholders(page: &Page) -> (String, Vec<String>) {
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    if !page.concrete_path {
        return (path.to_owned(), Vec::new());
    }
    let mut names = Vec::new();
    let segments = path.split('/').map(|segment| {
        if !is_sample(segment) {
            return segment.to_owned();
        }
        names.push(format!("unknown{}", names.len() + 1));
        format!("{{unknown{}}}", names.len())
    });
    let path = segments.collect::<Vec<_>>().join("/");
    (path, names)
}

/// The path with names in place of sample values, if every name finds its place.
fn template(path: &str, names: &[&str]) -> Option<String> {
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    let samples: Vec<usize> = (0..segments.len()).filter(|at| is_sample(&segments[*at])).collect();
    // `/stores/0` and `/stores/word` hold `storeId`: the word before tells more than the value.
    let places: Vec<Option<usize>> = names
        .iter()
        .map(|name| {
            let mut fitting = (1..segments.len()).filter(|at| follows(&segments, *at, name));
            fitting.next().filter(|_| fitting.next().is_none())
        })
        .collect();
    let clash =
        places.iter().flatten().collect::<HashSet<_>>().len() < places.iter().flatten().count();
    if clash {
        return None;
    }
    let mut free = samples.iter().copied().filter(|at| !places.contains(&Some(*at)));
    let places: Option<Vec<usize>> =
        places.iter().map(|place| place.or_else(|| free.next())).collect();
    // A value that is left over belongs to a parameter that was not read.
    let (places, None) = (places?, free.next()) else { return None };
    for (at, name) in places.into_iter().zip(names) {
        segments[at] = format!("{{{name}}}");
    }
    Some(segments.join("/"))
}

/// Whether the segment before this place names what the parameter identifies.
fn follows(segments: &[String], at: usize, name: &str) -> bool {
    let before = at.checked_sub(1).map_or("", |before| segments[before].as_str());
    let stem = before.trim_end_matches('s');
    let head =
        name.get(..stem.len()).filter(|head| !stem.is_empty() && head.eq_ignore_ascii_case(stem));
    head.is_some() && name[stem.len()..].starts_with(|c: char| !c.is_ascii_lowercase())
}

/// Whether a segment looks like a value that a generator or an author put there.
fn is_sample(segment: &str) -> bool {
    let digits = segment.chars().filter(char::is_ascii_digit).count();
    let hex = segment.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    segment == "string"
        || (!segment.is_empty() && digits == segment.len())
        || (segment.len() >= 32 && hex)
        || segment.contains(['%', '@', ':'])
        || segment.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_return_to_their_places() {
        for (path, names, expected) in [
            (
                "/api/admin/v2/stores/0/shoppers/string",
                &["storeId", "shopperId"][..],
                Some("/api/admin/v2/stores/{storeId}/shoppers/{shopperId}"),
            ),
            (
                "/api/admin/v2/stores/0/zones/1/x",
                &["zoneId", "storeId"],
                Some("/api/admin/v2/stores/{storeId}/zones/{zoneId}/x"),
            ),
            ("/a/d3a00526-1864-4f6e-bb2d-46e3ab7fa780", &["token"], Some("/a/{token}")),
            ("/orders/word/retry", &["orderId"], Some("/orders/{orderId}/retry")),
            ("/orders/word/retry/7", &["orderId"], None),
            ("/a/0/b/1", &["only"], None),
            ("/a/word", &["name"], None),
        ] {
            assert_eq!(template(path, names).as_deref(), expected, "{path}");
        }
    }
}
