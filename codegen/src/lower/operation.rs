//! Paths of the document in, sorted operations out, with their parameters and request bodies.

use super::Lowering;
use crate::finding::{Finding, Severity};
use crate::ir::{
    Body, Content, Direction, Docs, Kind, Method, Operation, Parameter, ParameterPlace, Text,
};
use crate::name::{Name, Scope, escape_pointer, pascal, snake};
use openapiv3::{self as model, ReferenceOr};
use serde_json::Value;
use std::collections::HashSet;

impl<'d> Lowering<'d> {
    /// Lowers every operation.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let mut operations = Vec::new();
        let mut names = Scope::with(&["new"]);
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
                let id = self.operation_id(operation, method, path, &at, &mut names);
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
        names: &mut Scope,
    ) -> Name {
        let made;
        let wire = match operation.operation_id.as_deref() {
            Some(id) if !id.is_empty() => id,
            _ => {
                made = format!("{} {path}", method.as_str().to_ascii_lowercase());
                self.lost(
                    "spec/no-operation-id",
                    at,
                    "the operation has no `operationId`".to_owned(),
                    "add one",
                );
                &made
            }
        };
        let plain = snake(wire);
        let name = names.claim(plain.clone());
        if name != plain {
            let (rule, at) = ("spec/name-clash", format!("{at}/operationId"));
            let message = format!(
                "`{wire}` becomes `{}`, since another operation has the plain name",
                name.rust
            );
            self.lost(rule, &at, message, "give each operation a name of its own");
        }
        name
    }

    fn operation(
        &mut self,
        id: Name,
        method: Method,
        path: &str,
        item: &'d model::PathItem,
        operation: &'d model::Operation,
        at: String,
    ) -> Operation {
        let type_name = pascal(&id.wire).rust;
        let direction = self.direction(operation, path, &at);
        let claim = self.claim(|key| operation.extensions.get(key), &at);
        let security = self.security(operation.security.as_ref(), &at);
        let parameters = self.parameters(item, operation, path, &at, &type_name);
        let body =
            operation.request_body.as_ref().and_then(|body| self.body(body, &at, &type_name));
        let responses = self.responses(&operation.responses, &at, &type_name);
        Operation {
            id,
            method,
            path: path.to_owned(),
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
            claim,
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
        match operation.extensions.get("x-webhook") {
            None | Some(Value::Bool(false)) => Direction::Admin,
            Some(Value::Bool(true)) => {
                let last = path.rsplit('/').next().unwrap_or_default();
                Direction::Push { route: route.unwrap_or_else(|| format!("/{last}")) }
            }
            Some(other) => {
                let at = format!("{at}/x-webhook");
                self.lost(
                    "spec/wrong-shape",
                    &at,
                    format!("expected true or false, found {other}"),
                    "write true",
                );
                Direction::Admin
            }
        }
    }

    fn parameters(
        &mut self,
        item: &'d model::PathItem,
        operation: &'d model::Operation,
        path: &str,
        at: &str,
        hint: &str,
    ) -> Vec<Parameter> {
        let shared = at.rsplit_once('/').map_or("", |(item, _)| item);
        let own = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(i, p)| (p, format!("{at}/parameters/{i}")));
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(i, p)| (p, format!("{shared}/parameters/{i}")));
        let mut fields = Scope::with(&["self", "body", "request"]);
        let mut seen = HashSet::new();
        let mut parameters: Vec<Parameter> = Vec::new();
        // The operation's own parameters come first: they replace those of the path item.
        for (parameter, at) in own.chain(shared) {
            let Some(components) = self.parameter_model(parameter, &at) else { continue };
            let (data, place, style) = described(components.0);
            if seen.insert((place, data.name.clone())) {
                parameters.push(self.parameter(data, place, style, components.1, hint));
            }
        }
        let segments = template_names(path);
        self.match_template(&segments, &mut parameters, at);
        parameters.sort_by_cached_key(|parameter| {
            let segment = segments.iter().position(|name| *name == parameter.name.wire);
            (parameter.place, segment, parameter.name.wire.clone())
        });
        for parameter in &mut parameters {
            parameter.name = fields.claim(parameter.name.clone());
        }
        parameters
    }

    fn parameter_model(
        &mut self,
        parameter: &'d ReferenceOr<model::Parameter>,
        at: &str,
    ) -> Option<(&'d model::Parameter, String)> {
        let components = self.openapi.components.as_ref();
        let find = |name: &str| components.and_then(|components| components.parameters.get(name));
        self.resolve(parameter, "parameters", find, at)
    }

    fn parameter(
        &mut self,
        data: &'d model::ParameterData,
        place: ParameterPlace,
        style: &'static str,
        at: String,
        hint: &str,
    ) -> Parameter {
        let hint = format!("{hint}{}", pascal(&data.name).rust);
        let (schema, media_type, example) = match &data.format {
            model::ParameterSchemaOrContent::Schema(schema) => {
                (self.schema(schema, &format!("{at}/schema"), &hint), None, None)
            }
            model::ParameterSchemaOrContent::Content(content) => {
                let content = self.contents(content, &at, &hint).into_iter().next();
                let schema = content.as_ref().and_then(|content| content.schema);
                let schema = schema.unwrap_or_else(|| {
                    self.push(super::schema::plain(Kind::Any, Name::default(), &at))
                });
                let example = content.as_ref().and_then(|content| content.example.clone());
                (schema, content.map(|content| content.media_type), example)
            }
        };
        if place == ParameterPlace::Path && !data.required {
            self.lost(
                "spec/path-parameter",
                &at,
                format!("the path parameter `{}` is not `required: true`", data.name),
                "add `required: true`; a path always has all its segments",
            );
        }
        Parameter {
            name: snake(&data.name),
            place,
            required: data.required || place == ParameterPlace::Path,
            schema,
            style: style.to_owned(),
            explode: data.explode.unwrap_or(style == "form"),
            media_type,
            example: data.example.clone().or(example),
            docs: Docs {
                summary: None,
                description: data.description.clone(),
                deprecated: data.deprecated.unwrap_or_default(),
            },
            claim: self.claim(|key| data.extensions.get(key), &at),
            at,
        }
    }

    /// Every name in the path template has a parameter, and the reverse.
    fn match_template(&mut self, segments: &[&str], parameters: &mut Vec<Parameter>, at: &str) {
        let item = at.rsplit_once('/').map_or(at, |(item, _)| item);
        parameters.retain(|parameter| {
            let fits = parameter.place != ParameterPlace::Path
                || segments.contains(&parameter.name.wire.as_str());
            if !fits {
                self.findings.push(Finding::new(
                    Severity::Error,
                    "spec/path-parameter",
                    parameter.at.clone(),
                    format!("the path has no `{{{}}}`", parameter.name.wire),
                    "put it into the path or remove the parameter",
                ));
            }
            fits
        });
        for segment in segments {
            let known = |parameter: &Parameter| {
                parameter.place == ParameterPlace::Path && parameter.name.wire == *segment
            };
            if parameters.iter().any(known) {
                continue;
            }
            self.error(
                "spec/path-parameter",
                item,
                format!("`{{{segment}}}` in the path is not declared as a parameter"),
                "add a parameter with `in: path` and `required: true`",
            );
            let schema = self.push(super::schema::plain(
                Kind::String(Text::default()),
                Name::default(),
                item,
            ));
            parameters.push(Parameter {
                name: snake(segment),
                place: ParameterPlace::Path,
                required: true,
                schema,
                style: "simple".to_owned(),
                explode: false,
                media_type: None,
                example: None,
                docs: Docs::default(),
                claim: Default::default(),
                at: item.to_owned(),
            });
        }
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
            claim: self.claim(|key| body.extensions.get(key), &at),
            at,
        })
    }

    /// The payloads of a body, an answer or a parameter.
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
                example: self.example(model),
                at,
            });
        }
        contents
    }

    /// The one example of a payload: `example`, or the first of `examples`.
    fn example(&self, model: &model::MediaType) -> Option<Value> {
        if model.example.is_some() {
            return model.example.clone();
        }
        match model.examples.values().next()? {
            ReferenceOr::Item(example) => example.value.clone(),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/examples/")?;
                self.openapi.components.as_ref()?.examples.get(name)?.as_item()?.value.clone()
            }
        }
    }
}

/// What all places of parameters have in common, with the place and the style.
fn described(
    parameter: &model::Parameter,
) -> (&model::ParameterData, ParameterPlace, &'static str) {
    use model::{PathStyle, QueryStyle};
    match parameter {
        model::Parameter::Query { parameter_data, style, .. } => {
            let style = match style {
                QueryStyle::Form => "form",
                QueryStyle::SpaceDelimited => "spaceDelimited",
                QueryStyle::PipeDelimited => "pipeDelimited",
                QueryStyle::DeepObject => "deepObject",
            };
            (parameter_data, ParameterPlace::Query, style)
        }
        model::Parameter::Header { parameter_data, .. } => {
            (parameter_data, ParameterPlace::Header, "simple")
        }
        model::Parameter::Path { parameter_data, style } => {
            let style = match style {
                PathStyle::Matrix => "matrix",
                PathStyle::Label => "label",
                PathStyle::Simple => "simple",
            };
            (parameter_data, ParameterPlace::Path, style)
        }
        model::Parameter::Cookie { parameter_data, .. } => {
            (parameter_data, ParameterPlace::Cookie, "form")
        }
    }
}

/// The names in braces, in order.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
