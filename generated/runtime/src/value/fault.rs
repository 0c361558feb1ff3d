//! The error of every reader in this crate: where in the value, and what is wrong there.
//!
//! It never holds a value of the body: what is read may be personal, and errors end up in logs.

use serde::de::{self, Expected, Unexpected};
use std::cell::{Cell, RefCell};
use std::fmt::{self, Display, Write};

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A property that the contract names.
    Property(String),
    /// A key of a map, which is part of the data.
    Key(String),
    Index(usize),
}

/// Why a value is not of the type that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The way to the place, innermost step first.
    steps: Vec<Step>,
    pub(crate) reason: String,
}

impl Fault {
    /// A fault of the value itself.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { steps: Vec::new(), reason: reason.into() }
    }

    /// The same fault, seen from one level further out.
    pub(crate) fn within(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Whether the value itself is wrong, and not something in it.
    pub(crate) fn is_at_root(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether the fault lies in a property. Items of arrays and maps belong to the value itself.
    pub(crate) fn is_in_property(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Property(_)))
    }

    /// The place, such as `customer.role` or `items[3]`; `.` for the whole value. Keys of maps are
    /// data, and shown only to who asks for them.
    pub(crate) fn path(&self, with_keys: bool) -> String {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            let name = match step {
                Step::Index(index) => {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{index}]");
                    continue;
                }
                Step::Key(_) if !with_keys => "*",
                Step::Property(name) | Step::Key(name) => name,
            };
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        if path.is_empty() { ".".to_owned() } else { path }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_at_root() {
            write!(f, "at `{}`: ", self.path(false))?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Fault {}

thread_local! {
    /// The fault that is being handed through an error type we do not know.
    static RAISED: RefCell<Option<Fault>> = const { RefCell::new(None) };
    /// Whether the error that is on its way says that a guess was wrong.
    static WRONG_GUESS: Cell<bool> = const { Cell::new(false) };
}

/// Notes whether a guess was wrong, for whoever is handed the error.
pub(super) fn note_guess(is_wrong: bool) {
    WRONG_GUESS.set(is_wrong);
}

/// Whether the error that has just come out of a guess says no more than that it was wrong.
pub(super) fn was_wrong_guess() -> bool {
    WRONG_GUESS.take()
}

/// The fault as an error of any deserializer. If that is one of ours, the place is kept.
pub(crate) fn raise<E: de::Error>(fault: Fault) -> E {
    RAISED.set(Some(fault.clone()));
    let error = E::custom(fault);
    RAISED.take();
    error
}

impl de::Error for Fault {
    /// Other crates put the value into their messages, so only a fault of ours is passed on.
    fn custom<T: Display>(_: T) -> Self {
        RAISED.take().unwrap_or_else(|| Self::new("not a valid value of its type"))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {}, found {}", wanted(expected), kind(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!(
            "expected {}, found {} that does not fit",
            wanted(expected),
            kind(&found)
        ))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("expected one of {expected:?}"))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("unknown property")
    }

    /// The property belongs to the place: what is missing is missing inside of the value.
    fn missing_field(field: &'static str) -> Self {
        Self::new("missing").within(Step::Property(field.to_owned()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("given twice").within(Step::Property(field.to_owned()))
    }
}

/// What was expected, in the words of JSON: callers of a service read this, and know no Rust.
fn wanted(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    match &*text {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => "an integer".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "unit" => "null".to_owned(),
        "a sequence" => "an array".to_owned(),
        "a map" => "an object".to_owned(),
        _ if text.starts_with("struct ") => "an object".to_owned(),
        _ => text,
    }
}

fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) => "a string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}
