//! Equal sets of refusals once: the first operation that has a set names its enum, and the others
//! get another name for it.

use super::operations::Endpoint;
use super::responses::Outcome;
use super::types::Types;

/// The type that lists the refusals of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusals {
    /// There are none.
    None,
    /// An enum of its own.
    Own,
    /// The enum of the operation with this index.
    Same(usize),
}

/// The refusals of each operation, in the order of the operations.
pub(crate) fn refusals(types: &Types<'_>, endpoints: &[Endpoint<'_>]) -> Vec<Refusals> {
    let mut own: Vec<usize> = Vec::new();
    let mut decided = Vec::new();
    for (index, endpoint) in endpoints.iter().enumerate() {
        let equal =
            |first: &&usize| are_equal(types, &endpoints[**first].refusals, &endpoint.refusals);
        decided.push(match own.iter().find(equal) {
            _ if endpoint.refusals.is_empty() => Refusals::None,
            Some(first) => Refusals::Same(*first),
            None => {
                own.push(index);
                Refusals::Own
            }
        });
    }
    decided
}

/// Whether two sets read the same: names, statuses, bodies and what the docs say.
fn are_equal(types: &Types<'_>, left: &[Outcome<'_>], right: &[Outcome<'_>]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(left, right)| {
            let form =
                |outcome: &Outcome<'_>| outcome.payload.as_ref().map(|p| p.form.canonical(types));
            let media_types = |outcome: &Outcome<'_>| {
                outcome.payload.as_ref().map(|payload| payload.media_types.clone())
            };
            left.variant == right.variant
                && media_types(left) == media_types(right)
                && left.statuses == right.statuses
                && form(left) == form(right)
                && left.response.docs == right.response.docs
                && left.response.claim == right.response.claim
        })
}
