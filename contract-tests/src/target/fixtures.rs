//! The ids that exist behind a target and may be written to.

/// Ids that exist and may be written to (TOML). All are held to one path segment.
#[derive(Clone, Debug, Default, PartialEq)]
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

/// An id: 1 to 200 characters, none of them a control character, neither `.` nor `..`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id(String);

impl Id {
    /// An id from text.
    ///
    /// # Errors
    /// Why the text is no id.
    pub fn new(text: &str) -> anyhow::Result<Self> {
        Ok(Self(text.to_owned()))
    }

    /// The id as text, not encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Fixtures {
    /// Reads a fixtures file.
    ///
    /// # Errors
    /// What is wrong with it and where.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        todo!("{text}")
    }
}
