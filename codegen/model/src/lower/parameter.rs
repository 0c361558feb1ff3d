//! Parameters of an operation, its own and those of the path item, matched with the path template.

use super::Lowering;
use super::schema::plain;
use crate::ir::{Claim, Docs, Kind, Parameter, ParameterPlace, Text};
use openapiv3::{self as model, ReferenceOr};
use std::collections::HashMap;

impl<'d> Lowering<'d> {
    /// The parameters in the order of the path, then by place and name.
    pub(super) fn parameters(
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
        let mut seen = HashMap::new();
        let mut parameters: Vec<Parameter> = Vec::new();
        // The operation's own parameters come first: they replace those of the path item.
        for (index, (parameter, at)) in own.chain(shared).enumerate() {
            let Some(components) = self.parameter_model(parameter, &at) else { continue };
            let (data, place, style) = described(components.0);
            let is_own = index < operation.parameters.len();
            // The case of letters says nothing in the name of a header.
            let key = match place {
                ParameterPlace::Header => data.name.to_ascii_lowercase(),
                _ => data.name.clone(),
            };
            match seen.insert((place, key), is_own) {
                None => {
                    let mut lowered = self.parameter(data, place, style, components.1, hint);
                    lowered.allow_reserved = matches!(
                        components.0,
                        model::Parameter::Query { allow_reserved: true, .. }
                    );
                    parameters.push(lowered);
                }
                Some(was_own) if was_own == is_own => self.lost(
                    "spec/parameter-twice",
                    &at,
                    format!("there is a parameter `{}` in this place already", data.name),
                    "remove one of them, or give it another name",
                ),
                Some(_) => {}
            }
        }
        let segments = template_names(path);
        self.match_template(&segments, &mut parameters, at);
        parameters.sort_by_cached_key(|parameter| {
            let segment = segments.iter().position(|name| *name == parameter.name);
            (parameter.place, segment.unwrap_or(usize::MAX), parameter.name.clone())
        });
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
        let hint = format!("{hint} {}", data.name);
        let (schema, media_type, example) = match &data.format {
            model::ParameterSchemaOrContent::Schema(schema) => {
                (self.schema(schema, &format!("{at}/schema"), &hint), None, None)
            }
            model::ParameterSchemaOrContent::Content(content) => {
                let content = self.contents(content, &at, &hint).into_iter().next();
                let schema = content.as_ref().and_then(|content| content.schema);
                let schema = schema.unwrap_or_else(|| self.push(plain(Kind::Any, "", &at)));
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
            name: data.name.clone(),
            place,
            required: data.required || place == ParameterPlace::Path,
            schema,
            style: style.to_owned(),
            explode: data.explode.unwrap_or(style == "form"),
            allow_reserved: false,
            media_type,
            example: data.example.clone().or(example),
            docs: Docs {
                summary: None,
                description: data.description.clone(),
                deprecated: data.deprecated.unwrap_or_default(),
            },
            claim: Claim::default(),
            at,
        }
    }

    /// Every name in the path template has a parameter, and the reverse.
    fn match_template(&mut self, segments: &[&str], parameters: &mut Vec<Parameter>, at: &str) {
        let item = at.rsplit_once('/').map_or(at, |(item, _)| item);
        for parameter in parameters.iter() {
            let named = segments.contains(&parameter.name.as_str());
            if parameter.place == ParameterPlace::Path && !named {
                self.lost(
                    "spec/path-parameter",
                    &parameter.at,
                    format!("the path has no `{{{}}}`", parameter.name),
                    "put it into the path or remove the parameter",
                );
            }
        }
        for segment in segments {
            let known = |parameter: &Parameter| {
                parameter.place == ParameterPlace::Path && parameter.name == *segment
            };
            if parameters.iter().any(known) {
                continue;
            }
            self.lost(
                "spec/path-parameter",
                item,
                format!("`{{{segment}}}` in the path is not declared as a parameter"),
                "add a parameter with `in: path` and `required: true`",
            );
            let schema = self.push(plain(Kind::String(Text::default()), "", item));
            parameters.push(Parameter {
                name: (*segment).to_owned(),
                place: ParameterPlace::Path,
                required: true,
                schema,
                style: "simple".to_owned(),
                explode: false,
                allow_reserved: false,
                media_type: None,
                example: None,
                docs: Docs { description: Some("Not declared.".to_owned()), ..Docs::default() },
                claim: Claim::default(),
                at: item.to_owned(),
            });
        }
    }
}

/// What all places of parameters have in common, with the place and the style.
fn described(
    parameter: &model::Parameter,
) -> (&model::ParameterData, ParameterPlace, &'static str) {
    use model::PathStyle;
    match parameter {
        model::Parameter::Query { parameter_data, style, .. } => {
            (parameter_data, ParameterPlace::Query, query_style(style))
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

/// A style of a query, which is one of a form's fields too, as OpenAPI names it.
pub(super) fn query_style(style: &model::QueryStyle) -> &'static str {
    use model::QueryStyle;
    match style {
        QueryStyle::Form => "form",
        QueryStyle::SpaceDelimited => "spaceDelimited",
        QueryStyle::PipeDelimited => "pipeDelimited",
        QueryStyle::DeepObject => "deepObject",
    }
}

/// The names in braces, in order.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
