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
pub use pattern::{Condition, pattern_conditions, pattern_matches};
pub use violation::{Owner, Remark, RemarkKind, Verdict, Violation};

use crate::ir::{Api, Schema, SchemaId};
use judge::Judge;
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
    judged(api, schema, value, Rules::of(view))
}

/// Judges a value as the generated types read it: integers have to fit the type that is declared for
/// them, which JSON Schema does not ask for.
pub fn check_decodable(api: &Api, schema: SchemaId, value: &Value, view: View) -> Verdict {
    judged(api, schema, value, Rules { widths: true, ..Rules::of(view) })
}

/// Judges a value against a claim as it travels, from the integrator or to it: properties that do not
/// travel that way may be absent, every known format is taken at its word, and integers have to fit
/// the type that is declared for them.
pub fn check_travelling(api: &Api, schema: SchemaId, value: &Value, way: Way) -> Verdict {
    let rules = Rules { way: Some(way), formats: true, widths: true, ..Rules::of(View::Claim) };
    judged(api, schema, value, rules)
}

/// What is asked of a value beyond the schema.
#[derive(Clone, Copy, Debug)]
struct Rules {
    view: View,
    /// Known if the value is on its way.
    way: Option<Way>,
    /// Every known format is taken at its word.
    formats: bool,
    /// Integers have to fit the type that is declared for them.
    widths: bool,
}

impl Rules {
    fn of(view: View) -> Self {
        Self { view, way: None, formats: false, widths: false }
    }
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

fn judged(api: &Api, schema: SchemaId, value: &Value, rules: Rules) -> Verdict {
    pattern::with_latest(|patterns| Judge::new(patterns, api, rules).judged(schema, value))
}
