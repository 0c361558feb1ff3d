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

use crate::generate::Case;
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
    match scenario {
        Scenario::Auth => count(&auth::cases(generation, operation)),
        Scenario::Session => session::requests(generation, operation),
        Scenario::Paths => paths::requests(generation, operation),
        Scenario::Oversized => oversized::requests(generation, operation),
        Scenario::Methods => count(&methods::cases(generation, operation)),
    }
}

/// Runs one scenario against one operation. `most` bounds the requests: the most telling come first.
/// Returns how many planned requests were left out for `most`.
pub async fn run(scenario: Scenario, tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let generation = tester.generation;
    match scenario {
        Scenario::Auth => send_all(tester, auth::cases(generation, operation), most).await,
        Scenario::Session => session::run(tester, operation, most).await,
        Scenario::Paths => paths::run(tester, operation, most).await,
        Scenario::Oversized => oversized::run(tester, operation, most).await,
        Scenario::Methods => send_all(tester, methods::cases(generation, operation), most).await,
    }
}

/// Sends cases that stand alone, one after the other.
async fn send_all(tester: &Tester<'_>, cases: Vec<Case>, most: u64) -> u64 {
    let left_out = count(&cases).saturating_sub(most);
    for case in cases.iter().take(usize::try_from(most).unwrap_or(usize::MAX)) {
        if tester.client.stop.reason().is_some() {
            break;
        }
        tester.run(case).await;
    }
    left_out
}

fn count<T>(things: &[T]) -> u64 {
    things.len() as u64
}
