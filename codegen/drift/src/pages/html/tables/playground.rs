//! The form in which a page tries its operation out, if it has one: parameters and request body as
//! JSON Schema, references put in. What occurs twice stands in a map beside them.

use super::super::elements::each;
use super::super::flight::Flight;
use serde_json::{Map, Value, json};

/// What the form says.
pub(super) struct Playground {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) parameters: Vec<Value>,
    /// Media type and schema.
    pub(super) body: Option<(String, Value)>,
    pub(super) securities: Option<Value>,
    /// Components that parameters and body refer to.
    pub(super) components: Map<String, Value>,
}

/// The form, if an object is one.
///
/// # Errors
/// Which row is missing.
pub(super) fn read(
    flight: &Flight,
    map: &Map<String, Value>,
) -> Result<Option<Playground>, String> {
    let (Some(Value::String(path)), Some(Value::String(method)), Some(parameters)) =
        (map.get("route"), map.get("method"), map.get("parameters"))
    else {
        return Ok(None);
    };
    let resolved = |key: &str| map.get(key).map(|value| flight.resolved(value)).transpose();
    let mut parameters = flight.resolved(parameters)?;
    let mut body = resolved("body")?.unwrap_or_default();
    let mut components = Map::new();
    let references = resolved("references")?.unwrap_or_default();
    for (key, schema) in references.as_object().into_iter().flatten() {
        components.insert(name(key), schema.clone());
    }
    let known: Vec<String> = components.keys().cloned().collect();
    let mut rename = |map: &mut Map<String, Value>| {
        // Which schema a value stands for is told by names that the form has lost.
        map.remove("discriminator");
        if let Some(Value::String(target)) = map.get_mut("$ref") {
            let name = name(target);
            if known.contains(&name) {
                *target = format!("#/components/schemas/{name}");
            }
        }
    };
    each(&mut parameters, &mut rename);
    each(&mut body, &mut rename);
    components.values_mut().for_each(|schema| each(schema, &mut rename));
    let schema = body.get("schema").cloned();
    let media_type = body.get("mediaType").and_then(Value::as_str).unwrap_or("application/json");
    Ok(Some(Playground {
        method: method.to_ascii_lowercase(),
        path: path.clone(),
        parameters: parameters.as_array().cloned().unwrap_or_default(),
        body: schema.map(|schema| (media_type.to_owned(), schema)),
        securities: resolved("securities")?,
        components,
    }))
}

/// The name of the component for a key of the map: `0`, or `#/Name`.
fn name(key: &str) -> String {
    let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    format!("Shared_{}", key.chars().filter(is_word).collect::<String>())
}

/// The schemes that alternatives of credentials describe.
pub(super) fn schemes(securities: &Value) -> Map<String, Value> {
    let all = securities.as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
    let one = |scheme: &Value| {
        let mut scheme = scheme.as_object()?.clone();
        let id = scheme.remove("id")?.as_str()?.to_owned();
        scheme.remove("scopes");
        scheme.contains_key("type").then(|| (id, json!(scheme)))
    };
    all.filter_map(one).collect()
}
