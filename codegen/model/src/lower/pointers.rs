//! References to schemas that stand somewhere in the document, and not under `components.schemas`:
//! aliases of what was lowered there.

use super::Lowering;
use super::schema::plain;
use crate::ir::{Kind, Schema, SchemaId};
use crate::pointer::unescape_pointer;
use std::borrow::Cow;
use std::collections::HashMap;

impl Lowering<'_> {
    /// The schema that stands for a pointer; what it is an alias of is known in the end.
    pub(super) fn at_pointer(&mut self, pointer: &str, at: &str) -> SchemaId {
        if let Some((id, _)) = self.by_pointer.get(pointer) {
            return *id;
        }
        let id = self.reserve();
        self.by_pointer.insert(pointer.to_owned(), (id, at.to_owned()));
        id
    }

    /// Makes aliases of all schemas that are referred to by pointer.
    pub(super) fn link_pointers(&mut self) {
        if self.by_pointer.is_empty() {
            return;
        }
        let mut known: HashMap<&str, SchemaId> = HashMap::new();
        for (index, schema) in self.schemas.iter().enumerate() {
            // What is merged into an object stands at the same place, behind it.
            let at = schema.as_ref().map(|schema| schema.at.as_str());
            known.extend(
                at.filter(|at| !known.contains_key(at)).map(|at| (at, SchemaId::new(index))),
            );
        }
        let found: Vec<Option<SchemaId>> =
            self.by_pointer.keys().map(|pointer| known.get(pointer.as_str()).copied()).collect();
        for ((pointer, (id, at)), target) in
            std::mem::take(&mut self.by_pointer).into_iter().zip(found)
        {
            let schema = match target {
                Some(target) => plain(Kind::Alias(target), &last_name(&pointer), &at),
                None => {
                    self.dangling(&format!("#{pointer}"), "schemas", &at);
                    Schema { unknown: true, ..plain(Kind::Any, "", &at) }
                }
            };
            self.schemas[id.index()] = Some(schema);
        }
    }
}

fn last_name(pointer: &str) -> Cow<'_, str> {
    unescape_pointer(pointer.rsplit('/').next().unwrap_or_default())
}
