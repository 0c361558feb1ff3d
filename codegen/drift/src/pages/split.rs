//! Cuts a file into the texts of its pages.
//!
//! A page ends at its mark, and where that is missing, another authorization block shows that the
//! next page has begun. The site's footer between two pages belongs to neither.

use super::curl;
use super::head;
use super::lines::{self, END_MARK, Line};
use super::tags::HEADINGS;
use oasis_model::ir::Method;

/// The text of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// The line of the file on which it begins.
    pub(super) first: usize,
    /// From its head to its mark.
    pub(super) text: &'a str,
}

/// The pages of a file, at least one.
pub(super) fn pages(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest, mut first) = (Vec::new(), text, 1);
    while !rest.is_empty() {
        let end = rest.find(END_MARK).map_or(rest.len(), |at| at + END_MARK.len());
        let piece = Piece { first, text: &rest[..end] };
        if pieces.is_empty() {
            unmarked(piece, &mut pieces);
        } else if let Some(page) = without_footer(piece) {
            unmarked(page, &mut pieces);
        }
        first += newlines(piece.text);
        rest = &rest[end..];
    }
    pieces
}

fn newlines(text: &str) -> usize {
    text.matches('\n').count()
}

/// The part of a text that begins with one of its lines.
fn from<'a>(piece: Piece<'a>, line: &Line<'_>) -> Piece<'a> {
    let at = line.text.as_ptr() as usize - piece.text.as_ptr() as usize;
    Piece { first: line.number, text: &piece.text[at..] }
}

/// What follows a mark without the footer before it; nothing if no page follows.
fn without_footer(piece: Piece<'_>) -> Option<Piece<'_>> {
    let lines = lines::numbered(piece.text, piece.first);
    let begins = |at: &usize| {
        let text = lines[*at].text;
        head::route(&lines[*at..]).is_some()
            || is_authorization(&lines[*at..])
            || HEADINGS.contains(&text)
            || text.starts_with(curl::START)
    };
    let before = &lines[..(0..lines.len()).find(begins)?];
    let start = before.get(footer(before));
    Some(from(piece, start.unwrap_or(&lines[before.len()])))
}

/// How many of the lines before the first sure line of a page are the footer of the page before:
/// cards of other pages and what the site prints below all of them. The page's own head is left.
fn footer(before: &[Line<'_>]) -> usize {
    let (mut at, mut end) = (0, 0);
    while at < before.len() {
        let card = is_card(before[at].text);
        at += 1;
        if card || is_boilerplate(before[at - 1].text) {
            end = at;
        }
        // A card's description stands on the line below.
        let described = card && before.get(at).is_some_and(|line| !is_card(line.text));
        if described && before.len() - at > HEAD_LINES {
            at += 1;
            end = at;
        }
    }
    end
}

/// How many lines a head has above its first sure line: tag and title.
const HEAD_LINES: usize = 2;

/// The title of another page and its method.
fn is_card(text: &str) -> bool {
    let method = text.rsplit_once(' ').map(|(_, method)| method);
    method.is_some_and(|word| Method::ALL.iter().any(|method| method.as_str() == word))
}

fn is_boilerplate(text: &str) -> bool {
    const LINES: [&str; 4] =
        ["AiFI AI Chat", "Beta", "Powered by AiFi", "Ask docs or API questions"];
    LINES.iter().any(|line| text.starts_with(line)) || !text.contains(char::is_alphanumeric)
}

/// Cuts a text between two marks at every authorization block behind the first.
fn unmarked<'a>(piece: Piece<'a>, pieces: &mut Vec<Piece<'a>>) {
    let lines = lines::numbered(piece.text, piece.first);
    let blocks = (0..lines.len()).filter(|at| is_authorization(&lines[*at..])).skip(1);
    let starts = blocks.map(|at| from(piece, &lines[head_start(&lines, at)]));
    let (mut page, mut begun) = (piece, 0);
    for next in starts {
        let at = piece.text.len() - next.text.len();
        pieces.push(Piece { text: &piece.text[begun..at], ..page });
        (page, begun) = (next, at);
    }
    pieces.push(page);
}

/// The heading with its block right below it, in any of the forms.
fn is_authorization(lines: &[Line<'_>]) -> bool {
    let block = lines.iter().skip(1).take(3);
    let opens = lines.first().is_some_and(|line| line.text == "Authorization" && !line.indented);
    opens && block.clone().any(|line| line.text.trim_matches('`').ends_with("In: header"))
}

/// Where the head of a page begins whose authorization block stands at `at`: above the route, if it
/// is printed, title and tag, of which none looks like the end of a sample.
fn head_start(lines: &[Line<'_>], at: usize) -> usize {
    let mut start = at;
    for count in [2, 1] {
        if start == at && at >= count && head::route(&lines[at - count..at]).is_some() {
            start = at - count;
        }
    }
    // A page that is cut runs into the next one, and such a line is neither tag nor title.
    let sample = |text: &str| text.contains(['{', '}', '"', '[', ']']) || text.starts_with("Empty");
    for _ in 0..HEAD_LINES {
        if start > 0 && !sample(lines[start - 1].text) {
            start -= 1;
        }
    }
    start
}
