//! Credentials: those that sufficed have to suffice. Names of schemes say nothing.

use super::parameters::place_name;
use super::record::Detail;
use super::{Comparison, Pair, Site};
use crate::Verdict;
use oasis_model::ir::{Api, Operation, Requirement, SecurityKind};

/// One credential as it shows on the wire, with the scopes it has to carry.
type Credential<'a> = (Option<&'a SecurityKind>, &'a str, &'a [String]);

/// Credentials that are some token after the word `Bearer`.
const TOKENS: [SecurityKind; 3] =
    [SecurityKind::Bearer, SecurityKind::OAuth2, SecurityKind::OpenId];

/// Compares what an operation asks for.
pub(super) fn compare(comparison: &mut Comparison<'_>, pair: Pair<'_>) {
    let base = alternatives(comparison.base, pair.base);
    let new = alternatives(comparison.new, pair.new);
    let (sender, receiver) = if pair.is_webhook() { (&new, &base) } else { (&base, &new) };
    let unserved = |from: &[Vec<Credential<'_>>], to: &[Vec<Credential<'_>>]| {
        from.iter().any(|offer| !to.iter().any(|wanted| suffices(offer, wanted)))
    };
    let breaks = unserved(sender, receiver);
    if !breaks && !unserved(receiver, sender) {
        return;
    }
    let detail = Detail::both(describe(&base), describe(&new));
    let claims = [Some(&pair.base.security_claim), Some(&pair.new.security_claim)];
    let site = Site { claims, ..pair.site() };
    let kinds = |all: &[Vec<Credential<'_>>]| {
        TOKENS.map(|token| all.iter().flatten().any(|(kind, ..)| *kind == Some(&token)))
    };
    let tokens = |all: &[Vec<Credential<'_>>]| {
        all.iter().flatten().all(|(kind, ..)| kind.is_some_and(|kind| TOKENS.contains(kind)))
            && !all.iter().any(Vec::is_empty)
    };
    let known = |wanted: &Vec<Credential<'_>>| {
        sender.iter().any(|offer| suffices(offer, wanted) && suffices(wanted, offer))
    };
    // Tokens of two kinds may be the same token; of one kind, the scopes decide. Where nothing is
    // asked for that was not asked for before, some credential is simply gone.
    let exchanged = kinds(&base) != kinds(&new) && !receiver.iter().all(known);
    if breaks && exchanged && tokens(&base) && tokens(&new) {
        comparison.records.note(&site, "security-undecided", Verdict::Undecided, detail);
        return;
    }
    let tightened = unserved(&base, &new);
    let fact = if tightened { "security-tightened" } else { "security-relaxed" };
    let verdict = if breaks { Verdict::Breaking } else { Verdict::NonBreaking };
    comparison.records.note(&site, fact, verdict, detail);
}

/// The alternatives of an operation; without any, nothing is asked for.
fn alternatives<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Vec<Credential<'a>>> {
    let credential = |requirement: &'a Requirement| -> Credential<'a> {
        let scheme = api.security_schemes.iter().find(|scheme| scheme.name == requirement.scheme);
        (scheme.map(|scheme| &scheme.kind), &requirement.scheme, &requirement.scopes)
    };
    if operation.security.is_empty() {
        return vec![Vec::new()];
    }
    operation.security.iter().map(|all| all.iter().map(credential).collect()).collect()
}

/// Whether whoever offers these credentials has all that is wanted.
fn suffices(offer: &[Credential<'_>], wanted: &[Credential<'_>]) -> bool {
    wanted.iter().all(|(kind, name, scopes)| {
        offer.iter().any(|(own, own_name, own_scopes)| {
            let same = match (kind, own) {
                (Some(kind), Some(own)) => are_equal(kind, own),
                (None, None) => name == own_name,
                _ => false,
            };
            same && scopes.iter().all(|scope| own_scopes.contains(scope))
        })
    })
}

fn are_equal(left: &SecurityKind, right: &SecurityKind) -> bool {
    match (left, right) {
        (
            SecurityKind::ApiKey { place, name },
            SecurityKind::ApiKey { place: other_place, name: other },
        ) => {
            place == other_place
                && (name == other
                    || name.eq_ignore_ascii_case(other)
                        && *place == oasis_model::ir::ParameterPlace::Header)
        }
        (SecurityKind::Http(left), SecurityKind::Http(right)) => left.eq_ignore_ascii_case(right),
        _ => left == right,
    }
}

fn describe(alternatives: &[Vec<Credential<'_>>]) -> String {
    let one = |(kind, name, scopes): &Credential<'_>| {
        let kind = match kind {
            Some(SecurityKind::Bearer) => "bearer token".to_owned(),
            Some(SecurityKind::Basic) => "basic credentials".to_owned(),
            Some(SecurityKind::Http(scheme)) => format!("HTTP scheme `{scheme}`"),
            Some(SecurityKind::ApiKey { place, name }) => {
                format!("key `{name}` ({})", place_name(*place))
            }
            Some(SecurityKind::OAuth2) => "OAuth 2.0 token".to_owned(),
            Some(SecurityKind::OpenId) => "OpenID token".to_owned(),
            None => format!("undeclared scheme `{name}`"),
        };
        if scopes.is_empty() { kind } else { format!("{kind} ({})", scopes.join(" ")) }
    };
    let all = |credentials: &Vec<Credential<'_>>| {
        let parts: Vec<String> = credentials.iter().map(one).collect();
        if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") }
    };
    alternatives.iter().map(all).collect::<Vec<_>>().join(" or ")
}
