//! Named ways of breaking a valid body: in comes the body, out come changes that say what they break.
//!
//! Whether a changed body really is wrong is for [`crate::judge`] to say, what the answer must name
//! follows from the change in [`crate::implied`].

mod damage;
mod wrong;

pub use damage::Damage;

use oasis_model::ir::{Additional, Api, Kind, SchemaId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One step into a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A member of an object.
    Member(String),
    /// An item of an array.
    Item(usize),
}

/// One way of breaking a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Where; empty: the body itself.
    pub at: Vec<Step>,
    /// JSON pointer, in the specification, of the schema that stands there.
    pub schema: String,
    /// What is done.
    pub what: What,
    /// Which kind of mutation this is.
    pub family: Family,
}

/// What is done to one place of a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The member is left out.
    Remove,
    /// Another value stands there.
    Put(Value),
    /// A member that the specification does not name is added.
    Add(Value),
}

/// The kinds of mutations, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// A required member is missing.
    Missing,
    /// A member has another JSON type.
    WrongType,
    /// A member has another JSON type that careless servers convert.
    Coercible,
    /// Null where it is not allowed.
    Null,
    /// A value that is not listed.
    Enum,
    /// Text that does not fit its format.
    Format,
    /// A length or bound is violated.
    Bounds,
    /// A member that the specification does not name.
    UnknownMember,
    /// The body is no object.
    NotAnObject,
    /// Several of these at once.
    Several,
    /// The bytes are not JSON.
    Malformed,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 11] = [
        Self::Missing,
        Self::WrongType,
        Self::Coercible,
        Self::Null,
        Self::Enum,
        Self::Format,
        Self::Bounds,
        Self::UnknownMember,
        Self::NotAnObject,
        Self::Several,
        Self::Malformed,
    ];

    /// The heading of its column.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::WrongType => "type",
            Self::Coercible => "coerced",
            Self::Null => "null",
            Self::Enum => "enum",
            Self::Format => "format",
            Self::Bounds => "bounds",
            Self::UnknownMember => "unknown",
            Self::NotAnObject => "no object",
            Self::Several => "several",
            Self::Malformed => "not JSON",
        }
    }
}

/// Every single change of one family that applies to this body.
pub fn changes(api: &Api, schema: SchemaId, body: &Value, family: Family) -> Vec<Change> {
    let mut found = Vec::new();
    if family == Family::NotAnObject {
        let id = descend(api, schema);
        let at = &api.schema(id).at;
        for value in wrong::not_an_object(&api.schema(id).kind, body) {
            found.push(Change {
                at: Vec::new(),
                schema: at.clone(),
                what: What::Put(value),
                family,
            });
        }
        return found;
    }
    walk(api, schema, body, &mut Vec::new(), family, &mut found);
    found
}

/// The body with a change, if the change still applies to it.
pub fn applied(body: &Value, change: &Change) -> Option<Value> {
    let mut body = body.clone();
    let Some((last, before)) = change.at.split_last() else {
        return match &change.what {
            What::Put(value) => Some(value.clone()),
            What::Remove | What::Add(_) => None,
        };
    };
    let mut place = &mut body;
    for step in before {
        place = match step {
            Step::Member(name) => place.as_object_mut()?.get_mut(name)?,
            Step::Item(index) => place.as_array_mut()?.get_mut(*index)?,
        };
    }
    match (last, &change.what) {
        (Step::Member(name), What::Remove) => {
            place.as_object_mut()?.shift_remove(name)?;
        }
        (Step::Member(name), What::Put(value)) => {
            *place.as_object_mut()?.get_mut(name)? = value.clone();
        }
        (Step::Member(name), What::Add(value)) => {
            if place.as_object_mut()?.insert(name.clone(), value.clone()).is_some() {
                return None;
            }
        }
        (Step::Item(index), What::Put(value)) => {
            *place.as_array_mut()?.get_mut(*index)? = value.clone();
        }
        (Step::Item(_), _) => return None,
    }
    Some(body)
}

/// Whether neither change stands inside the place of the other.
pub fn apart(left: &Change, right: &Change) -> bool {
    !left.at.starts_with(&right.at) && !right.at.starts_with(&left.at)
}

/// Through aliases and unions of one.
fn descend(api: &Api, id: SchemaId) -> SchemaId {
    let (id, _) = api.resolve(id);
    match &api.schema(id).kind {
        Kind::OneOf(union) | Kind::AnyOf(union) if union.variants.len() == 1 => {
            descend(api, union.variants[0])
        }
        _ => id,
    }
}

fn walk(
    api: &Api,
    schema: SchemaId,
    value: &Value,
    at: &mut Vec<Step>,
    family: Family,
    found: &mut Vec<Change>,
) {
    let id = descend(api, schema);
    let here = api.schema(id);
    if !at.is_empty() {
        for wrong in wrong::values(api, schema, value, family) {
            found.push(Change {
                at: at.clone(),
                schema: here.at.clone(),
                what: What::Put(wrong),
                family,
            });
        }
    }
    match (&here.kind, value) {
        (Kind::Object(rules), Value::Object(members)) => {
            for property in &rules.properties {
                let Some(member) = members.get(&property.name) else { continue };
                at.push(Step::Member(property.name.clone()));
                if property.required && family == Family::Missing {
                    let schema = api.schema(descend(api, property.schema)).at.clone();
                    found.push(Change { at: at.clone(), schema, what: What::Remove, family });
                }
                walk(api, property.schema, member, at, family, found);
                at.pop();
            }
            let open = matches!(rules.additional, Additional::Any | Additional::Schema(_));
            if family == Family::UnknownMember && !open {
                for (name, value) in wrong::unknown_members(members) {
                    at.push(Step::Member(name));
                    let change = Change {
                        at: at.clone(),
                        schema: here.at.clone(),
                        what: What::Add(value),
                        family,
                    };
                    found.push(change);
                    at.pop();
                }
            }
        }
        (Kind::Array(rules), Value::Array(items)) => {
            if let Some(schema) = rules.items {
                for (index, item) in items.iter().enumerate() {
                    at.push(Step::Item(index));
                    walk(api, schema, item, at, family, found);
                    at.pop();
                }
            }
        }
        _ => {}
    }
}
