//! The servers that a client can be made for by name, and those of single operations.
//!
//! The name is `x-name`, or else the first words of the description if they are one or two. A server
//! has no name of its own if that is taken, and none can be made for an address with a gap in it.

use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use oasis_model::ir::{Api, Operation, Server};

/// A server and the function that makes a client of it.
#[derive(Clone, Debug)]
pub(crate) struct Named<'a> {
    /// The function.
    pub(crate) function: Ident,
    /// The server.
    pub(crate) server: &'a Server,
}

/// The servers with a usable name; the names are taken in this scope.
pub(super) fn named<'a>(api: &'a Api, scope: &mut Scope) -> Vec<Named<'a>> {
    let servers = api.servers.iter().filter(|server| is_whole(&server.url));
    let named = servers.filter_map(|server| {
        let function = names::snake(name(server)?);
        let is_free = scope.is_free(function.unraw());
        is_free.then(|| Named { function: scope.claim(function), server })
    });
    named.collect()
}

/// The base address of an operation, if it has one of its own that can be called.
pub(super) fn own<'a>(
    api: &Api,
    operation: &'a Operation,
    ledger: &mut Ledger,
) -> Option<&'a Server> {
    let urls = |servers: &[Server]| servers.iter().map(|it| it.url.clone()).collect::<Vec<_>>();
    if urls(&operation.servers) == urls(&api.servers) {
        return None;
    }
    let is_usable = |url: &str| url.starts_with('/') || is_whole(url);
    let own = operation.servers.iter().find(|server| is_usable(&server.url));
    let own = own.filter(|_| !operation.is_webhook());
    for server in &operation.servers {
        match own {
            Some(own) if own.at == server.at => ledger.typed(&server.at),
            Some(_) => ledger.approximated(&server.at, "the client calls another of the servers"),
            None => ledger.approximated(
                &server.at,
                "the client calls the base address that it was made with, not this one",
            ),
        }
    }
    own
}

fn is_whole(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['{', '}', '?', '#', '@']))
}

fn name(server: &Server) -> Option<&str> {
    let described = || {
        let first = server.description.as_deref()?.split(['.', ',', ';', ':', '(', '\n']).next()?;
        (1..=2).contains(&first.split_whitespace().count()).then_some(first)
    };
    let name = server.name.as_deref().or_else(described)?.trim();
    let is_usable = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    is_usable.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_free_and_its_address_has_no_gap() {
        let server = |name: Option<&str>, description: &str, url: &str| Server {
            url: url.to_owned(),
            name: name.map(str::to_owned),
            description: Some(description.to_owned()),
            at: String::new(),
        };
        for (name, description, url, expected) in [
            (Some("Live"), "Where it is.", "https://h", Some("live")),
            (None, "Production. It is busy.", "https://h", Some("production")),
            (None, "EU West, for most", "http://h/v1", Some("eu_west")),
            (None, "Where it all is.", "https://h", None),
            (None, "", "https://h", None),
            (Some("new"), "Other.", "https://h", None),
            (Some("404"), "Other.", "https://h", None),
            (Some("móvil"), "Other.", "https://h", None),
            (None, "Local", "https://{tenant}.h", None),
            (None, "Local", "/v1", None),
            (Some("match"), "", "https://h", Some("r#match")),
        ] {
            let servers = vec![server(name, description, url)];
            let api = Api { servers, ..Api::default() };
            let found = named(&api, &mut Scope::with(&["new"]));
            let found = found.first().map(|named| named.function.as_str());
            assert_eq!(found, expected, "{name:?} {description}");
        }
    }
}
