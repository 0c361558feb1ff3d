//! Holds a document against the grammar. In comes the value, out come findings; what cannot be
//! read is taken out of the value, so that the rest can be.

use super::grammar::{EXTENSIONS, Fate, Object, ROOT, SCHEMA, Shape};
use super::{Extensions, keywords, needs, types};
use crate::finding::{Finding, Severity};
use crate::name::escape_pointer;
use serde_json::{Map, Value};

/// What of a document is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Everything,
    /// What messages have to keep to: no prose, no examples.
    Rules,
}

/// Keywords that change no message.
pub const PROSE: [&str; 4] = ["description", "summary", "example", "examples"];

/// Checks and mends a whole document.
pub(super) fn document(
    value: &mut Value,
    curated: bool,
    keep: Keep,
    findings: &mut Vec<Finding>,
) -> Extensions {
    let mut walk =
        Walk { curated, keep, findings, pointer: String::new(), extensions: Extensions::new() };
    walk.object(value, &ROOT);
    walk.extensions
}

pub(super) struct Walk<'a> {
    pub(super) curated: bool,
    keep: Keep,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) pointer: String,
    /// Extensions met so far.
    extensions: Extensions,
}

impl Walk<'_> {
    /// Reports at the element at hand. A curated document may lose nothing.
    pub(super) fn lost(&mut self, rule: &'static str, message: String, help: &str) {
        let severity = if self.curated { Severity::Error } else { Severity::Warning };
        self.findings.push(Finding::new(severity, rule, self.pointer.clone(), message, help));
    }

    /// Runs something with the pointer one token deeper.
    pub(super) fn below<T>(&mut self, token: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape_pointer(token));
        let result = act(self);
        self.pointer.truncate(length);
        result
    }

    /// Whether the value has this shape, after mending what is below it.
    fn fits(&mut self, value: &mut Value, shape: Shape) -> bool {
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
            Shape::List(item) => return self.list(value, *item),
            Shape::Map(item) => return self.map(value, *item),
            Shape::FlagOrSchema if value.is_boolean() => true,
            Shape::FlagOrSchema => return self.reference_or(value, &SCHEMA),
        };
        if !fits {
            self.misshapen(value, &described(shape));
        }
        fits
    }

    fn misshapen(&mut self, value: &Value, wanted: &str) {
        let message = format!("expected {wanted}, found {}", excerpt(value));
        self.lost("spec/wrong-shape", message, "write it as OpenAPI 3.0 wants it");
    }

    fn list(&mut self, value: &mut Value, item: Shape) -> bool {
        let Value::Array(items) = value else {
            self.misshapen(value, "a list");
            return false;
        };
        let mut index = 0;
        items.retain_mut(|value| {
            let keep = self.below(&index.to_string(), |walk| walk.fits(value, item));
            index += 1;
            keep
        });
        true
    }

    fn map(&mut self, value: &mut Value, item: Shape) -> bool {
        let Value::Object(members) = value else {
            self.misshapen(value, "an object");
            return false;
        };
        retain(members, |key, value| self.below(key, |walk| walk.fits(value, item)));
        true
    }

    fn reference_or(&mut self, value: &mut Value, object: &'static Object) -> bool {
        let Some(reference) = value.get("$ref") else {
            return self.object(value, object);
        };
        if !reference.is_string() {
            let reference = reference.clone();
            self.below("$ref", |walk| {
                walk.misshapen(&reference, "text such as \"#/components/schemas/Name\"")
            });
            return false;
        }
        let Value::Object(members) = value else { return false };
        retain(members, |key, _| {
            if key != "$ref" {
                self.below(key, |walk| {
                    walk.lost(
                        "spec/beside-ref",
                        format!("`{key}` beside `$ref` has no effect in OpenAPI 3.0"),
                        "put the reference into `allOf: [{$ref: ...}]` and the other keys beside `allOf`",
                    );
                });
            }
            key == "$ref"
        });
        true
    }

    fn object(&mut self, value: &mut Value, object: &'static Object) -> bool {
        let Value::Object(members) = value else {
            self.misshapen(value, &format!("a {} object", object.name));
            return false;
        };
        if self.keep == Keep::Rules {
            members.retain(|key, _| {
                !PROSE.contains(&key.as_str()) || object.required.contains(&key.as_str())
            });
        }
        if std::ptr::eq(object, &SCHEMA) {
            types::split(self, members);
        }
        retain(members, |key, value| {
            self.below(key, |walk| match object.keys.iter().find(|(known, ..)| *known == key) {
                Some((_, shape, fate)) => walk.known(value, key, *shape, *fate),
                None if key.starts_with("x-") => walk.extension(key, value),
                None => match object.others {
                    Some(shape) => walk.other(value, key, object, shape),
                    None => walk.unknown(key, object),
                },
            })
        });
        for key in object.required {
            self.require(members, object.name, key);
        }
        if std::ptr::eq(object, &SCHEMA) {
            keywords::check(self, members);
        }
        needs::check(self, members, object)
    }

    /// Supplies a key that has to be there, with a finding.
    pub(super) fn require(&mut self, members: &mut Map<String, Value>, object: &str, key: &str) {
        if !members.contains_key(key) {
            self.lost(
                "spec/missing-key",
                format!("the {object} has no `{key}`"),
                &format!("add `{key}`; OpenAPI 3.0 requires it"),
            );
            supply(members, object, key);
        }
    }

    fn known(&mut self, value: &mut Value, key: &str, shape: Shape, fate: Fate) -> bool {
        match fate {
            Fate::Used => self.fits(value, shape),
            Fate::Dropped(why) => {
                let pointer = self.pointer.clone();
                let finding = Finding::new(
                    Severity::Note,
                    "spec/ignored-keyword",
                    pointer,
                    format!("`{key}` is ignored: {why}"),
                    "nothing, unless you count on it",
                );
                // Kept, so that two documents that ignore different things are told apart.
                let felt = ["callbacks", "enum"].contains(&key);
                self.findings.push(match felt {
                    true => finding.with_evidence("ignored", value.to_string()),
                    false => finding,
                });
                false
            }
        }
    }

    fn extension(&mut self, key: &str, value: &Value) -> bool {
        if let Some((element, _)) = self.pointer.rsplit_once('/')
            && EXTENSIONS.contains(&key)
        {
            let keys = self.extensions.entry(element.to_owned()).or_default();
            keys.insert(key.to_owned(), value.clone());
        }
        if self.curated && !EXTENSIONS.contains(&key) {
            let help = suggestion(key, EXTENSIONS.iter().copied());
            self.lost(
                "spec/unknown-extension",
                format!("`{key}` is none of the extensions read here"),
                &help,
            );
        }
        true
    }

    fn other(
        &mut self,
        value: &mut Value,
        key: &str,
        object: &'static Object,
        shape: Shape,
    ) -> bool {
        let legal = match object.name {
            "paths" => key.starts_with('/'),
            "responses" => is_status(key),
            _ => true,
        };
        if !legal {
            let wanted = if object.name == "paths" {
                "a path begins with `/`"
            } else {
                "a status is 200, 4XX or default"
            };
            self.lost(
                "spec/unknown-keyword",
                format!("`{key}` cannot stand in `{}`", object.name),
                wanted,
            );
            return false;
        }
        self.fits(value, shape)
    }

    fn unknown(&mut self, key: &str, object: &Object) -> bool {
        let help = suggestion(key, object.keys.iter().map(|(known, ..)| *known));
        self.lost(
            "spec/unknown-keyword",
            format!("`{key}` is no keyword of a {} in OpenAPI 3.0", object.name),
            &help,
        );
        false
    }
}

/// The least that lets the typed model be read although a required key is missing.
fn supply(members: &mut Map<String, Value>, object: &str, key: &str) {
    let value = match (object, key) {
        ("document", "info") => serde_json::json!({"title": "", "version": ""}),
        (_, "paths" | "responses" | "content" | "flows" | "scopes" | "schema") => {
            Value::Object(Map::new())
        }
        ("security scheme", "in") => Value::String("header".to_owned()),
        (_, "in") => Value::String("query".to_owned()),
        _ => Value::String(String::new()),
    };
    members.insert(key.to_owned(), value);
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

fn is_status(key: &str) -> bool {
    let digits = key.as_bytes();
    key == "default"
        || (digits.len() == 3
            && (b'1'..=b'5').contains(&digits[0])
            && (key.ends_with("XX") || digits[1..].iter().all(u8::is_ascii_digit)))
}

fn retain(members: &mut Map<String, Value>, mut keep: impl FnMut(&str, &mut Value) -> bool) {
    members.retain(|key, value| keep(key, value));
}

fn described(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::OneOf(texts) => format!("one of {}", texts.join(", ")),
        Shape::Flag => "true or false".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Count => "a whole number, 0 or more".to_owned(),
        Shape::Texts => "a list of texts".to_owned(),
        Shape::Values => "a list with at least one value".to_owned(),
        _ => "an object".to_owned(),
    }
}

/// The value as one short line.
pub(super) fn excerpt(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

/// "did you mean", if one of the known words is near.
fn suggestion<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known
        .map(|candidate| {
            (strsim::levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 5)
        .min();
    match near {
        Some((_, candidate)) => format!("did you mean `{candidate}`? else remove it"),
        None => "remove it, or write it as an extension that begins with `x-`".to_owned(),
    }
}
