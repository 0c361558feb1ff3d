//! One thing to send with what it is about: small enough to be stored and run again.

use crate::http::Request;
use serde::{Deserialize, Serialize};

/// A request with what is expected of the response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The `operationId`.
    pub operation: String,
    /// The column of the table.
    pub category: Category,
    /// What is tried, in a few words, such as `null at session.code`.
    pub about: String,
    /// What is sent.
    pub request: Request,
    /// How the response is judged.
    pub expect: Expect,
    /// Every id in the path is known to exist.
    pub known: bool,
}

/// How the response to a case is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// By what was sent: the body (and the changed parameter, if any) is held to the specification.
    Judged(Option<ParameterChange>),
    /// A 4xx with any body: what was sent is not JSON, or no body where one is expected.
    NotJson,
    /// Acceptance or any 4xx: oversized and foreign bodies.
    Tolerated,
    /// A refusal for the missing or wrong token, whatever else is wrong.
    Unauthorized {
        /// The body is broken, so another refusal says that it was looked at first.
        broken: bool,
    },
    /// The scheme's name is read in any case, so anything but 401.
    Authorized,
    /// Any 4xx; HEAD and OPTIONS may succeed in the forms the protocol gives them.
    NoSuchMethod,
    /// Nothing by itself (transport and leaks aside): a scenario compares it with another exchange.
    Compared,
}

/// How one query, header or cookie parameter differs from a valid request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ParameterChange {
    /// The parameter's name on the wire.
    pub name: String,
    /// `query`, `header` or `cookie`.
    pub place: String,
    /// The value that is sent, not encoded; `None`: it is left out.
    pub value: Option<String>,
    /// It is sent twice.
    pub repeated: bool,
}

/// What a case is about: a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Valid bodies.
    Valid,
    /// A required property is missing.
    Missing,
    /// A value of another JSON type.
    WrongType,
    /// A value of another JSON type that careless servers convert.
    Coercible,
    /// Null where it is not allowed.
    Null,
    /// A value that is not listed.
    Enum,
    /// Text that does not fit its format.
    Format,
    /// A length or bound is violated; the empty string counts.
    Bounds,
    /// A property that the specification does not name.
    UnknownProperty,
    /// The body is no object.
    NotAnObject,
    /// Several of these at once.
    Several,
    /// The bytes are not JSON.
    NotJson,
    /// Query, header and cookie parameters: missing, repeated, of the wrong type or out of bounds.
    Parameters,
    /// Valid and broken bodies sent to ids that nothing has.
    UnknownId,
    /// Credentials.
    Auth,
    /// What writes do.
    State,
    /// Hostile and unknown path values.
    Path,
    /// Other methods.
    Method,
    /// Oversized and foreign bodies.
    Oversized,
    /// Notifications sent to an integrator's receiver.
    Receiver,
}

impl Category {
    /// Every category, in the order of the table.
    pub const ALL: [Self; 20] = [
        Self::Valid,
        Self::Missing,
        Self::WrongType,
        Self::Coercible,
        Self::Null,
        Self::Enum,
        Self::Format,
        Self::Bounds,
        Self::UnknownProperty,
        Self::NotAnObject,
        Self::Several,
        Self::NotJson,
        Self::Parameters,
        Self::UnknownId,
        Self::Auth,
        Self::State,
        Self::Path,
        Self::Method,
        Self::Oversized,
        Self::Receiver,
    ];

    /// The heading of its column.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Missing => "missing",
            Self::WrongType => "type",
            Self::Coercible => "coerced",
            Self::Null => "null",
            Self::Enum => "enum",
            Self::Format => "format",
            Self::Bounds => "bounds",
            Self::UnknownProperty => "unknown",
            Self::NotAnObject => "no object",
            Self::Several => "several",
            Self::NotJson => "not JSON",
            Self::Parameters => "parameters",
            Self::UnknownId => "unknown id",
            Self::Auth => "auth",
            Self::State => "state",
            Self::Path => "path",
            Self::Method => "method",
            Self::Oversized => "oversized",
            Self::Receiver => "receiver",
        }
    }
}

impl Case {
    /// Whether the contract leaves the response open: the case asks for an id that nothing has, for
    /// something that no page speaks of, or sends JSON that readers disagree about. Such an exchange
    /// is no evidence for `drift observed`.
    pub fn is_probe(&self) -> bool {
        let spoken_of = match self.expect {
            Expect::Judged(_) | Expect::Authorized => self.known,
            Expect::Unauthorized { .. } => true,
            Expect::NotJson | Expect::Tolerated | Expect::NoSuchMethod | Expect::Compared => false,
        };
        let is_json = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).is_ok();
        // Properties that we invent say nothing about what is sent to the API.
        let invented = self.category == Category::UnknownProperty;
        !spoken_of || invented || self.request.body.as_ref().is_some_and(|body| !is_json(&body.0))
    }
}
