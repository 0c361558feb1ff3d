//! Writes Rust code from the model of an API. Pure: no disk, no network, no clock, no environment.
//!
//! `decide` settles what the code says and holds no Rust tokens; `write` puts down what was
//! decided and decides nothing; `render` prints it. What is the same for every API is not written
//! here; it lives in the runtime crate. Nothing is lost in silence: see [`ledger`].

mod decide;
pub mod ledger;
mod names;
mod render;
mod rust;
mod write;

use decide::operations::Operations;
use decide::types::Types;
use ledger::Ledger;
use oasis_model::ir::Api;
use std::collections::BTreeMap;

/// Relative path, with forward slashes, to source text.
pub type Files = BTreeMap<String, String>;

/// What was generated from an API.
#[derive(Clone, Debug)]
pub struct Generation {
    /// The files.
    pub files: Files,
    /// How faithfully each element of the API stands in them.
    pub ledger: Ledger,
}

/// The generated code of an API. Total: whatever an [`Api`] holds has a Rust form, exact or wider,
/// and the ledger says where it is wider.
pub fn generate(api: &Api) -> Generation {
    let mut ledger = Ledger::default();
    let types = Types::decide(api, &mut ledger);
    let operations = Operations::decide(&types, &mut ledger);
    let modules = write::modules(&types, &operations);
    let text = |module: &render::Module| (module.path.to_owned(), render::source(module));
    Generation { files: modules.iter().map(text).collect(), ledger }
}
