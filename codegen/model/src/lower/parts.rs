//! One schema of the model in, the same in one flat form out: the model spreads the keywords over
//! several types, `schema` wants them side by side.

use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::{Number, Value};

/// The keywords of one schema, absent ones empty.
#[derive(Default)]
pub(super) struct Parts<'d> {
    pub(super) kind: Option<&'d str>,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<&'d str>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) minimum: Option<Number>,
    pub(super) maximum: Option<Number>,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) multiple_of: Option<Number>,
    pub(super) values: Option<Vec<Value>>,
    pub(super) items: Option<&'d ReferenceOr<Box<Schema>>>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) unique: bool,
    pub(super) properties: Vec<(&'d str, &'d ReferenceOr<Box<Schema>>)>,
    pub(super) required: &'d [String],
    pub(super) additional: Option<&'d AdditionalProperties>,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
    pub(super) all_of: &'d [ReferenceOr<Schema>],
    pub(super) one_of: &'d [ReferenceOr<Schema>],
    pub(super) any_of: &'d [ReferenceOr<Schema>],
    pub(super) not: Option<&'d ReferenceOr<Schema>>,
}

/// Flattens a schema.
pub(super) fn of(schema: &Schema) -> Parts<'_> {
    match &schema.schema_kind {
        SchemaKind::Type(kind) => typed(kind),
        SchemaKind::OneOf { one_of } => Parts { one_of, ..Parts::default() },
        SchemaKind::AllOf { all_of } => Parts { all_of, ..Parts::default() },
        SchemaKind::AnyOf { any_of } => Parts { any_of, ..Parts::default() },
        SchemaKind::Not { not } => Parts { not: Some(not), ..Parts::default() },
        SchemaKind::Any(any) => Parts {
            kind: any.typ.as_deref().or_else(|| implied_kind(any)),
            format: any.format.clone(),
            pattern: any.pattern.as_deref(),
            min_length: count(any.min_length),
            max_length: count(any.max_length),
            minimum: any.minimum.and_then(number),
            maximum: any.maximum.and_then(number),
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
            multiple_of: any.multiple_of.and_then(number),
            values: (!any.enumeration.is_empty()).then(|| any.enumeration.clone()),
            items: any.items.as_ref(),
            min_items: count(any.min_items),
            max_items: count(any.max_items),
            unique: any.unique_items.unwrap_or_default(),
            properties: any
                .properties
                .iter()
                .map(|(name, schema)| (name.as_str(), schema))
                .collect(),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            min_properties: count(any.min_properties),
            max_properties: count(any.max_properties),
            all_of: &any.all_of,
            one_of: &any.one_of,
            any_of: &any.any_of,
            not: any.not.as_deref(),
        },
    }
}

fn typed(kind: &Type) -> Parts<'_> {
    match kind {
        Type::String(string) => Parts {
            kind: Some("string"),
            format: format(&string.format),
            pattern: string.pattern.as_deref(),
            min_length: count(string.min_length),
            max_length: count(string.max_length),
            values: values(&string.enumeration, |text| Value::String(text.clone())),
            ..Parts::default()
        },
        Type::Number(rules) => Parts {
            kind: Some("number"),
            format: format(&rules.format),
            minimum: rules.minimum.and_then(number),
            maximum: rules.maximum.and_then(number),
            exclusive_minimum: rules.exclusive_minimum,
            exclusive_maximum: rules.exclusive_maximum,
            multiple_of: rules.multiple_of.and_then(number),
            values: values(&rules.enumeration, |float| {
                number(*float).map_or(Value::Null, Value::Number)
            }),
            ..Parts::default()
        },
        Type::Integer(rules) => Parts {
            kind: Some("integer"),
            format: format(&rules.format),
            minimum: rules.minimum.map(Number::from),
            maximum: rules.maximum.map(Number::from),
            exclusive_minimum: rules.exclusive_minimum,
            exclusive_maximum: rules.exclusive_maximum,
            multiple_of: rules.multiple_of.map(Number::from),
            values: values(&rules.enumeration, |whole| Value::from(*whole)),
            ..Parts::default()
        },
        Type::Boolean(boolean) => Parts {
            kind: Some("boolean"),
            values: values(&boolean.enumeration, |flag| Value::Bool(*flag)),
            ..Parts::default()
        },
        Type::Object(object) => Parts {
            kind: Some("object"),
            properties: object
                .properties
                .iter()
                .map(|(name, schema)| (name.as_str(), schema))
                .collect(),
            required: &object.required,
            additional: object.additional_properties.as_ref(),
            min_properties: count(object.min_properties),
            max_properties: count(object.max_properties),
            ..Parts::default()
        },
        Type::Array(array) => Parts {
            kind: Some("array"),
            items: array.items.as_ref(),
            min_items: count(array.min_items),
            max_items: count(array.max_items),
            unique: array.unique_items,
            ..Parts::default()
        },
    }
}

/// The type that the keywords of an untyped schema speak of.
fn implied_kind(any: &openapiv3::AnySchema) -> Option<&'static str> {
    if !any.properties.is_empty()
        || !any.required.is_empty()
        || any.additional_properties.is_some()
        || any.min_properties.is_some()
        || any.max_properties.is_some()
    {
        Some("object")
    } else if any.items.is_some()
        || any.min_items.is_some()
        || any.max_items.is_some()
        || any.unique_items.is_some()
    {
        Some("array")
    } else if any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some() {
        Some("string")
    } else if any.minimum.is_some() || any.maximum.is_some() || any.multiple_of.is_some() {
        Some("number")
    } else {
        None
    }
}

fn count(count: Option<usize>) -> Option<u64> {
    count.and_then(|count| u64::try_from(count).ok())
}

/// Whole numbers stay whole: the model reads every bound of a number as a float.
fn number(float: f64) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if float.fract() == 0.0 && float.abs() <= EXACT {
        return Some(Number::from(float as i64));
    }
    Number::from_f64(float)
}

fn values<T>(list: &[Option<T>], value: impl Fn(&T) -> Value) -> Option<Vec<Value>> {
    let values =
        list.iter().map(|item| item.as_ref().map_or(Value::Null, &value)).collect::<Vec<_>>();
    (!values.is_empty()).then_some(values)
}

/// The format as the document spells it.
fn format<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => match serde_json::to_value(known) {
            Ok(Value::String(text)) => Some(text),
            _ => None,
        },
        VariantOrUnknownOrEmpty::Unknown(text) => Some(text.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
