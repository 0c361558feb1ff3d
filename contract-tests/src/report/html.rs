//! The report as one page that needs nothing else: no network, no other file, and no JavaScript to be read.
//!
//! In comes an outcome without the token, out comes HTML. Whatever it shows of others is text
//! ([`markup`]), and the page forbids itself to load or to send anything.

mod exchange;
mod finding;
mod header;
mod latency;
mod markup;
mod matrix;

use super::{Options, skipped, worst_first};
use crate::run::{Outcome, Shown};
use finding::mark;
use markup::Html;
use oasis_model::finding::{Basis, Severity};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The page of an outcome.
pub(super) fn html(outcome: &Outcome, options: &Options<'_>) -> String {
    let mut html = Html::default();
    // Only the script with this word runs; whoever is tested cannot know it.
    let nonce = format!("{:x}", outcome.started.as_nanosecond());
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
              style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'nonce-")
        .text(&nonce)
        .raw("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Contract report: ")
        .text(&outcome.target)
        .raw("</title>\n<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n")
        .part(|html| header::header(html, outcome))
        .raw("<main>\n")
        .part(|html| sections(html, outcome, options))
        .raw("</main>\n<script nonce=\"")
        .text(&nonce)
        .raw("\">\n")
        .raw(SCRIPT)
        .raw("</script>\n</body>\n</html>\n");
    html.finish()
}

fn sections(html: &mut Html, outcome: &Outcome, options: &Options<'_>) {
    html.raw("<section id=\"coverage\"><h2>Cases</h2>")
        .part(|html| matrix::categories(html, outcome))
        .raw("</section>\n<section id=\"findings\" tabindex=\"-1\"><h2>Findings</h2>")
        .part(|html| findings(html, outcome, options))
        .raw("</section>\n")
        .part(|html| settle(html, options.settle))
        .raw("<section id=\"checks\"><h2>Checks</h2>")
        .part(|html| matrix::checks(html, outcome))
        .raw("</section>\n<div class=\"pair\"><section id=\"latency\"><h2>Response times</h2>")
        .part(|html| latency::histogram(html, &outcome.latency))
        .raw("</section>\n<section id=\"untested\"><h2>Not tested</h2>")
        .part(|html| untested(html, outcome))
        .raw("</section></div>\n");
}

/// The diff of the specification, if there is one.
fn settle(html: &mut Html, diff: &str) {
    if diff.is_empty() {
        return;
    }
    html.raw(
        "<section class=\"settle\"><h2>Edit of the specification</h2><p>What this run has shown, as \
         a diff; it lies beside this page: <code>git apply settle.diff</code></p><pre tabindex=\"0\">",
    );
    html.text(diff).raw("</pre></section>\n");
}

fn findings(html: &mut Html, outcome: &Outcome, options: &Options<'_>) {
    let findings = worst_first(outcome);
    if findings.is_empty() {
        html.raw("<p class=\"empty\">Nothing that was tried contradicts the specification.</p>");
        return;
    }
    toolbar(html, &findings);
    for (index, shown) in findings.into_iter().enumerate() {
        let is_here = shown.finding.at.document == outcome.spec.name;
        let spec = Some(options.spec).filter(|_| is_here);
        finding::finding(html, index + 1, shown, spec, index == 0);
    }
    html.raw("<p class=\"empty\" id=\"nothing\" hidden>No finding fits the filter.</p>");
}

/// The filter, which only a script can offer.
fn toolbar(html: &mut Html, findings: &[&Shown]) {
    html.raw("<div class=\"toolbar\" hidden><div role=\"group\" aria-label=\"Severity\">");
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let count = findings.iter().filter(|shown| shown.finding.severity == severity).count();
        let (class, symbol, word) = mark(severity);
        html.raw(
            "<button type=\"button\" aria-pressed=\"true\" data-of=\"severity\" data-value=\"",
        );
        html.raw(class).raw("\" class=\"toggle ").raw(class);
        html.raw("\"><span aria-hidden=\"true\">").raw(symbol).raw("</span> ").raw(word);
        html.raw(" <b>").text(count).raw("</b></button>");
    }
    html.raw("</div><div role=\"group\" aria-label=\"Basis\">");
    for basis in [Basis::Documented, Basis::Observed, Basis::Inferred, Basis::Assumed] {
        let count = findings.iter().filter(|shown| shown.finding.basis == basis).count();
        html.raw("<button type=\"button\" aria-pressed=\"true\" data-of=\"basis\" data-value=\"");
        html.text(basis).raw("\" class=\"toggle\">").text(basis).raw(" <b>").text(count);
        html.raw("</b></button>");
    }
    html.raw(
        "</div><label class=\"search\"><span class=\"spoken\">Filter by text</span>\
         <input type=\"search\" placeholder=\"Filter by text\"></label>\
         <span class=\"shown\" role=\"status\"></span>\
         <button type=\"button\" class=\"plain\" id=\"unfold\">Expand all</button>\
         <button type=\"button\" class=\"plain\" id=\"fold\">Collapse all</button></div>",
    );
}

fn untested(html: &mut Html, outcome: &Outcome) {
    let skipped = skipped::reasons(outcome);
    if skipped.is_empty() && outcome.left_out.is_empty() {
        html.raw("<p class=\"empty\">Everything in the plan was tested.</p>");
        return;
    }
    html.raw("<ul class=\"reasons\">");
    for reason in &skipped {
        html.raw("<li><b>Skipped</b> ").prose(reason).raw("</li>");
    }
    for reason in &outcome.left_out {
        html.raw("<li><b>Left out</b> ").prose(reason).raw("</li>");
    }
    html.raw("</ul>");
}

#[cfg(test)]
mod tests;
