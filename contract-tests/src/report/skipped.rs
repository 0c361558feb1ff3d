//! What was not tested, in lines: the reasons of a run and those of single checks, each once.

use crate::{
    oracle::Check,
    run::{CheckResult, Outcome},
};
use std::collections::{BTreeMap, BTreeSet};

/// So many checks or operations are named in one line.
const NAMED: usize = 5;

/// Every reason, with the checks and the operations that it holds for.
pub(super) fn reasons(outcome: &Outcome) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, (BTreeSet<Check>, BTreeSet<&str>)> = BTreeMap::new();
    for ((operation, check), result) in &outcome.results {
        if let CheckResult::Skipped(reason) = result
            && !outcome.skipped.contains(reason)
        {
            let (checks, operations) = by_reason.entry(reason).or_default();
            checks.insert(*check);
            operations.insert(operation);
        }
    }
    let line = |(reason, (checks, operations)): (&str, (BTreeSet<Check>, BTreeSet<&str>))| {
        let bare = |check: Check| check.id().trim_start_matches("contract/");
        let checks = some(checks.into_iter().map(bare));
        format!("{checks} for {}: {reason}", some(operations.into_iter()))
    };
    outcome.skipped.iter().cloned().chain(by_reason.into_iter().map(line)).collect()
}

fn some<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names.take(NAMED).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn every_reason_stands_once_with_what_it_holds_for() {
        let mut outcome = sample_outcome();
        let reasons = reasons(&outcome);
        assert!(reasons.contains(
            &"state-written, state-replaced, state-fraud for transitionLeft: the operation has no state".into()
        ), "{reasons:#?}");
        assert_eq!(reasons.len(), outcome.skipped.len() + 2);
        outcome.skipped.push("the operation has no state".into());
        assert_eq!(super::reasons(&outcome).len(), reasons.len());
    }
}
