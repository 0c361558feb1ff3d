//! What generation stands on.

use crate::target::Target;
use oasis_model::ir::Api;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

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
}

impl Generation {
    /// A context.
    pub fn new(api: Arc<Api>, target: Arc<Target>, seed: u64) -> Self {
        Self { api, target, seed, takes_any_session: AtomicBool::new(false) }
    }

    /// Whether the server takes any session that a body names, so that every text may be tried; else
    /// bodies name the known session where there is one.
    pub fn takes_any_session(&self) -> bool {
        self.takes_any_session.load(Ordering::Relaxed)
    }

    /// The server takes any session that a body names.
    pub fn note_any_session(&self) {
        self.takes_any_session.store(true, Ordering::Relaxed);
    }
}
