//! Pages as they were served: the source of a page and the spec in, differences or the document that
//! the page holds out. Everything is read and judged in `oasis_drift::pages::html`.

use super::sources::Side;
use oasis_drift::Difference;
use oasis_drift::pages::html::{self, Served};
use oasis_model::finding::{Finding, Severity};

/// What differs between a page and the spec.
pub(super) fn differences(
    spec: &Side,
    name: &str,
    html: &str,
) -> Result<Vec<Difference>, Vec<Finding>> {
    let mut found = Vec::new();
    for served in documents(name, html)? {
        let sides = html::sides(&spec.reading.api, name, &served)
            .map_err(|reason| vec![unreadable(name, &reason)])?;
        found.extend(html::compare(&sides, &spec.reading.findings));
    }
    Ok(found)
}

/// The documents that a page holds.
pub(super) fn documents(name: &str, html: &str) -> Result<Vec<Served>, Vec<Finding>> {
    html::read(html).map_err(|reason| vec![unreadable(name, &reason)])
}

fn unreadable(name: &str, reason: &str) -> Finding {
    let mut finding = Finding::new(
        Severity::Error,
        "drift/page-unreadable",
        "",
        format!("nothing readable in {name}: {reason}"),
        "fetch the reference page of one operation with `spec/fetch-pages`, or save its source as the server sends it",
    );
    name.clone_into(&mut finding.at.document);
    finding
}
