//! One finding on the page: a line that says what is wrong, and behind it everything that shows it.

use super::{
    exchange::{command, exchange},
    markup::{Html, share},
};
use crate::{
    report::{edits, how_often},
    run::Shown,
};
use oasis_model::finding::{Basis, Evidence, Severity};

/// So many lines of the specification stand before and after the claim.
const AROUND: usize = 4;

/// The class, the symbol and the word of a severity.
pub(super) fn mark(severity: Severity) -> (&'static str, &'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "✕", "Error"),
        Severity::Warning => ("warning", "!", "Warning"),
        Severity::Note => ("note", "i", "Note"),
    }
}

/// What a basis means for whoever reads the finding.
fn meaning(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "a page of the vendor says so, or no page is needed for it",
        Basis::Observed => "measured on a server",
        Basis::Inferred => "concluded from what a page shows",
        Basis::Assumed => "no page says anything about it",
    }
}

/// A finding; `spec` is the text of the specification if the finding points into it.
pub(super) fn finding(
    html: &mut Html,
    number: usize,
    shown: &Shown,
    spec: Option<&str>,
    open: bool,
) {
    let finding = &shown.finding;
    let (class, symbol, word) = mark(finding.severity);
    html.raw("<details class=\"finding ").raw(class);
    html.raw("\" id=\"finding-").text(number).raw("\" data-severity=\"").raw(class);
    html.raw("\" data-basis=\"").text(finding.basis).raw(if open { "\" open>" } else { "\">" });
    html.raw("<summary><span class=\"chip\"><span aria-hidden=\"true\">").raw(symbol);
    html.raw("</span> ").raw(word).raw("</span><span class=\"what\"><span class=\"message\">");
    html.prose(&finding.message).raw("</span><span class=\"under\"><code>").text(&finding.rule);
    html.raw("</code>");
    for operation in &shown.operations {
        html.raw(" <span>").text(operation).raw("</span>");
    }
    html.raw("</span></span><span class=\"basis\">").text(finding.basis);
    html.raw("</span><span class=\"times\">").text(how_often(shown));
    if let Some(of) = shown.of {
        html.bar(share(shown.times, of));
    }
    html.raw("</span></summary><div class=\"detail\">");
    facts(html, shown);
    let has_claim = spec.is_some_and(|spec| claim(html, shown, spec));
    evidence(html, shown, has_claim);
    exchanges(html, shown);
    for Evidence { text, .. } in finding.evidence.iter().filter(|it| it.label == "replay") {
        command(html, "Run the case again", text);
    }
    edit_list(html, shown);
    html.raw("</div></details>");
}

fn facts(html: &mut Html, shown: &Shown) {
    let finding = &shown.finding;
    if !finding.help.is_empty() {
        html.raw("<p class=\"help\"><b>What to do</b> ").prose(&finding.help).raw("</p>");
    }
    html.raw("<dl class=\"facts\"><div><dt>Basis</dt><dd>").text(finding.basis).raw(": ");
    html.raw(meaning(finding.basis)).raw("</dd></div><div><dt>Promise</dt><dd>");
    html.prose(shown.check.promise()).raw("</dd></div>");
    if !shown.elements.is_empty() {
        html.raw("<div><dt>Elements</dt><dd>");
        for element in &shown.elements {
            html.raw("<code>").text(element).raw("</code> ");
        }
        html.raw("</dd></div>");
    }
    if let Some(case) = &shown.case {
        html.raw("<div><dt>Smallest case</dt><dd>").prose(&case.about).raw("</dd></div>");
    }
    if finding.at.pointer.starts_with('/') {
        html.raw("<div><dt>Claim</dt><dd><code>").text(&finding.at.pointer);
        html.raw("</code></dd></div>");
    }
    html.raw("</dl>");
}

/// The lines of the specification around the claim. Returns whether there are any.
fn claim(html: &mut Html, shown: &Shown, spec: &str) -> bool {
    let at = &shown.finding.at;
    let Some(marked) = at.line.filter(|line| (1..=spec.lines().count()).contains(line)) else {
        return false;
    };
    let first = marked.saturating_sub(AROUND).max(1);
    let lines: Vec<&str> = spec.lines().skip(first - 1).take(marked + AROUND + 1 - first).collect();
    let blanks = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let indent = lines.iter().filter(|it| !it.trim().is_empty()).map(blanks).min().unwrap_or(0);
    html.raw("<h5>What the specification says <span class=\"aside\">").text(&at.document);
    html.raw(":").text(marked).raw("</span></h5><pre class=\"claim\" tabindex=\"0\">");
    for (number, line) in (first..).zip(lines) {
        let (open, close) =
            if number == marked { ("<mark>", "</mark>") } else { ("<span>", "</span>") };
        html.raw(open).raw("<i>").text(number).raw("</i>");
        html.text(line.get(indent..).unwrap_or_default()).raw("\n").raw(close);
    }
    html.raw("</pre>");
    true
}

/// What shows the finding and is not shown in a better form.
fn evidence(html: &mut Html, shown: &Shown, has_claim: bool) {
    let has_exchange = !shown.exchanges.is_empty();
    let is_shown = |label: &str| match label {
        "replay" => true,
        "claim" => has_claim,
        "exchange" | "request" | "response" | "body" => has_exchange,
        "curl" => !shown.curl.is_empty(),
        _ => false,
    };
    for Evidence { label, text } in &shown.finding.evidence {
        if !is_shown(label) {
            html.raw("<h5 class=\"label\">").text(label).raw("</h5><pre tabindex=\"0\">");
            html.text(text).raw("</pre>");
        }
    }
}

fn exchanges(html: &mut Html, shown: &Shown) {
    let all = shown.exchanges.len();
    for (index, one) in shown.exchanges.iter().enumerate() {
        if all > 1 {
            html.raw("<h5 class=\"step\">Step ").text(index + 1).raw(" of ").text(all);
            html.raw("</h5>");
        }
        exchange(html, one, shown.curl.get(index).map(String::as_str));
    }
    // Without the exchange, the call is still of use.
    shown.curl.iter().skip(all).for_each(|line| command(html, "Send it again", line));
}

fn edit_list(html: &mut Html, shown: &Shown) {
    if shown.edits.is_empty() {
        return;
    }
    html.raw("<h5>What would settle it in the specification</h5><ul class=\"edits\">");
    for edit in &shown.edits {
        html.raw("<li>").prose(&edits::words(edit)).raw(" <code>").text(&edit.at);
        html.raw("</code></li>");
    }
    html.raw("</ul>");
}
