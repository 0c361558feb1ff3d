//! Prose of the document in, doc lines out that neither rustdoc nor clippy stumbles over.
//!
//! Words are kept; what would become a link, a tag or a doc test is escaped, and the layout of lists
//! is flattened, because Markdown gives their indentation a meaning that few documents intend.

use oasis_model::finding::Basis;
use oasis_model::ir::Docs;
use proc_macro2::TokenStream;
use quote::quote;

/// One doc attribute a line.
pub(crate) fn attributes(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// The lines for an element: its summary and its whole description.
pub(crate) fn lines(docs: &Docs) -> Vec<String> {
    lines_below("", docs)
}

/// The same for an element whose name stands below: a summary is left out that says no more than this
/// name, or what the description says.
pub(crate) fn lines_below(name: &str, docs: &Docs) -> Vec<String> {
    let summary = prose(docs.summary.as_deref().unwrap_or_default());
    let description = prose(docs.description.as_deref().unwrap_or_default());
    let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let [summary_says, description_says] =
        [&summary, &description].map(|lines| letters(&lines.concat()));
    if description.is_empty() {
        return summary;
    }
    if [letters(name), String::new(), description_says].contains(&summary_says) {
        return description;
    }
    [summary, description].join(&String::new())
}

/// The first paragraph of an element's description as one line; empty where there is none.
pub(crate) fn line(docs: &Docs) -> String {
    let text = docs.description.as_deref().or(docs.summary.as_deref()).unwrap_or_default();
    let lines = prose(text);
    if lines.first().is_some_and(|line| line.starts_with("```")) {
        return String::new();
    }
    lines.iter().take_while(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// What an element of this basis is called, where that is worth saying.
pub(crate) fn basis(basis: Basis) -> Option<String> {
    (basis != Basis::Documented).then(|| {
        let mut word = basis.to_string();
        word[..1].make_ascii_uppercase();
        word
    })
}

/// Text broken into lines of about this many characters, at blanks.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Text as inline code.
pub(crate) fn code(text: &str) -> String {
    let text = clean(text).replace('\n', " ").replace('`', "'");
    if text.trim().is_empty() { "(empty)".to_owned() } else { format!("`{text}`") }
}

/// Text as one line of prose.
pub(crate) fn sentence(text: &str) -> String {
    prose(text).into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text as lines of Markdown; no line is empty at either end.
pub(crate) fn prose(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in clean(text).lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            lines.push(if fenced { "```" } else { "```text" }.to_owned());
            fenced = !fenced;
        } else if fenced {
            lines.push(line.trim_end().to_owned());
        } else {
            push(&mut lines, escape(trimmed));
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines[first..last].to_vec()
}

/// Text without what the compiler refuses in comments: carriage returns, other control characters
/// and the marks that turn the direction of writing.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let keep = |c: char| match c {
        '\n' => Some('\n'),
        c if c.is_control() => Some(' '),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        c => Some(c),
    };
    text.chars().filter_map(keep).collect()
}

/// Adds a line of prose. One that would lazily continue a list item or a quotation joins it.
fn push(lines: &mut Vec<String>, line: String) {
    match lines.last_mut() {
        Some(last) if line.is_empty() && last.is_empty() => {}
        Some(last) if is_block(last) && !line.is_empty() && !is_block(&line) => {
            last.push(' ');
            last.push_str(&line);
        }
        Some(last) if is_block(&line) && !is_block(last) && !last.is_empty() => {
            lines.extend([String::new(), line]);
        }
        _ => lines.push(line),
    }
}

/// Whether a line is a list item or a quotation.
fn is_block(line: &str) -> bool {
    let bullet = line.starts_with(['-', '*', '+']) && line[1..].starts_with(' ');
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let numbered = (1..=9).contains(&digits)
        && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "));
    bullet || numbered || line.starts_with('>')
}

/// Escapes a line outside of inline code; a line whose backticks do not pair holds no code.
fn escape(line: &str) -> String {
    let line = line.strip_prefix('•').map_or(line.to_owned(), |rest| format!("- {}", rest.trim()));
    if line.contains("``") || line.matches('`').count() % 2 == 1 {
        return escape_text(&line.replace('`', "'"));
    }
    escape_text(&line)
}

/// Escapes brackets and angles, and puts bare addresses into angles. Inline code stays as it is, and
/// so does a link to an address.
fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((code, behind)) = rest.strip_prefix('`').and_then(|it| it.split_once('`')) {
            escaped.push_str(&format!("`{code}`"));
            rest = behind;
            continue;
        }
        if let Some((words, address, behind)) = link(rest) {
            escaped.push_str(&format!("[{}](<{address}>)", escape_text(words)));
            rest = behind;
            continue;
        }
        if let Some(length) = address(rest) {
            escaped.push_str(&format!("<{}>", &rest[..length]));
            rest = rest[length..].strip_prefix('>').unwrap_or(&rest[length..]);
            continue;
        }
        // An address that already stands in angles gets them back above.
        let opens_address = c == '<' && address(&rest[1..]).is_some();
        if matches!(c, '[' | ']' | '<' | '\\') && !opens_address {
            escaped.push('\\');
        }
        if !opens_address {
            escaped.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    escaped
}

/// The words and the address of the link that the text starts with, and what is behind it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let length = address(rest)?;
    let behind = rest[length..].strip_prefix(')')?;
    let is_plain = !words.trim().is_empty() && !words.contains(['[', ']']);
    let is_whole = !words.contains("://") && words.matches('`').count() % 2 == 0;
    (is_plain && is_whole).then_some((words, &rest[..length], behind))
}

/// The length of the address that the text starts with.
fn address(text: &str) -> Option<usize> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>()[]{}|\\^`\"'*".contains(c);
    let length = text.find(ends).unwrap_or(text.len());
    let length = text[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    (length > "https://".len()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_not_said_twice() {
        for (summary, description, expected) in [
            ("List pets", "list pets.", vec!["list pets."]),
            ("list_pets", "All of them.", vec!["All of them."]),
            ("List dogs", "All of them.", vec!["List dogs", "", "All of them."]),
            ("List pets", "", vec!["List pets"]),
        ] {
            let [summary, description] = [summary, description].map(|it| Some(it.to_owned()));
            let docs = Docs { summary, description, ..Docs::default() };
            assert_eq!(lines_below("ListPets", &docs), expected);
        }
    }

    #[test]
    fn prose_cannot_break_out_of_its_docs() {
        for (text, expected) in [
            ("see [foo] and Vec<T>", vec!["see \\[foo\\] and Vec\\<T>"]),
            ("at https://a.example/b.", vec!["at <https://a.example/b>."]),
            ("<https://a.example>", vec!["<https://a.example>"]),
            ("[a <b](https://a.example).", vec!["[a \\<b](<https://a.example>)."]),
            (
                "[`a`](https://a.example) `[b](https://b.example)`",
                vec!["[`a`](<https://a.example>) `[b](https://b.example)`"],
            ),
            ("[a] [b](https://a.example)", vec!["\\[a\\] [b](<https://a.example>)"]),
            ("[a](/b) [](https://a.example)", vec!["\\[a\\](/b) \\[\\](<https://a.example>)"]),
            ("`[kept]` [not]", vec!["`[kept]` \\[not\\]"]),
            ("odd ` [x]", vec!["odd ' \\[x\\]"]),
            ("a\n\n\n    indented()", vec!["a", "", "indented()"]),
            ("```\nlet x;", vec!["```text", "let x;", "```"]),
            ("list:\n- a\nb\n  - c", vec!["list:", "", "- a b", "- c"]),
            ("•\u{a0}item", vec!["- item"]),
            ("\n \n", vec![]),
            ("old\rMac\r\nand new", vec!["old", "Mac", "and new"]),
            ("price \u{202a}1.00\u{202c}\u{0}.", vec!["price 1.00 ."]),
        ] {
            assert_eq!(prose(text), expected, "{text:?}");
        }
    }
}
