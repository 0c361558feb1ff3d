//! A text and what it is to say in, the text that says it out. Only the entries that differ are
//! written anew; all other lines, and with them order, style and comments, stay.
//!
//! It knows nothing of OpenAPI. Whether the new text says what was asked is for the caller to check.

use super::lines::Lines;
use super::render::{self, WIDTH, blank};
use super::tree::{Entry, Node, Shape};
use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The text after these changes of its value.
pub(super) fn patch(text: &str, old: &Value, new: &Value) -> Result<String, String> {
    let root = Node::of(text)?;
    let mut patch = Patch { lines: Lines(text), splices: Vec::new() };
    if old != new {
        patch.inside(&root, old, new)?;
    }
    patch.applied()
}

/// The text with another key in place of one.
pub(super) fn rename(text: &str, tokens: &[String], to: &str) -> Result<String, String> {
    let root = Node::of(text)?;
    let mut node = &root;
    let mut found: Option<&Entry> = None;
    for token in tokens {
        let entry = node.entry(token);
        node = match (&node.shape, entry) {
            (_, Some(entry)) => &entry.value,
            (Shape::List(items), _) => {
                token.parse().ok().and_then(|index: usize| items.get(index)).ok_or(UNUSUAL)?
            }
            _ => return Err(UNUSUAL.to_owned()),
        };
        found = entry;
    }
    let entry = found.ok_or(UNUSUAL)?;
    let quote = match text.get(entry.start..entry.start + 1) {
        Some(quote @ ("'" | "\"")) => quote,
        _ => "",
    };
    let (before, behind) = (text.get(..entry.start), text.get(entry.end..));
    let (before, behind) = before.zip(behind).ok_or(UNUSUAL)?;
    Ok(format!("{before}{quote}{to}{quote}{behind}"))
}

const UNUSUAL: &str = "the document is written in an unusual way here; edit it by hand";

struct Patch<'t> {
    lines: Lines<'t>,
    splices: Vec<Splice>,
}

/// Bytes that are replaced.
struct Splice {
    from: usize,
    to: usize,
    with: String,
}

impl Patch<'_> {
    fn splice(&mut self, from: usize, to: usize, with: impl Into<String>) {
        self.splices.push(Splice { from, to, with: with.into() });
    }

    fn applied(mut self) -> Result<String, String> {
        let text = self.lines.0;
        // Of what is inserted in one place, the innermost was noted first.
        self.splices.sort_by_key(|splice| (splice.from, splice.to));
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out = String::with_capacity(text.len() + 200);
        let mut done = 0;
        for Splice { from, to, with } in self.splices {
            out.push_str(text.get(done..from).ok_or(UNUSUAL)?);
            if with.ends_with('\n') && !out.is_empty() && !out.ends_with('\n') && from == text.len()
            {
                out.push_str(newline);
            }
            out.push_str(&with.replace('\n', newline));
            done = to;
        }
        out.push_str(text.get(done..).ok_or(UNUSUAL)?);
        if !text.ends_with('\n') {
            out.truncate(out.trim_end_matches(['\n', '\r']).len());
        }
        Ok(out)
    }

    /// Changes within a block collection.
    fn inside(&mut self, node: &Node, old: &Value, new: &Value) -> Result<(), String> {
        match (&node.shape, old, new) {
            (Shape::Map(entries), Value::Object(old), Value::Object(new)) => {
                self.map(entries, old, new)
            }
            (Shape::List(items), Value::Array(old), Value::Array(new)) => {
                self.list(items, old, new)
            }
            _ => Err(UNUSUAL.to_owned()),
        }
    }

    /// Whether the difference can be written within the collection.
    fn is_within(&self, node: &Node, old: &Value, new: &Value) -> bool {
        let block = !node.is_flow(self.lines.0) && !node.is_marked(self.lines.0);
        block
            && match (&node.shape, old, new) {
                (Shape::Map(_), Value::Object(old), Value::Object(new)) => {
                    old.keys().any(|name| new.contains_key(name))
                }
                (Shape::List(_), Value::Array(_), Value::Array(new)) => !new.is_empty(),
                _ => false,
            }
    }

    fn map(
        &mut self,
        entries: &[Entry],
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) -> Result<(), String> {
        let stays =
            |entry: &&Entry| !old.contains_key(&entry.name) || new.contains_key(&entry.name);
        let first = entries.first().ok_or(UNUSUAL)?;
        let head = entries.iter().find(stays).ok_or(UNUSUAL)?;
        let column = self.lines.column(first.start);
        for (name, was) in old.iter().filter(|(name, was)| new.get(*name) != Some(*was)) {
            let entry = entries.iter().find(|entry| entry.name == *name).ok_or(UNUSUAL)?;
            match new.get(name) {
                Some(value) => self.entry(entry, column, was, value)?,
                // In front of the first entry a dash may stand, which the next one inherits.
                None if entry.start < head.start => {}
                None => {
                    let end = self.lines.behind(entry.start, column, &entry.value);
                    self.splice(self.lines.start(entry.start), end, "");
                }
            }
        }
        if head.start > first.start {
            self.splice(first.start, head.start, "");
        }
        let mut before: Option<&Entry> = None;
        for (name, value) in new {
            if old.contains_key(name) {
                before = entries.iter().find(|entry| entry.name == *name).or(before);
                continue;
            }
            let text = render::entry(name, value, column);
            match before {
                Some(entry) => {
                    let end = self.lines.behind(entry.start, column, &entry.value);
                    self.splice(end, end, format!("{}{text}\n", blank(column)));
                }
                None => {
                    self.splice(head.start, head.start, format!("{text}\n{}", blank(column)));
                }
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        entry: &Entry,
        column: usize,
        old: &Value,
        new: &Value,
    ) -> Result<(), String> {
        if self.is_within(&entry.value, old, new) {
            return self.inside(&entry.value, old, new);
        }
        let dense = render::is_dense(&entry.name);
        if self.in_place(&entry.value, entry.start, new, dense) {
            return Ok(());
        }
        let end = self.lines.behind(entry.start, column, &entry.value);
        self.without_comment(entry.end, end, &entry.value)?;
        self.splice(entry.end, end, render::after_key(&entry.name, new, column) + "\n");
        Ok(())
    }

    /// Replaces a value of one line by another, if that fits: what stands behind it stays.
    fn in_place(&mut self, node: &Node, line: usize, new: &Value, dense: bool) -> bool {
        let text = self.lines.0;
        let one_line = node.end > node.start
            && text.get(line..node.end).is_some_and(|part| !part.contains('\n'))
            && !text[node.start..].starts_with(['|', '>']);
        let flow = matches!(node.shape, Shape::Scalar) || node.is_flow(text);
        let scalar = !matches!(new, Value::Object(_) | Value::Array(_));
        let suits = scalar || dense || node.is_flow(text);
        if !one_line || !flow || !suits || node.is_marked(text) {
            return false;
        }
        let with = render::inline(new);
        let rest = text[node.end..self.lines.end(node.end)].trim_end().chars().count();
        let fits = self.lines.column(node.start) + with.chars().count() + rest <= WIDTH;
        if fits {
            self.splice(node.start, node.end, with);
        }
        fits
    }

    /// What is written anew must not hold a comment, which would be lost.
    fn without_comment(&self, from: usize, to: usize, node: &Node) -> Result<(), String> {
        let mut scalars = Vec::new();
        spans(node, self.lines.0, &mut scalars);
        let is_comment = |(at, _): &(usize, char)| {
            !scalars.iter().any(|(start, end)| (*start..*end).contains(&(from + at)))
        };
        let part = self.lines.0.get(from..to).ok_or(UNUSUAL)?;
        match part.char_indices().filter(|(_, c)| *c == '#').find(is_comment) {
            None => Ok(()),
            Some(_) => Err("a comment stands within what would be written anew".to_owned()),
        }
    }

    fn list(&mut self, items: &[Node], old: &[Value], new: &[Value]) -> Result<(), String> {
        let texts = |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>();
        for op in capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new)) {
            match op {
                DiffOp::Equal { .. } => {}
                DiffOp::Delete { old_index, old_len, .. } => {
                    self.remove(items, old_index..old_index + old_len)?;
                }
                DiffOp::Insert { old_index, new_index, new_len } => {
                    self.insert(items, old_index, &new[new_index..new_index + new_len])?;
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    let (was, is) = (
                        &old[old_index..old_index + old_len],
                        &new[new_index..new_index + new_len],
                    );
                    let mut kept = 0;
                    while kept < was.len().min(is.len())
                        && self.item(&items[old_index + kept], &was[kept], &is[kept])?
                    {
                        kept += 1;
                    }
                    self.insert(items, old_index + kept, &is[kept..])?;
                    self.remove(items, old_index + kept..old_index + old_len)?;
                }
            }
        }
        Ok(())
    }

    /// Changes one item where it stands, if that can be.
    fn item(&mut self, item: &Node, old: &Value, new: &Value) -> Result<bool, String> {
        if self.is_within(item, old, new) {
            return self.inside(item, old, new).map(|()| true);
        }
        Ok(self.in_place(item, item.start, new, false))
    }

    fn remove(&mut self, items: &[Node], which: std::ops::Range<usize>) -> Result<(), String> {
        for item in items.get(which).ok_or(UNUSUAL)? {
            let dash = self.first_dash(item)?;
            let end = self.lines.behind(dash, self.lines.column(dash), item);
            self.splice(self.lines.start(dash), end, "");
        }
        Ok(())
    }

    fn insert(&mut self, items: &[Node], before: usize, new: &[Value]) -> Result<(), String> {
        let dash = self.first_dash(items.first().ok_or(UNUSUAL)?)?;
        let column = self.lines.column(dash);
        let at = match before.checked_sub(1).and_then(|index| items.get(index)) {
            Some(item) => self.lines.behind(self.lines.dash(item)?, column, item),
            None => self.lines.start(dash),
        };
        for value in new {
            // What is already there shows whether items are written in one line.
            let dense = items.iter().any(|item| item.is_flow(self.lines.0));
            let item = render::item(value, column, dense);
            self.splice(at, at, format!("{}{item}\n", blank(column)));
        }
        Ok(())
    }

    /// The dash of an item that has its line to itself.
    fn first_dash(&self, item: &Node) -> Result<usize, String> {
        let dash = self.lines.dash(item)?;
        if self.lines.is_first(dash) { Ok(dash) } else { Err(UNUSUAL.to_owned()) }
    }
}

/// The bytes of all keys and scalars.
fn spans(node: &Node, text: &str, found: &mut Vec<(usize, usize)>) {
    match &node.shape {
        Shape::Scalar => found.push((node.start, node.end)),
        Shape::Map(entries) => {
            for entry in entries {
                found.push((entry.start, entry.end));
                spans(&entry.value, text, found);
            }
        }
        Shape::List(items) => items.iter().for_each(|item| spans(item, text, found)),
    }
}
