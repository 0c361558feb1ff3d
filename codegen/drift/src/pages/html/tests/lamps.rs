//! The API that the pages of these tests are about.

use oasis_model::{Options, Reading, read_with};
use serde_json::{Value, json};

/// The operation that the pages show.
pub(super) const PATH: &str = "/lamps/{lampId}";

/// The document, as a generator upgrades it to OpenAPI 3.1.
pub(super) fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Lamps", "version": "1"},
        "servers": [{"url": "https://lamps.example"}],
        "paths": {PATH: {"post": operation()}},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Bulb": bulb(), "Fault": fault()},
        },
    })
}

fn operation() -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    json!({
        "operationId": "light",
        "security": [{"key": []}],
        "parameters": [
            {"name": "lampId", "in": "path", "required": true, "schema": {"type": "integer", "minimum": 1}},
            {"name": "room", "in": "query", "schema": {"type": "array", "items": {"type": "string"}, "maxItems": 3}},
            {"name": "x-trace", "in": "header", "required": true, "schema": {"type": "string", "format": "uuid"}},
        ],
        "requestBody": {"required": true, "content": {"application/json": {"schema": request()}}},
        "responses": {
            "200": {"description": "lit", "content": {"application/json": {"schema": reference("Bulb")}}},
            "204": {"description": "was lit"},
            "422": {"description": "bad", "content": {"application/json": {"schema": reference("Fault")}}},
        },
    })
}

fn request() -> Value {
    let bulb = json!({"$ref": "#/components/schemas/Bulb"});
    json!({
        "type": "object",
        "required": ["colour", "steps", "label"],
        "properties": {
            "colour": {"type": "string", "enum": ["red", "green"], "default": "red"},
            "steps": {"type": "array", "minItems": 1, "items": bulb},
            "label": {"type": ["string", "null"], "maxLength": 20},
            "power": {"type": "number", "exclusiveMinimum": 0, "maximum": 60, "multipleOf": 0.5},
            "code": {"type": "string", "pattern": "^[A-Z]+$"},
            "until": {"type": "string", "format": "date-time", "description": "When it ends."},
            "spare": {"anyOf": [bulb, {"type": "null"}]},
            "way": {"oneOf": [
                {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "const": "slow"}}},
                {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "const": "fast"}, "speed": {"type": "integer"}}},
            ]},
            "deep": {"type": "object", "required": ["er"], "properties": {"er": {"type": "object", "properties": {"leaf": {"type": "boolean"}}}}},
            "notes": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    })
}

fn bulb() -> Value {
    json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "integer"},
            "state": {"type": "string", "enum": ["on", "off"]},
            "hours": {"type": "integer", "minimum": 0},
        },
    })
}

fn fault() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["message"],
        "properties": {"message": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}}},
    })
}

/// A document as the specification.
pub(super) fn spec(document: &Value) -> Reading {
    let options = Options { bare: false, house_rules: false };
    let reading = read_with("spec", &document.to_string(), options);
    assert!(reading.usable(), "{:#?}", reading.findings);
    reading
}
