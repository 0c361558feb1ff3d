//! Whose traffic is judged: that with one host of the user's choice, else with the servers of the
//! specification. Exchanges with other hosts are counted, so that nobody takes them for judged.

use super::Exchange;
use super::route::Route;
use super::shown::shown;
use crate::address;
use crate::limits::MOST_HOSTS_NAMED;
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::Api;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A host, with a port if it is not to be any.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// The host of an address such as `https://user@h:8443`, with the port that is written.
    pub(super) fn of(origin: &str) -> Option<Self> {
        let (scheme, authority) = origin.split_once("://")?;
        if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return None;
        }
        let authority = authority.rsplit('@').next().unwrap_or(authority);
        authority.parse::<Self>().ok()
    }

    /// Stands for the addresses that have no host, by their scheme.
    pub(super) fn scheme(target: &str) -> Self {
        let scheme = target.split(':').next().unwrap_or_default().to_ascii_lowercase();
        Self { name: format!("{scheme}:"), port: None }
    }

    /// Whether an exchange with the other host is one with this.
    fn takes(&self, other: &Self) -> bool {
        self.name == other.name && (self.port.is_none() || self.port == other.port)
    }
}

impl FromStr for Host {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let problem = || format!("`{text}` is no host, such as api.example.com or 127.0.0.1:8080");
        let end =
            if text.starts_with('[') { text.find(']').map(|end| end + 1) } else { text.find(':') };
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        let port = match rest.strip_prefix(':') {
            Some(port) => Some(port.parse().map_err(|_| problem())?),
            None if rest.is_empty() => None,
            None => return Err(problem()),
        };
        if name.is_empty() || name.contains(['/', '@', ' ']) {
            return Err(problem());
        }
        Ok(Self { name: name.trim_end_matches('.').to_ascii_lowercase(), port })
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The hosts whose traffic is judged.
#[derive(Debug)]
pub(super) struct Wanted {
    hosts: Vec<Host>,
    /// The user named the host; what he did not name is not judged, whatever it is.
    chosen: bool,
}

impl Wanted {
    pub(super) fn new(api: &Api, chosen: Option<&Host>) -> Self {
        let servers =
            || api.servers.iter().filter_map(|server| Host::of(address::split(&server.url).0));
        Self {
            hosts: chosen.map_or_else(|| servers().collect(), |host| vec![host.clone()]),
            chosen: chosen.is_some(),
        }
    }

    /// Whether an exchange is judged. One whose host is not recorded is; so is, unless the user chose,
    /// what we sent ourselves, to a test server, and a notification, which comes to a receiver of
    /// anybody's.
    pub(super) fn takes(&self, exchange: &Exchange, route: &Route<'_>) -> bool {
        let Some(host) = &exchange.host else { return true };
        let is_webhook = matches!(route, Route::Operation(operation, _) if operation.is_webhook());
        let anywhere = self.hosts.is_empty() || exchange.own || is_webhook;
        (!self.chosen && anywhere) || self.hosts.iter().any(|wanted| wanted.takes(host))
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<String> = self.hosts.iter().map(Host::to_string).collect();
        f.write_str(&hosts.join(" or "))
    }
}

/// How many exchanges there were with hosts that are not judged.
#[derive(Debug, Default)]
pub(super) struct Others(BTreeMap<Host, usize>);

impl Others {
    pub(super) fn add(&mut self, exchange: &Exchange) {
        if let Some(host) = &exchange.host {
            *self.0.entry(host.clone()).or_default() += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hosts that were met most, with how often.
    pub(super) fn named(&self) -> String {
        let mut hosts: Vec<(&Host, &usize)> = self.0.iter().collect();
        hosts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let named = hosts.iter().take(MOST_HOSTS_NAMED);
        let mut named: Vec<String> =
            named.map(|(host, count)| format!("{} ({count})", shown(&host.to_string()))).collect();
        if hosts.len() > MOST_HOSTS_NAMED {
            named.push(format!("{} others", hosts.len() - MOST_HOSTS_NAMED));
        }
        named.join(", ")
    }

    /// What is said of them beside what was judged.
    pub(super) fn note(&self) -> Option<Finding> {
        (!self.is_empty()).then(|| {
            Finding::new(
                Severity::Note,
                "drift/observed-other-host",
                "",
                format!("exchanges with other hosts that are not judged: {}", self.named()),
                "to judge those with one of them, give `--host HOST[:PORT]`",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_from_addresses() {
        for (origin, expected) in [
            ("https://H.example", Some("h.example")),
            ("http://jane:pw@h:8080", Some("h:8080")),
            ("https://[::1]:8443", Some("[::1]:8443")),
            ("wss://h", None),
            ("https://h:port", None),
            ("", None),
        ] {
            assert_eq!(Host::of(origin).map(|host| host.to_string()).as_deref(), expected);
        }
        for text in ["", "a b", "https://h", "h/x", "h:99999"] {
            assert!(text.parse::<Host>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_port_matters_where_it_is_named() {
        let host = |text: &str| text.parse::<Host>().unwrap_or_else(|problem| panic!("{problem}"));
        for (wanted, other, expected) in
            [("h", "h:1", true), ("h:1", "h:1", true), ("h:1", "h:2", false), ("h", "i", false)]
        {
            assert_eq!(host(wanted).takes(&host(other)), expected, "{wanted} {other}");
        }
    }
}
