//! Servers that break one promise each: the mock with a planted bug.
//!
//! In comes the mock's router and one [`Fault`], out comes a router that differs in what that fault says
//! and in nothing else. Faults prove that a check can fail; the mock has no switch for any of them.
//! They are rows of `faults.toml`; only what cannot be said as "when this, then that" is code (`coded`).

mod coded;
mod credentials;
mod edit;
mod head;
mod inject;
mod pattern;
mod table;
mod turn;
mod when;
mod wire;

pub use inject::layer;

use crate::oracle::Check;
use std::fmt;
use std::sync::LazyLock;

/// One planted bug.
pub struct Fault {
    /// Its name, as `--fault` takes it.
    pub id: String,
    /// The checks that may report it, the likeliest first; one of them has to.
    pub trips: Vec<Check>,
    /// What the server does wrong, in one line that follows "a server that".
    pub what: String,
    plan: table::Plan,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fault").field(&self.id).finish()
    }
}

/// Every planted bug, grouped by the kind of promise it breaks.
pub fn all() -> &'static [Fault] {
    // The table is part of the program, and a test proves that it can be read.
    static FAULTS: LazyLock<Vec<Fault>> =
        LazyLock::new(|| table::parse(include_str!("fault/faults.toml")).unwrap_or_default());
    &FAULTS
}

/// The planted bug of this name, if there is one.
pub fn find(id: &str) -> Option<&'static Fault> {
    all().iter().find(|fault| fault.id == id)
}
