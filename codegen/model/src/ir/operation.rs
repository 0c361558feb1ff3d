//! Operations of an [`Api`](super::Api): what is sent where, and what comes back.

use super::{Claim, Docs, Paging, SchemaId, Server};
use serde_json::Value;
use std::fmt;

/// One operation: a method on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The `operationId`, or a name made of method and path where the document has none.
    pub id: String,
    /// HTTP method.
    pub method: Method,
    /// Path template as written, such as `/stores/{storeId}`.
    pub path: String,
    /// Base addresses of this operation alone, or of its path; empty: those of the API apply.
    pub servers: Vec<Server>,
    /// Who calls whom.
    pub direction: Direction,
    /// Meaning.
    pub docs: Docs,
    /// Tags, in the document's order.
    pub tags: Vec<String>,
    /// Path parameters in the order of the path, then query, header and cookie parameters by name.
    pub parameters: Vec<Parameter>,
    /// What the caller sends, if anything.
    pub body: Option<Body>,
    /// Responses, sorted by status.
    pub responses: Vec<Response>,
    /// Alternatives, each a list of schemes that go together; empty: no credentials needed.
    pub security: Vec<Vec<Requirement>>,
    /// How `security` is known.
    pub security_claim: Claim,
    /// How its pages follow one another (`x-paging`), if it returns pages.
    pub paging: Option<Paging>,
    /// How the operation is known.
    pub claim: Claim,
    /// JSON pointer of the operation.
    pub at: String,
}

impl Operation {
    /// Whether the vendor calls it and the integrator responds.
    pub fn is_webhook(&self) -> bool {
        matches!(self.direction, Direction::Webhook { .. })
    }
}

/// Who calls an operation, and who therefore sends its request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Called by the integrator, served by the vendor.
    Call,
    /// Called by the vendor, served by the integrator (`x-webhook: true`).
    Webhook {
        /// The receiver's route below his base URL, with a leading slash, such as `/left`.
        route: String,
    },
}

/// HTTP methods of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the methods")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    /// The method as it goes on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterPlace {
    /// One segment of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// One parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub place: ParameterPlace,
    /// Whether it has to be sent; always true for path parameters.
    pub required: bool,
    /// Its type.
    pub schema: SchemaId,
    /// Serialisation style as OpenAPI names it, such as `form`; the default is filled in.
    pub style: String,
    /// Whether arrays and objects are spread over several parameters.
    pub explode: bool,
    /// Whether characters that mean something in an address stay as they are in a value.
    pub allow_reserved: bool,
    /// The media type, where the value is a document in its own right (`content`).
    pub media_type: Option<String>,
    /// An example value.
    pub example: Option<Value>,
    /// Meaning.
    pub docs: Docs,
    /// How it is known.
    pub claim: Claim,
    /// JSON pointer of the parameter.
    pub at: String,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Whether it has to be sent.
    pub required: bool,
    /// One entry a media type, in the document's order.
    pub contents: Vec<Content>,
    /// Meaning.
    pub docs: Docs,
    /// How its presence is known; what is inside has the basis of its schema.
    pub claim: Claim,
    /// JSON pointer of the body.
    pub at: String,
}

/// A payload in one media type.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type as written, such as `application/json`.
    pub media_type: String,
    /// The payload's schema; none: anything.
    pub schema: Option<SchemaId>,
    /// How single fields of a form are sent, where the document says so.
    pub encoding: Vec<Encoding>,
    /// An example payload.
    pub example: Option<Value>,
    /// JSON pointer of the media type object.
    pub at: String,
}

/// How one field of a form is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The property whose values these are.
    pub property: String,
    /// Media types for the value, as written: one, a range, or several with commas.
    pub content_type: Option<String>,
    /// Serialisation style as OpenAPI names it; none: not stated.
    pub style: Option<String>,
    /// Whether arrays and objects are spread over several fields.
    pub explode: bool,
    /// Names of the headers that a part has.
    pub headers: Vec<String>,
    /// JSON pointer of the encoding object.
    pub at: String,
}

impl Content {
    /// Whether the payload is JSON: `application/json` or a `+json` type, whatever the parameters.
    pub fn is_json(&self) -> bool {
        let essence = essence(&self.media_type);
        essence == "application/json" || essence.ends_with("+json")
    }
}

/// A media type without parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The JSON content among these, if there is one.
pub(crate) fn json(contents: &[Content]) -> Option<&Content> {
    contents.iter().find(|content| content.is_json())
}

impl Body {
    /// The JSON form of this body, if it has one.
    pub fn json(&self) -> Option<&Content> {
        json(&self.contents)
    }
}

/// Which statuses a response stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Exactly this status.
    Code(u16),
    /// A class, such as 4 for `4XX`.
    Class(u8),
    /// Every status not named otherwise.
    Default,
}

impl Status {
    /// Whether this stands for a success (2xx).
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// One documented response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Which statuses it stands for.
    pub status: Status,
    /// What it is called: `x-name`, or the status's reason phrase.
    pub name: String,
    /// One entry a media type; empty: no body.
    pub contents: Vec<Content>,
    /// Documented headers, by name.
    pub headers: Vec<Header>,
    /// Meaning.
    pub docs: Docs,
    /// How its status is known; its readings may hold other statuses. The content has the basis of
    /// its schema.
    pub claim: Claim,
    /// JSON pointer of the response.
    pub at: String,
}

impl Response {
    /// The JSON form of this response, if it has one.
    pub fn json(&self) -> Option<&Content> {
        json(&self.contents)
    }
}

/// A documented header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The header's name.
    pub name: String,
    /// Whether it is always there.
    pub required: bool,
    /// Its type; none: any text.
    pub schema: Option<SchemaId>,
    /// The media type, where the value is a document in its own right (`content`).
    pub media_type: Option<String>,
    /// Meaning.
    pub docs: Docs,
    /// JSON pointer of the header.
    pub at: String,
}

/// One security scheme that an operation requires.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Requirement {
    /// The scheme's name.
    pub scheme: String,
    /// Scopes needed.
    pub scopes: Vec<String>,
}
