//! The items of a block sequence: those that stay are left alone, others are put in or taken out.

use super::patch::{Patch, UNUSUAL};
use super::render::{self, blank};
use super::tree::Node;
use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

impl Patch<'_> {
    /// Changes the items of a block sequence.
    pub(super) fn list(
        &mut self,
        items: &[Node],
        old: &[Value],
        new: &[Value],
    ) -> Result<(), String> {
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
