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
use decide::parts::{Part, Parts};
use decide::types::Types;
use ledger::Ledger;
use oasis_model::ir::Api;
use std::collections::BTreeMap;

/// Relative path, with forward slashes, to source text.
pub type Files = BTreeMap<String, String>;

/// How the code is laid out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// A document with more operations than this is written in a part for each tag, which is compiled
    /// with a feature of its own; none: all of it is always compiled.
    pub split_above: Option<usize>,
    /// Components that no operation mentions have types too.
    pub all_components: bool,
}

/// A part of the code that is compiled with a feature only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The feature.
    pub name: String,
    /// The tag of its operations, or what their paths have in common.
    pub tag: String,
}

/// What was generated from an API.
#[derive(Clone, Debug)]
pub struct Generation {
    /// The files.
    pub files: Files,
    /// The features of the parts, besides those that every API has: `client`, `server`, `examples`
    /// and `schema`.
    pub features: Vec<Feature>,
    /// How faithfully each element of the API stands in them.
    pub ledger: Ledger,
}

/// The generated code of an API. Total: whatever an [`Api`] holds has a Rust form, exact or wider,
/// and the ledger says where it is wider.
pub fn generate(api: &Api) -> Generation {
    generate_with(api.clone(), Options::default())
}

/// The same, laid out as asked. Takes the API, since it is changed on the way.
pub fn generate_with(mut api: Api, options: Options) -> Generation {
    let mut ledger = Ledger::default();
    decide::expand::expand(&mut api);
    decide::directions::split(&mut api, &mut ledger);
    let types = Types::decide(&api, options.all_components, &mut ledger);
    let operations = Operations::decide(&types, &mut ledger);
    let mut parts = Parts::decide(&operations, options.split_above);
    let modules = write::modules(&types, &operations, &mut parts);
    let files = modules.into_iter().map(render::source).collect();
    let feature = |part: Part| Feature { name: part.feature, tag: part.tag };
    Generation { files, features: parts.all.into_iter().map(feature).collect(), ledger }
}
