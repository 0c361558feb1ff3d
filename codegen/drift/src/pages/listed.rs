//! The list of the vendor's pages in, its entries out: which page is which, and where it is.

use serde::Deserialize;

/// One page of the vendor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What `x-source` calls it.
    pub code: String,
    /// Where it is.
    pub address: String,
    /// What the site calls it.
    #[serde(default)]
    pub title: Option<String>,
    /// The operation of the specification whose page it is.
    #[serde(default)]
    pub operation: Option<String>,
}

impl Entry {
    /// The host of its address.
    pub fn host(&self) -> &str {
        self.split().0
    }

    /// The path of its address.
    pub fn path(&self) -> &str {
        self.split().1
    }

    /// The last part of its path.
    pub fn last_part(&self) -> &str {
        self.path().rsplit('/').next().unwrap_or_default()
    }

    fn split(&self) -> (&str, &str) {
        let rest = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        rest.split_at(rest.find('/').unwrap_or(rest.len()))
    }
}

/// What the page of an operation is called.
pub fn code<'a>(entries: &'a [Entry], operation: &str) -> Option<&'a str> {
    let own = |entry: &&Entry| entry.operation.as_deref() == Some(operation);
    entries.iter().find(own).map(|entry| entry.code.as_str())
}

/// The entries of a list in YAML.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Entry>, String> {
    let entries: Vec<Entry> = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    for (index, entry) in entries.iter().enumerate() {
        if entry.path().is_empty() {
            return Err(format!("the address of {} has no path: {}", entry.code, entry.address));
        }
        if entries[..index].iter().any(|other| other.code == entry.code) {
            return Err(format!("{} stands there twice", entry.code));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_mistakes_are_named() {
        let text = "- {code: A, address: 'https://h.example/x/y?z', title: T, operation: o}\n";
        let entries = parse(text).unwrap();
        let entry = &entries[0];
        assert_eq!((entry.host(), entry.path(), entry.last_part()), ("h.example", "/x/y", "y"));
        for (text, word) in [
            ("- {code: A, address: h}\n", "path"),
            ("- {code: A, address: h/x}\n- {code: A, address: h/y}\n", "twice"),
            ("- {code: A}\n", "address"),
            ("- {code: A, address: h/x, colour: red}\n", "colour"),
        ] {
            assert!(parse(text).unwrap_err().contains(word), "{text}");
        }
    }
}
