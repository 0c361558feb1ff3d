//! Which fields of a form do not travel in the usual way, and which of its parts are files.
//!
//! In comes what the document says under `encoding`, out come rows for the runtime. Whatever it says
//! of a field that the form does not have, or that cannot be done, is entered in the ledger.

use super::bodies::Form;
use super::media;
use super::parameters::{Style, style_of};
use super::shapes::Shape;
use super::types::Types;
use crate::ledger::Ledger;
use oasis_model::ir::{Api, Content, Encoding, Kind, Object, SchemaId, essence};
use oasis_model::pointer::escape_pointer;
use std::collections::HashSet;

/// Limit on alternatives and items within each other.
const DEEPEST: usize = 4;

/// A field that does not travel in the usual way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The property.
    pub(crate) name: String,
    /// How arrays and objects are spelt out, if the document says so.
    pub(crate) style: Option<Style>,
    /// The media type of a part.
    pub(crate) media_type: Option<String>,
}

/// The rows of a form.
pub(crate) fn rows(
    types: &Types<'_>,
    content: &Content,
    form: &Form,
    ledger: &mut Ledger,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for encoding in &content.encoding {
        let object = content.schema.and_then(|id| object(types.api, id));
        let property =
            object.and_then(|it| it.properties.iter().find(|p| p.name == encoding.property));
        let row = match form {
            Form::UrlEncoded(_) | Form::Parts(_) if property.is_none() => {
                ledger.ignored(&encoding.at, "the form declares no such property");
                continue;
            }
            Form::UrlEncoded(_) => field(types, encoding, property.map(|p| p.schema)),
            Form::Parts(_) => part(encoding),
            Form::Json(_) | Form::Multipart | Form::Text(_) | Form::Bytes | Form::File => {
                ledger.ignored(&encoding.at, "the body has no fields that could be encoded");
                continue;
            }
        };
        ledger.typed(&encoding.at);
        headers(types, encoding, form, property.map(|p| p.schema), ledger);
        rows.extend(row);
    }
    if matches!(form, Form::UrlEncoded(_)) && has_unsaid_objects(types, content) {
        ledger.approximated(
            &content.at,
            "OpenAPI leaves open how a form spells objects that no `encoding` describes: as \
             `name[property]=value`, empty ones not at all",
        );
    }
    rows
}

/// Whether objects, or lists of anything but scalars, are fields of which no `encoding` speaks.
fn has_unsaid_objects(types: &Types<'_>, content: &Content) -> bool {
    let is_object = |id| matches!(types.target_shape(id), Shape::Struct(_) | Shape::Map(_));
    let is_deep = |id| match types.target_shape(id) {
        Shape::List(items) => items
            .is_some_and(|id| is_object(id) || matches!(types.target_shape(id), Shape::List(_))),
        _ => is_object(id),
    };
    let object = content.schema.and_then(|id| object(types.api, id));
    object.into_iter().flat_map(|object| &object.properties).any(|property| {
        is_deep(property.schema) && !content.encoding.iter().any(|it| it.property == property.name)
    })
}

/// Says in the ledger what becomes of the headers of a part.
fn headers(
    types: &Types<'_>,
    encoding: &Encoding,
    form: &Form,
    schema: Option<SchemaId>,
    ledger: &mut Ledger,
) {
    let is_file = |id: &SchemaId| types.shapes().is_file(*id);
    let has_files = schema.is_some_and(|id| with_items(types.api, id, DEEPEST).iter().any(is_file));
    for name in &encoding.headers {
        let at = format!("{}/headers/{}", encoding.at, escape_pointer(name));
        match form {
            Form::Parts(_) if has_files => {
                ledger.approximated(&at, "the caller gives the `File` its headers himself");
            }
            Form::Parts(_) => ledger.ignored(&at, "only parts that are files have headers"),
            _ => ledger.ignored(&at, "only the parts of a multipart body have headers"),
        }
    }
}

/// A field of an HTML form.
fn field(types: &Types<'_>, encoding: &Encoding, schema: Option<SchemaId>) -> Option<Row> {
    let name = encoding.property.clone();
    let is_json = encoding.content_type.as_deref().is_some_and(media::is_json);
    let style = match &encoding.style {
        _ if is_json => Some(Style::Json),
        Some(style) => Some(style_of(types, style, encoding.explode, schema)),
        None if !encoding.explode => Some(style_of(types, "form", false, schema)),
        None => None,
    };
    style.map(|style| Row { name, style: Some(style), media_type: None })
}

/// A part of a form of parts: the first media type that is no range is sent. Of ranges alone the file
/// chooses.
fn part(encoding: &Encoding) -> Option<Row> {
    let listed = encoding.content_type.as_deref()?;
    let first = listed.split(',').map(str::trim).find(|media_type| !media_type.contains('*'));
    let media_type = first.unwrap_or(listed);
    let is_legal =
        |text: &str| !text.is_empty() && text.bytes().all(|it| matches!(it, b' '..=b'~'));
    is_legal(media_type).then(|| Row {
        name: encoding.property.clone(),
        style: None,
        media_type: Some(media_type.to_owned()),
    })
}

fn object(api: &Api, id: SchemaId) -> Option<&Object> {
    match &api.schema(api.resolve(id).0).kind {
        Kind::Object(object) => Some(object),
        _ => None,
    }
}

/// The schemas whose values are files: strings of bytes that are parts of a form, or items of one.
pub(crate) fn files(api: &Api) -> HashSet<SchemaId> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let contents = bodies.flat_map(|body| &body.contents);
    let forms = contents.filter(|content| essence(&content.media_type) == "multipart/form-data");
    let mut files = HashSet::new();
    for content in forms {
        let Some(object) = content.schema.and_then(|id| object(api, id)) else { continue };
        for property in &object.properties {
            let said = content.encoding.iter().find(|it| it.property == property.name);
            let is_media = said.and_then(|it| it.content_type.as_deref()).is_some_and(is_media);
            for id in with_items(api, property.schema, DEEPEST) {
                if is_file(api, id, is_media) {
                    files.extend([id, api.resolve(id).0]);
                }
            }
        }
    }
    files
}

/// A schema, its alternatives, and their items.
fn with_items(api: &Api, id: SchemaId, depth: usize) -> Vec<SchemaId> {
    let inner = match &api.schema(api.resolve(id).0).kind {
        Kind::Array(array) => array.items.as_slice(),
        Kind::OneOf(union) | Kind::AnyOf(union) => &union.variants,
        _ => &[],
    };
    let inner = inner.iter().filter(|_| depth > 0);
    let inner = inner.flat_map(|id| with_items(api, *id, depth - 1));
    std::iter::once(id).chain(inner).collect()
}

fn is_file(api: &Api, id: SchemaId, is_media: bool) -> bool {
    let schema = api.schema(api.resolve(id).0);
    let Kind::String(text) = &schema.kind else { return false };
    let is_bytes = text.format.as_deref() == Some("binary");
    schema.values.is_none() && (is_bytes || (is_media && text.format.is_none()))
}

/// Whether no text is of these media types.
fn is_media(media_types: &str) -> bool {
    media_types.split(',').map(essence).all(|essence| {
        let families = ["image/", "audio/", "video/"];
        families.iter().any(|family| essence.starts_with(family))
            || matches!(essence.as_str(), "application/octet-stream" | "application/pdf")
    })
}
