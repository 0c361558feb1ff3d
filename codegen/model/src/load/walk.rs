//! Holds a document against the grammar. In comes the value, out come findings; what cannot be
//! read is taken out of the value, so that the rest can be.

mod later;

use super::grammar::{EXTENSIONS, ROOT};
use super::notebook::Notebook;
use super::references::{self, References};
use super::shape::{Fate, Object, Shape};
use super::{Extensions, dialect, moved, needs};
use crate::finding::Severity;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};

/// What of a document is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Everything,
    /// What messages have to keep to: no prose, no examples.
    Rules,
}

/// Keywords that change no message.
pub const PROSE: [&str; 4] = ["description", "summary", "example", "examples"];

/// Checks and mends a whole document. Gives the extensions in it, and the pointers of the schemas
/// that are not fully known.
pub(super) fn document(
    value: &mut Value,
    files: &Map<String, Value>,
    notebook: Notebook<'_>,
    keep: Keep,
) -> (Extensions, HashSet<String>) {
    let mut references = References::of(value, files, notebook.is_modern());
    if notebook.is_modern() {
        moved::webhooks(value, &mut references);
    }
    let (extensions, defined) = (Extensions::new(), Vec::new());
    let deep = BTreeSet::new();
    let mut walk = Walk { keep, references, notebook, extensions, defined, deep };
    walk.object(value, &ROOT);
    walk.definitions(value);
    walk.adopt(value);
    (walk.extensions, walk.notebook.unread)
}

pub(super) struct Walk<'a> {
    keep: Keep,
    pub(super) references: References,
    pub(super) notebook: Notebook<'a>,
    /// Extensions met so far.
    extensions: Extensions,
    /// Schemas below `$defs` that are still to be read, by the pointer where each will stand.
    defined: Vec<(String, Value)>,
    /// Where schemas are referred to that are no components.
    pub(super) deep: BTreeSet<String>,
}

impl Walk<'_> {
    /// Whether the value has this shape, after mending what is below it.
    pub(super) fn fits(&mut self, value: &mut Value, shape: Shape) -> bool {
        let fits = match shape {
            Shape::Any => true,
            Shape::Text => value.is_string(),
            Shape::OneOf(texts) => value.as_str().is_some_and(|text| texts.contains(&text)),
            Shape::Flag => value.is_boolean(),
            Shape::Number => value.is_number(),
            Shape::Count => mend_count(value),
            Shape::Texts => {
                value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
            }
            Shape::Values => value.as_array().is_some_and(|items| !items.is_empty()),
            Shape::Object(object) => return self.object(value, object),
            Shape::Ref(object) => return self.reference_or(value, object),
            Shape::List(item) => return self.list(value, shape, *item),
            Shape::Map(item) => return self.map(value, shape, *item),
            Shape::FlagOr(_) if value.is_boolean() => true,
            Shape::FlagOr(other) => return self.fits(value, *other),
        };
        if !fits {
            self.notebook.misshapen(value, &shape.described());
        }
        fits
    }

    /// Whether the value at a key has this shape.
    fn fits_at(&mut self, key: &str, value: &mut Value, shape: Shape) -> bool {
        let back = self.notebook.down(key);
        let fits = self.fits(value, shape);
        self.notebook.up(back);
        fits
    }

    fn list(&mut self, value: &mut Value, shape: Shape, item: Shape) -> bool {
        let Value::Array(items) = value else {
            self.notebook.misshapen(value, &shape.described());
            return false;
        };
        let mut index = 0;
        items.retain_mut(|value| {
            let keep = self.fits_at(&index.to_string(), value, item);
            index += 1;
            keep
        });
        true
    }

    fn map(&mut self, value: &mut Value, shape: Shape, item: Shape) -> bool {
        let Value::Object(members) = value else {
            self.notebook.misshapen(value, &shape.described());
            return false;
        };
        members.retain(|key, value| self.fits_at(key, value, item));
        true
    }

    fn reference_or(&mut self, value: &mut Value, object: &'static Object) -> bool {
        if self.notebook.is_modern() && object.is_schema {
            dialect::flag(value);
            if let Value::Object(members) = value {
                self.strip(members, object);
                dialect::reference(members);
            }
        }
        let Some(reference) = value.get("$ref") else {
            return self.object(value, object);
        };
        let Some(reference) = reference.as_str().map(str::to_owned) else {
            let (back, reference) = (self.notebook.down("$ref"), reference.clone());
            self.notebook.misshapen(&reference, "text such as \"#/components/schemas/Name\"");
            self.notebook.up(back);
            return false;
        };
        let Value::Object(members) = value else { return false };
        let meant = object.is_schema && members.get("nullable") == Some(&Value::Bool(true));
        members.retain(|key, _| match key.as_str() {
            "$ref" => true,
            "nullable" if meant => true,
            key => {
                self.beside_reference(key);
                false
            }
        });
        if meant {
            dialect::reference(members);
            return self.object(value, object);
        }
        let Some(pointer) = references::pointer(&reference) else { return true };
        if references::is_component(&pointer) || object.is_schema {
            let end = self.references.follow(&reference, object.is_schema);
            let end = end.map_or(pointer, |(end, _)| end);
            let moved = moved::component(&end).filter(|_| self.notebook.is_modern());
            let end = moved.unwrap_or(end);
            if !references::is_component(&end) {
                self.deep.insert(end.clone());
            }
            members.insert("$ref".to_owned(), Value::String(format!("#{end}")));
            return true;
        }
        match self.references.copy(&reference) {
            Some(copy) => {
                *value = copy;
                // A chain ends in a value, or in a plain reference to a component.
                value.get("$ref").is_some() || self.object(value, object)
            }
            None => true,
        }
    }

    /// Takes out what changes no message, if that is asked for.
    fn strip(&self, members: &mut Map<String, Value>, object: &'static Object) {
        if self.keep == Keep::Rules {
            members.retain(|key, _| {
                !PROSE.contains(&key.as_str()) || object.required.contains(&key.as_str())
            });
        }
    }

    fn object(&mut self, value: &mut Value, object: &'static Object) -> bool {
        let Value::Object(members) = value else {
            self.notebook.misshapen(value, &Shape::Object(object).described());
            return false;
        };
        self.strip(members, object);
        if object.written_out {
            moved::write_out(members, &mut self.references);
        }
        if self.notebook.is_modern() && !self.rewrite(members, object) {
            return false;
        }
        (object.mend)(&mut self.notebook, members);
        members.retain(|key, value| {
            let back = self.notebook.down(key);
            let keep = self.member(key, value, object);
            self.notebook.up(back);
            keep
        });
        for key in object.required {
            needs::require(&mut self.notebook, members, object, key);
        }
        (object.check)(&mut self.notebook, members, object)
    }

    /// Whether a key of an object is kept.
    fn member(&mut self, key: &str, value: &mut Value, object: &'static Object) -> bool {
        let later = || self.later(key, object).map(|fate| (Shape::Any, fate));
        match (object.key(key).or_else(later), object.others) {
            (Some((shape, Fate::Used)), _) => self.fits(value, shape),
            (Some((_, Fate::Dropped { why, severity, compared })), _) => {
                let shown = compared.then(|| value.to_string());
                if object.is_schema && severity == Severity::Warning {
                    let element = self.notebook.pointer.rsplit_once('/');
                    self.notebook.unread.extend(element.map(|(element, _)| element.to_owned()));
                }
                self.notebook.ignored(severity, format!("`{key}` is ignored: {why}"), shown);
                false
            }
            (None, _) if key.starts_with("x-") => {
                self.extension(key, value);
                true
            }
            (None, Some(others)) if (others.legal)(key) => self.fits(value, others.shape),
            (None, Some(others)) => {
                let message = format!("`{key}` cannot stand in `{}`", object.name);
                self.notebook.unknown(message, others.wanted, value);
                false
            }
            (None, None) => {
                let help = suggestion(key, object.keys.iter().map(|(known, ..)| *known));
                let (name, version) = (object.name, self.notebook.version);
                let message = format!("`{key}` is no keyword of a {name} in OpenAPI {version}");
                self.notebook.unknown(message, &help, value);
                false
            }
        }
    }

    fn extension(&mut self, key: &str, value: &Value) {
        if let Some((element, _)) = self.notebook.pointer.rsplit_once('/')
            && EXTENSIONS.contains(&key)
        {
            let keys = self.extensions.entry(element.to_owned()).or_default();
            keys.insert(key.to_owned(), value.clone());
        }
        if self.notebook.curated && !EXTENSIONS.contains(&key) {
            let help = suggestion(key, EXTENSIONS.iter().copied());
            let message = format!("`{key}` is none of the extensions read here");
            self.notebook.lost("spec/unknown-extension", message, &help);
        }
    }
}

/// Some documents write `10.0` for 10; that is meant, and read, as a whole number.
fn mend_count(value: &mut Value) -> bool {
    if let Some(float) = value.as_f64()
        && value.as_u64().is_none()
        && float.fract() == 0.0
        && (0.0..9e15).contains(&float)
    {
        // The range makes the conversion exact.
        *value = Value::from(float as u64);
    }
    value.is_u64()
}

/// "did you mean", if one of the known words is near.
fn suggestion<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let most = |candidate: &str| 1 + candidate.len() / 5;
    let near = known
        .filter(|candidate| word.len().abs_diff(candidate.len()) <= most(candidate))
        .map(|candidate| {
            (strsim::levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| *distance <= most(candidate))
        .min();
    match near {
        Some((_, candidate)) => format!("did you mean `{candidate}`? else remove it"),
        None => "remove it, or write it as an extension that begins with `x-`".to_owned(),
    }
}
