//! What concerns the operation as a whole: credentials, body or none, media types, deprecation.

use super::super::page::{Page, Part};
use super::{Context, Way, finding, is_from_this_page, place_of};
use oasis_model::finding::{Finding, Place, Severity};
use oasis_model::ir::{Body, ParameterPlace, SecurityKind};

/// Compares everything that is neither field nor sample.
pub(super) fn compare(context: &Context<'_>, findings: &mut Vec<Finding>) {
    findings.extend(credentials(context));
    findings.extend(server(context));
    body(context, findings);
    media_types(context, findings);
    if context.page.deprecated && !context.operation.docs.deprecated {
        findings.push(finding(
            Severity::Warning,
            "drift/page-deprecated",
            place_of(context.page.title.as_ref(), context.page),
            &context.operation.at,
            "the page marks the whole operation as deprecated".to_owned(),
            "follow the page",
            "deprecated: true".to_owned(),
        ));
    }
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

fn credentials(context: &Context<'_>) -> Option<Finding> {
    let (page, operation) = (context.page, context.operation);
    let wants = |requirements: &[Vec<oasis_model::ir::Requirement>]| {
        requirements.iter().any(|all| !all.is_empty())
    };
    let ours = wants(&operation.security);
    let severity = |hurts: bool| {
        if hurts && context.request() == Way::Sent { Severity::Error } else { Severity::Warning }
    };
    if page.auth.is_empty() {
        return (ours && context.whole(Part::Authorization)).then(|| {
            finding(
                Severity::Warning,
                "drift/page-auth",
                place_of(page.title.as_ref(), page),
                &operation.at,
                "the specification asks for credentials, and the page shows none".to_owned(),
                "look at the page in a browser; follow it if it is whole",
                "security: []".to_owned(),
            )
        });
    }
    let fact = page.auth.first()?;
    let bearer = fact.value.credentials.as_deref().is_none_or(|text| text.starts_with("Bearer"))
        && fact.value.place.is_none_or(|place| place == ParameterPlace::Header);
    let schemes = context.api.security_schemes.iter();
    let required = operation.security.iter().flatten();
    let mut kinds =
        required.filter_map(|need| schemes.clone().find(|scheme| scheme.name == need.scheme));
    let fits = kinds.any(|scheme| {
        let ours = matches!(
            scheme.kind,
            SecurityKind::Bearer | SecurityKind::OAuth2 | SecurityKind::OpenId
        );
        ours == bearer
    });
    let shown = fact.value.credentials.as_deref().unwrap_or("credentials");
    (!fits).then(|| {
        finding(
            severity(true),
            "drift/page-auth",
            fact.place(page),
            &operation.at,
            format!(
                "the page asks for {shown}, the specification for {}",
                if ours { "something else" } else { "nothing" }
            ),
            "follow the page",
            format!("security: [{{{}: []}}]", fact.value.scheme.as_deref().unwrap_or("bearerAuth")),
        )
    })
}

fn body(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let (page, operation) = (context.page, context.operation);
    match (&page.body, &operation.body) {
        (Some(facts), None) => findings.push(finding(
            if context.request() == Way::Sent { Severity::Error } else { Severity::Warning },
            "drift/page-body",
            page.place(facts.line, ""),
            &operation.at,
            "the page documents a request body, the specification has none".to_owned(),
            "add the body",
            super::skeleton::body(context.api, page),
        )),
        (None, Some(body)) if context.whole(Part::Request) && is_from_this_page(&body.claim) => {
            findings.push(finding(
                Severity::Error,
                "drift/page-body",
                place_of(page.title.as_ref(), page),
                &body.at,
                "the specification has a request body, and the page shows none".to_owned(),
                "remove the body if it is gone upstream",
                "remove `requestBody`".to_owned(),
            ))
        }
        (Some(_), Some(body)) => findings.extend(unsent(context, body)),
        _ => {}
    }
}

/// The page's own call has no body any more, and that it has one is why the body is required.
fn unsent(context: &Context<'_>, body: &Body) -> Option<Finding> {
    let curl = context.page.curl.as_ref()?;
    let sends = curl.value.body.is_some() || curl.value.media_type.is_some();
    (context.whole(Part::Curl) && body.required && !sends).then(|| {
        finding(
            Severity::Warning,
            "drift/page-body",
            curl.place(context.page),
            &body.at,
            "the page's sample request has no body, the specification requires one".to_owned(),
            "look at the page in a browser; follow it if its call works without a body",
            "required: false".to_owned(),
        )
        .with_basis(body.claim.basis)
    })
}

fn media_types(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let (page, operation) = (context.page, context.operation);
    if let (Some(facts), Some(body)) = (&page.body, &operation.body) {
        let ours: Vec<&str> =
            body.contents.iter().map(|content| content.media_type.as_str()).collect();
        let shared = facts.media_types.iter().any(|fact| ours.contains(&fact.value.as_str()));
        for fact in facts.media_types.iter().filter(|fact| !ours.contains(&fact.value.as_str())) {
            let severity = if shared { Severity::Warning } else { Severity::Error };
            findings.push(media_type(severity, &fact.value, &ours, fact.place(page), &body.at));
        }
    }
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    let mut ours: Vec<&str> = answers.map(|content| content.media_type.as_str()).collect();
    ours.sort_unstable();
    ours.dedup();
    let lines = &page.response_media_types;
    let shared = lines.iter().any(|fact| ours.contains(&fact.value.as_str()));
    // A client cannot read an answer whose media type is none of those it knows.
    let severity = if shared || ours.is_empty() { Severity::Warning } else { Severity::Error };
    for fact in lines.iter().filter(|fact| !ours.contains(&fact.value.as_str())) {
        let at = format!("{}/responses", operation.at);
        findings.push(media_type(severity, &fact.value, &ours, fact.place(page), &at));
    }
    findings.extend(answer_lines(page));
}

fn media_type(severity: Severity, page: &str, ours: &[&str], at: Place, pointer: &str) -> Finding {
    let ours = if ours.is_empty() { "none".to_owned() } else { ours.join(", ") };
    finding(
        severity,
        "drift/page-media-type",
        at,
        pointer,
        format!("the page shows the media type {page}, the specification has {ours}"),
        "add the media type below `content`",
        format!("content: {{{page}: ..}}"),
    )
}

/// Each answer with a body has one media type line, so a page that shows more of one is odd.
/// Where the lines are fewer, an answer has lost its media type.
fn answer_lines(page: &Page) -> Option<Finding> {
    let bodies = page.tabs.iter().filter(|tab| tab.value != super::super::page::Tab::Empty).count();
    let lines = page.response_media_types.len();
    let odd = page.read_until > Part::Samples && lines != bodies;
    odd.then(|| {
        let mut finding = Finding::new(
            Severity::Note,
            "drift/page-answers-uneven",
            "",
            format!("the page names {lines} media types for {bodies} sample answers with a body"),
            "look at the page in a browser; a sample or a media type may be missing",
        );
        finding.at = page
            .response_media_types
            .last()
            .map_or_else(|| place_of(page.tabs.last(), page), |line| line.place(page));
        finding
    })
}
