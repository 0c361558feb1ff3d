//! From JSON pointers to lines and columns, by reading the text once more when there is something
//! to say: a clean document costs nothing.

mod cursor;
mod excerpt;
mod json;
mod yaml;

use super::moved;
use crate::finding::{Finding, Place};
use cursor::Wanted;

/// A stretch of one line; line and columns are counted from 1, in characters.
#[derive(Clone, Copy)]
struct Position {
    line: usize,
    column: usize,
    /// The column behind the last character; the same as `column` where that is not known.
    end: usize,
}

impl Position {
    /// From here to the end of the other, where that stands on the same line.
    fn to(self, other: Self) -> Self {
        if other.line == self.line && other.end > self.end {
            Self { end: other.end, ..self }
        } else {
            self
        }
    }
}

/// Fills in document name, line, column and the line's text of every finding in this document.
///
/// A place that already names a document is left alone. Where the pointer itself is not found
/// (below a YAML alias, or something is missing) the nearest enclosing element is taken, and the
/// first line in the end.
pub fn locate(findings: &mut [Finding], name: &str, text: &str) {
    locate_places(findings.iter_mut().map(|finding| &mut finding.at), name, text);
}

/// The same for places, such as the other sides of findings.
pub fn locate_places<'a>(places: impl Iterator<Item = &'a mut Place>, name: &str, text: &str) {
    let places: Vec<&mut Place> = places.filter(|place| place.document.is_empty()).collect();
    if places.is_empty() {
        return;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut wanted = Wanted::default();
    let mut any = false;
    for place in places.iter().filter(|place| place.line.is_none()) {
        wanted.add(&place.pointer);
        moved::written(&place.pointer).iter().for_each(|written| wanted.add(written));
        any = true;
    }
    if !any {
        // Whoever read the text knew the lines.
    } else if text.trim_start().starts_with('{') {
        json::fill(&mut wanted, text);
    } else {
        yaml::fill(&mut wanted, text);
    }
    let mut located: Vec<(Position, &mut Place)> = Vec::with_capacity(places.len());
    for place in places {
        name.clone_into(&mut place.document);
        let known = place.line.map(|line| {
            let column = place.column.unwrap_or(1).max(1);
            Position { line, column, end: column }
        });
        let found = known.or_else(|| nearest(&wanted, &place.pointer));
        let position = found.unwrap_or(Position { line: 1, column: 1, end: 1 });
        place.line = Some(position.line);
        place.column = Some(position.column);
        located.push((position, place));
    }
    excerpt::fill(located, text);
}

/// Where an element stands that may be read at another place than it is written.
fn nearest(wanted: &Wanted, pointer: &str) -> Option<Position> {
    let mut best = wanted.nearest(pointer);
    for written in moved::written(pointer) {
        let found = wanted.nearest(&written);
        if found.map(|(depth, _)| depth) > best.map(|(depth, _)| depth) {
            best = found;
        }
    }
    best.map(|(_, position)| position)
}
