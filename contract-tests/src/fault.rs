//! Servers that break one promise each: the mock with a planted bug.
//!
//! In comes the mock's router and one [`Fault`], out comes a router that differs in what that fault says
//! and in nothing else. Faults prove that a check can fail; the mock has no switch for any of them.
//! They are rows of `faults.toml`; only what cannot be said as "when this, then that" is code (`coded`).

mod coded;
mod credentials;
mod edit;
mod head;
mod inject;
mod values;
mod when;
mod wire;

pub use inject::layer;

use crate::oracle::Check;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One planted bug.
#[derive(Debug)]
pub struct Fault {
    /// Its name, as `--fault` takes it.
    pub id: String,
    /// The checks that may report it, the likeliest first; one of them has to.
    pub trips: Vec<Check>,
    /// What the server does wrong, in one line that follows "a server that".
    pub what: String,
    then: Then,
}

impl Fault {
    /// The operation that shows it, where only one does.
    pub fn operation(&self) -> Option<&str> {
        self.then.when.operation()
    }
}

/// When a row applies and what it does then. A part that is not given changes nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Then {
    trips: Vec<String>,
    what: String,
    when: when::When,
    request: head::RequestHead,
    request_body: edit::Edits,
    response: head::ResponseHead,
    response_body: edit::Edits,
}

/// Every planted bug, by its name.
pub fn all() -> &'static [Fault] {
    // The table is part of the program, and a test proves that it can be read.
    static FAULTS: LazyLock<Vec<Fault>> = LazyLock::new(|| read().unwrap_or_default());
    &FAULTS
}

/// The planted bug of this name, if there is one.
pub fn find(id: &str) -> Option<&'static Fault> {
    all().iter().find(|fault| fault.id == id)
}

fn read() -> Result<Vec<Fault>> {
    let table: BTreeMap<String, Then> = toml::from_str(include_str!("fault/faults.toml"))?;
    let check = |id: &String| Check::find(id).with_context(|| format!("there is no check {id}"));
    let fault = |(id, mut then): (String, Then)| {
        let trips = then.trips.iter().map(check).collect::<Result<_>>();
        let trips = trips.with_context(|| format!("fault {id}"))?;
        Ok(Fault { id, trips, what: std::mem::take(&mut then.what), then })
    };
    table.into_iter().map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn every_row_says_all_that_it_has_to_and_every_function_has_a_row() {
        let api = Spec::embedded().expect("the specification is sound").api;
        let faults = read().expect("the table is sound");
        for Fault { id, trips, what, then } in &faults {
            assert!(!trips.is_empty() && !what.is_empty() && !what.ends_with('.'), "{id}");
            if let Some(operation) = then.when.operation() {
                assert!(api.operation(operation).is_some(), "{id}: {operation}");
            }
            let changes_request = format!("{:?}{:?}", then.request, then.request_body)
                != format!("{:?}{:?}", head::RequestHead::default(), edit::Edits::default());
            // A request is changed before there is a response to look at.
            assert!(!(changes_request && then.when.looks_at_response()), "{id}");
            let changes_response = format!("{:?}{:?}", then.response, then.response_body)
                != format!("{:?}{:?}", head::ResponseHead::default(), edit::Edits::default());
            let is_row = changes_request || changes_response;
            assert_ne!(
                is_row,
                coded::find(id).is_some(),
                "{id} is both row and function, or neither"
            );
        }
        for name in coded::names() {
            assert!(find(name).is_some(), "no row names the function {name}");
        }
    }
}
