//! Elements of a laid operation as YAML to paste.
//!
//! Everything that the page does not say for certain carries `x-basis` and why. The prose is the
//! page's own and is to be reworded by whoever takes it over.

use super::super::written;
use super::super::yaml;
use oasis_model::ir::{
    Api, Claim, Content, Docs, Operation, Parameter, ParameterPlace, Response, SchemaId,
};
use serde_json::{Map, Value, json};

/// A property or a parameter alone.
pub(super) fn property(api: &Api, name: &str, id: SchemaId) -> String {
    yaml::print(&json!({ name: written::referring(api, id) }))
}

/// The operation of an API that has one.
pub(in super::super) fn operation(api: &Api) -> String {
    let Some(operation) = api.operations.first() else { return String::new() };
    let method = operation.method.as_str().to_ascii_lowercase();
    yaml::print(
        &json!({ "paths": { operation.path.clone(): { method: body_of(api, operation) } } }),
    )
}

fn body_of(api: &Api, operation: &Operation) -> Value {
    let mut map = Map::new();
    map.insert("operationId".to_owned(), json!(operation.id));
    if let Some(summary) = &operation.docs.summary {
        map.insert("summary".to_owned(), json!(summary));
    }
    docs(&operation.docs, &mut map);
    if !operation.tags.is_empty() {
        map.insert("tags".to_owned(), json!(operation.tags));
    }
    if operation.is_webhook() {
        map.insert("x-webhook".to_owned(), json!(true));
    }
    if !operation.security.is_empty() {
        let named = |all: &Vec<oasis_model::ir::Requirement>| -> Map<String, Value> {
            all.iter().map(|one| (one.scheme.clone(), json!(one.scopes))).collect()
        };
        let security: Vec<Map<String, Value>> = operation.security.iter().map(named).collect();
        map.insert("security".to_owned(), json!(security));
    }
    if !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter().map(|one| parameter(api, one));
        map.insert("parameters".to_owned(), parameters.collect());
    }
    if let Some(body) = &operation.body {
        let mut own = Map::new();
        docs(&body.docs, &mut own);
        own.insert("required".to_owned(), json!(body.required));
        own.insert("content".to_owned(), contents(api, &body.contents));
        claim(&body.claim, &mut own);
        map.insert("requestBody".to_owned(), Value::Object(own));
    }
    let responses = operation.responses.iter();
    let responses: Map<String, Value> =
        responses.map(|one| (one.status.to_string(), response(api, one))).collect();
    map.insert("responses".to_owned(), Value::Object(responses));
    Value::Object(map)
}

fn parameter(api: &Api, parameter: &Parameter) -> Value {
    let place = match parameter.place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    };
    let mut map = Map::new();
    map.insert("name".to_owned(), json!(parameter.name));
    map.insert("in".to_owned(), json!(place));
    map.insert("required".to_owned(), json!(parameter.required));
    docs(&parameter.docs, &mut map);
    let mut schema = written::referring(api, parameter.schema);
    if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove("description");
        schema.shift_remove("deprecated");
    }
    map.insert("schema".to_owned(), schema);
    map.extend(parameter.example.clone().map(|example| ("example".to_owned(), example)));
    claim(&parameter.claim, &mut map);
    Value::Object(map)
}

fn response(api: &Api, response: &Response) -> Value {
    let mut map = Map::new();
    docs(&response.docs, &mut map);
    claim(&response.claim, &mut map);
    if !response.contents.is_empty() {
        map.insert("content".to_owned(), contents(api, &response.contents));
    }
    Value::Object(map)
}

fn contents(api: &Api, contents: &[Content]) -> Value {
    let one = |content: &Content| {
        let mut map = Map::new();
        let schema = content.schema.map(|id| {
            let mut schema = written::referring(api, id);
            let bare = schema.get("description").is_some_and(|prose| prose == written::NO_PROSE);
            if let (true, Some(map)) = (bare, schema.as_object_mut()) {
                map.shift_remove("description");
            }
            schema
        });
        map.extend(schema.map(|schema| ("schema".to_owned(), schema)));
        map.extend(content.example.clone().map(|example| ("example".to_owned(), example)));
        (content.media_type.clone(), Value::Object(map))
    };
    Value::Object(contents.iter().map(one).collect())
}

fn docs(docs: &Docs, map: &mut Map<String, Value>) {
    let prose = docs.description.as_deref().filter(|prose| !prose.is_empty());
    map.insert("description".to_owned(), json!(prose.unwrap_or(written::NO_PROSE)));
    if docs.deprecated {
        map.insert("deprecated".to_owned(), json!(true));
    }
}

fn claim(claim: &Claim, map: &mut Map<String, Value>) {
    map.extend(written::claim(claim));
}
