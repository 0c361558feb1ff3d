//! The rule names and sentences of the vendor's validator, with what each says of a value.
//!
//! In comes the rule or the sentence of an item, out comes its row. Rules that stand in no row, such as
//! those of a server's own making, are not judged.

/// What a rule says of the value that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
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
#[derive(Debug)]
pub(super) struct Rule {
    /// Its name in both generations, or in 16 and later.
    pub(super) name: &'static str,
    /// Its name in 15 and earlier, where that differs.
    pub(super) old: Option<&'static str>,
    /// The keyword of OpenAPI that it enforces.
    pub(super) keyword: &'static str,
    /// What it says of the value.
    pub(super) meaning: Meaning,
    /// How its sentence goes on after the label.
    pub(super) says: &'static [&'static str],
}

const fn rule(
    name: &'static str,
    old: Option<&'static str>,
    keyword: &'static str,
    meaning: Meaning,
    says: &'static [&'static str],
) -> Rule {
    Rule { name, old, keyword, meaning, says }
}

use Meaning::{
    Absent, Anything, Breaks, Empty, Fraction, NotA, NotADate, NotListed, Unknown, Unsafe, Within,
};

const RULES: [Rule; 42] = [
    rule("any.required", None, "required", Absent, &["is required"]),
    rule(
        "object.unknown",
        Some("object.allowUnknown"),
        "additionalProperties",
        Unknown,
        &["is not allowed"],
    ),
    rule("any.unknown", None, "additionalProperties", Unknown, &["is not allowed"]),
    rule(
        "any.only",
        Some("any.allowOnly"),
        "enum",
        NotListed,
        &["must be one of", "must be [", "must be <", "must only be"],
    ),
    rule("any.invalid", None, "enum", Anything, &["contains an invalid value"]),
    rule("string.empty", Some("any.empty"), "minLength", Empty, &["is not allowed to be empty"]),
    rule("string.base", None, "type", NotA("string"), &["must be a string"]),
    rule("number.base", None, "type", NotA("number"), &["must be a number"]),
    rule("boolean.base", None, "type", NotA("boolean"), &["must be a boolean"]),
    rule("array.base", None, "type", NotA("array"), &["must be an array"]),
    rule(
        "object.base",
        None,
        "type",
        NotA("object"),
        &["must be of type object", "must be an object"],
    ),
    rule("number.integer", None, "type", Fraction, &["must be an integer"]),
    rule("number.unsafe", None, "maximum", Unsafe, &["must be a safe number"]),
    rule(
        "number.infinity",
        Some("any.invalid"),
        "maximum",
        Anything,
        &["cannot be infinity", "contains an invalid value"],
    ),
    rule(
        "number.min",
        None,
        "minimum",
        Breaks("number"),
        &["must be greater than or equal to", "must be larger than or equal to"],
    ),
    rule("number.max", None, "maximum", Breaks("number"), &["must be less than or equal to"]),
    rule("number.greater", None, "minimum", Breaks("number"), &["must be greater than"]),
    rule("number.less", None, "maximum", Breaks("number"), &["must be less than"]),
    rule("number.positive", None, "minimum", Breaks("number"), &["must be a positive number"]),
    rule("number.multiple", None, "multipleOf", Breaks("number"), &["must be a multiple of"]),
    rule("string.min", None, "minLength", Breaks("string"), &["length must be at least"]),
    rule(
        "string.max",
        None,
        "maxLength",
        Breaks("string"),
        &["length must be less than or equal to"],
    ),
    rule(
        "string.pattern.base",
        Some("string.regex.base"),
        "pattern",
        Breaks("string"),
        &["with value"],
    ),
    rule(
        "string.isoDate",
        None,
        "format",
        NotADate,
        &["must be in iso format", "must be a valid ISO 8601 date"],
    ),
    rule("string.guid", None, "format", Breaks("string"), &["must be a valid GUID"]),
    rule("string.email", None, "format", Breaks("string"), &["must be a valid email"]),
    rule("string.uri", None, "format", Breaks("string"), &["must be a valid uri"]),
    rule("string.hostname", None, "format", Breaks("string"), &["must be a valid hostname"]),
    rule("string.ip", None, "format", Breaks("string"), &["must be a valid ip"]),
    rule(
        "date.format",
        Some("date.isoDate"),
        "format",
        NotADate,
        &[
            "must be in ISO 8601 date format",
            "must be a valid ISO 8601 date",
            "must be in iso format",
        ],
    ),
    rule("date.base", Some("date.strict"), "format", NotADate, &["must be a valid date"]),
    rule("array.min", None, "minItems", Breaks("array"), &["must contain at least"]),
    rule("array.max", None, "maxItems", Breaks("array"), &["must contain less than or equal to"]),
    rule(
        "array.unique",
        None,
        "uniqueItems",
        Anything,
        &["contains a duplicate value", "position"],
    ),
    rule("object.min", None, "minProperties", Breaks("object"), &["must have at least"]),
    rule(
        "object.max",
        None,
        "maxProperties",
        Breaks("object"),
        &["must have less than or equal to"],
    ),
    rule("object.child", None, "type", Within, &["child"]),
    rule("alternatives.types", None, "type", Within, &["must be one of"]),
    rule(
        "alternatives.match",
        Some("alternatives.base"),
        "type",
        Within,
        &[
            "does not match any of the allowed types",
            "not matching any of the allowed alternatives",
        ],
    ),
    rule("alternatives.any", None, "type", Within, &["does not match any of the allowed types"]),
    rule("alternatives.all", None, "type", Within, &["does not match all of the required types"]),
    rule("alternatives.one", None, "type", Within, &["matches more than one allowed type"]),
];

/// Sentences that one generation alone has.
const SENTENCES: [(&str, u64); 7] = [
    ("must be of type object", 16),
    ("must be in iso format", 16),
    ("must be in ISO 8601 date format", 16),
    ("must be an object", 15),
    ("must be a valid ISO 8601 date", 15),
    ("must be larger than or equal to", 15),
    ("not matching any of the allowed alternatives", 15),
];

/// The row of a rule.
pub(super) fn find(name: &str) -> Option<&'static Rule> {
    let own = RULES.iter().find(|rule| rule.name == name);
    own.or_else(|| RULES.iter().find(|rule| rule.old == Some(name)))
}

/// The generation (16, or 15 for 15 and earlier) that alone has this rule name, or this sentence after the
/// label.
pub(super) fn generation(name: &str, sentence: &str) -> Option<u64> {
    let shared = |name: &str| RULES.iter().any(|rule| rule.name == name && rule.old.is_none());
    let by_name = RULES.iter().find_map(|rule| match rule.old {
        Some(old) if old == name && !shared(name) => Some(15),
        // Both generations know a bad date, and a sentence tells more of it.
        Some(_) if rule.name == name && !name.starts_with("date.") => Some(16),
        _ => None,
    });
    by_name.or_else(|| SENTENCES.iter().find(|(says, _)| sentence.starts_with(says)).map(|it| it.1))
}

/// Whether a sentence is certainly that of another rule of the table: the rows that know it best do not
/// include this one.
pub(super) fn is_anothers(rule: &Rule, sentence: &str) -> bool {
    let fits = |row: &Rule| {
        let fitting = row.says.iter().filter(|says| sentence.starts_with(**says));
        fitting.map(|says| says.len()).max()
    };
    let Some(best) = RULES.iter().filter_map(fits).max() else { return false };
    fits(rule).is_none_or(|own| own < best)
        && !RULES.iter().any(|row| fits(row) == Some(best) && row.meaning == rule.meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_sentences_tell_generations() {
        for (name, sentence, expected) in [
            ("string.empty", "is not allowed to be empty", Some(16)),
            ("any.empty", "is not allowed to be empty", Some(15)),
            ("object.unknown", "is not allowed", Some(16)),
            ("object.allowUnknown", "is not allowed", Some(15)),
            ("any.only", "must be [true]", Some(16)),
            ("any.allowOnly", "must be one of [true]", Some(15)),
            ("any.required", "is required", None),
            ("any.invalid", "contains an invalid value", None),
            ("object.base", "must be of type object", Some(16)),
            ("object.base", "must be an object", Some(15)),
            ("string.isoDate", "must be in iso format", Some(16)),
            ("string.isoDate", "must be a valid ISO 8601 date", Some(15)),
            ("string.base", "must be a string", None),
            ("custom.rule", "is odd", None),
        ] {
            assert_eq!(generation(name, sentence), expected, "{name} {sentence}");
        }
    }

    #[test]
    fn a_sentence_belongs_to_the_rules_that_say_it() {
        for (name, sentence, expected) in [
            ("any.required", "must be a string", true),
            ("string.base", "is required", true),
            ("number.min", "must be less than or equal to 5", true),
            ("any.unknown", "is not allowed to be empty", true),
            ("any.required", "is required", false),
            ("any.only", "must be one of [a, b]", false),
            ("any.only", "must be [true]", false),
            ("any.allowOnly", "must be one of [null]", false),
            ("alternatives.types", "must be one of [object, null]", false),
            ("number.less", "must be less than or equal to 5", true),
            ("string.isoDate", "must be a valid ISO 8601 date", false),
            ("date.base", "is not a day we know", false),
        ] {
            let rule = find(name).expect(name);
            assert_eq!(is_anothers(rule, sentence), expected, "{name} {sentence}");
        }
    }
}
