//! Text in, numbered lines out, cut where the page's own text ends; refuses what is no saved page.

use crate::finding::{Finding, Severity};

/// One line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// It began with white space.
    pub(super) indented: bool,
    /// Without white space around it.
    pub(super) text: &'a str,
}

/// The lines of a page.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    /// The page's text from its first line to its end mark.
    pub(super) body: &'a str,
    /// Lines that are not blank.
    pub(super) lines: Vec<Line<'a>>,
    /// The mark that ends a page was there.
    pub(super) ended: bool,
}

/// What stands behind the last sample of every page.
const END_MARK: &str = "How is this guide?";

/// More than this is not one page; the longest known has a thousandth of the lines.
const MOST_LINES: usize = 20_000;

/// More than this is not one page.
const MOST_BYTES: usize = 1 << 20;

/// Cuts a text into the lines of a page, or says why it is none.
pub(super) fn cut(text: &str) -> Result<Lines<'_>, &'static str> {
    refuse(text).map_or(Ok(()), Err)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (body, ended) = match text.find(END_MARK) {
        Some(end) => (&text[..end], true),
        None => (text, false),
    };
    let lines = body
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| Line {
            number: index + 1,
            indented: line.starts_with(char::is_whitespace),
            text: line.trim(),
        })
        .collect();
    Ok(Lines { body, lines, ended })
}

/// The finding that says that nothing could be read.
pub(super) fn unreadable(name: &str, reason: &str) -> Finding {
    let mut finding = Finding::new(
        Severity::Error,
        "drift/page-unreadable",
        "",
        format!("nothing readable in {name}: {reason}"),
        "save the reference page of one operation as text, from its title to its last sample answer",
    );
    name.clone_into(&mut finding.at.document);
    finding
}

/// The first line of a text, short enough to stand in a finding.
pub(super) fn shortened(text: &str) -> String {
    const MOST_CHARS: usize = 160;
    let mut chars = text.chars().take_while(|c| *c != '\n');
    let mut short: String = chars.by_ref().take(MOST_CHARS).collect();
    short.truncate(short.trim_end().len());
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

fn refuse(text: &str) -> Option<&'static str> {
    if text.len() > MOST_BYTES {
        return Some("it is larger than any page");
    }
    if text.lines().nth(MOST_LINES).is_some() {
        return Some("it has more lines than any page");
    }
    let head = text.trim_start().get(..200.min(text.trim_start().len())).unwrap_or_default();
    let head = head.to_ascii_lowercase();
    if ["<!doctype", "<html", "<?xml", "<head"].iter().any(|start| head.starts_with(start)) {
        return Some("it is the source of a web page, not its text");
    }
    let strange =
        |c: &char| (c.is_control() && !c.is_whitespace()) || *c == char::REPLACEMENT_CHARACTER;
    let (all, bad) = text
        .chars()
        .fold((0usize, 0usize), |(all, bad), c| (all + 1, bad + usize::from(strange(&c))));
    if bad * 100 > all || text.contains('\0') {
        return Some("it is not text");
    }
    text.trim().is_empty().then_some("it is empty")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused() {
        let large = "word ".repeat(MOST_BYTES / 5 + 1);
        for text in [
            "",
            " \n\t",
            "\0\0\u{1}",
            "<!DOCTYPE html><p>404",
            " <html>",
            "\u{fffd}\u{fffd}PNG",
            &large,
        ] {
            assert!(cut(text).is_err());
        }
    }

    #[test]
    fn lines_keep_their_numbers_and_end_at_the_mark() {
        let lines = cut("a\n\n  b\n\"x\"How is this guide?\nfooter").unwrap();
        let seen: Vec<_> = lines.lines.iter().map(|l| (l.number, l.indented, l.text)).collect();
        assert_eq!(seen, [(1, false, "a"), (3, true, "b"), (4, false, "\"x\"")]);
        assert!(lines.ended);
    }
}
