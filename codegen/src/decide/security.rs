//! Which credentials a caller sends, and where they go.
//!
//! In come the security schemes of the document and the alternatives of each operation, out come
//! schemes with names in Rust and lists of them. What is not carried out is entered in the ledger.

use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use oasis_model::ir::{Api, Operation, ParameterPlace, Requirement, SecurityKind, SecurityScheme};

/// A security scheme, decided.
#[derive(Clone, Debug)]
pub(crate) struct Scheme<'a> {
    /// What it was decided from.
    pub(crate) scheme: &'a SecurityScheme,
    /// The constant that stands for it.
    pub(crate) constant: Ident,
    /// Where its credential goes.
    pub(crate) auth: Auth,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Into the header `Authorization`, behind this scheme name.
    Scheme(String),
    /// Into a header of this name.
    Header(String),
    /// Into a query parameter of this name.
    Query(String),
    /// Into a cookie of this name.
    Cookie(String),
}

/// The alternatives of an operation: lists of schemes, by their places, that go together.
pub(crate) type Alternatives = Vec<Vec<usize>>;

/// Decides every security scheme.
pub(crate) fn schemes<'a>(
    api: &'a Api,
    constants: &mut Scope,
    ledger: &mut Ledger,
) -> Vec<Scheme<'a>> {
    let mut decide = |scheme: &'a SecurityScheme| {
        enter(scheme, ledger);
        let constant = constants.claim(names::screaming(&format!("{} scheme", scheme.name)));
        Scheme { scheme, constant, auth: place(&scheme.kind) }
    };
    api.security_schemes.iter().map(&mut decide).collect()
}

/// Enters how faithfully a scheme is carried out.
fn enter(scheme: &SecurityScheme, ledger: &mut Ledger) {
    match scheme.kind {
        SecurityKind::OAuth2 | SecurityKind::OpenId => ledger.approximated(
            &scheme.at,
            "the caller obtains the token, which is sent as a bearer token",
        ),
        SecurityKind::Http(_) => {
            ledger.approximated(&scheme.at, "the credential is sent as it is");
        }
        SecurityKind::Basic | SecurityKind::Bearer | SecurityKind::ApiKey { .. } => {
            ledger.typed(&scheme.at);
        }
    }
}

/// Decides the alternatives of an operation; none: it wants no credential.
pub(crate) fn alternatives(
    schemes: &[Scheme<'_>],
    operation: &Operation,
    ledger: &mut Ledger,
) -> Alternatives {
    let mut alternatives = Alternatives::new();
    for (index, together) in operation.security.iter().enumerate() {
        let at = format!("{}/security/{index}", operation.at);
        let place = |wanted: &Requirement| {
            schemes.iter().position(|known| known.scheme.name == wanted.scheme)
        };
        let Some(places) = together.iter().map(place).collect::<Option<Vec<usize>>>() else {
            ledger.ignored(&at, "it asks for a security scheme that is not declared");
            continue;
        };
        let is_scheme = |place: &&usize| matches!(schemes[**place].auth, Auth::Scheme(_));
        if places.iter().filter(is_scheme).count() > 1 {
            let why = "several credentials go into `Authorization`, which servers may not expect";
            ledger.approximated(&at, why);
        } else if !places.is_empty() {
            ledger.typed(&at);
        }
        alternatives.push(places);
    }
    match alternatives.iter().all(Vec::is_empty) {
        true => Alternatives::new(),
        false => alternatives,
    }
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
