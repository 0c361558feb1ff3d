//! The components of another document in, what they are called in the base out, with the edits that
//! add those which the base lacks.

use crate::write::{self, Writer};
use oasis_model::ir::{Api, Requirement, SchemaId};
use oasis_model::pointer::escape_pointer;
use oasis_model::settle::{Change, Edit};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// Names for the components of `new` in `base`.
pub(super) struct Names<'a> {
    base: &'a Api,
    new: &'a Api,
    /// A component of the same name is the same one, even if it has to be edited to be so.
    trusting: bool,
    given: RefCell<HashMap<SchemaId, String>>,
    /// Components that the base lacks, with the names they get.
    open: RefCell<Vec<(SchemaId, String)>>,
    schemes: RefCell<BTreeMap<String, Value>>,
}

impl<'a> Names<'a> {
    /// Components of one name are the same one.
    pub(super) fn trusting(base: &'a Api, new: &'a Api) -> Self {
        Self {
            base,
            new,
            trusting: true,
            given: RefCell::default(),
            open: RefCell::default(),
            schemes: RefCell::default(),
        }
    }

    /// Components of one name are the same one only if they say the same.
    pub(super) fn strict(base: &'a Api, new: &'a Api) -> Self {
        Self { trusting: false, ..Self::trusting(base, new) }
    }

    /// Writes something of the new side.
    pub(super) fn write(&self, write: impl FnOnce(&mut Writer<'_>) -> Value) -> Value {
        let mut refer = |id| Some(self.pointer(id));
        write(&mut Writer::new(self.new, &mut refer))
    }

    /// The credentials of an operation; schemes that the base lacks are added.
    pub(super) fn security(&self, alternatives: &[Vec<Requirement>]) -> Value {
        let named =
            |one: &Requirement| Requirement { scheme: self.scheme(&one.scheme), ..one.clone() };
        let renamed: Vec<Vec<Requirement>> =
            alternatives.iter().map(|all| all.iter().map(named).collect()).collect();
        write::security(&renamed)
    }

    fn scheme(&self, name: &str) -> String {
        let find = |api: &'a Api, name: &str| {
            api.security_schemes.iter().find(|scheme| scheme.name == name)
        };
        let Some(new) = find(self.new, name) else { return name.to_owned() };
        let same = self.base.security_schemes.iter().find(|scheme| scheme.kind == new.kind);
        if let Some(same) = same {
            return same.name.clone();
        }
        let free = free(name, |name| find(self.base, name).is_none());
        self.schemes.borrow_mut().insert(free.clone(), write::scheme(&new.kind));
        free
    }

    /// Where the base has a component, or will have it.
    fn pointer(&self, id: SchemaId) -> String {
        if let Some(known) = self.given.borrow().get(&id) {
            return known.clone();
        }
        let name = &self.new.schema(id).name;
        let known = self.base.component(name);
        let same = known
            .is_some_and(|known| self.trusting || write::same((self.base, known), (self.new, id)));
        let taken = |name: &str| {
            let pointer = format!("/components/schemas/{}", escape_pointer(name));
            self.base.component(name).is_some()
                || self.given.borrow().values().any(|p| *p == pointer)
        };
        let name = if same { name.clone() } else { free(name, |name| !taken(name)) };
        let pointer = format!("/components/schemas/{}", escape_pointer(&name));
        self.given.borrow_mut().insert(id, pointer.clone());
        if !same {
            self.open.borrow_mut().push((id, name));
        }
        pointer
    }

    /// The edits that add what the base lacks of all that was referred to.
    pub(super) fn added(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let entry = |at: &str, name: String, value| Edit {
            at: at.to_owned(),
            change: Change::Entry(name, value),
            observed: None,
        };
        loop {
            // Writing one may refer to others.
            let next = self.open.borrow_mut().pop();
            let Some((id, name)) = next else { break };
            let value = self.write(|writer| writer.definition(id));
            edits.push(entry("/components/schemas", name, value));
        }
        let schemes = std::mem::take(&mut *self.schemes.borrow_mut());
        let schemes = schemes.into_iter();
        edits
            .extend(schemes.map(|(name, value)| entry("/components/securitySchemes", name, value)));
        edits
    }

    /// A reference to a component of the base that says the same, or the schema itself.
    pub(super) fn like(&self, id: SchemaId) -> Option<Value> {
        let same = self.base.schemas().find(|(known, schema)| {
            schema.component && write::same((self.base, *known), (self.new, id))
        });
        same.map(|(_, schema)| json!({"$ref": format!("#{}", schema.at)}))
    }
}

/// The name, or the first one with a number behind it that is free.
fn free(name: &str, is_free: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| is_free(name)).unwrap_or_default()
}
