//! What all envelopes of a run together tell of the validator: one problem a setting, not one an exchange.

use super::{Problem, Votes};
use oasis_model::ir::Api;

/// How often each thing was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// Envelopes by generation: 16 and later, 15 and earlier.
    pub words: [u64; 2],
    /// Envelopes by label: path, key.
    pub labels: [u64; 2],
    /// Envelopes by how much they list: all, first, some.
    pub reports: [u64; 3],
    /// Values of another spelling: refused, accepted.
    pub converts: [u64; 2],
}

impl Ballot {
    /// Counts one exchange.
    pub fn count(&mut self, votes: Votes) {
        todo!("{votes:?}")
    }
}

/// What contradicts `x-validator`, each with the edit that settles it, and mixtures.
pub fn about_validator(api: &Api, ballot: &Ballot) -> Vec<Problem> {
    todo!("{api:?} {ballot:?}")
}
