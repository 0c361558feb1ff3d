//! Ways of breaking a valid body: a body and a category in, every change that applies out; and the change
//! made. What a change is worth follows from `conform`, which is asked elsewhere.

use super::body::{Place, Step, get_mut, label, places};
use super::{Category, wrong};
use oasis_model::conform::{self, View};
use oasis_model::ir::{Additional, Api, Kind, Object, SchemaId};
use serde_json::Value;

/// One way of breaking a body.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// Where; empty: the body itself.
    pub(super) at: Vec<Step>,
    /// What is done.
    pub(super) what: What,
    /// What it tries.
    pub(super) category: Category,
}

/// What is done to one place of a body.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// The property is left out.
    Remove,
    /// Another value stands there.
    Put(Value),
    /// A property that the specification does not name is added.
    Add(Value),
}

impl Change {
    /// What it tries and where, such as `null at session.code`.
    pub(super) fn about(&self) -> String {
        match (&self.what, self.at.is_empty()) {
            (What::Put(value), true) => format!("{} ({})", self.category.heading(), short(value)),
            _ => format!("{} at {}", self.category.heading(), label(&self.at)),
        }
    }

    /// The place that has to be there for the change to apply.
    pub(super) fn needs(&self) -> &[Step] {
        match self.what {
            What::Add(_) => &self.at[..self.at.len().saturating_sub(1)],
            What::Remove | What::Put(_) => &self.at,
        }
    }

    /// Whether neither change stands inside the place of the other.
    pub(super) fn is_disjoint(&self, other: &Self) -> bool {
        !self.at.starts_with(&other.at) && !other.at.starts_with(&self.at)
    }

    /// The body with this change, if it applies.
    pub(super) fn applied(&self, body: &Value) -> Option<Value> {
        let Some((last, before)) = self.at.split_last() else {
            return match &self.what {
                What::Put(value) => Some(value.clone()),
                What::Remove | What::Add(_) => None,
            };
        };
        let mut body = body.clone();
        let place = get_mut(&mut body, before)?;
        match (last, &self.what) {
            (Step::Property(name), What::Remove) => {
                place.as_object_mut()?.shift_remove(name)?;
            }
            (Step::Property(name), What::Put(value)) => {
                *place.as_object_mut()?.get_mut(name)? = value.clone();
            }
            (Step::Property(name), What::Add(value)) => {
                if place.as_object_mut()?.insert(name.clone(), value.clone()).is_some() {
                    return None;
                }
            }
            (Step::Item(index), What::Put(value)) => {
                *place.as_array_mut()?.get_mut(*index)? = value.clone();
            }
            (Step::Item(_), What::Remove | What::Add(_)) => return None,
        }
        Some(body)
    }
}

/// A value in a few characters.
fn short(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(items) if !items.is_empty() => "an array".to_owned(),
        value => value.to_string(),
    }
}

/// Every single change of one category that applies to this body.
pub(super) fn changes(
    api: &Api,
    schema: Option<SchemaId>,
    body: &Value,
    category: Category,
) -> Vec<Change> {
    let places = places(api, schema, body);
    places.iter().flat_map(|place| changes_at(api, place, category)).collect()
}

/// The changes of one category at one place.
pub(super) fn changes_at(api: &Api, place: &Place<'_>, category: Category) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    for (step, what) in at_place(api, place, category) {
        let at = [place.at.as_slice(), step.as_slice()].concat();
        let change = Change { at, what, category };
        // The parts of an `allOf` may ask for the same.
        if !found.contains(&change) {
            found.push(change);
        }
    }
    found
}

/// What can be done at one place: at itself, or one step further.
fn at_place(api: &Api, place: &Place<'_>, category: Category) -> Vec<(Option<Step>, What)> {
    let kinds = || place.schemas.iter().map(|id| api.schema(*id));
    let objects = || {
        kinds().filter_map(|schema| match &schema.kind {
            Kind::Object(rules) => Some(rules),
            _ => None,
        })
    };
    let here = |value: Value| (None, What::Put(value));
    match (category, place.value) {
        (Category::NotAnObject, body) if place.at.is_empty() => {
            kinds().take(1).flat_map(|schema| wrong::bodies(&schema.kind, body)).map(here).collect()
        }
        (Category::Missing, Value::Object(properties)) => objects()
            .flat_map(required)
            .filter(|name| properties.contains_key(*name))
            .map(|name| (Some(Step::Property(name.to_owned())), What::Remove))
            .collect(),
        (Category::UnknownProperty, Value::Object(properties)) if has_no_open(objects()) => {
            wrong::unknown_properties(properties)
                .into_iter()
                .map(|(name, value)| (Some(Step::Property(name)), What::Add(value)))
                .collect()
        }
        (Category::Missing | Category::UnknownProperty | Category::NotAnObject, _) => Vec::new(),
        _ if place.at.is_empty() && category != Category::Bounds => Vec::new(),
        (Category::Null, _) => {
            let refused = |id: &SchemaId| {
                !conform::check(api, *id, &Value::Null, View::Claim).violations.is_empty()
            };
            place.declared.filter(refused).map(|_| here(Value::Null)).into_iter().collect()
        }
        (_, value) => {
            kinds().flat_map(|schema| wrong::values(schema, value, category)).map(here).collect()
        }
    }
}

/// The names that an object has to have.
pub(super) fn required(rules: &Object) -> impl Iterator<Item = &str> {
    let declared = rules.properties.iter().filter(|property| property.required);
    declared.map(|property| &property.name).chain(&rules.required_undeclared).map(String::as_str)
}

/// Whether these are objects, and none of them speaks of what it does not declare.
fn has_no_open<'a>(objects: impl Iterator<Item = &'a Object>) -> bool {
    let mut count = 0;
    let mut objects = objects.inspect(|_| count += 1);
    let is_open =
        |rules: &Object| matches!(rules.additional, Additional::Any | Additional::Schema(_));
    !objects.any(is_open) && count > 0
}
