//! Which of the credentials that a client has an operation is asked with.
//!
//! In come the alternatives of an operation, out come the sources of the first that the client has
//! every credential for. Nothing is fetched here.

use super::{TokenError, TokenSource};
use crate::{Auth, Operation, SecurityScheme};

/// The credentials of a client.
#[derive(Clone, Default)]
pub(super) struct Credentials {
    /// Stands for any one scheme that has no credential of its own.
    pub(super) any: Option<TokenSource>,
    /// Those of single schemes.
    pub(super) own: Vec<(SecurityScheme, TokenSource)>,
}

impl Credentials {
    /// Where each credential of a request goes and comes from. A client without any sends none: who
    /// stands in between may add them.
    pub(super) fn choose(
        &self,
        operation: &Operation,
    ) -> Result<Vec<(Auth, &TokenSource)>, TokenError> {
        let alternatives = operation.security;
        if alternatives.is_empty() || (self.any.is_none() && self.own.is_empty()) {
            return Ok(Vec::new());
        }
        let mut asking = alternatives.iter().filter(|together| !together.is_empty());
        match asking.find_map(|together| self.all(together)) {
            Some(found) => Ok(found),
            None if alternatives.iter().any(|together| together.is_empty()) => Ok(Vec::new()),
            None => Err(TokenError::NoCredential { wanted: wanted(alternatives) }),
        }
    }

    /// The sources for all of these schemes, if there are such.
    fn all(&self, together: &[SecurityScheme]) -> Option<Vec<(Auth, &TokenSource)>> {
        let mut any = self.any.as_ref();
        let source = |scheme: &SecurityScheme| {
            let own = self.own.iter().find(|(known, _)| known == scheme).map(|(_, source)| source);
            own.or_else(|| any.take()).map(|source| (scheme.auth, source))
        };
        together.iter().map(source).collect()
    }
}

/// The alternatives in words: `a` and `b`, or `c`.
fn wanted(alternatives: &[&[SecurityScheme]]) -> String {
    let together = |schemes: &&[SecurityScheme]| {
        let names: Vec<_> = schemes.iter().map(|scheme| format!("`{}`", scheme.name)).collect();
        names.join(" and ")
    };
    alternatives.iter().map(together).collect::<Vec<_>>().join(", or ")
}
