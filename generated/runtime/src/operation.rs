//! What is known of an operation without calling it: a table that client and server share.

use crate::Parameter;

/// Where an operation wants its credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Auth {
    /// Nowhere: it wants none.
    None,
    /// In the header `Authorization`, behind this scheme name.
    Scheme(&'static str),
    /// In the header of this name.
    Header(&'static str),
    /// In the query parameter of this name.
    Query(&'static str),
    /// In the cookie of this name.
    Cookie(&'static str),
}

/// One operation of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The documented path, with parameters in braces.
    pub path: &'static str,
    /// For a webhook, the receiver's route below its base address.
    pub route: Option<&'static str>,
    /// Where the credential goes.
    pub auth: Auth,
    /// The statuses that mean success, as inclusive ranges. A server answers with the first.
    pub success: &'static [(u16, u16)],
    /// Statuses that mean success too, but only with a body that fits.
    pub also: &'static [u16],
    /// The media type of the request body.
    pub consumes: &'static str,
    /// The media type of a success: what a client accepts and a server answers with.
    pub produces: &'static str,
    /// The path parameters whose style is not `simple` without `explode`.
    pub path_styles: &'static [Parameter],
    /// The documented example of the success, as JSON.
    pub example: Option<&'static str>,
}

impl Operation {
    /// What an operation has unless it says otherwise.
    pub const NEW: Self = Self {
        id: "",
        method: "GET",
        path: "/",
        route: None,
        auth: Auth::None,
        success: &[(200, 299)],
        also: &[],
        consumes: "application/json",
        produces: "application/json",
        path_styles: &[],
        example: None,
    };

    /// The path that a request goes to: the documented one, or a receiver's route. A receiver
    /// whose path holds parameters has no route of its own.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn path_or_route(&self, by_route: bool) -> &'static str {
        match self.route {
            Some(route) if by_route && !self.path.contains('{') => route,
            _ => self.path,
        }
    }
}
