//! Which structs can become the components that they extend, field by field.

use super::object::Field;
use super::{Body, Types};
use crate::decide::claims::extends;
use crate::rust::{RustType, TypeId};

/// Notes which structs can become the components that they extend: those that have every field of
/// it, of the same type.
pub(super) fn note(types: &mut Types<'_>) {
    let mut found: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
    for (id, declared) in types.written() {
        let Some(object) = types.object(declared) else { continue };
        let bases = extends(object).iter().filter_map(|base| types.of.get(base));
        let mut wider: Vec<TypeId> = Vec::new();
        for base in bases {
            let RustType::Named(base) = types.behind(base) else { continue };
            if base != id && !wider.contains(&base) && has_fields_of(types, &declared.body, base) {
                wider.push(base);
            }
        }
        if !wider.is_empty() {
            found.push((id, wider));
        }
    }
    for (id, wider) in found {
        types.declared[id.0 as usize].widens = wider;
    }
}

fn has_fields_of(types: &Types<'_>, narrow: &Body, base: TypeId) -> bool {
    let (Body::Struct(narrow), Body::Struct(base)) = (narrow, &types.declared(base).body) else {
        return false;
    };
    let same = |field: &Field| {
        narrow.fields.iter().any(|own| {
            own.ident == field.ident && types.canonical(&own.rust) == types.canonical(&field.rust)
        })
    };
    let additional = base.additional.is_none() || base.additional == narrow.additional;
    additional && base.fields.iter().all(same)
}
