//! Credentials: the block of the page over what the operation asks for.

use super::super::page::{Auth, Part};
use super::{Overlay, place_of};
use oasis_model::ir::{Docs, Operation, ParameterPlace, Requirement, SecurityKind, SecurityScheme};

impl Overlay<'_> {
    /// A block without a scheme that the operation has asks for something else, and no block for nothing.
    pub(super) fn security(&mut self, operation: &mut Operation) {
        let page = self.page;
        let Some(fact) = page.auth.first() else {
            if page.whole(Part::Authorization) {
                operation.security.clear();
            }
            return;
        };
        let kind = kind(&fact.value);
        let fits = |kind: &SecurityKind| {
            let token =
                matches!(kind, SecurityKind::Bearer | SecurityKind::OAuth2 | SecurityKind::OpenId);
            token == (kind_is_bearer(&fact.value))
        };
        let kind_of = |need: &Requirement| {
            self.api.security_schemes.iter().find(|scheme| scheme.name == need.scheme)
        };
        let mut asked = operation.security.iter().flatten().filter_map(kind_of);
        if asked.any(|scheme| fits(&scheme.kind)) {
            return;
        }
        let name = fact.value.scheme.clone().unwrap_or_else(|| "bearerAuth".to_owned());
        let known =
            self.api.security_schemes.iter().any(|one| one.name == name && one.kind == kind);
        let taken = self.api.security_schemes.iter().any(|one| one.name == name);
        let name = if taken && !known { format!("{name} of the page") } else { name };
        if !known {
            let at = operation.at.clone();
            let scheme = SecurityScheme { name: name.clone(), kind, docs: Docs::default(), at };
            self.api.security_schemes.push(scheme);
        }
        operation.security = vec![vec![Requirement { scheme: name, scopes: Vec::new() }]];
        let place = place_of(Some(fact), page);
        self.note(&format!("{}/security", operation.at), place);
    }
}

fn kind_is_bearer(auth: &Auth) -> bool {
    kind(auth) == SecurityKind::Bearer
}

/// What is sent, as far as the page shows it.
fn kind(auth: &Auth) -> SecurityKind {
    let place = auth.place.unwrap_or(ParameterPlace::Header);
    match auth.credentials.as_deref() {
        Some(text) if text.starts_with("Basic") => SecurityKind::Basic,
        Some(text) if !text.starts_with("Bearer") => {
            let name = text.trim_end_matches("<token>").trim().to_owned();
            SecurityKind::ApiKey { place, name }
        }
        _ if place == ParameterPlace::Header => SecurityKind::Bearer,
        _ => SecurityKind::ApiKey { place, name: "token".to_owned() },
    }
}
