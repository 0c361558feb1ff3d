//! Two objects that stand for one another: properties that are gone, new or required otherwise.
//!
//! In come the objects of the base and of the other side, out come changes of the base; the schemas of
//! properties that both have are left to the walk. It does not judge whom a change hurts.

use super::pair::entry;
use super::walk::{Pending, Walk};
use crate::write;
use oasis_model::ir::{Additional, Object, Property, SchemaId};
use oasis_model::settle::Change;
use serde_json::{Value, json};

impl<'a> Walk<'a> {
    /// Compares the properties of two objects, and what else they take.
    pub(super) fn objects(&mut self, owner: SchemaId, known: &'a Object, shown: &'a Object) {
        let at = self.base.schema(owner).at.clone();
        for property in &known.properties {
            let same = shown.properties.iter().find(|other| other.name == property.name);
            let Some(same) = same else {
                if self.source.is_none() {
                    self.gone(known, property);
                }
                self.kept.insert(property.at.clone());
                self.kept.insert(self.base.schema(property.within).at.clone());
                continue;
            };
            let required = self.base.property_basis(owner, property, "required");
            if property.required != same.required && self.may_edit(required) {
                self.change(&at, Change::Required(property.name.clone(), same.required));
            }
            self.waiting.push(Pending {
                known: property.schema,
                shown: same.schema,
                via: Some((owner, property)),
                site: property.at.clone(),
            });
        }
        let is_new = |new: &&Property| known.properties.iter().all(|old| old.name != new.name);
        for new in shown.properties.iter().filter(is_new) {
            self.added(owner, known, shown, new);
        }
        self.additional(owner, known, shown);
    }

    /// A property that only the base has, with its names in lists of what is required.
    fn gone(&mut self, known: &Object, property: &Property) {
        let map = property.at.rsplit_once('/').map_or("", |(map, _)| map);
        self.change(map, entry(&property.name, Value::Null));
        for list in known.required_by.iter().filter(|entry| entry.name == property.name) {
            let at = self.base.schema(list.schema).at.clone();
            self.change(&at, Change::Required(property.name.clone(), false));
        }
    }

    /// A property that only the page has: where the list of properties is a guess, it belongs there.
    fn added(&mut self, owner: SchemaId, known: &Object, shown: &Object, new: &Property) {
        let declaring = neighbour(known, shown, new).unwrap_or(owner);
        if !self.may_edit(self.base.schema_basis(declaring, "properties")) {
            return;
        }
        let map = format!("{}/properties", self.base.schema(declaring).at);
        let value = match self.source {
            Some(_) => write::described(self.page, new.schema),
            None => self.names.write(|writer| writer.schema(new.schema)),
        };
        self.change(&map, entry(&new.name, value));
        if new.required {
            let at = self.base.schema(owner).at.clone();
            self.change(&at, Change::Required(new.name.clone(), true));
        }
    }

    fn additional(&mut self, owner: SchemaId, known: &Object, shown: &Object) {
        let at = self.base.schema(owner).at.clone();
        if let (Additional::Schema(known), Additional::Schema(shown)) =
            (&known.additional, &shown.additional)
        {
            let site = format!("{at}/additionalProperties");
            self.waiting.push(Pending { known: *known, shown: *shown, via: None, site });
            return;
        }
        if known.additional == shown.additional
            || !self.may_edit(self.base.schema_basis(owner, "additionalProperties"))
        {
            return;
        }
        let value = match &shown.additional {
            Additional::Unstated => Value::Null,
            Additional::Any => json!(true),
            Additional::Refused => json!(false),
            Additional::Schema(id) => match self.source {
                Some(_) => write::described(self.page, *id),
                None => self.names.write(|writer| writer.schema(*id)),
            },
        };
        self.change(&at, Change::Keyword("additionalProperties".to_owned(), value));
    }
}

/// The schema that declares the property before a new one, or else the first one behind it.
fn neighbour(known: &Object, shown: &Object, new: &Property) -> Option<SchemaId> {
    let of = |name: &str| known.properties.iter().find(|property| property.name == name);
    let at = shown.properties.iter().position(|property| property.name == new.name)?;
    let (before, behind) = shown.properties.split_at(at);
    let near = before.iter().rev().chain(behind);
    near.filter_map(|property| of(&property.name)).map(|property| property.within).next()
}
