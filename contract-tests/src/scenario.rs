//! What takes several requests, or requests that no strategy makes: credentials, paths, methods,
//! oversized bodies, state, and the receiver mode.
//!
//! Each scenario talks to one operation through a [`Tester`].

mod auth;
mod methods;
mod originals;
mod oversized;
mod paths;
mod receiver;
mod session;
mod tester;

pub use originals::{Original, Originals, Restored};
pub use receiver::receive;
pub use tester::{Seen, Tester};

use oasis_model::ir::Operation;

/// The scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scenario {
    /// Wrong and unusual credentials.
    Auth,
    /// What writes do; only where writing is allowed, and alone.
    Session,
    /// Hostile and unknown path values.
    Paths,
    /// Methods that are not documented.
    Methods,
    /// Oversized and foreign bodies.
    Oversized,
}

impl Scenario {
    /// Every scenario, in the order in which they run.
    pub const ALL: [Self; 5] =
        [Self::Auth, Self::Session, Self::Methods, Self::Paths, Self::Oversized];
}

/// How many requests a scenario sends at the most, for planning; 0: it has nothing to do there.
pub fn requests(scenario: Scenario, tester: &Tester<'_>, operation: &Operation) -> u64 {
    todo!("{scenario:?} {} {operation:?}", tester.generation.seed)
}

/// Runs one scenario against one operation. `most` bounds the requests: the most telling come first.
/// Returns how many planned requests were left out for `most`.
pub async fn run(scenario: Scenario, tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    todo!("{scenario:?} {} {operation:?} {most}", tester.generation.seed)
}
