//! Sample bodies against schemas: what the schema refuses, and what only samples tell.
//!
//! The values are a generator's defaults, so a refused value is weaker evidence than a refused
//! type. Which properties a sample has is compared where it is laid over the operation.

use super::super::locate;
use super::super::page::{Field, Tab};
use super::{Context, Fact, finding, place_of};
use crate::{object, readings};
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::{Content, Kind, Property, SchemaId};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;

/// Compares the sample request's body.
pub(super) fn compare(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(value) = context.page.curl.as_ref().and_then(|curl| curl.value.json()) else { return };
    let content = context.operation.body.as_ref().and_then(|body| body.json());
    let Some(schema) = content.and_then(|content| content.schema) else { return };
    let walk = Walk { context, tab: None };
    refused(&walk, "drift/page-sample-request", schema, &value, findings);
    // The fields of the section speak for the first level.
    let fields = context.page.body.iter().flat_map(|body| &body.fields);
    properties(&walk, schema, &value, "", &fields.collect::<Vec<_>>(), findings);
}

/// Compares one sample response with the schema of its content.
pub(super) fn answer(
    context: &Context<'_>,
    tab: &Fact<Tab>,
    content: &Content,
    value: &Value,
    findings: &mut Vec<Finding>,
) {
    let Some(schema) = content.schema else { return };
    let walk = Walk { context, tab: Some(tab) };
    refused(&walk, "drift/page-sample-answer", schema, value, findings);
    properties(&walk, schema, value, "", &[], findings);
}

fn refused(
    walk: &Walk<'_>,
    rule: &'static str,
    schema: SchemaId,
    value: &Value,
    findings: &mut Vec<Finding>,
) {
    let context = walk.context;
    for (violation, plausible) in readings::judged(context.api, schema, value).refused {
        let weak =
            ["pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf", "format"];
        let severity = match violation.keyword {
            _ if plausible => Severity::Note,
            keyword if weak.contains(&keyword) => Severity::Warning,
            _ => Severity::Error,
        };
        let basis = violation.basis(context.api);
        let schema = context.api.schema(violation.schema);
        let place = if violation.instance.is_empty() {
            "the body".to_owned()
        } else {
            format!("`{}`", violation.instance)
        };
        let found = value.pointer(&violation.instance).map_or_else(String::new, Value::to_string);
        findings.push(
            finding(
                severity,
                rule,
                walk.at(&violation.instance),
                &schema.at,
                format!(
                    "the specification refuses the page's sample: {place}: {}",
                    violation.message
                ),
                "follow the page unless traffic shows otherwise",
                format!("relax `{}` so that it takes the sample's value", violation.keyword),
            )
            .with_basis(basis)
            .with_evidence("sample", found.chars().take(300).collect::<String>()),
        );
    }
}

/// What is walked through: the sample request, or one of the sample responses.
struct Walk<'a> {
    context: &'a Context<'a>,
    tab: Option<&'a Fact<Tab>>,
}

impl Walk<'_> {
    /// The place of a property; those of a request stand on one line.
    fn at(&self, pointer: &str) -> Place {
        let page = self.context.page;
        match self.tab {
            Some(tab) => locate::member(page, tab, pointer),
            None => place_of(page.curl.as_ref(), page),
        }
    }
}

/// Walks objects and arrays; `listed` are the fields that speak for this level.
fn properties(
    walk: &Walk<'_>,
    schema: SchemaId,
    value: &Value,
    path: &str,
    listed: &[&Field],
    findings: &mut Vec<Finding>,
) {
    let api = walk.context.api;
    if let (Value::Array(items), Kind::Array(array)) =
        (value, &api.schema(api.resolve(schema).0).kind)
    {
        if let (Some(first), Some(item)) = (items.first(), array.items) {
            properties(walk, item, first, &format!("{path}/0"), &[], findings);
        }
        return;
    }
    let (Value::Object(sample), Some((_, object))) = (value, object::of(api, schema)) else {
        return;
    };
    for property in &object.properties {
        let Some(value) = sample.get(&property.name) else { continue };
        let path = format!("{path}/{}", escape_pointer(&property.name));
        let field = listed.iter().find(|field| field.name == property.name);
        let optional = field.map_or(listed.is_empty(), |field| !field.required);
        if walk.tab.is_none() && optional && !property.required && !property.claim.may_be_absent() {
            findings.push(required_by_sample(walk, &path, property));
        }
        findings.extend(constant(walk, &path, property, value));
        properties(walk, property.schema, value, &path, &[], findings);
    }
}

/// A value that the specification says is always the same, and in the sample is not.
fn constant(walk: &Walk<'_>, path: &str, property: &Property, value: &Value) -> Option<Finding> {
    let api = walk.context.api;
    let schema = api.schema(property.schema);
    let inner = || api.schema(api.resolve(property.schema).0).constant.as_ref();
    let constant = schema.constant.as_ref().or_else(inner)?;
    (constant != value && value.is_string()).then(|| {
        finding(
            Severity::Warning,
            "drift/page-constant",
            walk.at(path),
            &property.at,
            format!("the page's sample has {value} at `{path}`, the specification says {constant}"),
            "follow the page; the client takes any string, the contract's checks do not",
            format!("x-constant: {value}"),
        )
    })
}

fn required_by_sample(walk: &Walk<'_>, path: &str, property: &Property) -> Finding {
    finding(
        Severity::Note,
        "drift/page-sample-required",
        walk.at(path),
        &property.at,
        format!(
            "the sample request shows `{path}`, which such samples do for required properties only"
        ),
        "mark it as required with `x-basis: inferred`, or as `x-plausible: [{required: false}]`",
        format!("add `{}` to `required`", property.name),
    )
    .with_basis(Basis::Inferred)
}
