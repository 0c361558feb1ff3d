//! In which media types a body travels, and as what Rust value.
//!
//! In come the contents of a request body or of a response, out come its payloads: one for each
//! Rust value that the document tells apart. What is passed over is entered in the ledger.

use super::forms::{self, Row};
use super::media::{self, Travel};
use super::taken::{Taken, taken};
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Content, Kind, Method, Operation, essence};

/// A body in the media types that mean one Rust value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Payload<'a> {
    /// The content it was decided from.
    pub(crate) content: &'a Content,
    /// The media types as headers name them; the first is sent.
    pub(crate) media_types: Vec<String>,
    /// What the body becomes.
    pub(crate) form: Form,
    /// Which fields of a form do not travel in the usual way.
    pub(crate) rows: Vec<Row>,
}

/// What a body becomes in Rust.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// JSON of this type.
    Json(RustType),
    /// An HTML form with the fields of this type.
    UrlEncoded(RustType),
    /// An HTML form of parts with the fields of this type.
    Parts(RustType),
    /// A form of parts, which the caller puts together.
    Multipart,
    /// Plain text that is a value of this type.
    Text(RustType),
    /// Bytes.
    Bytes,
    /// Bytes in a media type that the sender chooses.
    File,
}

impl Form {
    /// The same with aliases resolved, for comparing.
    pub(crate) fn canonical(&self, types: &Types<'_>) -> Self {
        match self {
            Self::Json(rust) => Self::Json(types.canonical(rust)),
            Self::UrlEncoded(rust) => Self::UrlEncoded(types.canonical(rust)),
            Self::Parts(rust) => Self::Parts(types.canonical(rust)),
            Self::Text(rust) => Self::Text(types.canonical(rust)),
            Self::Multipart | Self::Bytes | Self::File => self.clone(),
        }
    }

    /// The type that the document gives the value, where it gives one.
    pub(crate) fn value(&self) -> Option<&RustType> {
        match self {
            Self::Json(rust) | Self::UrlEncoded(rust) | Self::Parts(rust) | Self::Text(rust) => {
                Some(rust)
            }
            Self::Multipart | Self::Bytes | Self::File => None,
        }
    }
}

impl Payload<'_> {
    /// The media type that is sent.
    pub(crate) fn media_type(&self) -> &str {
        self.media_types.first().map_or("application/octet-stream", String::as_str)
    }
}

/// What the caller sends.
#[derive(Clone, Debug)]
pub(crate) struct RequestBody<'a> {
    /// Whether it has to be sent.
    pub(crate) required: bool,
    /// What it is; several: an enum with a variant for each.
    pub(crate) payloads: Vec<(Ident, Payload<'a>)>,
    /// How a client takes it where it is one value of a Rust type.
    pub(crate) taken: Option<Taken>,
    /// Media types that only a server takes: the value of the first payload in other clothes.
    pub(crate) also: Vec<String>,
}

impl<'a> RequestBody<'a> {
    /// What it is, if it is no enum.
    pub(crate) fn only(&self) -> Option<&Payload<'a>> {
        match self.payloads.as_slice() {
            [(_, only)] => Some(only),
            _ => None,
        }
    }
}

/// Decides the request body of an operation.
pub(crate) fn request_body<'a>(
    types: &Types<'_>,
    operation: &'a Operation,
    ledger: &mut Ledger,
) -> Option<RequestBody<'a>> {
    let body = operation.body.as_ref()?;
    let mut payloads = payloads(types, &body.contents, true, ledger);
    if payloads.is_empty() {
        return None;
    }
    if matches!(operation.method, Method::Get | Method::Head | Method::Delete | Method::Trace) {
        let method = operation.method;
        let why = format!("HTTP gives the body of a {method} no meaning, and servers may drop it");
        ledger.approximated(&body.at, why);
    }
    let also = in_other_clothes(types, &mut payloads, ledger);
    let taken = match payloads.as_slice() {
        [only] => only.form.value().map(|rust| taken(types, rust)),
        _ => None,
    };
    let mut scope = Scope::default();
    let named = |payload: Payload<'a>| (scope.claim(names::pascal(&variant(&payload))), payload);
    let payloads = payloads.into_iter().map(named).collect();
    Some(RequestBody { required: body.required, payloads, taken, also })
}

/// Takes out forms whose value is that of the first payload: one encoding is enough to send it.
fn in_other_clothes(
    types: &Types<'_>,
    payloads: &mut Vec<Payload<'_>>,
    ledger: &mut Ledger,
) -> Vec<String> {
    let first = payloads[0].clone();
    let value = |form: &Form| form.value().map(|rust| types.canonical(rust));
    let mut also = Vec::new();
    if !matches!(first.form, Form::Json(_)) {
        return also;
    }
    payloads.retain(|payload| {
        let is_other = matches!(payload.form, Form::UrlEncoded(_) | Form::Parts(_))
            && value(&payload.form) == value(&first.form);
        if is_other {
            let why = format!("a server takes it, a client sends `{}`", first.media_type());
            ledger.approximated(&payload.content.at, why);
            also.extend(payload.media_types.clone());
        }
        !is_other
    });
    also
}

/// The payloads that these contents describe; none if there are none.
pub(crate) fn payloads<'a>(
    types: &Types<'_>,
    contents: &'a [Content],
    is_request: bool,
    ledger: &mut Ledger,
) -> Vec<Payload<'a>> {
    let mut payloads: Vec<Payload<'a>> = Vec::new();
    for content in media::in_order(contents) {
        let payload = payload(types, content, is_request, ledger);
        if payload.form == Form::Bytes && !is_binary(types, content) && has_value(&payloads) {
            let why = format!("the body travels as `{}` only", payloads[0].media_type());
            ledger.ignored(&content.at, why);
            continue;
        }
        enter(types, content, &payload.form, ledger);
        match payloads.iter_mut().find(|known| are_one(types, known, &payload, is_request)) {
            Some(known) => {
                known.media_types.extend(payload.media_types);
                if known.form == Form::Bytes {
                    known.form = Form::File;
                }
            }
            None => payloads.push(payload),
        }
    }
    payloads
}

fn has_value(payloads: &[Payload<'_>]) -> bool {
    payloads.iter().any(|payload| payload.form.value().is_some())
}

/// Whether two payloads are one Rust value, and nobody has to say which is meant.
fn are_one(types: &Types<'_>, known: &Payload<'_>, other: &Payload<'_>, is_request: bool) -> bool {
    let is_bytes = |form: &Form| matches!(form, Form::Bytes | Form::File);
    if is_bytes(&known.form) || is_bytes(&other.form) {
        return is_bytes(&known.form) && is_bytes(&other.form);
    }
    let are_equal = known.form.canonical(types) == other.form.canonical(types);
    let means_json = |payload: &Payload<'_>| media::means_json(&payload.content.media_type);
    match known.form {
        // A patch in one media type is not the same patch in another.
        Form::Json(_) if is_request => {
            are_equal && (means_json(other) || known.media_type() == other.media_type())
        }
        Form::Json(_) => are_equal,
        _ => are_equal && essence(known.media_type()) == essence(other.media_type()),
    }
}

fn payload<'a>(
    types: &Types<'_>,
    content: &'a Content,
    is_request: bool,
    ledger: &mut Ledger,
) -> Payload<'a> {
    let typed = || content.schema.map_or(RustType::Plain(Plain::Any), |id| types.value(id));
    let text = || content.schema.map_or(RustType::Plain(Plain::String), |id| types.plain(id));
    let form = match media::travel(types.shapes(), content, is_request) {
        Travel::Json => Form::Json(typed()),
        Travel::UrlEncoded => Form::UrlEncoded(typed()),
        Travel::Parts => Form::Parts(typed()),
        Travel::Multipart => Form::Multipart,
        Travel::Text => Form::Text(text()),
        Travel::Bytes => Form::Bytes,
        Travel::File => Form::File,
    };
    let media_types = vec![media::header_text(&content.media_type, &form)];
    let rows = forms::rows(types, content, &form, ledger);
    Payload { content, media_types, form, rows }
}

fn enter(types: &Types<'_>, content: &Content, form: &Form, ledger: &mut Ledger) {
    match form {
        Form::Multipart => {
            ledger.approximated(&content.at, "the caller names the parts of the form himself");
        }
        Form::Bytes | Form::File if !is_binary(types, content) => ledger
            .approximated(&content.at, "the body is bytes: only JSON, text and forms have a type"),
        _ => ledger.typed(&content.at),
    }
}

/// Whether the schema says no more of the body than that it is bytes.
fn is_binary(types: &Types<'_>, content: &Content) -> bool {
    match content.schema.map(|id| &types.api.schema(types.api.resolve(id).0).kind) {
        None | Some(Kind::Any) => true,
        Some(Kind::String(text)) => text.format.as_deref() == Some("binary"),
        Some(_) => false,
    }
}

/// What the variant of an enum of bodies is called.
pub(crate) fn variant(payload: &Payload<'_>) -> String {
    let essence = essence(&payload.content.media_type);
    match &payload.form {
        Form::Json(_) if media::means_json(&essence) => "json".to_owned(),
        Form::UrlEncoded(_) => "form".to_owned(),
        Form::Parts(_) => "parts".to_owned(),
        Form::Text(_) if essence == "text/plain" => "text".to_owned(),
        Form::File => "file".to_owned(),
        _ => essence.split_once('/').map_or(essence.clone(), |(_, rest)| rest.replace('*', "any")),
    }
}
