//! The responses of an operation: statuses that may be edited give way to those of the other side.

use super::pair::entry;
use super::walk::Walk;
use crate::pages::html::responses;
use crate::write;
use oasis_model::ir::{Content, Header, Operation, Response, Status};
use oasis_model::sample::{Fill, filled};
use oasis_model::settle::Change;
use serde_json::{Map, Value, json};

impl<'a> Walk<'a> {
    /// Compares what is answered.
    pub(super) fn responses(&mut self, known: &'a Operation, shown: &'a Operation) {
        let pairs = responses(known, shown);
        for (response, counterpart) in &pairs {
            match counterpart {
                Some(same) if same.status == response.status => {
                    self.response(known, response, same);
                }
                _ if self.may_edit(response.claim.basis) => {
                    self.moved(known, response, *counterpart);
                }
                _ => {}
            }
        }
        let is_taken = |one: &Response| {
            let taken = |(old, new): &(&Response, Option<&Response>)| {
                let may = self.may_edit(old.claim.basis) || old.status == one.status;
                may && new.is_some_and(|new| new.status == one.status)
                    && (old.status == one.status || is_code(old, one))
            };
            pairs.iter().any(taken)
        };
        let open = shown.responses.iter().filter(|one| !is_taken(one));
        for response in open.collect::<Vec<_>>() {
            self.one_more(known, response);
        }
    }

    fn response(&mut self, of: &'a Operation, known: &'a Response, shown: &'a Response) {
        self.state(&known.at, &known.claim);
        self.responses.insert((known.at.clone(), &of.id));
        self.contents(&known.at, &known.contents, &shown.contents);
        if self.source.is_none() {
            self.headers(known, shown);
        }
    }

    fn headers(&mut self, known: &'a Response, shown: &'a Response) {
        let find = |headers: &'a [Header], name: &str| {
            headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
        };
        let map = format!("{}/headers", known.at);
        for header in &known.headers {
            let Some(same) = find(&shown.headers, &header.name) else {
                self.change(&map, entry(&header.name, Value::Null));
                continue;
            };
            if header.required != same.required {
                self.change(&header.at, entry("required", json!(same.required)));
            }
            if let (Some(known), Some(shown)) = (header.schema, same.schema) {
                self.schemas(known, shown, format!("{}/schema", header.at));
            }
        }
        for header in &shown.headers {
            if find(&known.headers, &header.name).is_none() {
                let value = self.names.write(|writer| write::header(writer, header));
                self.change(&map, entry(&header.name, value));
            }
        }
    }

    /// A status that the other side does not have: it is another one, or none.
    fn moved(&mut self, known: &'a Operation, old: &'a Response, new: Option<&'a Response>) {
        let codes = new.map(|new| (old.status, new.status));
        match (codes, new) {
            (Some((Status::Code(from), Status::Code(to))), Some(new)) => {
                let operation = known.id.clone();
                self.change(&old.at, Change::Status { operation, from, to });
                self.response(known, old, new);
            }
            _ => self.change(&of_operation(known), entry(&old.status.to_string(), Value::Null)),
        }
    }

    /// A status that only the other side has.
    fn one_more(&mut self, known: &Operation, new: &Response) {
        let value = match self.source {
            None => self.names.write(|writer| write::response(writer, new)),
            // What is documented is not completed here: nothing that is edited is more than a guess.
            Some(_) if known.responses.iter().all(|one| !self.may_edit(one.claim.basis)) => return,
            Some(_) => self.shown_by_page(new),
        };
        self.change(&of_operation(known), entry(&new.status.to_string(), value));
    }

    fn shown_by_page(&self, new: &Response) -> Value {
        let mut response = Map::new();
        let text = new.docs.description.clone().filter(|text| !text.trim().is_empty());
        let text = text.unwrap_or_else(|| format!("The page has it as {}.", new.status));
        response.insert("description".to_owned(), json!(text));
        let content: Map<String, Value> = new
            .contents
            .iter()
            .map(|content| (content.media_type.clone(), self.content_of_page(content)))
            .collect();
        if !content.is_empty() {
            response.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(response)
    }

    fn content_of_page(&self, content: &Content) -> Value {
        let Some(id) = content.schema else { return json!({"schema": {}, "example": {}}) };
        // A component that says the same is referred to.
        let schema = self.names.like(id).unwrap_or_else(|| write::described(self.page, id));
        json!({"schema": schema, "example": filled(self.page, id, Fill::All)})
    }
}

/// Whether one status can be written in the place of the other.
fn is_code(old: &Response, new: &Response) -> bool {
    matches!((old.status, new.status), (Status::Code(_), Status::Code(_)))
}

fn of_operation(operation: &Operation) -> String {
    format!("{}/responses", operation.at)
}
