//! The grammar of OpenAPI 3.0.3 as data: which object has which keys, what we do with each, and
//! which rules hold between them.
//!
//! `walk` holds a document against it. A key that is not in here is a finding, so is one we
//! would not use.

use super::shape::{Fate, Object, Others, Shape};
use super::{dialect, keywords, needs};
use crate::finding::Severity;

use Fate::Used;
use Shape::{Any, Count, Flag, FlagOr, List, Map as Free, Number, OneOf, Ref, Text, Texts, Values};

const fn dropped(why: &'static str) -> Fate {
    Fate::Dropped { why, severity: Severity::Note, compared: false }
}

const fn compared(why: &'static str) -> Fate {
    Fate::Dropped { why, severity: Severity::Note, compared: true }
}

const fn missed(why: &'static str) -> Fate {
    Fate::Dropped { why, severity: Severity::Warning, compared: true }
}

const LINKS: Fate = missed("links between responses and operations are not generated");
const ELSEWHERE: Fate = dropped("it is prose for other tools");
const XML: Fate = dropped("only JSON is generated");

pub(super) static ROOT: Object = Object::of(
    "document",
    &[
        ("openapi", Text, Used),
        ("info", Shape::Object(&INFO), Used),
        ("servers", List(&Shape::Object(&SERVER)), Used),
        ("paths", Shape::Object(&PATHS), Used),
        ("components", Shape::Object(&COMPONENTS), Used),
        ("security", List(&Free(&Texts)), Used),
        ("tags", Any, ELSEWHERE),
        ("externalDocs", Any, ELSEWHERE),
    ],
    &["openapi", "info", "paths"],
);

static INFO: Object = Object::of(
    "info",
    &[
        ("title", Text, Used),
        ("description", Text, Used),
        ("version", Text, Used),
        ("termsOfService", Text, ELSEWHERE),
        ("contact", Any, ELSEWHERE),
        ("license", Any, ELSEWHERE),
    ],
    &["title", "version"],
);

static SERVER: Object = Object::of(
    "server",
    &[
        ("url", Text, Used),
        ("description", Text, Used),
        ("variables", Free(&Shape::Object(&VARIABLE)), Used),
    ],
    &["url"],
);

static VARIABLE: Object = Object::of(
    "server variable",
    &[
        ("enum", Texts, compared("only the default goes into the address")),
        ("default", Text, Used),
        ("description", Text, ELSEWHERE),
    ],
    &["default"],
);

static PATHS: Object = Object {
    others: Some(Others {
        shape: Shape::Object(&PATH_ITEM),
        legal: |key| key.starts_with('/'),
        wanted: "a path begins with `/`",
    }),
    ..Object::of("paths", &[], &[])
};

static PATH_ITEM: Object = Object {
    written_out: true,
    ..Object::of(
        "path item",
        &[
            (
                "$ref",
                Text,
                missed("it leads out of this document; the operations behind it are missing"),
            ),
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
        &[],
    )
};

static OPERATION: Object = Object::of(
    "operation",
    &[
        ("tags", Texts, Used),
        ("summary", Text, Used),
        ("description", Text, Used),
        ("externalDocs", Any, ELSEWHERE),
        ("operationId", Text, Used),
        ("parameters", List(&Ref(&PARAMETER)), Used),
        ("requestBody", Ref(&REQUEST_BODY), Used),
        ("responses", Shape::Object(&RESPONSES), Used),
        ("callbacks", Any, missed("callbacks are not generated; write a webhook as an operation")),
        ("deprecated", Flag, Used),
        ("security", List(&Free(&Texts)), Used),
        ("servers", List(&Shape::Object(&SERVER)), Used),
    ],
    &["responses"],
);

static PARAMETER: Object = Object {
    check: needs::parameter,
    ..Object::of(
        "parameter",
        &[
            ("name", Text, Used),
            ("in", OneOf(&["query", "path", "header", "cookie"]), Used),
            ("description", Text, Used),
            ("required", Flag, Used),
            ("deprecated", Flag, Used),
            ("allowEmptyValue", Flag, dropped("an empty value is what the type says")),
            ("style", Text, Used),
            ("explode", Flag, Used),
            ("allowReserved", Flag, Used),
            ("schema", Ref(&SCHEMA), Used),
            ("example", Any, Used),
            ("examples", Any, dropped("only `example` is read")),
            ("content", Free(&Shape::Object(&MEDIA_TYPE)), Used),
        ],
        &["name", "in"],
    )
};

static REQUEST_BODY: Object = Object::of(
    "request body",
    &[
        ("description", Text, Used),
        ("content", Free(&Shape::Object(&MEDIA_TYPE)), Used),
        ("required", Flag, Used),
    ],
    &["content"],
);

static MEDIA_TYPE: Object = Object::of(
    "media type",
    &[
        ("schema", Ref(&SCHEMA), Used),
        ("example", Any, Used),
        ("examples", Free(&Ref(&EXAMPLE)), Used),
        ("encoding", Free(&Shape::Object(&ENCODING)), Used),
    ],
    &[],
);

static ENCODING: Object = Object {
    mend: needs::explode,
    ..Object::of(
        "encoding",
        &[
            ("contentType", Text, Used),
            ("headers", Free(&Ref(&HEADER)), Used),
            ("style", OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]), Used),
            ("explode", Flag, Used),
            (
                "allowReserved",
                Flag,
                dropped("values in forms are always encoded, which says the same"),
            ),
        ],
        &[],
    )
};

static EXAMPLE: Object = Object::of(
    "example",
    &[
        ("summary", Text, ELSEWHERE),
        ("description", Text, ELSEWHERE),
        ("value", Any, Used),
        ("externalValue", Text, ELSEWHERE),
    ],
    &[],
);

static RESPONSES: Object = Object {
    others: Some(Others {
        shape: Ref(&RESPONSE),
        legal: needs::is_status,
        wanted: "a status is 200, 4XX or default",
    }),
    mend: needs::status_case,
    ..Object::of("responses", &[], &[])
};

static RESPONSE: Object = Object::of(
    "response",
    &[
        ("description", Text, Used),
        ("headers", Free(&Ref(&HEADER)), Used),
        ("content", Free(&Shape::Object(&MEDIA_TYPE)), Used),
        ("links", Any, LINKS),
    ],
    &["description"],
);

static HEADER: Object = Object {
    check: needs::parameter,
    ..Object::of(
        "header",
        &[
            ("description", Text, Used),
            ("required", Flag, Used),
            ("deprecated", Flag, Used),
            ("style", Text, dropped("headers have one style")),
            ("explode", Flag, dropped("both ways are read")),
            ("schema", Ref(&SCHEMA), Used),
            ("example", Any, dropped("examples of headers are not used")),
            ("examples", Any, dropped("examples of headers are not used")),
            ("content", Free(&Shape::Object(&MEDIA_TYPE)), Used),
        ],
        &[],
    )
};

static COMPONENTS: Object = Object::of(
    "components",
    &[
        ("schemas", Free(&Ref(&SCHEMA)), Used),
        ("responses", Free(&Ref(&RESPONSE)), Used),
        ("parameters", Free(&Ref(&PARAMETER)), Used),
        ("examples", Free(&Any), Used),
        ("requestBodies", Free(&Ref(&REQUEST_BODY)), Used),
        ("headers", Free(&Ref(&HEADER)), Used),
        ("securitySchemes", Free(&Ref(&SECURITY_SCHEME)), Used),
        ("links", Any, LINKS),
        ("callbacks", Any, missed("callbacks are not generated")),
    ],
    &[],
);

static SECURITY_SCHEME: Object = Object {
    check: needs::security_scheme,
    ..Object::of(
        "security scheme",
        &[
            ("type", OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]), Used),
            ("description", Text, Used),
            ("name", Text, Used),
            ("in", OneOf(&["header", "query", "cookie"]), Used),
            ("scheme", Text, Used),
            ("bearerFormat", Text, ELSEWHERE),
            ("flows", Shape::Object(&FLOWS), Used),
            ("openIdConnectUrl", Text, Used),
        ],
        &[],
    )
};

static FLOWS: Object = Object::of(
    "flows",
    &[
        ("implicit", Shape::Object(&IMPLICIT_FLOW), Used),
        ("password", Shape::Object(&TOKEN_FLOW), Used),
        ("clientCredentials", Shape::Object(&TOKEN_FLOW), Used),
        ("authorizationCode", Shape::Object(&CODE_FLOW), Used),
    ],
    &[],
);

static IMPLICIT_FLOW: Object = Object::of("flow", FLOW_KEYS, &["authorizationUrl", "scopes"]);

static TOKEN_FLOW: Object = Object::of("flow", FLOW_KEYS, &["tokenUrl", "scopes"]);

static CODE_FLOW: Object =
    Object::of("flow", FLOW_KEYS, &["authorizationUrl", "tokenUrl", "scopes"]);

const FLOW_KEYS: &[(&str, Shape, Fate)] = &[
    ("authorizationUrl", Text, Used),
    ("tokenUrl", Text, Used),
    ("refreshUrl", Text, Used),
    ("scopes", Free(&Text), Used),
];

pub(super) static SCHEMA: Object = Object {
    is_schema: true,
    mend: dialect::mend,
    check: keywords::check,
    ..Object::of(
        "schema",
        &[
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
            ("properties", Free(&Ref(&SCHEMA)), Used),
            ("additionalProperties", FlagOr(&Ref(&SCHEMA)), Used),
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
        &[],
    )
};

static DISCRIMINATOR: Object = Object::of(
    "discriminator",
    &[("propertyName", Text, Used), ("mapping", Free(&Text), Used)],
    &["propertyName"],
);

/// Our own extensions; in a curated document every other `x-` key is a mistake.
pub(super) const EXTENSIONS: [&str; 14] = [
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
    "x-rate-limit",
    "x-paging",
];
