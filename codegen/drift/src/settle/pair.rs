//! Two schemas that stand for one another: what of the base's may be edited follows the other's.

use super::rules::{alike, rules, same, type_name};
use super::walk::{Pending, Via, Walk};
use crate::write;
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Content, Kind, Object, Schema, SchemaId};
use oasis_model::pointer::{escape_pointer, unescape_pointer};
use oasis_model::settle::Change;
use serde_json::{Value, json};

impl<'a> Walk<'a> {
    /// Compares the bodies of each media type that both sides have.
    pub(super) fn contents(&mut self, at: &str, known: &'a [Content], shown: &'a [Content]) {
        let find = |all: &'a [Content], one: &Content| {
            all.iter().find(|other| other.media_type == one.media_type)
        };
        for content in known {
            let same = find(shown, content);
            let schemas = same.and_then(|same| content.schema.zip(same.schema));
            if let Some((known, shown)) = schemas {
                self.schemas(known, shown, format!("{}/schema", content.at));
            } else if self.source.is_none() {
                self.content_gone(at, content, same);
            }
        }
        for content in shown {
            if self.source.is_none() && find(known, content).is_none() {
                let value = self.names.write(|writer| write::content(writer, content));
                self.change(&format!("{at}/content"), entry(&content.media_type, value));
            }
        }
    }

    /// A media type, or its schema, that only one side has.
    fn content_gone(&mut self, at: &str, known: &Content, shown: Option<&Content>) {
        match shown {
            None => self.change(&format!("{at}/content"), entry(&known.media_type, Value::Null)),
            Some(shown) if shown.schema.is_some() || known.schema.is_some() => {
                let schema = shown.schema.map(|id| self.names.write(|writer| writer.schema(id)));
                self.change(&known.at, entry("schema", schema.unwrap_or_default()));
            }
            Some(_) => {}
        }
    }

    /// Compares two schemas and all below them.
    pub(super) fn schemas(&mut self, known: SchemaId, shown: SchemaId, site: String) {
        self.waiting.push(Pending { known, shown, via: None, site });
        while let Some(pending) = self.waiting.pop() {
            self.pair(pending);
        }
    }

    /// How a keyword of a schema is known.
    fn basis(&self, id: SchemaId, via: Via<'_>, keyword: &str) -> Basis {
        match via {
            Some((owner, property)) => self.base.property_basis(owner, property, keyword),
            None => self.base.schema_basis(id, keyword),
        }
    }

    fn pair(&mut self, pending: Pending<'a>) {
        let Pending { known, shown, via, site } = pending;
        let (base, page) = (self.base, self.page);
        let ((old, old_null), (new, new_null)) =
            (write::resolved(base, known), write::resolved(page, shown));
        self.state_all(known, via);
        let shared = base.schema(known).component && self.is_namesake(known, shown);
        let met = if shared { String::new() } else { site.clone() };
        if !self.met.insert((known, shown, met)) {
            return;
        }
        let (old_schema, new_schema) = (base.schema(old), page.schema(new));
        let own_null = base.schema(known).nullable == page.schema(shown).nullable;
        if old_null != new_null && self.may_edit(self.basis(known, via, "nullable")) {
            if self.source.is_none() && base.schema(known).component && (!shared || own_null) {
                return self.rewrite(&site, known, shown);
            }
            self.change(&base.schema(known).at, Change::Nullable(new_null));
        }
        if !alike(&old_schema.kind, &new_schema.kind) {
            if self.may_edit(self.basis(known, via, "type")) {
                self.replace((known, old_schema), (shown, new_schema), &site);
            }
            return;
        }
        self.keep_lent(old);
        self.notes(known, shown);
        let by_name = via.filter(|_| known == old);
        self.keywords(old, by_name, rules(old_schema), rules(new_schema));
        self.below((known, old), (shown, new), &site);
    }

    fn below(
        &mut self,
        (known, old): (SchemaId, SchemaId),
        (shown, new): (SchemaId, SchemaId),
        site: &str,
    ) {
        let (base, page) = (self.base, self.page);
        let at = &base.schema(old).at;
        match (&base.schema(old).kind, &page.schema(new).kind) {
            (Kind::Object(known), Kind::Object(shown)) => {
                self.objects(old, known, shown);
                if tags(base, known) != tags(page, shown) {
                    self.discriminator(at, new);
                }
            }
            (Kind::Array(known), Kind::Array(shown)) => match (known.items, shown.items) {
                (Some(known), Some(shown)) => {
                    let site = format!("{at}/items");
                    self.waiting.push(Pending { known, shown, via: None, site });
                }
                (None, Some(shown)) if self.source.is_none() => {
                    let items = self.names.write(|writer| writer.schema(shown));
                    self.change(at, entry("items", items));
                }
                (Some(_), None) if self.source.is_none() => {
                    self.change(at, entry("items", json!({})));
                }
                _ => {}
            },
            (Kind::OneOf(a) | Kind::AnyOf(a), Kind::OneOf(b) | Kind::AnyOf(b)) => {
                if a.variants.len() == b.variants.len() {
                    let is_one = matches!(base.schema(old).kind, Kind::OneOf(_));
                    let keyword = if is_one { "oneOf" } else { "anyOf" };
                    self.parts(at, keyword, &a.variants, &b.variants);
                }
                if a.discriminator != b.discriminator {
                    self.discriminator(at, new);
                }
            }
            (Kind::AllOf(a), Kind::AllOf(b)) if a.len() == b.len() => self.parts(at, "allOf", a, b),
            (Kind::AllOf(_) | Kind::Not(_), _)
                if self.source.is_none() && !write::same((base, old), (page, new)) =>
            {
                self.rewrite(site, known, shown);
            }
            _ => {}
        }
    }

    /// What tells alternatives apart.
    fn discriminator(&mut self, at: &str, shown: SchemaId) {
        if self.source.is_none() {
            let written = self.names.write(|writer| writer.definition(shown));
            let discriminator = written.get("discriminator").cloned().unwrap_or_default();
            self.change(at, entry("discriminator", discriminator));
        }
    }

    /// Alternatives are compared in their order, if there are as many.
    fn parts(&mut self, at: &str, keyword: &str, known: &[SchemaId], shown: &[SchemaId]) {
        for (index, (known, shown)) in known.iter().zip(shown).enumerate() {
            let site = format!("{at}/{keyword}/{index}");
            self.waiting.push(Pending { known: *known, shown: *shown, via: None, site });
        }
    }

    /// Whether two schemas are components of the same name.
    fn is_namesake(&self, known: SchemaId, shown: SchemaId) -> bool {
        let (old, new) = (self.base.schema(known), self.page.schema(shown));
        old.component && new.component && old.name == new.name
    }

    /// What a table cannot say is no more than a guess after it, either.
    fn keep_lent(&mut self, id: SchemaId) {
        let schema = self.base.schema(id);
        let keyword = match &schema.kind {
            Kind::Object(_) => "additionalProperties",
            Kind::Array(_) => "uniqueItems",
            _ => "enum",
        };
        if self.lent.contains(&id) && self.may_edit(self.base.schema_basis(id, keyword)) {
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
    fn replace(
        &mut self,
        (known, old): (SchemaId, &Schema),
        (shown, new): (SchemaId, &Schema),
        site: &str,
    ) {
        let (Some(from), Some(to)) = (type_name(&old.kind), type_name(&new.kind)) else {
            return self.rewrite(site, known, shown);
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
        changes.push(("type", json!(from), json!(to)));
        for (keyword, _, new) in changes.into_iter().filter(|(_, old, new)| old != new) {
            self.change(&old.at, Change::Keyword(keyword.to_owned(), new));
        }
    }

    /// Writes a schema anew where it is used; a component of the same name in its own place.
    fn rewrite(&mut self, site: &str, known: SchemaId, shown: SchemaId) {
        let at = &self.base.schema(known).at;
        let namesake = self.is_namesake(known, shown);
        let (place, mut value) = match self.source {
            Some(_) => (at.as_str(), write::described(self.page, shown)),
            None if namesake => (at.as_str(), self.names.write(|writer| writer.definition(shown))),
            None => (site, self.names.write(|writer| writer.schema(shown))),
        };
        let prose = self.base.schema(known).docs.description.as_ref();
        if let Some(text) = prose.filter(|_| value.get("$ref").is_none()) {
            value["description"] = json!(text);
        }
        let (map, name) = place.rsplit_once('/').unwrap_or_default();
        let name = unescape_pointer(name).into_owned();
        self.kept.insert(at.clone());
        self.change(map, Change::Entry(name, value));
    }

    /// What no message depends on, and code does.
    fn notes(&mut self, known: SchemaId, shown: SchemaId) {
        if self.source.is_some() {
            return;
        }
        let (old, new) = (self.base.schema(known), self.page.schema(shown));
        let flag = |flag: bool| if flag { json!(true) } else { Value::Null };
        let notes = [
            ("default", json!(old.default), json!(new.default)),
            ("deprecated", flag(old.docs.deprecated), flag(new.docs.deprecated)),
            ("readOnly", flag(old.read_only), flag(new.read_only)),
            ("writeOnly", flag(old.write_only), flag(new.write_only)),
        ];
        for (keyword, before, after) in notes {
            if before != after {
                self.change(&old.at, Change::Keyword(keyword.to_owned(), after));
            }
        }
    }

    /// Rules that may be edited and differ.
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
            if !same(&old, &new) && self.may_edit(self.basis(id, via, covering)) {
                let at = self.base.schema(id).at.clone();
                self.change(&at, Change::Keyword(keyword.to_owned(), new));
            }
        }
    }
}

/// A property, and the values of it that stand for schemas by name.
type Tags<'a> = (&'a str, Vec<(&'a str, &'a [String])>);

/// The discriminator of an object: its property, and the values of each schema that extends the object.
fn tags<'a>(api: &'a Api, object: &'a Object) -> Option<Tags<'a>> {
    let discriminator = object.discriminator.as_ref()?;
    let children = discriminator.children.iter();
    let named = children.map(|child| (api.schema(child.schema).name.as_str(), &*child.values));
    Some((&discriminator.property, named.collect()))
}

/// An entry of a map.
pub(super) fn entry(name: &str, value: Value) -> Change {
    Change::Entry(name.to_owned(), value)
}

/// The pointer of an entry of a map.
pub(super) fn below(map: &str, name: &str) -> String {
    format!("{map}/{}", escape_pointer(name))
}
