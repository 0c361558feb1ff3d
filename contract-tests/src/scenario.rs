//! What takes several requests, or requests that no strategy makes: credentials, paths, methods,
//! oversized bodies, state, and the receiver mode.
//!
//! Each scenario talks to one operation through a [`Tester`]. What it would send follows from the
//! generation alone, so it can be counted before anything is sent.

mod auth;
mod maker;
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
    /// Oversized and foreign bodies.
    Oversized,
    /// Methods that are not documented. Last, since one that works may delete what the others need.
    Methods,
}

impl Scenario {
    /// Every scenario, in the order in which they run.
    pub const ALL: [Self; 5] =
        [Self::Auth, Self::Session, Self::Paths, Self::Oversized, Self::Methods];
}

/// How many requests a scenario sends at the most, for planning; 0: it has nothing to do there.
pub fn requests(scenario: Scenario, tester: &Tester<'_>, operation: &Operation) -> u64 {
    let generation = tester.generation;
    let alone = match scenario {
        Scenario::Session => return session::requests(generation, operation),
        Scenario::Paths => return paths::requests(generation, operation),
        Scenario::Auth => auth::cases(generation, operation),
        Scenario::Oversized => oversized::cases(generation, operation),
        Scenario::Methods => methods::cases(generation, operation),
    };
    alone.len() as u64
}

/// Runs one scenario against one operation. `most` bounds the requests: the most telling come first.
/// Returns how many planned requests were left out for `most`.
pub async fn run(scenario: Scenario, tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let alone = match scenario {
        Scenario::Session => return session::run(tester, operation, most).await,
        Scenario::Paths => return paths::run(tester, operation, most).await,
        Scenario::Auth => auth::cases(tester.generation, operation),
        Scenario::Oversized => oversized::cases(tester.generation, operation),
        Scenario::Methods => methods::cases(tester.generation, operation),
    };
    let mut budget = Budget::new(most);
    for case in &alone {
        if budget.takes(1) {
            tester.run(case).await;
        }
    }
    budget.left_out
}

/// How many requests a scenario may still send, and how many were left out for that.
struct Budget {
    left: u64,
    left_out: u64,
}

impl Budget {
    fn new(most: u64) -> Self {
        Self { left: most, left_out: 0 }
    }

    /// Whether there is room for so many requests more.
    fn takes(&mut self, cost: u64) -> bool {
        match self.left.checked_sub(cost) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.left_out += cost;
                false
            }
        }
    }
}
