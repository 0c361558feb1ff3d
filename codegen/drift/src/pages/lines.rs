//! Text in, numbered lines out, cut where the page's own text ends; refuses what is no saved page.

use super::tags::HEADINGS;
use oasis_model::finding::{Finding, Severity};

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
pub(super) const END_MARK: &str = "How is this guide?";

/// More than this is not one page; the longest known has a thousandth of the lines.
const MOST_LINES: usize = 20_000;

/// More than this is not one page.
const MOST_BYTES: usize = 1 << 20;

/// More than this is not a file of pages; the whole site has a quarter of it.
const MOST_BYTES_OF_A_FILE: usize = 4 << 20;

/// Cuts the text of one page, which begins on line `first` of its file, into lines.
pub(super) fn cut(text: &str, first: usize) -> Lines<'_> {
    let (body, ended) = match text.find(END_MARK) {
        Some(end) => (&text[..end], true),
        None => (text, false),
    };
    Lines { body, lines: numbered(body, first), ended }
}

/// The lines of a text that are not blank, counted from `first`.
pub(super) fn numbered(text: &str, first: usize) -> Vec<Line<'_>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| Line {
            number: first + index,
            indented: line.starts_with(char::is_whitespace),
            text: line.trim(),
        })
        .collect()
}

/// The text as it would have been saved with plain line ends: without white space at the ends of
/// lines or before all of them, and without characters that nobody sees, which would part a name
/// or a sample from itself. Headings are written as the pages write them, and so are the quotes of a
/// text that has none but typographic ones.
pub(super) fn plain(text: &str) -> String {
    const UNSEEN: [char; 6] =
        ['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}'];
    let typographic = !text.contains('"');
    let unified = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ");
    let seen = unified.chars().filter(|c| !UNSEEN.contains(c)).map(|c| match c {
        '“' | '”' | '„' | '‟' if typographic => '"',
        '‘' | '’' | '‚' | '‛' if typographic => '\'',
        c => c,
    });
    let seen: String = seen.collect();
    let margin = margin(&seen);
    let lines = seen.split('\n').map(|line| {
        let line = line.get(margin..).unwrap_or_default().trim_end();
        heading(line).unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The heading that a line is in Markdown or in capitals.
fn heading(line: &str) -> Option<&'static str> {
    let bare = line.trim_matches(['#', '*', '_', ' ']);
    let loud = !bare.contains(|c: char| c.is_ascii_lowercase());
    let mut headings = HEADINGS.into_iter().chain(["Authorization"]);
    headings
        .find(|heading| *heading == bare || (loud && heading.eq_ignore_ascii_case(bare)))
        .filter(|_| !line.starts_with(' '))
}

/// How many spaces or tabs stand before every line that is not blank.
fn margin(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min().unwrap_or(0)
}

/// The finding that says that nothing could be read.
pub(super) fn unreadable(name: &str, reason: &str) -> Finding {
    let mut finding = Finding::new(
        Severity::Error,
        "drift/page-unreadable",
        "",
        format!("nothing readable in {name}: {reason}"),
        "save the page as HTML, with `spec/fetch-pages` or `curl -fsSL -o page.html ADDRESS`, or its whole text as the browser shows it",
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

/// Why a text is too much for one page, if it is.
pub(super) fn too_large(page: &str) -> Option<&'static str> {
    if page.len() > MOST_BYTES {
        return Some("it is larger than any page");
    }
    page.lines().nth(MOST_LINES).map(|_| "it has more lines than any page")
}

/// Why a text is no file of saved pages, if it is none.
pub(super) fn refuse(text: &str) -> Option<&'static str> {
    if text.len() > MOST_BYTES_OF_A_FILE {
        return Some("it is larger than all pages together");
    }
    let head: String = text.trim_start().chars().take(20).collect();
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
        let large = "word ".repeat(MOST_BYTES_OF_A_FILE / 5 + 1);
        for text in [
            "",
            " \n\t",
            "\0\0\u{1}",
            "<!DOCTYPE html><p>404",
            " <html>",
            &format!("<html lang=\"fr\"> {}", "é".repeat(100)),
            "\u{fffd}\u{fffd}PNG",
            &large,
        ] {
            assert!(refuse(text).is_some());
        }
    }

    #[test]
    fn line_ends_and_unseen_characters_do_not_matter() {
        let text = "a\n\n  b c\n\"x\"\n";
        for same in [
            "a\r\n\r\n  b c\r\n\"x\"\r\n",
            "a\r\r  b c\r\"x\"\r",
            "  a\n\n    b c\n  \"x\"\n",
            "\u{feff}a  \n\t\n  b\u{a0}c \n\"\u{200b}x\"\n",
            text,
        ] {
            assert_eq!(plain(same), text);
        }
    }

    #[test]
    fn lines_keep_their_numbers_and_end_at_the_mark() {
        let lines = cut("a\n\n  b\n\"x\"How is this guide?\nfooter", 1);
        let seen: Vec<_> = lines.lines.iter().map(|l| (l.number, l.indented, l.text)).collect();
        assert_eq!(seen, [(1, false, "a"), (3, true, "b"), (4, false, "\"x\"")]);
        assert!(lines.ended);
    }
}
