//! What each status of an operation means: a success with its one type, or a refusal.
//!
//! In come the responses of the document, out come the success of the operation and its refusals.
//! Statuses are exact where the document is sure of them.

use super::bodies::{self, Payload};
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use oasis_model::finding::Basis;
use oasis_model::ir::{Method, Operation, Response, Status};
use std::collections::BTreeSet;

/// What the caller gets back when all is well.
#[derive(Clone, Debug)]
pub(crate) enum Success<'a> {
    /// The same kind of body whatever the status.
    One {
        /// The body; none: it is empty.
        payload: Option<Payload<'a>>,
        /// The status that the document gives first.
        status: Option<Status>,
        /// The statuses that mean success, as inclusive ranges; a server answers with the first.
        statuses: Vec<(u16, u16)>,
        /// Statuses that count where the body fits.
        also: Vec<u16>,
        /// Whether the document describes headers of it.
        has_headers: bool,
    },
    /// One of several kinds, each with its own statuses.
    Several(Vec<Outcome<'a>>),
}

/// One variant of an enum of responses.
#[derive(Clone, Debug)]
pub(crate) struct Outcome<'a> {
    /// The response it was decided from.
    pub(crate) response: &'a Response,
    /// The variant.
    pub(crate) variant: Ident,
    /// The statuses.
    pub(crate) statuses: Statuses,
    /// The body; none: it is empty.
    pub(crate) payload: Option<Payload<'a>>,
    /// Whether the media type of the body tells it from another variant with its statuses.
    pub(crate) is_told_by_media: bool,
}

/// The statuses that a variant stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Statuses {
    /// This status, and those that count where the body fits.
    Exact(u16, Vec<u16>),
    /// All statuses of this range; the variant holds the one that came.
    Range(u16, u16),
    /// Every other status; the variant holds the one that came.
    Others,
}

/// The responses of one operation.
#[derive(Clone, Debug)]
pub(crate) struct Responses<'a> {
    /// What means success.
    pub(crate) success: Success<'a>,
    /// What means failure, most special first.
    pub(crate) refusals: Vec<Outcome<'a>>,
    /// The media types of all of them, as `Accept` has them.
    pub(crate) accept: String,
}

/// Decides the responses of an operation.
pub(crate) fn responses<'a>(
    types: &Types<'_>,
    operation: &'a Operation,
    ledger: &mut Ledger,
) -> Responses<'a> {
    let mut plausible = Plausible::new(operation);
    let mut names = Scope::default();
    let mut all: Vec<Outcome<'a>> = Vec::new();
    for response in &operation.responses {
        let statuses = plausible.statuses(response);
        let payloads = payloads(types, operation, response, ledger);
        let is_told_by_media = payloads.len() > 1;
        for (index, payload) in payloads.into_iter().enumerate() {
            let media = payload.as_ref().filter(|_| index > 0).map(bodies::variant);
            let name = format!("{} {}", response.name, media.unwrap_or_default());
            all.push(Outcome {
                response,
                variant: names.claim(names::pascal(&name)),
                statuses: statuses.clone(),
                payload,
                is_told_by_media,
            });
        }
    }
    let has_success = all.iter().any(|outcome| outcome.response.status.is_success());
    let is_success = |outcome: &Outcome<'_>| match outcome.response.status {
        // Where no success is described, the default response is it.
        Status::Default => !has_success,
        status => status.is_success(),
    };
    let accept = accept(&all, &is_success);
    let successes = all.iter().filter(|outcome| is_success(outcome)).cloned().collect();
    let refusals =
        all.into_iter().filter(|outcome| !outcome.response.status.is_success()).collect();
    Responses { success: success(types, successes), refusals, accept }
}

/// The media types that may come, those of successes first; anything where none is described.
fn accept(all: &[Outcome<'_>], is_success: &impl Fn(&Outcome<'_>) -> bool) -> String {
    let (successes, others): (Vec<_>, Vec<_>) = all.iter().partition(|it| is_success(it));
    let mut accept: Vec<&str> = Vec::new();
    for outcome in successes.into_iter().chain(others) {
        for media_type in outcome.payload.iter().flat_map(|payload| &payload.media_types) {
            if !accept.contains(&media_type.as_str()) {
                accept.push(media_type);
            }
        }
    }
    if accept.is_empty() { "*/*".to_owned() } else { accept.join(", ") }
}

/// One type where all successes have the same, else all of them.
fn success<'a>(types: &Types<'_>, outcomes: Vec<Outcome<'a>>) -> Success<'a> {
    let form = |outcome: &Outcome<'_>| {
        outcome.payload.as_ref().map(|payload| payload.form.canonical(types))
    };
    let first = outcomes.first().and_then(form);
    if !outcomes.iter().all(|outcome| form(outcome) == first) {
        return Success::Several(outcomes);
    }
    let statuses = ranges(&outcomes);
    let is_covered = |code: &u16| statuses.iter().any(|(low, high)| (low..=high).contains(&code));
    let also = outcomes.iter().flat_map(|outcome| match &outcome.statuses {
        Statuses::Exact(_, plausible) => plausible.clone(),
        Statuses::Range(..) | Statuses::Others => Vec::new(),
    });
    let also = also.filter(|code| !is_covered(code)).collect();
    let status = outcomes.first().map(|outcome| outcome.response.status);
    let has_headers = outcomes.iter().any(|outcome| !outcome.response.headers.is_empty());
    let payload = outcomes.into_iter().next().and_then(|outcome| outcome.payload);
    Success::One { payload, status, statuses, also, has_headers }
}

/// The statuses that these successes may come with: exactly theirs, or all of the class where one
/// of them is not sure. The first is the one that the document gives first.
fn ranges(outcomes: &[Outcome<'_>]) -> Vec<(u16, u16)> {
    let is_sure = |response: &Response| response.claim.basis < Basis::Inferred;
    let exact = outcomes.iter().filter_map(|outcome| match outcome.response.status {
        Status::Code(code) => Some((code, code)),
        Status::Class(_) | Status::Default => None,
    });
    let exact: Vec<(u16, u16)> = exact.collect();
    if outcomes.iter().all(|o| is_sure(o.response) && matches!(o.response.status, Status::Code(_)))
    {
        return exact;
    }
    let first = exact.first().copied().filter(|(code, _)| *code != 200);
    first.into_iter().chain([(200, 299)]).collect()
}

/// What the body may be; one that is none: there is no body.
fn payloads<'a>(
    types: &Types<'_>,
    operation: &Operation,
    response: &'a Response,
    ledger: &mut Ledger,
) -> Vec<Option<Payload<'a>>> {
    ledger.typed(&response.at);
    if let Some(why) = bodiless(operation, response) {
        for content in &response.contents {
            ledger.ignored(&content.at, why);
        }
        return vec![None];
    }
    let payloads = bodies::payloads(types, &response.contents, false, ledger);
    if payloads.is_empty() { vec![None] } else { payloads.into_iter().map(Some).collect() }
}

/// Why HTTP lets the response have no body, if it does not.
fn bodiless(operation: &Operation, response: &Response) -> Option<&'static str> {
    match response.status {
        _ if operation.method == Method::Head => Some("a response to HEAD has no body"),
        Status::Code(100..=199 | 204 | 205 | 304) => {
            Some("a response with this status has no body")
        }
        _ => None,
    }
}

/// The plausible statuses that no response claims, each given out once.
struct Plausible(BTreeSet<u16>);

impl Plausible {
    fn new(operation: &Operation) -> Self {
        let responses = &operation.responses;
        let is_claimed = |status: &u16| responses.iter().any(|r| r.status == Status::Code(*status));
        let plausible = responses.iter().flat_map(|response| response.claim.plausible_statuses());
        Self(plausible.filter(|status| !is_claimed(status)).collect())
    }

    fn statuses(&mut self, response: &Response) -> Statuses {
        match response.status {
            Status::Code(code) => {
                let plausible = response.claim.plausible_statuses();
                Statuses::Exact(code, plausible.filter(|status| self.0.remove(status)).collect())
            }
            Status::Class(class) => {
                let first = u16::from(class) * 100;
                Statuses::Range(first, first + 99)
            }
            Status::Default => Statuses::Others,
        }
    }
}
