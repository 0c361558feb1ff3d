//! The sample responses over those of an operation, in their order, which is that of their statuses.
//!
//! Responses that are assumed, or that come from another page, have no sample here. Where the numbers
//! differ, nothing tells which is which, and nothing is laid over.

use super::super::page::{Fact, Page, Part, Tab};
use super::{Overlay, guess, value};
use oasis_model::finding::Basis;
use oasis_model::ir::{Claim, Content, Docs, Kind, Operation, Response, Schema, Status, Text};
use oasis_model::pointer::escape_pointer;

const JSON: &str = "application/json";

/// Whether a response should have a sample on its operation's page.
pub(in super::super) fn is_shown(response: &Response) -> bool {
    response.claim.basis != Basis::Assumed && response.claim.source.is_none()
}

impl Overlay<'_> {
    pub(super) fn responses(&mut self, operation: &mut Operation) {
        let page = self.page;
        if operation.responses.is_empty() {
            return self.new_responses(operation);
        }
        let shown = operation.responses.iter_mut().filter(|response| is_shown(response));
        let shown: Vec<&mut Response> = shown.collect();
        let paired =
            page.curl.is_some() && page.whole(Part::Samples) && shown.len() == page.tabs.len();
        if !paired {
            return self.unpaired(operation);
        }
        let mut media_types = media_types(page).into_iter();
        for (tab, response) in page.tabs.iter().zip(shown) {
            let named = if tab.value == Tab::Empty { None } else { media_types.next() };
            self.note(&response.at, tab.place(page));
            self.one(tab, response, named.flatten());
        }
    }

    fn one(&mut self, tab: &Fact<Tab>, response: &mut Response, named: Option<&Fact<String>>) {
        let media_type = named.map_or(JSON, |fact| fact.value.as_str());
        match &tab.value {
            Tab::Empty => response.contents.clear(),
            Tab::Json(_) | Tab::Text(_) if response.contents.is_empty() => {
                let content = self.new_content(tab, media_type, &response.at);
                response.contents.extend(content);
            }
            Tab::Json(value) => {
                let json = response.contents.iter_mut().find(|content| content.is_json());
                let Some(content) = json else {
                    response.contents =
                        self.new_content(tab, media_type, &response.at).into_iter().collect();
                    return;
                };
                if let Some(schema) = content.schema {
                    let before = content.example.as_ref();
                    content.schema = Some(self.sampled_response(schema, value, tab, before));
                }
            }
            Tab::Text(_) if response.json().is_some() => {
                response.contents =
                    self.new_content(tab, "text/plain", &response.at).into_iter().collect();
            }
            Tab::Text(_) => {}
        }
        let Some(fact) = named else { return };
        if !response.contents.iter().any(|content| content.media_type == fact.value) {
            for content in response.contents.iter_mut().take(1) {
                content.media_type.clone_from(&fact.value);
                content.at = format!("{}/content/{}", response.at, escape_pointer(&fact.value));
                self.note(&content.at, fact.place(self.page));
            }
        }
    }

    /// Media types that no response has are those of some success.
    fn unpaired(&mut self, operation: &mut Operation) {
        let page = self.page;
        let bodied = operation.responses.iter().flat_map(|response| &response.contents);
        let known: Vec<String> = bodied.map(|content| content.media_type.clone()).collect();
        let Some(success) = operation.responses.iter_mut().find(|one| one.status.is_success())
        else {
            return;
        };
        for fact in page.response_media_types.iter().filter(|fact| !known.contains(&fact.value)) {
            let at = format!("{}/content/{}", success.at, escape_pointer(&fact.value));
            if success.contents.iter().any(|content| content.at == at) {
                continue;
            }
            self.note(&at, fact.place(page));
            let media_type = fact.value.clone();
            success.contents.push(Content {
                media_type,
                schema: None,
                encoding: Vec::new(),
                example: None,
                at,
            });
        }
    }

    /// The responses of a new operation. Their statuses are guesses, and say so.
    fn new_responses(&mut self, operation: &mut Operation) {
        let page = self.page;
        let last = page.tabs.len().saturating_sub(1);
        let mut errors = [401, 403, 404, 409, 410, 412, 415, 423, 424].into_iter();
        let mut media_types = media_types(page).into_iter();
        for (index, tab) in page.tabs.iter().enumerate() {
            let (status, basis) = match index {
                0 => (Some(200), Basis::Inferred),
                _ if index == last && is_envelope(tab) => (Some(422), Basis::Inferred),
                _ => (errors.next(), Basis::Assumed),
            };
            // More errors than these share the class.
            let status = status.map_or(Status::Class(4), Status::Code);
            if operation.responses.iter().any(|response| response.status == status) {
                continue;
            }
            let named = if tab.value == Tab::Empty { None } else { media_types.next().flatten() };
            let at = format!("{}/responses/{status}", operation.at);
            let media_type = named.map_or(JSON, |fact| fact.value.as_str());
            let contents = self.new_content(tab, media_type, &at).into_iter().collect();
            let text = format!("Sample {} of {} on the page.", index + 1, page.tabs.len());
            let why = "The page lost the statuses; its samples stand in ascending order of them.";
            operation.responses.push(response(status, contents, &text, guess(basis, why), at));
        }
        if operation.responses.is_empty() {
            let at = format!("{}/responses/200", operation.at);
            let claim = guess(Basis::Assumed, "The page's text shows no sample response.");
            let done = response(Status::Code(200), Vec::new(), "Done.", claim, at);
            operation.responses.push(done);
        }
        operation.responses.sort_by_key(|response| response.status);
    }

    fn new_content(&mut self, tab: &Fact<Tab>, media_type: &str, at: &str) -> Option<Content> {
        let is_json = matches!(tab.value, Tab::Json(_));
        let media_type =
            if !is_json && media_type.ends_with("json") { "text/plain" } else { media_type };
        let at = format!("{at}/content/{}", escape_pointer(media_type));
        let root = format!("{at}/schema");
        let (schema, example) = match &tab.value {
            Tab::Empty => return None,
            Tab::Json(value) => {
                let known = self.known_response(value);
                let schema = known.unwrap_or_else(|| {
                    let why = "The types are those of the sample's values.";
                    let schema = self.inferred(&[value], &root, false);
                    self.push(Schema { claim: guess(Basis::Inferred, why), ..schema })
                });
                (schema, value.clone())
            }
            Tab::Text(text) => {
                let schema = super::blank(&root, Kind::String(Text::default()));
                (self.push(schema), text.as_str().into())
            }
        };
        let media_type = media_type.to_owned();
        Some(Content {
            media_type,
            schema: Some(schema),
            encoding: Vec::new(),
            example: Some(example),
            at,
        })
    }
}

fn response(
    status: Status,
    contents: Vec<Content>,
    text: &str,
    claim: Claim,
    at: String,
) -> Response {
    let (name, docs): (String, Docs) = (status.to_string(), value::docs(text));
    Response { status, name, contents, headers: Vec::new(), docs, claim, at }
}

/// The media types of the samples that have a body, if the page's lines fit their number.
fn media_types(page: &Page) -> Vec<Option<&Fact<String>>> {
    let bodies = page.tabs.iter().filter(|tab| tab.value != Tab::Empty).count();
    let lines = &page.response_media_types;
    if lines.len() == bodies { lines.iter().map(Some).collect() } else { Vec::new() }
}

/// Whether a response looks like the one that tells of an error.
fn is_envelope(tab: &Fact<Tab>) -> bool {
    matches!(&tab.value, Tab::Json(value) if value.get("message").is_some())
}
