//! Holds the facts of a page against the specification.
//!
//! A page and an [`Api`] come in, findings go out: `at` is the page's line, `other` the pointer
//! into the specification, and the edit that would settle it is evidence. A claim whose basis is
//! another page, or a guess, needs no word on this page. Prose is never compared.

mod answers;
mod fields;
mod route;
mod rules;
mod sample;
mod shape;
mod skeleton;
mod uneven;
mod values;
mod whole;

use super::page::{Fact, Page, Part};
use crate::Verdict;
use crate::direction::{self, Change};
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::{Api, Claim, Direction, Operation};
use route::Match;

/// Every difference between a page and the specification, and what of the page was not readable.
pub fn compare(api: &Api, page: &Page) -> Vec<Finding> {
    let mut findings = page.unread.clone();
    findings.extend(uneven::required(page));
    let found = route::operation(api, page);
    let key = match &found {
        Match::One(operation) | Match::OtherMethod(operation) => Some(operation.at.clone()),
        _ => route::key(page),
    };
    match found {
        Match::One(operation) => {
            let context = Context { api, page, operation };
            whole::compare(&context, &mut findings);
            fields::compare(&context, &mut findings);
            sample::compare(&context, &mut findings);
            answers::compare(&context, &mut findings);
        }
        Match::OtherMethod(operation) => findings.push(other_method(api, page, operation)),
        Match::New => findings.push(skeleton::finding(api, page)),
        Match::OtherSite(origin) => findings.push(other_site(page, &origin)),
        Match::Unknown => findings.push(no_route(api, page)),
    }
    // What the page itself lacks concerns its operation, and is accepted for that one only.
    for finding in findings.iter_mut().filter(|finding| finding.other.is_none()) {
        finding.other = key.clone().map(Place::pointer);
    }
    findings.sort_by_key(|finding| (finding.at.line, std::cmp::Reverse(finding.severity)));
    findings
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

/// Which way the messages in question travel, seen from the integrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

impl Context<'_> {
    /// The way of request bodies and parameters.
    fn request(&self) -> Way {
        match self.operation.direction {
            Direction::Call => Way::Sent,
            Direction::Webhook { .. } => Way::Received,
        }
    }

    /// Whether a part of the page is known whole, so that silence there means something.
    fn whole(&self, part: Part) -> bool {
        self.page.whole(part)
    }
}

/// A page that differs is at least a warning.
fn severity(change: Change, way: Way) -> Severity {
    match direction::verdict(change, way == Way::Sent) {
        Verdict::Breaking => Severity::Error,
        _ => Severity::Warning,
    }
}

/// Whether a claim stands on its own operation's page, so that the page should say the same.
fn is_from_this_page(claim: &Claim) -> bool {
    claim.basis == Basis::Documented && claim.source.is_none()
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

fn place_of<T>(fact: Option<&Fact<T>>, page: &Page) -> Place {
    fact.map_or_else(
        || Place { document: page.name.clone(), ..Place::default() },
        |fact| fact.place(page),
    )
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
    .with_evidence("or add", skeleton::operation(api, page))
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
    finding.with_evidence("what it says", skeleton::operation(api, page))
}
