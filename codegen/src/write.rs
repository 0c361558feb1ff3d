//! Puts down what was decided, as Rust tokens. No decisions.

pub(crate) mod docs;
pub(crate) mod imports;
mod types;

use crate::decide::types::Types;
use crate::ledger::Ledger;
use crate::render::Module;

/// Every generated module.
pub(crate) fn modules(types: &Types<'_>, ledger: &mut Ledger) -> Vec<Module> {
    let _ = ledger;
    vec![types::module(types)]
}
