//! Where things stand in a body: a body and its schema in, every place with the schemas that speak of it
//! out. What can be done to a place is decided elsewhere.

use oasis_model::conform::{self, View};
use oasis_model::ir::{Additional, Api, Kind, Object, SchemaId};
use serde_json::Value;

/// Unions and `allOf` within each other are followed so far.
const DEEPEST: u32 = 16;

/// One step into a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// A property of an object.
    Property(String),
    /// An item of an array.
    Item(usize),
}

/// A value within a body.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// The way to it; empty: the body itself.
    pub(super) at: Vec<Step>,
    /// What stands there.
    pub(super) value: &'a Value,
    /// The schema that the document writes there; none: the place is free-form.
    pub(super) declared: Option<SchemaId>,
    /// The schemas that speak of the value, with aliases, `allOf` and unions followed.
    pub(super) schemas: Vec<SchemaId>,
}

impl Place<'_> {
    /// The objects among the schemas that speak of the value.
    pub(super) fn objects<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = &'a Object> {
        self.schemas.iter().filter_map(|id| match &api.schema(*id).kind {
            Kind::Object(rules) => Some(rules),
            _ => None,
        })
    }
}

/// Whether a value keeps every rule of a schema.
pub(super) fn fits(api: &Api, schema: SchemaId, value: &Value) -> bool {
    conform::check(api, schema, value, View::Claim).violations.is_empty()
}

/// Every place of a body, the outer ones first.
pub(super) fn places<'a>(api: &Api, schema: Option<SchemaId>, body: &'a Value) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    walk(api, schema, body, Vec::new(), &mut found);
    found
}

fn walk<'a>(
    api: &Api,
    declared: Option<SchemaId>,
    value: &'a Value,
    at: Vec<Step>,
    found: &mut Vec<Place<'a>>,
) {
    let schemas = declared.map_or_else(Vec::new, |id| speaking(api, id, value, DEEPEST));
    found.push(Place { at: at.clone(), value, declared, schemas: schemas.clone() });
    let below = |step: Step| [at.as_slice(), &[step]].concat();
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                let schema = schemas.iter().find_map(|id| property(api, *id, name));
                walk(api, schema, value, below(Step::Property(name.clone())), found);
            }
        }
        Value::Array(items) => {
            let schema = schemas.iter().find_map(|id| match &api.schema(*id).kind {
                Kind::Array(rules) => rules.items,
                _ => None,
            });
            for (index, value) in items.iter().enumerate() {
                walk(api, schema, value, below(Step::Item(index)), found);
            }
        }
        _ => {}
    }
}

/// The schema of a property, declared or not.
fn property(api: &Api, object: SchemaId, name: &str) -> Option<SchemaId> {
    let Kind::Object(rules) = &api.schema(object).kind else { return None };
    let declared = rules.properties.iter().find(|property| property.name == name);
    match (declared, &rules.additional) {
        (Some(property), _) => Some(property.schema),
        (None, Additional::Schema(values)) => Some(*values),
        (None, _) => None,
    }
}

/// The schemas that say something about a value themselves; of a union, the alternative that it fits.
fn speaking(api: &Api, id: SchemaId, value: &Value, levels: u32) -> Vec<SchemaId> {
    let (id, _) = api.resolve(id);
    let Some(levels) = levels.checked_sub(1) else { return Vec::new() };
    match &api.schema(id).kind {
        Kind::OneOf(union) | Kind::AnyOf(union) => {
            let variant = match union.variants.as_slice() {
                [only] => Some(only),
                several => several.iter().find(|variant| fits(api, **variant, value)),
            };
            variant.map_or_else(Vec::new, |variant| speaking(api, *variant, value, levels))
        }
        Kind::AllOf(parts) => {
            parts.iter().flat_map(|part| speaking(api, *part, value, levels)).collect()
        }
        Kind::Not(_) | Kind::Never | Kind::Alias(_) => Vec::new(),
        _ => vec![id],
    }
}

/// The value at a place, to be changed.
pub(super) fn get_mut<'a>(body: &'a mut Value, at: &[Step]) -> Option<&'a mut Value> {
    at.iter().try_fold(body, |value, step| match step {
        Step::Property(name) => value.as_object_mut()?.get_mut(name),
        Step::Item(index) => value.as_array_mut()?.get_mut(*index),
    })
}

/// A place in words, such as `session.events[0].code`.
pub(super) fn label(at: &[Step]) -> String {
    let mut label = String::new();
    for step in at {
        match step {
            Step::Property(name) => {
                let dot = if label.is_empty() { "" } else { "." };
                label.push_str(&format!("{dot}{}", name.escape_debug()));
            }
            Step::Item(index) => label.push_str(&format!("[{index}]")),
        }
    }
    label
}

/// The bytes of a body.
pub(super) fn bytes(body: &Value) -> Vec<u8> {
    // A value made of strings, numbers and containers always has a JSON form.
    serde_json::to_vec(body).unwrap_or_default()
}
