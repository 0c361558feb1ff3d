//! Rewrites the schemas of a document for one reading, in words that JSON Schema knows.
//!
//! OpenAPI's `nullable` becomes a type; `x-plausible` readings that widen are put in place for
//! the widest view, those that narrow for the narrowest. Nothing outside schemas is touched.

use oasis_model::conform::View;
use serde_json::{Map, Value, json};

/// The largest whole number that every JSON implementation keeps exactly.
const SAFE: i64 = (1 << 53) - 1;

/// The document with every schema rewritten.
pub(super) fn rewritten(document: &Value, view: View) -> Value {
    let mut document = document.clone();
    descend(&mut document, view);
    document
}

/// Looks for schemas in everything that is none.
fn descend(value: &mut Value, view: View) {
    match value {
        Value::Object(map) => {
            for (key, child) in map.iter_mut() {
                match key.as_str() {
                    "schema" => schema(child, view),
                    "schemas" => each_schema(child, view),
                    "example" | "examples" => {}
                    _ => descend(child, view),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| descend(item, view)),
        _ => {}
    }
}

fn each_schema(map: &mut Value, view: View) {
    for child in map.as_object_mut().into_iter().flat_map(Map::values_mut) {
        schema(child, view);
    }
}

fn schema(value: &mut Value, view: View) {
    let Some(map) = value.as_object_mut() else { return };
    if map.contains_key("$ref") {
        return;
    }
    required_members(map, view);
    for key in ["properties", "patternProperties"] {
        if let Some(members) = map.get_mut(key) {
            each_schema(members, view);
        }
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(child) = map.get_mut(key) {
            schema(child, view);
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        for child in map.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            schema(child, view);
        }
    }
    // A fragment of several keys that only widens in part is an alternative of its own.
    let mut alternatives = Vec::new();
    for reading in in_order(readings(map)) {
        if view == View::Widest && reading.len() > 1 && !only_widens(map, &reading) {
            alternatives.push(replaced(map, reading));
        } else {
            for (keyword, changed) in &reading {
                apply(map, keyword, changed, view);
            }
        }
    }
    if view == View::Narrowest {
        narrow(map);
    }
    nullable(value, view);
    if !alternatives.is_empty() {
        alternatives.iter_mut().for_each(|alternative| nullable(alternative, view));
        alternatives.insert(0, std::mem::take(value));
        *value = json!({ "anyOf": alternatives });
    }
}

/// Fragments of one key first: they go with every other reading.
fn in_order(mut readings: Vec<Map<String, Value>>) -> Vec<Map<String, Value>> {
    readings.sort_by_key(|reading| reading.len() > 1);
    readings
}

/// Whether a fragment takes all that the schema takes.
fn only_widens(map: &Map<String, Value>, reading: &Map<String, Value>) -> bool {
    reading.iter().all(|(keyword, changed)| match (keyword.as_str(), changed) {
        // Absence and null are no matter of the other keys.
        ("required", Value::Bool(_)) | ("nullable", _) | ("open", _) => true,
        ("required", Value::Array(names)) => {
            let claimed = map.get("required").and_then(Value::as_array);
            names.iter().all(|name| claimed.is_some_and(|claimed| claimed.contains(name)))
        }
        ("additionalProperties", _) => changed != &json!(false),
        _ => widens(keyword, map.get(keyword), changed) != Some(false),
    })
}

/// The schema with all keys of a fragment in place of its own.
fn replaced(map: &Map<String, Value>, reading: Map<String, Value>) -> Value {
    let mut map = map.clone();
    for (keyword, changed) in reading {
        match (keyword.as_str(), changed) {
            ("required", Value::Array(names)) => set_required(&mut map, names),
            ("required" | "nullable", _) => {}
            ("open", _) => drop(map.shift_remove("enum")),
            (_, Value::Null) => drop(map.shift_remove(&keyword)),
            (_, changed) => drop(map.insert(keyword, changed)),
        }
    }
    Value::Object(map)
}

/// The schema fragments of `x-plausible`; statuses are none.
fn readings(map: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let list = map.get("x-plausible").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|reading| reading.as_object().cloned()).collect()
}

/// Members that say of themselves whether they may be absent.
fn required_members(map: &mut Map<String, Value>, view: View) {
    let wanted = view == View::Narrowest;
    if view == View::Claim {
        return;
    }
    let says = |member: &Value| {
        let readings = member.as_object().map(readings).unwrap_or_default();
        readings.iter().any(|reading| reading.get("required") == Some(&json!(wanted)))
    };
    let members = map.get("properties").and_then(Value::as_object);
    let names: Vec<String> = members
        .into_iter()
        .flatten()
        .filter(|(_, member)| says(member))
        .map(|(name, _)| name.clone())
        .collect();
    let mut required: Vec<Value> =
        map.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for name in names.into_iter().map(Value::String) {
        match required.iter().position(|other| *other == name) {
            Some(at) if !wanted => {
                required.remove(at);
            }
            None if wanted => required.push(name),
            _ => {}
        }
    }
    set_required(map, required);
}

/// Draft 4 wants the list to have an entry.
fn set_required(map: &mut Map<String, Value>, required: Vec<Value>) {
    if required.is_empty() {
        map.shift_remove("required");
    } else {
        map.insert("required".to_owned(), required.into());
    }
}

/// Puts one reading in place if it widens the widest or narrows the narrowest view.
fn apply(map: &mut Map<String, Value>, keyword: &str, changed: &Value, view: View) {
    let widest = match view {
        View::Claim => return,
        View::Widest => true,
        View::Narrowest => false,
    };
    let current = map.get(keyword);
    match (keyword, changed) {
        ("required", Value::Array(names)) => {
            let claimed = current.and_then(Value::as_array).cloned().unwrap_or_default();
            let list = if widest {
                claimed.into_iter().filter(|name| names.contains(name)).collect()
            } else {
                let more = names.iter().filter(|name| !claimed.contains(name)).cloned();
                claimed.iter().cloned().chain(more).collect()
            };
            set_required(map, list);
        }
        ("required", _) => {}
        // Both are looked at again by `nullable`, which knows what stands beside them.
        ("nullable", _) => {}
        ("open", _) if widest => {
            map.shift_remove("enum");
        }
        ("open", _) => {}
        ("additionalProperties", Value::Bool(open)) if *open == widest => {
            map.insert(keyword.to_owned(), changed.clone());
        }
        ("additionalProperties", _) => {}
        _ if widens(keyword, current, changed) == Some(widest) => {
            if changed.is_null() {
                map.shift_remove(keyword);
            } else {
                map.insert(keyword.to_owned(), changed.clone());
            }
        }
        _ => {}
    }
}

/// Whether a changed keyword allows more (or less) than before; none if it is the same or cannot be said.
fn widens(keyword: &str, current: Option<&Value>, changed: &Value) -> Option<bool> {
    match current {
        None if changed.is_null() => None,
        None => Some(false),
        Some(_) if changed.is_null() => Some(true),
        Some(current) => {
            let (current, changed) = (current.as_f64()?, changed.as_f64()?);
            match keyword {
                _ if current == changed => None,
                _ if keyword.starts_with("min") => Some(changed < current),
                _ if keyword.starts_with("max") => Some(changed > current),
                _ => None,
            }
        }
    }
}

/// What holds of every string and number, whatever the specification says of the single one:
/// `""` may be refused, and whole numbers beyond the exact ones too.
fn narrow(map: &mut Map<String, Value>) {
    match map.get("type").and_then(Value::as_str) {
        Some("string") if !map.contains_key("enum") => {
            map.entry("minLength").or_insert_with(|| json!(1));
        }
        Some("integer") => {
            map.entry("maximum").or_insert_with(|| json!(SAFE));
            map.entry("minimum").or_insert_with(|| json!(-SAFE));
        }
        _ => {}
    }
}

fn nullable(value: &mut Value, view: View) {
    let Some(map) = value.as_object_mut() else { return };
    let says = |map: &Map<String, Value>, flag: bool| {
        readings(map).iter().any(|reading| reading.get("nullable") == Some(&json!(flag)))
    };
    let claimed = map.get("nullable") == Some(&json!(true)) && map.contains_key("type");
    let allowed = match view {
        View::Claim => claimed,
        View::Widest => claimed || says(map, true),
        View::Narrowest => claimed && !says(map, false),
    };
    map.shift_remove("nullable");
    if !allowed {
        return;
    }
    if let Some(values) = map.get_mut("enum").and_then(Value::as_array_mut)
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match map.get("type").cloned() {
        Some(Value::String(kind))
            if !["allOf", "anyOf", "oneOf", "not"].iter().any(|key| map.contains_key(*key)) =>
        {
            map.insert("type".to_owned(), json!([kind, "null"]));
        }
        _ => {
            let plain = std::mem::take(value);
            *value = json!({ "anyOf": [plain, { "type": "null" }] });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(text: Value) -> [Value; 3] {
        [View::Claim, View::Widest, View::Narrowest].map(|view| {
            let mut text = text.clone();
            schema(&mut text, view);
            text
        })
    }

    fn accepts(schema: &Value, value: Value) -> bool {
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft4)
            .build(schema)
            .unwrap()
            .is_valid(&value)
    }

    #[test]
    fn keys_of_one_fragment_hold_together() {
        let text = json!({
            "type": "integer", "minimum": 0, "maximum": 9,
            "x-plausible": [{"minimum": 20, "maximum": 30}],
        });
        for (payload, expected) in [(5, true), (25, true), (15, false), (40, false)] {
            let [_, widest, narrowest] = views(text.clone());
            assert_eq!(accepts(&widest, json!(payload)), expected, "{payload}");
            assert!(!accepts(&narrowest, json!(payload)), "{payload}");
        }
        let text = json!({
            "type": "object", "required": ["a"],
            "x-plausible": [{"required": [], "additionalProperties": false}],
        });
        for (payload, expected) in
            [(json!({"a": 1, "b": 1}), true), (json!({}), true), (json!({"b": 1}), false)]
        {
            assert_eq!(accepts(&views(text.clone())[1], payload.clone()), expected, "{payload}");
        }
    }

    #[test]
    fn each_reading_moves_the_view_it_belongs_to() {
        let object = |plain: Value| json!({ "properties": { "m": plain } });
        for (text, payload, expected) in [
            (json!({"type": "string", "nullable": true}), json!(null), [true, true, true]),
            (
                json!({"type": "string", "x-plausible": [{"nullable": true}]}),
                json!(null),
                [false, true, false],
            ),
            (
                json!({"type": "string", "nullable": true, "x-plausible": [{"nullable": false}]}),
                json!(null),
                [true, true, false],
            ),
            (
                json!({"allOf": [{"type": "string"}], "x-plausible": [{"nullable": true}]}),
                json!(null),
                [false, true, false],
            ),
            (
                json!({"type": "string", "enum": ["a"], "x-plausible": [{"open": true}]}),
                json!("b"),
                [false, true, false],
            ),
            (json!({"type": "string"}), json!(""), [true, true, false]),
            (json!({"type": "integer"}), json!(9_007_199_254_740_992_u64), [true, true, false]),
            (
                json!({"type": "integer", "minimum": 0, "x-plausible": [{"minimum": null}]}),
                json!(-1),
                [false, true, false],
            ),
            (
                json!({"type": "object", "x-plausible": [{"additionalProperties": false}]}),
                json!({"x": 1}),
                [true, true, false],
            ),
            (
                json!({"type": "object", "required": ["a", "b"], "x-plausible": [{"required": ["a"]}]}),
                json!({"a": 1}),
                [false, true, false],
            ),
            (
                json!({"required": ["m"], "properties": {"m": {"x-plausible": [{"required": false}]}}}),
                json!({}),
                [false, true, false],
            ),
        ] {
            let got = views(text.clone()).map(|schema| accepts(&schema, payload.clone()));
            assert_eq!(got, expected, "{text} {payload}");
            let inner =
                views(object(text.clone())).map(|s| accepts(&s, json!({ "m": payload.clone() })));
            assert_eq!(inner, expected, "member {text} {payload}");
        }
    }
}
