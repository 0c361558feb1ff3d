//! Parameters and members of the request body: there or not, required, and what their values are.

use super::super::page::{Field, Page, Part};
use super::{Context, finding, is_from_this_page, severity, skeleton, values};
use crate::direction::Change;
use crate::object;
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::{Additional, Claim, ParameterPlace, SchemaId};
use oasis_model::pointer::escape_pointer;

/// A parameter or a member as the specification has it.
pub(super) struct Slot<'a> {
    pub(super) what: &'static str,
    pub(super) name: &'a str,
    pub(super) required: bool,
    pub(super) schema: SchemaId,
    /// How it is known as a whole.
    pub(super) claim: &'a Claim,
    /// How surely it is known whether it is required.
    pub(super) presence: Basis,
    /// Whether other readings have it optional (`false`) or required (`true`).
    pub(super) readings: &'a Claim,
    /// Pointer of the property or parameter.
    pub(super) at: String,
}

/// Compares everything that the caller sends.
pub(super) fn compare(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (place, part) in [
        (ParameterPlace::Path, Part::Path),
        (ParameterPlace::Query, Part::Query),
        (ParameterPlace::Header, Part::Header),
        (ParameterPlace::Cookie, Part::Cookie),
    ] {
        let fields =
            context.page.parameters.iter().filter(|(at, _)| *at == place).map(|(_, field)| field);
        let slots = parameters(context, place);
        let home = context.operation.at.clone() + "/parameters";
        each(context, &fields.collect::<Vec<_>>(), &slots, part, &home, findings);
    }
    sampled(context, findings);
    let Some(content) = context.operation.body.as_ref().and_then(|body| body.json()) else {
        return;
    };
    let Some(schema) = content.schema else { return };
    let Some(body) = &context.page.body else { return };
    let Some((home, object)) = object::of(context.api, schema) else { return };
    // Any further member is what an open object takes anyway.
    let open = object.additional != Additional::Refused;
    let fields: Vec<&Field> =
        body.fields.iter().filter(|field| !(open && field.is_any_member())).collect();
    each(
        context,
        &fields,
        &members(context, schema),
        Part::Request,
        &format!("{}/properties", home.at),
        findings,
    );
}

/// Query parameters and headers of the sample request that nobody documents.
fn sampled(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(curl) = &context.page.curl else { return };
    for (place, part, sent) in [
        (ParameterPlace::Query, Part::Query, &curl.value.query),
        (ParameterPlace::Header, Part::Header, &curl.value.headers),
    ] {
        let listed = context.page.parameters.iter().filter(|(at, _)| *at == place);
        let listed: Vec<&str> = listed.map(|(_, field)| field.name.as_str()).collect();
        let slots = parameters(context, place);
        let known = |name: &str| {
            let mut names = listed.iter().copied().chain(slots.iter().map(|slot| slot.name));
            names.any(|known| known.eq_ignore_ascii_case(name)) || skeleton::is_technical(name)
        };
        for (name, _) in sent.iter().filter(|(name, _)| !known(name)) {
            let field = Field {
                name: name.clone(),
                line: curl.line,
                text: curl.text.clone(),
                ..Field::default()
            };
            let home = context.operation.at.clone() + "/parameters";
            findings.push(not_in_spec(context, &field, part, &home));
        }
    }
}

fn parameters<'a>(context: &Context<'a>, place: ParameterPlace) -> Vec<Slot<'a>> {
    let parameters =
        context.operation.parameters.iter().filter(|parameter| parameter.place == place);
    parameters
        .map(|parameter| Slot {
            what: "parameter",
            name: &parameter.name,
            required: parameter.required,
            schema: parameter.schema,
            claim: &parameter.claim,
            presence: context.api.parameter_basis(parameter, "required"),
            readings: &parameter.claim,
            at: parameter.at.clone(),
        })
        .collect()
}

/// The declared members of an object schema.
pub(super) fn members<'a>(context: &Context<'a>, schema: SchemaId) -> Vec<Slot<'a>> {
    let Some((home, object)) = object::of(context.api, schema) else { return Vec::new() };
    let owner = context.api.resolve(schema).0;
    let members = object.properties.iter();
    members
        .map(|property| Slot {
            what: "member",
            name: &property.name,
            required: property.required,
            schema: property.schema,
            claim: context.api.property_claim(property),
            presence: context.api.property_basis(owner, property, "required"),
            readings: &property.claim,
            at: format!("{}/properties/{}", home.at, escape_pointer(&property.name)),
        })
        .collect()
}

fn each(
    context: &Context<'_>,
    fields: &[&Field],
    slots: &[Slot<'_>],
    part: Part,
    home: &str,
    findings: &mut Vec<Finding>,
) {
    for field in fields {
        let same_name = |slot: &&Slot<'_>| {
            // Names of headers do not depend on case.
            slot.name == field.name
                || (part == Part::Header && slot.name.eq_ignore_ascii_case(&field.name))
        };
        match slots.iter().find(same_name) {
            Some(slot) => one(context, field, slot, findings),
            None => findings.push(not_in_spec(context, field, part, home)),
        }
    }
    if !context.whole(part) {
        return;
    }
    for slot in slots.iter().filter(|slot| is_from_this_page(slot.claim)) {
        let there = fields.iter().any(|field| field.name.eq_ignore_ascii_case(slot.name));
        if !there {
            findings.push(not_on_page(context, slot));
        }
    }
}

fn one(context: &Context<'_>, field: &Field, slot: &Slot<'_>, findings: &mut Vec<Finding>) {
    if field.required != slot.required {
        findings.extend(required(context, field, slot));
    }
    if field.written.is_some() {
        values::compare(context, field, slot, findings);
    }
}

fn required(context: &Context<'_>, field: &Field, slot: &Slot<'_>) -> Option<Finding> {
    // The samples show required members only, so the form without names says nothing of the others.
    let change = if field.required { Change::Narrowed } else { Change::Widened };
    let plausible = slot.readings.may_change(&oasis_model::ir::Change::Required(field.required));
    let severity = if plausible { Severity::Note } else { severity(change, context.request()) };
    let (page, spec) =
        if field.required { ("required", "optional") } else { ("optional", "required") };
    let what = slot.what;
    Some(
        finding(
            severity,
            "drift/page-required",
            place(context.page, field),
            &slot.at,
            format!(
                "the page marks the {what} `{}` as {page}, the specification has it {spec}",
                field.name
            ),
            "follow the page unless traffic shows otherwise",
            if field.required {
                format!("add `{}` to `required`", field.name)
            } else {
                format!("take `{}` out of `required`", field.name)
            },
        )
        .with_basis(slot.presence),
    )
}

fn not_in_spec(context: &Context<'_>, field: &Field, part: Part, home: &str) -> Finding {
    let what = if part == Part::Request { "member" } else { "parameter" };
    // A receiver that tolerates unknown members is not hurt; a sender that leaves out a required one is.
    let change = if field.required { Change::AddedRequired } else { Change::Added };
    finding(
        severity(change, context.request()),
        if part == Part::Request {
            "drift/page-member-not-in-spec"
        } else {
            "drift/page-parameter-not-in-spec"
        },
        place(context.page, field),
        &format!("{home}/{}", escape_pointer(&field.name)),
        format!(
            "the page documents the {what} `{}`, which the specification does not have",
            field.name
        ),
        "add it to the specification",
        skeleton::field(field, part),
    )
}

fn not_on_page(context: &Context<'_>, slot: &Slot<'_>) -> Finding {
    let change = if slot.required { Change::GoneRequired } else { Change::Gone };
    let what = slot.what;
    let mut at = super::place_of(context.page.path.as_ref(), context.page);
    if let Some(body) = context.page.body.as_ref().filter(|_| what == "member") {
        at = context.page.place(body.line, "");
    }
    finding(
        severity(change, context.request()),
        if what == "member" {
            "drift/page-member-not-on-page"
        } else {
            "drift/page-parameter-not-on-page"
        },
        at,
        &slot.at,
        format!(
            "the specification has the {what} `{}` as documented, and the page does not show it",
            slot.name
        ),
        "if it is gone upstream, remove it; if another page documents it, name that page in `x-source`",
        format!("remove `{}`, or give it an `x-source`", slot.at),
    )
}

/// The place of a field on its page.
pub(super) fn place(page: &Page, field: &Field) -> Place {
    page.place(field.line, &field.text)
}
