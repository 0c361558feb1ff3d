//! The ids that exist behind a target and may be written to.
//!
//! In comes TOML, out come [`Fixtures`] whose ids each fit one segment of a path, or what is wrong with
//! them. Nothing here knows what an id belongs to.

use anyhow::{Result, bail, ensure};
use serde::Deserialize;

/// Ids that exist and may be written to (TOML). All are held to one path segment.
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

/// An id: 1 to 200 characters, none of them a control character, neither `.` nor `..`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id(String);

const LONGEST: usize = 200;

impl Id {
    /// An id from text.
    ///
    /// # Errors
    /// Why the text is no id.
    pub fn new(text: &str) -> Result<Self> {
        ensure!(!text.is_empty(), "an id must not be empty");
        // A dot segment names another resource, encoded or not.
        ensure!(
            !matches!(text, "." | ".."),
            "{text:?} is no id: in a path it names another resource"
        );
        let length = text.chars().count();
        ensure!(length <= LONGEST, "an id has at most {LONGEST} characters, this one has {length}");
        ensure!(
            !text.chars().any(char::is_control),
            "{text:?} is no id: it holds a control character"
        );
        Ok(Self(text.to_owned()))
    }

    /// The id as text, not encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// People write an id into TOML as a string or as a number.
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            other => {
                let message = format!("expected an id as a string or an integer, found {other}");
                return Err(serde::de::Error::custom(message));
            }
        };
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

impl Fixtures {
    /// Reads a fixtures file.
    ///
    /// # Errors
    /// What is wrong with it and where.
    pub fn parse(text: &str) -> Result<Self> {
        let fixtures: Self = toml::from_str(text)?;
        let Self { session_id, other_session_id, .. } = &fixtures;
        if session_id.is_some() && session_id == other_session_id {
            bail!(
                "session_id and other_session_id are the same; name two sessions, or leave one out"
            );
        }
        Ok(fixtures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixtures_take_strings_and_integers() {
        let fixtures = Fixtures::parse("store_id = 7\nsession_id = \"a/b ?#%\"").unwrap();
        assert_eq!(fixtures.store_id.unwrap().as_str(), "7");
        assert_eq!(fixtures.session_id.unwrap().as_str(), "a/b ?#%");
        assert_eq!(Fixtures::parse("").unwrap(), Fixtures::default());
        assert!(Fixtures::parse(&format!("shopper_id = \"{}\"", "é".repeat(200))).is_ok());
    }

    #[test]
    fn what_is_no_id_is_refused_with_its_place() {
        for (text, reason) in [
            ("shop = 1", "unknown field"),
            ("store_id = 1.5", "string or an integer"),
            ("store_id = [1]", "string or an integer"),
            ("store_id = ", "store_id"),
            (r#"session_id = """#, "must not be empty"),
            (r#"session_id = ".""#, "another resource"),
            (r#"session_id = "..""#, "another resource"),
            (r#"session_id = "a\u0000""#, "control character"),
            (r#"session_id = "a\r\nb""#, "control character"),
            (&format!("session_id = \"{}\"", "x".repeat(201)), "at most 200"),
        ] {
            let error = Fixtures::parse(text).unwrap_err().to_string();
            assert!(error.contains(reason) && error.contains("line 1"), "{text}: {error}");
        }
        let same = Fixtures::parse("session_id = 1\nother_session_id = \"1\"").unwrap_err();
        assert!(same.to_string().contains("the same"), "{same}");
    }
}
