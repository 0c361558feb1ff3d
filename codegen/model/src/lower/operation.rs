//! Paths of the document in, sorted operations out, with their request bodies.

use super::Lowering;
use super::parameter::query_style;
use super::security::servers;
use crate::ir::{Body, Claim, Content, Direction, Docs, Encoding, Method, Operation};
use crate::pointer::{escape_pointer, unescape_pointer};
use openapiv3::{self as model, ReferenceOr};
use serde_json::Value;
use std::collections::HashSet;

impl<'d> Lowering<'d> {
    /// Lowers every operation.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let mut operations = Vec::new();
        let mut known = HashSet::new();
        for (path, item) in &self.openapi.paths.paths {
            let at = format!("/paths/{}", escape_pointer(path));
            // A reference in place of a path item was dropped, with a finding, when it was read.
            let ReferenceOr::Item(item) = item else { continue };
            for (method, operation) in item.iter() {
                let Some(method) = Method::ALL
                    .into_iter()
                    .find(|known| known.as_str().eq_ignore_ascii_case(method))
                else {
                    continue;
                };
                let at = format!("{at}/{}", method.as_str().to_ascii_lowercase());
                let id = self.operation_id(operation, method, path, &at, &mut known);
                operations.push(self.operation(id, method, path, item, operation, at));
            }
        }
        operations
            .sort_by(|left, right| (&left.path, left.method).cmp(&(&right.path, right.method)));
        operations
    }

    fn operation_id(
        &mut self,
        operation: &model::Operation,
        method: Method,
        path: &str,
        at: &str,
        known: &mut HashSet<String>,
    ) -> String {
        let id = match operation.operation_id.as_deref() {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => {
                self.lost(
                    "spec/no-operation-id",
                    at,
                    "the operation has no `operationId`".to_owned(),
                    "add one",
                );
                format!("{} {path}", method.as_str().to_ascii_lowercase())
            }
        };
        if !known.insert(id.clone()) {
            let (rule, at) = ("spec/operation-id-twice", format!("{at}/operationId"));
            let message = format!("`{id}` is the `operationId` of another operation too");
            self.lost(rule, &at, message, "give each operation an id of its own");
        }
        id
    }

    fn operation(
        &mut self,
        id: String,
        method: Method,
        path: &str,
        item: &'d model::PathItem,
        operation: &'d model::Operation,
        at: String,
    ) -> Operation {
        let direction = self.direction(operation, path, &at);
        let security = self.security(operation.security.as_ref(), &at);
        let servers = match operation.servers.as_slice() {
            [] => servers(&item.servers, at.rsplit_once('/').map_or("", |(item, _)| item)),
            own => servers(own, &at),
        };
        let parameters = self.parameters(item, operation, path, &at, &id);
        let body = operation.request_body.as_ref().and_then(|body| self.body(body, &at, &id));
        let responses = self.responses(&operation.responses, &at, &id);
        Operation {
            id,
            method,
            path: path.to_owned(),
            servers,
            direction,
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
                deprecated: operation.deprecated,
            },
            tags: operation.tags.clone(),
            parameters,
            body,
            responses,
            security,
            security_claim: Claim::default(),
            paging: None,
            claim: Claim::default(),
            at,
        }
    }

    fn direction(&mut self, operation: &model::Operation, path: &str, at: &str) -> Direction {
        let route = match operation.extensions.get("x-webhook-path") {
            None => None,
            Some(Value::String(route)) if route.starts_with('/') => Some(route.clone()),
            Some(other) => {
                let at = format!("{at}/x-webhook-path");
                self.lost(
                    "spec/webhook-path",
                    &at,
                    format!("{other} is no path"),
                    "write a path such as /left",
                );
                None
            }
        };
        if !self.flag(operation.extensions.get("x-webhook"), &format!("{at}/x-webhook")) {
            return Direction::Call;
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        Direction::Webhook { route: route.unwrap_or_else(|| format!("/{last}")) }
    }

    fn body(
        &mut self,
        body: &'d ReferenceOr<model::RequestBody>,
        at: &str,
        hint: &str,
    ) -> Option<Body> {
        let components = self.openapi.components.as_ref();
        let find =
            |name: &str| components.and_then(|components| components.request_bodies.get(name));
        let (body, at) = self.resolve(body, "requestBodies", find, &format!("{at}/requestBody"))?;
        Some(Body {
            required: body.required,
            contents: self.contents(&body.content, &at, &format!("{hint}Request")),
            docs: Docs { description: body.description.clone(), ..Docs::default() },
            claim: Claim::default(),
            at,
        })
    }

    /// The payloads of a body, a response or a parameter.
    pub(super) fn contents(
        &mut self,
        content: &'d model::Content,
        at: &str,
        hint: &str,
    ) -> Vec<Content> {
        let mut contents = Vec::new();
        for (media_type, model) in content {
            let at = format!("{at}/content/{}", escape_pointer(media_type));
            contents.push(Content {
                media_type: media_type.clone(),
                schema: model
                    .schema
                    .as_ref()
                    .map(|schema| self.schema(schema, &format!("{at}/schema"), hint)),
                encoding: encoding(model, &at),
                example: self.example(model, &at),
                at,
            });
        }
        contents
    }

    /// The one example of a payload: `example`, or the first of `examples`.
    fn example(&mut self, model: &model::MediaType, at: &str) -> Option<Value> {
        if model.example.is_some() {
            return model.example.clone();
        }
        let (name, example) = model.examples.first()?;
        let reference = match example {
            ReferenceOr::Item(example) => return example.value.clone(),
            ReferenceOr::Reference { reference } => reference,
        };
        let components = self.openapi.components.as_ref();
        let found = components.and_then(|components| {
            let name = reference.strip_prefix("#/components/examples/")?;
            components.examples.get(unescape_pointer(name).as_ref())?.as_item()
        });
        if found.is_none() {
            self.lost(
                "spec/dangling-reference",
                &format!("{at}/examples/{}/$ref", escape_pointer(name)),
                format!("`{reference}` names no example in this document"),
                "correct the reference",
            );
        }
        found?.value.clone()
    }
}

/// How the fields of a form are sent, where the document says so.
fn encoding(model: &model::MediaType, at: &str) -> Vec<Encoding> {
    let one = |(property, encoding): (&String, &model::Encoding)| Encoding {
        property: property.clone(),
        content_type: encoding.content_type.clone(),
        style: encoding.style.as_ref().map(|style| query_style(style).to_owned()),
        explode: encoding.explode,
        headers: encoding.headers.keys().cloned().collect(),
        at: format!("{at}/encoding/{}", escape_pointer(property)),
    };
    model.encoding.iter().map(one).collect()
}
