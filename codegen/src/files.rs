//! The output: relative paths with their texts, sorted. Whoever holds it decides where it goes.

use proc_macro2::TokenStream;
use std::collections::BTreeMap;

/// Relative path, with forward slashes, to source text.
pub type Files = BTreeMap<String, String>;

/// One generated file.
#[derive(Debug)]
pub struct Module {
    /// Relative path with forward slashes.
    pub path: &'static str,
    /// The lines of the module's docs.
    pub docs: Vec<String>,
    /// The items, in order.
    pub items: Vec<TokenStream>,
}
