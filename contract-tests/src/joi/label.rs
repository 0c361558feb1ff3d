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
pub(super) fn label(path: &[Step], labels: Labels, generation: Generation) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_table() {
        use Generation::{Joi15, Joi16};
        let named = |name: &str| Step::Property(name.to_owned());
        let events = [named("session"), named("metadata"), named("events"), Step::Item(1)];
        let mut event_id = events.to_vec();
        event_id.push(named("eventId"));
        for (path, by_path, by_key, joi15) in [
            (vec![], "value", "value", "value"),
            (vec![named("sessionId")], "sessionId", "sessionId", "sessionId"),
            (vec![named("session"), named("code")], "session.code", "code", "code"),
            (events.to_vec(), "session.metadata.events[1]", "[1]", "1"),
            (event_id, "session.metadata.events[1].eventId", "eventId", "eventId"),
            (vec![named("a.b")], "a.b", "a.b", "a.b"),
            (vec![named("")], "value", "value", "value"),
            (vec![named("k\"q")], "k\"q", "k\"q", "k\"q"),
            (vec![named("session"), named("")], "session.", "value", "value"),
        ] {
            assert_eq!(label(&path, Labels::Path, Joi16), by_path, "{path:?}");
            assert_eq!(label(&path, Labels::Path, Joi15), by_path, "{path:?}");
            assert_eq!(label(&path, Labels::Key, Joi16), by_key, "{path:?}");
            assert_eq!(label(&path, Labels::Key, Joi15), joi15, "{path:?}");
        }
        assert_eq!(quoted(&[named("")], Labels::Path, Joi16), "\"value\"");
        assert_eq!(quoted(&[named("")], Labels::Key, Joi15), "\"\"");
    }
}
