//! The section of a page about the request body, and its sample, as a request body.

use super::super::super::page::{Field, Page};
use super::{inferred, known, schema};
use oasis_model::ir::Api;
use serde_json::{Map, Value, json};

/// The request body, if the page has one.
pub(super) fn of(api: &Api, page: &Page) -> Option<Value> {
    let facts = page.body.as_ref()?;
    let sample = page.curl.as_ref().and_then(|curl| curl.value.json());
    let member = |field: &Field| sample.as_ref().and_then(|sample| sample.get(&field.name));
    let mut properties = Map::new();
    let (further, fields): (Vec<&Field>, Vec<&Field>) =
        facts.fields.iter().partition(|field| field.is_any_member());
    for field in &fields {
        let sample = member(field);
        let known = sample.and_then(|sample| known::member(api, &field.name, sample));
        let nameless = matches!(field.written.as_deref(), None | Some("" | "|"));
        let schema = match known.filter(|_| nameless) {
            Some(reference) => schema::referring(field, reference),
            None => schema::of(field, sample),
        };
        properties.insert(field.name.clone(), schema);
    }
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    let mut schema = match (&sample, &fields[..]) {
        (Some(Value::Object(_)) | None, _) => json!({ "type": "object" }),
        // A body that is no object is printed as one field of this name.
        (Some(other), [field]) if field.name == "body" => schema::of(field, Some(other)),
        (Some(other), _) => {
            let mut schema = inferred::sent(other);
            schema::because(
                &mut schema,
                "The page lists no members; the type is that of the sample.",
            );
            schema
        }
    };
    let is_object = schema.get("type").is_some_and(|kind| kind == "object");
    if let Some(object) = schema.as_object_mut().filter(|_| is_object && !properties.is_empty()) {
        if !required.is_empty() {
            object.insert("required".to_owned(), json!(required));
        }
        object.insert("properties".to_owned(), Value::Object(properties));
    }
    if let (Some(object), Some(field)) =
        (schema.as_object_mut().filter(|_| is_object), further.first())
    {
        object.insert("additionalProperties".to_owned(), schema::of(field, None));
    }
    let listed = facts.media_types.iter().map(|fact| fact.value.clone());
    let sent = page.curl.iter().filter_map(|curl| curl.value.media_type.clone());
    let media_type = listed.chain(sent).next().unwrap_or_else(|| "application/json".to_owned());
    let mut content = json!({ "schema": schema });
    if let (Some(sample), Some(content)) = (sample, content.as_object_mut()) {
        content.insert("example".to_owned(), sample);
    }
    let mut body = Map::new();
    body.insert("description".to_owned(), json!(schema::described(&facts.description)));
    body.insert("required".to_owned(), json!(true));
    body.insert("content".to_owned(), json!({ media_type: content }));
    let mut body = Value::Object(body);
    let sends = page.curl.as_ref().is_some_and(|curl| curl.value.media_type.is_some());
    schema::because(
        &mut body,
        if sends {
            "The page's own call sends a body; whether it may be left out is not said."
        } else {
            "The page has a section for the body; whether it may be left out is not said."
        },
    );
    Some(body)
}
