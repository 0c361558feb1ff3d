//! The module of all types.

use super::imports::Imports;
use crate::decide::types::Types;
use crate::render::Module;

/// `types.rs`.
pub(super) fn module(types: &Types<'_>) -> Module {
    let imports = Imports::new(types, "super", []);
    Module {
        path: "types.rs",
        docs: vec!["The types of the API.".to_owned()],
        attributes: Vec::new(),
        uses: imports.uses(),
        items: Vec::new(),
    }
}
