//! The rules of Joi in one table: the keyword of OpenAPI that each enforces, what it says of a value, its
//! code and its sentence, in both generations. Measured with Joi 14.3.1, 15.1.1, 16.1.8, 17.13.3 and 18.3.2.
//!
//! In comes a rule, a code or a sentence, out come rows. It does not decide what is wrong with a value.

use super::Generation::{self, Joi15, Joi16};
use Meaning::*;

/// What a rule says of the value that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is absent.
    Absent,
    /// It is there and should not be.
    Unknown,
    /// It is not of this JSON type.
    NotA(&'static str),
    /// It is not listed.
    NotListed,
    /// It is the empty string.
    Empty,
    /// It is not whole.
    Fraction,
    /// It is beyond what a double counts exactly.
    Unsafe,
    /// It is no date-time as everybody writes one.
    NotADate,
    /// It is of this type and breaks a rule for the type.
    Breaks(&'static str),
    /// Something at or below it is wrong.
    Within,
    /// Nothing that can be told from the value.
    Anything,
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which rule this is.
    pub rule: Rule,
    /// The OpenAPI keyword that the rule enforces.
    pub keyword: &'static str,
    /// What it says of a value.
    pub meaning: Meaning,
    /// Code and sentence after the label, with placeholders in braces; first those of Joi 16, last of 15.
    words: &'static [(&'static str, &'static str)],
}

const PATTERN: &str = "with value \"{value}\" fails to match the required pattern: {pattern}";
const UNFIT: &str = "not matching any of the allowed alternatives";

/// Rule, keyword, meaning, then the words of Joi 16 and later, and of 15 and earlier where those differ.
macro_rules! rules {
    ($($rule:ident $keyword:literal $meaning:expr, $($code:literal $sentence:expr),+;)*) => {
        /// What can be wrong with a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the table says what each means")]
        pub enum Rule { $($rule),* }

        /// Every rule, in the order of [`Rule`].
        const RULES: &[Row] = &[$(Row {
            rule: Rule::$rule, keyword: $keyword, meaning: $meaning, words: &[$(($code, $sentence)),+],
        }),*];
    };
}

rules! {
    Required "required" Absent, "any.required" "is required";
    Only "enum" NotListed, "any.only" "must be {one of}[{list}]", "any.allowOnly" "must be one of [{list}]";
    Null "enum" Anything, "any.invalid" "contains an invalid value";
    Excluded "enum" Anything, "any.invalid" "contains an invalid value";
    Forbidden "additionalProperties" Unknown, "any.unknown" "is not allowed";
    BooleanBase "type" NotA("boolean"), "boolean.base" "must be a boolean";
    StringBase "type" NotA("string"), "string.base" "must be a string";
    StringEmpty "minLength" Empty, "string.empty" "is not allowed to be empty", "any.empty" "is not allowed to be empty";
    StringMin "minLength" Breaks("string"), "string.min" "length must be at least {limit} characters long";
    StringMax "maxLength" Breaks("string"), "string.max" "length must be less than or equal to {limit} characters long";
    StringPattern "pattern" Breaks("string"), "string.pattern.base" PATTERN, "string.regex.base" PATTERN;
    StringIsoDate "format" NotADate, "string.isoDate" "must be in iso format", "string.isoDate" "must be a valid ISO 8601 date";
    StringGuid "format" Breaks("string"), "string.guid" "must be a valid GUID";
    StringEmail "format" Breaks("string"), "string.email" "must be a valid email";
    StringUri "format" Breaks("string"), "string.uri" "must be a valid uri";
    StringHostname "format" Breaks("string"), "string.hostname" "must be a valid hostname";
    StringIp "format" Breaks("string"), "string.ip" "must be a valid ip address with a {optional} CIDR";
    DateBase "format" NotADate, "date.base" "must be a valid date", "date.base" "must be a number of milliseconds or valid date string";
    DateStrict "format" NotADate, "date.base" "must be a valid date", "date.strict" "must be a valid date";
    DateFormat "format" NotADate, "date.format" "must be in ISO 8601 date format", "date.isoDate" "must be a valid ISO 8601 date";
    NumberBase "type" NotA("number"), "number.base" "must be a number";
    NumberInteger "type" Fraction, "number.integer" "must be an integer";
    NumberUnsafe "maximum" Unsafe, "number.unsafe" "must be a safe number";
    NumberInfinity "maximum" Anything, "number.infinity" "cannot be infinity", "any.invalid" "contains an invalid value";
    NumberMin "minimum" Breaks("number"), "number.min" "must be greater than or equal to {limit}", "number.min" "must be larger than or equal to {limit}";
    NumberMax "maximum" Breaks("number"), "number.max" "must be less than or equal to {limit}";
    NumberGreater "minimum" Breaks("number"), "number.greater" "must be greater than {limit}";
    NumberLess "maximum" Breaks("number"), "number.less" "must be less than {limit}";
    NumberPositive "minimum" Breaks("number"), "number.positive" "must be a positive number";
    NumberMultiple "multipleOf" Breaks("number"), "number.multiple" "must be a multiple of {limit}";
    ArrayBase "type" NotA("array"), "array.base" "must be an array";
    ArrayMin "minItems" Breaks("array"), "array.min" "must contain at least {limit} items";
    ArrayMax "maxItems" Breaks("array"), "array.max" "must contain less than or equal to {limit} items";
    ArrayUnique "uniqueItems" Anything, "array.unique" "contains a duplicate value", "array.unique" "position {limit} contains a duplicate value";
    ObjectBase "type" NotA("object"), "object.base" "must be of type object", "object.base" "must be an object";
    ObjectUnknown "additionalProperties" Unknown, "object.unknown" "is not allowed", "object.allowUnknown" "is not allowed";
    ObjectMin "minProperties" Breaks("object"), "object.min" "must have at least {limit} key{s}", "object.min" "must have at least {limit} children";
    ObjectMax "maxProperties" Breaks("object"), "object.max" "must have less than or equal to {limit} key{s}", "object.max" "must have less than or equal to {limit} children";
    ObjectChild "type" Within, "object.child" "child {list}";
    NoTypeFits "type" Within, "alternatives.types" "must be one of [{list}]", "alternatives.base" UNFIT;
    NoVariantFits "type" Within, "alternatives.match" "does not match any of the allowed types", "alternatives.base" UNFIT;
    SeveralFit "type" Within, "alternatives.one" "matches more than one allowed type", "alternatives.base" UNFIT;
    NotAllFit "type" Within, "alternatives.all" "does not match all of the required types", "alternatives.base" UNFIT;
    NoneFits "type" Within, "alternatives.any" "does not match any of the allowed types", "alternatives.base" UNFIT;
}

/// Rules whose old sentence some release of Joi 16 still has, or whose sentence depends on how a date is
/// declared: these tell no generation.
const SHARED: [Rule; 4] = [Rule::NumberMin, Rule::StringIsoDate, Rule::DateFormat, Rule::DateBase];

impl Row {
    /// The code of the rule, such as `any.required`.
    pub fn code(&self, generation: Generation) -> &'static str {
        self.words(generation).0
    }

    /// The sentence after the label, its placeholders filled by name.
    pub(super) fn sentence(&self, generation: Generation, filled: &[(&str, String)]) -> String {
        let value = |name: &str| filled.iter().find(|(other, _)| *other == name);
        let pieces = self.words(generation).1.split(['{', '}']).enumerate();
        // Every second piece is the name of a placeholder.
        let text = |(index, piece): (usize, &str)| match index % 2 {
            0 => piece.to_owned(),
            _ => value(piece).map(|(_, text)| text.clone()).unwrap_or_default(),
        };
        pieces.map(text).collect()
    }

    /// Whether a sentence is certainly that of another rule.
    pub fn contradicts(&self, sentence: &str) -> bool {
        let fitting: Vec<&Row> =
            RULES.iter().filter(|row| row.words.iter().any(|it| fits(it.1, sentence))).collect();
        let alike = |row: &&Row| row.meaning == self.meaning && row.keyword == self.keyword;
        !fitting.is_empty() && !fitting.iter().any(alike)
    }

    fn words(&self, generation: Generation) -> (&'static str, &'static str) {
        let last = match generation {
            Joi16 => 0,
            Joi15 => self.words.len() - 1,
        };
        self.words[last]
    }
}

impl Rule {
    /// The rule's row.
    pub fn row(self) -> &'static Row {
        &RULES[self as usize]
    }

    /// Whether the value is of another type altogether, after which Joi looks at no further rule.
    pub(super) fn is_base(self) -> bool {
        matches!(self.row().meaning, NotA(_)) || self == Self::DateBase
    }
}

/// The row of a code; where both generations use the code, of the later one. `None`: a rule of the
/// server's own.
pub fn rule_of_code(code: &str) -> Option<&'static Row> {
    let of = |generation| RULES.iter().find(|row| row.code(generation) == code);
    of(Joi16).or_else(|| of(Joi15))
}

/// The generation that alone has this code, or this sentence after the label.
pub fn generation(code: &str, sentence: &str) -> Option<Generation> {
    let with_code = |generation| RULES.iter().filter(move |row| row.code(generation) == code);
    let says =
        |generation| with_code(generation).any(|row| fits(row.words(generation).1, sentence));
    match (with_code(Joi16).next(), with_code(Joi15).next()) {
        (Some(_), None) => Some(Joi16),
        (None, Some(_)) => Some(Joi15),
        (Some(row), Some(_)) if !SHARED.contains(&row.rule) => match (says(Joi16), says(Joi15)) {
            (true, false) => Some(Joi16),
            (false, true) => Some(Joi15),
            _ => None,
        },
        _ => None,
    }
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
    fn every_rule_is_found_by_its_words() {
        let filled =
            [("limit", "5"), ("one of", "one of "), ("list", "a, b"), ("pattern", "/^{a}$/")];
        let filled = filled.map(|(name, text)| (name, text.to_owned()));
        for (row, generation) in RULES.iter().flat_map(|row| [(row, Joi16), (row, Joi15)]) {
            assert_eq!(row.rule.row(), row);
            assert!(rule_of_code(row.code(generation)).is_some(), "{row:?}");
            let sentence = row.sentence(generation, &filled);
            assert!(fits(row.words(generation).1, &sentence), "{sentence}");
            assert!(!row.contradicts(&sentence), "{sentence}");
        }
        assert_eq!(rule_of_code("no.such"), None);
    }

    #[test]
    fn codes_and_sentences_tell_generations_where_they_differ() {
        for (code, sentence, expected) in [
            ("string.empty", "is not allowed to be empty", Some(Joi16)),
            ("any.empty", "is not allowed to be empty", Some(Joi15)),
            ("object.allowUnknown", "is not allowed", Some(Joi15)),
            ("any.only", "must be [true]", Some(Joi16)),
            ("any.allowOnly", "must be one of [true]", Some(Joi15)),
            ("any.required", "is required", None),
            ("any.invalid", "contains an invalid value", None),
            ("object.base", "must be of type object", Some(Joi16)),
            ("object.base", "must be an object", Some(Joi15)),
            ("string.isoDate", "must be in iso format", None),
            ("string.isoDate", "must be a valid ISO 8601 date", None),
            ("number.min", "must be larger than or equal to 0", None),
            ("date.strict", "must be a valid date", Some(Joi15)),
            ("custom.rule", "is odd", None),
        ] {
            assert_eq!(generation(code, sentence), expected, "{code} {sentence}");
        }
    }

    #[test]
    fn a_sentence_belongs_to_the_rules_that_say_it() {
        for (code, sentence, expected) in [
            ("any.required", "must be a string", true),
            ("string.base", "is required", true),
            ("number.min", "must be less than or equal to 5", true),
            ("any.unknown", "is not allowed to be empty", true),
            ("any.only", "must be one of [a, b]", false),
            ("any.allowOnly", "must be [true]", false),
            ("alternatives.types", "must be one of [object, null]", false),
            ("number.less", "must be less than or equal to 5", false),
            ("date.format", "must be in iso format", false),
            ("object.min", "must have at least many keys", false),
            ("date.base", "is not a day we know", false),
        ] {
            let row = rule_of_code(code).expect(code);
            assert_eq!(row.contradicts(sentence), expected, "{code} {sentence}");
        }
    }
}
