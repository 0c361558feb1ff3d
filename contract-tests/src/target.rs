//! Where a run goes and what it may do there.
//!
//! In come the address, the fixtures and the permissions of the command line; out comes a
//! [`Target`] or the reason why nothing is sent. It opens no connection.

use crate::{secret::Secret, vendor};
use oasis_model::ir::Api;
use serde::Deserialize;
use std::net::IpAddr;

/// A server under test.
#[derive(Clone, Debug)]
pub struct Target {
    /// `http` or `https`.
    pub tls: bool,
    /// Host as it goes into the `Host` header; an IPv6 address stands in brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// What stands before every path of the specification, without a closing slash.
    pub prefix: String,
    /// The bearer token.
    pub token: Secret,
    /// What may be written to, and whether at all.
    pub permissions: Permissions,
}

/// What the user allowed.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    /// Bodies may go to the ids of the fixtures.
    pub writes: bool,
    /// What cannot be undone may be sent off loopback.
    pub irreversible: bool,
    /// Known ids.
    pub fixtures: Fixtures,
}

/// Ids that exist behind the target and may be written to (TOML).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixtures {
    /// A store.
    pub store_id: Option<Id>,
    /// A shopper in that store.
    pub shopper_id: Option<Id>,
    /// A session.
    pub session_id: Option<Id>,
    /// Another session, to see that a write to one leaves the other alone.
    pub other_session_id: Option<Id>,
}

/// An id as people write it into TOML: text or a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Id(pub String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => Ok(Self(text)),
            toml::Value::Integer(number) => Ok(Self(number.to_string())),
            other => Err(serde::de::Error::custom(format!(
                "expected an id as text or a whole number, found {other}"
            ))),
        }
    }
}

impl Fixtures {
    /// Reads a fixtures file.
    ///
    /// # Errors
    /// What is wrong with it and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}

impl Target {
    /// A target from an address such as `http://127.0.0.1:4010/base`.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn new(url: &str, token: Secret, permissions: Permissions) -> Result<Self, String> {
        let wrong = |why: &str| format!("the target {url} {why}; give it as http://HOST:PORT");
        let uri: http::Uri = url.parse().map_err(|_| wrong("is not an address"))?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(wrong("has no scheme http or https")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("names no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("holds credentials, which belong into OASIS_TOKEN"));
        }
        if uri.query().is_some() {
            return Err(wrong("has a query, which no path can follow"));
        }
        Ok(Self {
            tls,
            host: authority.host().to_owned(),
            port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }),
            prefix: uri.path().trim_end_matches('/').to_owned(),
            token,
            permissions,
        })
    }

    /// Whether the target is this machine.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_matches(['[', ']']);
        bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }

    /// The `Host` header.
    pub fn authority(&self) -> String {
        match (self.tls, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            _ => format!("{}:{}", self.host, self.port),
        }
    }

    /// The value of a path parameter, if there is one that may be used; with `other`, that of the other
    /// session.
    pub fn known(&self, parameter: &str, writes: bool, other: bool) -> Option<&str> {
        if writes && !self.permissions.writes {
            return None;
        }
        vendor::fixture(&self.permissions.fixtures, parameter, other)
    }

    /// The session that may be written to, if there is one.
    pub fn known_session(&self) -> Option<&str> {
        self.known(vendor::SESSION_ID, true, false)
    }

    /// Whether something that can never be undone may go to a known id.
    pub fn may_do_irreversible(&self) -> bool {
        self.permissions.writes && (self.is_loopback() || self.permissions.irreversible)
    }

    /// Refuses hosts that are neither this machine, nor a documented sandbox, nor the user's own.
    ///
    /// # Errors
    /// Why nothing is sent, and which option says otherwise.
    pub fn permit(&self, api: &Api, owned: &[String]) -> Result<(), String> {
        let sandbox = api.servers.iter().any(|server| {
            let host =
                server.url.parse::<http::Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
            host.is_some_and(|host| host == self.host && host.contains("sandbox"))
        });
        if self.is_loopback() || sandbox || owned.contains(&self.host) {
            return Ok(());
        }
        Err(format!(
            "{host} is neither this machine nor the documented sandbox, so nothing was sent; if \
             the server is yours to test, add --i-own {host}",
            host = self.host
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(url: &str) -> Result<Target, String> {
        Target::new(url, Secret::new("token-for-tests").unwrap(), Permissions::default())
    }

    #[test]
    fn addresses_are_taken_apart() {
        let plain = target("http://127.0.0.1:4010/base/").unwrap();
        assert_eq!((plain.port, plain.prefix.as_str()), (4010, "/base"));
        assert!(plain.is_loopback() && target("http://[::1]:1").unwrap().is_loopback());
        assert!(!target("https://example.com").unwrap().is_loopback());
        assert!(target("http://localhost:1").unwrap().is_loopback());
        for wrong in ["127.0.0.1:1", "ftp://x", "http://user:pw@host", "http://h/?q", "http://"] {
            assert!(target(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_allowed_hosts_are_written_to() {
        let mut api = Api::default();
        api.servers.push(oasis_model::ir::Server {
            url: "https://oasis-api.public.sandbox.example".into(),
            description: None,
            at: String::new(),
        });
        assert!(
            target("https://oasis-api.public.sandbox.example").unwrap().permit(&api, &[]).is_ok()
        );
        assert!(target("http://127.0.0.1:1").unwrap().permit(&api, &[]).is_ok());
        let own = target("https://example.com").unwrap();
        assert!(own.permit(&api, &[]).is_err());
        assert!(own.permit(&api, &["example.com".into()]).is_ok());
    }

    #[test]
    fn fixtures_take_text_and_numbers_and_nothing_unknown() {
        let fixtures = Fixtures::parse("store_id = 7\nsession_id = \"abc\"").unwrap();
        assert_eq!(fixtures.store_id, Some(Id("7".into())));
        assert_eq!(fixtures.session_id, Some(Id("abc".into())));
        assert!(Fixtures::parse("shop = 1").is_err());
    }
}
