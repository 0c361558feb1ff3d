//! What a media type says about how a body travels.
//!
//! In come a content and the shapes of schemas, out comes the way it travels. No Rust type is named
//! here, so that what operations reach can be told before types are decided.

use super::bodies::Form;
use super::shapes::{Shape, Shapes};
use crate::rust::Plain;
use oasis_model::ir::{Content, Kind, SchemaId, Usage, essence};

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Travel {
    /// As JSON.
    Json,
    /// As a form with named fields.
    UrlEncoded,
    /// As a form of named parts.
    Parts,
    /// As parts that the document does not name.
    Multipart,
    /// As plain text.
    Text,
    /// As bytes.
    Bytes,
    /// As bytes in a media type of a range.
    File,
}

/// How deep unions within unions are looked into.
const DEEPEST: usize = 8;

/// How a body of this content travels.
pub(crate) fn travel(shapes: &Shapes<'_>, content: &Content, is_request: bool) -> Travel {
    let essence = essence(&content.media_type);
    let schema = content.schema;
    let is_object = || schema.is_some_and(|id| is_object(shapes, id, DEEPEST));
    let is_scalar = || schema.is_none_or(|id| is_scalar(shapes, id));
    let is_structured =
        || schema.is_some_and(|id| !is_any(shapes, id) && !self::is_scalar(shapes, id));
    match essence.as_str() {
        _ if is_json(&essence) => Travel::Json,
        "*/*" | "application/*" if is_structured() && !is_binary(shapes, content) => Travel::Json,
        "application/x-www-form-urlencoded" if is_request && is_object() => Travel::UrlEncoded,
        "multipart/form-data" if is_request && is_object() => Travel::Parts,
        other if is_request && other.starts_with("multipart/") => Travel::Multipart,
        "*/*" if schema.is_some() && is_scalar() && !is_binary(shapes, content) => Travel::Text,
        other if other.starts_with("text/") && is_scalar() && !is_binary(shapes, content) => {
            Travel::Text
        }
        other if other.contains('*') => Travel::File,
        _ => Travel::Bytes,
    }
}

/// The schema whose type a body has; none if it has none.
pub(crate) fn typed_schema(
    shapes: &Shapes<'_>,
    content: &Content,
    is_request: bool,
) -> Option<SchemaId> {
    match travel(shapes, content, is_request) {
        Travel::Json | Travel::UrlEncoded | Travel::Parts | Travel::Text => content.schema,
        Travel::Multipart | Travel::Bytes | Travel::File => None,
    }
}

/// The contents with JSON first, then forms; else in the document's order.
pub(crate) fn in_order(contents: &[Content]) -> Vec<&Content> {
    let rank = |content: &&Content| match essence(&content.media_type).as_str() {
        "application/json" => 0,
        other if is_json(other) => 1,
        "application/x-www-form-urlencoded" => 2,
        "multipart/form-data" => 3,
        _ => 4,
    };
    let mut contents: Vec<&Content> = contents.iter().collect();
    contents.sort_by_key(rank);
    contents
}

/// Whether a media type means JSON and nothing besides.
pub(crate) fn means_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(
        essence.as_str(),
        "application/json" | "text/json" | "application/*+json" | "application/*" | "*/*"
    )
}

/// Whether a media type is JSON, or a range that names JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// A media type that can be sent: a range cannot be the type of one body, unless the body says which.
pub(crate) fn header_text(media_type: &str, form: &Form) -> String {
    let is_legal = media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let is_range = media_type.contains('*');
    match form {
        Form::File if is_legal && !media_type.is_empty() => media_type.to_owned(),
        _ if is_legal && !is_range && !media_type.is_empty() => media_type.to_owned(),
        Form::Json(_) => "application/json".to_owned(),
        Form::Text(_) => "text/plain".to_owned(),
        Form::Multipart => "multipart/mixed".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

/// The schema behind aliases, and behind unions of one alternative.
fn target(shapes: &Shapes<'_>, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..=shapes.api.schemas.len() {
        match shapes.shape(id, Usage::default()) {
            Shape::Same(next) => id = next,
            _ => break,
        }
    }
    id
}

/// Whether every value is an object.
fn is_object(shapes: &Shapes<'_>, id: SchemaId, depth: usize) -> bool {
    match shapes.shape(target(shapes, id), Usage::default()) {
        Shape::Struct(_) | Shape::Map(_) => true,
        Shape::Union(union) if depth > 0 => {
            union.variants.iter().all(|variant| is_object(shapes, *variant, depth - 1))
        }
        _ => false,
    }
}

/// Whether every value is a text, a number or a boolean.
fn is_scalar(shapes: &Shapes<'_>, id: SchemaId) -> bool {
    match shapes.shape(target(shapes, id), Usage::default()) {
        Shape::Plain(plain) => !matches!(plain, Plain::Any | Plain::Null),
        shape => shape.is_listed(),
    }
}

fn is_any(shapes: &Shapes<'_>, id: SchemaId) -> bool {
    matches!(shapes.shape(target(shapes, id), Usage::default()), Shape::Plain(Plain::Any))
}

fn is_binary(shapes: &Shapes<'_>, content: &Content) -> bool {
    let kind = content.schema.map(|id| &shapes.api.schema(shapes.api.resolve(id).0).kind);
    matches!(kind, Some(Kind::String(text)) if text.format.as_deref() == Some("binary"))
}
