//! Prose of the document in, doc lines out that neither rustdoc nor clippy stumbles over.
//!
//! Words are kept; what would become a link, a tag or a doc test is escaped, and the layout of lists
//! is flattened, because Markdown gives their indentation a meaning that few documents intend.

use oasis_model::finding::Basis;
use oasis_model::ir::{Change, Claim, Docs, Reading};
use proc_macro2::TokenStream;
use quote::quote;

/// One doc attribute a line.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// The lines for an element: what it is, what else is known of it, and how surely.
pub(super) fn lines(fallback: &str, docs: &Docs, facts: Vec<String>, claim: &Claim) -> Vec<String> {
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    let summary = docs.summary.as_deref().unwrap_or_default();
    let description = docs.description.as_deref().unwrap_or_default();
    paragraphs.extend([summary, description].map(prose).into_iter().filter(|p| !p.is_empty()));
    if paragraphs.is_empty() {
        paragraphs.push(vec![fallback.to_owned()]);
    }
    if docs.deprecated {
        paragraphs.push(vec!["Deprecated: the contract says not to use it any more.".to_owned()]);
    }
    paragraphs.extend(facts.into_iter().map(|fact| vec![fact]));
    paragraphs.extend(basis(claim).into_iter().map(|line| vec![line]));
    paragraphs.join(&String::new())
}

/// How an element is known, where that is worth saying.
fn basis(claim: &Claim) -> Vec<String> {
    let because = claim.because.as_deref().map(sentence).unwrap_or_default();
    let known = match claim.basis {
        Basis::Documented | Basis::Observed => None,
        Basis::Inferred => Some(format!("Inferred: {because}")),
        Basis::Assumed => Some(format!("Assumed: {because}")),
    };
    let source = claim.source.as_deref().map(|page| format!("Source: {}", sentence(page)));
    let readings: Vec<String> = claim.plausible.iter().map(reading).collect();
    let readings =
        (!readings.is_empty()).then(|| format!("Also plausible: {}.", readings.join("; ")));
    [known, source, readings].into_iter().flatten().collect()
}

fn reading(reading: &Reading) -> String {
    reading.changes.iter().map(change).collect::<Vec<_>>().join(" with ")
}

fn change(change: &Change) -> String {
    match change {
        Change::Status(status) => format!("status {status}"),
        Change::Required(true) => "required".to_owned(),
        Change::Required(false) => "not required".to_owned(),
        Change::Nullable(true) => "null allowed".to_owned(),
        Change::Nullable(false) => "null not allowed".to_owned(),
        Change::OpenEnum => "further values".to_owned(),
        Change::AdditionalProperties(true) => "further members allowed".to_owned(),
        Change::AdditionalProperties(false) => "further members refused".to_owned(),
        Change::Keyword(keyword, value) => code(&format!("{keyword}: {value}")),
    }
}

/// Text as inline code.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r', '\t'], " ").replace('`', "'");
    if text.trim().is_empty() { "(empty)".to_owned() } else { format!("`{text}`") }
}

/// Text as one line of prose.
pub(super) fn sentence(text: &str) -> String {
    prose(text).into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text as lines of Markdown; no line is empty at either end.
pub(super) fn prose(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let line = line.replace('\t', " ");
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
    let pieces = line.split('`').enumerate();
    pieces
        .map(
            |(index, piece)| {
                if index % 2 == 1 { format!("`{piece}`") } else { escape_text(piece) }
            },
        )
        .collect()
}

/// Escapes brackets and angles, and puts bare addresses into angles.
fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
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
    fn prose_cannot_break_out_of_its_docs() {
        for (text, expected) in [
            ("see [foo] and Vec<T>", vec!["see \\[foo\\] and Vec\\<T>"]),
            ("at https://a.example/b.", vec!["at <https://a.example/b>."]),
            ("<https://a.example>", vec!["<https://a.example>"]),
            ("[a](https://a.example)", vec!["\\[a\\](<https://a.example>)"]),
            ("`[kept]` [not]", vec!["`[kept]` \\[not\\]"]),
            ("odd ` [x]", vec!["odd ' \\[x\\]"]),
            ("a\n\n\n    indented()", vec!["a", "", "indented()"]),
            ("```\nlet x;", vec!["```text", "let x;", "```"]),
            ("list:\n- a\nb\n  - c", vec!["list:", "", "- a b", "- c"]),
            ("•\u{a0}item", vec!["- item"]),
            ("\n \n", vec![]),
        ] {
            assert_eq!(prose(text), expected, "{text:?}");
        }
    }
}
