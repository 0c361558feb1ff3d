//! A witness in, the part of it that changed out, with a mark under it. The whole witness stays in what
//! machines get.

use oasis_model::finding::Evidence;
use serde_json::Value;

/// Labels of evidence that is a witness.
pub(crate) const LABELS: [&str; 2] = ["only the base takes", "only the new one takes"];

/// Limit on the characters of the value that is shown.
const LONGEST: usize = 160;

/// Cuts every witness to what is around the value that the evidence names.
pub(super) fn cut(evidence: &mut Vec<Evidence>) {
    let Some(place) = evidence.iter().position(|one| one.label == "value at") else { return };
    let pointer = evidence[place].text.clone();
    for one in evidence.iter_mut().filter(|one| LABELS.contains(&&*one.label)) {
        if let Ok(value) = serde_json::from_str::<Value>(&one.text) {
            one.text = excerpt(&value, &pointer);
        }
    }
    evidence.remove(place);
}

/// The value at a pointer with what leads to it, and a line of marks below the value.
fn excerpt(value: &Value, pointer: &str) -> String {
    let (mut before, mut after) = (String::new(), String::new());
    let mut value = value;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let (next, open, close) = match value {
            Value::Array(items) => {
                let Some(next) = items.first() else { break };
                (next, "[".to_owned(), if items.len() > 1 { ", …]" } else { "]" })
            }
            Value::Object(members) => {
                // A name that stands for all others.
                let found = members.get_key_value(token.as_str());
                let Some((name, next)) = found.or_else(|| members.iter().next_back()) else {
                    break;
                };
                if found.is_none() && token != "*" {
                    break;
                }
                let more = if members.len() > 1 { "…, " } else { "" };
                (next, format!("{{{more}{}: ", Value::from(name.as_str())), "}")
            }
            _ => break,
        };
        before.push_str(&open);
        after.insert_str(0, close);
        value = next;
    }
    let shown = short(value);
    let marks = "^".repeat(shown.chars().count());
    let blanks = " ".repeat(before.chars().count());
    format!("{before}{shown}{after}\n{blanks}{marks}")
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_changed_is_marked_and_what_is_around_it_is_left_out() {
        let value = json!({"id": 1, "session": {"a/b": [null, 2], "x": "y"}});
        for (pointer, line, marked) in [
            ("/id", r#"{…, "id": 1}"#, "1"),
            ("/session/a~1b/0", r#"{…, "session": {…, "a/b": [null, …]}}"#, "null"),
            ("/session/*", r#"{…, "session": {…, "x": "y"}}"#, "\"y\""),
            ("/gone", r#"{"id":1,"session":{"a/b":[null,2],"x":"y"}}"#, ""),
        ] {
            let shown = excerpt(&value, pointer);
            let (found, marks) = shown.split_once('\n').expect("two lines");
            assert_eq!(found, line, "{pointer}");
            let under: String = found
                .chars()
                .zip(marks.chars())
                .filter(|(_, mark)| *mark == '^')
                .map(|(c, _)| c)
                .collect();
            let marked = if marked.is_empty() { line } else { marked };
            assert_eq!(under, marked, "{pointer}");
        }
        let long = excerpt(&json!({"a": "x".repeat(5_000)}), "/a");
        assert!(long.chars().count() < 400, "{long}");
    }
}
