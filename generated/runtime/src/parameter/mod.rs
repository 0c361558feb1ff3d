//! Parameters as text: how a value becomes the pieces of a path, a query, a header or a cookie, and
//! how it is read back from them.
//!
//! The styles are those of OpenAPI 3.0. What a style does not define (objects within arrays) is
//! written as JSON.
#![cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "one side writes what the other reads")
)]

#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod path;
pub(crate) mod percent;
pub(crate) mod read;
pub(crate) mod spell;
pub(crate) mod tree;

/// How a parameter that is an array or an object is spelt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// One string: items, or keys and values, joined with this. `simple`, and `form`,
    /// `spaceDelimited`, `pipeDelimited` without `explode`.
    Joined(char),
    /// `form` with `explode`: one parameter for each item. In a path or a header, `simple` with
    /// `explode`: `key=value`, joined with commas.
    Exploded,
    /// `form` with `explode` for an object: one parameter for each property, called like it.
    Spread,
    /// `deepObject`: one parameter for each property, called `name[property]`; items of a list are
    /// called `name[]`, or `name[0]` if they are no scalars.
    Deep,
    /// One string that is JSON.
    Json,
    /// `matrix`: `;name=value`. Paths only.
    Matrix {
        /// Whether each item or property stands behind a semicolon of its own.
        explode: bool,
    },
    /// `label`: `.value`. Paths only.
    Label {
        /// Whether each item or property stands behind a dot of its own.
        explode: bool,
    },
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Path,
    Query,
    /// The query, with reserved characters left as they are.
    Reserved,
    Header,
    Cookie,
}

/// One parameter of an operation, as a row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    pub(crate) style: Style,
    /// Whether it has to be there although an empty value leaves nothing of it.
    pub(crate) is_required: bool,
}

impl Parameter {
    const fn new(place: Place, name: &'static str, style: Style) -> Self {
        Self { place, name, key: name, style, is_required: false }
    }

    /// A parameter in the path.
    pub const fn path(name: &'static str, style: Style) -> Self {
        Self::new(Place::Path, name, style)
    }

    /// A parameter in the query.
    pub const fn query(name: &'static str, style: Style) -> Self {
        Self::new(Place::Query, name, style)
    }

    /// A parameter in a header.
    pub const fn header(name: &'static str, style: Style) -> Self {
        Self::new(Place::Header, name, style)
    }

    /// A parameter in a cookie.
    pub const fn cookie(name: &'static str, style: Style) -> Self {
        Self::new(Place::Cookie, name, style)
    }

    /// The same parameter, with characters that mean something in an address left as they are
    /// (`allowReserved`), apart from those that would end the value.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.place = Place::Reserved;
        self
    }

    /// The same parameter, which has to be there: an empty list, of which nothing would be sent, is
    /// refused.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// The same parameter under another key in the struct of parameters: two places may hold
    /// parameters of one name.
    #[must_use]
    pub const fn key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }
}

/// A struct of parameters: serde gives its fields, the table tells where each goes.
pub trait Parameters {
    /// One row for each field.
    const TABLE: &'static [Parameter];
}
