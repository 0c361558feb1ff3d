//! Base addresses: a client keeps calling the one that it was configured with.

use super::prefix::{self, common_path, path, plain};
use super::{Comparison, Site};
use crate::Verdict;
use crate::rules::Side;
use oasis_model::ir::{Api, Server};

/// Compares the base addresses, by meaning: order and a slash at the end say nothing.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
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
    let (old_urls, new_urls) = (listed(&base.servers, base), listed(&new.servers, new));
    // Without any address the document leaves it to the reader, and so does a relative one.
    let gone = if new_urls.is_empty() { Verdict::Undecided } else { Verdict::Breaking };
    for (server, url) in base.servers.iter().zip(&old_urls) {
        let relative = url.starts_with('/') || url.is_empty();
        let kept =
            new_urls.iter().any(|other| other == url || (relative && path(other) == path(url)));
        if !kept {
            let site = site("/servers", &server.at);
            let detail = format!("`{}`", server.url);
            comparison.records.note(&site, "server-removed", gone, detail);
        }
    }
    for (server, url) in new.servers.iter().zip(&new_urls) {
        if !old_urls.contains(url) {
            let site = site(&server.at, "/servers");
            let detail = format!("`{}`", server.url);
            comparison.records.note(&site, "server-added", Verdict::NonBreaking, detail);
        }
    }
}

fn site<'a>(at: &'a str, other: &'a str) -> Site<'a> {
    Site { side: Side::Api, operation: "", at, other, claims: [None, None], text: false }
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
