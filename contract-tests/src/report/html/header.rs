//! The head of the page: what was tested, the verdict, the figures, and what needs attention first.

use super::{exchange::command, latency::quantile, markup::Html};
use crate::{
    report::{
        rows,
        text::{grouped, rate},
    },
    run::Outcome,
    scenario::Restored,
};
use oasis_model::finding::Severity;

/// The head of the page.
pub(super) fn header(html: &mut Html, outcome: &Outcome) {
    html.add(
        "<header>\n<div class=\"title\"><div><p class=\"kind\">Contract report</p><h1>{}</h1></div>\n\
         <nav aria-label=\"Parts of the page\"><a href=\"#coverage\">Cases</a>\
         <a href=\"#findings\">Findings</a><a href=\"#checks\">Checks</a>\
         <a href=\"#latency\">Response times</a><a href=\"#untested\">Not tested</a></nav>\n</div>\n",
        &[&outcome.target],
    );
    verdict(html, outcome);
    alerts(html, outcome);
    figures(html, outcome);
    about(html, outcome);
    html.add("</header>\n", &[]);
}

/// What it comes to, in one line.
fn verdict(html: &mut Html, outcome: &Outcome) {
    let count =
        |severity| outcome.findings.iter().filter(|it| it.finding.severity == severity).count();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    let (class, symbol, text) = match (rows::cases(outcome), errors, warnings) {
        (_, 1.., _) => ("error", "✕", "The contract is broken"),
        (0, ..) => ("warning", "!", "Nothing was tested"),
        (_, 0, 1..) => ("warning", "!", "Every documented promise is kept; some guesses are not"),
        _ => ("ok", "✓", "The contract is kept"),
    };
    let s = |count| if count == 1 { "" } else { "s" };
    html.add(
        "<p class=\"verdict {}\"><span class=\"sign\" aria-hidden=\"true\">{}</span><strong>{}</strong>\
         <span class=\"tally\"><span>{} error{}</span><span>{} warning{}</span><span>{} note{}</span>\
         </span></p>\n",
        &[&class, &symbol, &text, &errors, &s(errors), &warnings, &s(warnings), &notes, &s(notes)],
    );
}

/// What somebody has to look at, whatever was found.
fn alerts(html: &mut Html, outcome: &Outcome) {
    if let Restored::Failed(failed) = &outcome.restored {
        html.add(
            "<div class=\"alert error\" role=\"alert\"><h2>Not put back</h2><p>The metadata of these \
             sessions is not as it was before the run. <code>cargo xtask contract {} --restore FILE</code> \
             with the <code>originals.json</code> beside this page puts it back, or by hand:</p>",
            &[&outcome.flags],
        );
        for (original, reason, curl) in failed {
            html.add("<p><code>{}</code> {}</p>", &[&original.session, &reason]);
            command(html, "Put it back", curl);
        }
        html.add("</div>\n", &[]);
    }
    if let Some(ended) = outcome.ended {
        html.add(
            "<p class=\"alert warning\"><b>The run ended before its plan did:</b> {}</p>\n",
            &[&ended.text()],
        );
    }
}

fn figures(html: &mut Html, outcome: &Outcome) {
    let latency = &outcome.latency;
    let slowest = u64::try_from(latency.slowest.as_millis()).unwrap_or(u64::MAX);
    let rows = [
        ("Cases", grouped(rows::cases(outcome))),
        ("Requests", grouped(outcome.requests)),
        ("Duration", format!("{:.1} s", outcome.elapsed.as_secs_f64())),
        ("Per second", format!("{:.0}", rate(outcome))),
        ("Median response", quantile(latency, 0.5)),
        ("95th percentile", quantile(latency, 0.95)),
        ("Slowest response", format!("{} ms", grouped(slowest))),
    ];
    list(html, "figures", rows);
}

fn about(html: &mut Html, outcome: &Outcome) {
    let spec = &outcome.spec;
    let restored = match &outcome.restored {
        Restored::NothingWritten => "nothing was written",
        Restored::Done => "everything was put back",
        Restored::Failed(_) => "not everything was put back",
    };
    let rows = [
        ("Specification", format!("{} {} ({})", spec.name, spec.version, spec.digest)),
        ("Started", outcome.started.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()),
        ("Seed", outcome.seed.to_string()),
        ("Validator", rows::validator(&outcome.validator).unwrap_or_else(|| "not seen".to_owned())),
        ("Writes", restored.to_owned()),
        ("Waits for 429 and 503", outcome.waited.to_string()),
    ];
    list(html, "about", rows);
}

fn list<const N: usize>(html: &mut Html, class: &str, rows: [(&str, String); N]) {
    html.add("<dl class=\"{}\">", &[&class]);
    for (name, value) in rows {
        html.add("<div><dt>{}</dt><dd>{}</dd></div>", &[&name, &value]);
    }
    html.add("</dl>\n", &[]);
}
