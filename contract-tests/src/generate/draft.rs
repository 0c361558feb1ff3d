//! A case in the making: a valid body, changes, damage, ids and a changed parameter in, a [`Case`] out.
//!
//! What the response should be is not decided here, except that bytes which are not JSON are no body.

use super::body::bytes;
use super::mutate::Change;
use super::requests;
use super::subject::{Json, Subject, Wrong};
use super::{Case, Category, Expect, Ids, Malformed, ParameterChange};
use serde_json::Value;

/// A case in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) category: Category,
    /// The valid body; none: the request has no body.
    pub(super) base: Option<Value>,
    /// How it is broken.
    pub(super) changes: Vec<Change>,
    /// How its bytes are damaged.
    pub(super) malformed: Option<Malformed>,
    /// The changed parameter.
    pub(super) parameter: Option<ParameterChange>,
    pub(super) ids: Ids,
}

impl Draft {
    pub(super) fn new(category: Category, base: Option<Value>) -> Self {
        let ids = Ids::Known;
        Self { category, base, changes: Vec::new(), malformed: None, parameter: None, ids }
    }

    /// The body with every change; `None` where one does not apply.
    pub(super) fn broken(&self, subject: &Subject) -> Option<Value> {
        let mut body = self.base.clone()?;
        if !subject.generation.takes_any_session() {
            requests::name_known_session(&subject.generation, &subject.operation, &mut body);
        }
        self.changes.iter().try_fold(body, |body, change| change.applied(&body))
    }

    /// How wrong the body is; `None` where it cannot be made.
    pub(super) fn wrong(&self, subject: &Subject, json: &Json) -> Option<Wrong> {
        Some(json.wrong(subject.api(), &self.broken(subject)?))
    }

    /// The case, if everything applies.
    pub(super) fn case(&self, subject: &Subject) -> Option<Case> {
        let body = match &self.base {
            None => None,
            Some(_) => {
                let bytes = bytes(&self.broken(subject)?);
                Some(match self.malformed {
                    Some(malformed) => malformed.apply(&bytes)?,
                    None => bytes,
                })
            }
        };
        let (generation, operation) = (&subject.generation, &subject.operation);
        let parameter = self.parameter.as_ref();
        let (request, known) = requests::changed(generation, operation, self.ids, body, parameter);
        let expect = match self.malformed {
            Some(_) => Expect::NotJson,
            None => Expect::Judged(self.parameter.clone()),
        };
        Some(Case {
            operation: operation.id.clone(),
            category: self.category,
            about: self.about(),
            request,
            expect,
            known,
        })
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
