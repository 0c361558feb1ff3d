//! The grammar as a list: which keys there are, and where they stand in a document. For tests that
//! hold something to every key.

use super::grammar::{EXTENSIONS, ROOT};
use super::shape::{Object, Shape};
use crate::pointer::escape_pointer;
use serde_json::Value;

/// A key in some place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The kind of object that has the key; empty for our extensions, which may stand anywhere.
    pub object: &'static str,
    /// The key.
    pub key: &'static str,
    /// JSON pointer of its value; empty in a list of all keys.
    pub at: String,
}

/// Every key of the grammar, and every extension of ours.
pub fn all() -> Vec<Key> {
    let mut objects: Vec<&'static Object> = Vec::new();
    let mut open = vec![&ROOT];
    while let Some(object) = open.pop() {
        if objects.iter().any(|known| std::ptr::eq(*known, object)) {
            continue;
        }
        objects.push(object);
        let shapes = object.keys.iter().map(|(_, shape, _)| *shape);
        open.extend(shapes.chain(object.others.map(|others| others.shape)).filter_map(target));
    }
    let extensions = EXTENSIONS.iter().map(|key| Key { object: "", key, at: String::new() });
    let keys = objects.iter().flat_map(|object| {
        let key = |(key, ..): &(&'static str, Shape, _)| Key {
            object: object.name,
            key,
            at: String::new(),
        };
        object.keys.iter().map(key).collect::<Vec<_>>()
    });
    let mut keys: Vec<Key> = keys.chain(extensions).collect();
    keys.sort_by_key(|key| (key.object, key.key));
    keys.dedup();
    keys
}

/// Every key that stands in a document.
pub fn within(document: &Value) -> Vec<Key> {
    let mut found = Vec::new();
    object(document, &ROOT, "", &mut found);
    found
}

fn target(shape: Shape) -> Option<&'static Object> {
    match shape {
        Shape::Object(object) | Shape::Ref(object) => Some(object),
        Shape::List(inner) | Shape::Map(inner) | Shape::FlagOr(inner) => target(*inner),
        _ => None,
    }
}

fn object(value: &Value, object: &'static Object, at: &str, found: &mut Vec<Key>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let below = format!("{at}/{}", escape_pointer(key));
        let known = object.keys.iter().find(|(known, ..)| known == key);
        if let Some((key, shape, _)) = known {
            found.push(Key { object: object.name, key, at: below.clone() });
            self::shape(value, *shape, &below, found);
        } else if let Some(key) = EXTENSIONS.iter().find(|known| *known == key) {
            found.push(Key { object: "", key, at: below });
        } else if let Some(others) = object.others {
            shape(value, others.shape, &below, found);
        }
    }
}

fn shape(value: &Value, shape: Shape, at: &str, found: &mut Vec<Key>) {
    match (shape, value) {
        (Shape::List(inner), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                self::shape(item, *inner, &format!("{at}/{index}"), found);
            }
        }
        (Shape::Map(inner), Value::Object(map)) => {
            for (key, value) in map {
                self::shape(value, *inner, &format!("{at}/{}", escape_pointer(key)), found);
            }
        }
        (shape, value) => {
            if let Some(target) = target(shape) {
                object(value, target, at, found);
            }
        }
    }
}
