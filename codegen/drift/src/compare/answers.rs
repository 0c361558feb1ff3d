//! Answers: which statuses there are and what comes with them. For a push the integrator answers,
//! so that its answers have to stay accepted.

use super::bodies::{Choice, contents};
use super::{Comparison, Pair, Site, breaking_if, schemas};
use crate::Verdict;
use crate::rules::Side;
use oasis_model::ir::{Header, Operation, Response, Status};

/// Compares all answers of an operation.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>) {
    let mut met: Vec<Status> = Vec::new();
    for new in &pair.new.responses {
        match covering(pair.base, new.status) {
            Some(old) => {
                met.push(old.status);
                both(comparison, pair, old, new);
            }
            None => added(comparison, pair, new),
        }
    }
    for old in pair.base.responses.iter().filter(|old| !met.contains(&old.status)) {
        match covering(pair.new, old.status) {
            Some(new) => both(comparison, pair, old, new),
            None => removed(comparison, pair, old),
        }
    }
}

/// The response that speaks for a status: its own, its class, or the default. A class or a default
/// is never spoken for by a single status.
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
    let detail = format!("`{}`", new.status);
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
    let verdict = breaking_if(!pair.is_webhook());
    comparison.records.note(&site, "success-status-added", verdict, detail);
}

fn removed<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>, old: &'a Response) {
    let mut site = site(pair, Some(old), None);
    let detail = format!("`{}`", old.status);
    let replacing = pair.new.responses.iter().find(|new| {
        new.status.is_success() == old.status.is_success()
            && covering(pair.base, new.status).is_none()
    });
    site.claims[1] = replacing.map(|new| &new.claim);
    let (fact, verdict) = if old.status.is_success() {
        ("success-status-removed", Verdict::Breaking)
    } else {
        ("error-status-removed", Verdict::NonBreaking)
    };
    comparison.records.note(&site, fact, verdict, detail);
}

fn both<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>, old: &'a Response, new: &'a Response) {
    let site = site(pair, Some(old), Some(new));
    match (old.contents.is_empty(), new.contents.is_empty()) {
        (true, false) => {
            let verdict = breaking_if(pair.is_webhook());
            let detail = format!("with `{}`", new.status);
            comparison.records.note(&site, "body-added", verdict, detail);
        }
        (false, true) => {
            let verdict = breaking_if(!pair.is_webhook());
            let detail = format!("with `{}`", new.status);
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
    let site = Site { side, text: true, ..*site };
    let find = |headers: &'a [Header], name: &str| {
        headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
    };
    let sent = pair.is_webhook();
    // OpenAPI has this one ignored: media types are compared with the bodies.
    let named = |header: &&Header| !header.name.eq_ignore_ascii_case("content-type");
    for header in old.headers.iter().filter(named) {
        let title = format!("`{}`", header.name);
        let Some(now) = find(&new.headers, &header.name) else {
            let site = Site { other: &header.at, ..site };
            let verdict = breaking_if(header.required && !sent);
            comparison.records.note(&site, "removed", verdict, title);
            continue;
        };
        let site = Site { at: &now.at, other: &header.at, ..site };
        match (header.required, now.required) {
            (false, true) => {
                comparison.records.note(&site, "became-required", breaking_if(sent), title);
            }
            (true, false) => {
                comparison.records.note(&site, "became-optional", breaking_if(!sent), title);
            }
            _ => {}
        }
        schemas::compare(comparison, &site, header.schema, now.schema);
    }
    let added = |new: &&Header| find(&old.headers, &new.name).is_none();
    for header in new.headers.iter().filter(named).filter(added) {
        let site = Site { at: &header.at, ..site };
        let fact = if header.required { "required-added" } else { "added" };
        let verdict = breaking_if(header.required && sent);
        comparison.records.note(&site, fact, verdict, format!("`{}`", header.name));
    }
}
