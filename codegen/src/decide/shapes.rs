//! The Rust form of a schema, one match from its kind.

use super::all_of::{AllOf, Form};
use super::claims::is_guess_of_schema;
use super::unions::Alternatives;
use crate::rust::Plain;
use oasis_model::ir::{
    Additional, Api, Kind, Numbers, Object, Schema, SchemaId, Text, Usage, Width,
};
use serde_json::{Number, Value};
use std::collections::{HashMap, HashSet};

/// The Rust form of the values of a schema that are not null.
#[derive(Debug)]
pub(crate) enum Shape<'a> {
    /// A struct.
    Struct(&'a Object),
    /// A free-form object, whose properties are these, or anything.
    Map(Option<SchemaId>),
    /// A string enum with these values; open or closed.
    Strings(Vec<&'a str>, Openness),
    /// An integer enum with these values; open or closed.
    Integers(Vec<i64>, Openness),
    /// An enum of numbers with these values; open or closed.
    Numbers(Vec<Number>, Openness),
    /// An enum of types.
    Union(&'a Alternatives),
    /// A list of these, or of anything.
    List(Option<SchemaId>),
    /// The same type as this.
    Same(SchemaId),
    /// A type that needs no declaration.
    Plain(Plain),
}

/// Whether an enum takes values that the contract does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Openness {
    /// It takes and keeps them.
    Open,
    /// They cannot be built.
    Closed,
}

/// What is needed to see a shape.
#[derive(Debug)]
pub(crate) struct Shapes<'a> {
    pub(crate) api: &'a Api,
    pub(crate) unions: HashMap<SchemaId, Alternatives>,
    pub(crate) all_of: HashMap<SchemaId, AllOf>,
    /// Strings that are files in a form of parts.
    files: HashSet<SchemaId>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self {
            api,
            unions: super::unions::alternatives(api),
            all_of: super::all_of::forms(api),
            files: super::forms::files(api),
        }
    }

    /// The form of a schema whose values travel this way.
    pub(crate) fn shape(&self, id: SchemaId, usage: Usage) -> Shape<'_> {
        let schema = self.api.schema(id);
        match &schema.kind {
            Kind::Never => Shape::Plain(Plain::Null),
            Kind::Boolean => Shape::Plain(boolean(schema, usage)),
            Kind::Integer(numbers) => match integers(schema) {
                Some(values) => Shape::Integers(values, self.openness(id, schema, usage)),
                None => Shape::Plain(integer(numbers)),
            },
            Kind::Number(_) => match numbers(schema) {
                Some(values) => Shape::Numbers(values, self.openness(id, schema, usage)),
                None => Shape::Plain(Plain::Number),
            },
            Kind::String(text) => self.string(id, schema, text, usage),
            Kind::Array(array) => Shape::List(array.items),
            Kind::Object(object) => self::object(object),
            Kind::OneOf(_) | Kind::AnyOf(_) => match self.unions.get(&id) {
                Some(union) if union.variants.is_empty() => Shape::Plain(Plain::Any),
                Some(Alternatives { variants, discriminator: None, .. }) if variants.len() == 1 => {
                    Shape::Same(variants[0])
                }
                Some(union) => Shape::Union(union),
                None => Shape::Plain(Plain::Any),
            },
            Kind::Alias(target) => Shape::Same(*target),
            Kind::Any => self.any(id, schema, usage),
            Kind::AllOf(_) => match self.all_of.get(&id).map(|all_of| &all_of.form) {
                Some(Form::Same(part)) => Shape::Same(*part),
                Some(Form::Object(object)) => self::object(object),
                Some(Form::Any) | None => Shape::Plain(Plain::Any),
            },
            Kind::Not(_) => Shape::Plain(Plain::Any),
        }
    }

    /// Whether values are files in a form of parts.
    pub(crate) fn is_file(&self, id: SchemaId) -> bool {
        self.files.contains(&id)
    }

    fn string<'s>(&self, id: SchemaId, schema: &'s Schema, text: &Text, usage: Usage) -> Shape<'s> {
        match (strings(schema), text.format.as_deref()) {
            (Some(values), _) => Shape::Strings(values, self.openness(id, schema, usage)),
            (None, _) if self.files.contains(&id) => Shape::Plain(Plain::File),
            (None, Some("date-time")) => Shape::Plain(Plain::Timestamp),
            (None, Some("date")) => Shape::Plain(Plain::Date),
            (None, _) => Shape::Plain(Plain::String),
        }
    }

    /// Enums are open where the values may come from elsewhere, or the list is only a guess.
    fn openness(&self, id: SchemaId, schema: &Schema, usage: Usage) -> Openness {
        let open = !is_strict(usage)
            || schema.claim.may_have_more_values()
            || is_guess_of_schema(self.api, id, "enum");
        if open { Openness::Open } else { Openness::Closed }
    }

    /// A schema without a type: its listed values may still tell one.
    fn any<'s>(&self, id: SchemaId, schema: &'s Schema, usage: Usage) -> Shape<'s> {
        if let Some(values) = strings(schema) {
            return Shape::Strings(values, self.openness(id, schema, usage));
        }
        if let Some(values) = integers(schema) {
            return Shape::Integers(values, self.openness(id, schema, usage));
        }
        if let Some(values) = numbers(schema) {
            return Shape::Numbers(values, self.openness(id, schema, usage));
        }
        let values = schema.values.as_deref().unwrap_or_default();
        let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(is);
        Shape::Plain(if all(Value::is_boolean) { boolean(schema, usage) } else { Plain::Any })
    }
}

impl Shape<'_> {
    /// Whether values of this shape need a declared type even where the document does not name it.
    pub(crate) fn is_nominal(&self) -> bool {
        self.is_listed() || matches!(self, Self::Struct(_) | Self::Union(_))
    }

    /// Whether this is an enum of values.
    pub(crate) fn is_listed(&self) -> bool {
        matches!(self, Self::Strings(..) | Self::Integers(..) | Self::Numbers(..))
    }

    /// Whether values of this shape are large enough to be boxed inside an enum.
    pub(crate) fn is_large(&self) -> bool {
        matches!(self, Self::Struct(_) | Self::Union(_))
    }
}

/// Whether values are only ever sent: then what the contract forbids cannot be built.
pub(crate) fn is_strict(usage: Usage) -> bool {
    usage.sent && !usage.received
}

/// The listed values, if there are any and all of them are strings.
fn strings(schema: &Schema) -> Option<Vec<&str>> {
    let values = schema.values.as_ref().filter(|values| !values.is_empty())?;
    values.iter().map(Value::as_str).collect()
}

/// The same for integers.
fn integers(schema: &Schema) -> Option<Vec<i64>> {
    let values = schema.values.as_ref().filter(|values| !values.is_empty())?;
    values.iter().map(Value::as_i64).collect()
}

/// The same for numbers, as floats.
fn numbers(schema: &Schema) -> Option<Vec<Number>> {
    let values = schema.values.as_ref().filter(|values| !values.is_empty())?;
    values.iter().map(|value| Number::from_f64(value.as_f64()?)).collect()
}

fn boolean(schema: &Schema, usage: Usage) -> Plain {
    match schema.values.as_deref() {
        Some([Value::Bool(true)]) if is_strict(usage) => Plain::True,
        Some([Value::Bool(false)]) if is_strict(usage) => Plain::False,
        _ => Plain::Boolean,
    }
}

/// The type for integers of this width.
fn integer(numbers: &Numbers) -> Plain {
    match numbers.width() {
        Width::Signed32 => Plain::Int32,
        Width::Signed64 => Plain::Int64,
        Width::Unsigned64 => Plain::Unsigned64,
        Width::Unlimited => Plain::Number,
    }
}

fn object(object: &Object) -> Shape<'_> {
    match (&object.additional, object.properties.is_empty()) {
        (Additional::Any | Additional::Unstated, true) => Shape::Map(None),
        (Additional::Schema(value), true) => Shape::Map(Some(*value)),
        _ => Shape::Struct(object),
    }
}
