//! Findings in, text, Markdown, JSON, SARIF or workflow commands out. The only place that decides how a finding looks.
//!
//! It is pure: whoever calls it prints, decides whether there is colour, and chooses the exit code.

mod github;
mod markdown;
mod sarif;
mod text;

pub use github::github;
pub use markdown::{inline, markdown};
pub use sarif::sarif;
pub use text::{Colour, text};

use crate::finding::{Finding, Place, Severity};
use serde_json::{Value, json};
use std::fmt::Write;

/// How many findings there are of each severity, in words, worst first.
pub fn tally(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (count(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| format!("{count} {severity}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// Findings as JSON values, the form that every `--format json` uses under `findings`.
pub fn json(findings: &[Finding]) -> Value {
    json!(findings)
}

/// `document:line:column  pointer`, as far as it is known.
fn spot(place: &Place) -> String {
    let mut spot = place.document.clone();
    for number in [place.line, place.column].into_iter().flatten() {
        // Writing to a string cannot fail.
        let _ = write!(spot, ":{number}");
    }
    if !place.pointer.is_empty() {
        let gap = if spot.is_empty() { "" } else { "  " };
        let _ = write!(spot, "{gap}{}", place.pointer);
    }
    if spot.is_empty() { "the whole document".to_owned() } else { spot }
}

/// The text in one line: every run of white space is one blank.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without characters that move the cursor or turn the direction of writing: those of others
/// must do neither to whoever reads them.
pub fn harmless(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let replaced = |c: char| match c {
        '\n' => '\n',
        '\t' => ' ',
        c if c.is_control() || turns(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tally_is_in_words() {
        let finding = Finding::new(Severity::Error, "spec/x", "", "", "");
        assert_eq!(tally(&[]), "no findings");
        assert_eq!(tally(&[finding.clone(), finding]), "2 errors");
    }
}
