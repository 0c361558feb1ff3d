//! The output: relative paths with their texts, sorted. Whoever holds it decides where it goes.

use std::collections::BTreeMap;

/// Relative path, with forward slashes, to source text.
pub type Files = BTreeMap<String, String>;
