//! Responses of an operation, with their headers and the names of their variants.

use super::Lowering;
use crate::ir::{Claim, Docs, Header, Response, Status};
use crate::pointer::escape_pointer;
use openapiv3::{self as model, ParameterSchemaOrContent, ReferenceOr, StatusCode};
use serde_json::Value;

impl<'d> Lowering<'d> {
    /// Lowers the responses of one operation, sorted by status.
    pub(super) fn responses(
        &mut self,
        responses: &'d model::Responses,
        at: &str,
        hint: &str,
    ) -> Vec<Response> {
        let mut found: Vec<(Status, &'d ReferenceOr<model::Response>)> = responses
            .responses
            .iter()
            .map(|(status, response)| match status {
                StatusCode::Code(code) => (Status::Code(*code), response),
                StatusCode::Range(class) => {
                    (Status::Class(u8::try_from(*class % 10).unwrap_or_default()), response)
                }
            })
            .chain(responses.default.iter().map(|response| (Status::Default, response)))
            .collect();
        found.sort_by_key(|(status, _)| *status);
        if found.is_empty() {
            let at = format!("{at}/responses");
            self.lost(
                "spec/no-response",
                &at,
                "the operation has no response".to_owned(),
                "describe at least one",
            );
        }
        let components = self.openapi.components.as_ref();
        let mut lowered = Vec::new();
        for (status, response) in found {
            let at = format!("{at}/responses/{status}");
            let find =
                |name: &str| components.and_then(|components| components.responses.get(name));
            let Some((model, at)) = self.resolve(response, "responses", find, &at) else {
                continue;
            };
            let name = called(status, model);
            let hint = format!("{hint} {name}");
            lowered.push(Response {
                status,
                contents: self.contents(&model.content, &at, &hint),
                headers: self.headers(model, &at, &hint),
                docs: Docs { description: Some(model.description.clone()), ..Docs::default() },
                claim: Claim::default(),
                name,
                at,
            });
        }
        lowered
    }

    fn headers(&mut self, response: &'d model::Response, at: &str, hint: &str) -> Vec<Header> {
        let components = self.openapi.components.as_ref();
        let mut headers = Vec::new();
        for (name, header) in &response.headers {
            let at = format!("{at}/headers/{}", escape_pointer(name));
            let find = |name: &str| components.and_then(|components| components.headers.get(name));
            let Some((model, at)) = self.resolve(header, "headers", find, &at) else { continue };
            let hint = format!("{hint} {name}");
            let (schema, media_type) = match &model.format {
                ParameterSchemaOrContent::Schema(schema) => {
                    (Some(self.schema(schema, &format!("{at}/schema"), &hint)), None)
                }
                ParameterSchemaOrContent::Content(content) => {
                    let content = self.contents(content, &at, &hint).into_iter().next();
                    content.map_or((None, None), |it| (it.schema, Some(it.media_type)))
                }
            };
            headers.push(Header {
                name: name.clone(),
                required: model.required,
                schema,
                media_type,
                docs: Docs {
                    summary: None,
                    description: model.description.clone(),
                    deprecated: model.deprecated.unwrap_or_default(),
                },
                at,
            });
        }
        headers.sort_by(|left, right| left.name.cmp(&right.name));
        headers
    }
}

/// What a response is called: `x-name`, or what its status is called.
fn called(status: Status, model: &model::Response) -> String {
    let named = model.extensions.get("x-name").and_then(Value::as_str);
    named.map_or_else(|| phrase(status), str::to_owned)
}

/// What a status is called (RFC 9110 and the registry of status codes).
fn phrase(status: Status) -> String {
    let phrase = match status {
        Status::Default => "Default",
        Status::Class(1) => "Informational",
        Status::Class(2) => "Success",
        Status::Class(3) => "Redirection",
        Status::Class(4) => "ClientError",
        Status::Class(_) => "ServerError",
        Status::Code(code) => match code {
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritativeInformation",
            204 => "NoContent",
            205 => "ResetContent",
            206 => "PartialContent",
            301 => "MovedPermanently",
            302 => "Found",
            303 => "SeeOther",
            304 => "NotModified",
            307 => "TemporaryRedirect",
            308 => "PermanentRedirect",
            400 => "BadRequest",
            401 => "Unauthorized",
            402 => "PaymentRequired",
            403 => "Forbidden",
            404 => "NotFound",
            405 => "MethodNotAllowed",
            406 => "NotAcceptable",
            408 => "RequestTimeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "LengthRequired",
            412 => "PreconditionFailed",
            413 => "ContentTooLarge",
            415 => "UnsupportedMediaType",
            422 => "UnprocessableContent",
            423 => "Locked",
            424 => "FailedDependency",
            428 => "PreconditionRequired",
            429 => "TooManyRequests",
            500 => "InternalServerError",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            _ => return format!("Status{code}"),
        },
    };
    phrase.to_owned()
}
