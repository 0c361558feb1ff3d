//! What a grammar is made of: objects with keys, the shape of each value, and what becomes of it.
//! The grammar itself is in `grammar`.

use super::notebook::Notebook;
use crate::finding::Severity;
use serde_json::{Map, Value};

/// What the value of a key looks like.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Anything.
    Any,
    /// A string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A whole number, 0 or more.
    Count,
    /// A list of strings.
    Texts,
    /// A non-empty list of anything.
    Values,
    /// An object of this kind.
    Object(&'static Object),
    /// An object of this kind or `{$ref: ...}`.
    Ref(&'static Object),
    /// A list of the other.
    List(&'static Shape),
    /// An object with free keys whose values are the other.
    Map(&'static Shape),
    /// True, false, or the other (`additionalProperties`).
    FlagOr(&'static Shape),
}

impl Shape {
    /// The least value of this shape, to stand in for one that is missing.
    pub(super) fn least(self) -> Value {
        match self {
            Self::Any | Self::Text => Value::String(String::new()),
            Self::OneOf(texts) => Value::from(texts.first().copied().unwrap_or_default()),
            Self::Flag | Self::FlagOr(_) => Value::Bool(false),
            Self::Number | Self::Count => Value::from(0),
            Self::Texts | Self::Values | Self::List(_) => Value::Array(Vec::new()),
            Self::Map(_) => Value::Object(Map::new()),
            Self::Object(object) | Self::Ref(object) => Value::Object(object.least()),
        }
    }

    /// In words.
    pub(super) fn described(self) -> String {
        match self {
            Self::Any => "anything".to_owned(),
            Self::Text => "a string".to_owned(),
            Self::OneOf(texts) => format!("one of {}", texts.join(", ")),
            Self::Flag => "true or false".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Count => "a whole number, 0 or more".to_owned(),
            Self::Texts => "a list of strings".to_owned(),
            Self::Values => "a list with at least one value".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) | Self::FlagOr(_) => "an object".to_owned(),
            Self::Object(object) | Self::Ref(object) => format!("a {} object", object.name),
        }
    }
}

/// What becomes of a key.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// It reaches the intermediate representation.
    Used,
    /// It is dropped, for this reason, and a finding says so.
    Dropped {
        /// Why.
        why: &'static str,
        /// How bad that is; more than a note is an error in a curated document.
        severity: Severity,
        /// Whether messages depend on it, so that two documents that differ in it are told apart.
        compared: bool,
    },
}

/// One kind of object.
pub(super) struct Object {
    /// What the specification calls it.
    pub(super) name: &'static str,
    /// Its keys.
    pub(super) keys: &'static [(&'static str, Shape, Fate)],
    /// Keys that have to be there.
    pub(super) required: &'static [&'static str],
    /// What keys outside the list are, such as paths; none: they are mistakes.
    pub(super) others: Option<Others>,
    /// Whether this is a schema. A reference to one is kept wherever it leads; others are copied if
    /// they lead deeper than to a component.
    pub(super) is_schema: bool,
    /// Whether an object behind a `$ref` within this document is written out in its place, beside
    /// what stands there already.
    pub(super) written_out: bool,
    /// What is rewritten before the keys are looked at, each time with a finding.
    pub(super) mend: fn(&mut Notebook<'_>, &mut Map<String, Value>),
    /// What holds between keys that fit; false: the object cannot be read at all.
    pub(super) check: fn(&mut Notebook<'_>, &mut Map<String, Value>, &'static Object) -> bool,
}

impl Object {
    /// An object in which no rule holds between keys.
    pub(super) const fn of(
        name: &'static str,
        keys: &'static [(&'static str, Shape, Fate)],
        required: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            keys,
            required,
            others: None,
            is_schema: false,
            written_out: false,
            mend: |_, _| (),
            check: |_, _, _| true,
        }
    }

    /// The shape and the fate of a key, if it is known.
    pub(super) fn key(&self, key: &str) -> Option<(Shape, Fate)> {
        let known = self.keys.iter().find(|(known, ..)| *known == key);
        known.map(|(_, shape, fate)| (*shape, *fate))
    }

    /// The required keys alone.
    fn least(&self) -> Map<String, Value> {
        let least = |key: &&str| ((*key).to_owned(), self.least_of(key));
        self.required.iter().map(least).collect()
    }

    /// The least value of a key.
    pub(super) fn least_of(&self, key: &str) -> Value {
        self.key(key).map_or(Value::Null, |(shape, _)| shape.least())
    }
}

/// Keys that the author of a document chooses.
#[derive(Clone, Copy)]
pub(super) struct Others {
    /// What the values look like.
    pub(super) shape: Shape,
    /// Whether this can be such a key.
    pub(super) legal: fn(&str) -> bool,
    /// What such a key looks like.
    pub(super) wanted: &'static str,
}
