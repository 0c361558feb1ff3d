//! What a mistake costs in a document that is not curated, by the rule that found it.
//!
//! A curated document may lose nothing: there each of these is an error. Of others everything is
//! read that can be, and whoever uses the result says what is missing.

use crate::finding::{Finding, Severity};

/// What is lost by a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The whole document: it cannot be read.
    Document,
    /// The element: it is left out, or any value is taken in its place.
    Element,
    /// Nothing that messages depend on, or it could be mended.
    Nothing,
    /// The rule speaks to curators only.
    Curation,
}

use Loss::{Curation, Document, Element, Nothing};

/// Every rule of a document, without `spec/`.
const RULES: &[(&str, Loss)] = &[
    ("beside-ref", Element),
    ("const", Nothing),
    ("dangling-reference", Element),
    ("discriminator-alone", Element),
    ("discriminator-inline", Element),
    ("discriminator-mapping", Element),
    ("empty-range", Nothing),
    ("enum-value-of-other-type", Element),
    ("example-refused", Nothing),
    ("example-undeclared", Curation),
    ("fractional-bound", Nothing),
    ("idle-claim", Curation),
    ("ignored-keyword", Element),
    ("key-twice", Element),
    ("keyword-without-effect", Element),
    ("list-of-types", Nothing),
    ("missing-key", Nothing),
    ("no-description", Curation),
    ("no-example", Curation),
    ("no-operation-id", Nothing),
    ("no-reason", Curation),
    ("no-response", Nothing),
    ("not-openapi", Document),
    ("nullable-meant", Nothing),
    ("operation-id-twice", Nothing),
    ("paging", Element),
    ("parameter-twice", Element),
    ("path-parameter", Nothing),
    ("rate-limit", Element),
    ("reference-cycle", Element),
    ("required-undeclared", Nothing),
    ("status-in-lower-case", Nothing),
    ("syntax", Document),
    ("too-deep", Document),
    ("too-many-copies", Document),
    ("unknown-basis", Element),
    ("unknown-extension", Curation),
    ("unknown-keyword", Element),
    ("unknown-reading", Element),
    ("unknown-security-scheme", Element),
    ("validator", Element),
    ("version", Document),
    ("webhook-path", Element),
    ("wrong-observation", Element),
    ("wrong-shape", Element),
];

/// What a rule costs; `None` if it is no rule of documents.
pub fn of_rule(rule: &str) -> Option<Loss> {
    let name = rule.strip_prefix("spec/")?;
    RULES.iter().find(|(known, _)| *known == name).map(|(_, loss)| *loss)
}

/// The findings about elements that messages depend on and that were not read. A note is one only
/// if it shows what was left out.
pub fn elements(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let is_felt = |finding: &Finding| {
        finding.severity > Severity::Note
            || finding.rule == "spec/discriminator-alone"
            || finding.evidence.iter().any(|evidence| evidence.label == "ignored")
    };
    findings
        .iter()
        .filter(move |finding| of_rule(&finding.rule) == Some(Element) && is_felt(finding))
}
