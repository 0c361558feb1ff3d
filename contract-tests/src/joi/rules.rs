//! The rules of Joi in one table: what each is called and how it reads, in both generations, and which
//! keyword of OpenAPI it speaks of.
//!
//! In comes a rule, out come its row and its words; `lookup` goes the other way. It does not decide what is
//! wrong with a value.

mod lookup;

pub use lookup::{rules_of_code, rules_of_sentence};

use super::Generation;

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table says what each means")]
pub enum Rule {
    Required,
    Only,
    Null,
    Excluded,
    BooleanBase,
    StringBase,
    StringEmpty,
    StringMin,
    StringMax,
    StringPattern,
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
    NumberMin,
    NumberMax,
    NumberGreater,
    NumberLess,
    NumberMultiple,
    ArrayBase,
    ArrayMin,
    ArrayMax,
    ArrayUnique,
    ObjectBase,
    ObjectUnknown,
    ObjectMin,
    ObjectMax,
    NoTypeFits,
    NoVariantFits,
    SeveralFit,
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which rule this is.
    pub rule: Rule,
    /// The OpenAPI keyword that the rule speaks of.
    pub keyword: &'static str,
    joi16: Words,
    joi15: Words,
}

/// How one generation speaks of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Words {
    code: &'static str,
    /// The sentence after the label, with placeholders in braces.
    sentence: &'static str,
}

use Rule as R;

/// Every rule, in the order of [`Rule`].
pub const RULES: [Row; 36] = [
    row(R::Required, "required", "any.required", "is required"),
    row(R::Only, "enum", "any.only", "must be {one of}[{list}]")
        .joi15("any.allowOnly", "must be one of [{list}]"),
    row(R::Null, "nullable", "any.invalid", "contains an invalid value"),
    row(R::Excluded, "not", "any.invalid", "contains an invalid value"),
    row(R::BooleanBase, "type", "boolean.base", "must be a boolean"),
    row(R::StringBase, "type", "string.base", "must be a string"),
    row(R::StringEmpty, "minLength", "string.empty", "is not allowed to be empty")
        .joi15("any.empty", "is not allowed to be empty"),
    row(R::StringMin, "minLength", "string.min", "length must be at least {limit} characters long"),
    row(
        R::StringMax,
        "maxLength",
        "string.max",
        "length must be less than or equal to {limit} characters long",
    ),
    row(R::StringPattern, "pattern", "string.pattern.base", PATTERN)
        .joi15("string.regex.base", PATTERN),
    row(R::StringIsoDate, "format", "string.isoDate", "must be in iso format")
        .joi15("string.isoDate", "must be a valid ISO 8601 date"),
    row(R::StringGuid, "format", "string.guid", "must be a valid GUID"),
    row(R::StringEmail, "format", "string.email", "must be a valid email"),
    row(R::StringUri, "format", "string.uri", "must be a valid uri"),
    row(R::DateBase, "type", "date.base", "must be a valid date")
        .joi15("date.base", "must be a number of milliseconds or valid date string"),
    row(R::DateFormat, "format", "date.format", "must be in ISO 8601 date format")
        .joi15("date.isoDate", "must be a valid ISO 8601 date"),
    row(R::NumberBase, "type", "number.base", "must be a number"),
    row(R::NumberInteger, "type", "number.integer", "must be an integer"),
    row(R::NumberUnsafe, "maximum", "number.unsafe", "must be a safe number"),
    row(R::NumberInfinity, "maximum", "number.infinity", "cannot be infinity")
        .joi15("any.invalid", "contains an invalid value"),
    row(R::NumberMin, "minimum", "number.min", "must be greater than or equal to {limit}")
        .joi15("number.min", "must be larger than or equal to {limit}"),
    row(R::NumberMax, "maximum", "number.max", "must be less than or equal to {limit}"),
    row(R::NumberGreater, "minimum", "number.greater", "must be greater than {limit}"),
    row(R::NumberLess, "maximum", "number.less", "must be less than {limit}"),
    row(R::NumberMultiple, "multipleOf", "number.multiple", "must be a multiple of {limit}"),
    row(R::ArrayBase, "type", "array.base", "must be an array"),
    row(R::ArrayMin, "minItems", "array.min", "must contain at least {limit} items"),
    row(R::ArrayMax, "maxItems", "array.max", "must contain less than or equal to {limit} items"),
    row(R::ArrayUnique, "uniqueItems", "array.unique", "contains a duplicate value")
        .joi15("array.unique", "position {limit} contains a duplicate value"),
    row(R::ObjectBase, "type", "object.base", "must be of type object")
        .joi15("object.base", "must be an object"),
    row(R::ObjectUnknown, "additionalProperties", "object.unknown", "is not allowed")
        .joi15("object.allowUnknown", "is not allowed"),
    row(R::ObjectMin, "minProperties", "object.min", "must have at least {limit} key{s}")
        .joi15("object.min", "must have at least {limit} children"),
    row(
        R::ObjectMax,
        "maxProperties",
        "object.max",
        "must have less than or equal to {limit} key{s}",
    )
    .joi15("object.max", "must have less than or equal to {limit} children"),
    row(R::NoTypeFits, "oneOf", "alternatives.types", "must be one of [{list}]")
        .joi15("alternatives.base", NO_ALTERNATIVE),
    row(R::NoVariantFits, "oneOf", "alternatives.match", "does not match any of the allowed types")
        .joi15("alternatives.base", NO_ALTERNATIVE),
    row(R::SeveralFit, "oneOf", "alternatives.one", "matches more than one allowed type")
        .joi15("alternatives.base", NO_ALTERNATIVE),
];

const PATTERN: &str = "with value \"{value}\" fails to match the required pattern: {pattern}";
const NO_ALTERNATIVE: &str = "not matching any of the allowed alternatives";

/// A rule of which both generations speak alike.
const fn row(rule: Rule, keyword: &'static str, code: &'static str, sentence: &'static str) -> Row {
    let words = Words { code, sentence };
    Row { rule, keyword, joi16: words, joi15: words }
}

impl Row {
    const fn joi15(mut self, code: &'static str, sentence: &'static str) -> Self {
        self.joi15 = Words { code, sentence };
        self
    }

    /// The code of the rule, such as `any.required`.
    pub fn code(&self, generation: Generation) -> &'static str {
        self.words(generation).code
    }

    /// The sentence after the label, its placeholders filled by name.
    pub(super) fn sentence(&self, generation: Generation, filled: &[(&str, String)]) -> String {
        let value = |name: &str| filled.iter().find(|(other, _)| *other == name);
        let pieces = self.words(generation).sentence.split(['{', '}']).enumerate();
        // Every second piece is the name of a placeholder.
        let text = |(index, piece): (usize, &str)| match index % 2 {
            0 => piece.to_owned(),
            _ => value(piece).map(|(_, text)| text.clone()).unwrap_or_default(),
        };
        pieces.map(text).collect()
    }

    fn words(&self, generation: Generation) -> &Words {
        match generation {
            Generation::Joi16 => &self.joi16,
            Generation::Joi15 => &self.joi15,
        }
    }
}

impl Rule {
    /// The rule's row.
    pub fn row(self) -> &'static Row {
        &RULES[self as usize]
    }

    /// Whether the value is of another type altogether, after which Joi looks at no further rule.
    pub(super) fn is_base(self) -> bool {
        self.row().code(Generation::Joi16).ends_with(".base") && self != Self::StringPattern
    }
}
