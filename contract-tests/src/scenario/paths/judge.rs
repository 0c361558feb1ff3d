//! Compares the responses to an unusual path value with those to an ordinary unknown id.
//!
//! Only a success counts against a server: any refusal of an unusual value is right. Whether a response
//! is whole, in time and without leaks is not looked at here.

use super::values::{Hostile, Kind};
use crate::{
    http::Exchange,
    oracle::{Check, Problem},
    vendor,
};
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Operation, Parameter};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// One path asked in three ways.
pub(super) struct Trio {
    /// With a valid body.
    pub(super) valid: Exchange,
    /// With a body that breaks a documented rule, where there is one.
    pub(super) broken: Option<Exchange>,
    /// Without a token, where the operation asks for one.
    pub(super) tokenless: Option<Exchange>,
}

/// What an ordinary unknown id shows: exchanges that were judged, each with the problem if there is one.
pub(super) fn unknown(usual: &Trio) -> Vec<(Exchange, Option<Problem>)> {
    let help = "look at the token, then at the body, then at the id; or refuse the id first";
    let judge = |exchange: &Exchange, wrong: bool, basis: Basis, what: &str| {
        let status = exchange.status().unwrap_or_default();
        let problem = wrong.then(|| {
            let message = format!("{what} is answered {status}");
            Problem::new(Check::PathUnknownId, basis, format!("unknown id: {what}"), message, help)
        });
        (exchange.clone(), problem)
    };
    let mut judged = Vec::new();
    if let Some(broken) = &usual.broken {
        let what = "a broken body to an unknown id";
        judged.push(judge(broken, served(broken), Basis::Documented, what));
    }
    if let Some(tokenless) = &usual.tokenless {
        let what = "a request without a token to an unknown id";
        judged.push(judge(tokenless, served(tokenless), Basis::Documented, what));
    }
    let status = usual.valid.status().unwrap_or_default();
    // Some hide what exists by 401; sending the caller elsewhere with his token is another matter.
    let basis = if status == 401 { Basis::Inferred } else { Basis::Documented };
    let odd = status == 401 || (300..400).contains(&status);
    judged.push(judge(&usual.valid, odd, basis, "a valid body to an unknown id"));
    judged.retain(|(exchange, _)| exchange.status().is_some());
    judged
}

/// A pair of exchanges, the ordinary one first, with the problem if they show one.
pub(super) type Compared = ((Exchange, Exchange), Option<Problem>);

/// What an unusual value shows beside an ordinary one.
pub(super) fn compare(
    api: &Api,
    operation: &Operation,
    parameter: &Parameter,
    hostile: &Hostile,
    usual: &Trio,
    seen: &Trio,
) -> Vec<Compared> {
    let pairs = [
        (Some(&usual.valid), Some(&seen.valid), "a valid body"),
        (usual.broken.as_ref(), seen.broken.as_ref(), "a broken body"),
        (usual.tokenless.as_ref(), seen.tokenless.as_ref(), "no token"),
    ];
    let mut compared = Vec::new();
    for (usual, seen, sent) in pairs {
        let (Some(usual), Some(seen)) = (usual, seen) else { continue };
        let (Some(before), Some(status)) = (usual.status(), seen.status()) else { continue };
        let by_status = served(seen) && !served(usual);
        let by_echo = served(seen) && is_about_known(api, operation, hostile, seen);
        let problem = (by_status || by_echo).then(|| {
            let message = if by_status {
                format!(
                    "with {sent} {} is answered {status}, an unknown id {before}",
                    hostile.about
                )
            } else {
                format!("with {sent} {} is answered with the known resource", hostile.about)
            };
            problem(api, parameter, hostile, sent, message)
        });
        compared.push(((usual.clone(), seen.clone()), problem));
    }
    compared
}

fn problem(
    api: &Api,
    parameter: &Parameter,
    hostile: &Hostile,
    sent: &str,
    message: String,
) -> Problem {
    let opens = sent != "a valid body";
    let (basis, cause) = match hostile.kind {
        // However the id is read, it opens no way round the token or the rules of the body.
        _ if opens => (Basis::Documented, "an unusual id opens a way round"),
        Kind::Beyond => (Basis::Documented, "more than a known id is taken for it"),
        Kind::NoNumber => {
            (api.parameter_basis(parameter, "type"), "what is no number is taken for one")
        }
        Kind::Spelling => (Basis::Inferred, "another spelling of a known id is taken for it"),
        Kind::Foreign => (Basis::Documented, "an id that nothing has is served"),
    };
    let help = "compare ids byte for byte, as the text of one segment, after decoding them once";
    let mut problem = Problem::new(Check::PathHostile, basis, cause, message, help);
    problem.element = Some(format!("{} with {sent}: {}", parameter.name, hostile.about));
    if hostile.kind == Kind::NoNumber && !opens {
        problem.claim = Some(format!("{}/type", api.schema(api.resolve(parameter.schema).0).at));
    }
    problem
}

/// Whether a response names the known id, although the path goes beyond it.
fn is_about_known(api: &Api, operation: &Operation, hostile: &Hostile, seen: &Exchange) -> bool {
    let Some(property) = vendor::echoed(api, operation).filter(|_| hostile.kind == Kind::Beyond)
    else {
        return false;
    };
    let body = seen.response().and_then(|response| response.json());
    let Some(Value::String(id)) = body.as_ref().and_then(|body| body.get(property)) else {
        return false;
    };
    let asked = percent_decode_str(&hostile.value).decode_utf8_lossy();
    *id != asked && !id.is_empty() && asked.contains(id.as_str())
}

fn served(exchange: &Exchange) -> bool {
    exchange.response().is_some_and(|response| response.is_success())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        http::{Auth, Failure, FailureKind, Request, Response},
        spec::Spec,
    };
    use oasis_model::finding::Severity;
    use std::time::Duration;

    fn exchange(status: u16, body: &str) -> Exchange {
        let request = Request {
            method: "PATCH".to_owned(),
            path: "/".to_owned(),
            auth: Auth::Token,
            headers: Vec::new(),
            body: None,
        };
        let response = Response {
            version: "HTTP/1.1".to_owned(),
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            endless: false,
            undecodable: None,
            elapsed: Duration::ZERO,
        };
        let failure = Failure { kind: FailureKind::Dropped, text: String::new(), begun: false };
        Exchange {
            operation: "updateSession".to_owned(),
            request,
            outcome: if status == 0 { Err(failure) } else { Ok(response) },
            dropped_before: false,
            waited: 0,
        }
    }

    fn trio(valid: u16, broken: u16, tokenless: u16) -> Trio {
        let [valid, broken, tokenless] = [valid, broken, tokenless].map(|it| exchange(it, ""));
        Trio { valid, broken: Some(broken), tokenless: Some(tokenless) }
    }

    fn problems(kind: Kind, usual: &Trio, seen: &Trio) -> Vec<Problem> {
        let spec = Spec::embedded().expect("the specification is sound");
        let operation = spec.api.operation("updateShopper").expect("it is there");
        let hostile = Hostile { about: "it", value: "1%00x".to_owned(), kind };
        let compared =
            compare(&spec.api, operation, &operation.parameters[0], &hostile, usual, seen);
        compared.into_iter().filter_map(|(_, problem)| problem).collect()
    }

    #[test]
    fn any_refusal_of_an_unusual_id_is_right() {
        let usual = trio(404, 422, 401);
        for seen in [trio(404, 422, 401), trio(400, 400, 400), trio(414, 404, 404), trio(0, 0, 0)] {
            assert_eq!(problems(Kind::Beyond, &usual, &seen), []);
        }
    }

    #[test]
    fn what_is_served_alone_is_judged_by_what_it_is() {
        let usual = trio(404, 422, 401);
        for (kind, severity) in [
            (Kind::Beyond, Severity::Error),
            (Kind::NoNumber, Severity::Error),
            (Kind::Spelling, Severity::Warning),
            (Kind::Foreign, Severity::Error),
        ] {
            let found = problems(kind, &usual, &trio(200, 422, 401));
            assert_eq!(found.len(), 1, "{kind:?}");
            assert_eq!(found[0].severity, severity, "{kind:?}");
            assert_eq!(found[0].claim.is_some(), kind == Kind::NoNumber);
        }
        // Whoever serves every id serves unusual ones too.
        assert_eq!(problems(Kind::Foreign, &trio(200, 422, 401), &trio(204, 422, 401)), []);
    }

    #[test]
    fn no_spelling_opens_a_way_round_token_and_rules() {
        let usual = trio(404, 422, 401);
        for seen in [trio(404, 200, 401), trio(404, 422, 200)] {
            let found = problems(Kind::Spelling, &usual, &seen);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].severity, Severity::Error);
        }
    }

    #[test]
    fn unknown_ids_are_held_to_token_and_rules_alone() {
        let found = |usual: &Trio| -> Vec<Severity> {
            unknown(usual).into_iter().filter_map(|(_, it)| Some(it?.severity)).collect()
        };
        for fine in [trio(404, 422, 401), trio(200, 422, 401), trio(404, 404, 404), trio(0, 0, 0)] {
            assert_eq!(found(&fine), []);
        }
        assert_eq!(found(&trio(200, 200, 401)), [Severity::Error]);
        assert_eq!(found(&trio(404, 422, 204)), [Severity::Error]);
        assert_eq!(found(&trio(302, 422, 401)), [Severity::Error]);
        assert_eq!(found(&trio(401, 422, 401)), [Severity::Warning]);
    }

    #[test]
    fn a_response_about_the_known_session_tells_where_every_id_is_served() {
        let spec = Spec::embedded().expect("the specification is sound");
        let operation = spec.api.operation("updateSession").expect("it is there");
        let value = "s1%2F..".to_owned();
        let hostile = Hostile { about: "it", value, kind: Kind::Beyond };
        let about = |id: &str| {
            let seen = exchange(200, &format!("{{\"sessionId\":\"{id}\"}}"));
            is_about_known(&spec.api, operation, &hostile, &seen)
        };
        assert!(about("s1"));
        assert!(!about("s1/..") && !about("s2") && !about(""));
    }
}
