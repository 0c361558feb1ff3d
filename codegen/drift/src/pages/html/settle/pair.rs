//! Two schemas that stand for one another: what of the specification's is a guess follows the page's.

use super::super::super::written;
use super::rules::{alike, rules, same, type_name};
use super::{Settling, is_guess};
use oasis_model::finding::Basis;
use oasis_model::ir::{Additional, Content, Kind, Object, Property, Schema, SchemaId, Union};
use oasis_model::pointer::unescape_pointer;
use oasis_model::settle::Change;
use serde_json::{Value, json};

/// A property, with the object that it belongs to.
pub(super) type Via<'a> = Option<(SchemaId, &'a Property)>;

impl<'a> Settling<'a> {
    pub(super) fn contents(&mut self, known: &'a [Content], shown: &'a [Content]) {
        for content in known {
            let same = shown.iter().find(|other| other.media_type == content.media_type);
            let schemas = same.and_then(|same| content.schema.zip(same.schema));
            if let Some((known, shown)) = schemas {
                self.schemas(known, shown);
            }
        }
    }

    pub(super) fn schemas(&mut self, known: SchemaId, shown: SchemaId) {
        self.waiting.push((known, shown, None));
        while let Some((known, shown, via)) = self.waiting.pop() {
            self.pair(known, shown, via);
        }
    }

    /// How a keyword of a schema is known.
    fn basis(&self, id: SchemaId, via: Via<'_>, keyword: &str) -> Basis {
        match via {
            Some((owner, property)) => self.base.property_basis(owner, property, keyword),
            None => self.base.schema_basis(id, keyword),
        }
    }

    fn pair(&mut self, known: SchemaId, shown: SchemaId, via: Via<'a>) {
        let (base, page) = (self.base, self.page);
        let ((old, old_null), (new, new_null)) =
            (written::resolved(base, known), written::resolved(page, shown));
        self.state_all(known, via);
        if !self.met.insert((known, shown)) {
            return;
        }
        if old_null != new_null && is_guess(self.basis(known, via, "nullable")) {
            self.change(&base.schema(known).at, Change::Nullable(new_null));
        }
        let (old_schema, new_schema) = (base.schema(old), page.schema(new));
        if !alike(&old_schema.kind, &new_schema.kind) {
            if is_guess(self.basis(known, via, "type")) {
                self.replace(known, old_schema, shown, new_schema);
            }
            return;
        }
        self.keep_lent(old);
        let by_name = via.filter(|_| known == old);
        self.keywords(old, by_name, rules(old_schema), rules(new_schema));
        match (&old_schema.kind, &new_schema.kind) {
            (Kind::Object(known), Kind::Object(shown)) => self.objects(old, known, shown),
            (Kind::Array(known), Kind::Array(shown)) => {
                if let Some((known, shown)) = known.items.zip(shown.items) {
                    self.waiting.push((known, shown, None));
                }
            }
            (Kind::OneOf(known) | Kind::AnyOf(known), Kind::OneOf(shown) | Kind::AnyOf(shown)) => {
                self.unions(known, shown);
            }
            _ => {}
        }
    }

    /// What a table cannot say is no more than a guess after it, either.
    fn keep_lent(&mut self, id: SchemaId) {
        let schema = self.base.schema(id);
        let keyword = match &schema.kind {
            Kind::Object(_) => "additionalProperties",
            Kind::Array(_) => "uniqueItems",
            _ => "enum",
        };
        if self.lent.contains(&id) && is_guess(self.base.schema_basis(id, keyword)) {
            self.kept.insert(schema.at.clone());
        }
    }

    /// Notes that the page states a schema, whatever it is an alias of.
    fn state_all(&mut self, id: SchemaId, via: Via<'a>) {
        let base = self.base;
        if let Some((_, property)) = via {
            self.state(&property.at, &property.claim);
            let within = base.schema(property.within);
            self.state(&within.at, &within.claim);
        }
        let mut id = id;
        for _ in 0..base.schemas.len() {
            let schema = base.schema(id);
            self.state(&schema.at, &schema.claim);
            id = match &schema.kind {
                Kind::Alias(target) => *target,
                Kind::OneOf(union) | Kind::AnyOf(union) if union.variants.len() == 1 => {
                    union.variants[0]
                }
                Kind::Object(object) => {
                    for entry in &object.required_by {
                        let list = base.schema(entry.schema);
                        self.state(&list.at, &list.claim);
                    }
                    break;
                }
                _ => break,
            };
        }
    }

    /// A schema of another kind: it is written anew, or, where only the type is another, changed.
    fn replace(&mut self, known: SchemaId, old: &Schema, shown: SchemaId, new: &Schema) {
        let at = &self.base.schema(known).at;
        let (Some(from), Some(to)) = (type_name(&old.kind), type_name(&new.kind)) else {
            let mut written = written::described(self.page, shown);
            if let Some(text) = &self.base.schema(known).docs.description {
                written["description"] = json!(text);
            }
            let (map, name) = at.rsplit_once('/').unwrap_or_default();
            let name = unescape_pointer(name).into_owned();
            self.kept.insert(at.clone());
            self.change(map, Change::Entry(name, written));
            return;
        };
        let gone = rules(old).into_iter().map(|(keyword, value)| (keyword, value, Value::Null));
        let come = rules(new).into_iter().map(|(keyword, value)| (keyword, Value::Null, value));
        let mut changes: Vec<(&str, Value, Value)> = gone.collect();
        for (keyword, none, value) in come {
            match changes.iter_mut().find(|change| change.0 == keyword) {
                Some(change) => change.2 = value,
                None => changes.push((keyword, none, value)),
            }
        }
        let at = old.at.clone();
        changes.push(("type", json!(from), json!(to)));
        for (keyword, old, new) in changes.into_iter().filter(|(_, old, new)| old != new) {
            drop(old);
            self.change(&at, Change::Keyword(keyword.to_owned(), new));
        }
    }

    /// Rules that are guesses and differ.
    fn keywords(
        &mut self,
        id: SchemaId,
        via: Via<'a>,
        old: Vec<(&'static str, Value)>,
        new: Vec<(&'static str, Value)>,
    ) {
        let of = |list: &[(&str, Value)], keyword: &str| {
            let found = list.iter().find(|(known, _)| *known == keyword);
            found.map_or(Value::Null, |(_, value)| value.clone())
        };
        let mut names: Vec<&str> = old.iter().chain(&new).map(|(keyword, _)| *keyword).collect();
        names.sort_unstable();
        names.dedup();
        for keyword in names {
            let (old, new) = (of(&old, keyword), of(&new, keyword));
            let covering = match keyword {
                "exclusiveMinimum" => "minimum",
                "exclusiveMaximum" => "maximum",
                other => other,
            };
            if !same(&old, &new) && is_guess(self.basis(id, via, covering)) {
                let at = self.base.schema(id).at.clone();
                self.change(&at, Change::Keyword(keyword.to_owned(), new));
            }
        }
    }

    fn objects(&mut self, owner: SchemaId, known: &'a Object, shown: &'a Object) {
        let at = self.base.schema(owner).at.clone();
        for property in &known.properties {
            let same = shown.properties.iter().find(|other| other.name == property.name);
            let Some(same) = same else {
                self.kept.insert(property.at.clone());
                self.kept.insert(self.base.schema(property.within).at.clone());
                continue;
            };
            let required = self.base.property_basis(owner, property, "required");
            if property.required != same.required && is_guess(required) {
                self.change(&at, Change::Required(property.name.clone(), same.required));
            }
            self.waiting.push((property.schema, same.schema, Some((owner, property))));
        }
        let is_new = |new: &&Property| known.properties.iter().all(|old| old.name != new.name);
        for new in shown.properties.iter().filter(is_new) {
            self.added(owner, known, shown, new);
        }
        self.additional(owner, known, shown);
    }

    /// A property that only the page has: where the list of properties is a guess, it belongs there.
    fn added(&mut self, owner: SchemaId, known: &Object, shown: &Object, new: &Property) {
        let declaring = neighbour(known, shown, new).unwrap_or(owner);
        if !is_guess(self.base.schema_basis(declaring, "properties")) {
            return;
        }
        let map = format!("{}/properties", self.base.schema(declaring).at);
        let value = written::described(self.page, new.schema);
        self.change(&map, Change::Entry(new.name.clone(), value));
        if new.required {
            let at = self.base.schema(owner).at.clone();
            self.change(&at, Change::Required(new.name.clone(), true));
        }
    }

    fn additional(&mut self, owner: SchemaId, known: &Object, shown: &Object) {
        if let (Additional::Schema(known), Additional::Schema(shown)) =
            (&known.additional, &shown.additional)
        {
            self.waiting.push((*known, *shown, None));
            return;
        }
        if known.additional == shown.additional
            || !is_guess(self.base.schema_basis(owner, "additionalProperties"))
        {
            return;
        }
        let value = match &shown.additional {
            Additional::Unstated => Value::Null,
            Additional::Any => json!(true),
            Additional::Refused => json!(false),
            Additional::Schema(id) => written::described(self.page, *id),
        };
        let at = self.base.schema(owner).at.clone();
        self.change(&at, Change::Keyword("additionalProperties".to_owned(), value));
    }

    /// Alternatives are compared in their order, if there are as many.
    fn unions(&mut self, known: &'a Union, shown: &'a Union) {
        if known.variants.len() == shown.variants.len() {
            for (known, shown) in known.variants.iter().zip(&shown.variants) {
                self.waiting.push((*known, *shown, None));
            }
        }
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
