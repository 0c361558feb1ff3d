//! Credentials: every wrong one is 401 before the body counts, every spelling of the scheme serves.

use super::Column;
use crate::{
    case::{Case, Expect},
    checks,
    deck::Deck,
    exchange::Auth,
    ids::Whose,
    lab::Lab,
};
use oasis_model::ir::Operation;

pub(super) async fn run(lab: &Lab, operation: &Operation, deck: &Deck) {
    if !checks::is_guarded(operation) {
        return;
    }
    let valid = lab.valid_body(operation).map(|body| crate::case::bytes(&body));
    let broken = lab.broken_draft(deck).and_then(|draft| lab.case_of(operation, &draft));
    for (about, auth) in wrong() {
        for whose in [Whose::Known(false), Whose::Unknown(lab.seed | 1)] {
            let case = lab.case(operation, whose, valid.clone(), about);
            run_one(lab, case, auth.clone(), false).await;
        }
        if let Some(broken) = &broken {
            let case = Case { about: format!("{about}, broken body"), ..broken.clone() };
            run_one(lab, case, auth.clone(), true).await;
        }
    }
    if operation.body.is_some() {
        for (about, body) in [("no token, not JSON", &b"{"[..]), ("no token, no body", b"")] {
            let case = lab.case(operation, Whose::Known(false), Some(body.to_vec()), about);
            run_one(lab, case, Auth::Nothing, true).await;
        }
    }
    for scheme in ["bearer", "BEARER", "bEaReR"] {
        let about = format!("scheme written {scheme}");
        for whose in [Whose::Known(false), Whose::Unknown(lab.seed | 1)] {
            let mut case = lab.case(operation, whose, valid.clone(), &about);
            case.request.auth = Auth::Scheme(scheme.to_owned());
            case.expect = Expect::Authorized;
            lab.run(Column::Auth, &case).await;
        }
    }
}

async fn run_one(lab: &Lab, mut case: Case, auth: Auth, broken: bool) {
    case.request.auth = auth;
    case.expect = Expect::Unauthorized { broken };
    lab.run(Column::Auth, &case).await;
}

/// Credentials that prove nothing.
fn wrong() -> Vec<(&'static str, Auth)> {
    let literal = |text: &str| Auth::Literal(text.to_owned());
    vec![
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
        ("a word that scripts write for nothing", literal("Bearer undefined")),
        ("another word for nothing", literal("Bearer null")),
        ("token in the query only", Auth::Query("access_token".to_owned())),
        ("token in the query only, as token", Auth::Query("token".to_owned())),
        ("token in a cookie only", Auth::Cookie("token".to_owned())),
    ]
}
