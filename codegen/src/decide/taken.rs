//! How a method takes a value that it only reads.

use super::types::Types;
use crate::rust::{Plain, RustType};

/// The type of an argument for values of some type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// `&str`
    Text,
    /// `&[T]`
    Slice(RustType),
    /// `T`
    Copied(RustType),
    /// `Option` of the other
    Optional(Box<Self>),
    /// `&T`
    Borrowed(RustType),
}

/// How a method takes values of this type.
pub(crate) fn taken(types: &Types<'_>, rust: &RustType) -> Taken {
    match types.behind(rust) {
        RustType::Option(inner) => Taken::Optional(Box::new(taken(types, &inner))),
        RustType::Plain(Plain::String) => Taken::Text,
        RustType::Vec(inner) => Taken::Slice(*inner),
        _ if types.is_copy(rust) => Taken::Copied(rust.clone()),
        _ => Taken::Borrowed(rust.clone()),
    }
}

impl Taken {
    /// Whether the argument is a reference.
    pub(crate) fn is_reference(&self) -> bool {
        matches!(self, Self::Text | Self::Slice(_) | Self::Borrowed(_))
    }
}
