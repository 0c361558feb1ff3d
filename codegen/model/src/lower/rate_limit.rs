//! `x-rate-limit` of `info`: how many requests a second the API takes from one caller.

use crate::finding::{Finding, Severity};
use crate::load::Extensions;

const KEY: &str = "x-rate-limit";

/// Reads the extension.
pub(super) fn read(
    extensions: &Extensions,
    curated: bool,
    findings: &mut Vec<Finding>,
) -> Option<u32> {
    let written = extensions.get("/info")?.get(KEY)?;
    let limit = written.as_u64().and_then(|limit| u32::try_from(limit).ok());
    let limit = limit.filter(|limit| *limit > 0);
    if limit.is_none() {
        let severity = if curated { Severity::Error } else { Severity::Warning };
        findings.push(Finding::new(
            severity,
            "spec/rate-limit",
            format!("/info/{KEY}"),
            format!("{written} is no number of requests"),
            "write how many requests a second the API takes, such as 20",
        ));
    }
    limit
}
