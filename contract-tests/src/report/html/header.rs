//! The head of the page: what was tested, the verdict, the figures, and what needs attention first.

use super::{
    exchange::command,
    latency::quantile,
    markup::{Html, grouped},
};
use crate::{
    report::{cases, text::rate, validator},
    run::Outcome,
    scenario::Restored,
};
use oasis_model::finding::Severity;

/// The head of the page.
pub(super) fn header(html: &mut Html, outcome: &Outcome) {
    html.raw("<header>\n<div class=\"title\"><div><p class=\"kind\">Contract report</p><h1>");
    html.text(&outcome.target).raw("</h1></div>\n");
    navigation(html);
    html.raw("</div>\n");
    verdict(html, outcome);
    alerts(html, outcome);
    figures(html, outcome);
    about(html, outcome);
    html.raw("</header>\n");
}

fn navigation(html: &mut Html) {
    html.raw(
        "<nav aria-label=\"Parts of the page\"><a href=\"#coverage\">Cases</a>\
         <a href=\"#findings\">Findings</a><a href=\"#checks\">Checks</a>\
         <a href=\"#latency\">Response times</a><a href=\"#untested\">Not tested</a></nav>\n",
    );
}

fn count(outcome: &Outcome, severity: Severity) -> usize {
    outcome.findings.iter().filter(|shown| shown.finding.severity == severity).count()
}

/// What it comes to, in one line.
fn verdict(html: &mut Html, outcome: &Outcome) {
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|it| count(outcome, it));
    let (class, symbol, text) = match (cases(outcome), errors, warnings) {
        (_, 1.., _) => ("error", "✕", "The contract is broken"),
        (0, ..) => ("warning", "!", "Nothing was tested"),
        (_, 0, 1..) => ("warning", "!", "Every documented promise is kept; some guesses are not"),
        _ => ("ok", "✓", "The contract is kept"),
    };
    html.raw("<p class=\"verdict ").raw(class).raw("\"><span class=\"sign\" aria-hidden=\"true\">");
    html.raw(symbol).raw("</span><strong>").raw(text).raw("</strong><span class=\"tally\">");
    let counts =
        [(errors, "error", "errors"), (warnings, "warning", "warnings"), (notes, "note", "notes")];
    for (count, one, more) in counts {
        html.raw("<span>").text(count).raw(" ").raw(if count == 1 { one } else { more });
        html.raw("</span>");
    }
    html.raw("</span></p>\n");
}

/// What somebody has to look at, whatever was found.
fn alerts(html: &mut Html, outcome: &Outcome) {
    if let Restored::Failed(failed) = &outcome.restored {
        html.raw("<div class=\"alert error\" role=\"alert\"><h2>Not put back</h2><p>The metadata of these \
             sessions is not as it was before the run. <code>oasis-contract --restore FILE</code> with \
             the <code>originals.json</code> beside this page puts it back, or by hand:</p>");
        for (original, reason, curl) in failed {
            html.raw("<p><code>").text(&original.session).raw("</code> ").prose(reason).raw("</p>");
            command(html, "Put it back", curl);
        }
        html.raw("</div>\n");
    }
    if let Some(ended) = outcome.ended {
        html.raw("<p class=\"alert warning\"><b>The run ended before its plan did:</b> ");
        html.raw(ended.text()).raw("</p>\n");
    }
}

fn figures(html: &mut Html, outcome: &Outcome) {
    let latency = &outcome.latency;
    let quantile = |wanted| quantile(latency, wanted).unwrap_or_else(|| "–".to_owned());
    let slowest = u64::try_from(latency.slowest.as_millis()).unwrap_or(u64::MAX);
    let rows = [
        ("Cases", grouped(cases(outcome))),
        ("Requests", grouped(outcome.requests)),
        ("Duration", format!("{:.1} s", outcome.elapsed.as_secs_f64())),
        ("Per second", format!("{:.0}", rate(outcome))),
        ("Median response", quantile(0.5)),
        ("95th percentile", quantile(0.95)),
        ("Slowest response", format!("{} ms", grouped(slowest))),
    ];
    list(html, "<dl class=\"figures\">", rows);
}

fn list<const N: usize>(html: &mut Html, open: &'static str, rows: [(&'static str, String); N]) {
    html.raw(open);
    for (name, value) in rows {
        html.raw("<div><dt>").raw(name).raw("</dt><dd>").text(value).raw("</dd></div>");
    }
    html.raw("</dl>\n");
}

fn about(html: &mut Html, outcome: &Outcome) {
    let spec = &outcome.spec;
    let started = outcome.started.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    let restored = match &outcome.restored {
        Restored::NothingWritten => "nothing was written",
        Restored::Done => "everything was put back",
        Restored::Failed(_) => "not everything was put back",
    };
    let rows = [
        ("Specification", format!("{} {} ({})", spec.name, spec.version, spec.digest)),
        ("Started", started),
        ("Seed", outcome.seed.to_string()),
        (
            "Validator",
            validator::words(&outcome.validator).unwrap_or_else(|| "not seen".to_owned()),
        ),
        ("Writes", restored.to_owned()),
        ("Waits for 429 and 503", outcome.waited.to_string()),
    ];
    list(html, "<dl class=\"about\">", rows);
}
