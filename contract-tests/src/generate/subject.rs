//! What is known about the bodies of one operation before any case is made: the smallest, the complete,
//! and how wrong another one is.

use super::body::{Step, bytes, places};
use super::mutate::{self, Change};
use super::{Category, Generation};
use crate::vendor;
use oasis_model::conform::{self, View, Violation};
use oasis_model::finding::Severity;
use oasis_model::ir::{Api, Operation, SchemaId};
use oasis_model::sample::{self, Fill};
use oasis_model::severity;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The categories that break a body in one place.
pub(super) const BREAKING: [Category; 9] = [
    Category::Missing,
    Category::WrongType,
    Category::Coercible,
    Category::Null,
    Category::Enum,
    Category::Format,
    Category::Bounds,
    Category::UnknownProperty,
    Category::NotAnObject,
];

/// The categories whose changes are surely seen beside each other.
pub(super) const COMBINED: [Category; 5] =
    [Category::Missing, Category::WrongType, Category::Null, Category::Enum, Category::Format];

/// One operation with all that its cases stand on.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) generation: Arc<Generation>,
    pub(super) operation: Operation,
    /// The JSON body that it takes, if it takes one that can be made.
    pub(super) json: Option<Json>,
}

/// A JSON body.
#[derive(Debug)]
pub(super) struct Json {
    /// Its schema; none: anything goes.
    pub(super) schema: Option<SchemaId>,
    /// The documented example, where it is valid.
    pub(super) example: Option<Value>,
    /// The smallest valid body.
    pub(super) minimal: Value,
    /// A valid body with all declared properties, or else the smallest.
    pub(super) complete: Value,
    /// Numbers, strings and booleans that samples hold: there is nothing simpler.
    pub(super) plain: HashSet<String>,
}

/// How wrong a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wrong {
    /// It keeps every rule.
    Not,
    /// It breaks only what the specification guesses.
    Guessed,
    /// It breaks a documented rule.
    Documented,
}

impl Subject {
    pub(super) fn new(generation: &Arc<Generation>, operation: &Operation) -> Self {
        Self {
            generation: generation.clone(),
            operation: operation.clone(),
            json: Json::of(&generation.api, operation),
        }
    }

    pub(super) fn api(&self) -> &Api {
        &self.generation.api
    }

    /// The body without what would send it to nobody's ids, if it may lack that.
    pub(super) fn harmless(&self, body: &Value) -> Value {
        let harms = vendor::is_irreversible(&self.operation, &bytes(body));
        if let (true, Some(json), Some(properties)) = (harms, &self.json, body.as_object())
            && !self.generation.target.may_do_irreversible()
        {
            let mut fewer = properties.clone();
            fewer.shift_remove(vendor::MARK);
            let fewer = Value::Object(fewer);
            if json.is_valid(self.api(), &fewer) {
                return fewer;
            }
        }
        body.clone()
    }

    /// The changes of a category that show something on this body, from everywhere first: one of each
    /// place, then the next of each.
    pub(super) fn changes(&self, json: &Json, body: &Value, category: Category) -> Vec<Change> {
        let mut changes = mutate::changes(self.api(), json.schema, body, category);
        changes.retain(|change| json.shows_something(self.api(), body, change));
        spread(changes)
    }
}

/// Whether a request may go out without a body.
pub(super) fn may_lack_a_body(operation: &Operation) -> bool {
    operation.body.as_ref().is_none_or(|body| !body.required)
}

/// One change of each place, then the next of each.
pub(super) fn spread(changes: Vec<Change>) -> Vec<Change> {
    let mut counts: HashMap<Vec<Step>, usize> = HashMap::new();
    let mut counted: Vec<(usize, Change)> = Vec::new();
    for change in changes {
        let count = counts.entry(change.at.clone()).or_default();
        counted.push((*count, change));
        *count += 1;
    }
    counted.sort_by_key(|(before, _)| *before);
    counted.into_iter().map(|(_, change)| change).collect()
}

impl Json {
    pub(super) fn of(api: &Api, operation: &Operation) -> Option<Self> {
        let content = operation.body.as_ref()?.json()?;
        let Some(schema) = content.schema else {
            let any = content.example.clone().unwrap_or_else(|| json!({}));
            return Some(Self::new(api, None, Some(any.clone()), any.clone(), any));
        };
        let is_valid = |body: &Value| is_valid(api, Some(schema), body);
        let example = content.example.clone().filter(is_valid);
        let filled = |fill| Some(sample::filled(api, schema, fill)).filter(is_valid);
        let minimal = filled(Fill::Required).or_else(|| sample::value(api, schema));
        let minimal = minimal.or_else(|| example.clone())?;
        let complete = filled(Fill::All).or_else(|| example.clone());
        let complete = complete.unwrap_or_else(|| minimal.clone());
        Some(Self::new(api, Some(schema), example, minimal, complete))
    }

    fn new(
        api: &Api,
        schema: Option<SchemaId>,
        example: Option<Value>,
        minimal: Value,
        complete: Value,
    ) -> Self {
        let scalars = |body: &Value| -> Vec<String> {
            let places = places(api, schema, body);
            let scalars = places.iter().filter(|it| !it.value.is_object() && !it.value.is_array());
            scalars.map(|place| place.value.to_string()).collect()
        };
        let plain = scalars(&minimal).into_iter().chain(scalars(&complete)).collect();
        Self { schema, example, minimal, complete, plain }
    }

    pub(super) fn is_valid(&self, api: &Api, body: &Value) -> bool {
        is_valid(api, self.schema, body)
    }

    /// How wrong a body is, by the keywords that it breaks.
    pub(super) fn wrong(&self, api: &Api, body: &Value) -> Wrong {
        let Some(schema) = self.schema else { return Wrong::Not };
        let violations = conform::check(api, schema, body, View::Claim).violations;
        let is_hard =
            |violation: &Violation| severity::of_violation(api, violation) == Severity::Error;
        match violations.iter().any(is_hard) {
            true => Wrong::Documented,
            false if violations.is_empty() => Wrong::Not,
            false => Wrong::Guessed,
        }
    }

    /// Whether a change breaks a documented rule by itself.
    pub(super) fn is_hard(&self, api: &Api, body: &Value, change: &Change) -> bool {
        change.applied(body).is_some_and(|body| self.wrong(api, &body) == Wrong::Documented)
    }

    /// Whether a change breaks a rule, or tries what no rule speaks of: undeclared properties and bounds
    /// that are not written.
    pub(super) fn shows_something(&self, api: &Api, body: &Value, change: &Change) -> bool {
        let is_silent = matches!(change.category, Category::UnknownProperty | Category::Bounds);
        let Some(body) = change.applied(body) else { return false };
        is_silent || self.wrong(api, &body) != Wrong::Not
    }
}

fn is_valid(api: &Api, schema: Option<SchemaId>, body: &Value) -> bool {
    let check = |schema| conform::check(api, schema, body, View::Claim).violations.is_empty();
    schema.is_none_or(check)
}
