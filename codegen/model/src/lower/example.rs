//! Examples and defaults of an [`Api`] against the schemas they stand for.

use crate::conform::{self, View};
use crate::finding::{Finding, Severity};
use crate::ir::{Api, SchemaId};

/// Limit on the violations that are reported of one example.
const MOST: usize = 100;

/// Every example has to conform to the schema that it is an example of.
pub(super) fn check(api: &Api, curated: bool) -> Vec<Finding> {
    let severity = if curated { Severity::Error } else { Severity::Warning };
    let mut findings = Vec::new();
    let mut judge = |id: SchemaId, example: &serde_json::Value, at: String| {
        for violation in
            conform::check(api, id, example, View::Claim).violations.into_iter().take(MOST)
        {
            findings.push(Finding::new(
                severity,
                "spec/example-refused",
                format!("{at}{}", violation.instance),
                format!("the example breaks `{}`: {}", violation.keyword, violation.message),
                "mend the example or the schema",
            ));
        }
    };
    for operation in &api.operations {
        let responses = operation.responses.iter().flat_map(|response| &response.contents);
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        for content in bodies.chain(responses).filter(|content| content.is_json()) {
            if let (Some(id), Some(example)) = (content.schema, &content.example) {
                judge(id, example, format!("{}/example", content.at));
            }
        }
        for parameter in &operation.parameters {
            if let Some(example) = &parameter.example {
                judge(parameter.schema, example, format!("{}/example", parameter.at));
            }
        }
    }
    for (id, schema) in api.schemas() {
        if let Some(example) = &schema.example {
            judge(id, example, format!("{}/example", schema.at));
        }
        if let Some(default) = &schema.default {
            judge(id, default, format!("{}/default", schema.at));
        }
    }
    findings
}
