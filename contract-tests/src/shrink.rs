//! Makes a failing draft smaller as long as it fails in the same way.
//!
//! It works on the valid body and on the list of changes, never on the bytes, so that what is left is
//! still valid but for what was broken. At most 200 requests.

use crate::{case::Case, checks, deck::Draft, exchange::Exchange, lab::Lab, ledger::Found};
use oasis_model::ir::Operation;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The most requests that one finding is worth.
const REQUESTS: usize = 200;
/// The most time that one finding is worth.
const TIME: Duration = Duration::from_secs(8);

/// The smallest case found that shows the same, with its exchange; none if the first is the smallest.
pub async fn shrink(
    lab: &Lab,
    operation: &Operation,
    draft: &Draft,
    found: &Found,
) -> Option<(Case, Exchange)> {
    let (mut draft, mut best) = (draft.clone(), None);
    let (mut left, started) = (REQUESTS, Instant::now());
    // Most faults show with the smallest body there is.
    loop {
        let mut smaller = None;
        for candidate in candidates(&draft) {
            if left == 0 || started.elapsed() > TIME || lab.is_stopped() {
                return best;
            }
            let Some(case) = lab.case_of(operation, &candidate) else { continue };
            if !alike(&case, found) {
                continue;
            }
            left -= 1;
            let exchange = lab.send(&case).await;
            let verdict = checks::judge(&lab.context, &case, &exchange);
            let same = |complaint: &checks::Complaint| complaint.check == found.complaint.check;
            if verdict.complaints.iter().any(same) {
                smaller = Some((candidate, case, exchange));
                break;
            }
        }
        match smaller {
            Some((candidate, case, exchange)) => {
                draft = candidate;
                best = Some((case, exchange));
            }
            None => return best,
        }
    }
}

/// Whether a smaller case still expects the same kind of answer.
fn alike(case: &Case, found: &Found) -> bool {
    found.case.as_ref().is_some_and(|first| {
        std::mem::discriminant(&first.expect) == std::mem::discriminant(&case.expect)
            && first.known == case.known
    })
}

/// Smaller drafts, the smallest first.
fn candidates(draft: &Draft) -> impl Iterator<Item = Draft> + '_ {
    let fewer = (0..draft.changes.len()).filter(|_| draft.changes.len() > 1).map(|index| {
        let mut fewer = draft.clone();
        fewer.changes.remove(index);
        fewer
    });
    let bodies = draft.base.iter().flat_map(smaller);
    fewer.chain(bodies.map(|base| Draft { base: Some(base), ..draft.clone() }))
}

/// Values a little smaller than this one: whole parts gone first, then parts made plain.
pub fn smaller(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(members) => {
            let mut out = Vec::new();
            if members.len() > 1 {
                out.push(json!({}));
                // Half of the members at once, then one at a time.
                for half in [true, false] {
                    let kept = members
                        .iter()
                        .enumerate()
                        .filter(|(index, _)| (index * 2 < members.len()) == half);
                    out.push(Value::Object(
                        kept.map(|(_, (name, value))| (name.clone(), value.clone())).collect(),
                    ));
                }
            }
            for name in members.keys() {
                let mut fewer = members.clone();
                fewer.shift_remove(name);
                out.push(Value::Object(fewer));
            }
            for (name, member) in members {
                for plain in smaller(member) {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), plain);
                    out.push(Value::Object(changed));
                }
            }
            out
        }
        Value::Array(items) => {
            let mut out = Vec::new();
            if items.len() > 1 {
                out.push(json!([]));
                out.push(json!(items[..items.len() / 2]));
                out.push(json!(items[items.len() / 2..]));
            } else if let Some(item) = items.first() {
                out.push(json!([]));
                out.extend(smaller(item).into_iter().map(|item| json!([item])));
            }
            out
        }
        Value::String(text) if text.chars().count() > 1 => {
            let half: Vec<char> = text.chars().collect();
            let (left, right) = half.split_at(half.len() / 2);
            vec![
                json!("x"),
                json!(left.iter().collect::<String>()),
                json!(right.iter().collect::<String>()),
            ]
        }
        Value::Number(number) if number.as_f64().is_some_and(|number| number.abs() > 1.0) => {
            vec![json!(0), json!(1)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_step_is_smaller_so_that_shrinking_ends(value in crate::strategy::free::value()) {
            let size = value.to_string().len();
            for smaller in smaller(&value) {
                prop_assert!(smaller.to_string().len() <= size, "{value} -> {smaller}");
                prop_assert_ne!(&smaller, &value);
            }
        }
    }
}
