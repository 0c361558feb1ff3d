//! Reads the sample answers behind the sample request: `Empty`, JSON, or other text, glued or not.

use super::json;
use super::lines::shortened;
use super::page::{Fact, Tab};

/// The answers in a page's text from `start` on, without one that is cut off; `line` is where they
/// begin.
pub(super) fn parse(body: &str, start: usize, mut line: usize, ended: bool) -> Vec<Fact<Tab>> {
    let newlines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let mut tabs = Vec::new();
    let mut at = start;
    loop {
        let blank = body[at..].len() - body[at..].trim_start().len();
        line += newlines(&body[at..at + blank]);
        at += blank;
        let rest = &body[at..];
        if rest.is_empty() || tabs.len() == MOST_ANSWERS {
            return tabs;
        }
        let (tab, length) = next(rest, ended);
        let reaches_end = rest[length..].trim().is_empty();
        if !ended && reaches_end && matches!(tab, Tab::Text(_)) {
            return tabs;
        }
        tabs.push(Fact { value: tab, line, text: shortened(rest) });
        line += newlines(&rest[..length]);
        at += length;
    }
}

/// The answer at the start of a text, and its length.
fn next(text: &str, ended: bool) -> (Tab, usize) {
    if let Some(rest) = text.strip_prefix(EMPTY)
        && (!rest.starts_with(|c: char| c.is_ascii_lowercase()) || json::prefix(rest).is_some())
    {
        return (Tab::Empty, EMPTY.len());
    }
    if let Some((value, rest)) = json::prefix(text)
        && (rest.is_empty()
            || starts_an_answer(rest.trim_start())
            || rest.starts_with('\n')
            || (!value.is_number() && json::prefix(rest).is_some()))
    {
        return (Tab::Json(value), text.len() - rest.len());
    }
    // In a text that is cut, a value that does not end is the last thing there.
    if !ended && text.starts_with(['{', '[', '"']) {
        return (Tab::Text(text.to_owned()), text.len());
    }
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if length > 0 && starts_an_answer(line.trim_start()) {
            break;
        }
        length += line.len();
    }
    (Tab::Text(text[..length].trim_end().to_owned()), length)
}

/// No page has nearly as many; the rest of a hostile text is not looked at.
const MOST_ANSWERS: usize = 64;

const EMPTY: &str = "Empty";

fn starts_an_answer(text: &str) -> bool {
    text.starts_with(EMPTY) || text.starts_with(['{', '[', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_are_told_apart_glued_or_not() {
        let object = || Tab::Json(json!({"a": "Empty"}));
        for (text, tabs) in [
            ("Empty\nEmpty\n{\n\"a\": \"Empty\"}\n", vec![Tab::Empty, Tab::Empty, object()]),
            (
                "EmptyEmpty{\"a\":\"Empty\"}Empty",
                vec![Tab::Empty, Tab::Empty, object(), Tab::Empty],
            ),
            ("\"string\"", vec![Tab::Json(json!("string"))]),
            ("Emptytrue", vec![Tab::Empty, Tab::Json(json!(true))]),
            ("0Empty", vec![Tab::Json(json!(0)), Tab::Empty]),
            ("[]{\"a\":\"Empty\"}", vec![Tab::Json(json!([])), object()]),
            ("<ok/>\nEmpty", vec![Tab::Text("<ok/>".to_owned()), Tab::Empty]),
            (
                "id;name\n1;a\n{\"a\":\"Empty\"}",
                vec![Tab::Text("id;name\n1;a".to_owned()), object()],
            ),
            ("\"string\"0", vec![Tab::Json(json!("string")), Tab::Json(json!(0))]),
            ("2019-08-24;x", vec![Tab::Text("2019-08-24;x".to_owned())]),
            ("", vec![]),
        ] {
            let read = parse(text, 0, 1, true);
            let read: Vec<Tab> = read.into_iter().map(|fact| fact.value).collect();
            assert_eq!(read, tabs, "{text}");
        }
    }

    #[test]
    fn an_answer_that_is_cut_off_is_left_out() {
        assert_eq!(parse("Empty\n{\"a\": [1,", 0, 1, false).len(), 1);
    }
}
