//! The YAML that a page offers for what the specification lacks: a whole operation, or one field.
//!
//! Everything that the page does not say for certain carries `x-basis` and why. The prose is the
//! page's own and is to be reworded by whoever takes it over.

use super::super::page::{Bounds, Fact, Field, Form, Page, Part, Tab, Tags};
use super::{is_from_this_page, place_of};
use crate::conform::{self, View};
use crate::finding::{Finding, Severity};
use crate::ir::{Api, Direction, ParameterPlace};
use serde_json::{Map, Value, json};

/// The finding about a page that matches no operation.
pub(super) fn finding(api: &Api, page: &Page) -> Finding {
    let method = page.method.as_ref().map_or("", |method| method.value.as_str());
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    let whole = if page.read_until == Part::End || page.form == Form::Table {
        ""
    } else {
        "; the page is not whole, so neither is the edit"
    };
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-new-operation",
        "",
        format!("the page documents {method} {path}, which the specification does not have{whole}"),
        "if integrators need it, add the operation below `paths`, reword its prose, and check what is inferred",
    );
    finding.at = place_of(page.path.as_ref(), page);
    finding.with_evidence("spec edit", yaml(&operation(api, page)))
}

/// One field as an entry of `properties` or `parameters`.
pub(super) fn field(field: &Field, part: Part) -> String {
    let place = match part {
        Part::Path => ParameterPlace::Path,
        Part::Query => ParameterPlace::Query,
        Part::Header => ParameterPlace::Header,
        Part::Cookie => ParameterPlace::Cookie,
        _ => {
            let mut text = yaml(&json!({ field.name.clone(): schema(field, None) }));
            if field.required {
                text.push_str(&format!("# and add `{}` to `required`\n", field.name));
            }
            return text;
        }
    };
    yaml(&json!([parameter(place, field)]))
}

/// One member known from a sample value only.
pub(super) fn property(name: &str, value: &Value) -> String {
    let mut schema = inferred(value);
    because(&mut schema, "The sample shows it; its type is that of the sample value.");
    yaml(&json!({ name: schema }))
}

/// The request body of a page.
pub(super) fn body(page: &Page) -> String {
    request_body(page).map_or_else(String::new, |body| yaml(&json!({ "requestBody": body })))
}

fn yaml(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_else(|_| value.to_string())
}

fn operation(api: &Api, page: &Page) -> Value {
    let mut operation = Map::new();
    let title = page.title.as_ref().map_or("", |title| title.value.as_str());
    operation.insert("operationId".to_owned(), json!(operation_id(page, title)));
    operation.insert("summary".to_owned(), json!(title));
    if let Some(description) = &page.description {
        operation.insert("description".to_owned(), json!(description.value));
    }
    if let Some(tag) = &page.tag {
        operation.insert("tags".to_owned(), json!([tag.value]));
    }
    if page.deprecated {
        operation.insert("deprecated".to_owned(), json!(true));
    }
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    if is_webhook(api, path) {
        operation.insert("x-webhook".to_owned(), json!(true));
    }
    if !page.auth.is_empty() {
        let schemes: Vec<Value> = page
            .auth
            .iter()
            .map(|auth| json!({ auth.value.scheme.as_deref().unwrap_or("bearerAuth"): [] }))
            .collect();
        operation.insert("security".to_owned(), json!(schemes));
    }
    let parameters: Vec<Value> =
        page.parameters.iter().map(|(place, field)| parameter(*place, field)).collect();
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), json!(parameters));
    }
    if let Some(body) = request_body(page) {
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), responses(api, page));
    let method =
        page.method.as_ref().map_or("get", |method| method.value.as_str()).to_ascii_lowercase();
    json!({ path: { method: operation } })
}

/// Titles repeat on the vendor's site, so the last fixed segment of the path goes into the name.
fn operation_id(page: &Page, title: &str) -> String {
    let words: Vec<&str> =
        title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        let path = page.path.as_ref().map_or("", |path| path.value.as_str());
        let last =
            path.rsplit('/').find(|segment| !segment.starts_with('{')).unwrap_or("operation");
        return crate::name::snake(last).rust;
    }
    let pascal = crate::name::pascal(&words.join(" ")).rust;
    let mut chars = pascal.chars();
    chars.next().map(|c| c.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

/// Pages below the prefix of a known webhook describe webhooks.
fn is_webhook(api: &Api, path: &str) -> bool {
    let prefix = |path: &str| path.split('/').take(3).map(str::to_owned).collect::<Vec<_>>();
    let mut push = api
        .operations
        .iter()
        .filter(|operation| matches!(operation.direction, Direction::Push { .. }));
    push.any(|operation| prefix(&operation.path) == prefix(path))
}

fn parameter(place: ParameterPlace, field: &Field) -> Value {
    let place = match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    };
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), json!(field.name));
    parameter.insert("in".to_owned(), json!(place));
    parameter.insert("required".to_owned(), json!(field.required));
    let Value::Object(mut schema) = schema(field, None) else { return Value::Object(parameter) };
    for key in ["description", "deprecated"] {
        if let Some(value) = schema.shift_remove(key) {
            parameter.insert(key.to_owned(), value);
        }
    }
    parameter.insert("schema".to_owned(), Value::Object(schema));
    Value::Object(parameter)
}

fn request_body(page: &Page) -> Option<Value> {
    let facts = page.body.as_ref()?;
    let sample = page.curl.as_ref().and_then(|curl| curl.value.json());
    let member = |field: &Field| sample.as_ref().and_then(|sample| sample.get(&field.name));
    let mut properties = Map::new();
    for field in &facts.fields {
        properties.insert(field.name.clone(), schema(field, member(field)));
    }
    let required: Vec<&str> = facts
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name.as_str())
        .collect();
    let mut schema = match &sample {
        Some(Value::Object(_)) | None => json!({ "type": "object" }),
        Some(other) => {
            let mut schema = inferred(other);
            because(&mut schema, "The page lists no members; the type is that of the sample.");
            schema
        }
    };
    if let Some(object) = schema.as_object_mut().filter(|_| !properties.is_empty()) {
        if !required.is_empty() {
            object.insert("required".to_owned(), json!(required));
        }
        object.insert("properties".to_owned(), Value::Object(properties));
    }
    let shown = facts.media_types.iter().map(|fact| fact.value.clone());
    let sent = page.curl.iter().filter_map(|curl| curl.value.media_type.clone());
    let media_type = shown.chain(sent).next().unwrap_or_else(|| "application/json".to_owned());
    let mut content = json!({ "schema": schema });
    if let (Some(sample), Some(content)) = (sample, content.as_object_mut()) {
        content.insert("example".to_owned(), sample);
    }
    let mut body = Map::new();
    if !facts.description.is_empty() {
        body.insert("description".to_owned(), json!(facts.description));
    }
    body.insert("required".to_owned(), json!(true));
    body.insert("content".to_owned(), json!({ media_type: content }));
    let mut body = Value::Object(body);
    because(&mut body, "The page's own call sends a body; whether it may be left out is not said.");
    Some(body)
}

/// The schema that a field's type and rules say; the sample value helps where names are lost.
fn schema(field: &Field, sample: Option<&Value>) -> Value {
    let mut schema = typed(field, sample);
    let Some(object) = schema.as_object_mut() else { return schema };
    if !field.description.is_empty() {
        object.insert("description".to_owned(), json!(field.description));
    }
    if field.deprecated {
        object.insert("deprecated".to_owned(), json!(true));
    }
    let Tags { default, pattern, format, multiple_of, range, length, properties, items, values } =
        &field.tags;
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    put("format", format.as_ref().map(|format| json!(format)));
    put("pattern", pattern.as_ref().map(|pattern| json!(pattern)));
    put("multipleOf", multiple_of.as_ref().map(|number| json!(number)));
    for (bounds, min, max) in [
        (range, "minimum", "maximum"),
        (length, "minLength", "maxLength"),
        (properties, "minProperties", "maxProperties"),
        (items, "minItems", "maxItems"),
    ] {
        let Some(Bounds { min: low, exclusive_min, max: high, exclusive_max }) = bounds else {
            continue;
        };
        put(min, low.as_ref().map(|number| json!(number)));
        put("exclusiveMinimum", exclusive_min.then(|| json!(true)));
        put(max, high.as_ref().map(|number| json!(number)));
        put("exclusiveMaximum", exclusive_max.then(|| json!(true)));
    }
    put("enum", values.as_ref().map(|values| json!(values)));
    put("default", default.clone());
    schema
}

fn typed(field: &Field, sample: Option<&Value>) -> Value {
    let Some(written) = field.written.as_deref() else {
        let mut schema = sample.map_or_else(|| json!({}), inferred);
        because(&mut schema, "The page's text lost the type; this is that of the sample value.");
        return schema;
    };
    let parts: Vec<&str> = written.split('|').map(str::trim).collect();
    if parts.len() == 1 {
        return single(parts[0], sample);
    }
    let known: Vec<&str> =
        parts.iter().copied().filter(|part| !part.is_empty() && *part != "null").collect();
    let by_value =
        || field.tags.values.iter().flatten().chain(sample).find(|value| !value.is_null());
    let mut schema = match known[..] {
        [one] => single(one, sample),
        _ => by_value().map_or_else(|| json!({}), inferred),
    };
    if let Some(object) = schema.as_object_mut() {
        if object.contains_key("type") {
            object.insert("nullable".to_owned(), json!(true));
        }
        because(&mut schema, "A bar stands for one more type, whose name is lost; read as null.");
    }
    schema
}

/// One type as the page writes it.
fn single(written: &str, sample: Option<&Value>) -> Value {
    match written {
        "" => {
            let mut schema = match sample {
                Some(object @ Value::Object(_)) => inferred(object),
                _ => json!({ "type": "object" }),
            };
            because(
                &mut schema,
                "The page shows no type, which stands for an object; its members are not shown.",
            );
            schema
        }
        "string" | "integer" | "number" | "boolean" => json!({ "type": written }),
        "object" => json!({ "type": "object", "additionalProperties": true }),
        "file" => json!({ "type": "string", "format": "binary" }),
        "any" | "unknown" | "never" | "null" => json!({}),
        _ => match written.strip_prefix("array<").and_then(|item| item.strip_suffix('>')) {
            Some("") => {
                let first = sample.and_then(Value::as_array).and_then(|items| items.first());
                let mut schema =
                    json!({ "type": "array", "items": first.map_or_else(|| json!({}), inferred) });
                because(&mut schema, "The page's text lost the type of the items.");
                schema
            }
            Some(item) => json!({ "type": "array", "items": single(item, None) }),
            None => serde_json::from_str::<Value>(written).map_or_else(
                |_| json!({ "type": "object" }),
                |value| {
                    let mut schema = inferred(&value);
                    if let Some(object) = schema.as_object_mut() {
                        object.insert("enum".to_owned(), json!([value]));
                    }
                    schema
                },
            ),
        },
    }
}

/// A schema that takes a sample value and its like.
fn inferred(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(text) => {
            let stamp =
                text.len() == 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
            if stamp {
                json!({ "type": "string", "format": "date-time" })
            } else {
                json!({ "type": "string" })
            }
        }
        Value::Array(items) => {
            json!({ "type": "array", "items": items.first().map_or_else(|| json!({}), inferred) })
        }
        Value::Object(members) => {
            let properties: Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), inferred(value))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}

fn because(schema: &mut Value, why: &str) {
    if let Some(object) = schema.as_object_mut() {
        object.insert("x-basis".to_owned(), json!("inferred"));
        object.insert("x-because".to_owned(), json!(why));
    }
}

/// The answers by their order; the statuses are guesses and say so.
fn responses(api: &Api, page: &Page) -> Value {
    let mut responses = Map::new();
    let last = page.tabs.len().saturating_sub(1);
    let mut errors = ["401", "403", "404", "409", "410", "412", "415", "423", "424"].into_iter();
    for (index, tab) in page.tabs.iter().enumerate() {
        let (status, basis) = match &tab.value {
            _ if index == 0 => ("200", "inferred"),
            Tab::Json(_) if index == last => ("422", "inferred"),
            _ => (errors.next().unwrap_or("4XX"), "assumed"),
        };
        responses.insert(status.to_owned(), response(api, page, tab, index, basis));
    }
    if responses.is_empty() {
        let because = "The page's text shows no sample answer.";
        responses.insert(
            "200".to_owned(),
            json!({ "description": "Done.", "x-basis": "assumed", "x-because": because }),
        );
    }
    Value::Object(responses)
}

fn response(api: &Api, page: &Page, tab: &Fact<Tab>, index: usize, basis: &str) -> Value {
    let mut response = Map::new();
    response.insert(
        "description".to_owned(),
        json!(format!("Sample {} of {} on the page.", index + 1, page.tabs.len())),
    );
    response.insert("x-basis".to_owned(), json!(basis));
    let why = "The page lost the statuses; its samples stand in ascending order of them.";
    response.insert("x-because".to_owned(), json!(why));
    let media_type =
        page.response_media_types.first().map_or("application/json", |fact| fact.value.as_str());
    match &tab.value {
        Tab::Empty => {}
        Tab::Json(value) => {
            let schema = known_schema(api, value).unwrap_or_else(|| {
                let mut schema = inferred(value);
                because(&mut schema, "The types are those of the sample's values.");
                schema
            });
            response.insert(
                "content".to_owned(),
                json!({ media_type: { "schema": schema, "example": value } }),
            );
        }
        Tab::Text(text) => {
            let media_type = if media_type.ends_with("json") { "text/plain" } else { media_type };
            let content =
                json!({ media_type: { "schema": { "type": "string" }, "example": text } });
            response.insert("content".to_owned(), content);
        }
    }
    Value::Object(response)
}

/// The component that an existing answer with the same sample has.
fn known_schema(api: &Api, sample: &Value) -> Option<Value> {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let mut contents = responses
        .filter(|response| !is_from_this_page(&response.claim) || !response.contents.is_empty());
    let id = contents.find_map(|response| {
        let content = response.json()?;
        let id = content.schema?;
        (content.example.as_ref() == Some(sample)
            && conform::check(api, id, sample, View::Claim).accepts())
        .then(|| api.resolve(id).0)
    })?;
    let schema = api.schema(id);
    schema.component.then(|| json!({ "$ref": format!("#{}", schema.at) }))
}
