//! Ways of breaking a valid body: a body and a category in, every change that applies out; and the change
//! made. What a change is worth follows from `conform`, which is asked elsewhere.

use super::body::{Place, Step, fits, get_mut, label, places};
use super::{Category, wrong};
use oasis_model::ir::{Additional, Api, Object, SchemaId};
use serde_json::Value;

/// One way of changing a body.
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
    /// The property or item is left out.
    Remove,
    /// Another value stands there.
    Put(Value),
    /// A property that the specification does not name is added.
    Add(Value),
}

impl Change {
    /// What it tries and where, such as `null at session.code`.
    pub(super) fn about(&self) -> String {
        let heading = self.category.heading();
        match (&self.what, self.at.is_empty()) {
            (What::Put(Value::Object(_)), true) => format!("{heading} (an object)"),
            (What::Put(Value::Array(items)), true) if !items.is_empty() => {
                format!("{heading} (an array)")
            }
            (What::Put(value), true) => format!("{heading} ({value})"),
            _ => format!("{heading} at {}", label(&self.at)),
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

    /// Changes the body; `None` where the change does not apply.
    pub(super) fn apply(&self, body: &mut Value) -> Option<()> {
        let (place, last) = match (self.at.split_last(), &self.what) {
            (Some((last, before)), _) => (get_mut(body, before)?, last),
            (None, What::Put(value)) => {
                *body = value.clone();
                return Some(());
            }
            (None, _) => return None,
        };
        match (place, last, &self.what) {
            (place, _, What::Put(value)) => {
                *get_mut(place, std::slice::from_ref(last))? = value.clone();
            }
            (Value::Object(properties), Step::Property(name), What::Remove) => {
                properties.shift_remove(name)?;
            }
            (Value::Array(items), Step::Item(index), What::Remove) if *index < items.len() => {
                items.remove(*index);
            }
            (Value::Object(properties), Step::Property(name), What::Add(value))
                if !properties.contains_key(name) =>
            {
                properties.insert(name.clone(), value.clone());
            }
            _ => return None,
        }
        Some(())
    }
}

/// The first item of each list, then the second of each, and so on.
pub(super) fn rounds<T>(lists: impl IntoIterator<Item = Vec<T>>) -> Vec<T> {
    let numbered = lists.into_iter().flat_map(|list| list.into_iter().enumerate());
    let mut all: Vec<(usize, T)> = numbered.collect();
    all.sort_by_key(|(round, _)| *round);
    all.into_iter().map(|(_, item)| item).collect()
}

/// Every change of one category that applies to this body: one of each place, then the next of each.
pub(super) fn changes(
    api: &Api,
    schema: Option<SchemaId>,
    body: &Value,
    category: Category,
) -> Vec<Change> {
    rounds(places(api, schema, body).iter().map(|place| changes_at(api, place, category)))
}

/// The changes of one category at one place: at itself, or one step further.
pub(super) fn changes_at(api: &Api, place: &Place<'_>, category: Category) -> Vec<Change> {
    let kinds = || place.schemas.iter().map(|id| api.schema(*id));
    let is_body = place.at.is_empty();
    let whats: Vec<(Option<Step>, What)> = match (category, place.value) {
        (Category::NotAnObject, body) if is_body => {
            kinds().take(1).flat_map(|it| wrong::bodies(&it.kind, body)).map(put).collect()
        }
        (Category::Missing, Value::Object(properties)) => place
            .objects(api)
            .flat_map(required)
            .filter(|name| properties.contains_key(*name))
            .map(|name| (Some(Step::Property(name.to_owned())), What::Remove))
            .collect(),
        (Category::UnknownProperty, Value::Object(properties)) if is_closed(api, place) => {
            wrong::unknown_properties(properties)
                .into_iter()
                .map(|(name, value)| (Some(Step::Property(name)), What::Add(value)))
                .collect()
        }
        (Category::Missing | Category::UnknownProperty | Category::NotAnObject, _) => Vec::new(),
        _ if is_body && category != Category::Bounds => Vec::new(),
        (Category::Null, _) => match place.declared {
            Some(id) if !fits(api, id, &Value::Null) => vec![put(Value::Null)],
            _ => Vec::new(),
        },
        (_, value) => {
            kinds().flat_map(|schema| wrong::values(schema, value, category)).map(put).collect()
        }
    };
    let mut found: Vec<Change> = Vec::new();
    for (step, what) in whats {
        let at = [place.at.as_slice(), step.as_slice()].concat();
        let change = Change { at, what, category };
        // The parts of an `allOf` may ask for the same.
        if !found.contains(&change) {
            found.push(change);
        }
    }
    found
}

fn put(value: Value) -> (Option<Step>, What) {
    (None, What::Put(value))
}

/// The names that an object has to have.
pub(super) fn required(rules: &Object) -> impl Iterator<Item = &str> {
    let declared = rules.properties.iter().filter(|property| property.required);
    declared.map(|property| &property.name).chain(&rules.required_undeclared).map(String::as_str)
}

/// Whether an object stands here that speaks of no property that it does not declare.
fn is_closed(api: &Api, place: &Place<'_>) -> bool {
    let open = |rules: &Object| matches!(rules.additional, Additional::Any | Additional::Schema(_));
    place.objects(api).count() > 0 && !place.objects(api).any(open)
}
