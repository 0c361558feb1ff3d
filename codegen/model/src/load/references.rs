//! References that lead deeper than `#/components/KIND/NAME`, as bundlers write them: any JSON
//! pointer into the document. They are followed to where they end, in the document as it was read.

use super::files;
use crate::pointer::{escape_pointer, unescape_pointer};
use serde_json::{Map, Value};

/// Limit on references in a row.
const LONGEST_CHAIN: usize = 32;
/// Limit on the values that are copied to where they are referred to.
const MOST_COPIES: usize = 200_000;

/// The document as it was read, if any reference needs it.
pub(super) struct References {
    original: Option<Value>,
    /// Whether keywords beside the reference of a schema act.
    siblings: bool,
    copies: usize,
}

impl References {
    /// Keeps what is needed to follow the references of a document.
    pub(super) fn of(document: &Value, files: &Map<String, Value>, modern: bool) -> Self {
        let is_needed = has_deep(document)
            || has_path_behind_reference(document)
            || (modern && has_copied_components(document));
        let original = is_needed.then(|| {
            let mut original = document.clone();
            if !files.is_empty() {
                original[files::KEY] = Value::Object(files.clone());
            }
            original
        });
        Self { original, siblings: modern, copies: 0 }
    }

    /// Where a reference leads: the pointer of the value, and the value. `None` if it is a plain
    /// reference to a component of this kind, or leads nowhere. A reference to a schema ends where
    /// other keywords act beside the next one.
    pub(super) fn follow(&self, reference: &str, schema: bool) -> Option<(String, &Value)> {
        let original = self.original.as_ref()?;
        let mut pointer = pointer(reference)?;
        for _ in 0..LONGEST_CHAIN {
            let value = original.pointer(&pointer)?;
            let acts = schema && self.siblings && value.as_object().is_some_and(|it| it.len() > 1);
            match value.get("$ref").and_then(Value::as_str).filter(|_| !acts) {
                Some(next) if is_component(&pointer) || is_component(&self::pointer(next)?) => {
                    let end = if is_component(&pointer) { pointer } else { self::pointer(next)? };
                    return Some((end, value));
                }
                Some(next) => pointer = self::pointer(next)?,
                None => return Some((pointer, value)),
            }
        }
        None
    }

    /// A copy of a value, within the limit.
    pub(super) fn copy(&mut self, reference: &str) -> Option<Value> {
        let (_, value) = self.follow(reference, false)?;
        let (value, size) = (value.clone(), size(value));
        self.copies += size;
        (self.copies <= MOST_COPIES).then_some(value)
    }
}

/// The JSON pointer in a reference to this document: percent signs decoded, escaped in one way.
pub(super) fn pointer(reference: &str) -> Option<String> {
    let fragment = percent_decoded(reference.strip_prefix('#')?)?;
    if !fragment.starts_with('/') {
        return None;
    }
    let tokens = fragment.split('/').skip(1).map(|token| escape_pointer(&unescape_pointer(token)));
    Some(tokens.fold(String::new(), |pointer, token| pointer + "/" + &token))
}

/// Whether a pointer names an entry of `components`.
pub(super) fn is_component(pointer: &str) -> bool {
    pointer.starts_with("/components/") && pointer.matches('/').count() == 3
}

fn has_path_behind_reference(document: &Value) -> bool {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.is_some_and(|paths| paths.values().any(|item| item.get("$ref").is_some()))
}

/// Whether there are components that are written out where they are referred to.
fn has_copied_components(document: &Value) -> bool {
    let has = |key: &str| document.pointer(&format!("/components/{key}")).is_some();
    has("pathItems") || has("mediaTypes")
}

fn has_deep(document: &Value) -> bool {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                if reference.and_then(pointer).is_some_and(|pointer| !is_component(&pointer)) {
                    return true;
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}

fn size(value: &Value) -> usize {
    let (mut open, mut size) = (vec![value], 0);
    while let Some(value) = open.pop() {
        size += 1;
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    size
}

/// The text with `%7B` and the like decoded; `None` if that is no text.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pointer_is_spelt_in_one_way() {
        for (reference, expected) in [
            ("#/paths/~1users~1%7Bid%7D/get", Some("/paths/~1users~1{id}/get")),
            ("#/components/schemas/My%20Name", Some("/components/schemas/My Name")),
            ("#/a/%zz", Some("/a/%zz")),
            ("#/a/%ff", None),
            ("#", None),
            ("#name", None),
            ("other.yaml#/a", None),
        ] {
            assert_eq!(pointer(reference).as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        let document = json!({
            "a": {"$ref": "#/b/0"},
            "b": [{"$ref": "#/c"}, {"$ref": "#/components/schemas/S"}, {"$ref": "#/b/2"}],
            "c": {"type": "string"},
        });
        let references = References::of(&document, &Map::new(), false);
        for (reference, end) in [
            ("#/a", Some("/c")),
            ("#/b/1", Some("/components/schemas/S")),
            ("#/b/2", None),
            ("#/nowhere", None),
        ] {
            let found = references.follow(reference, true);
            assert_eq!(found.map(|(pointer, _)| pointer).as_deref(), end, "{reference}");
        }
    }
}
