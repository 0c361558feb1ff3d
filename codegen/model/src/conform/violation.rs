//! What a judge says of a value: violations, each with the keyword that is broken and how surely that
//! keyword is known. It judges nothing itself.

use crate::finding::Basis;
use crate::ir::{Api, Kind, Property, SchemaId};

/// One way in which a value does not conform.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// JSON pointer into the value.
    pub instance: String,
    /// The same with `*` for the indices of arrays and for names that no schema declares.
    pub place: String,
    /// The keyword that refuses, such as `required` or `type`.
    pub keyword: &'static str,
    /// The schema that refuses.
    pub schema: SchemaId,
    /// The property that is missing, or whose value is refused; none: it is no property's value.
    pub property: Option<Owner>,
    /// The property of this object that is missing, or that nothing declares.
    pub name: Option<String>,
    /// What is wrong, in lower case.
    pub message: String,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The object's schema.
    pub object: SchemaId,
    /// The property's wire name.
    pub property: String,
}

impl Owner {
    fn find<'a>(&self, api: &'a Api) -> Option<&'a Property> {
        let Kind::Object(object) = &api.schema(self.object).kind else { return None };
        object.properties.iter().find(|property| property.name == self.property)
    }
}

impl Violation {
    /// How the keyword that refuses is known.
    pub fn basis(&self, api: &Api) -> Basis {
        let property = self.property.as_ref().and_then(|owner| Some((owner, owner.find(api)?)));
        match property {
            Some((owner, property)) if self.speaks_of(api, property) => {
                api.property_basis(owner.object, property, self.keyword)
            }
            _ => api.schema_basis(self.schema, self.keyword),
        }
    }

    /// JSON pointer of the keyword that refuses, or of where it would be written.
    pub fn at(&self, api: &Api) -> String {
        let list = match &api.schema(self.schema).kind {
            Kind::Object(object) if self.keyword == "required" => {
                let owner = self.property.as_ref();
                let holds = |name: &str| owner.is_some_and(|owner| owner.property == name);
                object.required_by.iter().find(|entry| holds(&entry.name))
            }
            _ => None,
        };
        let schema = list.map_or(self.schema, |entry| entry.schema);
        format!("{}/{}", api.schema(api.resolve(schema).0).at, self.keyword)
    }

    /// Whether the refusing schema is what the property is declared to be, rather than a part of it.
    fn speaks_of(&self, api: &Api, property: &Property) -> bool {
        self.keyword == "required"
            || property.schema == self.schema
            || api.resolve(property.schema).0 == self.schema
    }
}

/// Something that a schema neither declares nor refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// JSON pointer into the value.
    pub instance: String,
    /// The same with `*` for the indices of arrays and for names that no schema declares.
    pub place: String,
    /// The schema that says nothing of it.
    pub schema: SchemaId,
    /// What it is.
    pub kind: RemarkKind,
}

/// What a remark is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The object has a property of this name, which nothing declares.
    Undeclared(String),
    /// The string is not the one that the schema says it always is.
    OtherConstant,
}

/// What is known about a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Every violation; empty: it conforms, as far as was decided.
    pub violations: Vec<Violation>,
    /// What is neither declared nor refused; it breaks nothing.
    pub remarks: Vec<Remark>,
    /// What could not be judged, such as a regular expression of another dialect.
    pub undecided: Vec<String>,
}

impl Verdict {
    /// Whether the value certainly conforms.
    pub fn accepts(&self) -> bool {
        self.violations.is_empty() && self.undecided.is_empty()
    }
}
