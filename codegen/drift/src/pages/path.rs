//! Takes method and path from the sample request where the page does not print them, and puts the
//! path parameters back into the places that their sample values hold.

use super::page::{Fact, Field, Page};
use crate::address;
use oasis_model::finding::{Finding, Place, Severity};
use oasis_model::ir::ParameterPlace;
use std::collections::HashSet;

/// Fills in method and path; leaves the sample's path where the parameters cannot be placed.
pub(super) fn fill_in(page: &mut Page) {
    let odd = disagreement(page);
    page.unread.extend(odd);
    let Some(curl) = &page.curl else { return };
    let at = |value| Fact { value, line: curl.line, text: curl.text.clone() };
    if page.method.is_none() {
        page.method =
            Some(Fact { value: curl.value.method, line: curl.line, text: curl.text.clone() });
    }
    if page.path.is_some() {
        return;
    }
    let placed = page.parameters.iter().filter(|(place, _)| *place == ParameterPlace::Path);
    let fields: Vec<&Field> = placed.map(|(_, field)| field).collect();
    let path = &curl.value.path;
    let template = template(path, &fields);
    page.concrete_path = template.is_none();
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let unplaced = (template.is_none() && !names.is_empty()).then(|| unplaced(page, &names));
    page.path = Some(at(template.unwrap_or_else(|| path.clone())));
    page.unread.extend(unplaced);
}

fn unplaced(page: &Page, names: &[&str]) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-path-unplaced",
        "",
        format!("nothing tells where in the sample's path `{}` stands", names.join("`, `")),
        "look at the page in a browser, and put the names into the path yourself",
    );
    finding.at = place_of_curl(page);
    finding
}

/// A printed route that the page's own sample request does not follow.
fn disagreement(page: &Page) -> Option<Finding> {
    let (method, path, curl) = (page.method.as_ref()?, page.path.as_ref()?, page.curl.as_ref()?);
    let same = method.value == curl.value.method
        && address::parameters(&path.value, &curl.value.path).is_some();
    (!same).then(|| {
        let (called, sent) = (&curl.value.path, curl.value.method.as_str());
        let mut finding = Finding::new(
            Severity::Warning,
            "drift/page-route-uneven",
            "",
            format!(
                "the page prints {} {}, and its sample request calls {sent} {called}",
                method.value.as_str(),
                path.value
            ),
            "look at the page in a browser; the printed route was compared",
        );
        finding.at = place_of_curl(page);
        finding
    })
}

fn place_of_curl(page: &Page) -> Place {
    page.curl.as_ref().map(|curl| curl.place(page)).unwrap_or_default()
}

/// The path as a template: where the page's text lost the names, numbered ones take their place.
pub(super) fn with_placeholders(page: &Page) -> String {
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    if !page.concrete_path {
        return path.to_owned();
    }
    let mut count = 0;
    let segments = path.split('/').map(|segment| {
        if !is_sample(segment) {
            return segment.to_owned();
        }
        count += 1;
        format!("{{unknown{count}}}")
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The path with names in place of sample values, if every name finds its place.
fn template(path: &str, fields: &[&Field]) -> Option<String> {
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    let samples: Vec<usize> = (0..segments.len()).filter(|at| is_sample(&segments[*at])).collect();
    // `/stores/0` and `/stores/word` hold `storeId`: the word before tells more than the value.
    let only = |fits: &dyn Fn(usize) -> bool| {
        let mut fitting = (1..segments.len()).filter(|at| fits(*at));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let places: Vec<Option<usize>> = fields
        .iter()
        .map(|field| {
            only(&|at| follows(&segments, at, &field.name))
                .or_else(|| only(&|at| is_sample_of(&segments[at], field)))
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
    for (at, field) in places.into_iter().zip(fields) {
        segments[at] = format!("{{{}}}", field.name);
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

/// Whether a segment is the value that a generator takes for a field: its default, or the first of
/// its values.
fn is_sample_of(segment: &str, field: &Field) -> bool {
    let first = field.tags.values.as_deref().and_then(<[_]>::first);
    field.tags.default.iter().chain(first).any(|value| value.as_str() == Some(segment))
}

/// Whether a segment looks like a value that a generator or an author put there.
pub(super) fn is_sample(segment: &str) -> bool {
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
            let fields: Vec<Field> = names.iter().map(|name| field(name, None)).collect();
            let fields: Vec<&Field> = fields.iter().collect();
            assert_eq!(template(path, &fields).as_deref(), expected, "{path}");
        }
    }

    fn field(name: &str, value: Option<&str>) -> Field {
        let mut field = Field { name: name.to_owned(), ..Field::default() };
        field.tags.values = value.map(|value| vec![value.into(), "other".into()]);
        field
    }

    #[test]
    fn the_first_value_of_a_parameter_marks_its_place() {
        let fields = [field("level", None), field("reason", Some("fire"))];
        let fields: Vec<&Field> = fields.iter().collect();
        assert_eq!(
            template("/freeze/fire/3", &fields).as_deref(),
            Some("/freeze/{reason}/{level}")
        );
    }
}
