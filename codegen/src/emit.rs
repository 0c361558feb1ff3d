//! [`Api`] in, Rust modules as tokens out. It is total: whatever an [`Api`] holds has a Rust form,
//! exact or wider, and the docs of that form say where it is wider.
//!
//! `shape` and `plan` decide, the other files write down what was decided. What is the same for
//! every API is not written here; it lives in the runtime crate.

mod client;
mod context;
mod docs;
mod errors;
mod examples;
mod operations;
mod plan;
mod responses;
mod root;
mod server;
mod shape;
mod types;

use crate::files::{Files, Module};
use crate::format;
use context::Context;
use oasis_model::ir::Api;

/// The generated files, formatted.
pub fn files(api: &Api) -> Files {
    let text = |module: Module| (module.path.to_owned(), format::source(&module));
    modules(api).into_iter().map(text).collect()
}

/// The generated modules.
pub fn modules(api: &Api) -> Vec<Module> {
    let context = Context::new(api);
    let plans = plan::operations(&context);
    vec![
        root::module(api, &plans),
        types::module(&context),
        operations::module(&context, &plans),
        examples::module(&context, &plans),
        errors::module(&context, &plans),
        client::module(&context, &plans),
        responses::module(&context, &plans),
        server::module(&context, &plans),
    ]
}
