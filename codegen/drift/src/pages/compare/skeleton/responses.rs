//! The sample answers as responses. Their statuses are guesses, and say so.

use super::super::super::page::{Fact, Page, Tab};
use super::{inferred, known, schema};
use oasis_model::ir::Api;
use serde_json::{Map, Value, json};

/// One response a sample, in their order, or one a status where the page shows them.
pub(super) fn of(api: &Api, page: &Page) -> Value {
    let mut responses = Map::new();
    let last = page.tabs.len().saturating_sub(1);
    let mut errors = ["401", "403", "404", "409", "410", "412", "415", "423", "424"].into_iter();
    let mut media_types = media_types(page).into_iter();
    for (index, tab) in page.tabs.iter().enumerate() {
        let envelope = is_envelope(tab) && index == last;
        let (status, basis) = match &tab.value {
            _ if envelope && index > 0 => ("422", "inferred"),
            _ if index == 0 => ("200", "inferred"),
            _ => (errors.next().unwrap_or("4XX"), "assumed"),
        };
        let media_type = if tab.value == Tab::Empty { None } else { media_types.next() };
        let answer = response(api, page, tab, index, (basis, media_type.unwrap_or(JSON)));
        responses.insert(status.to_owned(), answer);
    }
    if !responses.contains_key("200") {
        responses.shift_insert(0, "200".to_owned(), unseen());
    }
    Value::Object(responses)
}

const JSON: &str = "application/json";

/// The media types of the answers that have a body, if the page's lines fit their number.
fn media_types(page: &Page) -> Vec<&str> {
    let lines: Vec<&str> =
        page.response_media_types.iter().map(|fact| fact.value.as_str()).collect();
    let bodies = page.tabs.iter().filter(|tab| tab.value != Tab::Empty).count();
    if lines.len() == bodies { lines } else { Vec::new() }
}

/// Whether an answer looks like the one that tells of an error.
fn is_envelope(tab: &Fact<Tab>) -> bool {
    matches!(&tab.value, Tab::Json(value) if value.get("message").is_some())
}

/// The success answer of a page that shows none.
fn unseen() -> Value {
    let because = "The page's text shows no sample answer.";
    json!({ "description": "Done.", "x-basis": "assumed", "x-because": because })
}

fn response(
    api: &Api,
    page: &Page,
    tab: &Fact<Tab>,
    index: usize,
    (basis, media_type): (&str, &str),
) -> Value {
    let mut response = Map::new();
    response.insert(
        "description".to_owned(),
        json!(format!("Sample {} of {} on the page.", index + 1, page.tabs.len())),
    );
    response.insert("x-basis".to_owned(), json!(basis));
    let why = "The page lost the statuses; its samples stand in ascending order of them.";
    response.insert("x-because".to_owned(), json!(why));
    match &tab.value {
        Tab::Empty => {}
        Tab::Json(value) => {
            let schema = known::answer(api, value).unwrap_or_else(|| {
                let mut schema = inferred::inferred(value);
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
