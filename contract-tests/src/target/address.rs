//! The address of a target, and which hosts may be tested.

use super::{Fixtures, Secret};
use crate::vendor;
use oasis_model::ir::Api;

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
    pub fn new(url: &str, token: Secret, permissions: Permissions) -> anyhow::Result<Self> {
        todo!("{url} {token:?} {permissions:?}")
    }

    /// Whether the target is this machine.
    pub fn is_loopback(&self) -> bool {
        todo!()
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
    pub fn permit(&self, api: &Api) -> anyhow::Result<()> {
        todo!("{}", api.title)
    }
}
