//! What the values of one field are: type, null, deprecation, and the rules about them.

use super::super::header::FOREIGN;
use super::super::page::Field;
use super::fields::{Slot, place};
use super::shape::{self, Shape};
use super::{Context, finding, rules, severity};
use crate::direction::Change;
use crate::{Harm, object, rules as book};
use oasis_model::finding::{Basis, Finding, Severity};
use oasis_model::ir::{self, Claim};

/// Compares the values of a field with those of its schema.
pub(super) fn compare(
    context: &Context<'_>,
    field: &Field,
    slot: &Slot<'_>,
    findings: &mut Vec<Finding>,
) {
    let shape = shape::of(context.api, slot.schema);
    let mut report = |rule: &'static str, change: Change, page: &str, spec: &str, edit: String| {
        findings.extend(difference(
            context,
            field,
            slot,
            &shape,
            (rule, change),
            (page, spec),
            edit,
        ));
    };
    types(field, &shape, &mut report);
    rules::compare(field, &shape, &mut report);
    findings.extend(members(context, field, slot));
    if field.deprecated != shape.deprecated {
        let words = |deprecated| if deprecated { "deprecated" } else { "in use" };
        let at = place(context.page, field);
        let (page, spec) = (words(field.deprecated), words(shape.deprecated));
        findings.push(finding(
            Severity::Warning,
            "drift/page-deprecated",
            at,
            &slot.at,
            format!("`{}` is {page} on the page and {spec} in the specification", field.name),
            "follow the page",
            format!("deprecated: {}", field.deprecated),
        ));
    }
}

/// Takes a rule, what changes, the page's and the specification's words, and the edit.
pub(super) type Report<'r> = dyn FnMut(&'static str, Change, &str, &str, String) + 'r;

/// One difference, unless the specification had it from elsewhere or the page says it in prose.
fn difference(
    context: &Context<'_>,
    field: &Field,
    slot: &Slot<'_>,
    shape: &Shape<'_>,
    (rule, change): (&'static str, Change),
    (page, spec): (&str, &str),
    edit: String,
) -> Option<Finding> {
    let claims = || shape.claims.iter().copied().chain([slot.claim]);
    let silent = page == NOTHING;
    // A type without a bar is no silence: it speaks against a null worked out from this page.
    let known = book::of(rule);
    let keyword = known.and_then(|rule| rule.keyword).unwrap_or_default();
    let basis = |claim: &Claim| claim.basis_of(keyword).unwrap_or_default();
    let spoken = |claim: &Claim| {
        let here = match basis(claim) {
            Basis::Documented => true,
            Basis::Inferred => keyword == "nullable",
            Basis::Observed | Basis::Assumed => false,
        };
        here && claim.source.is_none()
    };
    if silent && !claims().all(spoken) {
        return None;
    }
    let worst = claims().map(basis).max().unwrap_or_default();
    let plausible = claims().flat_map(Claim::changes).any(|other| matches(other, keyword, change));
    let severity = match known.map(|rule| rule.harm) {
        _ if plausible => Severity::Note,
        // A default changes what absence means, not which messages are understood.
        Some(Harm::Docs) => Severity::Warning,
        _ => severity(change, context.request()),
    };
    Some(
        finding(
            severity,
            rule,
            place(context.page, field),
            &slot.at,
            format!("`{}` has {page} on the page and {spec} in the specification", field.name),
            "follow the page unless traffic shows otherwise, or name the page it comes from in `x-source`",
            edit,
        )
        .with_basis(worst),
    )
}

/// What is said of a rule that one side does not have.
pub(super) const NOTHING: &str = "no such rule";

/// Whether a plausible reading of the claim allows what the page says.
fn matches(other: &ir::Change, keyword: &str, change: Change) -> bool {
    match other {
        ir::Change::Nullable(nullable) => {
            keyword == "nullable" && *nullable == (change == Change::Widened)
        }
        ir::Change::OpenEnum => keyword == "enum" && change == Change::Widened,
        _ => false,
    }
}

fn types(field: &Field, shape: &Shape<'_>, report: &mut Report<'_>) {
    let Some(written) = field.written.as_deref() else { return };
    if shape.kinds.is_empty() || written == "any" {
        return;
    }
    let mut parts: Vec<&str> = written.split('|').map(str::trim).collect();
    let named_null =
        parts.iter().position(|part| *part == "null").map(|at| parts.remove(at)).is_some();
    let alternatives = parts.len() + usize::from(named_null);
    let ours = shape.kinds.len() + usize::from(shape.nullable);
    if alternatives == 2 && ours == 1 {
        let nullable = "`nullable: true`, or a second type if the sample shows one".to_owned();
        return report(
            "drift/page-nullable",
            Change::Widened,
            "two types",
            "one and no null",
            nullable,
        );
    }
    if alternatives > ours {
        let page = format!("{alternatives} types");
        let edit = "`anyOf` with one more type; their names are lost".to_owned();
        return report("drift/page-type", Change::Widened, &page, &format!("{ours}"), edit);
    }
    if alternatives == 1 && shape.nullable {
        report(
            "drift/page-nullable",
            Change::Narrowed,
            NOTHING,
            "null",
            "nullable: false".to_owned(),
        );
    }
    // Names of union members are lost, so only a single visible type can be held against ours.
    let [part] = parts[..] else { return };
    let Some(kind) = kind(part).filter(|_| alternatives == 1 || named_null) else { return };
    let has = |word| shape.kinds.contains(&word);
    let change = match kind {
        _ if has(kind) && shape.kinds.len() == 1 => return,
        _ if has(kind) => Change::Narrowed,
        "integer" if has("number") => Change::Narrowed,
        "number" if has("integer") => Change::Widened,
        _ => Change::Replaced,
    };
    let ours = format!("the type {}", shape.kinds.join(" or "));
    report("drift/page-type", change, &format!("the type {kind}"), &ours, format!("type: {kind}"));
}

/// A visible `object` declares no members, a blank type declares some.
fn members(context: &Context<'_>, field: &Field, slot: &Slot<'_>) -> Option<Finding> {
    let page = match field.written.as_deref()? {
        "object" => false,
        "" => true,
        _ => return None,
    };
    let (home, object) = object::of(context.api, slot.schema)?;
    let ours = !object.properties.is_empty();
    let words = |some| if some { "some" } else { "no" };
    (page != ours).then(|| {
        finding(
            Severity::Warning,
            "drift/page-members",
            place(context.page, field),
            &home.at,
            format!(
                "`{}` declares {} members on the page and {} in the specification",
                field.name,
                words(page),
                words(ours)
            ),
            "look at the page in a browser, where an object with members can be opened",
            if page { "add `properties`" } else { "remove `properties`" }.to_owned(),
        )
    })
}

/// The kind that a written type stands for, if it is certain.
fn kind(written: &str) -> Option<&str> {
    match written {
        "string" | "file" => Some("string"),
        "integer" => Some("integer"),
        "number" => Some("number"),
        "boolean" => Some("boolean"),
        "object" | "" => Some("object"),
        _ if written.starts_with("array<") => Some("array"),
        _ => FOREIGN.contains(&written).then_some(written),
    }
}
