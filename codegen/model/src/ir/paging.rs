//! How the pages of a list follow one another: where the items are, and what the next request names.

/// The facts of `x-paging`. Every name in it is there, and of a type that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The query parameter that takes the cursor.
    pub parameter: String,
    /// The property of the success that holds the items of a page.
    pub items: String,
    /// Where the cursor of the next page comes from.
    pub cursor: Cursor,
}

/// Where a page says what comes after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// A property of the page; absent, null or empty on the last page.
    Next(String),
    /// A property of the last item; a page without items is the last.
    Last(String),
}
