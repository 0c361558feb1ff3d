//! The sample answers as responses. Their statuses are guesses, and say so.

use super::super::super::page::{Fact, Page, Tab};
use super::schema;
use crate::conform::{self, View};
use crate::ir::Api;
use serde_json::{Map, Value, json};

/// One response a sample, in their order.
pub(super) fn of(api: &Api, page: &Page) -> Value {
    let mut responses = Map::new();
    let last = page.tabs.len().saturating_sub(1);
    let mut errors = ["401", "403", "404", "409", "410", "412", "415", "423", "424"].into_iter();
    for (index, tab) in page.tabs.iter().enumerate() {
        let (status, basis) = match &tab.value {
            _ if index == 0 => ("200", "inferred"),
            Tab::Json(value) if index == last && value.get("message").is_some() => {
                ("422", "inferred")
            }
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
                let mut schema = schema::inferred(value);
                schema::because(&mut schema, "The types are those of the sample's values.");
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
    let mut responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let id = responses.find_map(|response| {
        let content = response.json()?;
        let id = content.schema?;
        (content.example.as_ref() == Some(sample)
            && conform::check(api, id, sample, View::Claim).accepts())
        .then(|| api.resolve(id).0)
    })?;
    let schema = api.schema(id);
    schema.component.then(|| json!({ "$ref": format!("#{}", schema.at) }))
}
