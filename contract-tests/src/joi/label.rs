//! What Joi calls a place in a body.
//!
//! In comes a path, out come the label and the text that a message puts in quotes. Nothing is
//! escaped: a label may hold quotes and line ends, as Joi's do.

use super::World;

/// One step of a path into a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a member.
    Member(String),
    /// Into an item.
    Item(usize),
}

/// The label of a place.
pub(super) fn label(path: &[Step], world: World) -> String {
    let text = match world {
        World::Joi16 => full(path),
        World::Joi15 => leaf(path).unwrap_or_default(),
    };
    if text.is_empty() { "value".to_owned() } else { text }
}

/// What the message calls the place. It differs from the label for one case only: up to Joi 15 an
/// empty member name is quoted as it is.
pub(super) fn quoted(path: &[Step], world: World) -> String {
    match (world, leaf(path)) {
        (World::Joi15, Some(leaf)) => format!("\"{leaf}\""),
        _ => format!("\"{}\"", label(path, world)),
    }
}

fn full(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Member(name) => {
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

fn leaf(path: &[Step]) -> Option<String> {
    path.last().map(|step| match step {
        Step::Member(name) => name.clone(),
        Step::Item(index) => index.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_table() {
        let member = |name: &str| Step::Member(name.to_owned());
        let events = [member("session"), member("metadata"), member("events"), Step::Item(1)];
        let mut event_id = events.to_vec();
        event_id.push(member("eventId"));
        for (path, joi16, joi15) in [
            (vec![], "value", "value"),
            (vec![member("sessionId")], "sessionId", "sessionId"),
            (vec![member("session"), member("code")], "session.code", "code"),
            (events.to_vec(), "session.metadata.events[1]", "1"),
            (event_id, "session.metadata.events[1].eventId", "eventId"),
            (vec![member("a.b")], "a.b", "a.b"),
            (vec![member("")], "value", "value"),
            (vec![member("k\"q")], "k\"q", "k\"q"),
            (vec![member("session"), member("")], "session.", "value"),
        ] {
            assert_eq!(label(&path, World::Joi16), joi16, "{path:?}");
            assert_eq!(label(&path, World::Joi15), joi15, "{path:?}");
        }
        assert_eq!(quoted(&[member("")], World::Joi16), "\"value\"");
        assert_eq!(quoted(&[member("")], World::Joi15), "\"\"");
    }
}
