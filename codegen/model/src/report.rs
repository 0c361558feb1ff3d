//! Findings in, text, Markdown or JSON out. The only place that decides how a finding looks.
//!
//! It is pure: whoever calls it prints, and chooses the exit code.

use crate::finding::{Basis, Evidence, Finding, Place, Severity};
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

/// Findings as lines for a terminal or a log, in the given order.
pub fn text(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        // Writing to a string cannot fail.
        let _ =
            writeln!(out, "{}[{}]: {}", finding.severity, finding.rule, one_line(&finding.message));
        place(&mut out, "-->", &finding.at);
        if let Some(other) = &finding.other {
            place(&mut out, "<->", other);
        }
        if finding.basis != Basis::Documented {
            let _ = writeln!(out, "   = basis: {}", finding.basis);
        }
        for Evidence { label, text } in &finding.evidence {
            if text.contains('\n') {
                let _ = writeln!(out, "   = {label}:");
                for line in text.lines() {
                    let _ = writeln!(out, "       {line}");
                }
            } else {
                let _ = writeln!(out, "   = {label}: {text}");
            }
        }
        if !finding.help.is_empty() {
            let _ = writeln!(out, "   = help: {}", one_line(&finding.help));
        }
        out.push('\n');
    }
    // Text of others must not move the cursor of whoever reads it.
    out.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

fn place(out: &mut String, arrow: &str, place: &Place) {
    let _ = writeln!(out, "  {arrow} {}", spot(place));
    if let Some(text) = place.text.as_deref().filter(|text| !text.is_empty()) {
        let _ = writeln!(out, "   | {text}");
    }
}

/// `document:line:column  pointer`, as far as it is known.
fn spot(place: &Place) -> String {
    let mut spot = place.document.clone();
    for number in [place.line, place.column].into_iter().flatten() {
        let _ = write!(spot, ":{number}");
    }
    if !place.pointer.is_empty() {
        let gap = if spot.is_empty() { "" } else { "  " };
        let _ = write!(spot, "{gap}{}", place.pointer);
    }
    if spot.is_empty() { "the whole document".to_owned() } else { spot }
}

/// Findings as Markdown for a pull request: a table of what, then the evidence folded away.
pub fn markdown(title: &str, findings: &[Finding]) -> String {
    let mut out = format!("### {title}\n\n{}\n", tally(findings));
    if findings.is_empty() {
        return out;
    }
    out.push_str("\n| | rule | where | what |\n|---|---|---|---|\n");
    for finding in findings {
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} |",
            finding.severity,
            finding.rule,
            cell(&format!("`{}`", spot(&finding.at))),
            cell(&finding.message)
        );
    }
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Note) {
        let fence = fence(finding);
        let _ = writeln!(
            out,
            "\n<details><summary><code>{}</code> {}</summary>\n\n{fence}text\n{}{fence}\n\n</details>",
            finding.rule,
            escaped(&one_line(&finding.message)),
            text(std::slice::from_ref(finding)),
        );
    }
    out
}

/// Findings as JSON values, the form that every `--format json` uses under `findings`.
pub fn json(findings: &[Finding]) -> Value {
    json!(findings)
}

/// A fence longer than any run of backticks in the finding.
fn fence(finding: &Finding) -> String {
    let text = text(std::slice::from_ref(finding));
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text for a table: what stands between two backticks stays as it is, everything else is prose in
/// which nothing is markup, a mention or a link.
fn cell(text: &str) -> String {
    let line = one_line(text).replace(char::is_control, "\u{fffd}");
    let parts: Vec<&str> = line.split('`').collect();
    let paired = parts.len() % 2 == 1 && !line.contains("``");
    let part = |(index, part): (usize, &&str)| {
        if paired && index % 2 == 1 { format!("`{part}`") } else { prose(part) }
    };
    let parts: Vec<String> = parts.iter().enumerate().map(part).collect();
    parts.join(if paired { "" } else { "&#96;" }).replace('|', "\\|")
}

fn prose(text: &str) -> String {
    let escape = |text: String, c: char| text.replace(c, &format!("&#{};", u32::from(c)));
    ['[', ']', '*', '_', '~', '@', '\\'].into_iter().fold(escaped(text), escape)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Finding {
        let mut finding = Finding::new(Severity::Error, "spec/x", "/a", "a | b\n<c>", "mend it")
            .with_basis(Basis::Assumed)
            .with_evidence("witness", "{\"a\": \"```\"}")
            .with_evidence("edit", "one\ntwo");
        finding.at.document = "spec.yaml".to_owned();
        finding.at.line = Some(3);
        finding.at.column = Some(5);
        finding
    }

    #[test]
    fn text_says_what_where_how_sure_and_what_to_do() {
        let expected = "error[spec/x]: a | b <c>\n  --> spec.yaml:3:5  /a\n   = basis: assumed\n   = witness: \
                        {\"a\": \"```\"}\n   = edit:\n       one\n       two\n   = help: mend it\n\n";
        assert_eq!(text(&[example()]), expected);
    }

    #[test]
    fn markdown_cannot_be_broken_by_what_a_finding_says() {
        let markdown = markdown("Drift", &[example()]);
        assert!(markdown.contains("a \\| b &lt;c&gt; |"), "{markdown}");
        assert!(markdown.contains("| `spec.yaml:3:5 /a` |"), "{markdown}");
        assert!(markdown.contains("````text"), "{markdown}");
    }

    #[test]
    fn a_table_shows_text_of_others_as_it_is() {
        for (text, expected) in [
            ("`a<b|c_d_`: x", "`a<b\\|c_d_`: x"),
            ("@team, ![i](u) *b*", "&#64;team, !&#91;i&#93;(u) &#42;b&#42;"),
            ("`/x`![i](u)` is there", "&#96;/x&#96;!&#91;i&#93;(u)&#96; is there"),
            ("``[i](u)`` `", "&#96;&#96;&#91;i&#93;(u)&#96;&#96; &#96;"),
        ] {
            assert_eq!(cell(text), expected);
        }
        let finding = Finding::new(Severity::Note, "spec/x", "", "a\u{1b}[31mb", "");
        assert!(text(&[finding]).contains("a\u{fffd}[31mb"));
    }

    #[test]
    fn the_tally_is_in_words() {
        assert_eq!(tally(&[]), "no findings");
        assert_eq!(tally(&[example(), example()]), "2 errors");
    }
}
