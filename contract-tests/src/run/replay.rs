//! Stored cases, run again one after another.

use super::Bench;
use crate::{
    http::{self, Exchange},
    oracle::{Check, Problem},
    report::Stored,
    target::Secret,
};
use anyhow::bail;
use oasis_model::finding::Severity;

/// What stored cases show now.
#[derive(Debug)]
pub struct Again {
    exchanges: Vec<(Exchange, Vec<Problem>)>,
    /// Whether any of them shows an error or a warning.
    pub fails: bool,
}

/// Runs stored cases again. What only several exchanges together show (state, paths) is for the reader
/// to see in the transcripts.
///
/// # Errors
/// The target never answered, or the case is of another specification.
pub async fn replay(bench: &Bench, stored: &Stored) -> anyhow::Result<Again> {
    if Check::find(&stored.check).is_none() {
        bail!("the case file names the check {}, which does not exist", stored.check);
    }
    let mut exchanges = Vec::new();
    bench
        .with_tester(async |tester| {
            for case in &stored.cases {
                let exchange = tester.client.send(&case.operation, &case.request).await;
                let problems = tester.oracle.judge(case, &exchange).problems;
                exchanges.push((exchange, problems));
            }
        })
        .await;
    if exchanges.iter().all(|(exchange, _)| exchange.response().is_none()) {
        bail!("the target never answered; start the server, or check --target");
    }
    let worst = exchanges.iter().flat_map(|(_, problems)| problems).map(|it| it.severity).max();
    Ok(Again { exchanges, fails: worst >= Some(Severity::Warning) })
}

impl Again {
    /// Transcripts, problems, and a last line.
    pub fn lines(&self, secret: &Secret) -> Vec<String> {
        let mut lines = Vec::new();
        for (exchange, problems) in &self.exchanges {
            lines.push(http::transcript(exchange, None, secret));
            for problem in problems {
                let text =
                    format!("{}[{}]: {}", problem.severity, problem.check.id(), problem.message);
                lines.push(secret.scrub(&text));
            }
        }
        let last = if self.fails { "the case still fails" } else { "the case passes now" };
        lines.push(last.to_owned());
        lines
    }
}
