//! From JSON pointers to lines and columns, by reading the text once more when there is something
//! to say: a clean document costs nothing.

mod json;
mod yaml;

use crate::finding::{Finding, Place};
use crate::name::escape_pointer;
use std::collections::HashMap;

/// Line and column, both counted from 1.
type Position = (usize, usize);

/// The pointers that are looked for, each with its position once it is found.
type Wanted = HashMap<String, Option<Position>>;

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
    let positions = wanted(&places, text);
    let lines: Vec<&str> = text.lines().collect();
    for place in &mut places {
        name.clone_into(&mut place.document);
        if place.line.is_none()
            && let Some((line, column)) = nearest(&positions, &place.pointer)
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

/// The positions of the wanted pointers and all that enclose them.
fn wanted(places: &[&mut Place], text: &str) -> HashMap<String, Position> {
    let mut positions = Wanted::new();
    for place in places {
        let mut pointer = place.pointer.as_str();
        loop {
            positions.insert(pointer.to_owned(), None);
            match pointer.rfind('/') {
                Some(cut) => pointer = &pointer[..cut],
                None => break,
            }
        }
    }
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        json::fill(&mut positions, text);
    } else {
        yaml::fill(&mut positions, text);
    }
    positions.into_iter().filter_map(|(pointer, position)| Some((pointer, position?))).collect()
}

fn nearest(positions: &HashMap<String, Position>, pointer: &str) -> Option<Position> {
    let mut pointer = pointer;
    loop {
        if let Some(position) = positions.get(pointer) {
            return Some(*position);
        }
        pointer = &pointer[..pointer.rfind('/')?];
    }
}

/// One open collection while the events go by.
enum Frame {
    /// A mapping; `Some(key)` while its value is awaited, with the key's position.
    Mapping(Option<(String, Position)>),
    /// A sequence and the index of its next item.
    Sequence(usize),
}

/// The reference token that leads to the value at hand.
fn token(stack: &[Frame]) -> Option<String> {
    match stack.last()? {
        Frame::Mapping(key) => key.as_ref().map(|(key, _)| format!("/{}", escape_pointer(key))),
        Frame::Sequence(index) => Some(format!("/{index}")),
    }
}

fn record(positions: &mut Wanted, stack: &[Frame], path: &[String], here: Position) {
    let pointer = path.concat() + &token(stack).unwrap_or_default();
    if let Some(position @ None) = positions.get_mut(&pointer) {
        // A member is shown where its key stands.
        *position = Some(match stack.last() {
            Some(Frame::Mapping(Some((_, key)))) => *key,
            _ => here,
        });
    }
}

fn advance(stack: &mut [Frame]) {
    match stack.last_mut() {
        Some(Frame::Mapping(key)) => *key = None,
        Some(Frame::Sequence(index)) => *index += 1,
        None => {}
    }
}
