//! The rules of Joi in one table: what each is called and how it reads, in both generations, and which
//! keyword of OpenAPI it speaks of.
//!
//! In comes a rule, a code or a sentence, out come rows. It does not decide what is wrong with a value.

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

/// The rules that a code stands for, each with the generation that calls it so; one that is called so
/// by both stands here once, with the later generation.
pub fn rules_of_code(code: &str) -> Vec<(&'static Row, Generation)> {
    let generations = [Generation::Joi16, Generation::Joi15];
    let speaker = |row: &'static Row| {
        let generation = generations.into_iter().find(|generation| row.code(*generation) == code);
        generation.map(|generation| (row, generation))
    };
    RULES.iter().filter_map(speaker).collect()
}

/// The rules that a sentence after the label may speak of, in either generation.
pub fn rules_of_sentence(sentence: &str) -> Vec<&'static Row> {
    let speaks = |row: &&Row| {
        [&row.joi16, &row.joi15].into_iter().any(|words| fits(words.sentence, sentence))
    };
    RULES.iter().filter(speaks).collect()
}

/// Whether a sentence is this template with its placeholders filled.
fn fits(template: &str, sentence: &str) -> bool {
    let mut pieces = template.split(['{', '}']).peekable();
    let Some(mut rest) = pieces.next().and_then(|start| sentence.strip_prefix(start)) else {
        return false;
    };
    while let (Some(name), Some(text)) = (pieces.next(), pieces.next()) {
        let end = match pieces.peek() {
            Some(_) => rest.find(text),
            None => rest.strip_suffix(text).map(str::len),
        };
        let Some(end) = end.filter(|end| may_fill(name, &rest[..*end])) else { return false };
        rest = &rest[end + text.len()..];
    }
    rest.is_empty()
}

/// Whether a text may stand where this placeholder is.
fn may_fill(placeholder: &str, text: &str) -> bool {
    match placeholder {
        "one of" => matches!(text, "" | "one of "),
        "s" => matches!(text, "" | "s"),
        "limit" => text.parse::<f64>().is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_at_its_place_and_is_found_by_its_words() {
        for (index, row) in RULES.iter().enumerate() {
            assert_eq!(row.rule as usize, index, "{row:?}");
            for generation in [Generation::Joi16, Generation::Joi15] {
                let found = rules_of_code(row.code(generation));
                assert!(found.iter().any(|(other, _)| *other == row), "{row:?}");
                let values = [
                    ("limit", "5".to_owned()),
                    ("one of", "one of ".to_owned()),
                    ("list", "a, b".to_owned()),
                    ("value", "x\" y".to_owned()),
                    ("pattern", "/^{a}$/".to_owned()),
                ];
                let sentence = row.sentence(generation, &values);
                assert!(!sentence.contains(['{', '}']) || row.rule == Rule::StringPattern);
                assert!(rules_of_sentence(&sentence).contains(&row), "{sentence}");
            }
        }
    }

    #[test]
    fn a_sentence_speaks_of_no_other_rule_than_it_says() {
        for (sentence, rules) in [
            ("must be [true]", &[Rule::Only][..]),
            ("must be one of [object, string]", &[Rule::Only, Rule::NoTypeFits]),
            ("must be a string", &[Rule::StringBase]),
            ("must be greater than or equal to 0", &[Rule::NumberMin]),
            ("must be larger than or equal to -1.5", &[Rule::NumberMin]),
            ("must be greater than 0", &[Rule::NumberGreater]),
            ("must have at least 1 key", &[Rule::ObjectMin]),
            ("must be a valid ISO 8601 date", &[Rule::StringIsoDate, Rule::DateFormat]),
            ("must have at least many keys", &[]),
            ("is required here", &[]),
            ("", &[]),
        ] {
            let found: Vec<Rule> = rules_of_sentence(sentence).iter().map(|row| row.rule).collect();
            assert_eq!(found, rules, "{sentence}");
        }
        let keywords = |code| rules_of_code(code).iter().map(|(row, _)| row.keyword).collect();
        let keywords: [Vec<&str>; 2] = [keywords("any.empty"), keywords("no.such")];
        assert_eq!(keywords, [vec!["minLength"], vec![]]);
    }
}
