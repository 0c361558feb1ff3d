//! Where in a notification something can be varied: a schema and a value in, places out.
//!
//! A place is a value that the schema speaks of, with the property that holds it. Nothing is varied here.

use oasis_model::conform::{self, View};
use oasis_model::finding::Basis;
use oasis_model::ir::{Additional, Api, Kind, Property, Schema, SchemaId};
use serde_json::Value;

/// How deep places are looked for.
const DEPTH: usize = 16;

/// One value with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    api: &'a Api,
    /// JSON pointer of the value.
    pub(super) at: String,
    /// The value is an object.
    pub(super) is_object: bool,
    /// The schema that describes it, aliases followed.
    schema: SchemaId,
    /// The object's schema and the property that holds it; none: the whole body, or an item of an array.
    property: Option<(SchemaId, &'a Property)>,
}

/// Every place of a value.
pub(super) fn places<'a>(api: &'a Api, schema: SchemaId, value: &Value) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    walk(api, schema, value, String::new(), None, &mut found);
    found
}

fn walk<'a>(
    api: &'a Api,
    id: SchemaId,
    value: &Value,
    at: String,
    property: Option<(SchemaId, &'a Property)>,
    found: &mut Vec<Place<'a>>,
) {
    if at.matches('/').count() > DEPTH {
        return;
    }
    let schema = fitting(api, id, value);
    let is_object = value.is_object();
    found.push(Place { api, at: at.clone(), is_object, schema, property });
    match (&api.schema(schema).kind, value) {
        (Kind::Object(rules), Value::Object(map)) => {
            for property in &rules.properties {
                if let Some(value) = map.get(&property.name) {
                    let name = oasis_model::pointer::escape_pointer(&property.name);
                    let at = format!("{at}/{name}");
                    walk(api, property.schema, value, at, Some((schema, property)), found);
                }
            }
        }
        (Kind::Array(rules), Value::Array(items)) => {
            let Some(schema) = rules.items else { return };
            for (index, item) in items.iter().enumerate() {
                walk(api, schema, item, format!("{at}/{index}"), None, found);
            }
        }
        _ => {}
    }
}

/// The schema that describes a value: aliases followed, and the variant of a union that it fits.
fn fitting(api: &Api, id: SchemaId, value: &Value) -> SchemaId {
    let (mut id, _) = api.resolve(id);
    for _ in 0..DEPTH {
        let (Kind::OneOf(union) | Kind::AnyOf(union)) = &api.schema(id).kind else { break };
        let fits = |variant: &&SchemaId| {
            conform::check(api, **variant, value, View::Claim).violations.is_empty()
        };
        let Some(variant) = union.variants.iter().find(fits) else { break };
        id = api.resolve(*variant).0;
    }
    id
}

impl Place<'_> {
    /// The place as people write it, such as `session.code`.
    pub(super) fn name(&self) -> String {
        let tokens = self.at.split('/').skip(1).map(oasis_model::pointer::unescape_pointer);
        tokens.collect::<Vec<_>>().join(".")
    }

    /// How deep it lies.
    pub(super) fn depth(&self) -> usize {
        self.at.matches('/').count()
    }

    /// An object that may have properties nobody declared.
    pub(super) fn is_open(&self) -> bool {
        match &self.schema().kind {
            Kind::Object(rules) => {
                matches!(rules.additional, Additional::Unstated | Additional::Any)
                    && rules.max_properties.is_none()
            }
            Kind::Any => self.is_object,
            _ => false,
        }
    }

    /// An object that holds whatever an integrator puts into it.
    pub(super) fn is_free(&self) -> bool {
        let declares = matches!(&self.schema().kind, Kind::Object(rules)
            if !rules.properties.is_empty() || rules.additional != Additional::Any);
        self.is_object && self.is_open() && !declares
    }

    /// A list of values that may grow.
    pub(super) fn is_growing_enum(&self) -> bool {
        let declared = self.property.map(|(_, property)| self.api.schema(property.schema));
        let may_grow = |schema: &Schema| schema.claim.may_have_more_values();
        let is_string = |value: &Value| value.is_string();
        self.schema().values.as_ref().is_some_and(|values| values.iter().all(is_string))
            && (may_grow(self.schema()) || declared.is_some_and(may_grow))
    }

    /// A time.
    pub(super) fn is_time(&self) -> bool {
        matches!(&self.schema().kind, Kind::String(rules)
            if rules.format.as_deref() == Some("date-time") && rules.pattern.is_none())
            && self.schema().values.is_none()
    }

    /// Null is documented here, or, with `guessed`, only a guess allows or forbids it.
    pub(super) fn may_be_null(&self, guessed: bool) -> bool {
        let Some((owner, property)) = self.property else { return false };
        let is_guess = is_guess(self.api.property_basis(owner, property, "nullable"));
        is_guess == guessed && (guessed || self.api.resolve(property.schema).1)
    }

    /// Only a guess says that it is always there.
    pub(super) fn may_be_absent(&self) -> bool {
        self.property.is_some_and(|(owner, property)| {
            property.required && is_guess(self.api.property_basis(owner, property, "required"))
        })
    }

    fn schema(&self) -> &Schema {
        self.api.schema(self.schema)
    }
}

/// Whether nobody has said or seen it.
pub(super) fn is_guess(basis: Basis) -> bool {
    matches!(basis, Basis::Inferred | Basis::Assumed)
}
