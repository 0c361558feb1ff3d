//! Sends a case, judges it, and hands both to whoever keeps the results.

use crate::{
    generate::{Case, Category, Generation},
    http::{Client, Exchange},
    oracle::{Check, Oracle, Problem, Verdict},
};

/// Everything that a scenario works with.
#[derive(Clone, Copy)]
pub struct Tester<'a> {
    /// Makes requests.
    pub generation: &'a Generation,
    /// Sends them.
    pub client: &'a Client,
    /// Judges them.
    pub oracle: &'a Oracle,
    /// Is told everything that was seen.
    pub sink: &'a (dyn Fn(Seen<'_>) + Sync),
}

/// What was seen: one judged exchange, or what several exchanges together show.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The `operationId`.
    pub operation: &'a str,
    /// The column of the table.
    pub category: Category,
    /// The case, where one exchange shows it.
    pub case: Option<&'a Case>,
    /// What was exchanged, the telling one last.
    pub exchanges: &'a [Exchange],
    /// What it shows.
    pub verdict: Verdict,
}

impl Tester<'_> {
    /// Sends, judges and hands over; nothing is handed over where nothing was sent.
    pub async fn run(&self, case: &Case) -> Exchange {
        let exchange = self.client.send(&case.operation, &case.request).await;
        if !exchange.is_unsent() {
            self.hand_over(case, &exchange, self.oracle.judge(case, &exchange));
        }
        exchange
    }

    /// Hands over what one exchange shows.
    pub fn hand_over(&self, case: &Case, exchange: &Exchange, verdict: Verdict) {
        (self.sink)(Seen {
            operation: &case.operation,
            category: case.category,
            case: Some(case),
            exchanges: std::slice::from_ref(exchange),
            verdict,
        });
    }

    /// Hands over what several exchanges together show: a check that was made, and the problem if it failed.
    pub fn report(
        &self,
        operation: &str,
        category: Category,
        check: Check,
        problem: Option<Problem>,
        exchanges: &[Exchange],
    ) {
        let verdict = verdict(check, problem);
        (self.sink)(Seen { operation, category, case: None, exchanges, verdict });
    }
}

/// A check that was made, and the problem if it failed.
pub(super) fn verdict(check: Check, problem: Option<Problem>) -> Verdict {
    let mut verdict = Verdict::default();
    verdict.applied.add(check);
    verdict.problems.extend(problem);
    verdict
}
