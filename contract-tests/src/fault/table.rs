//! Reads the table of faults.
//!
//! In comes the text of `faults.toml`, out come the faults or the first thing that is wrong with it. What
//! the parts of a row mean stands in `when`, `head` and `edit`. Whether a row ever applies cannot be seen
//! here: a test sends requests for that.

use super::Fault;
use super::coded::{self, Act};
use super::edit::Edits;
use super::head::{RequestHead, ResponseHead};
use super::when::When;
use crate::oracle::Check;
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::collections::HashSet;

/// What a faulty server does.
pub(super) enum Plan {
    /// When this, then that.
    Row(Box<Then>),
    /// A function.
    Coded(Act),
}

/// When a row applies and what it does then. A part that is not given changes nothing.
#[derive(Debug)]
pub(super) struct Then {
    pub(super) when: When,
    pub(super) request: RequestHead,
    pub(super) request_body: Edits,
    pub(super) response: ResponseHead,
    pub(super) response_body: Edits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    fault: Vec<Row>,
}

/// A row as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    id: String,
    trips: Vec<String>,
    what: String,
    when: Option<When>,
    request: Option<RequestHead>,
    request_body: Option<Edits>,
    response: Option<ResponseHead>,
    response_body: Option<Edits>,
}

/// The faults of a table.
///
/// # Errors
/// The first row that cannot be read, with the reason.
pub(super) fn parse(text: &str) -> Result<Vec<Fault>> {
    let table: Table = toml::from_str(text).context("the table of faults cannot be read")?;
    let mut ids = HashSet::new();
    let mut faults = Vec::new();
    for row in table.fault {
        let id = row.id.clone();
        ensure!(ids.insert(id.clone()), "fault {id}: there are two of this name; rename one");
        faults.push(row.fault().with_context(|| format!("fault {id}"))?);
    }
    Ok(faults)
}

impl Row {
    fn fault(self) -> Result<Fault> {
        ensure!(!self.trips.is_empty(), "`trips` is empty; name the check that reports it");
        ensure!(!self.what.trim().is_empty(), "`what` is empty; say what the server does wrong");
        let check = |id: &String| {
            Check::find(id)
                .with_context(|| format!("there is no check {id}; --list-checks names them all"))
        };
        let trips = self.trips.iter().map(check).collect::<Result<_>>()?;
        Ok(Fault { trips, id: self.id.clone(), what: self.what.clone(), plan: self.plan()? })
    }

    fn plan(self) -> Result<Plan> {
        let Self { id, when, request, request_body, response, response_body, .. } = self;
        let changes_request = request.is_some() || request_body.is_some();
        let changes_response = response.is_some() || response_body.is_some();
        let coded = coded::find(&id);
        if !changes_request && !changes_response {
            ensure!(
                when.is_none(),
                "it says when, but not what happens; add `response` or another change"
            );
            let act =
                coded.context("it changes nothing, and no function in coded.rs has its name")?;
            return Ok(Plan::Coded(act));
        }
        ensure!(coded.is_none(), "it is in coded.rs as well; remove one of both");
        let when = when.unwrap_or_default();
        if changes_request && when.looks_at_response() {
            bail!("it changes the request, so `when` cannot ask for what the response is like");
        }
        Ok(Plan::Row(Box::new(Then {
            when,
            request: request.unwrap_or_default(),
            request_body: request_body.unwrap_or_default(),
            response: response.unwrap_or_default(),
            response_body: response_body.unwrap_or_default(),
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    const TEXT: &str = include_str!("faults.toml");

    #[test]
    fn the_table_can_be_read_and_every_function_has_a_row() {
        let faults = parse(TEXT).expect("the table is sound");
        let ids: HashSet<&str> = faults.iter().map(|fault| fault.id.as_str()).collect();
        assert_eq!(ids.len(), super::super::all().len());
        for name in coded::names() {
            assert!(ids.contains(name), "no row names the function {name}");
        }
    }

    #[test]
    fn rows_name_operations_that_exist() {
        let api = Spec::embedded().expect("the specification is sound").api;
        for fault in parse(TEXT).expect("the table is sound") {
            if let Plan::Row(then) = &fault.plan
                && let Some(operation) = then.when.operation()
            {
                assert!(api.operation(operation).is_some(), "{}: {operation}", fault.id);
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_row_is_said_with_its_name() {
        let row = |rest: &str| format!("[[fault]]\nid = \"x\"\nwhat = \"is odd\"\n{rest}");
        let trips = "trips = [\"leaks\"]\n";
        let good = format!("{trips}response = {{ status = 201 }}\n");
        for (text, says) in [
            (row("trips = []\nresponse = { status = 201 }"), "fault x: `trips` is empty"),
            (row("trips = [\"leak\"]\nresponse = { status = 201 }"), "there is no check leak"),
            (row(trips), "no function in coded.rs"),
            (row(&format!("{trips}when = {{ status = 200 }}")), "not what happens"),
            (row(&format!("{trips}respond = {{ status = 201 }}")), "unknown field `respond`"),
            (row(&format!("{trips}response = {{ state = 201 }}")), "unknown field `state`"),
            (
                row(&format!("{trips}response-body = {{ set = {{ \"/a\" = \"b\" }} }}")),
                "is not JSON",
            ),
            (row(&format!("{trips}when = {{ body = {{ \"/a\" = \"b\" }} }}")), "neither JSON"),
            (
                row(&format!(
                    "{trips}when = {{ status = 200 }}\nrequest = {{ token = \"right\" }}"
                )),
                "it changes the request",
            ),
            (format!("{}{}", row(&good), row(&good)), "two of this name"),
        ] {
            let error = parse(&text).err().map(|error| format!("{error:#}")).unwrap_or_default();
            assert!(error.contains(says), "{text}\n{says}: {error}");
        }
        assert!(parse(&row(&good)).is_ok());
    }
}
