//! Operations and their parts as OpenAPI 3.0 writes them. What only generated code feels, such as
//! links, is not written.

use super::Writer;
use oasis_model::ir::{
    Content, Direction, Header, Operation, Parameter, ParameterPlace, Requirement, Response,
    SecurityKind, Server,
};
use serde_json::{Map, Value, json};

/// An operation, as it stands below its method.
pub(crate) fn operation(writer: &mut Writer<'_>, operation: &Operation) -> Value {
    let (curated, has_schemes) = (writer.prose.is_some(), !writer.api.security_schemes.is_empty());
    let mut map = Map::new();
    let mut set = |key: &str, value: Value| map.insert(key.to_owned(), value);
    set("operationId", json!(operation.id));
    if let Some(summary) = &operation.docs.summary {
        set("summary", json!(summary));
    }
    writer.docs(&operation.docs, &mut map);
    writer.claim(&operation.claim, &mut map);
    let mut set = |key: &str, value: Value| map.insert(key.to_owned(), value);
    if !operation.tags.is_empty() {
        set("tags", json!(operation.tags));
    }
    if let Direction::Webhook { route } = &operation.direction {
        set("x-webhook", json!(true));
        if operation.path.rsplit('/').next() != route.strip_prefix('/') {
            set("x-webhook-path", json!(route));
        }
    }
    if !operation.servers.is_empty() {
        set("servers", servers(&operation.servers));
    }
    if !operation.security.is_empty() || (!curated && has_schemes) {
        set("security", security(&operation.security));
    }
    if !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter().map(|one| parameter(writer, one));
        set("parameters", parameters.collect());
    }
    if let Some(body) = &operation.body {
        set("requestBody", self::body(writer, body));
    }
    let responses = operation.responses.iter();
    let responses: Map<String, Value> =
        responses.map(|one| (one.status.to_string(), response(writer, one))).collect();
    set("responses", Value::Object(responses));
    Value::Object(map)
}

/// A list of servers.
pub(crate) fn servers(servers: &[Server]) -> Value {
    let one = |server: &Server| {
        let mut map = Map::from_iter([("url".to_owned(), json!(server.url))]);
        map.extend(server.name.clone().map(|name| ("x-name".to_owned(), json!(name))));
        let prose = server.description.clone();
        map.extend(prose.map(|prose| ("description".to_owned(), json!(prose))));
        Value::Object(map)
    };
    servers.iter().map(one).collect()
}

/// The alternatives of credentials.
pub(crate) fn security(alternatives: &[Vec<Requirement>]) -> Value {
    let named = |all: &Vec<Requirement>| -> Map<String, Value> {
        all.iter().map(|one| (one.scheme.clone(), json!(one.scopes))).collect()
    };
    json!(alternatives.iter().map(named).collect::<Vec<_>>())
}

/// A security scheme.
pub(crate) fn scheme(kind: &SecurityKind) -> Value {
    let http = |scheme: &str| json!({"type": "http", "scheme": scheme});
    match kind {
        SecurityKind::Bearer => http("bearer"),
        SecurityKind::Basic => http("basic"),
        SecurityKind::Http(scheme) => http(scheme),
        SecurityKind::ApiKey { place, name } => {
            json!({"type": "apiKey", "in": place_name(*place), "name": name})
        }
        SecurityKind::OAuth2 => json!({"type": "oauth2", "flows": {}}),
        SecurityKind::OpenId => {
            json!({"type": "openIdConnect", "openIdConnectUrl": "https://example.com"})
        }
    }
}

/// A parameter.
pub(crate) fn parameter(writer: &mut Writer<'_>, parameter: &Parameter) -> Value {
    let mut map = Map::new();
    map.insert("name".to_owned(), json!(parameter.name));
    map.insert("in".to_owned(), json!(place_name(parameter.place)));
    if parameter.required || writer.prose.is_some() {
        map.insert("required".to_owned(), json!(parameter.required));
    }
    writer.docs(&parameter.docs, &mut map);
    writer.claim(&parameter.claim, &mut map);
    let mut schema = writer.schema(parameter.schema);
    if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove("description");
        schema.shift_remove("deprecated");
    }
    match &parameter.media_type {
        Some(media_type) => {
            map.insert("content".to_owned(), json!({ media_type: { "schema": schema } }));
        }
        None => {
            let usual = match parameter.place {
                ParameterPlace::Query | ParameterPlace::Cookie => "form",
                ParameterPlace::Path | ParameterPlace::Header => "simple",
            };
            if parameter.style != usual {
                map.insert("style".to_owned(), json!(parameter.style));
            }
            if parameter.explode != (parameter.style == "form") {
                map.insert("explode".to_owned(), json!(parameter.explode));
            }
            map.insert("schema".to_owned(), schema);
        }
    }
    map.extend(parameter.example.clone().map(|example| ("example".to_owned(), example)));
    Value::Object(map)
}

fn place_name(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

/// A request body.
pub(crate) fn body(writer: &mut Writer<'_>, body: &oasis_model::ir::Body) -> Value {
    let mut map = Map::new();
    writer.docs(&body.docs, &mut map);
    map.insert("required".to_owned(), json!(body.required));
    map.insert("content".to_owned(), contents(writer, &body.contents));
    writer.claim(&body.claim, &mut map);
    Value::Object(map)
}

/// A response, which has to be described.
pub(crate) fn response(writer: &mut Writer<'_>, response: &Response) -> Value {
    let mut map = Map::new();
    writer.docs(&response.docs, &mut map);
    map.entry("description").or_insert_with(|| json!(response.name));
    writer.claim(&response.claim, &mut map);
    if !response.headers.is_empty() {
        let headers = response.headers.iter();
        let headers = headers.map(|one| (one.name.clone(), header(writer, one)));
        map.insert("headers".to_owned(), Value::Object(headers.collect()));
    }
    if !response.contents.is_empty() {
        map.insert("content".to_owned(), contents(writer, &response.contents));
    }
    Value::Object(map)
}

/// A header of a response.
pub(crate) fn header(writer: &mut Writer<'_>, header: &Header) -> Value {
    let mut map = Map::new();
    writer.docs(&header.docs, &mut map);
    map.insert("required".to_owned(), json!(header.required));
    let schema = header.schema.map_or_else(|| json!({"type": "string"}), |id| writer.schema(id));
    map.insert("schema".to_owned(), schema);
    Value::Object(map)
}

/// Bodies by media type.
pub(crate) fn contents(writer: &mut Writer<'_>, contents: &[Content]) -> Value {
    let mut map = Map::new();
    for one in contents {
        map.insert(one.media_type.clone(), content(writer, one));
    }
    Value::Object(map)
}

/// A body in one media type.
pub(crate) fn content(writer: &mut Writer<'_>, content: &Content) -> Value {
    let schema = content.schema.map(|id| ("schema".to_owned(), writer.schema(id)));
    let example = content.example.clone().map(|example| ("example".to_owned(), example));
    Value::Object(schema.into_iter().chain(example).collect())
}
