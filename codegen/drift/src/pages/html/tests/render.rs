//! Prints an operation as pages do: as a whole document, as a document of one operation, as tables with
//! or without the form to try it out.

use super::encoder::{ELEMENT, page};
use super::lamps::PATH;
use crate::pages::html::Form;
use serde_json::{Map, Value, json};

/// The forms of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    Whole,
    Picked,
    Playground,
    Tables,
}

impl As {
    pub(super) const ALL: [Self; 4] = [Self::Whole, Self::Picked, Self::Playground, Self::Tables];

    pub(super) fn form(self) -> Form {
        match self {
            Self::Whole | Self::Picked => Form::Document,
            Self::Playground => Form::Playground,
            Self::Tables => Form::Tables,
        }
    }
}

/// The page of the operation in a document.
pub(super) fn rendered(document: &Value, form: As, seed: u64) -> String {
    let operations = json!([{"method": "post", "path": PATH}]);
    let schemes = document["components"]["securitySchemes"].clone();
    let servers = document["servers"].clone();
    let alternatives = document["paths"][PATH]["post"]["security"].as_array();
    let securities = |with: &dyn Fn(&str) -> Value| -> Value {
        let alternatives = alternatives.into_iter().flatten();
        let one = |all: &Value| -> Value {
            all.as_object().into_iter().flat_map(Map::keys).map(|id| with(id)).collect()
        };
        alternatives.map(one).collect()
    };
    let props = match form {
        As::Whole => {
            json!({"payload": {"bundled": document}, "document": "lamps", "operations": operations})
        }
        As::Picked => json!({"schemes": schemes, "servers": servers, "children": {
            "route": PATH, "method": "post", "doc": {"paths": document["paths"], "components": {"schemas": document["components"]["schemas"]}},
            "securities": securities(&|id| json!({"id": id, "scopes": []})),
        }}),
        As::Playground => {
            let form = playground(
                document,
                &securities(&|id| {
                    let mut scheme = schemes[id].clone();
                    scheme["id"] = json!(id);
                    scheme
                }),
            );
            json!({"servers": servers, "children": [form, tables(document)]})
        }
        As::Tables => json!({"servers": servers, "children": tables(document)}),
    };
    page(seed, &props)
}

/// References put in.
fn inlined(document: &Value, schema: &Value) -> Value {
    match schema {
        Value::Object(map) => match map.get("$ref").and_then(Value::as_str) {
            Some(target) => inlined(document, document.pointer(&target[1..]).unwrap()),
            None => {
                map.iter().map(|(key, value)| (key.clone(), inlined(document, value))).collect()
            }
        },
        Value::Array(items) => items.iter().map(|item| inlined(document, item)).collect(),
        other => other.clone(),
    }
}

fn playground(document: &Value, securities: &Value) -> Value {
    let operation = inlined(document, &document["paths"][PATH]["post"]);
    let body =
        operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    let body =
        body.map(|(media, content)| json!({"schema": content["schema"], "mediaType": media}));
    json!({"method": "POST", "route": PATH, "securities": securities, "parameters": operation["parameters"], "body": body, "references": {}})
}

fn element(kind: &str, key: Option<&str>, props: &Value) -> Value {
    json!([ELEMENT, kind, key, props])
}

fn tables(document: &Value) -> Value {
    let operation = &document["paths"][PATH]["post"];
    let mut children = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let generated = table(document, &parameter["schema"]);
        let props = json!({"name": parameter["name"], "required": parameter.get("required"), "generated": generated});
        let place = parameter["in"].as_str();
        children.push(element("$1", place, &json!({"children": element("$La0", None, &props)})));
    }
    let body = &operation["requestBody"];
    for (media, content) in body["content"].as_object().into_iter().flatten() {
        let props = json!({"name": "body", "as": "body", "required": body["required"], "generated": table(document, &content["schema"])});
        let tab = json!({"value": media, "children": element("$La0", None, &props)});
        children.push(element("$La0", Some(media), &tab));
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let tabs = response["content"].as_object().into_iter().flatten().map(|(media, content)| {
            let props = json!({"name": "response", "as": "body", "generated": table(document, &content["schema"])});
            element("$La0", Some(media), &json!({"value": media, "children": element("$La0", None, &props)}))
        });
        let tabs: Vec<Value> = tabs.collect();
        children.push(element("$La0", Some(status), &json!({"value": status, "children": tabs})));
    }
    let statuses: Vec<&String> = operation["responses"].as_object().unwrap().keys().collect();
    let samples = json!({"items": statuses, "children": [element("$La0", None, &json!({"value": "599", "children": "Empty"}))]});
    children.push(element("$La0", None, &samples));
    element("$La0", Some(&format!("{PATH}:post")), &json!({"children": children}))
}

/// The rows of a table.
struct Rows<'a> {
    document: &'a Value,
    refs: Map<String, Value>,
}

fn table(document: &Value, schema: &Value) -> Value {
    let mut rows = Rows { document, refs: Map::new() };
    let root = rows.row(schema);
    json!({"$root": root, "refs": rows.refs})
}

impl Rows<'_> {
    fn row(&mut self, schema: &Value) -> String {
        let schema = inlined(self.document, schema);
        let id = format!("__{}", self.refs.len());
        self.refs.insert(id.clone(), Value::Null);
        let mut row = self.content(&schema);
        row["infoTags"] = tags(&schema);
        row["deprecated"] = json!(schema.get("deprecated"));
        row["description"] = json!(schema.get("description"));
        self.refs.insert(id.clone(), row);
        id
    }

    fn content(&mut self, schema: &Value) -> Value {
        if let Some(types) = schema["type"].as_array() {
            let one = |kind: &Value| {
                let mut one = schema.clone();
                one["type"] = kind.clone();
                one
            };
            let items: Vec<Value> = types.iter().map(one).collect();
            return self.union(&items);
        }
        if let Some(items) = schema.get("oneOf").or(schema.get("anyOf")).and_then(Value::as_array) {
            return self.union(items);
        }
        match schema["type"].as_str() {
            Some("object") => json!({"type": "object", "props": self.props(schema)}),
            Some("array") => {
                json!({"type": "array", "item": {"$type": self.row(&schema["items"])}})
            }
            name => json!({"type": "primitive", "typeName": name.unwrap_or("any")}),
        }
    }

    fn union(&mut self, items: &[Value]) -> Value {
        let items: Vec<Value> =
            items.iter().map(|item| json!({"name": "?", "$type": self.row(item)})).collect();
        json!({"type": "or", "items": items})
    }

    fn props(&mut self, schema: &Value) -> Vec<Value> {
        let required = |name: &str| {
            schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name))
        };
        let properties = schema["properties"].as_object().into_iter().flatten();
        let mut props: Vec<Value> = properties
            .map(|(name, value)| json!({"name": name, "$type": self.row(value), "required": required(name)}))
            .collect();
        match schema.get("additionalProperties") {
            Some(value @ Value::Object(_)) => props.push(
                json!({"name": "[key: string]", "$type": self.row(value), "required": false}),
            ),
            Some(Value::Bool(true)) => {
                self.refs
                    .insert("true".to_owned(), json!({"type": "primitive", "typeName": "any"}));
                props.push(json!({"name": "[key: string]", "$type": "true", "required": false}));
            }
            _ => {}
        }
        props
    }
}

fn tags(schema: &Value) -> Value {
    let mut tags = Vec::new();
    let mut tag = |label: &str, value: String| tags.push(json!({"label": label, "value": value}));
    if let Some(value) = schema.get("default") {
        tag("Default", value.to_string());
    }
    for (label, key) in [("Match", "pattern"), ("Format", "format")] {
        if let Some(value) = schema[key].as_str() {
            tag(label, value.to_owned());
        }
    }
    if let Some(value) = schema.get("multipleOf") {
        tag("Multiple Of", value.to_string());
    }
    for (label, word, low, high) in [
        ("Range", "value", "minimum", "maximum"),
        ("Length", "length", "minLength", "maxLength"),
        ("Items", "items", "minItems", "maxItems"),
    ] {
        let below = schema
            .get("exclusiveMinimum")
            .filter(|_| word == "value")
            .map(|bound| format!("{bound} < "));
        let below =
            below.or(schema.get(low).map(|bound| format!("{bound} <= "))).unwrap_or_default();
        let above = schema.get(high).map(|bound| format!(" <= {bound}")).unwrap_or_default();
        if !below.is_empty() || !above.is_empty() {
            tag(label, format!("{below}{word}{above}"));
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        tag("Value in", values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | "));
    }
    Value::Array(tags)
}
