//! The text of the base and a drift in, the text after which the base says what the new side says out,
//! with the differences that no edit can express. The edits are made by `oasis_model::settle`, which
//! brings along all that has to change with them.

use super::Drift;
use oasis_model::settle::{Edit, apply};

/// A base that was edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The text after the edits.
    pub text: String,
    /// What is left: the message of a difference, and why no edit settles it.
    pub left: Vec<(String, String)>,
}

/// Makes every edit that can be made. Differences that are nobody's business on the wire are left alone.
pub fn settled(text: &str, drift: &Drift) -> Settled {
    let mut left = Vec::new();
    let mut edits: Vec<(&str, &[Edit])> = Vec::new();
    for difference in &drift.findings {
        let message = difference.finding.message.as_str();
        match difference.about.edits.as_slice() {
            [] => left
                .push((message.to_owned(), "an edit of one element cannot express it".to_owned())),
            some => edits.push((message, some)),
        }
    }
    let all: Vec<Edit> = edits.iter().flat_map(|(_, edits)| *edits).cloned().collect();
    if let Ok(text) = apply(text, &all) {
        return Settled { text, left };
    }
    // Some edit stands in the way of the others.
    let (mut made, mut edited) = (Vec::new(), text.to_owned());
    for (message, edits) in edits {
        let attempt: Vec<Edit> = made.iter().chain(edits).cloned().collect();
        match apply(text, &attempt) {
            Ok(text) => (made, edited) = (attempt, text),
            Err(why) => left.push((message.to_owned(), why)),
        }
    }
    Settled { text: edited, left }
}
