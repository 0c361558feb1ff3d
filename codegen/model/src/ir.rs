//! The intermediate representation: one HTTP API, resolved, named and sorted.
//!
//! `lower` builds it from a document; `emit`, `drift`, the mock and the fuzzer read it and nothing
//! else. It knows nothing of the document it came from except JSON pointers, and it is total:
//! every [`SchemaId`] in it resolves.

mod basis;
mod claim;
mod operation;
mod paging;
mod schema;
mod validator;
mod width;

pub use claim::{Change, Claim, Observed, Reading};
pub use operation::{
    Body, Content, Direction, Encoding, Header, Method, Operation, Parameter, ParameterPlace,
    Requirement, Response, Status, essence,
};
pub use paging::{Cursor, Paging};
pub use schema::{
    Additional, Array, BaseDiscriminator, Child, Discriminator, Kind, Numbers, Object, Property,
    RequiredBy, Schema, SchemaId, Text, Union, Usage,
};
pub use validator::{Labels, Reports, Validator};
pub use width::Width;

/// Prose that travels from the document into generated docs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// Free text, CommonMark.
    pub description: Option<String>,
    /// Marked as not to be used any more.
    pub deprecated: bool,
}

/// One base address of the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The address as written, variables replaced by their defaults.
    pub url: String,
    /// A short name for it (`x-name`).
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// JSON pointer of the server object.
    pub at: String,
}

/// How a caller proves who he is.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// The name that operations require it by.
    pub name: String,
    /// What has to be sent.
    pub kind: SecurityKind,
    /// Meaning.
    pub docs: Docs,
    /// JSON pointer of the scheme.
    pub at: String,
}

/// The kinds of credentials OpenAPI 3.0 knows.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityKind {
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization: Basic <credentials>`.
    Basic,
    /// Another HTTP authentication scheme, by its name.
    Http(String),
    /// A key in a header, a query parameter or a cookie.
    ApiKey {
        /// Where the key goes; never [`ParameterPlace::Path`].
        place: ParameterPlace,
        /// Its name there.
        name: String,
    },
    /// OAuth 2.0; the token is sent as a bearer token.
    OAuth2,
    /// OpenID Connect; the token is sent as a bearer token.
    OpenId,
}

/// A whole API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// The document's title.
    pub title: String,
    /// The document's own version.
    pub version: String,
    /// What the API is.
    pub description: Option<String>,
    /// Base addresses, in the document's order.
    pub servers: Vec<Server>,
    /// Operations sorted by path, then method.
    pub operations: Vec<Operation>,
    /// Every schema; [`SchemaId`] is an index into it. Component schemas come first, by name.
    pub schemas: Vec<Schema>,
    /// What parts of an `allOf` say of one property or of the items of an array, put together.
    pub merged: Vec<Merged>,
    /// Ways to authenticate, sorted by name.
    pub security_schemes: Vec<SecurityScheme>,
    /// How the vendor's validator words its refusals (`x-validator`), if that is known.
    pub validator: Option<Validator>,
    /// How many requests a second the API takes from one caller (`x-rate-limit`), if that is known.
    pub rate_limit: Option<u32>,
}

/// A schema that another one says for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merged {
    /// The schema as one part of the `allOf` writes it.
    pub part: SchemaId,
    /// The schema that says what all parts say.
    pub whole: SchemaId,
}

impl Api {
    /// The schema with this id.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.index()]
    }

    /// Follows [`Kind::Alias`] to the schema that says something, with the nullability gathered on the way.
    pub fn resolve(&self, id: SchemaId) -> (SchemaId, bool) {
        let (mut id, mut nullable) = (id, false);
        // An alias cycle is refused by `lower`; the bound only keeps this total.
        for _ in 0..=self.schemas.len() {
            let schema = self.schema(id);
            nullable |= schema.nullable;
            match schema.kind {
                Kind::Alias(target) => id = target,
                _ => break,
            }
        }
        (id, nullable)
    }

    /// The operation with this `operationId`, if there is one.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The component schema of this name, if there is one.
    pub fn component(&self, name: &str) -> Option<SchemaId> {
        let at = format!("/components/schemas/{}", crate::pointer::escape_pointer(name));
        self.schemas.iter().position(|schema| schema.at == at).map(SchemaId::new)
    }

    /// Every schema with its id.
    pub fn schemas(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.schemas.iter().enumerate().map(|(index, schema)| (SchemaId::new(index), schema))
    }
}
