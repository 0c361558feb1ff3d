//! Which of several media types a body travels in, and as what Rust value.
//!
//! In come the contents of a request body or of a response, out comes the one that is used. What is
//! passed over, or carried as mere bytes, is entered in the ledger.

use super::taken::{Taken, taken};
use super::types::Types;
use crate::ledger::Ledger;
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Api, Content, Kind, Method, Operation, SchemaId, essence};

/// A body in the media type that is used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Payload<'a> {
    /// The content it was decided from.
    pub(crate) content: &'a Content,
    /// The media type as headers name it.
    pub(crate) media_type: String,
    /// What the body becomes.
    pub(crate) form: Form,
}

/// What a body becomes in Rust.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// JSON of this type.
    Json(RustType),
    /// An HTML form with the fields of this type.
    UrlEncoded(RustType),
    /// An HTML form of parts, which the caller puts together.
    Multipart,
    /// Bytes.
    Bytes,
}

impl Form {
    /// The same with aliases resolved, for comparing.
    pub(crate) fn canonical(&self, types: &Types<'_>) -> Self {
        match self {
            Self::Json(rust) => Self::Json(types.canonical(rust)),
            Self::UrlEncoded(rust) => Self::UrlEncoded(types.canonical(rust)),
            Self::Multipart | Self::Bytes => self.clone(),
        }
    }
}

/// What the caller sends.
#[derive(Clone, Debug)]
pub(crate) struct RequestBody<'a> {
    /// Whether it has to be sent.
    pub(crate) required: bool,
    /// What it is.
    pub(crate) payload: Payload<'a>,
    /// How a client takes it; none: it is no value of a Rust type.
    pub(crate) taken: Option<Taken>,
}

/// The content of a body that is used: JSON where there is any, else the first form, else the first.
pub(crate) fn used(contents: &[Content]) -> Option<&Content> {
    contents
        .iter()
        .find(|content| content.is_json())
        .or_else(|| contents.iter().find(|content| is_url_encoded(content)))
        .or_else(|| contents.first())
}

/// The schema whose type a body has; none if the body is bytes.
pub(crate) fn typed_schema(api: &Api, content: &Content, is_request: bool) -> Option<SchemaId> {
    let id = content.schema?;
    let is_typed = content.is_json() || (is_request && is_form_of_fields(api, content));
    is_typed.then_some(id)
}

/// Decides the request body of an operation.
pub(crate) fn request_body<'a>(
    types: &Types<'_>,
    operation: &'a Operation,
    ledger: &mut Ledger,
) -> Option<RequestBody<'a>> {
    let body = operation.body.as_ref()?;
    let payload = payload(types, &body.contents, true, ledger)?;
    if matches!(operation.method, Method::Get | Method::Head | Method::Delete | Method::Trace) {
        let method = operation.method;
        let why = format!("HTTP gives the body of a {method} no meaning, and servers may drop it");
        ledger.approximated(&body.at, why);
    }
    let taken = match &payload.form {
        Form::Json(rust) | Form::UrlEncoded(rust) => Some(taken(types, rust)),
        Form::Multipart | Form::Bytes => None,
    };
    Some(RequestBody { required: body.required, payload, taken })
}

/// Decides the body that these contents describe; none if there are none.
pub(crate) fn payload<'a>(
    types: &Types<'_>,
    contents: &'a [Content],
    is_request: bool,
    ledger: &mut Ledger,
) -> Option<Payload<'a>> {
    let content = used(contents)?;
    for other in contents.iter().filter(|other| !std::ptr::eq(*other, content)) {
        let why = format!("the body travels as `{}` only", content.media_type);
        ledger.ignored(&other.at, why);
    }
    let form = form(types, content, is_request);
    enter(types.api, content, &form, ledger);
    Some(Payload { content, media_type: header_text(&content.media_type), form })
}

fn form(types: &Types<'_>, content: &Content, is_request: bool) -> Form {
    let typed = || content.schema.map_or(RustType::Plain(Plain::Any), |id| types.value(id));
    if content.is_json() {
        Form::Json(typed())
    } else if is_request && is_form_of_fields(types.api, content) {
        Form::UrlEncoded(typed())
    } else if is_request && essence(&content.media_type) == "multipart/form-data" {
        Form::Multipart
    } else {
        Form::Bytes
    }
}

fn enter(api: &Api, content: &Content, form: &Form, ledger: &mut Ledger) {
    match form {
        Form::Json(_) => ledger.typed(&content.at),
        Form::UrlEncoded(_) => ledger.typed(&content.at),
        Form::Multipart => {
            ledger.approximated(&content.at, "the caller names the parts of the form himself");
        }
        Form::Bytes if is_binary(api, content) => ledger.typed(&content.at),
        Form::Bytes => ledger.approximated(&content.at, "the body is bytes: only JSON has a type"),
    }
}

fn is_url_encoded(content: &Content) -> bool {
    essence(&content.media_type) == "application/x-www-form-urlencoded"
}

/// Whether the content is a form with named fields.
fn is_form_of_fields(api: &Api, content: &Content) -> bool {
    let is_object = |id: SchemaId| matches!(resolved(api, id), Kind::Object(_));
    is_url_encoded(content) && content.schema.is_some_and(is_object)
}

/// Whether the schema says no more of the body than that it is bytes.
fn is_binary(api: &Api, content: &Content) -> bool {
    match content.schema.map(|id| resolved(api, id)) {
        None | Some(Kind::Any) => true,
        Some(Kind::String(text)) => text.format.as_deref() == Some("binary"),
        Some(_) => false,
    }
}

fn resolved(api: &Api, id: SchemaId) -> &Kind {
    &api.schema(api.resolve(id).0).kind
}

/// A media type that can be sent: a range such as `*/*` cannot be the type of one body.
fn header_text(media_type: &str) -> String {
    let is_legal = media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_legal && !media_type.contains('*') && !media_type.is_empty() {
        media_type.to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}
