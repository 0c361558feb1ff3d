//! What the cases of one operation stand on: its smallest and its complete body, how bad another one is;
//! and a case in the making: a valid body, changes, damage, ids and a changed parameter in, a [`Case`] out.

use super::body::{bytes, fits};
use super::change::Change;
use super::{Case, Category, Expect, Generation, Ids, Malformed, ParameterChange, requests};
use crate::vendor;
use oasis_model::conform::{self, View};
use oasis_model::finding::Severity;
use oasis_model::ir::{Api, Operation, SchemaId};
use oasis_model::sample::{self, Fill};
use oasis_model::severity;
use serde_json::{Value, json};
use std::sync::Arc;

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
    /// The property that names a session, and the session that exists.
    session: Option<(&'static str, String)>,
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
}

impl Subject {
    pub(super) fn new(generation: &Arc<Generation>, operation: &Operation) -> Self {
        Self {
            generation: generation.clone(),
            operation: operation.clone(),
            json: Json::of(&generation.api, operation),
            session: requests::known_session(generation, operation),
        }
    }

    pub(super) fn api(&self) -> &Api {
        &self.generation.api
    }

    /// Whether a request may go out without a body.
    pub(super) fn may_lack_a_body(&self) -> bool {
        self.operation.body.as_ref().is_none_or(|body| !body.required)
    }

    /// The body without what would send it to nobody's ids, if it may lack that.
    pub(super) fn harmless(&self, mut body: Value) -> Value {
        let harms = !self.generation.target.may_do_irreversible()
            && vendor::is_irreversible(&self.operation, &bytes(&body));
        if let (true, Some(json), Some(properties)) = (harms, &self.json, body.as_object_mut()) {
            let mark = properties.shift_remove(vendor::MARK);
            if json.worst(self.api(), &body).is_some()
                && let (Some(mark), Some(properties)) = (mark, body.as_object_mut())
            {
                properties.insert(vendor::MARK.to_owned(), mark);
            }
        }
        body
    }
}

impl Json {
    pub(super) fn of(api: &Api, operation: &Operation) -> Option<Self> {
        let content = operation.body.as_ref()?.json()?;
        let Some(schema) = content.schema else {
            let any = content.example.clone().unwrap_or_else(|| json!({}));
            let (example, minimal) = (Some(any.clone()), any.clone());
            return Some(Self { schema: None, example, minimal, complete: any });
        };
        let is_valid = |body: &Value| fits(api, schema, body);
        let example = content.example.clone().filter(is_valid);
        let filled = |fill| Some(sample::filled(api, schema, fill)).filter(is_valid);
        let minimal = filled(Fill::Required).or_else(|| sample::value(api, schema));
        let minimal = minimal.or_else(|| example.clone())?;
        let complete = filled(Fill::All).or_else(|| example.clone());
        let complete = complete.unwrap_or_else(|| minimal.clone());
        Some(Self { schema: Some(schema), example, minimal, complete })
    }

    /// The worst that a body breaks: an error for a documented rule, less for a guess; `None`: it is valid.
    pub(super) fn worst(&self, api: &Api, body: &Value) -> Option<Severity> {
        let violations = conform::check(api, self.schema?, body, View::Claim).violations;
        violations.iter().map(|violation| severity::of_violation(api, violation)).max()
    }

    /// Whether a change breaks a documented rule by itself.
    pub(super) fn is_hard(&self, api: &Api, body: &Value, change: &Change) -> bool {
        let mut body = body.clone();
        change.apply(&mut body).is_some() && self.worst(api, &body) == Some(Severity::Error)
    }

    /// Whether a change breaks a rule, or tries what no rule speaks of: undeclared properties and bounds
    /// that are not written.
    pub(super) fn shows_something(&self, api: &Api, body: &Value, change: &Change) -> bool {
        if matches!(change.category, Category::UnknownProperty | Category::Bounds) {
            return true;
        }
        let mut body = body.clone();
        change.apply(&mut body).is_some() && self.worst(api, &body).is_some()
    }
}

/// A case in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) category: Category,
    /// The valid body; none: the request has no body.
    pub(super) base: Option<Arc<Value>>,
    /// How it is broken.
    pub(super) changes: Vec<Change>,
    /// How its bytes are damaged.
    pub(super) malformed: Option<Malformed>,
    /// The changed parameter.
    pub(super) parameter: Option<ParameterChange>,
    pub(super) ids: Ids,
}

impl Draft {
    /// A case of a valid body; every fourth names the other session, so that mixed-up responses show.
    pub(super) fn new(category: Category, number: u64, base: Option<Arc<Value>>) -> Self {
        let ids = match category {
            Category::UnknownId => Ids::Unknown(number.saturating_add(1)),
            _ if number % 4 == 3 => Ids::Other,
            _ => Ids::Known,
        };
        Self { category, base, changes: Vec::new(), malformed: None, parameter: None, ids }
    }

    /// The body with every change; `None` where one does not apply.
    pub(super) fn broken(&self, subject: &Subject) -> Option<Value> {
        let mut body = Value::clone(self.base.as_ref()?);
        if !subject.generation.takes_any_session() {
            requests::name_session(&mut body, subject.session.as_ref());
        }
        self.changes.iter().try_for_each(|change| change.apply(&mut body))?;
        Some(body)
    }

    /// The case, if everything applies.
    pub(super) fn case(&self, subject: &Subject) -> Option<Case> {
        let body = match (&self.base, self.malformed) {
            (None, _) => None,
            (_, None) => Some(bytes(&self.broken(subject)?)),
            (_, Some(malformed)) => Some(malformed.apply(&bytes(&self.broken(subject)?))?),
        };
        let (generation, operation) = (&subject.generation, &subject.operation);
        let parameter = self.parameter.as_ref();
        let (request, known) = requests::changed(generation, operation, self.ids, body, parameter);
        let expect = match self.malformed {
            Some(_) => Expect::NotJson,
            None => Expect::Judged(self.parameter.clone()),
        };
        let (operation, category, about) = (operation.id.clone(), self.category, self.about());
        Some(Case { operation, category, about, request, expect, known })
    }

    /// What it tries, in a few words.
    fn about(&self) -> String {
        if let Some(malformed) = self.malformed {
            return format!("body that is not JSON ({})", malformed.words());
        }
        if let Some(change) = &self.parameter {
            let what = match (&change.value, change.repeated) {
                (None, _) => "missing".to_owned(),
                (Some(_), true) => "repeated".to_owned(),
                (Some(value), false) => format!("\"{}\" as", value.escape_debug()),
            };
            return format!("{what} {} parameter {}", change.place, change.name);
        }
        let changes: Vec<String> = self.changes.iter().map(Change::about).collect();
        let about = match (&self.base, changes.is_empty()) {
            (_, false) => changes.join(" and "),
            (Some(_), true) => "valid body".to_owned(),
            (None, true) => "request without a body".to_owned(),
        };
        if self.category == Category::UnknownId { format!("{about} to unknown ids") } else { about }
    }
}
