//! Credentials: a token table in, cases out. Every wrong token is refused before the body counts, and
//! every spelling of the scheme is served.
//!
//! Operations that ask for no token have no cases here.

use super::maker::Maker;
use crate::{
    generate::{Case, Category, Expect, Generation, Ids},
    http::Auth,
    oracle,
    target::Secret,
};
use oasis_model::ir::Operation;

/// Ways to write the scheme that RFC 9110 section 11.1 holds to be the same.
const SCHEMES: [&str; 3] = ["bearer", "BEARER", "bEaReR"];

/// The cases of an operation, the most telling first.
pub(super) fn cases(generation: &Generation, operation: &Operation) -> Vec<Case> {
    if !oracle::is_guarded(operation) {
        return Vec::new();
    }
    let maker = Maker { generation, operation, category: Category::Auth };
    let (valid, broken) = (maker.valid(), maker.broken());
    let mut cases = Vec::new();
    for (about, auth) in wrong(&generation.target.token) {
        let refused = |ids, body: Option<Vec<u8>>, more: &str, broken: bool| {
            let expect = Expect::Unauthorized { broken };
            let mut case = maker.case(ids, body, format!("{about}{more}"), expect);
            case.request.auth = auth.clone();
            case
        };
        let first = refused(Ids::Known, valid.clone(), "", false);
        let known = first.known;
        cases.push(first);
        let bodies =
            broken.clone().map(|body| refused(Ids::Known, Some(body), ", broken body", true));
        cases.extend(bodies);
        if auth == Auth::Nothing && operation.body.is_some() {
            cases.push(refused(Ids::Known, Some(b"{".to_vec()), ", not JSON", true));
            cases.push(refused(Ids::Known, Some(Vec::new()), ", empty body", true));
        }
        if known {
            cases.push(refused(maker.nobody(), valid.clone(), ", unknown id", false));
        }
        if auth == Auth::Nothing {
            cases.extend(SCHEMES.map(|scheme| {
                let about = format!("scheme written {scheme}");
                let mut case = maker.case(Ids::Known, valid.clone(), about, Expect::Authorized);
                case.request.auth = Auth::Scheme(scheme.to_owned());
                case
            }));
        }
    }
    cases
}

/// Credentials that prove nothing, the most telling first.
fn wrong(token: &Secret) -> Vec<(&'static str, Auth)> {
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
    table.retain(|(_, auth)| match auth {
        Auth::SwappedCase => token.swapped() != token.expose(),
        Auth::Literal(text) => text.strip_prefix("Bearer ") != Some(token.expose()),
        _ => true,
    });
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wrong_credential_is_the_right_one() {
        for token in ["12345-67", "null", "undefined", "Secret"] {
            let secret = Secret::new(token).expect("it is a token");
            for (about, auth) in wrong(&secret) {
                let header = auth.header(&secret).filter(|(name, _)| *name == "authorization");
                let right = format!("bearer {}", token);
                let sent = header.map(|(_, value)| {
                    let (scheme, rest) = value.split_once(' ').unwrap_or((&value, ""));
                    format!("{} {rest}", scheme.to_lowercase())
                });
                assert_ne!(sent, Some(right), "{about}");
            }
        }
    }
}
