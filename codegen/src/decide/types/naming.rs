//! The order in which types are written, and their names.
//!
//! Components come by name, each followed by the inline types that only it leads to so far; then
//! what operations declare in place. Components have the first choice of names.

use super::Types;
use crate::decide::claims::hint;
use crate::names::{Ident, Scope, pascal};
use crate::rust::TypeId;
use oasis_model::ir::SchemaId;

/// What the type of a schema would like to be called.
pub(super) fn wanted(types: &Types<'_>, id: SchemaId) -> Ident {
    pascal(hint(types.api.schema(id)))
}

/// Puts the types that are kept in order.
pub(super) fn order(types: &mut Types<'_>) {
    let kept: Vec<bool> = (0..types.declared.len())
        .map(|place| {
            let declared = &types.declared[place];
            types.of.get(&declared.schema) == Some(&crate::rust::RustType::named(place))
        })
        .collect();
    let is_root = |place: &usize| kept[*place] && types.declared[*place].component.is_some();
    let rest = |place: &usize| kept[*place] && types.declared[*place].component.is_none();
    let all = 0..types.declared.len();
    let roots: Vec<usize> = all.clone().filter(is_root).chain(all.filter(rest)).collect();
    let mut seen = vec![false; kept.len()];
    let mut order = Vec::new();
    for root in roots {
        let mut waiting = vec![root];
        while let Some(place) = waiting.pop() {
            let inline = types.declared[place].component.is_none();
            if seen[place] || (place != root && !inline) {
                continue;
            }
            seen[place] = true;
            order.push(TypeId(u32::try_from(place).unwrap_or(u32::MAX)));
            let mentions = types.declared[place].body.mentions();
            let cores = mentions.iter().filter_map(|rust| rust.core());
            let inner: Vec<usize> = cores.map(|id| id.0 as usize).collect();
            waiting.extend(inner.into_iter().rev());
        }
    }
    types.order = order;
}

/// Gives every type that is kept its name.
pub(super) fn name(types: &mut Types<'_>) {
    // Tuple structs live beside these four, which generated code needs by their short names.
    let mut scope = Scope::with(&["Some", "None", "Ok", "Err"]);
    for components in [true, false] {
        for id in types.order.clone() {
            let declared = &types.declared[id.0 as usize];
            if declared.component.is_some() == components {
                let name = scope.claim(declared.name.clone());
                types.declared[id.0 as usize].name = name;
            }
        }
    }
}
