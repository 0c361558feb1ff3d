//! The words: for each kind of violation Joi's rule name and sentence, in both generations.
//!
//! In comes a [`Complaint`], out come rule and the message's rest after the quoted label. It does
//! not decide what is wrong.

use super::World;
use serde_json::{Number, Value};

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Complaint {
    Required,
    Only(Vec<Value>),
    Invalid,
    BooleanBase,
    StringBase,
    StringEmpty,
    StringMin(u64),
    StringMax(u64),
    StringPattern { value: String, pattern: String },
    StringIsoDate,
    StringGuid,
    StringEmail,
    StringUri,
    DateBase,
    DateFormat,
    NumberBase,
    NumberInteger,
    NumberUnsafe,
    NumberInfinity,
    NumberMin(Number),
    NumberMax(Number),
    NumberGreater(Number),
    NumberLess(Number),
    NumberMultiple(Number),
    ArrayBase,
    ArrayMin(u64),
    ArrayMax(u64),
    ArrayUnique,
    ObjectBase,
    ObjectUnknown,
    ObjectMin(u64),
    ObjectMax(u64),
    NoTypeFits(Vec<&'static str>),
    NoVariantFits,
}

/// Joi's code for the complaint.
pub(super) fn rule(complaint: &Complaint, world: World) -> &'static str {
    use Complaint as C;
    let joi15 = world == World::Joi15;
    match complaint {
        C::Required => "any.required",
        C::Only(_) if joi15 => "any.allowOnly",
        C::Only(_) => "any.only",
        C::Invalid => "any.invalid",
        C::BooleanBase => "boolean.base",
        C::StringBase => "string.base",
        C::StringEmpty if joi15 => "any.empty",
        C::StringEmpty => "string.empty",
        C::StringMin(_) => "string.min",
        C::StringMax(_) => "string.max",
        C::StringPattern { .. } if joi15 => "string.regex.base",
        C::StringPattern { .. } => "string.pattern.base",
        C::StringIsoDate => "string.isoDate",
        C::StringGuid => "string.guid",
        C::StringEmail => "string.email",
        C::StringUri => "string.uri",
        C::DateBase => "date.base",
        C::DateFormat if joi15 => "date.isoDate",
        C::DateFormat => "date.format",
        C::NumberBase => "number.base",
        C::NumberInteger => "number.integer",
        C::NumberUnsafe => "number.unsafe",
        C::NumberInfinity if joi15 => "any.invalid",
        C::NumberInfinity => "number.infinity",
        C::NumberMin(_) => "number.min",
        C::NumberMax(_) => "number.max",
        C::NumberGreater(_) => "number.greater",
        C::NumberLess(_) => "number.less",
        C::NumberMultiple(_) => "number.multiple",
        C::ArrayBase => "array.base",
        C::ArrayMin(_) => "array.min",
        C::ArrayMax(_) => "array.max",
        C::ArrayUnique => "array.unique",
        C::ObjectBase => "object.base",
        C::ObjectUnknown if joi15 => "object.allowUnknown",
        C::ObjectUnknown => "object.unknown",
        C::ObjectMin(_) => "object.min",
        C::ObjectMax(_) => "object.max",
        C::NoTypeFits(_) => "alternatives.types",
        C::NoVariantFits => "alternatives.match",
    }
}

/// The sentence after the quoted label.
pub(super) fn sentence(complaint: &Complaint, world: World) -> String {
    use Complaint as C;
    let joi15 = world == World::Joi15;
    match complaint {
        C::Required => "is required".to_owned(),
        C::Only(values) if values.len() == 1 && !joi15 => format!("must be {}", list(values)),
        C::Only(values) => format!("must be one of {}", list(values)),
        C::Invalid => "contains an invalid value".to_owned(),
        C::BooleanBase => "must be a boolean".to_owned(),
        C::StringBase => "must be a string".to_owned(),
        C::StringEmpty => "is not allowed to be empty".to_owned(),
        C::StringMin(n) => format!("length must be at least {n} characters long"),
        C::StringMax(n) => format!("length must be less than or equal to {n} characters long"),
        C::StringPattern { value, pattern } => {
            format!("with value \"{value}\" fails to match the required pattern: /{pattern}/")
        }
        C::StringIsoDate | C::DateFormat if joi15 => "must be a valid ISO 8601 date".to_owned(),
        C::StringIsoDate => "must be in iso format".to_owned(),
        C::StringGuid => "must be a valid GUID".to_owned(),
        C::StringEmail => "must be a valid email".to_owned(),
        C::StringUri => "must be a valid uri".to_owned(),
        C::DateBase => "must be a valid date".to_owned(),
        C::DateFormat => "must be in ISO 8601 date format".to_owned(),
        C::NumberBase => "must be a number".to_owned(),
        C::NumberInteger => "must be an integer".to_owned(),
        C::NumberUnsafe => "must be a safe number".to_owned(),
        C::NumberInfinity if joi15 => "contains an invalid value".to_owned(),
        C::NumberInfinity => "cannot be infinity".to_owned(),
        C::NumberMin(n) => format!("must be greater than or equal to {n}"),
        C::NumberMax(n) => format!("must be less than or equal to {n}"),
        C::NumberGreater(n) => format!("must be greater than {n}"),
        C::NumberLess(n) => format!("must be less than {n}"),
        C::NumberMultiple(n) => format!("must be a multiple of {n}"),
        C::ArrayBase => "must be an array".to_owned(),
        C::ArrayMin(n) => format!("must contain at least {n} items"),
        C::ArrayMax(n) => format!("must contain less than or equal to {n} items"),
        C::ArrayUnique => "contains a duplicate value".to_owned(),
        C::ObjectBase if joi15 => "must be an object".to_owned(),
        C::ObjectBase => "must be of type object".to_owned(),
        C::ObjectUnknown => "is not allowed".to_owned(),
        C::ObjectMin(n) => format!("must have at least {n} {}", keys(*n)),
        C::ObjectMax(n) => format!("must have less than or equal to {n} {}", keys(*n)),
        C::NoTypeFits(types) => format!("must be one of [{}]", types.join(", ")),
        C::NoVariantFits => "does not match any of the allowed types".to_owned(),
    }
}

/// Whether the value is of another type altogether, after which Joi looks at no further rule.
pub(super) fn is_base(rule: &str) -> bool {
    rule.ends_with(".base") && rule != "string.pattern.base" && rule != "string.regex.base"
}

fn list(values: &[Value]) -> String {
    let texts: Vec<String> = values
        .iter()
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        .collect();
    format!("[{}]", texts.join(", "))
}

fn keys(count: u64) -> &'static str {
    if count == 1 { "key" } else { "keys" }
}
