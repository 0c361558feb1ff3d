//! Judges JSON values against schemas of an [`Api`]: a value in, every violation out.
//!
//! It deliberately knows nothing of how a value was made; the tests hold it to the verdicts of the
//! `jsonschema` crate.

mod compound;
mod equal;
mod format;
mod judge;
mod pattern;
mod reading;
mod scalar;
mod violation;

pub use equal::{repeated, same};
pub use format::{SPELLINGS, fits_format, is_date, is_date_time, spelling};
pub use pattern::pattern_matches;
pub use violation::{Owner, Verdict, Violation};

use crate::ir::{Api, Schema, SchemaId};
use judge::Judge;
use pattern::Patterns;
use serde_json::Value;

/// Which reading of the specification judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// What the specification claims.
    Claim,
    /// Everything that the claim or any plausible reading allows.
    Widest,
    /// Only what the claim and every plausible reading allow.
    Narrowest,
}

/// Judges a value against a schema.
pub fn check(api: &Api, schema: SchemaId, value: &Value, view: View) -> Verdict {
    judged(api, schema, value, view, None)
}

/// Judges a value against a claim as it travels, from the integrator or to it: properties that do not
/// travel that way may be absent, and every known format is taken at its word.
pub fn check_travelling(api: &Api, schema: SchemaId, value: &Value, way: Way) -> Verdict {
    judged(api, schema, value, View::Claim, Some(way))
}

/// Which way a value travels, seen from the integrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the integrator.
    Sent,
    /// To the integrator.
    Received,
}

impl Way {
    /// Whether values of the schema never travel this way.
    pub fn hides(self, schema: &Schema) -> bool {
        match self {
            Self::Sent => schema.read_only,
            Self::Received => schema.write_only,
        }
    }
}

fn judged(api: &Api, schema: SchemaId, value: &Value, view: View, way: Option<Way>) -> Verdict {
    judged_with(&mut Patterns::default(), api, schema, value, view, way)
}

/// Judges many values against claims; the patterns of a document are read once.
pub(crate) struct Checker<'a> {
    api: &'a Api,
    patterns: Patterns,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self { api, patterns: Patterns::default() }
    }

    pub(crate) fn check(&mut self, schema: SchemaId, value: &Value) -> Verdict {
        judged_with(&mut self.patterns, self.api, schema, value, View::Claim, None)
    }
}

fn judged_with(
    patterns: &mut Patterns,
    api: &Api,
    schema: SchemaId,
    value: &Value,
    view: View,
    way: Option<Way>,
) -> Verdict {
    Judge::new(patterns, api, view, way).judged(schema, value)
}
