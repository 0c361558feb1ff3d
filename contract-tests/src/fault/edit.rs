//! Edits of a body: what a row does to the JSON of a request or a response.
//!
//! In come bytes, out come bytes. A place is a JSON pointer whose steps may end in `*` for any ending, so
//! `/errors/*/rule` is every rule and `/metadata/$*` every key that begins with `$`. Where a place does not
//! exist nothing happens, and a body that is not JSON stays as it is, byte for byte.

use super::values::{Json, Pattern, Turn};
use axum::body::Bytes;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The edits of a body, applied in the order of the fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Edits {
    /// The whole body is this text instead.
    text: Option<String>,
    /// A value at a place; the last step is added where its object lacks it.
    set: BTreeMap<String, Json>,
    /// Nothing at these places.
    remove: Vec<String>,
    /// Nothing at a place where the value fits.
    remove_if: BTreeMap<String, Pattern>,
    /// One word for another within a string.
    replace: BTreeMap<String, (String, String)>,
    /// More at the end of an array or a string.
    append: BTreeMap<String, Json>,
    /// Only the first elements of an array.
    keep: BTreeMap<String, usize>,
    /// A value that is made of the old one.
    turn: BTreeMap<String, Turn>,
}

impl Edits {
    /// The body after the edits.
    pub(super) fn apply(&self, body: &Bytes) -> Bytes {
        let body = match &self.text {
            Some(text) => Bytes::copy_from_slice(text.as_bytes()),
            None => body.clone(),
        };
        if let Ok(before) = serde_json::from_slice::<Value>(&body) {
            let mut value = before.clone();
            self.change(&mut value);
            if value != before {
                return value.to_string().into();
            }
        }
        body
    }

    fn change(&self, value: &mut Value) {
        for (place, Json(to)) in &self.set {
            set(value, place, to);
        }
        for place in &self.remove {
            remove(value, place, &|_| true);
        }
        for (place, pattern) in &self.remove_if {
            remove(value, place, &|value| pattern.fits(Some(value)));
        }
        for (place, (old, new)) in &self.replace {
            walk(value, place, &mut |at| {
                if let Value::String(text) = at {
                    *text = text.replace(old, new);
                }
            });
        }
        for (place, Json(more)) in &self.append {
            walk(value, place, &mut |at| append(at, more));
        }
        for (place, count) in &self.keep {
            walk(value, place, &mut |at| {
                if let Value::Array(items) = at {
                    items.truncate(*count);
                }
            });
        }
        for (place, turn) in &self.turn {
            walk(value, place, &mut |at| turn.value(at));
        }
    }
}

/// Visits every value at a place.
pub(super) fn walk(value: &mut Value, place: &str, visit: &mut dyn FnMut(&mut Value)) {
    let Some(rest) = place.strip_prefix('/') else { return visit(value) };
    let (step, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    match value {
        Value::Object(properties) => {
            let found = properties.iter_mut().filter(|(key, _)| fits(step, key));
            found.for_each(|(_, value)| walk(value, rest, visit));
        }
        Value::Array(items) => {
            let found = items.iter_mut().enumerate();
            let found = found.filter(|(index, _)| fits(step, &index.to_string()));
            found.for_each(|(_, value)| walk(value, rest, visit));
        }
        _ => {}
    }
}

fn fits(step: &str, key: &str) -> bool {
    step.strip_suffix('*').map_or(step == key, |start| key.starts_with(start))
}

fn set(value: &mut Value, place: &str, to: &Value) {
    let Some((holder, name)) = place.rsplit_once('/') else { return *value = to.clone() };
    walk(value, holder, &mut |holder| match holder {
        Value::Object(properties) if !name.ends_with('*') => {
            properties.insert(name.to_owned(), to.clone());
        }
        _ => walk(holder, &format!("/{name}"), &mut |at| *at = to.clone()),
    });
}

fn remove(value: &mut Value, place: &str, condition: &dyn Fn(&Value) -> bool) {
    let Some((holder, name)) = place.rsplit_once('/') else { return };
    walk(value, holder, &mut |holder| {
        if let Value::Object(properties) = holder {
            properties.retain(|key, value| !(fits(name, key) && condition(value)));
        }
    });
}

fn append(at: &mut Value, more: &Value) {
    match (at, more) {
        (Value::Array(items), _) => items.push(more.clone()),
        (Value::String(text), Value::String(more)) => text.push_str(more),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edit_does_what_its_name_says() {
        for (edits, before, after) in [
            ("set = { '/a' = 'null' }", r#"{"a":1}"#, r#"{"a":null}"#),
            ("set = { '/b' = '1' }", r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
            ("set = { '/x/b' = '1' }", r#"{"a":1}"#, r#"{"a":1}"#),
            ("set = { '' = '{}' }", "[1]", "{}"),
            ("set = { '/*/a' = '2' }", r#"[{"a":1},{}]"#, r#"[{"a":2},{"a":2}]"#),
            ("remove = ['/$*']", r#"{"$a":1,"b":2}"#, r#"{"b":2}"#),
            ("remove-if = { '/*' = 'null' }", r#"{"a":null,"b":2}"#, r#"{"b":2}"#),
            ("replace = { '/a' = ['x', 'y'] }", r#"{"a":"xx"}"#, r#"{"a":"yy"}"#),
            ("append = { '/0' = '\"y\"' }", r#"["x"]"#, r#"["xy"]"#),
            ("append = { '' = '3' }", "[1]", "[1,3]"),
            ("keep = { '' = 1 }", "[1,2]", "[1]"),
            ("turn = { '/a' = 'in-object' }", r#"{"a":"x"}"#, r#"{"a":{"data":"x"}}"#),
            ("turn = { '' = 'camel-case-keys' }", r#"{"a_b":"x"}"#, r#"{"aB":"x"}"#),
            ("turn = { '/*' = 'label-leaf' }", r#"["\"a.b\" is x.y"]"#, r#"["\"b\" is x.y"]"#),
            ("turn = { '/*' = 'label-pointer' }", r#"["\"a.b\" is x"]"#, r#"["\"/a/b\" is x"]"#),
            ("text = 'OK'", "[1]", "OK"),
            ("set = { '/a' = '1' }", "{ not JSON", "{ not JSON"),
            ("set = { '/a' = '1' }", "{ \"a\" : 1 }", "{ \"a\" : 1 }"),
        ] {
            let read: Edits = toml::from_str(edits).expect("the edits can be read");
            assert_eq!(read.apply(&Bytes::from(before)), Bytes::from(after), "{edits}");
        }
    }
}
