//! Which operation a page is held against: its method and path, and the site that it calls.

use super::super::page::Page;
use super::super::path;
use oasis_model::ir::{Api, Operation};
use oasis_model::pointer::escape_pointer;

/// What the route of a page says of the specification.
pub(super) enum Match<'a> {
    One(&'a Operation),
    OtherMethod(&'a Operation),
    New,
    OtherSite(String),
    Unknown,
}

/// Finds the operation that a page is held against.
pub(super) fn operation<'a>(api: &'a Api, page: &Page) -> Match<'a> {
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

/// Pointer of the operation that a page documents, whether the specification has it or not.
pub(super) fn key(page: &Page) -> Option<String> {
    let (method, path) = (page.method.as_ref()?, page.path.as_ref()?);
    let method = method.value.as_str().to_ascii_lowercase();
    Some(format!("/paths/{}/{method}", escape_pointer(&path.value)))
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
