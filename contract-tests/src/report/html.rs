//! The report as one page that needs nothing else: no network, no other file, and no JavaScript to be read.
//!
//! In comes an outcome, out comes HTML. Whatever it shows of others is text ([`markup`]), and the page
//! forbids itself to load or to send anything.

mod exchange;
mod finding;
mod header;
mod latency;
mod markup;
mod matrix;

use super::{Options, rows};
use crate::{
    run::{Outcome, Shown},
    target::Secret,
};
use finding::mark;
use markup::Html;
use oasis_model::finding::{Basis, Severity};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The page of an outcome. What it cuts is free of the token before.
pub(super) fn html(outcome: &Outcome, options: &Options<'_>, secret: &Secret) -> String {
    let mut html = Html::default();
    // Only the script with this word runs; whoever is tested cannot know it.
    let nonce = format!("{:x}", outcome.started.as_nanosecond());
    html.add(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'nonce-{}'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Contract report: {}</title>\n<style>\n",
        &[&nonce, &outcome.target],
    );
    html.0 += STYLE;
    html.add("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n", &[]);
    header::header(&mut html, outcome);
    html.add("<main>\n<section id=\"coverage\"><h2>Cases</h2>", &[]);
    matrix::categories(&mut html, outcome);
    html.add("</section>\n<section id=\"findings\" tabindex=\"-1\"><h2>Findings</h2>", &[]);
    findings(&mut html, outcome, options, secret);
    html.add("</section>\n", &[]);
    settle(&mut html, options.settle);
    html.add("<section id=\"checks\"><h2>Checks</h2>", &[]);
    matrix::checks(&mut html, outcome);
    html.add(
        "</section>\n<div class=\"pair\"><section id=\"latency\"><h2>Response times</h2>",
        &[],
    );
    latency::histogram(&mut html, &outcome.latency);
    html.add("</section>\n<section id=\"untested\"><h2>Not tested</h2>", &[]);
    untested(&mut html, outcome);
    html.add("</section></div>\n</main>\n<script nonce=\"{}\">\n", &[&nonce]);
    html.0 += SCRIPT;
    html.add("</script>\n</body>\n</html>\n", &[]);
    html.0
}

/// The diff of the specification, if there is one.
fn settle(html: &mut Html, diff: &str) {
    if !diff.is_empty() {
        html.add(
            "<section class=\"settle\"><h2>Edit of the specification</h2><p>What this run has shown, as \
             a diff; it lies beside this page: <code>git apply settle.diff</code></p>\
             <pre tabindex=\"0\">{}</pre></section>\n",
            &[&diff],
        );
    }
}

fn findings(html: &mut Html, outcome: &Outcome, options: &Options<'_>, secret: &Secret) {
    if outcome.findings.is_empty() {
        html.add(
            "<p class=\"empty\">Nothing that was tried contradicts the specification.</p>",
            &[],
        );
        return;
    }
    toolbar(html, &outcome.findings);
    for (number, shown) in (1..).zip(&outcome.findings) {
        let is_here = shown.finding.at.document == outcome.spec.name;
        let spec = if is_here { options.spec } else { "" };
        finding::finding(html, number, shown, spec, secret);
    }
    html.add("<p class=\"empty\" id=\"nothing\" hidden>No finding fits the filter.</p>", &[]);
}

/// The filter, which only a script can offer.
fn toolbar(html: &mut Html, findings: &[Shown]) {
    html.add("<div class=\"toolbar\" hidden><div role=\"group\" aria-label=\"Severity\">", &[]);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let (symbol, word) = mark(severity);
        let count = findings.iter().filter(|it| it.finding.severity == severity).count();
        html.add(
            "<button type=\"button\" aria-pressed=\"true\" data-key=\"severity\" data-value=\"{}\" \
             class=\"toggle {}\"><span aria-hidden=\"true\">{}</span> {} <b>{}</b></button>",
            &[&severity, &severity, &symbol, &word, &count],
        );
    }
    html.add("</div><div role=\"group\" aria-label=\"Basis\">", &[]);
    for basis in [Basis::Documented, Basis::Observed, Basis::Inferred, Basis::Assumed] {
        let count = findings.iter().filter(|it| it.finding.basis == basis).count();
        if count > 0 {
            html.add(
                "<button type=\"button\" aria-pressed=\"true\" data-key=\"basis\" data-value=\"{}\" \
                 class=\"toggle\">{} <b>{}</b></button>",
                &[&basis, &basis, &count],
            );
        }
    }
    html.add(
        "</div><label class=\"search\"><span class=\"spoken\">Filter by text</span>\
         <input type=\"search\" placeholder=\"Filter by text\"></label>\
         <span class=\"shown\" role=\"status\"></span>\
         <button type=\"button\" class=\"plain\" id=\"unfold\">Expand all</button>\
         <button type=\"button\" class=\"plain\" id=\"fold\">Collapse all</button></div>",
        &[],
    );
}

fn untested(html: &mut Html, outcome: &Outcome) {
    let skipped = rows::skipped(outcome);
    if skipped.is_empty() && outcome.left_out.is_empty() {
        html.add("<p class=\"empty\">Everything in the plan was tested.</p>", &[]);
        return;
    }
    html.add("<ul class=\"reasons\">", &[]);
    for (kind, reasons) in [("Skipped", &skipped), ("Left out", &outcome.left_out)] {
        for reason in reasons {
            html.add("<li><b>{}</b> ", &[&kind]);
            html.prose(reason);
            html.add("</li>", &[]);
        }
    }
    html.add("</ul>", &[]);
}

#[cfg(test)]
mod tests;
