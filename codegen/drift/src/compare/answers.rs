//! Answers: which statuses there are and what comes with them. For a push the integrator answers,
//! so that its answers have to stay accepted.

use super::bodies::{Choice, contents};
use super::edits::edit;
use super::parameters::{self, presence};
use super::record::Detail;
use super::{Comparison, Pair, Site, schemas};
use crate::Verdict;
use crate::direction::{Change, verdict};
use crate::rules::Side;
use oasis_model::ir::{Header, Operation, Response, Status};
use oasis_model::settle::{self, Edit};
use std::collections::BTreeSet;

/// Compares all answers of an operation.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>) {
    let statuses = statuses(pair);
    let met: Vec<Met<'a>> = statuses
        .into_iter()
        .map(|code| {
            let status = Status::Code(code);
            (code, covering(pair.base, status), covering(pair.new, status))
        })
        .collect();
    let mut known: Vec<(&str, &str)> = Vec::new();
    for (_, old, new) in &met {
        if let (Some(old), Some(new)) = (old, new)
            && !known.contains(&(&old.at, &new.at))
        {
            known.push((&old.at, &new.at));
            both(comparison, pair, old, new);
        }
    }
    for old in &pair.base.responses {
        gone(comparison, pair, old, &met);
    }
    for new in &pair.new.responses {
        let is_new = |(_, old, now): &Met<'_>| old.is_none() && is(*now, new);
        if met.iter().any(is_new) {
            added(comparison, pair, new);
        }
    }
}

/// A status with the responses that speak for it in the base and in the new document.
type Met<'a> = (u16, Option<&'a Response>, Option<&'a Response>);

fn is(found: Option<&Response>, response: &Response) -> bool {
    found.is_some_and(|found| std::ptr::eq(found, response))
}

/// Every status that either document speaks of. A default speaks of successes and of errors.
fn statuses(pair: Pair<'_>) -> BTreeSet<u16> {
    let responses = pair.base.responses.iter().chain(&pair.new.responses);
    let mut statuses = BTreeSet::new();
    for status in responses.map(|response| response.status).collect::<BTreeSet<_>>() {
        match status {
            Status::Code(code) => drop(statuses.insert(code)),
            Status::Class(class) => {
                let first = u16::from(class) * 100;
                statuses.extend(first..first + 100);
            }
            Status::Default => statuses.extend((200..300).chain(400..600)),
        }
    }
    statuses
}

/// Notes a response of the base that no longer speaks for all that it spoke for.
fn gone<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>, old: &'a Response, met: &[Met<'a>]) {
    let own = || met.iter().filter(|(_, base, _)| is(*base, old));
    let lost: Vec<u16> =
        own().filter(|(.., new)| new.is_none()).map(|(status, ..)| *status).collect();
    let mut left: Vec<String> = Vec::new();
    for (.., new) in own() {
        let name = new.map(|new| format!("`{}`", new.status));
        left.extend(name.filter(|name| !left.contains(name)));
    }
    match (lost.is_empty(), left.is_empty()) {
        (true, _) => {}
        (false, true) => removed(comparison, pair, old),
        (false, false) => {
            let site = site(pair, Some(old), None);
            let detail = Detail::both(format!("`{}`", old.status), left.join(", "));
            // Beside a success, a default stands for errors.
            let successes = old.status.is_success()
                || !pair.base.responses.iter().any(|response| response.status.is_success());
            let refused = successes && lost.iter().any(|status| (200..300).contains(status));
            let change = if refused { Change::Narrowed } else { Change::Gone };
            let verdict = verdict(change, site.side.is_sent());
            comparison.records.note(&site, "status-range-narrowed", verdict, detail);
        }
    }
}

/// The response that speaks for a status: its own, its class, or the default.
fn covering(operation: &Operation, status: Status) -> Option<&Response> {
    let named = |status| operation.responses.iter().find(|response| response.status == status);
    let class = match status {
        Status::Code(code) => u8::try_from(code / 100).ok().map(Status::Class),
        _ => None,
    };
    named(status).or_else(|| named(class?)).or_else(|| named(Status::Default))
}

fn site<'a>(pair: Pair<'a>, old: Option<&'a Response>, new: Option<&'a Response>) -> Site<'a> {
    let side = if pair.is_webhook() { Side::WebhookAnswer } else { Side::Response };
    let whole = pair.site();
    Site {
        side,
        at: new.map_or(whole.at, |response| &response.at),
        other: old.map_or(whole.other, |response| &response.at),
        claims: [old.map(|response| &response.claim), new.map(|response| &response.claim)],
        ..whole
    }
}

fn added<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>, new: &'a Response) {
    let mut site = site(pair, None, Some(new));
    let detail = Detail::added(format!("`{}`", new.status));
    if !new.status.is_success() {
        comparison.records.note(&site, "error-status-added", Verdict::NonBreaking, detail);
        return;
    }
    // The status that it replaces may have been a guess.
    let replaced = pair
        .base
        .responses
        .iter()
        .find(|old| old.status.is_success() && covering(pair.new, old.status).is_none());
    site.claims[0] = replaced.map(|old| &old.claim);
    let verdict = verdict(Change::Widened, site.side.is_sent());
    comparison.records.note(&site, "success-status-added", verdict, detail);
    if let Some(edit) = replaced.and_then(|old| other_status(pair, old, new)) {
        comparison.records.offer(&site, "success-status-added", edit);
    }
}

fn removed<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>, old: &'a Response) {
    let mut site = site(pair, Some(old), None);
    let detail = Detail::gone(format!("`{}`", old.status));
    let replacing = pair.new.responses.iter().find(|new| {
        new.status.is_success() == old.status.is_success()
            && covering(pair.base, new.status).is_none()
    });
    site.claims[1] = replacing.map(|new| &new.claim);
    let (fact, change) = if old.status.is_success() {
        ("success-status-removed", Change::Replaced)
    } else {
        ("error-status-removed", Change::Gone)
    };
    let verdict = verdict(change, site.side.is_sent());
    comparison.records.note(&site, fact, verdict, detail);
    if let Some(edit) = replacing.and_then(|new| other_status(pair, old, new)) {
        comparison.records.offer(&site, fact, edit);
    }
}

/// One response gave way to another: it comes with another status.
fn other_status(pair: Pair<'_>, old: &Response, new: &Response) -> Option<Edit> {
    let (Status::Code(from), Status::Code(to)) = (old.status, new.status) else { return None };
    let change = settle::Change::Status { operation: pair.base.id.clone(), from, to };
    Some(edit(&old.at, change))
}

fn both<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>, old: &'a Response, new: &'a Response) {
    let site = site(pair, Some(old), Some(new));
    match (old.contents.is_empty(), new.contents.is_empty()) {
        (true, false) => {
            let verdict = verdict(Change::AddedRequired, site.side.is_sent());
            let detail = Detail::about(format!("with `{}`", new.status));
            comparison.records.note(&site, "body-added", verdict, detail);
        }
        (false, true) => {
            let verdict = verdict(Change::GoneRequired, site.side.is_sent());
            let detail = Detail::about(format!("with `{}`", old.status));
            comparison.records.note(&site, "body-removed", verdict, detail);
        }
        _ => contents(comparison, &site, &old.contents, &new.contents, Choice::Integrator),
    }
    headers(comparison, pair, &site, old, new);
}

fn headers<'a>(
    comparison: &mut Comparison<'a>,
    pair: Pair<'a>,
    site: &Site<'a>,
    old: &'a Response,
    new: &'a Response,
) {
    let side = if pair.is_webhook() { Side::WebhookAnswerHeader } else { Side::Header };
    // The basis of a response speaks of its status.
    let site = Site { side, text: true, claims: [None, None], ..*site };
    let find = |headers: &'a [Header], name: &str| {
        headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
    };
    // OpenAPI has this one ignored: media types are compared with the bodies.
    let named = |header: &&Header| !header.name.eq_ignore_ascii_case("content-type");
    for header in old.headers.iter().filter(named) {
        let title = format!("`{}`", header.name);
        let Some(now) = find(&new.headers, &header.name) else {
            let site = Site { name: &header.name, other: &header.at, ..site };
            parameters::removed(comparison, &site, header.required, title);
            continue;
        };
        let site = Site { name: &header.name, at: &now.at, other: &header.at, ..site };
        if let Some((fact, change)) = presence(header.required, now.required) {
            let verdict = verdict(change, site.side.is_sent());
            comparison.records.note(&site, fact, verdict, Detail::about(title));
        }
        schemas::compare(comparison, &site, header.schema, now.schema);
    }
    let added = |new: &&Header| find(&old.headers, &new.name).is_none();
    for header in new.headers.iter().filter(named).filter(added) {
        let site = Site { name: &header.name, at: &header.at, ..site };
        parameters::added(comparison, &site, header.required, format!("`{}`", header.name));
    }
}
