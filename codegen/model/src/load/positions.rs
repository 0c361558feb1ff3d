//! From JSON pointers to lines and columns, by reading the text once more when there is something
//! to say: a clean document costs nothing.

mod cursor;
mod json;
mod yaml;

use crate::finding::{Finding, Place};
use cursor::Wanted;

/// Line and column, both counted from 1.
type Position = (usize, usize);

/// Fills in document name, line, column and the line's text of every finding in this document.
///
/// A place that already names a document is left alone. Where the pointer itself is not found
/// (below a YAML alias, or something is missing) the nearest enclosing element is taken.
pub fn locate(findings: &mut [Finding], name: &str, text: &str) {
    locate_places(findings.iter_mut().map(|finding| &mut finding.at), name, text);
}

/// The same for places, such as the other sides of findings.
pub fn locate_places<'a>(places: impl Iterator<Item = &'a mut Place>, name: &str, text: &str) {
    let mut places: Vec<&mut Place> = places.filter(|place| place.document.is_empty()).collect();
    if places.is_empty() {
        return;
    }
    let mut wanted = Wanted::default();
    for place in &places {
        wanted.add(&place.pointer);
    }
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        json::fill(&mut wanted, text);
    } else {
        yaml::fill(&mut wanted, text);
    }
    let lines: Vec<&str> = text.lines().collect();
    for place in &mut places {
        name.clone_into(&mut place.document);
        if place.line.is_none()
            && let Some((line, column)) = wanted.nearest(&place.pointer)
        {
            place.line = Some(line);
            place.column = Some(column);
        }
        place.text =
            place.line.and_then(|line| lines.get(line - 1)).map(|line| shorten(line.trim()));
    }
}

fn shorten(line: &str) -> String {
    const LONGEST: usize = 160;
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}
