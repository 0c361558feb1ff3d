//! Takes method and path from the sample request where the page does not print them, and puts the
//! path parameters back into the places that their sample values hold.

use super::page::{Fact, Page};
use crate::ir::ParameterPlace;

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
    let template = if names.is_empty() && !path.split('/').any(is_sample) {
        Some(path.clone())
    } else {
        template(path, &names)
    };
    page.concrete_path = template.is_none();
    page.path = Some(at(template.unwrap_or_else(|| path.clone())));
}

/// The path with names in place of sample values, if there are as many of one as of the other.
fn template(path: &str, names: &[&str]) -> Option<String> {
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    let samples: Vec<usize> = (0..segments.len()).filter(|at| is_sample(&segments[*at])).collect();
    if samples.len() != names.len() || names.is_empty() {
        return None;
    }
    let mut left: Vec<&str> = names.to_vec();
    for at in samples {
        let before = at.checked_sub(1).map_or("", |before| segments[before].as_str());
        // `/stores/0` holds `storeId`; where no word helps, the page's order decides.
        let stem: String = before.trim_end_matches('s').to_ascii_lowercase();
        let fitting = left
            .iter()
            .position(|name| !stem.is_empty() && name.to_ascii_lowercase().starts_with(&stem))
            .unwrap_or(0);
        segments[at] = format!("{{{}}}", left.remove(fitting));
    }
    Some(segments.join("/"))
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
            ("/a/0/b/1", &["only"], None),
            ("/a/word", &["name"], None),
        ] {
            assert_eq!(template(path, names).as_deref(), expected, "{path}");
        }
    }
}
