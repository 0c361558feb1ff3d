//! The types of an API, decided: which are declared, under which names, and with which fields.
//!
//! In comes the [`Api`], out come [`Declared`] types in the order they are written. `same` makes
//! equal types one, `boxes` keeps structs from holding themselves, `depth` keeps them within what
//! the compiler resolves.

mod boxes;
mod choice;
mod declared;
mod depth;
mod naming;
mod object;
mod presence;
mod report;
mod same;
mod widen;

pub(crate) use choice::{Choice, Listed, Variant};
pub(crate) use declared::{Body, Declared};
pub(crate) use object::{Field, Presence, Reading, Struct};

use super::reach::{Reach, reach};
use super::shapes::{Shape, Shapes, is_strict};
use crate::ledger::Ledger;
use crate::names::Ident;
use crate::rust::{Plain, RustType, TypeId};
use oasis_model::ir::{Api, Object, SchemaId, Usage};
use std::collections::HashMap;

/// Lists and maps within each other that are spelt out; what lies deeper is any value.
const DEEPEST: usize = 8;

/// The decided types of an API.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    pub(crate) api: &'a Api,
    shapes: Shapes<'a>,
    reach: Vec<Reach>,
    /// The place of a schema's own declaration, where it has one.
    places: HashMap<SchemaId, usize>,
    /// The type that stands for a schema which has a declaration of its own.
    of: HashMap<SchemaId, RustType>,
    /// All declared types; [`TypeId`] is an index into them.
    declared: Vec<Declared>,
    /// The types that are written, in order.
    order: Vec<TypeId>,
}

impl<'a> Types<'a> {
    /// Decides every type that the operations reach, or all components do.
    pub(crate) fn decide(api: &'a Api, all_components: bool, ledger: &mut Ledger) -> Self {
        let shapes = Shapes::new(api);
        let reach = reach(&shapes, all_components);
        let mut types = Self {
            api,
            shapes,
            reach,
            places: HashMap::new(),
            of: HashMap::new(),
            declared: Vec::new(),
            order: Vec::new(),
        };
        let schemas = types.declare();
        let tags = choice::tags(&types);
        let bodies: Vec<Body> = schemas.iter().map(|id| types.body(*id, &tags)).collect();
        types.declared = declared(&types, &schemas, bodies);
        boxes::cut_aliases(&mut types);
        same::unite(&mut types);
        naming::order(&mut types);
        naming::name(&mut types);
        depth::limit(&mut types, ledger);
        boxes::insert(&mut types);
        widen::note(&mut types);
        report::write(&types, ledger);
        types
    }

    /// Gives every schema that needs a declared type its id.
    fn declare(&mut self) -> Vec<SchemaId> {
        let mut schemas = Vec::new();
        for (id, schema) in self.api.schemas() {
            let used = self.reach[id.index()].is_used();
            if used && (schema.component || self.shape(id).is_nominal()) {
                self.places.insert(id, schemas.len());
                self.of.insert(id, RustType::named(schemas.len()));
                schemas.push(id);
            }
        }
        schemas
    }

    fn body(&self, id: SchemaId, tags: &choice::Tags) -> Body {
        match self.shape(id) {
            Shape::Struct(object) => Body::Struct(object::decide(self, id, object, tags)),
            Shape::Strings(values, openness) => Body::Strings(choice::strings(&values, openness)),
            Shape::Integers(values, openness) => {
                Body::Integers(choice::integers(&values, openness))
            }
            Shape::Numbers(values, openness) => Body::Numbers(choice::numbers(values, openness)),
            Shape::Union(union) => choice::decide(self, id, union),
            Shape::Map(_) => Body::Newtype(self.structural(id, 0)),
            Shape::Plain(plain) if plain.is_name() => Body::Newtype(RustType::Plain(plain)),
            Shape::List(_) | Shape::Plain(_) => Body::Alias(self.structural(id, 0)),
            Shape::Same(next) => Body::Alias(self.plain(self.named_or_target(next))),
        }
    }

    /// The form of a schema, not looking through aliases.
    pub(crate) fn shape(&self, id: SchemaId) -> Shape<'_> {
        self.shapes.shape(id, self.reach[id.index()].usage)
    }

    /// The shapes that the types were decided from.
    pub(crate) fn shapes(&self) -> &Shapes<'a> {
        &self.shapes
    }

    /// Which way the values of a schema travel.
    pub(crate) fn reach(&self, id: SchemaId) -> Reach {
        self.reach[id.index()]
    }

    /// The schema behind aliases, and behind unions of one alternative.
    pub(crate) fn target(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        for _ in 0..=self.api.schemas.len() {
            match self.shapes.shape(id, Usage::default()) {
                Shape::Same(target) => id = target,
                _ => break,
            }
        }
        id
    }

    /// The first schema behind aliases that has a declared type, or else the one that says something.
    fn named_or_target(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        for _ in 0..=self.api.schemas.len() {
            match self.shapes.shape(id, Usage::default()) {
                Shape::Same(next) if !self.of.contains_key(&id) => id = next,
                _ => break,
            }
        }
        id
    }

    /// The form of a schema behind aliases.
    pub(crate) fn target_shape(&self, id: SchemaId) -> Shape<'_> {
        self.shape(self.target(id))
    }

    /// The object that a struct stands for.
    pub(crate) fn object(&self, declared: &Declared) -> Option<&Object> {
        match (&declared.body, self.shape(declared.schema)) {
            (Body::Struct(_), Shape::Struct(object)) => Some(object),
            _ => None,
        }
    }

    /// The type of all values of a schema, null included.
    pub(crate) fn value(&self, id: SchemaId) -> RustType {
        self.value_within(id, 0)
    }

    /// The type of the values of a schema that are not null.
    pub(crate) fn plain(&self, id: SchemaId) -> RustType {
        self.plain_within(id, 0)
    }

    fn value_within(&self, id: SchemaId, depth: usize) -> RustType {
        let plain = self.plain_within(id, depth);
        let nullable = self.is_nullable(id) && !self.takes_null(&plain);
        if nullable { RustType::Option(Box::new(plain)) } else { plain }
    }

    fn plain_within(&self, id: SchemaId, depth: usize) -> RustType {
        match self.of.get(&id) {
            Some(declared) => declared.clone(),
            None => self.structural(id, depth),
        }
    }

    /// The type spelt out rather than named.
    fn structural(&self, id: SchemaId, depth: usize) -> RustType {
        if depth >= DEEPEST {
            return RustType::Plain(Plain::Any);
        }
        let inner = |id: Option<SchemaId>| match id {
            Some(id) => self.value_within(id, depth + 1),
            None => RustType::Plain(Plain::Any),
        };
        match self.shape(id) {
            Shape::Same(next) => self.plain_within(self.named_or_target(next), depth + 1),
            Shape::List(items) => RustType::Vec(Box::new(inner(items))),
            Shape::Map(None) => RustType::FreeMap,
            Shape::Map(values) => match inner(values) {
                RustType::Plain(Plain::Any) => RustType::FreeMap,
                values => RustType::Map(Box::new(values)),
            },
            Shape::Plain(plain) => RustType::Plain(plain),
            // Only schemas that no operation reaches lack a declared type here.
            Shape::Struct(_)
            | Shape::Strings(..)
            | Shape::Integers(..)
            | Shape::Numbers(..)
            | Shape::Union(_) => RustType::Plain(Plain::Any),
        }
    }

    /// Whether null is among the values; in what is received, whether anybody may mean that it is.
    pub(crate) fn is_nullable(&self, id: SchemaId) -> bool {
        let may_come = !is_strict(self.reach[id.index()].usage);
        self.api.resolve(id).1 || (may_come && self.api.schema(id).null_meant)
    }

    /// Whether a type takes null by itself.
    pub(crate) fn takes_null(&self, rust: &RustType) -> bool {
        self.behind(rust).takes_null()
    }

    /// The type with the aliases in front resolved: what `pub type Ids = Vec<String>` stands for.
    pub(crate) fn behind(&self, rust: &RustType) -> RustType {
        let mut rust = rust;
        for _ in 0..=self.declared.len() {
            let RustType::Named(id) = rust else { break };
            match self.declared.get(id.0 as usize).map(|declared| &declared.body) {
                Some(Body::Alias(target)) => rust = target,
                _ => break,
            }
        }
        rust.clone()
    }

    /// Whether a type is whole numbers, or lists and maps of such.
    pub(crate) fn is_whole(&self, rust: &RustType) -> bool {
        match self.behind(rust) {
            RustType::Plain(Plain::Int32 | Plain::Int64 | Plain::Unsigned64) => true,
            RustType::Vec(inner) | RustType::Map(inner) | RustType::Option(inner) => {
                self.is_whole(&inner)
            }
            RustType::Named(id) => self.scalar(id).is_some_and(|inner| self.is_whole(inner)),
            _ => false,
        }
    }

    /// What a declared type holds, if it is a string or an integer under a name of its own.
    fn scalar(&self, id: TypeId) -> Option<&RustType> {
        match &self.declared.get(id.0 as usize)?.body {
            Body::Newtype(rust @ RustType::Plain(_)) => Some(rust),
            _ => None,
        }
    }

    /// The type with every alias resolved, for comparing types.
    pub(crate) fn canonical(&self, rust: &RustType) -> RustType {
        self.behind(rust).map(&|inner| self.canonical(inner))
    }

    /// Whether values are passed by copy rather than by reference.
    pub(crate) fn is_copy(&self, rust: &RustType) -> bool {
        match self.behind(rust) {
            RustType::Plain(plain) => !matches!(
                plain,
                Plain::Any | Plain::Number | Plain::String | Plain::Bytes | Plain::File
            ),
            RustType::Option(inner) => self.is_copy(&inner),
            RustType::Named(id) => self.scalar(id).is_some_and(|inner| self.is_copy(inner)),
            _ => false,
        }
    }

    /// The name of a declared type.
    pub(crate) fn name(&self, id: TypeId) -> &Ident {
        &self.declared(id).name
    }

    /// A declared type.
    pub(crate) fn declared(&self, id: TypeId) -> &Declared {
        &self.declared[id.0 as usize]
    }

    /// The types that are written, in order.
    pub(crate) fn written(&self) -> impl Iterator<Item = (TypeId, &Declared)> {
        self.order.iter().map(|id| (*id, self.declared(*id)))
    }
}

fn declared(types: &Types<'_>, schemas: &[SchemaId], bodies: Vec<Body>) -> Vec<Declared> {
    let one = |(id, body): (&SchemaId, Body)| {
        let schema = types.api.schema(*id);
        Declared {
            schema: *id,
            name: naming::wanted(types, *id),
            body,
            is_sent: types.reach(*id).usage.sent,
            component: schema.component.then(|| schema.name.clone()),
            widens: Vec::new(),
        }
    };
    schemas.iter().zip(bodies).map(one).collect()
}

#[cfg(test)]
mod tests;
