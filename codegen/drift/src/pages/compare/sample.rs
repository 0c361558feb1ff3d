//! Sample bodies against schemas: what the schema refuses, and members on one side only.
//!
//! The values are a generator's defaults, so a refused value is weaker evidence than a refused
//! type. A request sample shows required members at every depth, an answer's sample all members.

use super::super::locate;
use super::super::page::{Curl, Fact, Field, Tab};
use super::{Context, Way, fields, finding, place_of, shape};
use crate::{object, readings};
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::{Additional, Content, SchemaId};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;

/// Compares the sample request's body.
pub(super) fn compare(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(curl) = &context.page.curl else { return };
    let Some(value) = curl.value.json() else { return };
    let content = context.operation.body.as_ref().and_then(|body| body.json());
    let Some(schema) = content.and_then(|content| content.schema) else { return };
    let walk = Walk { context, curl: Some(curl), tab: None, example: None };
    refused(&walk, "drift/page-sample-request", schema, &value, findings);
    // The fields of the section speak for the first level.
    let listed = context.page.body.as_ref().is_some_and(|body| !body.fields.is_empty());
    members(&walk, schema, &value, "", listed, findings);
}

/// Compares one sample answer with the schema of its response.
pub(super) fn answer(
    context: &Context<'_>,
    tab: &Fact<Tab>,
    content: &Content,
    value: &Value,
    findings: &mut Vec<Finding>,
) {
    let Some(schema) = content.schema else { return };
    let walk = Walk { context, curl: None, tab: Some(tab), example: content.example.as_ref() };
    refused(&walk, "drift/page-sample-answer", schema, value, findings);
    members(&walk, schema, value, "", false, findings);
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

/// What is walked through: the sample request or one of the sample answers.
struct Walk<'a> {
    context: &'a Context<'a>,
    curl: Option<&'a Fact<Curl>>,
    tab: Option<&'a Fact<Tab>>,
    /// The specification's own example, which is the sample of an earlier day.
    example: Option<&'a Value>,
}

impl Walk<'_> {
    fn request(&self) -> bool {
        self.curl.is_some()
    }

    /// The place of a member; those of a request stand on one line.
    fn at(&self, pointer: &str) -> Place {
        let page = self.context.page;
        match self.tab {
            Some(tab) => locate::member(page, tab, pointer),
            None => place_of(self.curl, page),
        }
    }
}

/// Walks objects and lists; `listed` says that this level is compared elsewhere.
fn members(
    walk: &Walk<'_>,
    schema: SchemaId,
    value: &Value,
    path: &str,
    listed: bool,
    findings: &mut Vec<Finding>,
) {
    let api = walk.context.api;
    if let (Value::Array(items), Some(item)) = (value, shape::items(api, schema)) {
        if let Some(first) = items.first() {
            members(walk, item, first, &format!("{path}/0"), false, findings);
        }
        return;
    }
    let (Value::Object(sample), Some((home, object))) = (value, object::of(api, schema)) else {
        return;
    };
    let free = matches!(object.additional, Additional::Any | Additional::Schema(_));
    let slots = fields::members(walk.context, schema);
    for (name, value) in sample {
        let path = format!("{path}/{}", escape_pointer(name));
        let field = listed_field(walk.context, name).filter(|_| listed);
        match slots.iter().find(|slot| slot.name == name) {
            Some(slot) => {
                let optional = field.map_or(!listed, |field| !field.required);
                if walk.request() && optional && !slot.required && !slot.readings.may_be_absent() {
                    findings.push(required_by_sample(walk, &path, slot));
                }
                findings.extend(constant(walk, &path, slot, value));
                members(walk, slot.schema, value, &path, false, findings);
            }
            None if free || field.is_some() => {}
            None => findings.push(unknown(walk, &path, value, &home.at)),
        }
    }
    if walk.request() {
        return;
    }
    // The sample shows all members, so that what it lacks speaks against every claim but a guess,
    // and against that too if it was there before.
    let before = walk.example.and_then(|example| example.pointer(path));
    let claimed = |slot: &&fields::Slot<'_>| {
        slot.claim.basis != Basis::Assumed || before.is_some_and(|was| was.get(slot.name).is_some())
    };
    for slot in slots.iter().filter(|slot| !sample.contains_key(slot.name)).filter(claimed) {
        findings.push(absent(walk, path, slot));
    }
}

/// The field of the page's own section for the body.
fn listed_field<'a>(context: &Context<'a>, name: &str) -> Option<&'a Field> {
    let fields = context.page.body.iter().flat_map(|body| &body.fields);
    fields.into_iter().find(|field| field.name == name)
}

/// A value that the specification says is always the same, and in the sample is not.
fn constant(
    walk: &Walk<'_>,
    path: &str,
    slot: &fields::Slot<'_>,
    value: &Value,
) -> Option<Finding> {
    let api = walk.context.api;
    let schema = api.schema(slot.schema);
    let constant =
        schema.constant.as_ref().or(api.schema(api.resolve(slot.schema).0).constant.as_ref())?;
    (constant != value && value.is_string()).then(|| {
        finding(
            Severity::Warning,
            "drift/page-constant",
            walk.at(path),
            &slot.at,
            format!("the page's sample has {value} at `{path}`, the specification says {constant}"),
            "follow the page; the client takes any string, the contract's checks do not",
            format!("x-constant: {value}"),
        )
    })
}

fn required_by_sample(walk: &Walk<'_>, path: &str, slot: &fields::Slot<'_>) -> Finding {
    finding(
        Severity::Note,
        "drift/page-required",
        walk.at(path),
        &slot.at,
        format!(
            "the sample request shows `{path}`, which such samples do for required members only"
        ),
        "mark it as required with `x-basis: inferred`, or as `x-plausible: [{required: false}]`",
        format!("add `{}` to `required`", slot.name),
    )
    .with_basis(Basis::Inferred)
}

fn unknown(walk: &Walk<'_>, path: &str, value: &Value, pointer: &str) -> Finding {
    let hurts = walk.request() && walk.context.request() == Way::Sent;
    finding(
        if hurts { Severity::Error } else { Severity::Warning },
        "drift/page-member-not-in-spec",
        walk.at(path),
        pointer,
        format!("the page's sample has `{path}`, which the specification does not have"),
        "add the member; its type is worked out from the sample value",
        super::skeleton::property(path.rsplit('/').next().unwrap_or_default(), value),
    )
    .with_other(Place::pointer(format!(
        "{pointer}/properties/{}",
        path.rsplit('/').next().unwrap_or_default()
    )))
}

fn absent(walk: &Walk<'_>, path: &str, slot: &fields::Slot<'_>) -> Finding {
    let hurts = slot.required && !slot.readings.may_be_absent();
    finding(
        if hurts { Severity::Error } else { Severity::Warning },
        "drift/page-member-not-on-page",
        walk.at(path),
        &slot.at,
        format!("the specification has `{path}/{}`, and the page's sample answer does not show it", slot.name),
        "if it is gone upstream, remove it; if another page documents it, name that page in `x-source`",
        format!("remove `{}`, or give it an `x-source`", slot.at),
    )
    .with_basis(slot.claim.basis)
}
