//! Which requests are sent: proptest strategies of [`Case`]s, made from the specification.
//!
//! In comes an operation and a category, out come the fixed cases that tell most, and a strategy of
//! random ones that shrinks. Whether a body is right is not decided here: the oracle judges what was sent.

mod body;
mod case;
mod change;
mod drawn;
mod fixed;
mod free;
mod ids;
mod malformed;
mod parameters;
mod requests;
mod shrink;
mod subject;
mod telling;
mod valid;
mod wrong;

pub use case::{Case, Category, Expect, ParameterChange};
pub use drawn::{Cases, drawn};
pub use fixed::{categories, count, fixed};
pub use free::{extremes, members};
pub use ids::{Ids, segment, unescaped};
pub use malformed::Malformed;
pub use requests::{broken_body, request, valid_body};
pub use shrink::CaseTree;

use crate::target::Target;
use oasis_model::ir::Api;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

type Drafts = HashMap<(String, Category), Arc<[subject::Draft]>>;

/// What generation stands on: the specification, the target's ids and permissions, and the seed.
#[derive(Debug)]
pub struct Generation {
    /// The specification.
    pub api: Arc<Api>,
    /// Where bodies go: known ids and what may be written to them.
    pub target: Arc<Target>,
    /// The run's seed.
    pub seed: u64,
    takes_any_session: AtomicBool,
    /// The fixed cases of each operation and category, made once.
    drafts: Mutex<Drafts>,
}

impl Generation {
    /// A context.
    pub fn new(api: Arc<Api>, target: Arc<Target>, seed: u64) -> Self {
        let (takes_any_session, drafts) = (AtomicBool::new(false), Mutex::default());
        Self { api, target, seed, takes_any_session, drafts }
    }

    /// The server takes any session that a body names, so that every string may be tried; until then
    /// bodies name the known session where there is one.
    pub fn note_any_session(&self) {
        self.takes_any_session.store(true, Ordering::Relaxed);
    }

    fn takes_any_session(&self) -> bool {
        self.takes_any_session.load(Ordering::Relaxed)
    }
}
