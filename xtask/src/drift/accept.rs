//! Takes differences that somebody accepted out of a report, and offers the entry for the others.

use super::{Arguments, Source};
use crate::workspace;
use anyhow::{Result, bail};
use oasis_drift::{Drift, accepted};
use oasis_model::locate_places;
use oasis_model::report::{self, Colour};
use std::path::PathBuf;

/// Where the list is, from the root, unless the user names another one.
const LIST: &str = "spec/drift-accepted.yaml";

/// The report without what was accepted. Entries that match nothing are findings, unless some files
/// could not be read: the difference may be in those.
pub(super) fn apply(drift: Drift, arguments: &Arguments, complete: bool) -> Result<Drift> {
    let mut drift = match list(arguments)? {
        Some(path) => {
            let (name, text) = (workspace::shown(&path), workspace::read(&path)?);
            let source = &arguments.source;
            without(drift, &name, &text, |rule| complete && is_reported(rule, source))?
        }
        None => drift,
    };
    for difference in &mut drift.findings {
        if let Some(entry) = accepted::entry(&difference.finding) {
            difference.finding = difference.finding.clone().with_evidence("to accept it", entry);
        }
    }
    Ok(drift)
}

/// The list to use, if there is one. Two documents of others have nothing to do with ours.
fn list(arguments: &Arguments) -> Result<Option<PathBuf>> {
    if let Some(given) = &arguments.accepted {
        return Ok(Some(given.clone()));
    }
    if matches!(
        arguments.source,
        Source::Spec { base: Some(_), .. } | Source::Pages { base: Some(_), .. }
    ) {
        return Ok(None);
    }
    Ok(Some(workspace::root()?.join(LIST)).filter(|path| path.exists()))
}

fn without(drift: Drift, name: &str, text: &str, own: impl Fn(&str) -> bool) -> Result<Drift> {
    let (entries, mistakes) = accepted::parse(name, text);
    if !mistakes.is_empty() {
        let why = report::text(&mistakes, Colour::Without);
        bail!("{name} is not in order; mend it first\n\n{}", why.trim_end());
    }
    let mut drift = accepted::apply(&entries, drift, own);
    let places = drift.findings.iter_mut().map(|difference| &mut difference.finding.at);
    locate_places(places, name, text);
    Ok(drift)
}

/// Whether this source can report a rule at all.
fn is_reported(rule: &str, source: &Source) -> bool {
    let page = rule.starts_with("drift/page-");
    let seen = rule.starts_with("drift/observed-");
    match source {
        Source::Pages { .. } => page,
        Source::Observed { .. } => seen,
        Source::Spec { .. } | Source::Since { .. } => !page && !seen,
    }
}
