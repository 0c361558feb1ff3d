//! Bytes of a block-style text in, the lines around them out: where a line begins, at which column,
//! and with which line an entry ends. It knows YAML only by its indent.

use super::tree::{Node, Shape};

/// The text that is edited.
#[derive(Clone, Copy)]
pub(super) struct Lines<'t>(pub(super) &'t str);

impl Lines<'_> {
    /// The first byte of the line.
    pub(super) fn start(self, at: usize) -> usize {
        self.0.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    /// The byte behind the line and its newline.
    pub(super) fn end(self, at: usize) -> usize {
        let rest = self.0.get(at..).unwrap_or_default();
        rest.find('\n').map_or(self.0.len(), |newline| at + newline + 1)
    }

    /// How many characters stand in front of this byte in its line.
    pub(super) fn column(self, at: usize) -> usize {
        self.0.get(self.start(at)..at).unwrap_or_default().chars().count()
    }

    /// Whether nothing but blanks stands in front of this byte in its line.
    pub(super) fn is_first(self, at: usize) -> bool {
        self.0.get(self.start(at)..at).is_some_and(|before| before.trim().is_empty())
    }

    /// The byte behind the last line of what begins here, at this column, with this value.
    pub(super) fn behind(self, at: usize, column: usize, value: &Node) -> usize {
        let is_list = matches!(value.shape, Shape::List(_)) && !value.is_flow(self.0);
        let mut last = self.end(at);
        let mut next = last;
        while next < self.0.len() {
            let (start, end) = (next, self.end(next));
            let line = self.0.get(start..end).unwrap_or_default();
            let indent = line.chars().take_while(|c| *c == ' ').count();
            let rest = line.trim();
            // A list may stand at the column of its key.
            let is_item = is_list && indent == column && (rest == "-" || rest.starts_with("- "));
            if !rest.is_empty() && (indent > column || is_item) {
                last = end;
            } else if !rest.is_empty() && !rest.starts_with('#') {
                break;
            }
            next = end;
        }
        // Brackets and quotes end where they end, whatever the indent.
        let is_block = matches!(value.shape, Shape::Map(_) | Shape::List(_))
            && !value.is_flow(self.0)
            || self.0.get(value.start..).is_some_and(|rest| rest.starts_with(['|', '>']))
            || value.end <= at;
        if is_block { last } else { last.max(self.end(value.end.saturating_sub(1))) }
    }

    /// The dash of an item of a block sequence.
    pub(super) fn dash(self, item: &Node) -> Result<usize, String> {
        let before = self.0.get(..item.start).unwrap_or_default().trim_end();
        match before.ends_with('-') {
            true => Ok(before.len() - 1),
            false => Err(format!("the list in line {} is written in an unusual way", {
                self.0.get(..item.start).unwrap_or_default().matches('\n').count() + 1
            })),
        }
    }
}
