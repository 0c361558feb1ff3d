//! Positions in, the text of their lines with the marked part out. The text is walked through once,
//! however many places there are in one long line.

use super::Position;
use crate::finding::Place;

/// The longest text that is shown of a line, in characters.
const LONGEST: usize = 160;
/// What is shown of a long line in front of the place.
const BEFORE: usize = 40;

/// Fills in the text of each place, and the part of it that the position marks.
pub(super) fn fill(mut located: Vec<(Position, &mut Place)>, text: &str) {
    located.sort_by_key(|(position, _)| (position.line, position.column));
    let mut lines = text.lines().enumerate();
    let mut line = Line::default();
    let mut number = 0;
    for (position, place) in located {
        while number < position.line {
            let Some((index, next)) = lines.next() else { break };
            number = index + 1;
            line = Line { text: next, ..Line::default() };
        }
        if number == position.line {
            line.excerpt(position, place);
        }
    }
}

/// One line, and how far it has been walked through.
#[derive(Default)]
struct Line<'t> {
    text: &'t str,
    /// Characters and bytes in front of the last place.
    chars: usize,
    bytes: usize,
}

impl Line<'_> {
    fn excerpt(&mut self, position: Position, place: &mut Place) {
        let wanted = position.column.saturating_sub(1 + self.chars);
        let rest = &self.text[self.bytes..];
        let passed = rest.char_indices().nth(wanted).map_or(rest.len(), |(at, _)| at);
        self.chars += if passed == rest.len() { rest.chars().count() } else { wanted };
        self.bytes += passed;
        let here = self.bytes;
        let end = here + self.marked(here, position.end.saturating_sub(position.column));
        let (from, to) = self.window(here);
        let cut = |at: bool| if at { "…" } else { "" };
        let (left, right) = (cut(self.is_cut(..from)), cut(self.is_cut(to..)));
        let marked =
            left.len() + here.clamp(from, to) - from..left.len() + end.clamp(from, to) - from;
        place.marked = Some(marked);
        place.text = Some(format!("{left}{}{right}", &self.text[from..to]));
    }

    /// Bytes of the marked part: so many characters, else the word that begins here.
    fn marked(&self, here: usize, length: usize) -> usize {
        let rest = &self.text[here..];
        if length > 1 {
            return rest.char_indices().nth(length).map_or(rest.trim_end().len(), |(at, _)| at);
        }
        match rest.chars().next() {
            None => 0,
            Some(bracket @ ('{' | '[')) => bracket.len_utf8(),
            Some(first) => {
                let word = rest.find([' ', ':', ',', '}', ']', '\t']).unwrap_or(rest.len());
                word.max(first.len_utf8())
            }
        }
    }

    /// The bytes that are shown: the trimmed line, or what is around the place.
    fn window(&self, here: usize) -> (usize, usize) {
        let from = self.text.len() - self.text.trim_start().len();
        let to = self.text.trim_end().len().max(from);
        let fits = to - from <= LONGEST || self.text[from..to].chars().nth(LONGEST).is_none();
        if fits {
            return (from, to);
        }
        let mut before = self.text[from..here.max(from)].char_indices().rev();
        let first = before.nth(BEFORE - 1).map_or(from, |(at, _)| from + at);
        // A little that would be cut off at the start is shown.
        let first = if first - from <= BEFORE { from } else { first };
        let shown = &self.text[first..to];
        (first, shown.char_indices().nth(LONGEST).map_or(to, |(at, _)| first + at))
    }

    fn is_cut(&self, part: impl std::slice::SliceIndex<str, Output = str>) -> bool {
        self.text.get(part).is_some_and(|part| !part.trim().is_empty())
    }
}
