//! Holds the facts of a page against the specification.
//!
//! A page and an [`Api`] come in, findings go out: `at` is the page's line, `other` the pointer
//! into the specification, and the edit that would settle it is evidence. A claim whose basis is
//! another page, or a guess, needs no word on this page. Prose is never compared.

mod answers;
mod fields;
mod rules;
mod sample;
mod shape;
mod skeleton;
mod uneven;
mod values;
mod whole;

use super::page::{Fact, Page, Part};
use super::path;
use crate::finding::{Basis, Finding, Place, Severity};
use crate::ir::{Api, Claim, Direction, Operation};
use crate::name::escape_pointer;

/// Every difference between a page and the specification, and what of the page was not readable.
pub fn compare(api: &Api, page: &Page) -> Vec<Finding> {
    let mut findings = page.unread.clone();
    findings.extend(uneven::required(page));
    let found = operation(api, page);
    let key = match &found {
        Match::One(operation) | Match::OtherMethod(operation) => Some(operation.at.clone()),
        _ => key(page),
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

/// Pointer of the operation that a page documents, whether the specification has it or not.
fn key(page: &Page) -> Option<String> {
    let (method, path) = (page.method.as_ref()?, page.path.as_ref()?);
    let method = method.value.as_str().to_ascii_lowercase();
    Some(format!("/paths/{}/{method}", escape_pointer(&path.value)))
}

/// Whether a page speaks of the hosts of this specification; if not, it belongs to another site.
pub fn belongs(api: &Api, page: &Page) -> bool {
    !matches!(operation(api, page), Match::OtherSite(_))
}

/// What every comparison needs.
struct Context<'a> {
    api: &'a Api,
    page: &'a Page,
    operation: &'a Operation,
}

/// Which messages a difference can break: those that fit one side only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The page allows more than the specification.
    Wider,
    /// The page allows less.
    Narrower,
    /// Neither contains the other.
    Apart,
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
            Direction::Admin => Way::Sent,
            Direction::Push { .. } => Way::Received,
        }
    }

    /// Whether a part of the page is known whole, so that silence there means something.
    fn whole(&self, part: Part) -> bool {
        self.page.whole(part)
    }
}

/// Refusing what is sent and getting what is not understood both break messages.
fn severity(change: Change, way: Way) -> Severity {
    match (change, way) {
        (Change::Apart, _) | (Change::Narrower, Way::Sent) | (Change::Wider, Way::Received) => {
            Severity::Error
        }
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

enum Match<'a> {
    One(&'a Operation),
    OtherMethod(&'a Operation),
    New,
    OtherSite(String),
    Unknown,
}

fn operation<'a>(api: &'a Api, page: &Page) -> Match<'a> {
    let (Some(method), Some(path)) = (&page.method, &page.path) else { return Match::Unknown };
    // Of a path that shows sample values, any word may be one, but where the method differs as well
    // only what looks like one is taken for it.
    let fitting = |sample: fn(&str) -> bool| {
        let fits = move |segment: &str| page.concrete_path && sample(segment);
        api.operations.iter().filter(move |operation| same_path(&operation.path, &path.value, fits))
    };
    if let Some(operation) = fitting(|_| true).find(|operation| operation.method == method.value) {
        return Match::One(operation);
    }
    let origin = page.curl.as_ref().map(|curl| curl.value.origin.as_str());
    match origin {
        Some(origin)
            if !api.servers.is_empty()
                && api.servers.iter().all(|server| site(&server.url) != site(origin)) =>
        {
            Match::OtherSite(origin.to_owned())
        }
        _ => fitting(path::is_sample).next().map_or(Match::New, Match::OtherMethod),
    }
}

/// Whether two templates are the same but for the names of their parameters. `sample` tells which
/// words of the page may be values; elsewhere a word is no parameter.
fn same_path(ours: &str, page: &str, sample: impl Fn(&str) -> bool) -> bool {
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let mut pairs = ours.split('/').zip(page.split('/'));
    ours.split('/').count() == page.split('/').count()
        && pairs.all(|(ours, page)| match is_parameter(ours) {
            true => is_parameter(page) || sample(page),
            false => ours == page,
        })
}

/// The last two labels of a host, which stay when a sandbox moves.
fn site(url: &str) -> String {
    let host = url.split("://").last().unwrap_or_default();
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let mut labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".").to_ascii_lowercase()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_template_is_no_parameter() {
        let ours = "/stores/{storeId}/shoppers/{shopperId}";
        for (page, sample, same) in [
            ("/stores/{id}/shoppers/{shopper}", false, true),
            ("/stores/{storeId}/shoppers/identity-matching", false, false),
            ("/stores/0/shoppers/string", true, true),
            ("/stores/0/shoppers/string", false, false),
            ("/stores/{storeId}/shoppers", true, false),
            ("/shops/{storeId}/shoppers/{shopperId}", true, false),
        ] {
            assert_eq!(same_path(ours, page, |_| sample), same, "{page}");
        }
    }

    #[test]
    fn a_site_is_the_end_of_its_hosts() {
        assert_eq!(site("https://oasis.public.aifi.com/api"), site("https://api.aifi.com"));
        assert_ne!(site("https://api.aifi.com"), site("https://api.example.com"));
    }
}
