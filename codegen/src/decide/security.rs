//! Which credential a caller sends, and where it goes.
//!
//! In come the alternatives of an operation, out comes the one that a single credential satisfies.
//! Alternatives that are passed over are entered in the ledger.

use crate::ledger::Ledger;
use oasis_model::ir::{Api, Operation, ParameterPlace, Requirement, SecurityKind, SecurityScheme};

/// Where the credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Nowhere: none is needed.
    None,
    /// Into the header `Authorization`, behind this scheme name.
    Scheme(String),
    /// Into a header of this name.
    Header(String),
    /// Into a query parameter of this name.
    Query(String),
    /// Into a cookie of this name.
    Cookie(String),
}

/// Decides the credential of an operation.
pub(crate) fn auth(api: &Api, operation: &Operation, ledger: &mut Ledger) -> Auth {
    let alternatives = &operation.security;
    // The first that one credential satisfies, else the first that asks for any.
    let chosen = alternatives
        .iter()
        .position(|together| together.len() == 1)
        .or_else(|| alternatives.iter().position(|together| !together.is_empty()));
    let Some(chosen) = chosen else { return Auth::None };
    for (index, together) in alternatives.iter().enumerate() {
        let at = format!("{}/security/{index}", operation.at);
        let names = || together.iter().map(|r| format!("`{}`", r.scheme)).collect::<Vec<_>>();
        if index != chosen && !together.is_empty() {
            let why = format!("the client sends another credential than {}", names().join(" and "));
            ledger.ignored(&at, why);
        } else if together.len() > 1 {
            let why = format!("{} belong together, the first is sent", names().join(" and "));
            ledger.approximated(&at, why);
        } else if index == chosen {
            ledger.typed(&at);
        }
    }
    scheme(api, &alternatives[chosen][0]).map_or(Auth::None, |scheme| place(&scheme.kind))
}

/// Enters how faithfully each security scheme is carried out.
pub(crate) fn schemes(api: &Api, ledger: &mut Ledger) {
    for scheme in &api.security_schemes {
        match scheme.kind {
            SecurityKind::OAuth2 | SecurityKind::OpenId => ledger.approximated(
                &scheme.at,
                "the caller obtains the token, which is sent as a bearer token",
            ),
            SecurityKind::Basic => ledger.approximated(
                &scheme.at,
                "the caller encodes name and password, which are sent as they are",
            ),
            SecurityKind::Http(_) => {
                ledger.approximated(&scheme.at, "the credential is sent as it is");
            }
            SecurityKind::Bearer | SecurityKind::ApiKey { .. } => ledger.typed(&scheme.at),
        }
    }
}

fn scheme<'a>(api: &'a Api, wanted: &Requirement) -> Option<&'a SecurityScheme> {
    api.security_schemes.iter().find(|scheme| scheme.name == wanted.scheme)
}

fn place(kind: &SecurityKind) -> Auth {
    match kind {
        SecurityKind::Bearer | SecurityKind::OAuth2 | SecurityKind::OpenId => {
            Auth::Scheme("Bearer".to_owned())
        }
        SecurityKind::Basic => Auth::Scheme("Basic".to_owned()),
        SecurityKind::Http(scheme) => Auth::Scheme(scheme.clone()),
        SecurityKind::ApiKey { place, name } => match place {
            ParameterPlace::Query => Auth::Query(name.clone()),
            ParameterPlace::Cookie => Auth::Cookie(name.clone()),
            ParameterPlace::Header | ParameterPlace::Path => Auth::Header(name.clone()),
        },
    }
}
