//! The grammar of OpenAPI 3.0.3 as data: which object has which keys, and what we do with each.
//!
//! `walk` holds a document against it. A key that is not in here is a finding, so is one we
//! would not use.

/// What the value of a key looks like.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A whole number, 0 or more.
    Count,
    /// A list of texts.
    Texts,
    /// A non-empty list of anything.
    Values,
    /// An object of this kind.
    Object(&'static Object),
    /// An object of this kind or `{$ref: ...}`.
    Ref(&'static Object),
    /// A list of the other.
    List(&'static Shape),
    /// An object with free keys whose values are the other.
    Map(&'static Shape),
    /// True, false, a schema or a reference (`additionalProperties`).
    FlagOrSchema,
}

/// What becomes of a key.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// It reaches the intermediate representation.
    Used,
    /// It is dropped, for this reason, and a finding says so.
    Dropped(&'static str),
}

/// One kind of object.
pub(super) struct Object {
    /// What the specification calls it.
    pub(super) name: &'static str,
    /// Its keys.
    pub(super) keys: &'static [(&'static str, Shape, Fate)],
    /// Keys that have to be there.
    pub(super) required: &'static [&'static str],
    /// What keys outside the list are, such as paths; none: they are mistakes.
    pub(super) others: Option<Shape>,
}

use Fate::{Dropped, Used};
use Shape::{Any, Count, Flag, FlagOrSchema, List, Map, Number, OneOf, Ref, Text, Texts, Values};

const LINKS: Fate = Dropped("links between answers and operations are not generated");
const ELSEWHERE: Fate = Dropped("it is prose for other tools");
const XML: Fate = Dropped("only JSON is generated");

pub(super) static ROOT: Object = Object {
    name: "document",
    keys: &[
        ("openapi", Text, Used),
        ("info", Shape::Object(&INFO), Used),
        ("servers", List(&Shape::Object(&SERVER)), Used),
        ("paths", Shape::Object(&PATHS), Used),
        ("components", Shape::Object(&COMPONENTS), Used),
        ("security", List(&Map(&Texts)), Used),
        ("tags", Any, ELSEWHERE),
        ("externalDocs", Any, ELSEWHERE),
    ],
    required: &["openapi", "info", "paths"],
    others: None,
};

static INFO: Object = Object {
    name: "info",
    keys: &[
        ("title", Text, Used),
        ("description", Text, Used),
        ("version", Text, Used),
        ("termsOfService", Text, ELSEWHERE),
        ("contact", Any, ELSEWHERE),
        ("license", Any, ELSEWHERE),
    ],
    required: &["title", "version"],
    others: None,
};

static SERVER: Object = Object {
    name: "server",
    keys: &[
        ("url", Text, Used),
        ("description", Text, Used),
        ("variables", Map(&Shape::Object(&VARIABLE)), Used),
    ],
    required: &["url"],
    others: None,
};

static VARIABLE: Object = Object {
    name: "server variable",
    keys: &[
        ("enum", Texts, Dropped("only the default goes into the address")),
        ("default", Text, Used),
        ("description", Text, ELSEWHERE),
    ],
    required: &["default"],
    others: None,
};

static PATHS: Object =
    Object { name: "paths", keys: &[], required: &[], others: Some(Shape::Object(&PATH_ITEM)) };

static PATH_ITEM: Object = Object {
    name: "path item",
    keys: &[
        ("$ref", Text, Dropped("path items are written out, not referred to")),
        ("summary", Text, ELSEWHERE),
        ("description", Text, ELSEWHERE),
        ("get", Shape::Object(&OPERATION), Used),
        ("put", Shape::Object(&OPERATION), Used),
        ("post", Shape::Object(&OPERATION), Used),
        ("delete", Shape::Object(&OPERATION), Used),
        ("options", Shape::Object(&OPERATION), Used),
        ("head", Shape::Object(&OPERATION), Used),
        ("patch", Shape::Object(&OPERATION), Used),
        ("trace", Shape::Object(&OPERATION), Used),
        ("servers", List(&Shape::Object(&SERVER)), Used),
        ("parameters", List(&Ref(&PARAMETER)), Used),
    ],
    required: &[],
    others: None,
};

static OPERATION: Object = Object {
    name: "operation",
    keys: &[
        ("tags", Texts, Used),
        ("summary", Text, Used),
        ("description", Text, Used),
        ("externalDocs", Any, ELSEWHERE),
        ("operationId", Text, Used),
        ("parameters", List(&Ref(&PARAMETER)), Used),
        ("requestBody", Ref(&REQUEST_BODY), Used),
        ("responses", Shape::Object(&RESPONSES), Used),
        ("callbacks", Any, Dropped("callbacks are not generated; write a webhook as an operation")),
        ("deprecated", Flag, Used),
        ("security", List(&Map(&Texts)), Used),
        ("servers", List(&Shape::Object(&SERVER)), Used),
    ],
    required: &["responses"],
    others: None,
};

pub(super) static PARAMETER: Object = Object {
    name: "parameter",
    keys: &[
        ("name", Text, Used),
        ("in", OneOf(&["path", "query", "header", "cookie"]), Used),
        ("description", Text, Used),
        ("required", Flag, Used),
        ("deprecated", Flag, Used),
        ("allowEmptyValue", Flag, Dropped("an empty value is what the type says")),
        ("style", Text, Used),
        ("explode", Flag, Used),
        ("allowReserved", Flag, Dropped("values are always encoded")),
        ("schema", Ref(&SCHEMA), Used),
        ("example", Any, Used),
        ("examples", Any, Dropped("only `example` is read")),
        ("content", Map(&Shape::Object(&MEDIA_TYPE)), Used),
    ],
    required: &["name", "in"],
    others: None,
};

static REQUEST_BODY: Object = Object {
    name: "request body",
    keys: &[
        ("description", Text, Used),
        ("content", Map(&Shape::Object(&MEDIA_TYPE)), Used),
        ("required", Flag, Used),
    ],
    required: &["content"],
    others: None,
};

static MEDIA_TYPE: Object = Object {
    name: "media type",
    keys: &[
        ("schema", Ref(&SCHEMA), Used),
        ("example", Any, Used),
        ("examples", Map(&Ref(&EXAMPLE)), Used),
        ("encoding", Any, Dropped("parts of a form are sent as they are")),
    ],
    required: &[],
    others: None,
};

static EXAMPLE: Object = Object {
    name: "example",
    keys: &[
        ("summary", Text, ELSEWHERE),
        ("description", Text, ELSEWHERE),
        ("value", Any, Used),
        ("externalValue", Text, ELSEWHERE),
    ],
    required: &[],
    others: None,
};

static RESPONSES: Object =
    Object { name: "responses", keys: &[], required: &[], others: Some(Ref(&RESPONSE)) };

static RESPONSE: Object = Object {
    name: "response",
    keys: &[
        ("description", Text, Used),
        ("headers", Map(&Ref(&HEADER)), Used),
        ("content", Map(&Shape::Object(&MEDIA_TYPE)), Used),
        ("links", Any, LINKS),
    ],
    required: &["description"],
    others: None,
};

pub(super) static HEADER: Object = Object {
    name: "header",
    keys: &[
        ("description", Text, Used),
        ("required", Flag, Used),
        ("deprecated", Flag, Used),
        ("style", Text, Dropped("headers have one style")),
        ("explode", Flag, Dropped("headers are read as text")),
        ("schema", Ref(&SCHEMA), Used),
        ("example", Any, Dropped("examples of headers are not used")),
        ("examples", Any, Dropped("examples of headers are not used")),
        ("content", Map(&Shape::Object(&MEDIA_TYPE)), Used),
    ],
    required: &[],
    others: None,
};

static COMPONENTS: Object = Object {
    name: "components",
    keys: &[
        ("schemas", Map(&Ref(&SCHEMA)), Used),
        ("responses", Map(&Ref(&RESPONSE)), Used),
        ("parameters", Map(&Ref(&PARAMETER)), Used),
        ("examples", Map(&Any), Used),
        ("requestBodies", Map(&Ref(&REQUEST_BODY)), Used),
        ("headers", Map(&Ref(&HEADER)), Used),
        ("securitySchemes", Map(&Ref(&SECURITY_SCHEME)), Used),
        ("links", Any, LINKS),
        ("callbacks", Any, Dropped("callbacks are not generated")),
    ],
    required: &[],
    others: None,
};

pub(super) static SECURITY_SCHEME: Object = Object {
    name: "security scheme",
    keys: &[
        ("type", OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]), Used),
        ("description", Text, Used),
        ("name", Text, Used),
        ("in", OneOf(&["query", "header", "cookie"]), Used),
        ("scheme", Text, Used),
        ("bearerFormat", Text, ELSEWHERE),
        ("flows", Shape::Object(&FLOWS), Used),
        ("openIdConnectUrl", Text, Used),
    ],
    required: &["type"],
    others: None,
};

static FLOWS: Object = Object {
    name: "flows",
    keys: &[
        ("implicit", Shape::Object(&IMPLICIT_FLOW), Used),
        ("password", Shape::Object(&TOKEN_FLOW), Used),
        ("clientCredentials", Shape::Object(&TOKEN_FLOW), Used),
        ("authorizationCode", Shape::Object(&CODE_FLOW), Used),
    ],
    required: &[],
    others: None,
};

static IMPLICIT_FLOW: Object = Object {
    name: "flow",
    keys: FLOW_KEYS,
    required: &["authorizationUrl", "scopes"],
    others: None,
};

static TOKEN_FLOW: Object =
    Object { name: "flow", keys: FLOW_KEYS, required: &["tokenUrl", "scopes"], others: None };

static CODE_FLOW: Object = Object {
    name: "flow",
    keys: FLOW_KEYS,
    required: &["authorizationUrl", "tokenUrl", "scopes"],
    others: None,
};

const FLOW_KEYS: &[(&str, Shape, Fate)] = &[
    ("authorizationUrl", Text, Used),
    ("tokenUrl", Text, Used),
    ("refreshUrl", Text, Used),
    ("scopes", Map(&Text), Used),
];

pub(super) static SCHEMA: Object = Object {
    name: "schema",
    keys: &[
        ("title", Text, Used),
        ("multipleOf", Number, Used),
        ("maximum", Number, Used),
        ("exclusiveMaximum", Flag, Used),
        ("minimum", Number, Used),
        ("exclusiveMinimum", Flag, Used),
        ("maxLength", Count, Used),
        ("minLength", Count, Used),
        ("pattern", Text, Used),
        ("maxItems", Count, Used),
        ("minItems", Count, Used),
        ("uniqueItems", Flag, Used),
        ("maxProperties", Count, Used),
        ("minProperties", Count, Used),
        ("required", Texts, Used),
        ("enum", Values, Used),
        ("type", OneOf(&["string", "number", "integer", "boolean", "array", "object"]), Used),
        ("allOf", List(&Ref(&SCHEMA)), Used),
        ("oneOf", List(&Ref(&SCHEMA)), Used),
        ("anyOf", List(&Ref(&SCHEMA)), Used),
        ("not", Ref(&SCHEMA), Used),
        ("items", Ref(&SCHEMA), Used),
        ("properties", Map(&Ref(&SCHEMA)), Used),
        ("additionalProperties", FlagOrSchema, Used),
        ("description", Text, Used),
        ("format", Text, Used),
        ("default", Any, Used),
        ("nullable", Flag, Used),
        ("discriminator", Shape::Object(&DISCRIMINATOR), Used),
        ("readOnly", Flag, Used),
        ("writeOnly", Flag, Used),
        ("xml", Any, XML),
        ("externalDocs", Any, ELSEWHERE),
        ("example", Any, Used),
        ("deprecated", Flag, Used),
    ],
    required: &[],
    others: None,
};

static DISCRIMINATOR: Object = Object {
    name: "discriminator",
    keys: &[("propertyName", Text, Used), ("mapping", Map(&Text), Used)],
    required: &["propertyName"],
    others: None,
};

/// Our own extensions; in a curated document every other `x-` key is a mistake.
pub(super) const EXTENSIONS: [&str; 12] = [
    "x-curated",
    "x-basis",
    "x-because",
    "x-source",
    "x-observed",
    "x-plausible",
    "x-personal",
    "x-validator",
    "x-name",
    "x-constant",
    "x-webhook",
    "x-webhook-path",
];
