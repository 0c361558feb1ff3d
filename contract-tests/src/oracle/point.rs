//! One keyword of the specification that a value bears on: which one, at which place, how surely known.
//!
//! A point is made of a violation, or of a place and a keyword. It knows how findings about it are
//! grouped; whether the keyword is broken or kept is its owner's business.

use super::{places::Place, scene::is_fact};
use oasis_model::{
    conform::Violation,
    finding::Basis,
    ir::{Api, Kind, SchemaId},
    pointer::{escape_pointer, unescape_pointer},
};

/// One keyword that a value bears on.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// JSON pointer of the value, or of the property that is absent.
    pub(super) pointer: String,
    /// What people call the place, such as `session.code`.
    pub(super) name: String,
    /// The keyword.
    pub(super) keyword: &'static str,
    /// How the keyword is known.
    pub(super) basis: Basis,
    /// JSON pointer of the keyword in the specification.
    pub(super) claim: String,
    /// JSON pointer of the schema of the object in which the property stands.
    pub(super) object: String,
    /// The property; none: it is no property's value, or any property of the object will do.
    pub(super) element: Option<String>,
    /// The schema that has the keyword, as the property refers to it.
    pub(super) schema: SchemaId,
}

impl Point {
    /// Whether contradicting it is an error.
    pub(super) fn is_fact(&self) -> bool {
        is_fact(self.basis)
    }

    /// What makes findings about it one: the object and the kind of keyword.
    pub(super) fn group(&self) -> String {
        format!("{}|{}", self.object, self.keyword)
    }

    /// The keyword that a violation breaks.
    pub(super) fn of_violation(api: &Api, violation: &Violation) -> Self {
        let owner = violation.property.as_ref();
        let object = owner.map_or(violation.schema, |owner| owner.object);
        let missing = owner.filter(|_| violation.keyword == "required");
        let pointer = match missing {
            Some(owner) => format!("{}/{}", violation.instance, escape_pointer(&owner.property)),
            None => violation.instance.clone(),
        };
        Self {
            name: path(&pointer),
            pointer,
            keyword: violation.keyword,
            basis: violation.basis(api),
            claim: violation.at(api),
            object: api.schema(object).at.clone(),
            element: owner.map(|owner| owner.property.clone()),
            schema: violation.schema,
        }
    }

    /// A keyword as it stands, or would stand, at a place; none where no schema speaks of the place.
    pub(super) fn at(api: &Api, place: &Place<'_>, keyword: &'static str) -> Option<Self> {
        if keyword == "additionalProperties" || place.free.is_some() || place.is_undeclared() {
            return Self::of_others(api, place);
        }
        let (schema, basis) = match (place.property, place.schemas.first()) {
            (Some((owner, property)), _) => {
                (property.schema, api.property_basis(owner, property, keyword))
            }
            (None, Some(schema)) => (*schema, api.schema_basis(*schema, keyword)),
            (None, None) => return None,
        };
        let written = match keyword {
            "required" => place.object.unwrap_or(schema),
            _ => api.resolve(schema).0,
        };
        Some(Self {
            pointer: place.pointer.clone(),
            name: place.name().to_owned(),
            keyword,
            basis,
            claim: format!("{}/{keyword}", api.schema(written).at),
            object: api.schema(place.object.unwrap_or(schema)).at.clone(),
            element: place.property.map(|(_, property)| property.name.clone()),
            schema,
        })
    }

    /// `additionalProperties` of the object that has the place as a property that nobody declared.
    fn of_others(api: &Api, place: &Place<'_>) -> Option<Self> {
        let keyword = "additionalProperties";
        let schema = place.free.or(place.object)?;
        let at = &api.schema(schema).at;
        Some(Self {
            pointer: place.pointer.clone(),
            name: place.name().to_owned(),
            keyword,
            basis: api.schema_basis(schema, keyword),
            claim: format!("{at}/{keyword}"),
            object: at.clone(),
            element: None,
            schema,
        })
    }

    /// What a body is that breaks the keyword, in a few words.
    pub(super) fn breach(&self) -> String {
        let name = &self.name;
        match self.keyword {
            "nullable" => format!("null at {name}"),
            "required" => format!("a body without {name}"),
            "additionalProperties" => format!("the unknown property {name}"),
            "enum" => format!("a value that is not listed at {name}"),
            "type" => format!("a value of another type at {name}"),
            keyword => format!("a value that breaks `{keyword}` at {name}"),
        }
    }

    /// Whether the schema is an object that an `allOf` put together, so that its own keywords stand elsewhere.
    pub(super) fn is_merged(&self, api: &Api) -> bool {
        let (id, _) = api.resolve(self.schema);
        matches!(&api.schema(id).kind, Kind::Object(rules) if !rules.extends.is_empty())
    }
}

/// A JSON pointer as people write a path. Positions in arrays are told by their form alone.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for token in pointer.split('/').skip(1) {
        let token = unescape_pointer(token);
        if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("[{token}]"));
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&token);
    }
    if path.is_empty() { "the body".to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn pointers_read_as_paths() {
        for (pointer, expected) in
            [("", "the body"), ("/a", "a"), ("/a/0/b~1c", "a[0].b/c"), ("/0", "[0]")]
        {
            assert_eq!(path(pointer), expected);
        }
    }
}
