//! Finds the line on which a member of a sample answer stands.
//!
//! A page and a JSON pointer into one of its samples go in, the member's own line comes out, or the
//! nearest one around it that is there.

use super::page::{Fact, Page, Tab};
use oasis_model::finding::Place;
use serde_json::Value;

/// The place of a member of a sample answer.
pub(super) fn member(page: &Page, tab: &Fact<Tab>, pointer: &str) -> Place {
    let before = page.source.split_inclusive('\n').take(tab.line.saturating_sub(page.first_line));
    let start = before.map(str::len).sum::<usize>();
    let begin = tab.text.trim_end_matches('…');
    let line = page.source[start..].lines().next().unwrap_or_default();
    // Where the sample is glued to something, it is the last thing on its line.
    let Some(column) = line.rfind(begin) else { return tab.place(page) };
    let text = &page.source[start + column..];
    let at = key(text, pointer);
    let number = tab.line + text[..at].matches('\n').count();
    let from = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[from..].lines().next().unwrap_or_default();
    if number == tab.line { tab.place(page) } else { page.place(number, line.trim()) }
}

/// Where the last member begins that a pointer names and a JSON text holds.
fn key(text: &str, pointer: &str) -> usize {
    let (mut at, mut found) = (0, 0);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let Some((key, value)) = step(text, at, &token) else { return found };
        (found, at) = (key, value);
    }
    found
}

/// Where a member of the object or list at `at` begins, and where its value does.
fn step(text: &str, at: usize, token: &str) -> Option<(usize, usize)> {
    let marks = |c: char| c.is_whitespace() || c == ',' || c == ':';
    let blank = |at: usize| text.len() - text[at..].trim_start_matches(marks).len();
    let value_end = |at: usize| {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        values.next()?.ok()?;
        Some(at + values.byte_offset())
    };
    let open = blank(at);
    let object = match text.as_bytes().get(open)? {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let mut at = blank(open + 1);
    for index in 0.. {
        if matches!(text.as_bytes().get(at)?, b'}' | b']') {
            return None;
        }
        let key = at;
        let mut here = !object && token == index.to_string();
        if object {
            let end = value_end(at)?;
            here = serde_json::from_str::<String>(&text[at..end]).ok()? == token;
            at = blank(end);
        }
        if here {
            return Some((key, at));
        }
        at = blank(value_end(at)?);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_its_member() {
        let text = "{\n  \"a\": [\n    1,\n    {\"b,\": \"}\", \"c/d\": {}}\n  ],\n  \"e\": 2\n}";
        for (pointer, start) in [
            ("", "{\n"),
            ("/a", "\"a\""),
            ("/a/0", "1,"),
            ("/a/1/b,", "\"b,\""),
            ("/a/1/c~1d", "\"c/d\""),
            ("/a/1/c~1d/none", "\"c/d\""),
            ("/a/7", "\"a\""),
            ("/e", "\"e\""),
            ("/none", "{\n"),
        ] {
            assert!(text[key(text, pointer)..].starts_with(start), "{pointer}");
        }
        assert_eq!(key("{\"a\" oops", "/a/b"), 1);
    }
}
