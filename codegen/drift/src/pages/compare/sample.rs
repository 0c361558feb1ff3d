//! Sample bodies against schemas: what the schema refuses, and what only samples tell.
//!
//! The values are a generator's defaults, so a refused value is weaker evidence than a refused
//! type. Which properties a sample has is compared where it is laid over the operation.

use super::super::locate;
use super::super::page::{Field, Tab};
use super::{Context, Fact, finding, place_of};
use crate::{object, readings};
use oasis_model::conform::{Remark, RemarkKind, Violation};
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::{Content, Kind, Property, SchemaId};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;

/// Compares the sample request's body.
pub(super) fn compare(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(value) = context.page.curl.as_ref().and_then(|curl| curl.value.json()) else { return };
    let content = context.operation.body.as_ref().and_then(|body| body.json());
    let Some(schema) = content.and_then(|content| content.schema) else { return };
    let sample = Sample { context, tab: None };
    judged(&sample, "drift/page-sample-request", schema, &value, findings);
    // The fields of the section speak for the first level.
    let fields = context.page.body.iter().flat_map(|body| &body.fields);
    optional(&sample, schema, &value, "", &fields.collect::<Vec<_>>(), findings);
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
    let sample = Sample { context, tab: Some(tab) };
    judged(&sample, "drift/page-sample-answer", schema, value, findings);
}

fn judged(
    sample: &Sample<'_>,
    rule: &'static str,
    schema: SchemaId,
    value: &Value,
    findings: &mut Vec<Finding>,
) {
    let judged = readings::judged(sample.context.api, schema, value);
    let refused = judged.refused.iter();
    findings.extend(refused.map(|(one, plausible)| refusal(sample, rule, one, *plausible, value)));
    let constants = judged.remarks.iter().filter(|one| one.kind == RemarkKind::OtherConstant);
    findings.extend(constants.map(|one| constant(sample, one, value)));
}

fn refusal(
    sample: &Sample<'_>,
    rule: &'static str,
    violation: &Violation,
    plausible: bool,
    value: &Value,
) -> Finding {
    let api = sample.context.api;
    let weak = ["pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf", "format"];
    let severity = match violation.keyword {
        _ if plausible => Severity::Note,
        keyword if weak.contains(&keyword) => Severity::Warning,
        _ => Severity::Error,
    };
    let place = match violation.instance.as_str() {
        "" => "the body".to_owned(),
        instance => format!("`{instance}`"),
    };
    let found = value.pointer(&violation.instance).map_or_else(String::new, Value::to_string);
    finding(
        severity,
        rule,
        sample.at(&violation.instance),
        &api.schema(violation.schema).at,
        format!("the specification refuses the page's sample: {place}: {}", violation.message),
        "follow the page unless traffic shows otherwise",
        format!("relax `{}` so that it takes the sample's value", violation.keyword),
    )
    .with_basis(violation.basis(api))
    .with_evidence("sample", found.chars().take(300).collect::<String>())
}

/// A value that the specification says is always the same, and in the sample is not.
fn constant(sample: &Sample<'_>, remark: &Remark, value: &Value) -> Finding {
    let schema = sample.context.api.schema(remark.schema);
    let constant = schema.constant.as_ref().unwrap_or(&Value::Null);
    let path = &remark.instance;
    let value = value.pointer(path).unwrap_or(&Value::Null);
    finding(
        Severity::Warning,
        "drift/page-constant",
        sample.at(path),
        &schema.at,
        format!("the page's sample has {value} at `{path}`, the specification says {constant}"),
        "follow the page; the client takes any string, the contract's checks do not",
        format!("x-constant: {value}"),
    )
}

/// What is judged: the sample request, or one of the sample responses.
struct Sample<'a> {
    context: &'a Context<'a>,
    tab: Option<&'a Fact<Tab>>,
}

impl Sample<'_> {
    /// The place of a property; those of a request stand on one line.
    fn at(&self, pointer: &str) -> Place {
        let page = self.context.page;
        match self.tab {
            Some(tab) => locate::member(page, tab, pointer),
            None => place_of(page.curl.as_ref(), page),
        }
    }
}

/// Notes the properties of the sample request that the specification says may be left out; `listed`
/// are the fields that speak for this level.
fn optional(
    sample: &Sample<'_>,
    schema: SchemaId,
    value: &Value,
    path: &str,
    listed: &[&Field],
    findings: &mut Vec<Finding>,
) {
    let api = sample.context.api;
    if let (Value::Array(items), Kind::Array(array)) =
        (value, &api.schema(api.resolve(schema).0).kind)
    {
        if let (Some(first), Some(item)) = (items.first(), array.items) {
            optional(sample, item, first, &format!("{path}/0"), &[], findings);
        }
        return;
    }
    let (Value::Object(members), Some((_, object))) = (value, object::of(api, schema)) else {
        return;
    };
    for property in &object.properties {
        let Some(value) = members.get(&property.name) else { continue };
        let path = format!("{path}/{}", escape_pointer(&property.name));
        let field = listed.iter().find(|field| field.name == property.name);
        let is_optional = field.map_or(listed.is_empty(), |field| !field.required);
        if is_optional && !property.required && !property.claim.may_be_absent() {
            findings.push(required_by_sample(sample, &path, property));
        }
        optional(sample, property.schema, value, &path, &[], findings);
    }
}

fn required_by_sample(sample: &Sample<'_>, path: &str, property: &Property) -> Finding {
    finding(
        Severity::Note,
        "drift/page-sample-required",
        sample.at(path),
        &property.at,
        format!(
            "the sample request shows `{path}`, which such samples do for required properties only"
        ),
        "mark it as required with `x-basis: inferred`, or as `x-plausible: [{required: false}]`",
        format!("add `{}` to `required`", property.name),
    )
    .with_basis(Basis::Inferred)
}
