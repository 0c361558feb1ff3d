//! One field of a page, with the rules that stand under it.

use super::super::header::ANY_MEMBER;
use serde_json::{Number, Value};

/// One field or parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Wire name.
    pub name: String,
    /// The required mark.
    pub required: bool,
    /// The type as written: a word, `array<>`, `|`, or nothing for an object with members.
    pub written: Option<String>,
    /// Not to be used any more.
    pub deprecated: bool,
    /// Prose, paragraphs separated by a line break.
    pub description: String,
    /// Rules about the value.
    pub tags: Tags,
    /// Line of the field's header.
    pub line: usize,
    /// Text of that line.
    pub text: String,
}

/// The rules that stand under a field, each at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    /// The value meant when the field is absent.
    pub default: Option<Value>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// A format's name.
    pub format: Option<String>,
    /// A number that divides the value.
    pub multiple_of: Option<Number>,
    /// Bounds of the value.
    pub range: Option<Bounds>,
    /// Bounds of its length.
    pub length: Option<Bounds>,
    /// Bounds of its number of members.
    pub properties: Option<Bounds>,
    /// Bounds of its number of items.
    pub items: Option<Bounds>,
    /// The only values allowed.
    pub values: Option<Vec<Value>>,
}

/// A range with one or two ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub min: Option<Number>,
    /// The lower end itself is excluded.
    pub exclusive_min: bool,
    /// Upper end.
    pub max: Option<Number>,
    /// The upper end itself is excluded.
    pub exclusive_max: bool,
}

impl Field {
    /// Whether this stands for every member that has no field of its own.
    pub fn is_any_member(&self) -> bool {
        self.name == ANY_MEMBER
    }

    /// Whether the type is written with a bar, which stands for one more alternative.
    pub fn is_union(&self) -> bool {
        self.written.as_deref().is_some_and(|written| written.contains('|'))
    }
}
