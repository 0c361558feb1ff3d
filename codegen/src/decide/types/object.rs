//! Structs: how each property stands in its struct, by what the contract says and how surely.
//!
//! What the integrator sends cannot be built wrong; what he receives survives whatever the
//! contract only guesses.

use super::Types;
use super::choice::Tags;
use super::presence::state;
use crate::decide::claims::{is_guess_of_schema, is_personal};
use crate::names::{Ident, Scope, snake};
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Additional, Object, Property, SchemaId};
use std::collections::HashSet;

/// A struct, decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// The map that keeps properties beyond those declared, and the name of its field.
    pub(crate) additional: Option<(Ident, RustType)>,
}

/// One field, decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The name of the property.
    pub(crate) wire: String,
    /// The property's place in its object; none: required or a tag, but not declared.
    pub(crate) property: Option<usize>,
    pub(crate) rust: RustType,
    pub(crate) presence: Presence,
    pub(crate) reading: Reading,
    /// A constructor asks for it.
    pub(crate) is_asked_for: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) is_personal: bool,
}

/// When a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Presence {
    /// Always.
    Always,
    /// If it is not `None`.
    Some,
    /// If it is not absent; null is written.
    Field,
}

/// How a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// As its type says.
    Plain,
    /// What does not fit is `None`.
    Guess,
    /// Whole numbers may come as `12.0`.
    Whole,
    /// It has to be there and may be null.
    Nullable,
}

impl Struct {
    /// Whether a value can be made of nothing.
    pub(crate) fn is_default(&self) -> bool {
        self.required().next().is_none()
    }

    /// The fields that a constructor asks for.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_asked_for)
    }

    /// Whether every property may be missing.
    pub(crate) fn is_optional(&self) -> bool {
        !self.fields.iter().any(Field::has_to_be_there)
    }
}

impl Field {
    /// Whether reading fails without it.
    pub(crate) fn has_to_be_there(&self) -> bool {
        let always = self.presence == Presence::Always;
        (always && !matches!(self.rust, RustType::Option(_))) || self.reading == Reading::Nullable
    }

    /// Whether serde has to be told that it may be missing.
    pub(crate) fn needs_default(&self) -> bool {
        !self.has_to_be_there()
            && (self.reading != Reading::Plain || self.presence == Presence::Field)
    }
}

pub(super) fn decide(types: &Types<'_>, id: SchemaId, object: &Object, tags: &Tags) -> Struct {
    // The constructor is called `new`, and a setter called `default` would hide that of the trait.
    let mut scope = Scope::with(&["default", "new"]);
    let mut fields: Vec<Field> = object
        .properties
        .iter()
        .enumerate()
        .map(|(place, property)| field(types, id, property, place, &mut scope))
        .collect();
    let additional = match object.additional {
        Additional::Any => Some(RustType::FreeMap),
        Additional::Schema(values) => match types.value(values) {
            RustType::Plain(Plain::Any) => Some(RustType::FreeMap),
            values => Some(RustType::Map(Box::new(values))),
        },
        Additional::Unstated | Additional::Refused => None,
    };
    if additional.is_none() {
        let required = object.required_undeclared.iter().map(|wire| (wire, true));
        let tags = tags.of(types.target(id)).map(|wire| (wire, false));
        let mut declared: HashSet<String> =
            object.properties.iter().map(|property| property.name.clone()).collect();
        for (wire, required) in required.chain(tags) {
            if declared.insert(wire.clone()) {
                fields.push(undeclared(types, id, wire, required, &mut scope));
            }
        }
    }
    let additional = additional.map(|map| (scope.claim(snake("additional")), map));
    Struct { fields, additional }
}

/// A property that is required but not declared, or a tag: kept, since it would be lost otherwise.
fn undeclared(
    types: &Types<'_>,
    id: SchemaId,
    wire: &str,
    required: bool,
    scope: &mut Scope,
) -> Field {
    let always = required && !is_guess_of_schema(types.api, id, "required");
    let any = RustType::Plain(if required { Plain::Any } else { Plain::String });
    Field {
        ident: scope.claim(snake(wire)),
        wire: wire.to_owned(),
        property: None,
        rust: if always { any } else { RustType::Option(Box::new(any)) },
        presence: if always { Presence::Always } else { Presence::Some },
        reading: Reading::Plain,
        is_asked_for: always,
        is_deprecated: false,
        is_personal: false,
    }
}

fn field(
    types: &Types<'_>,
    owner: SchemaId,
    property: &Property,
    place: usize,
    scope: &mut Scope,
) -> Field {
    let api = types.api;
    let schema = api.schema(property.schema);
    let inner = types.plain(property.schema);
    let called = schema.called.as_deref().filter(|_| !schema.component);
    let (rust, presence, reading) = state(types, owner, property, inner);
    // Whoever sends says himself that he means null.
    let bare = !matches!(rust, RustType::Option(_)) || types.reach(owner).usage.sent;
    Field {
        ident: scope.claim(snake(called.unwrap_or(&property.name))),
        wire: property.name.clone(),
        property: Some(place),
        is_asked_for: presence == Presence::Always && bare,
        rust,
        presence,
        reading,
        is_deprecated: schema.docs.deprecated && !schema.component,
        is_personal: is_personal(api, property.schema),
    }
}
