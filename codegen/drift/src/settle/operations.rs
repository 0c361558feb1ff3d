//! Operations of two documents in pairs, and what belongs to an operation as a whole: its name, its
//! parameters, its credentials, its addresses and its body. What is below them is walked elsewhere.

use super::pair::{below, entry};
use super::walk::Walk;
use crate::pages::html::template;
use crate::write;
use oasis_model::ir::{Api, Operation, Parameter, ParameterPlace};
use oasis_model::settle::Change;
use serde_json::{Value, json};

/// The operations of two documents that are the same one, and those that only one of them has.
pub(super) struct Paired<'a> {
    pub(super) both: Vec<(&'a Operation, &'a Operation)>,
    pub(super) gone: Vec<&'a Operation>,
    pub(super) added: Vec<&'a Operation>,
}

/// Pairs operations by method and path, then by name.
pub(super) fn paired<'a>(base: &'a Api, new: &'a Api) -> Paired<'a> {
    let mut paired = Paired { both: Vec::new(), gone: Vec::new(), added: Vec::new() };
    let mut left: Vec<&Operation> = new.operations.iter().collect();
    let by_place = |old: &Operation, new: &Operation| {
        old.method == new.method && template(&old.path) == template(&new.path)
    };
    let mut open = Vec::new();
    for old in &base.operations {
        match left.iter().position(|new| by_place(old, new)) {
            Some(at) => paired.both.push((old, left.remove(at))),
            None => open.push(old),
        }
    }
    for old in open {
        match left.iter().position(|new| new.id == old.id) {
            Some(at) => paired.both.push((old, left.remove(at))),
            None => paired.gone.push(old),
        }
    }
    paired.added = left;
    paired
}

impl<'a> Walk<'a> {
    /// Compares two documents.
    pub(super) fn of_document(mut self) -> Self {
        let (base, new) = (self.base, self.page);
        let Paired { both, gone, added } = paired(base, new);
        if urls(&base.servers) != urls(&new.servers) {
            let servers = write::servers(&new.servers);
            self.change("", entry("servers", some(!new.servers.is_empty(), servers)));
        }
        let together = |path: &str, to: &str| {
            let mut own = both.iter().filter(|(old, _)| old.path == path);
            own.all(|(_, new)| new.path == to) && gone.iter().all(|old| old.path != path)
        };
        for (old, new) in &both {
            if old.path != new.path && together(&old.path, &new.path) {
                self.change("/paths", Change::Rename(old.path.clone(), new.path.clone()));
            }
        }
        for (old, new) in both {
            self.whole(old, new);
            self.operation(old, new);
        }
        gone.into_iter().for_each(|old| self.without(old));
        added.into_iter().for_each(|new| self.with(new));
        self
    }

    /// Takes an operation out.
    pub(super) fn without(&mut self, old: &Operation) {
        let (item, method) = old.at.rsplit_once('/').unwrap_or_default();
        self.change(item, entry(method, Value::Null));
    }

    /// Puts an operation in.
    pub(super) fn with(&mut self, new: &Operation) {
        let value = self.names.write(|writer| write::operation(writer, new));
        let value = self.with_own_schemes(new, value);
        let item = below("/paths", &new.path);
        self.change(&item, entry(&new.method.as_str().to_ascii_lowercase(), value));
    }

    /// Puts an operation in the place of one that stays where it is.
    pub(super) fn instead(&mut self, old: &Operation, new: &Operation) {
        if old.path != new.path || old.method != new.method {
            self.without(old);
            return self.with(new);
        }
        let value = self.names.write(|writer| write::operation(writer, new));
        let value = self.with_own_schemes(new, value);
        let (item, method) = old.at.rsplit_once('/').unwrap_or_default();
        self.change(item, entry(method, value));
    }

    fn with_own_schemes(&self, new: &Operation, mut operation: Value) -> Value {
        if operation.get("security").is_some() {
            operation["security"] = self.names.security(&new.security);
        }
        operation
    }

    fn whole(&mut self, old: &'a Operation, new: &'a Operation) {
        let at = &old.at;
        if old.id != new.id {
            self.change(at, entry("operationId", json!(new.id)));
        }
        if old.docs.deprecated != new.docs.deprecated {
            self.change(at, entry("deprecated", some(new.docs.deprecated, json!(true))));
        }
        if old.security != new.security {
            self.change(at, entry("security", self.names.security(&new.security)));
        }
        if urls(&old.servers) != urls(&new.servers) {
            let servers = write::servers(&new.servers);
            self.change(at, entry("servers", some(!new.servers.is_empty(), servers)));
        }
        self.parameters(old, new);
        match (&old.body, &new.body) {
            (Some(_), None) => self.change(at, entry("requestBody", Value::Null)),
            (None, Some(body)) => {
                let value = self.names.write(|writer| write::body(writer, body));
                self.change(at, entry("requestBody", value));
            }
            _ => {}
        }
    }

    /// Parameters that only one side has, or that are written in another way.
    fn parameters(&mut self, old: &Operation, new: &Operation) {
        let list = format!("{}/parameters", old.at);
        for now in &new.parameters {
            let known = old.parameters.iter().find(|known| is_same(known, now));
            let (at, item) = match known {
                Some(known) if is_written_alike(known, now) => continue,
                Some(known) => known.at.rsplit_once('/').unwrap_or_default(),
                None => (list.as_str(), ""),
            };
            let value = self.names.write(|writer| write::parameter(writer, now));
            // A name behind a dash is put behind the last one.
            let name = if item.is_empty() { format!("-{}", now.name) } else { item.to_owned() };
            self.change(at, entry(&name, value));
        }
        for known in &old.parameters {
            let item = known.at.strip_prefix(&list).and_then(|rest| rest.strip_prefix('/'));
            if let Some(item) =
                item.filter(|_| !new.parameters.iter().any(|now| is_same(known, now)))
            {
                self.change(&list, entry(item, Value::Null));
            }
        }
    }
}

/// A value, or null, which takes the key out.
fn some(there: bool, value: Value) -> Value {
    if there { value } else { Value::Null }
}

fn urls(servers: &[oasis_model::ir::Server]) -> Vec<&str> {
    servers.iter().map(|server| server.url.as_str()).collect()
}

fn is_same(old: &Parameter, new: &Parameter) -> bool {
    old.place == new.place
        && match old.place {
            ParameterPlace::Header => old.name.eq_ignore_ascii_case(&new.name),
            _ => old.name == new.name,
        }
}

fn is_written_alike(old: &Parameter, new: &Parameter) -> bool {
    (old.media_type.as_deref(), &old.style, old.explode, old.docs.deprecated)
        == (new.media_type.as_deref(), &new.style, new.explode, new.docs.deprecated)
}
