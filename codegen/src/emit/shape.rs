//! Decides the Rust form of a schema, without writing it down.

use oasis_model::ir::{Additional, Kind, Object, Schema, SchemaId, Text, Union};
use serde_json::Value;

/// The Rust form of the non-null values of a schema.
#[derive(Debug)]
pub(super) enum Shape<'a> {
    /// A struct.
    Struct(&'a Object),
    /// A free-form object, whose members are these, or anything.
    Map(Option<SchemaId>),
    /// A string enum.
    Text(Vec<&'a str>, Openness),
    /// An enum of types.
    Union(&'a Union),
    /// A list of these, or of anything.
    List(Option<SchemaId>),
    /// The same type as this.
    Same(SchemaId),
    /// A type that needs no declaration.
    Plain(Plain),
}

/// Whether an enum takes values that the contract does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Openness {
    /// It takes and keeps them.
    Open,
    /// They cannot be built.
    Closed,
}

/// Types that need no declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Any,
    Null,
    Boolean,
    True,
    False,
    Int32,
    Int64,
    Number,
    String,
    Timestamp,
    Date,
}

impl Shape<'_> {
    /// Whether values of this shape need a declared type even where the document does not name it.
    pub(super) fn is_nominal(&self) -> bool {
        matches!(self, Self::Struct(_) | Self::Text(..) | Self::Union(_))
    }

    /// Whether values of this shape are large enough to be boxed inside an enum.
    pub(super) fn is_large(&self) -> bool {
        matches!(self, Self::Struct(_) | Self::Union(_))
    }
}

/// The form of a schema.
pub(super) fn shape(schema: &Schema) -> Shape<'_> {
    match &schema.kind {
        Kind::Never => Shape::Plain(Plain::Null),
        Kind::Boolean => Shape::Plain(boolean(schema)),
        Kind::Integer(numbers) if numbers.format.as_deref() == Some("int32") => {
            Shape::Plain(Plain::Int32)
        }
        Kind::Integer(_) => Shape::Plain(Plain::Int64),
        Kind::Number(_) => Shape::Plain(Plain::Number),
        Kind::String(text) => string(schema, text),
        Kind::Array(array) => Shape::List(array.items),
        Kind::Object(object) => self::object(object),
        Kind::OneOf(union) | Kind::AnyOf(union) if !union.variants.is_empty() => {
            Shape::Union(union)
        }
        Kind::Alias(target) => Shape::Same(*target),
        Kind::Any | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) | Kind::Not(_) => {
            Shape::Plain(Plain::Any)
        }
    }
}

/// Whether values of the schema are only ever sent: then what the contract forbids cannot be built.
fn is_strict(schema: &Schema) -> bool {
    schema.usage.sent && !schema.usage.received
}

fn boolean(schema: &Schema) -> Plain {
    match schema.values.as_deref() {
        Some([Value::Bool(true)]) if is_strict(schema) => Plain::True,
        Some([Value::Bool(false)]) if is_strict(schema) => Plain::False,
        _ => Plain::Boolean,
    }
}

fn string<'a>(schema: &'a Schema, text: &Text) -> Shape<'a> {
    let values = schema.values.iter().flatten().map(Value::as_str).collect::<Option<Vec<_>>>();
    match (values, text.format.as_deref()) {
        (Some(values), _) if !values.is_empty() => {
            let open = !is_strict(schema) || schema.claim.may_have_more_values();
            Shape::Text(values, if open { Openness::Open } else { Openness::Closed })
        }
        (_, Some("date-time")) => Shape::Plain(Plain::Timestamp),
        (_, Some("date")) => Shape::Plain(Plain::Date),
        _ => Shape::Plain(Plain::String),
    }
}

fn object(object: &Object) -> Shape<'_> {
    match (&object.additional, object.properties.is_empty()) {
        (Additional::Any | Additional::Unstated, true) => Shape::Map(None),
        (Additional::Schema(value), true) => Shape::Map(Some(*value)),
        _ => Shape::Struct(object),
    }
}
