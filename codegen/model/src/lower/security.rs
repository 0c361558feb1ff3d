//! Servers and ways to authenticate.

use super::Lowering;
use crate::ir::{Docs, ParameterPlace, Requirement, SecurityKind, SecurityScheme, Server};
use crate::pointer::escape_pointer;
use openapiv3::{self as model, APIKeyLocation, SecurityRequirement, SecurityScheme as Model};

impl Lowering<'_> {
    /// Servers with their variables replaced by the defaults.
    pub(super) fn servers(&self) -> Vec<Server> {
        servers(&self.openapi.servers, "")
    }

    /// The security schemes, sorted by name.
    pub(super) fn security_schemes(&mut self) -> Vec<SecurityScheme> {
        let Some(components) = &self.openapi.components else { return Vec::new() };
        let mut schemes = Vec::new();
        for (name, reference) in &components.security_schemes {
            let at = format!("/components/securitySchemes/{}", escape_pointer(name));
            let found = self.resolve(
                reference,
                "securitySchemes",
                |name| components.security_schemes.get(name),
                &at,
            );
            if let Some((model, at)) = found {
                let (kind, description) = kind(model);
                let docs = Docs { description, ..Docs::default() };
                schemes.push(SecurityScheme { name: name.clone(), kind, docs, at });
            }
        }
        schemes.sort_by(|left, right| left.name.cmp(&right.name));
        schemes
    }

    /// The alternatives of an operation; those of the document where it says nothing.
    pub(super) fn security(
        &mut self,
        own: Option<&Vec<SecurityRequirement>>,
        at: &str,
    ) -> Vec<Vec<Requirement>> {
        let declared =
            self.openapi.components.as_ref().map(|components| &components.security_schemes);
        let alternatives = own.or(self.openapi.security.as_ref());
        let mut lowered = Vec::new();
        for alternative in alternatives.into_iter().flatten() {
            let mut together: Vec<Requirement> = alternative
                .iter()
                .map(|(scheme, scopes)| Requirement {
                    scheme: scheme.clone(),
                    scopes: scopes.clone(),
                })
                .collect();
            together.sort();
            for requirement in &together {
                if !declared.is_some_and(|schemes| schemes.contains_key(&requirement.scheme)) {
                    self.lost(
                        "spec/unknown-security-scheme",
                        &format!("{at}/security"),
                        format!("the security scheme `{}` is not declared", requirement.scheme),
                        "declare it under `components.securitySchemes`",
                    );
                }
            }
            lowered.push(together);
        }
        lowered
    }
}

/// The servers of the element at this pointer, with their variables replaced by the defaults.
pub(super) fn servers(models: &[model::Server], at: &str) -> Vec<Server> {
    let server = |(index, server): (usize, &model::Server)| {
        let mut url = server.url.clone();
        for (name, variable) in server.variables.iter().flatten() {
            url = url.replace(&format!("{{{name}}}"), &variable.default);
        }
        let description = server.description.clone();
        let name = server.extensions.get("x-name").and_then(serde_json::Value::as_str);
        let name = name.map(str::to_owned);
        Server { url, name, description, at: format!("{at}/servers/{index}") }
    };
    models.iter().enumerate().map(server).collect()
}

fn kind(model: &Model) -> (SecurityKind, Option<String>) {
    match model {
        Model::APIKey { location, name, description, .. } => {
            let place = match location {
                APIKeyLocation::Query => ParameterPlace::Query,
                APIKeyLocation::Header => ParameterPlace::Header,
                APIKeyLocation::Cookie => ParameterPlace::Cookie,
            };
            (SecurityKind::ApiKey { place, name: name.clone() }, description.clone())
        }
        Model::HTTP { scheme, description, .. } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SecurityKind::Bearer,
                "basic" => SecurityKind::Basic,
                other => SecurityKind::Http(other.to_owned()),
            };
            (kind, description.clone())
        }
        Model::OAuth2 { description, .. } => (SecurityKind::OAuth2, description.clone()),
        Model::OpenIDConnect { description, .. } => (SecurityKind::OpenId, description.clone()),
    }
}
