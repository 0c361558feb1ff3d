//! The type of a field as the page writes it: one type, several with bars between them, null.

use super::super::header::FOREIGN;
use super::super::page::Field;
use super::{Overlay, doubt};
use oasis_model::finding::Severity;
use oasis_model::ir::{Array, Kind, Numbers, Object, Schema, SchemaId, Text};

/// A type taken apart: its alternatives without null, and whether null is named.
pub(super) struct Written<'a> {
    pub(super) parts: Vec<&'a str>,
    pub(super) null: bool,
}

impl<'a> Written<'a> {
    pub(super) fn of(field: &'a Field) -> Self {
        let text = field.written.as_deref().unwrap_or_default();
        let mut parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let null = parts.iter().position(|part| *part == "null").map(|at| parts.remove(at));
        Written { parts, null: null.is_some() }
    }

    fn count(&self) -> usize {
        self.parts.len() + usize::from(self.null)
    }
}

impl Overlay<'_> {
    /// Lays the type over a schema. `silent` tells whether a type without a bar denies null.
    pub(super) fn types(&mut self, field: &Field, schema: &mut Schema, denies: bool, at: &str) {
        let kinds = self.kinds(&schema.kind, 8);
        let written = Written::of(field);
        if kinds.is_empty() || schema.unknown || written.parts == ["any"] {
            return;
        }
        let ours = kinds.len() + usize::from(schema.nullable);
        if written.count() > ours && !(written.count() == 2 && ours == 1) {
            let message = format!(
                "`{}` has {} types on the page and {ours} in the specification",
                field.name,
                written.count()
            );
            let help = "look at the page in a browser; the names of the types are lost in its text";
            let place = self.page.place(field.line, &field.text);
            let mut doubt = doubt("drift/page-types", message, help);
            if self.received {
                doubt.severity = Severity::Error;
            }
            return self.doubt(doubt, place, at);
        }
        if written.count() == 2 && ours == 1 {
            schema.nullable = true;
        }
        if written.count() == 1 && denies {
            schema.nullable = false;
        }
        // Names behind bars are lost, so that only a single visible type is certain.
        let [part] = written.parts[..] else { return };
        if written.count() > 1 && !written.null {
            return;
        }
        let Some(kind) = kind(part) else { return };
        let same = kinds.iter().find(|(word, _)| *word == word_of(&kind).unwrap_or_default());
        match same {
            Some(_) if kinds.len() == 1 => {}
            Some((_, Some(variant))) => {
                let variant = self.flat(*variant);
                (schema.kind, schema.values) = (variant.kind, variant.values);
            }
            _ => {
                schema.kind = kind;
                (schema.values, schema.default, schema.constant) = (None, None, None);
            }
        }
    }

    /// A visible `object` declares no properties, a blank type declares some.
    pub(super) fn declared(&mut self, field: &Field, schema: &Schema, at: &str) {
        let page = match field.written.as_deref() {
            Some("object") => false,
            Some("") => true,
            _ => return,
        };
        let Kind::Object(object) = &schema.kind else { return };
        let ours = !object.properties.is_empty();
        if page == ours {
            return;
        }
        let words = |some| if some { "some" } else { "no" };
        let message = format!(
            "`{}` declares {} properties on the page and {} in the specification",
            field.name,
            words(page),
            words(ours)
        );
        let help = "look at the page in a browser, where an object with properties can be opened";
        let place = self.page.place(field.line, &field.text);
        self.doubt(doubt("drift/page-members", message, help), place, at);
    }

    /// The page's words for the alternatives of a schema, each with its schema if it is one of several.
    fn kinds(&self, kind: &Kind, depth: usize) -> Vec<(&'static str, Option<SchemaId>)> {
        match kind {
            Kind::OneOf(union) | Kind::AnyOf(union) if depth > 0 => {
                let inner = |id: &SchemaId| {
                    let found = self.kinds(&self.flat(*id).kind, depth - 1);
                    let id = *id;
                    found.into_iter().map(move |(word, own)| (word, own.or(Some(id))))
                };
                union.variants.iter().flat_map(inner).collect()
            }
            _ => word_of(kind).map(|word| (word, None)).into_iter().collect(),
        }
    }
}

/// The page's word for a kind of value.
fn word_of(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Boolean => "boolean",
        Kind::Integer(_) => "integer",
        Kind::Number(_) => "number",
        Kind::String(_) => "string",
        Kind::Array(_) => "array",
        Kind::Object(_) | Kind::AllOf(_) => "object",
        _ => return None,
    })
}

/// The kind that one written type stands for, if it is certain.
pub(super) fn kind(written: &str) -> Option<Kind> {
    let text = |format: Option<&str>| {
        Kind::String(Text { format: format.map(str::to_owned), ..Text::default() })
    };
    Some(match written {
        "string" => text(None),
        "file" => text(Some("binary")),
        "integer" => Kind::Integer(Numbers::default()),
        "number" => Kind::Number(Numbers::default()),
        "boolean" | "bool" => Kind::Boolean,
        "object" | "" => Kind::Object(Object::default()),
        "int" | "int32" | "int64" | "long" | "bigint" => Kind::Integer(Numbers::default()),
        "float" | "double" | "decimal" => Kind::Number(Numbers::default()),
        "datetime" => text(Some("date-time")),
        _ if written.starts_with("array<") => Kind::Array(Array::default()),
        _ if FOREIGN.contains(&written) => text(Some(written)),
        _ => return None,
    })
}
