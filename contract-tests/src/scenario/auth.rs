//! Credentials: a token table in, cases out. Every wrong token is refused before the body counts, and
//! every spelling of the scheme is served.
//!
//! Operations that ask for no token have no cases here.

use super::maker::Maker;
use crate::{
    generate::{Case, Category, Expect, Generation, Ids},
    http::Auth,
    oracle,
};
use oasis_model::ir::Operation;

/// Ways to write the scheme that RFC 9110 section 11.1 holds to be the same.
const SCHEMES: [&str; 3] = ["bearer", "BEARER", "bEaReR"];

/// The cases of an operation, the most telling first.
pub(super) fn cases(generation: &Generation, operation: &Operation) -> Vec<Case> {
    if !oracle::is_guarded(operation) {
        return Vec::new();
    }
    let maker = Maker::new(generation, operation, Category::Auth);
    let (valid, broken) = (maker.valid(), maker.broken());
    let mut cases = Vec::new();
    for (about, auth) in wrong(generation.target.token.expose()) {
        let mut refused = |ids, body: Option<Vec<u8>>, about: String, broken: bool| {
            let mut case = maker.case(ids, body, about, Expect::Unauthorized { broken });
            case.request.auth = auth.clone();
            let known = case.known;
            cases.push(case);
            known
        };
        let known = refused(Ids::Known, valid.clone(), about.to_owned(), false);
        if let Some(body) = broken.clone() {
            refused(Ids::Known, Some(body), format!("{about}, broken body"), true);
        }
        if auth == Auth::Nothing && operation.body.is_some() {
            refused(Ids::Known, Some(b"{".to_vec()), format!("{about}, not JSON"), true);
            refused(Ids::Known, Some(Vec::new()), format!("{about}, empty body"), true);
        }
        if known {
            refused(maker.nobody(), valid.clone(), format!("{about}, unknown id"), false);
        }
        if auth == Auth::Nothing {
            cases.extend(spelled(&maker, valid.as_ref()));
        }
    }
    cases
}

/// The right token behind the scheme in another case.
fn spelled(maker: &Maker<'_>, valid: Option<&Vec<u8>>) -> Vec<Case> {
    let case = |ids, scheme: &str| {
        let about = format!("scheme written {scheme}");
        let mut case = maker.case(ids, valid.cloned(), about, Expect::Authorized);
        case.request.auth = Auth::Scheme(scheme.to_owned());
        case
    };
    let known = SCHEMES.map(|scheme| case(Ids::Known, scheme));
    let mut cases: Vec<Case> = known.into();
    if cases.iter().all(|case| case.known) {
        cases.extend(SCHEMES.map(|scheme| case(maker.nobody(), scheme)));
    }
    cases
}

/// Credentials that prove nothing, the most telling first.
fn wrong(token: &str) -> Vec<(&'static str, Auth)> {
    let literal = |text: &str| Auth::Literal(text.to_owned());
    let mut table = vec![
        ("no token", Auth::Nothing),
        ("wrong token", literal("Bearer wrong-contract-test-credential")),
        ("token without its last character", Auth::Shortened),
        ("token with one character more", Auth::Lengthened),
        ("token in the other case", Auth::SwappedCase),
        ("token as a Basic password", Auth::Basic),
        ("token behind the scheme Basic", Auth::Scheme("Basic".to_owned())),
        ("token behind the scheme Token", Auth::Scheme("Token".to_owned())),
        ("token without a scheme", Auth::Bare),
        ("scheme without a token", literal("Bearer")),
        ("scheme and a blank without a token", literal("Bearer ")),
        ("the word undefined as the token", literal("Bearer undefined")),
        ("the word null as the token", literal("Bearer null")),
        ("token in the query only", Auth::Query("access_token".to_owned())),
        ("token in the query only, as token", Auth::Query("token".to_owned())),
        ("token in a cookie only", Auth::Cookie("token".to_owned())),
    ];
    // A token without letters has no other case, and it may be one of the words.
    let has_case = token.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_token = |auth: &Auth| *auth == literal(&format!("Bearer {token}"));
    table.retain(|(_, auth)| (has_case || *auth != Auth::SwappedCase) && !is_token(auth));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_wrong_credential_is_the_right_one() {
        for token in ["12345-67", "null", "undefined", "Secret"] {
            let table = wrong(token);
            let names: BTreeSet<&str> = table.iter().map(|(about, _)| *about).collect();
            assert_eq!(names.len(), table.len());
            for (about, auth) in &table {
                let bearer = |scheme: &str| scheme.eq_ignore_ascii_case("bearer");
                assert!(*auth != Auth::Token, "{about}");
                assert!(!matches!(auth, Auth::Scheme(scheme) if bearer(scheme)), "{about}");
                assert!(*auth != Auth::Literal(format!("Bearer {token}")), "{about}");
            }
            let swaps = table.iter().any(|(_, auth)| *auth == Auth::SwappedCase);
            assert_eq!(swaps, token.bytes().any(|byte| byte.is_ascii_alphabetic()));
        }
    }

    #[test]
    fn every_spelling_is_the_same_scheme_and_none_is_the_usual_one() {
        for scheme in SCHEMES {
            assert!(scheme.eq_ignore_ascii_case("Bearer") && scheme != "Bearer");
        }
    }
}
