//! Findings as Markdown for a pull request. What a finding says can neither break the page nor
//! address anybody.

use super::{Colour, harmless, one_line, spot, tally, text};
use crate::finding::{Finding, Severity};

/// Limit on the characters of a page: code hosts refuse comments of 65,536.
const LONGEST: usize = 60_000;

/// A table of what was found, then the evidence folded away. What does not fit is counted.
pub fn markdown(title: &str, findings: &[Finding]) -> String {
    let mut out = format!("### {title}\n\n{}\n", tally(findings));
    if findings.is_empty() {
        return out;
    }
    out.push_str("\n| | rule | where | what |\n|---|---|---|---|\n");
    let rows = findings.iter().map(row);
    let left = fill(&mut out, rows, LONGEST / 2);
    if left > 0 {
        out.push_str(&format!("\n{left} more findings are not shown here.\n"));
    }
    let detailed = findings.iter().filter(|finding| finding.severity != Severity::Note);
    let left = fill(&mut out, detailed.map(details), LONGEST - 200);
    if left > 0 {
        out.push_str(&format!("\n{left} more findings have details that are not shown here.\n"));
    }
    out
}

/// Adds parts as long as they fit, and gives the number of those that did not.
fn fill(out: &mut String, parts: impl Iterator<Item = String>, longest: usize) -> usize {
    let (mut length, mut left) = (out.chars().count(), 0);
    for part in parts {
        let own = part.chars().count();
        if left > 0 || length + own > longest {
            left += 1;
        } else {
            length += own;
            out.push_str(&part);
        }
    }
    left
}

fn row(finding: &Finding) -> String {
    format!(
        "| {} | `{}` | {} | {} |\n",
        finding.severity,
        finding.rule,
        inline(&format!("`{}`", spot(&finding.at))),
        inline(&finding.message)
    )
}

fn details(finding: &Finding) -> String {
    let shown = text(std::slice::from_ref(finding), Colour::Without);
    let fence = fence(&shown);
    format!(
        "\n<details><summary><code>{}</code> {}</summary>\n\n{fence}text\n{shown}{fence}\n\n</details>\n",
        finding.rule,
        escaped(&harmless(&one_line(&finding.message))),
    )
}

/// A fence longer than any run of backticks in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// Text within a line or a table of Markdown: what stands between two backticks stays as it is, everything else is prose in
/// which nothing is markup, a mention or a link.
pub fn inline(text: &str) -> String {
    let line = harmless(&one_line(text));
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

    #[test]
    fn markdown_cannot_be_broken_by_what_a_finding_says() {
        let mut finding = Finding::new(Severity::Error, "spec/x", "/a", "a | b\n<c>", "mend it")
            .with_evidence("witness", "{\"a\": \"```\"}");
        finding.at.document = "spec.yaml".to_owned();
        finding.at.line = Some(3);
        finding.at.column = Some(5);
        let markdown = markdown("Drift", &[finding]);
        assert!(markdown.contains("a \\| b &lt;c&gt; |"), "{markdown}");
        assert!(markdown.contains("| `spec.yaml:3:5 /a` |"), "{markdown}");
        assert!(markdown.contains("````text"), "{markdown}");
    }

    #[test]
    fn a_page_fits_a_comment_and_counts_what_does_not() {
        let finding = Finding::new(Severity::Error, "spec/x", "/a".repeat(50), "m".repeat(100), "");
        let markdown = markdown("Drift", &vec![finding; 1_000]);
        assert!(markdown.chars().count() < 60_000, "{}", markdown.chars().count());
        assert!(markdown.contains(" more findings are not shown here"), "{markdown}");
        assert!(markdown.contains("have details that are not shown"), "{markdown}");
        assert!(markdown.contains("1000 errors"), "{markdown}");
    }

    #[test]
    fn a_table_shows_text_of_others_as_it_is() {
        for (text, expected) in [
            ("`a<b|c_d_`: x", "`a<b\\|c_d_`: x"),
            ("@team, ![i](u) *b*", "&#64;team, !&#91;i&#93;(u) &#42;b&#42;"),
            ("`/x`![i](u)` is there", "&#96;/x&#96;!&#91;i&#93;(u)&#96; is there"),
            ("``[i](u)`` `", "&#96;&#96;&#91;i&#93;(u)&#96;&#96; &#96;"),
        ] {
            assert_eq!(inline(text), expected);
        }
    }
}
