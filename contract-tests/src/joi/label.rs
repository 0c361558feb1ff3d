//! What Joi calls a place in a body.
//!
//! In comes a path, out come the label and the text that a message puts in quotes. Nothing is
//! escaped: a label may hold quotes and line ends, as Joi's do.

use super::Generation;
use oasis_model::ir::Labels;

/// One step of a path into a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a property.
    Property(String),
    /// Into an item.
    Item(usize),
}

/// The label of a place.
pub fn label(path: &[Step], labels: Labels, generation: Generation) -> String {
    let path = match labels {
        Labels::Path => path,
        Labels::Key => &path[path.len().saturating_sub(1)..],
    };
    let text = match (labels, generation, path) {
        // Up to Joi 15 an item is called by its bare number.
        (Labels::Key, Generation::Joi15, [Step::Item(index)]) => index.to_string(),
        _ => joined(path),
    };
    if text.is_empty() { "value".to_owned() } else { text }
}

/// What the message calls the place. It differs from the label for one case only: up to Joi 15 an
/// empty name of a property is quoted as it is.
pub(super) fn quoted(path: &[Step], labels: Labels, generation: Generation) -> String {
    match (generation, labels, path.last()) {
        (Generation::Joi15, Labels::Key, Some(Step::Property(name))) => format!("\"{name}\""),
        _ => format!("\"{}\"", label(path, labels, generation)),
    }
}

fn joined(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Property(name) => {
                // A dot goes between steps, and an empty first name leaves nothing to divide.
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Step::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
