//! Base addresses: a client keeps calling the one that it was configured with.

use super::prefix::{self, common_path, path, plain};
use super::record::Detail;
use super::{Comparison, Pair, Site};
use crate::Verdict;
use crate::rules::Side;
use oasis_model::ir::{Api, Operation, Server};

/// Compares the base addresses, by meaning: order and a slash at the end say nothing.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    lists(comparison, [&comparison.base.servers, &comparison.new.servers], ["/servers"; 2], "");
}

/// Compares the base addresses of an operation, where it has some of its own in either document.
pub(super) fn compare_own(comparison: &mut Comparison<'_>, pair: Pair<'_>) {
    let Pair { base, new } = pair;
    if base.servers.is_empty() && new.servers.is_empty() {
        return;
    }
    let old = effective(base, comparison.base);
    let now = effective(new, comparison.new);
    lists(comparison, [old, now], [&base.at, &new.at], &new.id);
}

/// The base addresses at which an operation is served.
fn effective<'a>(operation: &'a Operation, api: &'a Api) -> &'a [Server] {
    if operation.servers.is_empty() { &api.servers } else { &operation.servers }
}

/// Compares two lists of base addresses, which stand below these places.
fn lists(
    comparison: &mut Comparison<'_>,
    [old, now]: [&[Server]; 2],
    [base_at, new_at]: [&str; 2],
    operation: &str,
) {
    let (base, new) = (comparison.base, comparison.new);
    // A prefix that moved from the addresses into the paths, or back, is no change.
    let moved = prefix::moved(base, new);
    let address = |server: &Server, api: &Api| {
        let url = normal(&server.url);
        if moved { without_path(&url, api) } else { url }
    };
    let listed = |servers: &[Server], api: &Api| -> Vec<String> {
        servers.iter().map(|server| address(server, api)).collect()
    };
    let (old_urls, new_urls) = (listed(old, base), listed(now, new));
    // Without any address the document leaves it to the reader, and so does a relative one.
    let gone = if new_urls.is_empty() { Verdict::Undecided } else { Verdict::Breaking };
    for (server, url) in old.iter().zip(&old_urls) {
        let relative = url.starts_with('/') || url.is_empty();
        let kept =
            new_urls.iter().any(|other| other == url || (relative && path(other) == path(url)));
        if !kept {
            let site = site(operation, new_at, &server.at);
            let detail = Detail::gone(format!("`{}`", server.url));
            comparison.records.note(&site, "server-removed", gone, detail);
        }
    }
    for (server, url) in now.iter().zip(&new_urls) {
        if !old_urls.contains(url) {
            let site = site(operation, &server.at, base_at);
            let detail = Detail::added(format!("`{}`", server.url));
            comparison.records.note(&site, "server-added", Verdict::NonBreaking, detail);
        }
    }
}

fn site<'a>(operation: &'a str, at: &'a str, other: &'a str) -> Site<'a> {
    Site { side: Side::Api, operation, name: "", at, other, claims: [None, None], text: false }
}

fn without_path(url: &str, api: &Api) -> String {
    let prefix = common_path(api).unwrap_or_default();
    url.strip_suffix(prefix).unwrap_or(url).to_owned()
}

/// The address as every client understands it: letters of the host and the usual port say nothing.
fn normal(url: &str) -> String {
    let url = plain(url);
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => "",
    };
    format!("{scheme}://{}{path}", host.strip_suffix(port).unwrap_or(&host))
}
