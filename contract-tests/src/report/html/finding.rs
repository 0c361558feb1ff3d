//! One finding on the page: a line that says what is wrong, and behind it everything that shows it.

use super::{
    exchange::{command, exchange},
    markup::Html,
};
use crate::{run::Shown, target::Secret};
use oasis_model::finding::{Basis, Evidence, Severity};

/// So many lines of the specification stand before and after the claim.
const AROUND: usize = 4;

/// The symbol and the word of a severity.
pub(super) fn mark(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("✕", "Error"),
        Severity::Warning => ("!", "Warning"),
        Severity::Note => ("i", "Note"),
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

/// A finding; `spec` is the text of the specification if the finding points into it, else empty. The
/// first is open.
pub(super) fn finding(html: &mut Html, number: usize, shown: &Shown, spec: &str, secret: &Secret) {
    let finding = &shown.finding;
    let (symbol, word) = mark(finding.severity);
    html.add(
        "<details class=\"finding {}\" id=\"finding-{}\" data-severity=\"{}\" data-basis=\"{}\"{}>\
         <summary><span class=\"chip\"><span aria-hidden=\"true\">{}</span> {}</span>\
         <span class=\"what\"><span class=\"message\">",
        &[
            &finding.severity,
            &number,
            &finding.severity,
            &finding.basis,
            &if number == 1 { " open" } else { "" },
            &symbol,
            &word,
        ],
    );
    html.prose(&finding.message);
    html.add(
        "</span><code class=\"under\">{}</code></span><span class=\"basis\">{}</span></summary>\
         <div class=\"detail\">",
        &[&finding.rule, &finding.basis],
    );
    facts(html, shown);
    let has_claim = claim(html, shown, spec);
    evidence(html, shown, has_claim);
    let steps = shown.exchanges.len();
    for (index, one) in shown.exchanges.iter().enumerate() {
        if steps > 1 {
            html.add("<h5 class=\"step\">Step {} of {}</h5>", &[&(index + 1), &steps]);
        }
        exchange(html, one, secret);
        if let Some(curl) = shown.curl.get(index) {
            command(html, "Send it again", curl);
        }
    }
    for Evidence { text, .. } in finding.evidence.iter().filter(|it| it.label == "replay") {
        command(html, "Run the case again", text);
    }
    html.add("</div></details>", &[]);
}

fn facts(html: &mut Html, shown: &Shown) {
    let finding = &shown.finding;
    if !finding.help.is_empty() {
        html.add("<p class=\"help\"><b>What to do</b> ", &[]);
        html.prose(&finding.help);
        html.add("</p>", &[]);
    }
    let basis = format!("{}: {}", finding.basis, meaning(finding.basis));
    let case = shown.case.as_ref().map_or("", |case| &case.about);
    let pointer = Some(&*finding.at.pointer).filter(|it| it.starts_with('/')).unwrap_or_default();
    html.add("<dl class=\"facts\">", &[]);
    for (name, value) in [
        ("Basis", &*basis),
        ("Promise", shown.check.promise()),
        ("Elements", &shown.elements.join(", ")),
        ("Smallest case", case),
        ("Claim", pointer),
    ] {
        if !value.is_empty() {
            html.add("<div><dt>{}</dt><dd>", &[&name]);
            html.prose(value);
            html.add("</dd></div>", &[]);
        }
    }
    html.add("</dl>", &[]);
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
    html.add(
        "<h5>What the specification says <span class=\"aside\">{}:{}</span></h5>\
         <pre class=\"claim\" tabindex=\"0\">",
        &[&at.document, &marked],
    );
    for (number, line) in (first..).zip(lines) {
        let markup = match number == marked {
            true => "<mark><i>{}</i>{}\n</mark>",
            false => "<span><i>{}</i>{}\n</span>",
        };
        html.add(markup, &[&number, &line.get(indent..).unwrap_or_default()]);
    }
    html.add("</pre>", &[]);
    true
}

/// What shows the finding and is not shown in a better form.
fn evidence(html: &mut Html, shown: &Shown, has_claim: bool) {
    let has_exchange = !shown.exchanges.is_empty();
    let is_shown = |label: &str| match label {
        "replay" => true,
        "claim" => has_claim,
        "exchange" | "body" | "curl" => has_exchange,
        _ => false,
    };
    for Evidence { label, text } in shown.finding.evidence.iter().filter(|it| !is_shown(&it.label))
    {
        html.add("<h5 class=\"label\">{}</h5><pre tabindex=\"0\">{}</pre>", &[label, text]);
    }
}
