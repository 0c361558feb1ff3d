//! What an answer shows: status, body or none, media type, headers.

use super::body::{Spot, content, unjudged};
use super::edit::{self, Offer};
use super::tally::{Fact, Tally, whole};
use super::{Call, Exchange, Message, Payload};
use oasis_model::finding::Severity;
use oasis_model::ir::{Api, Content, Operation, Response, Status};
use oasis_model::settle::Change;
use serde_json::Value;

/// The response that an answer belongs to, and whether by another reading of its status only.
pub(super) fn response(operation: &Operation, status: u16) -> Option<(&Response, bool)> {
    let all = || operation.responses.iter();
    let exact = all().find(|response| response.status == Status::Code(status));
    let plausible =
        || all().find(|response| response.claim.plausible_statuses().any(|other| other == status));
    let class = || {
        all().find(|response| matches!(response.status, Status::Class(class) if u16::from(class) == status / 100))
    };
    let rest = || all().find(|response| response.status == Status::Default);
    exact
        .map(|response| (response, false))
        .or_else(|| plausible().map(|response| (response, true)))
        .or_else(|| class().or_else(rest).map(|response| (response, false)))
}

/// What the facts of one answer are counted among.
pub(super) fn scope_of(operation: &Operation, status: u16) -> String {
    format!("{} answer {}", operation.id, status)
}

/// The facts that the answer of an exchange shows.
pub(super) fn facts(
    api: &Api,
    operation: &Operation,
    exchange: &Exchange,
    tally: &mut Tally,
) -> Vec<Fact> {
    let Some(status) = exchange.status else { return Vec::new() };
    let statuses = format!("{} answers", operation.id);
    tally.among(&statuses);
    let Some((found, plausible)) = response(operation, status) else {
        let message = format!("status {status} is not documented");
        // The client expects errors of every kind.
        let tolerated = !Status::Code(status).is_success() && !operation.is_webhook();
        let known = (unexpected(tolerated), operation.claim.basis);
        let pointer = format!("{}/responses/{status}", operation.at);
        let edit = edit::response(api, operation, status, exchange.response.as_ref());
        return vec![whole(
            "drift/observed-status",
            known,
            &statuses,
            &pointer,
            &status.to_string(),
            message,
            edit,
        )];
    };
    let mut facts = Vec::new();
    // The claim and its other readings are counted together: "assumed 422, observed 400 in 37 of 37".
    let group = format!("{} answers of {}", operation.id, found.name);
    tally.among(&group);
    if plausible {
        let claimed = found.status;
        facts.push(whole(
            "drift/observed-status",
            (Severity::Note, found.claim.basis),
            &group,
            &found.at,
            &status.to_string(),
            format!("{} {claimed}, observed {status}", found.claim.basis),
            other_status(operation, found, status),
        ));
    }
    let Some(message) = &exchange.response else { return facts };
    if matches!(&exchange.call, Call::Http { method, .. } if method == "HEAD") {
        return facts;
    }
    let scope = scope_of(operation, status);
    tally.among(&scope);
    facts.extend(answer_body(api, (operation, found), message, &scope));
    facts.extend(answer_headers(found, message, &scope));
    facts
}

/// The response with the status that was seen.
fn other_status(operation: &Operation, found: &Response, status: u16) -> Offer {
    let (id, claimed) = (operation.id.clone(), found.status);
    let text = format!(
        "below `responses` of `{id}`, rename the key `{claimed}` to `{status}`; in the response, say `x-plausible: [\"{claimed}\"]`, or drop it"
    );
    match claimed {
        Status::Code(from) => {
            Offer::of(text, &found.at, Change::Status { operation: id, from, to: status })
        }
        _ => text.as_str().into(),
    }
}

/// How bad something undocumented is: whoever tolerates it still wants to know of it.
fn unexpected(tolerated: bool) -> Severity {
    if tolerated { Severity::Warning } else { Severity::Error }
}

fn all_contents(operation: &Operation) -> impl Iterator<Item = &Content> {
    operation.responses.iter().flat_map(|response| &response.contents)
}

fn answer_body(
    api: &Api,
    (operation, found): (&Operation, &Response),
    message: &Message,
    scope: &str,
) -> Vec<Fact> {
    let mut facts: Vec<Fact> = unjudged(message, scope, &found.at).into_iter().collect();
    match (found.contents.is_empty(), &message.payload) {
        (true, Payload::Empty | Payload::Unjudged(_)) => {}
        (true, _) => facts.push(whole(
            "drift/observed-body",
            (unexpected(!operation.is_webhook()), found.claim.basis),
            scope,
            &format!("{}/content", found.at),
            "",
            "there is a body where none is documented".to_owned(),
            edit::contents(api, all_contents(operation), message, &found.at),
        )),
        (false, Payload::Empty) => facts.push(whole(
            "drift/observed-body-missing",
            // An error may come without a body from anything between here and the server.
            (
                if found.status.is_success() { Severity::Error } else { Severity::Note },
                found.claim.basis,
            ),
            scope,
            &format!("{}/content", found.at),
            "",
            "there is no body".to_owned(),
            Offer::of(
                "remove `content`",
                &found.at,
                Change::Entry("content".to_owned(), Value::Null),
            ),
        )),
        _ => {
            let spot = Spot { api, scope, received: true };
            content(&spot, &found.contents, message, &found.at, &mut facts);
        }
    }
    facts
}

fn answer_headers(found: &Response, message: &Message, scope: &str) -> Vec<Fact> {
    let there =
        |name: &str| message.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    let absent = found.headers.iter().filter(|header| header.required && !there(&header.name));
    // Without recorded headers nothing is known of them.
    let absent = absent.filter(|_| !message.headers.is_empty());
    absent
        .map(|header| {
            let name = &header.name;
            let message = format!("the required header `{name}` is not there");
            let known = (Severity::Error, found.claim.basis);
            whole(
                "drift/observed-header-missing",
                known,
                scope,
                &header.at,
                name,
                message,
                Offer::of(
                    "required: false",
                    &header.at,
                    Change::Entry("required".to_owned(), false.into()),
                ),
            )
        })
        .collect()
}
