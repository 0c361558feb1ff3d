//! Whether the status is one of those that the expectation allows, and what follows from it.

use super::{Complaint, Context, Observation, Verdict, body, envelope, session};
use crate::{
    case::{Case, Expect},
    exchange::Answer,
    mutation::Change,
};
use oasis_model::ir::{Api, Operation, Response, Status};

/// One answer with everything that is needed to judge it.
pub(super) struct Place<'a> {
    pub(super) context: &'a Context,
    pub(super) operation: &'a Operation,
    pub(super) case: &'a Case,
    pub(super) answer: &'a Answer,
}

/// Judges status and body.
pub(super) fn judge(place: &Place<'_>, verdict: &mut Verdict) {
    let Place { operation, case, answer, .. } = *place;
    let status = answer.status;
    let documented = documented(operation, status);
    let success = (200..300).contains(&status);
    match &case.expect {
        Expect::NoSuchMethod => return no_such_method(place, verdict),
        Expect::Framing => return,
        Expect::Unauthorized { broken } if status != 401 => {
            let check = match *broken && !success {
                true => "contract/auth-before-body",
                false => "contract/auth-required",
            };
            verdict.complaints.push(Complaint::new(
                check,
                "status",
                format!("{}: the answer is {status}, not 401", case.about),
                "compare the whole token, for every operation, before anything else is looked at",
            ));
            return;
        }
        Expect::Authorized if status == 401 => {
            verdict.complaints.push(Complaint::new(
                "contract/auth-scheme-case",
                "status",
                format!("{}: the answer is 401", case.about),
                "compare the scheme name without regard to case",
            ));
            return;
        }
        Expect::Refused(changes) if success => {
            return verdict.complaints.push(accepted_wrong(case, changes, status));
        }
        Expect::NotJson if success => {
            return verdict.complaints.push(accepted_wrong(case, &[], status));
        }
        Expect::Accepted | Expect::Authorized if case.known && is_refusal(status) => {
            return verdict.complaints.push(refused_valid(case, status));
        }
        Expect::Accepted if status == 401 => {
            return verdict.complaints.push(refused_valid(case, status));
        }
        Expect::Either(changes) => verdict.observations.extend(contested(place, changes, success)),
        _ => {}
    }
    if is_refusal(status) && anything_goes(place) {
        return;
    }
    let Some(response) = documented else {
        verdict.complaints.push(undocumented(place));
        return;
    };
    verdict.observations.extend(other_status(operation, response, status));
    if case.expect == Expect::Tolerated {
        // What was sent may come back, and need not be text that anybody can read.
        return;
    }
    if matches!(case.expect, Expect::Refused(_) | Expect::Either(_))
        && is_refusal(status)
        && status != 401
        && envelope::is_one(&place.context.api, response)
    {
        return envelope::judge(place, response, verdict);
    }
    let parsed = body::judge(place, response, verdict);
    if success && let Some(parsed) = parsed {
        verdict.complaints.extend(session::echo(place, &parsed));
    }
}

/// The documented answer that a status stands for, by the claim or by another reading.
pub fn documented(operation: &Operation, status: u16) -> Option<&Response> {
    let exact = |response: &&Response| response.status == Status::Code(status);
    let plausible =
        |response: &&Response| response.claim.plausible_statuses().any(|other| other == status);
    let class = |response: &&Response| matches!(response.status, Status::Class(class) if u16::from(class) == status / 100);
    let default = |response: &&Response| response.status == Status::Default && status >= 400;
    let responses = &operation.responses;
    responses
        .iter()
        .find(exact)
        .or_else(|| responses.iter().find(plausible))
        .or_else(|| responses.iter().find(class))
        .or_else(|| responses.iter().find(default))
}

/// The documented refusal of a broken body: the one that carries the envelope.
pub fn refusal<'a>(api: &Api, operation: &'a Operation) -> Option<&'a Response> {
    let mut responses = operation.responses.iter();
    responses.find(|response| !response.status.is_success() && envelope::is_one(api, response))
}

/// The statuses that mean success, as the specification claims them.
pub fn successes(operation: &Operation) -> String {
    let statuses = operation.responses.iter().filter(|response| response.status.is_success());
    statuses.map(|response| response.status.to_string()).collect::<Vec<_>>().join(" or ")
}

fn is_refusal(status: u16) -> bool {
    (400..500).contains(&status)
}

/// Whether any refusal with any body is right: what was sent is outside the documentation.
fn anything_goes(place: &Place<'_>) -> bool {
    let status = place.answer.status;
    match &place.case.expect {
        Expect::Tolerated => true,
        Expect::NotJson => {
            !place.case.known
                || status == 400
                || documented(place.operation, status)
                    .is_some_and(|r| envelope::is_one(&place.context.api, r))
        }
        // Behind an unknown id the id may be what is refused.
        Expect::Accepted | Expect::Authorized => !place.case.known,
        Expect::Refused(_) | Expect::Either(_) => {
            !place.case.known
                && documented(place.operation, status)
                    .is_none_or(|response| !envelope::is_one(&place.context.api, response))
        }
        _ => false,
    }
}

fn no_such_method(place: &Place<'_>, verdict: &mut Verdict) {
    let Place { case, answer, .. } = *place;
    let method = case.request.method.as_str();
    let protocol_form = match method {
        "HEAD" => answer.body.is_empty(),
        "OPTIONS" => {
            let header = |name: &str| answer.header(name).is_some();
            answer.body.is_empty() || header("allow") || header("access-control-allow-methods")
        }
        _ => false,
    };
    if (200..300).contains(&answer.status) && !protocol_form {
        verdict.complaints.push(Complaint::new(
            "contract/method-undocumented",
            method,
            format!("{method} is not documented on this path, yet the answer is {}", answer.status),
            "answer 405 (or 404) to methods that the contract does not name",
        ));
    }
}

fn accepted_wrong(case: &Case, changes: &[Change], status: u16) -> Complaint {
    let cause = match changes {
        [] => "not JSON".to_owned(),
        [change] => change.family.heading().to_owned(),
        _ => "several".to_owned(),
    };
    Complaint::new(
        "contract/broken-refused",
        cause,
        format!("{}: a body that is wrong under every reading is answered {status}", case.about),
        "refuse it; a value of another type is not to be converted",
    )
}

fn refused_valid(case: &Case, status: u16) -> Complaint {
    let check = match case.expect {
        Expect::Authorized => "contract/auth-scheme-case",
        _ => "contract/valid-accepted",
    };
    Complaint::new(
        check,
        status.to_string(),
        format!("{}: a valid body is answered {status}", case.about),
        "accept it; if 404, check that the fixtures name what exists",
    )
}

fn undocumented(place: &Place<'_>) -> Complaint {
    let known: Vec<String> =
        place.operation.responses.iter().map(|response| response.status.to_string()).collect();
    Complaint::new(
        "contract/answer-status",
        place.answer.status.to_string(),
        format!(
            "{}: the answer is {}; documented are {}",
            place.case.about,
            place.answer.status,
            known.join(", ")
        ),
        "answer with a documented status, or document this one",
    )
}

/// A status that only another reading gives this answer, or the claim itself, to be counted.
fn other_status(operation: &Operation, response: &Response, status: u16) -> Option<Observation> {
    let Status::Code(claimed) = response.status else { return None };
    response.claim.plausible_statuses().next()?;
    Some(Observation {
        about: format!("status of {}", response.name),
        assumed: claimed.to_string(),
        observed: status.to_string(),
        at: response.at.clone(),
        edit: format!(
            "in spec/oasis.yaml, write '{status}' for '{claimed}' under the responses of {}",
            operation.id
        ),
    })
}

/// What became of a body on which readings differ.
fn contested(place: &Place<'_>, changes: &[Change], success: bool) -> Option<Observation> {
    let content = place.operation.body.as_ref()?.json()?;
    let sent = serde_json::from_slice(&place.case.request.body.as_ref()?.0).ok()?;
    let claimed =
        place.context.judge.faults(content, &sent, oasis_model::conform::View::Claim).is_empty();
    if !success && !place.case.known && documented(place.operation, place.answer.status).is_none() {
        return None;
    }
    let word = |accepted: bool| if accepted { "accepted" } else { "refused" };
    let what = match changes {
        [change] => match change.family.heading() {
            "unknown" => "unknown members",
            "missing" => "missing members known from a sample",
            "enum" => "values that are not listed",
            "bounds" => "values out of bounds known from elsewhere",
            "null" => "null in doubtful places",
            _ => "doubtful values",
        },
        _ => "empty texts and other doubtful values",
    };
    Some(Observation {
        about: what.to_owned(),
        assumed: word(claimed).to_owned(),
        observed: word(success).to_owned(),
        at: changes.first().map_or_else(|| content.at.clone(), |change| change.schema.clone()),
        edit: format!(
            "in spec/oasis.yaml, at {}, make the reading under x-plausible the claim",
            changes.first().map_or(content.at.as_str(), |change| change.schema.as_str())
        ),
    })
}
