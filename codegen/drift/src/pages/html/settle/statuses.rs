//! The responses of an operation: guessed statuses give way to those of the page.

use super::super::super::written;
use super::super::known;
use super::{Settling, is_guess};
use oasis_model::ir::{Content, Operation, Response, Status};
use oasis_model::sample::{Fill, filled};
use oasis_model::settle::Change;
use serde_json::{Map, Value, json};

impl<'a> Settling<'a> {
    /// Compares what is answered.
    pub(super) fn responses(&mut self, known: &'a Operation, shown: &'a Operation) {
        let pairs = known::responses(known, shown);
        for (response, counterpart) in &pairs {
            match counterpart {
                Some(same) if same.status == response.status => {
                    self.response(known, response, same);
                }
                _ if is_guess(response.claim.basis) => self.moved(known, response, *counterpart),
                _ => {}
            }
        }
        let is_taken = |one: &Response| {
            let taken = |(old, new): &(&Response, Option<&Response>)| {
                let by_guess = is_guess(old.claim.basis) || old.status == one.status;
                by_guess && new.is_some_and(|new| new.status == one.status)
            };
            pairs.iter().any(taken)
        };
        for response in shown.responses.iter().filter(|one| !is_taken(one)) {
            self.one_more(known, response);
        }
    }

    fn response(&mut self, of: &'a Operation, known: &'a Response, shown: &'a Response) {
        self.state(&known.at, &known.claim);
        self.responses.insert((known.at.clone(), &of.id));
        self.contents(&known.contents, &shown.contents);
    }

    /// A guessed status that the page does not have: it is another one, or none.
    fn moved(&mut self, known: &'a Operation, old: &'a Response, new: Option<&'a Response>) {
        let codes = new.map(|new| (old.status, new.status));
        match (codes, new) {
            (Some((Status::Code(from), Status::Code(to))), Some(new)) => {
                let operation = known.id.clone();
                self.change(&old.at, Change::Status { operation, from, to });
                self.response(known, old, new);
            }
            _ => {
                let name = old.status.to_string();
                self.change(&responses(known), Change::Entry(name, Value::Null));
            }
        }
    }

    /// A status that only the page has.
    fn one_more(&mut self, known: &Operation, new: &Response) {
        // What is documented is not completed here: nothing that is edited is more than a guess.
        if !known.responses.iter().any(|response| is_guess(response.claim.basis)) {
            return;
        }
        let mut response = Map::new();
        let text = new.docs.description.clone().filter(|text| !text.trim().is_empty());
        let text = text.unwrap_or_else(|| format!("The page has it as {}.", new.status));
        response.insert("description".to_owned(), json!(text));
        let content: Map<String, Value> = new
            .contents
            .iter()
            .map(|content| (content.media_type.clone(), self.content(content)))
            .collect();
        if !content.is_empty() {
            response.insert("content".to_owned(), Value::Object(content));
        }
        let entry = Change::Entry(new.status.to_string(), Value::Object(response));
        self.change(&responses(known), entry);
    }

    fn content(&self, content: &Content) -> Value {
        let Some(id) = content.schema else { return json!({"schema": {}, "example": {}}) };
        // A component that says the same is referred to.
        let known = self.base.schemas().find(|(known, schema)| {
            schema.component && written::same((self.base, *known), (self.page, id))
        });
        let schema = match known {
            Some((_, schema)) => json!({"$ref": format!("#{}", schema.at)}),
            None => written::described(self.page, id),
        };
        json!({"schema": schema, "example": filled(self.page, id, Fill::All)})
    }
}

fn responses(operation: &Operation) -> String {
    format!("{}/responses", operation.at)
}
