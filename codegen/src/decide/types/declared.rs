//! What is declared: a struct, an enum, a type around another, or another name for one.

use super::choice::{Choice, Listed};
use super::object::Struct;
use crate::names::Ident;
use crate::rust::{RustType, TypeId};
use oasis_model::ir::SchemaId;
use serde_json::Number;

/// One declared type.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// The schema it stands for.
    pub(crate) schema: SchemaId,
    /// Its name.
    pub(crate) name: Ident,
    /// What it is.
    pub(crate) body: Body,
    /// The integrator sends it.
    pub(crate) is_sent: bool,
    /// The component's name in the document, if it is a component.
    pub(crate) component: Option<String>,
    /// Structs that its values can become, field by field.
    pub(crate) widens: Vec<TypeId>,
}

/// What a declared type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Body {
    Struct(Struct),
    Strings(Listed<String>),
    Integers(Listed<i64>),
    Numbers(Listed<Number>),
    Choice(Choice),
    /// A struct around one value: for maps, for strings and integers that the document names, and
    /// for what an alias cannot say.
    Newtype(RustType),
    /// Another name for this type.
    Alias(RustType),
}

impl Body {
    /// Shows every type that is mentioned, in order, to be changed.
    pub(crate) fn visit_mut(&mut self, visit: &mut impl FnMut(&mut RustType)) {
        match self {
            Self::Struct(object) => {
                object.fields.iter_mut().for_each(|field| visit(&mut field.rust));
                object.additional.iter_mut().for_each(|(_, map)| visit(map));
            }
            Self::Choice(choice) => {
                choice.variants.iter_mut().for_each(|variant| visit(&mut variant.rust));
            }
            Self::Newtype(rust) | Self::Alias(rust) => visit(rust),
            Self::Strings(_) | Self::Integers(_) | Self::Numbers(_) => {}
        }
    }

    /// Every type that is mentioned, in the same order.
    pub(crate) fn mentions(&self) -> Vec<&RustType> {
        match self {
            Self::Struct(object) => {
                let additional = object.additional.iter().map(|(_, map)| map);
                object.fields.iter().map(|field| &field.rust).chain(additional).collect()
            }
            Self::Choice(choice) => choice.variants.iter().map(|variant| &variant.rust).collect(),
            Self::Newtype(rust) | Self::Alias(rust) => vec![rust],
            Self::Strings(_) | Self::Integers(_) | Self::Numbers(_) => Vec::new(),
        }
    }
}
