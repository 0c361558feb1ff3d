//! Where a document of OpenAPI 3.1 or 3.2 is walked otherwise than one of 3.0: objects are rewritten
//! before the grammar is held against them, and schemas below `$defs` are read as components. What
//! is rewritten stands in `modern` and `dialect`.

use super::Walk;
use crate::finding::Severity;
use crate::load::grammar::SCHEMA;
use crate::load::shape::{Fate, Object, Shape};
use crate::load::{modern, moved};
use crate::pointer::{escape_pointer, unescape_pointer};
use serde_json::{Map, Value};

impl Walk<'_> {
    /// Rewrites an object as OpenAPI 3.0 writes it; false: it cannot be read at all.
    pub(super) fn rewrite(
        &mut self,
        members: &mut Map<String, Value>,
        object: &'static Object,
    ) -> bool {
        if let Some(why) = modern::unreadable(object.name, members) {
            let shown = Value::Object(members.clone()).to_string();
            self.notebook.ignored(Severity::Warning, why.to_owned(), Some(shown));
            return false;
        }
        if object.name == "media type" {
            moved::write_out(members, &mut self.references);
        }
        modern::mend(&mut self.notebook, object.name, members);
        if object.is_schema {
            self.define(members);
        }
        true
    }

    /// What becomes of a key that OpenAPI 3.0 lacks, where a later version has it.
    pub(super) fn later(&self, key: &str, object: &'static Object) -> Option<Fate> {
        self.notebook.is_modern().then(|| modern::fate(object.name, key))?
    }

    /// A key beside a reference that does not act there.
    pub(super) fn beside_reference(&mut self, key: &str) {
        let version = self.notebook.version;
        if self.notebook.is_modern() && ["summary", "description"].contains(&key) {
            let message = format!("`{key}` is ignored: the one that is referred to is read");
            self.notebook.enter(key, |it| it.ignored(Severity::Note, message, None));
            return;
        }
        self.notebook.lost_at(
            key,
            "spec/beside-ref",
            format!("`{key}` beside `$ref` has no effect in OpenAPI {version}"),
            "put the reference into `allOf: [{$ref: ...}]` and the other keys beside `allOf`",
        );
    }

    /// Takes the schemas below `$defs` out of a schema.
    fn define(&mut self, schema: &mut Map<String, Value>) {
        if !schema.get("$defs").is_some_and(Value::is_object) {
            return;
        }
        let Some(Value::Object(defined)) = schema.shift_remove("$defs") else { return };
        let here = moved::defined(&self.notebook.pointer);
        let here = here.unwrap_or_else(|| self.notebook.pointer.clone());
        for (name, schema) in defined {
            let pointer = format!("{here}/$defs/{}", escape_pointer(&name));
            self.defined.extend(moved::component(&pointer).map(|pointer| (pointer, schema)));
        }
    }

    /// Reads what stood below `$defs` as components.
    pub(super) fn definitions(&mut self, document: &mut Value) {
        while let Some((pointer, mut schema)) = self.defined.pop() {
            let name = pointer.rsplit('/').next().map(unescape_pointer).unwrap_or_default();
            let name = name.into_owned();
            self.notebook.pointer = pointer;
            if self.fits(&mut schema, Shape::Ref(&SCHEMA)) {
                document["components"]["schemas"][name] = schema;
            }
        }
    }
}
