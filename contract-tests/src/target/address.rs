//! The address of a target, and which hosts may be tested.
//!
//! In come the address and what the user allowed, out comes a [`Target`] or why nothing is sent. No
//! message holds the token.

use super::{Fixtures, REMOVED, Secret};
use crate::vendor;
use anyhow::{Context, Result, bail, ensure};
use http::Uri;
use oasis_model::ir::Api;
use std::net::{Ipv4Addr, Ipv6Addr};

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
    /// What the user allowed.
    pub permissions: Permissions,
}

/// What the user allowed.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    /// Bodies may go to the ids of the fixtures.
    pub writes: bool,
    /// What cannot be undone may be sent off loopback.
    pub irreversible: bool,
    /// Plain http may leave this machine.
    pub insecure: bool,
    /// Hosts that the user says are his own.
    pub owned: Vec<String>,
    /// Known ids.
    pub fixtures: Fixtures,
}

impl Target {
    /// A target from an address such as `http://127.0.0.1:4010/base`.
    ///
    /// # Errors
    /// What is wrong with the address; the token is never part of the text.
    pub fn new(url: &str, token: Secret, permissions: Permissions) -> Result<Self> {
        let shown = token.scrub(url);
        if shown != url {
            bail!("the target holds the token ({shown}); {REMOVED} belongs into OASIS_TOKEN alone");
        }
        Self::read(url, token, permissions).with_context(|| {
            format!("the target {url:?} cannot be used; give it as https://HOST:PORT")
        })
    }

    fn read(url: &str, token: Secret, permissions: Permissions) -> Result<Self> {
        let uri: Uri = url.parse().context("it is no address")?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => bail!("its scheme is neither http nor https"),
        };
        let authority = uri.authority().context("it names no host")?;
        ensure!(
            !authority.as_str().contains('@'),
            "it holds credentials, which belong into OASIS_TOKEN"
        );
        ensure!(
            !url.contains(['?', '#']),
            "it has a query or a fragment, which no path can follow"
        );
        let host = host(authority.host())?;
        let port = match authority.as_str()[authority.host().len()..].strip_prefix(':') {
            None if tls => 443,
            None => 80,
            Some(port) => port
                .parse()
                .ok()
                .filter(|number| *number != 0 && port.bytes().all(|byte| byte.is_ascii_digit()))
                .with_context(|| format!("there is no such port: {port:?}"))?,
        };
        let prefix = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { tls, host, port, prefix, token, permissions })
    }

    /// Whether the target is this machine. Spellings that only some resolvers read, such as `127.1`, are
    /// not taken for it.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_matches(['[', ']']);
        bare == "localhost"
            || bare.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
            || bare.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
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

    /// The known value of a path parameter, if it may be used; with `other`, that of the other session.
    pub fn known(&self, parameter: &str, writes: bool, other: bool) -> Option<&str> {
        if writes && !self.permissions.writes {
            return None;
        }
        vendor::fixture(&self.permissions.fixtures, parameter, other)
    }

    /// Whether something that can never be undone may go to a known id.
    pub fn may_do_irreversible(&self) -> bool {
        self.permissions.writes && (self.is_loopback() || self.permissions.irreversible)
    }

    /// Refuses hosts that are neither this machine, nor a documented sandbox, nor the user's own, and
    /// plain http beyond loopback unless it is allowed.
    ///
    /// # Errors
    /// Why nothing is sent, and which option says otherwise.
    pub fn permit(&self, api: &Api) -> Result<()> {
        if self.is_loopback() {
            return Ok(());
        }
        let host = &self.host;
        let owned = |name: &String| {
            let bare = host.trim_matches(['[', ']']);
            [host.as_str(), bare, &self.authority()].iter().any(|it| it.eq_ignore_ascii_case(name))
        };
        let sandbox = api.servers.iter().any(|server| self.is_sandbox(&server.url));
        if !sandbox && !self.permissions.owned.iter().any(owned) {
            bail!(
                "{} is neither this machine nor the documented sandbox, so nothing was sent; if the \
                 server is yours to test, add --i-own {host}",
                self.authority()
            );
        }
        if !self.tls && !self.permissions.insecure {
            bail!(
                "plain http would send the token to {host} for everybody on the way to read, so nothing \
                 was sent; use https, or add --insecure"
            );
        }
        Ok(())
    }

    /// Whether the target is a documented server that is called a sandbox.
    fn is_sandbox(&self, documented: &str) -> bool {
        let Ok(uri) = documented.parse::<Uri>() else { return false };
        let port =
            uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let same_port = port == self.port || (!self.tls && self.port == 80);
        same_port && uri.host() == Some(&self.host) && self.host.contains("sandbox")
    }
}

/// A host name or an address, as it goes into the `Host` header.
fn host(text: &str) -> Result<String> {
    if let Some(inner) = text.strip_prefix('[') {
        let inner = inner.strip_suffix(']').unwrap_or_default();
        let address = inner.parse::<Ipv6Addr>();
        address.with_context(|| format!("{text} is no IPv6 address"))?;
    } else {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        ensure!(!text.is_empty() && text.bytes().all(fits), "{text:?} is no host name");
    }
    Ok(text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "tok-Zq8wXv3LkPq5RtYu7NmB2cD9";

    fn target(url: &str) -> Result<Target> {
        Target::new(url, Secret::new(TOKEN).unwrap(), Permissions::default())
    }

    #[test]
    fn addresses_are_taken_apart() {
        for (url, parts) in [
            ("http://127.0.0.1:4010/base/", (false, "127.0.0.1", 4010, "/base")),
            ("https://Example.com", (true, "example.com", 443, "")),
            ("HTTP://h/", (false, "h", 80, "")),
            ("https://[::1]:65535/a/b", (true, "[::1]", 65535, "/a/b")),
        ] {
            let Target { tls, host, port, prefix, .. } = target(url).unwrap();
            assert_eq!((tls, host.as_str(), port, prefix.as_str()), parts);
        }
    }

    #[test]
    fn what_is_no_address_of_a_server_is_refused() {
        for (url, reason) in [
            ("", "no address"),
            ("127.0.0.1:1", "scheme"),
            ("ftp://x", "scheme"),
            ("http://", "no address"),
            ("http://user:pw@host", "credentials"),
            ("http://h/?q", "query"),
            ("http://h/#f", "fragment"),
            ("http://127.0.0.1:99999", "no such port"),
            ("http://127.0.0.1:0", "no such port"),
            ("http://127.0.0.1:", "no such port"),
            ("http://127.0.0.1:+80", "port"),
            ("http://[127.0.0.1]:80", "no IPv6 address"),
            ("http://[::1", "no address"),
            ("http://h%61st/", "no address"),
            ("http://a!b/", "no host name"),
        ] {
            let error = format!("{:#}", target(url).unwrap_err());
            assert!(error.contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn a_token_in_the_address_is_refused_and_not_shown() {
        let encoded: String = TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect();
        for url in [
            format!("http://user:{TOKEN}@127.0.0.1:1"),
            format!("http://h/?access_token={TOKEN}"),
            format!("http://127.0.0.1:4010/{TOKEN}"),
            format!("http://{TOKEN}.example.com/"),
            format!("http://h/{encoded}"),
            format!("http://h/{}", TOKEN.to_lowercase()),
            format!("http://h/{}", &TOKEN[..20]),
            format!("{TOKEN}://h"),
            TOKEN.to_owned(),
        ] {
            let error = format!("{:?}", target(&url).unwrap_err());
            assert!(error.contains(REMOVED), "{error}");
            assert!(!error.to_lowercase().contains("zq8w"), "{error}");
            assert!(!error.contains("%5a%71"), "{error}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_plain_names_only() {
        for (host, loopback) in [
            ("localhost", true),
            ("LOCALHOST", true),
            ("127.0.0.1", true),
            ("[::1]", true),
            ("[0:0:0:0:0:0:0:1]", true),
            ("127.1", false),
            ("0x7f.0.0.1", false),
            ("localhost.example.com", false),
            ("127.0.0.1.example.com", false),
            ("[::ffff:127.0.0.1]", false),
        ] {
            assert_eq!(
                target(&format!("http://{host}:1")).unwrap().is_loopback(),
                loopback,
                "{host}"
            );
        }
    }

    #[test]
    fn only_allowed_hosts_are_written_to_and_nothing_in_clear() {
        let mut api = Api::default();
        for url in
            ["https://oasis.sandbox.example", "https://api.example", "https://{x}.sandbox.example"]
        {
            let (url, at) = (url.to_owned(), String::new());
            api.servers.push(oasis_model::ir::Server { url, name: None, description: None, at });
        }
        for (url, owned, insecure, refused) in [
            ("http://127.0.0.1:1", "", false, None),
            ("https://oasis.sandbox.example", "", false, None),
            ("https://oasis.sandbox.example:444", "", false, Some("--i-own oasis.sandbox.example")),
            ("http://oasis.sandbox.example", "", false, Some("--insecure")),
            ("http://oasis.sandbox.example", "", true, None),
            ("http://oasis.sandbox.example:4010", "", true, Some("--i-own")),
            ("https://api.example", "", false, Some("--i-own api.example")),
            ("https://api.example", "API.example", false, None),
            ("https://api.example:444", "api.example:444", false, None),
            ("https://[2001:db8::1]", "2001:db8::1", false, None),
            ("http://api.example", "api.example", false, Some("--insecure")),
            ("http://api.example", "api.example", true, None),
            ("http://127.1", "", true, Some("--i-own 127.1")),
            ("https://evil.example/oasis.sandbox.example", "", true, Some("--i-own")),
        ] {
            let owned = vec![owned.to_owned()];
            let permissions = Permissions { owned, insecure, ..Permissions::default() };
            let target = Target::new(url, Secret::new(TOKEN).unwrap(), permissions).unwrap();
            match (target.permit(&api), refused) {
                (Ok(()), None) => {}
                (Err(error), Some(option)) => {
                    assert!(error.to_string().contains(option), "{url}: {error}");
                }
                (outcome, _) => panic!("{url}: {outcome:?}"),
            }
        }
    }
}
