//! What the envelopes of a run told of the validator, in one line of words.

use crate::oracle::Ballot;

/// Such as `joi 16 words, path labels, lists all`; `None` if no envelope told anything.
pub(super) fn words(ballot: &Ballot) -> Option<String> {
    let parts = [
        told(&[("joi 16", ballot.words[0]), ("joi 15 or earlier", ballot.words[1])], "words"),
        told(&[("path", ballot.labels[0]), ("key", ballot.labels[1])], "labels"),
        told(
            &[
                ("all", ballot.reports[0]),
                ("the first", ballot.reports[1]),
                ("some", ballot.reports[2]),
            ],
            "of the violations listed",
        ),
        told(&[("no", ballot.converts[0]), ("some", ballot.converts[1])], "values converted"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The only thing that was seen, or all of them with their counts.
fn told(seen: &[(&str, u64)], what: &str) -> Option<String> {
    let seen: Vec<&(&str, u64)> = seen.iter().filter(|(_, count)| *count > 0).collect();
    match seen[..] {
        [] => None,
        [(name, _)] => Some(format!("{name} {what}")),
        _ => {
            let each = seen.iter().map(|(name, count)| format!("{name} {count} times"));
            Some(format!("{what} mixed ({})", each.collect::<Vec<_>>().join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixtures_show_their_counts_and_what_was_not_seen_is_not_told() {
        assert_eq!(words(&Ballot::default()), None);
        let ballot = Ballot { words: [4, 0], labels: [4, 3], ..Ballot::default() };
        let expected = "joi 16 words, labels mixed (path 4 times, key 3 times)";
        assert_eq!(words(&ballot).as_deref(), Some(expected));
    }
}
