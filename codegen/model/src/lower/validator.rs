//! `x-validator` of `info`: how the vendor's validator words its refusals.

use super::x_keys;
use crate::finding::{Basis, Finding, Severity};
use crate::ir::{Labels, Reports, Validator};
use crate::load::Extensions;
use serde_json::{Map, Value};

const KEY: &str = "x-validator";

/// Reads the extension; a part of it that is wrong makes all of it unknown.
pub(super) fn read(
    extensions: &Extensions,
    curated: bool,
    findings: &mut Vec<Finding>,
) -> Option<Validator> {
    let written = extensions.get("/info")?.get(KEY)?;
    let at = format!("/info/{KEY}");
    let validator = written.as_object().and_then(|facts| {
        let (mut claim, mistakes) = x_keys::claim(facts, &at, curated);
        findings.extend(mistakes);
        // No page names the validator: whatever is known of it was worked out.
        if !claim.stated {
            claim.basis = Basis::Inferred;
        }
        facts_of(facts).map(|facts| Validator { claim, at: at.clone(), ..facts })
    });
    if validator.is_none() {
        let severity = if curated { Severity::Error } else { Severity::Warning };
        findings.push(Finding::new(
            severity,
            "spec/validator",
            at,
            format!("{written} does not describe a validator"),
            "write {name: joi, words: 16, labels: path, reports: all, converts: false}; `labels` is `path` or `key`, `reports` is `all` or `first`",
        ));
    }
    validator
}

fn facts_of(facts: &Map<String, Value>) -> Option<Validator> {
    let known = ["name", "words", "labels", "reports", "converts"];
    let is_known =
        |key: &String| known.contains(&key.as_str()) || x_keys::CLAIM.contains(&key.as_str());
    if !facts.keys().all(is_known) {
        return None;
    }
    Some(Validator {
        name: facts.get("name")?.as_str()?.to_owned(),
        words: facts.get("words")?.as_u64()?,
        labels: match facts.get("labels")?.as_str()? {
            "path" => Labels::Path,
            "key" => Labels::Key,
            _ => return None,
        },
        reports: match facts.get("reports")?.as_str()? {
            "all" => Reports::All,
            "first" => Reports::First,
            _ => return None,
        },
        converts: facts.get("converts")?.as_bool()?,
        claim: Default::default(),
        at: String::new(),
    })
}
