//! Holds the facts of a page of text against the specification.
//!
//! The page is laid over the operation that it is about, and the one comparison of documents judges; a
//! finding names the page's line. What no document can say is looked at beside: samples that a schema
//! refuses, where a page contradicts itself, its route and its host. Prose is never compared.

mod answers;
mod moved;
mod route;
mod sample;
mod uneven;

use super::overlay::{self, Overlay, place_of};
use super::page::{Fact, Page, Part};
use crate::Difference;
use crate::settle::Sides;
use oasis_model::finding::{Finding, Place, Severity};
use oasis_model::ir::{Api, Operation};
use route::Match;

/// Every difference between a page and the specification, and what of the page was not readable.
pub fn compare(api: &Api, page: &Page) -> Vec<Difference> {
    let mut findings = page.unread.clone();
    findings.extend(uneven::required(page));
    findings.extend(uneven::answer_lines(page));
    let mut differences = Vec::new();
    let found = route::operation(api, page);
    let key = match &found {
        Match::One(operation) | Match::OtherMethod(operation) => Some(operation.at.clone()),
        _ => route::key(page),
    };
    match found {
        Match::One(operation) => {
            let context = Context { api, page, operation };
            let laid = overlay::lay(api, operation, page);
            differences = laid_over(&context, &laid);
            findings.extend(laid.doubts);
            findings.extend(server(&context));
            sample::compare(&context, &mut findings);
            answers::compare(&context, &mut findings);
        }
        Match::OtherMethod(operation) => findings.push(other_method(api, page, operation)),
        Match::New => differences = moved::new(api, page),
        Match::OtherSite(origin) => findings.push(other_site(page, &origin)),
        Match::Unknown => findings.push(no_route(api, page)),
    }
    // What the page itself lacks concerns its operation, and is accepted for that one only.
    for finding in findings.iter_mut().filter(|finding| finding.other.is_none()) {
        finding.other = key.clone().map(Place::pointer);
    }
    differences.extend(findings.into_iter().map(Difference::of_source));
    differences.sort_by_key(|one| (one.finding.at.line, std::cmp::Reverse(one.finding.severity)));
    differences
}

/// The operation that a page is about, and the same with the page laid over it.
pub fn sides(api: &Api, page: &Page) -> Option<Sides> {
    let (operation, empty) = match route::operation(api, page) {
        Match::One(operation) => (operation.clone(), false),
        Match::New => (moved::empty(api, page), true),
        _ => return None,
    };
    let new = overlay::lay(api, &operation, page).api;
    let operations = if empty { Vec::new() } else { vec![operation] };
    Some(Sides { base: Api { operations, ..api.clone() }, new, whole: false })
}

/// The name of the operation that a page is about, if the specification has it.
pub fn operation<'a>(api: &'a Api, page: &Page) -> Option<&'a str> {
    match route::operation(api, page) {
        Match::One(operation) | Match::OtherMethod(operation) => Some(&operation.id),
        _ => None,
    }
}

/// Whether a page speaks of the hosts of this specification; if not, it belongs to another site.
pub fn belongs(api: &Api, page: &Page) -> bool {
    !matches!(route::operation(api, page), Match::OtherSite(_))
}

/// What every comparison needs.
struct Context<'a> {
    api: &'a Api,
    page: &'a Page,
    operation: &'a Operation,
}

impl Context<'_> {
    /// Whether a part of the page is known whole, so that silence there means something.
    fn whole(&self, part: Part) -> bool {
        self.page.whole(part)
    }
}

/// What differs between the operation and the page laid over it, at the lines of the page.
fn laid_over(context: &Context<'_>, laid: &Overlay<'_>) -> Vec<Difference> {
    let base = Api { operations: vec![context.operation.clone()], ..context.api.clone() };
    let mut differences = crate::compare(&base, &laid.api).findings;
    for Difference { finding, .. } in &mut differences {
        let pointer = std::mem::take(&mut finding.at.pointer);
        if let Some(offer) = laid.offer(&pointer) {
            *finding = finding.clone().with_evidence("spec edit", offer);
        }
        finding.at = Place { pointer: pointer.clone(), ..laid.place(&pointer) };
    }
    differences
}

/// The sample request goes to a host that no server of the specification has.
fn server(context: &Context<'_>) -> Option<Finding> {
    let curl = context.page.curl.as_ref()?;
    let origin = curl.value.origin.as_str();
    let host = |url: &str| url.split("://").last().map(str::to_ascii_lowercase);
    let servers = &context.api.servers;
    let known = servers.iter().any(|server| {
        host(&server.url).is_some_and(|ours| {
            host(origin).is_some_and(|page| ours.trim_end_matches('/').starts_with(&page))
        })
    });
    (!servers.is_empty() && !known).then(|| {
        finding(
            Severity::Warning,
            "drift/page-server",
            curl.place(context.page),
            "/servers",
            format!("the page calls {origin}, which is no server of the specification"),
            "follow the page if the server has moved",
            format!("servers: [{{url: {origin}}}]"),
        )
    })
}

/// A finding about a line of the page and an element of the specification.
fn finding(
    severity: Severity,
    rule: &'static str,
    at: Place,
    pointer: &str,
    message: String,
    help: &str,
    edit: String,
) -> Finding {
    let mut finding = Finding::new(severity, rule, "", message, help);
    finding.at = at;
    finding.with_other(Place::pointer(pointer)).with_evidence("spec edit", edit)
}

fn other_method(api: &Api, page: &Page, operation: &Operation) -> Finding {
    let method = page.method.as_ref().map_or("", |method| method.value.as_str());
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    finding(
        Severity::Warning,
        "drift/page-method",
        place_of(page.method.as_ref(), page),
        &operation.at,
        format!(
            "the page documents {method} {path}, the specification has {} there",
            operation.method
        ),
        "if the page is that of another operation, add it; if the method changed, change the key below the path",
        format!("rename the key `{}` to `{}`", operation.at, method.to_ascii_lowercase()),
    )
    .with_evidence("or add", moved::offered(api, page))
}

fn other_site(page: &Page, origin: &str) -> Finding {
    let mut finding = Finding::new(
        Severity::Error,
        "drift/page-other-site",
        "",
        format!("the page calls {origin}, which is no server of the specification"),
        "give a page of the API that the specification describes",
    );
    finding.at = place_of(page.curl.as_ref(), page);
    finding
}

fn no_route(api: &Api, page: &Page) -> Finding {
    let mut finding = Finding::new(
        Severity::Error,
        "drift/page-without-route",
        "",
        "neither the page's method and path nor its sample request could be read",
        "save the whole page; nothing of it was compared",
    );
    finding.at = place_of(page.title.as_ref(), page);
    finding.with_evidence("what it says", moved::offered(api, page))
}
