//! House rules, for a curated document only: everything is described, every body has an example,
//! and what no page states says why it is believed.

use crate::finding::{Basis, Finding, Severity};
use crate::ir::{Api, Claim, Content, Docs, Kind};

/// Holds a curated API against the house rules.
pub(super) fn check(api: &Api) -> Vec<Finding> {
    let mut findings = Vec::new();
    for operation in &api.operations {
        described(&operation.docs, &operation.at, "operation", &mut findings);
        reasoned(&operation.claim, &operation.at, &mut findings);
        for parameter in &operation.parameters {
            described(&parameter.docs, &parameter.at, "parameter", &mut findings);
            reasoned(&parameter.claim, &parameter.at, &mut findings);
        }
        if let Some(body) = &operation.body {
            reasoned(&body.claim, &body.at, &mut findings);
            exemplified(&body.contents, &mut findings);
        }
        for response in &operation.responses {
            described(&response.docs, &response.at, "response", &mut findings);
            reasoned(&response.claim, &response.at, &mut findings);
            exemplified(&response.contents, &mut findings);
        }
    }
    for schema in &api.schemas {
        if schema.component {
            described(&schema.docs, &schema.at, "schema", &mut findings);
        }
        reasoned(&schema.claim, &schema.at, &mut findings);
        let Kind::Object(object) = &schema.kind else { continue };
        for property in &object.properties {
            let own = api.schema(property.schema);
            let meant = api.schema(api.resolve(property.schema).0);
            if own.docs.description.is_none() && meant.docs.description.is_none() {
                described(&own.docs, &own.at, "property", &mut findings);
            }
        }
    }
    // Shared responses and merged properties are met several times.
    let mut seen = std::collections::HashSet::new();
    findings.retain(|finding| seen.insert((finding.rule.clone(), finding.at.pointer.clone())));
    findings
}

fn described(docs: &Docs, at: &str, what: &str, findings: &mut Vec<Finding>) {
    if docs.description.as_deref().is_none_or(|text| text.trim().is_empty()) {
        findings.push(Finding::new(
            Severity::Error,
            "spec/no-description",
            at,
            format!("the {what} has no `description`"),
            "say in a sentence what it means; it becomes the documentation of the code",
        ));
    }
}

fn reasoned(claim: &Claim, at: &str, findings: &mut Vec<Finding>) {
    let bases = claim.keywords.values().chain([&claim.basis]);
    let guess = bases.max().filter(|basis| **basis >= Basis::Inferred);
    if let Some(guess) = guess.filter(|_| claim.because.is_none()) {
        findings.push(
            Finding::new(
                Severity::Error,
                "spec/no-reason",
                at,
                format!("this is {guess} and does not say why"),
                "add `x-because` with one line",
            )
            .with_basis(*guess),
        );
    }
}

fn exemplified(contents: &[Content], findings: &mut Vec<Finding>) {
    for content in contents.iter().filter(|content| content.example.is_none()) {
        findings.push(Finding::new(
            Severity::Error,
            "spec/no-example",
            content.at.clone(),
            "the body has no `example`",
            "add one; the server stub responds with it",
        ));
    }
}
