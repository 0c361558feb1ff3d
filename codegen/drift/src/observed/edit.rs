//! The change to the specification that would make what was seen its claim: as YAML to read, and as
//! edits for `oasis_model::settle`. Only types are taken from traffic, never values.

use super::body::{self, Spot};
use super::{Call, Exchange, Message, Payload};
use oasis_model::ir::{Api, Content, Kind, Operation, Schema, SchemaId};
use oasis_model::pointer::{escape_pointer, unescape_pointer};
use oasis_model::settle::{Change, Edit};
use serde_json::{Map, Value, json};

/// What is offered for a fact.
#[derive(Clone, Debug, Default)]
pub(super) struct Offer {
    /// In words, or as YAML.
    pub(super) text: String,
    /// The same to be made; empty where somebody has to look.
    pub(super) edits: Vec<Edit>,
}

impl From<&str> for Offer {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), edits: Vec::new() }
    }
}

impl Offer {
    /// One edit, in words.
    pub(super) fn of(text: impl Into<String>, at: &str, change: Change) -> Self {
        let edit = Edit { at: at.to_owned(), change, observed: None };
        Self { text: text.into(), edits: vec![edit] }
    }

    /// An entry of a map, as YAML.
    fn entry(map: &str, name: &str, value: Value) -> Self {
        let text = yaml(&json!({ name: value }));
        Self::of(text, map, Change::Entry(name.to_owned(), value))
    }
}

/// One entry below the `properties` of a schema.
pub(super) fn member(schema: &Schema, name: &str, value: &Value) -> Offer {
    let property = seen(typed(value), "What it holds is not known yet.");
    Offer::entry(&format!("{}/properties", schema.at), name, property)
}

/// One entry below `responses`.
pub(super) fn response(
    api: &Api,
    operation: &Operation,
    status: u16,
    answer: Option<&Message>,
) -> Offer {
    let known = operation.responses.iter().flat_map(|response| &response.contents);
    let response = responded(content(api, known, answer));
    Offer::entry(&format!("{}/responses", operation.at), &status.to_string(), response)
}

/// `content` for a body that was seen; the element at `pointer` has none, or lacks its media type.
pub(super) fn contents<'a>(
    api: &Api,
    known: impl IntoIterator<Item = &'a Content>,
    message: &Message,
    pointer: &str,
) -> Offer {
    let content = content(api, known, Some(message)).unwrap_or_default();
    let text = yaml(&json!({ "content": content }));
    let map = format!("{pointer}/content");
    let edit = |(name, value): (&String, &Value)| Edit {
        at: map.clone(),
        change: Change::Entry(name.clone(), value.clone()),
        observed: None,
    };
    Offer { text, edits: content.as_object().into_iter().flatten().map(edit).collect() }
}

/// `requestBody` for a body that was seen.
pub(super) fn request_body(api: &Api, operation: &Operation, message: &Message) -> Offer {
    Offer::entry(&operation.at, "requestBody", asked(api, message))
}

fn asked(api: &Api, message: &Message) -> Value {
    let known = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let content = content(api, known.flat_map(|body| &body.contents), Some(message));
    let mut body = Map::new();
    body.insert("content".to_owned(), json!(content));
    seen(body, "What it asks for is not known yet.")
}

/// One item of `parameters`.
pub(super) fn parameter(operation: &Operation, name: &str, value: &str) -> Offer {
    let value = serde_json::from_str(value)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean())
        .unwrap_or_else(|| json!(""));
    let parameter = argument(name, "query", &value);
    let text = yaml(&json!([parameter]));
    let change = Change::Entry(format!("-{name}"), parameter);
    Offer::of(text, &format!("{}/parameters", operation.at), change)
}

fn argument(name: &str, place: &str, value: &Value) -> Value {
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), json!(name));
    parameter.insert("in".to_owned(), json!(place));
    if place == "path" {
        parameter.insert("required".to_owned(), json!(true));
    }
    parameter.insert("schema".to_owned(), json!(typed(value)));
    seen(parameter, "What it stands for is not known yet.")
}

/// An operation that the specification does not have: below its path, or with its path below `paths`.
pub(super) fn operation(api: &Api, exchange: &Exchange, path: &str, with_path: bool) -> Offer {
    let Call::Http { method, .. } = &exchange.call else { return Offer::default() };
    let method = method.to_ascii_lowercase();
    let mut id = method.clone();
    for word in path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        id += &(first.to_ascii_uppercase() + rest);
    }
    let mut operation = Map::new();
    let mut put = |key: &str, value: Value| operation.insert(key.to_owned(), value);
    put("operationId", json!(id));
    put("summary", json!(format!("Seen in traffic as {id}")));
    let names = path.split(['{', '}']).skip(1).step_by(2);
    let parameters: Vec<Value> = names.map(|name| argument(name, "path", &json!(""))).collect();
    if !parameters.is_empty() {
        put("parameters", json!(parameters));
    }
    if let Some(request) = exchange.request.as_ref().filter(|sent| sent.payload != Payload::Empty) {
        put("requestBody", asked(api, request));
    }
    let known = api.operations.iter().flat_map(|operation| &operation.responses);
    let known = known.flat_map(|response| &response.contents);
    let answer = content(api, known, exchange.response.as_ref());
    let status = exchange.status.unwrap_or(200).to_string();
    put("responses", json!({ status: responded(answer) }));
    let operation = seen(operation, "Seen in traffic; what it does is not known yet.");
    let item = json!({ &method: operation });
    let text = yaml(&if with_path { json!({ path: item }) } else { item });
    Offer::of(text, &format!("/paths/{}", escape_pointer(path)), Change::Entry(method, operation))
}

/// What lets a schema take null. Beside a reference `nullable` would mean nothing.
pub(super) fn null(api: &Api, id: SchemaId) -> Offer {
    let schema = api.schema(id);
    let nothing = json!({ "type": "object", "nullable": true, "enum": [null] });
    let text = match (&schema.kind, &schema.values) {
        (Kind::Object(_), _) | (Kind::Alias(_), _) => {
            at_use(schema, &json!({ "anyOf": [written(api, id), nothing] }))
        }
        (_, Some(values)) => {
            let values: Vec<Value> = values.iter().cloned().chain([Value::Null]).collect();
            yaml(&json!({ "nullable": true, "enum": values }))
        }
        _ => yaml(&json!({ "nullable": true })),
    };
    Offer::of(text, &schema.at, Change::Nullable(true))
}

/// What lets a schema take a value of another type.
pub(super) fn kind(api: &Api, id: SchemaId, value: &Value) -> Offer {
    let schema = api.schema(id);
    if matches!(schema.kind, Kind::Integer(_)) && value.is_number() {
        let change = Change::Keyword("type".to_owned(), json!("number"));
        return Offer::of("type: number", &schema.at, change);
    }
    let either = json!({ "oneOf": [written(api, id), typed(value)] });
    let text = at_use(schema, &either);
    // What refers to a component cannot stand in it.
    if schema.component {
        return Offer { text, edits: Vec::new() };
    }
    let (map, name) = schema.at.rsplit_once('/').unwrap_or_default();
    Offer::of(text, map, Change::Entry(unescape_pointer(name).into_owned(), either))
}

/// What lets a schema take a value that one of its keywords refuses.
pub(super) fn without(schema: &Schema, keyword: &str) -> Offer {
    let text = format!("relax `{keyword}`");
    let alone = !["oneOf", "anyOf", "allOf", "not", "discriminator"].contains(&keyword);
    match alone {
        true => Offer::of(text, &schema.at, Change::Keyword(keyword.to_owned(), Value::Null)),
        false => Offer { text, edits: Vec::new() },
    }
}

/// What refers to a component cannot stand in it.
fn at_use(schema: &Schema, edit: &Value) -> String {
    let name = &schema.name;
    let hint =
        if schema.component { format!("# where {name} is referred to\n") } else { String::new() };
    hint + &yaml(edit)
}

/// A schema that stands elsewhere or is a mere type, as it would be written.
fn written(api: &Api, id: SchemaId) -> Value {
    let schema = api.schema(id);
    match &schema.kind {
        _ if schema.component => json!({ "$ref": format!("#{}", schema.at) }),
        Kind::Alias(target) => written(api, *target),
        Kind::Integer(_) => json!({ "type": "integer" }),
        Kind::Number(_) => json!({ "type": "number" }),
        Kind::String(_) => json!({ "type": "string" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Array(array) => {
            let items = array.items.map_or_else(|| json!({}), |items| written(api, items));
            json!({ "type": "array", "items": items })
        }
        _ => json!({ "type": "object", "additionalProperties": true }),
    }
}

/// One more value of an enum.
pub(super) fn listed(schema: &Schema, value: &Value) -> Offer {
    let values: Vec<Value> =
        schema.values.iter().flatten().cloned().chain([value.clone()]).collect();
    let text = yaml(&json!({ "enum": values }));
    Offer::of(text, &schema.at, Change::EnumValue(value.clone()))
}

fn responded(content: Option<Value>) -> Value {
    let mut response = seen(Map::new(), "Seen in traffic; what it means is not known yet.");
    if let (Some(object), Some(content)) = (response.as_object_mut(), content) {
        object.insert("content".to_owned(), content);
    }
    response
}

/// The media type with a schema that takes the body: one of those that are known, if one does.
fn content<'a>(
    api: &Api,
    known: impl IntoIterator<Item = &'a Content>,
    message: Option<&Message>,
) -> Option<Value> {
    let seen_of = |message: &&Message| matches!(message.payload, Payload::Json(_) | Payload::Other);
    let message = message.filter(seen_of)?;
    let media_type = message.media_type();
    let (schema, example) = match &message.payload {
        Payload::Json(value) => {
            let spot = Spot { api, scope: "", received: true };
            let takes = |content: &&Content| {
                content.schema.is_some_and(|schema| {
                    api.schema(schema).component && body::facts(&spot, schema, value).is_empty()
                })
            };
            let known = known.into_iter().filter(|content| content.is_json()).find(takes);
            match known.and_then(|content| Some((content.schema?, &content.example))) {
                Some((schema, example)) => {
                    let reference = format!("#{}", api.schema(schema).at);
                    (json!({ "$ref": reference }), json!(example))
                }
                None => (seen(typed(value), "What it holds is not known yet."), blank(value)),
            }
        }
        _ => (seen(typed(&json!("")), "Text that is not JSON."), json!("string")),
    };
    let media_type = media_type.unwrap_or_else(|| "application/json".to_owned());
    Some(json!({ media_type: { "schema": schema, "example": example } }))
}

/// A schema's keywords for values like this one.
fn typed(value: &Value) -> Map<String, Value> {
    let keywords = match value {
        // Null says nothing of the type, and `nullable` means nothing without one.
        Value::Null => json!({ "type": "object", "nullable": true, "additionalProperties": true }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => {
            json!({ "type": "array", "items": items.first().map_or_else(Map::new, typed) })
        }
        Value::Object(_) => json!({ "type": "object", "additionalProperties": true }),
    };
    match keywords {
        Value::Object(keywords) => keywords,
        _ => Map::new(),
    }
}

/// A value of the same type that says nothing.
fn blank(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => json!(false),
        Value::Number(_) => json!(0),
        Value::String(_) => json!("string"),
        Value::Array(_) => json!([]),
        Value::Object(_) => json!({}),
    }
}

fn seen(mut element: Map<String, Value>, description: &str) -> Value {
    for (key, text) in [
        ("description", description),
        ("x-basis", "inferred"),
        ("x-because", "Seen in recorded traffic."),
    ] {
        element.insert(key.to_owned(), json!(text));
    }
    Value::Object(element)
}

fn yaml(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_default().trim_end().to_owned()
}
