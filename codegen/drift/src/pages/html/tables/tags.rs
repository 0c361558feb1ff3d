//! The tags of a row in a schema table in, keywords of JSON Schema out.
//!
//! A tag has a label and a value: `Range` and `-10 <= value <= 10`. What is not known is an error,
//! because a rule that is not read would look like one that is gone.

use serde_json::{Deserializer, Map, Number, Value, json};

/// The keywords that the tags of a row stand for.
///
/// # Errors
/// The tag that is not known.
pub(super) fn keywords(tags: &Value) -> Result<Map<String, Value>, String> {
    let mut found = Map::new();
    for tag in tags.as_array().into_iter().flatten() {
        let (label, value) = parts(tag).ok_or_else(|| format!("the tag {tag} is not known"))?;
        let read = keyword(&label, &value, &mut found);
        read.ok_or_else(|| format!("the tag `{label}` with `{value}` is not known"))?;
    }
    Ok(found)
}

/// Label and value of a tag, which is an object, or an element with two elements in it.
fn parts(tag: &Value) -> Option<(String, String)> {
    let (label, value) = match (tag.get("label"), tag.get("value")) {
        (Some(label), Some(value)) => (label, value),
        _ => {
            let children = tag.get(3)?.get("children")?.as_array()?;
            (children.first()?, children.get(1)?)
        }
    };
    Some((self::label(label), text(value)))
}

/// A label without its case and blanks. Newer versions give the name of a translation.
fn label(label: &Value) -> String {
    let named = label.get(3).and_then(|props| props.get("label")).and_then(Value::as_str);
    let label = named.map_or_else(|| text(label), ToOwned::to_owned);
    let label = label.strip_prefix("schema").unwrap_or(&label);
    label.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

/// The text of an element.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(parts) if parts.first() == Some(&json!("$")) => {
            parts.get(3).and_then(|props| props.get("children")).map(text).unwrap_or_default()
        }
        Value::Array(items) => items.iter().map(text).collect(),
        _ => String::new(),
    }
}

fn keyword(label: &str, value: &str, found: &mut Map<String, Value>) -> Option<()> {
    let mut set = |key: &str, value: Value| drop(found.insert(key.to_owned(), value));
    match label {
        "default" => set("default", values(value)?.into_iter().next()?),
        "match" | "pattern" => set("pattern", json!(value)),
        "format" => set("format", json!(value)),
        "multipleof" => set("multipleOf", number(value)?),
        "valuein" => set("enum", Value::Array(values(value)?)),
        "range" => bounds(value, "value", ["minimum", "maximum"], &mut set)?,
        "length" => bounds(value, "length", ["minLength", "maxLength"], &mut set)?,
        "items" => bounds(value, "items", ["minItems", "maxItems"], &mut set)?,
        "properties" => bounds(value, "properties", ["minProperties", "maxProperties"], &mut set)?,
        // They change no message.
        "example" | "examples" | "title" => {}
        _ => return None,
    }
    Some(())
}

/// Values one after another: a separator may occur within a string as well.
fn values(text: &str) -> Option<Vec<Value>> {
    let (mut found, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        found.push(values.next()?.ok()?);
        rest = rest[values.byte_offset()..]
            .trim_start_matches(|c: char| c.is_whitespace() || c == '|' || c == ',');
    }
    Some(found)
}

fn number(text: &str) -> Option<Value> {
    text.trim().parse::<Number>().ok().map(Value::Number)
}

/// `1 <= value < 10`: one bound or two around a word.
fn bounds(
    text: &str,
    word: &str,
    [lower, upper]: [&str; 2],
    set: &mut impl FnMut(&str, Value),
) -> Option<()> {
    let exclusive =
        |keyword: &str| format!("exclusive{}{}", keyword[..1].to_uppercase(), &keyword[1..]);
    let (before, after) = text.split_once(word)?;
    let (before, after) = (before.trim(), after.trim());
    if before.is_empty() && after.is_empty() {
        return None;
    }
    if let Some(bound) = before.strip_suffix("<=") {
        set(lower, number(bound)?);
    } else if let Some(bound) = before.strip_suffix('<') {
        set(&exclusive(lower), number(bound)?);
    } else if !before.is_empty() {
        return None;
    }
    if let Some(bound) = after.strip_prefix("<=") {
        set(upper, number(bound)?);
    } else if let Some(bound) = after.strip_prefix('<') {
        set(&exclusive(upper), number(bound)?);
    } else if !after.is_empty() {
        return None;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(label: &str, value: &str) -> Result<Value, String> {
        keywords(&json!([{"label": label, "value": value}])).map(Value::Object)
    }

    #[test]
    fn every_tag_is_read() {
        for (label, value, expected) in [
            ("Default", "\"none\"", json!({"default": "none"})),
            ("Default", "20", json!({"default": 20})),
            ("Default", "{\"a\":[1]}", json!({"default": {"a": [1]}})),
            ("Match", "^\\d+$", json!({"pattern": "^\\d+$"})),
            ("Format", "uuid", json!({"format": "uuid"})),
            ("Multiple Of", "0.5", json!({"multipleOf": 0.5})),
            ("Value in", "\"a | b\" | null | 1", json!({"enum": ["a | b", null, 1]})),
            ("Range", "-10 <= value <= 10", json!({"minimum": -10, "maximum": 10})),
            ("Range", "0 < value", json!({"exclusiveMinimum": 0})),
            ("Range", "value < 1.5", json!({"exclusiveMaximum": 1.5})),
            ("Length", "length <= 200", json!({"maxLength": 200})),
            ("Items", "1 <= items", json!({"minItems": 1})),
            ("Properties", "1 <= properties <= 2", json!({"minProperties": 1, "maxProperties": 2})),
            ("schemaRange", "0 <= value", json!({"minimum": 0})),
        ] {
            assert_eq!(one(label, value), Ok(expected), "{label} {value}");
        }
    }

    #[test]
    fn a_tag_may_be_an_element() {
        let tag = json!([["$", "div", null, {"children": [
            ["$", "span", null, {"children": "Multiple Of"}],
            ["$", "code", null, {"children": ["0", ".5"]}],
        ]}]]);
        assert_eq!(keywords(&tag).map(Value::Object), Ok(json!({"multipleOf": 0.5})));
    }

    #[test]
    fn what_is_not_known_is_no_rule_that_is_gone() {
        for (label, value) in [
            ("Unique", "true"),
            ("Range", "value"),
            ("Range", "3"),
            ("Range", "a <= value"),
            ("Range", "value > 3"),
            ("Value in", "a | b"),
            ("Default", ""),
        ] {
            assert!(one(label, value).is_err(), "{label} {value}");
        }
        assert!(keywords(&json!(["?"])).is_err());
    }
}
