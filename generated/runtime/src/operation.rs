//! What is known of an operation without calling it: a table that client and server share.

use crate::{FormField, Parameter};

/// Where a credential goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Auth {
    /// In the header `Authorization`, behind this scheme name.
    Scheme(&'static str),
    /// In the header of this name.
    Header(&'static str),
    /// In the query parameter of this name.
    Query(&'static str),
    /// In the cookie of this name.
    Cookie(&'static str),
}

/// A security scheme: one kind of credential that operations ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SecurityScheme {
    pub(crate) name: &'static str,
    pub(crate) auth: Auth,
}

impl SecurityScheme {
    /// The scheme of this name, whose credential goes there.
    pub const fn new(name: &'static str, auth: Auth) -> Self {
        Self { name, auth }
    }

    /// What the contract calls it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where its credential goes.
    pub fn auth(&self) -> Auth {
        self.auth
    }
}

/// How the pages of a list follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Paging {
    /// The query parameter that takes the cursor.
    pub parameter: &'static str,
    /// The property of a page that holds its items.
    pub items: &'static str,
    /// Where the cursor of the next page comes from.
    pub cursor: Cursor,
}

/// Where a page says what comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cursor {
    /// In this property of the page; absent, null or empty on the last page.
    Next(&'static str),
    /// In this property of the last item; a page without items is the last.
    Last(&'static str),
}

/// One operation of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The documented path, with parameters in braces; what stands behind a question mark is sent in
    /// front of the query.
    pub path: &'static str,
    /// For a webhook, the receiver's route below its base address.
    pub route: Option<&'static str>,
    /// Its own base address, where that is not the one of the API: whole, or a path on the same host.
    pub server: Option<&'static str>,
    /// The alternatives of credentials, each a list of schemes that go together; an empty list: none
    /// has to be sent.
    pub security: &'static [&'static [SecurityScheme]],
    /// The statuses that mean success, as inclusive ranges. A server answers with the first.
    pub success: &'static [(u16, u16)],
    /// Statuses that mean success too, but only with a body that fits.
    pub also: &'static [u16],
    /// The media types of the request body, with commas between them; the first is sent.
    pub consumes: &'static str,
    /// The fields of the form that the request body is, as far as they do not travel in the usual way.
    pub fields: &'static [FormField],
    /// The media types of the responses, as `Accept` has them.
    pub accept: &'static str,
    /// The media type of a success, as a server answers with it.
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
        server: None,
        security: &[],
        success: &[(200, 299)],
        also: &[],
        consumes: "application/json",
        fields: &[],
        accept: "application/json",
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
