//! Gives what a proof stumbled over the name of a change from the base to the new document, with
//! its places in both.

use super::edits;
use super::element::element;
use super::record::Detail;
use super::words::{Words, words};
use super::{Comparison, Site};
use crate::contain::{Aspect, Description, Reason};
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Claim, Kind, Schema, SchemaId};
use oasis_model::pointer::escape_pointer;
use oasis_model::settle::Edit;
use serde_json::Value;

/// A named change.
pub(super) struct Change {
    pub(super) fact: &'static str,
    pub(super) detail: Option<Detail>,
    /// JSON pointers into the new document and the base.
    pub(super) at: String,
    pub(super) other: String,
    /// Where in the message it is, as a JSON pointer.
    pub(super) instance: String,
    /// How the keyword that changed is known: in the base, or else in the new document. Absent where
    /// nothing in the schemas says so.
    pub(super) basis: Option<Basis>,
    /// What is written beside the element itself, in the base and in the new document.
    pub(super) claims: [Option<Claim>; 2],
    /// What makes the base say the same as the new document.
    pub(super) edits: Vec<Edit>,
    /// Why nothing was decided, if nothing was.
    pub(super) doubt: &'static str,
}

/// Names a reason; `forward`: the left side is the base.
pub(super) fn change(
    comparison: &Comparison<'_>,
    reason: &Reason<'_>,
    forward: bool,
    site: &Site<'_>,
) -> Change {
    let apis = [comparison.base, comparison.new];
    let [old, new] = &reason.described;
    let (fact, detail) = name(&reason.kind, forward, old, new);
    let keyword = words(&reason.kind).keyword;
    let place = |index: usize| {
        let (api, said) = (apis[index], &reason.described[index]);
        let element = element(api, reason, said);
        let basis = element.and_then(|element| element.basis(api, keyword));
        let claim = element.map(|element| element.claim(api, keyword));
        (said.schema.map(|id| at(api, id, reason.kind.property())), basis, claim)
    };
    let (other, base_basis, base_claim) = place(0);
    let (at, new_basis, new_claim) = place(1);
    let edits = match (old.schema, new.schema) {
        (Some(old), Some(new)) => edits::of_schema(&reason.kind, (apis[0], old), (apis[1], new)),
        _ => Vec::new(),
    };
    let at = at.unwrap_or_else(|| site.at.to_owned());
    let other = other.unwrap_or_else(|| site.other.to_owned());
    let detail = match &reason.kind {
        Aspect::Alternative(_) if forward => Some(Detail::gone(format!("`{other}`"))),
        Aspect::Alternative(_) => Some(Detail::added(format!("`{at}`"))),
        _ => detail,
    };
    Change {
        fact,
        detail,
        at,
        other,
        instance: reason.instance.clone(),
        basis: base_basis.or(new_basis),
        claims: [base_claim, new_claim],
        edits,
        doubt: doubt(&reason.kind),
    }
}

fn doubt(aspect: &Aspect) -> &'static str {
    match aspect {
        Aspect::Pattern(_) => {
            "no text was found that fits one pattern and not the other, nor a proof that there is none"
        }
        Aspect::Unknown(reason) => reason,
        Aspect::Overlap(_) | Aspect::Alternative(_) => {
            "no value was found that only one side takes, nor a proof that there is none"
        }
        _ => "the rule differs, but no whole message was found that only one side takes",
    }
}

/// Where a schema, or the member that it declares, stands.
fn at(api: &Api, id: SchemaId, member: Option<&str>) -> String {
    let schema = api.schema(id);
    let declared = member.and_then(|member| property(schema, member));
    match (member, declared) {
        (Some(_), Some(property)) if !api.schema(property).component => {
            api.schema(property).at.clone()
        }
        (Some(member), Some(_)) => format!("{}/properties/{}", schema.at, escape_pointer(member)),
        _ => schema.at.clone(),
    }
}

fn property(schema: &Schema, member: &str) -> Option<SchemaId> {
    let Kind::Object(object) = &schema.kind else { return None };
    object
        .properties
        .iter()
        .find(|property| property.name == member)
        .map(|property| property.schema)
}

/// The name of a change, and what exactly changed.
fn name(
    kind: &Aspect,
    forward: bool,
    old: &Description,
    new: &Description,
) -> (&'static str, Option<Detail>) {
    let Words { narrowed, widened, .. } = words(kind);
    let fact = if forward { narrowed } else { widened };
    let one = |text: String| Some(if forward { Detail::gone(text) } else { Detail::added(text) });
    let both = |old: &Option<String>, new: &Option<String>| {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        Some(Detail::both(text(old), text(new)))
    };
    let types = || both(&named(&old.types), &named(&new.types));
    match kind {
        Aspect::Type(_) => {
            let fact = match (old.kinds.is_subset(&new.kinds), new.kinds.is_subset(&old.kinds)) {
                (true, false) => "type-widened",
                (false, true) => "type-narrowed",
                _ => "type-changed",
            };
            (fact, types())
        }
        Aspect::Minimum | Aspect::Maximum if is_width(kind, old, new) => {
            (if forward { "type-narrowed" } else { "type-widened" }, types())
        }
        Aspect::Value(value) => (fact, one(short(value))),
        Aspect::Listed(_) => {
            let list = |said: &Description| short(&Value::Array(said.values.clone()));
            let detail = if forward { Detail::added(list(new)) } else { Detail::gone(list(old)) };
            (fact, Some(detail))
        }
        Aspect::Format => {
            (came_or_went(FORMAT, &old.format, &new.format), both(&old.format, &new.format))
        }
        Aspect::Pattern(pattern) if old.is_format(pattern) || new.is_format(pattern) => {
            name(&Aspect::Format, forward, old, new)
        }
        Aspect::Pattern(_) => {
            (came_or_went(PATTERN, &old.value, &new.value), both(&old.value, &new.value))
        }
        Aspect::Required(name)
        | Aspect::Closed(Some(name))
        | Aspect::Typed(name)
        | Aspect::Dropped(name) => {
            let (fact, side) = member(old, new);
            (fact, Some(side(format!("`{name}`"))))
        }
        Aspect::Unknown(reason) => (fact, Some(Detail::about(*reason))),
        Aspect::Null
        | Aspect::Alternative(_)
        | Aspect::Unique
        | Aspect::Closed(None)
        | Aspect::Others
        | Aspect::Overlap(_) => (fact, None),
        Aspect::Minimum
        | Aspect::Maximum
        | Aspect::Step
        | Aspect::MinLength
        | Aspect::MaxLength
        | Aspect::MinItems
        | Aspect::MaxItems
        | Aspect::MinProperties
        | Aspect::MaxProperties => (fact, both(&old.value, &new.value)),
    }
}

fn named(types: &str) -> Option<String> {
    (!types.is_empty()).then(|| types.to_owned())
}

/// Whether a bound comes or goes with the width of the number.
fn is_width(kind: &Aspect, old: &Description, new: &Description) -> bool {
    let end = if *kind == Aspect::Minimum { i32::MIN } else { i32::MAX };
    let ends =
        [&old.value, &new.value].map(|value| value.as_ref().map(|value| *value == end.to_string()));
    matches!(ends, [Some(true), None] | [None, Some(true)])
}

const FORMAT: [&str; 3] = ["format-added", "format-removed", "format-changed"];
const PATTERN: [&str; 3] = ["pattern-added", "pattern-removed", "pattern-changed"];

fn came_or_went(
    names: [&'static str; 3],
    old: &Option<String>,
    new: &Option<String>,
) -> &'static str {
    match (old, new) {
        (None, _) => names[0],
        (_, None) => names[1],
        _ => names[2],
    }
}

fn member(old: &Description, new: &Description) -> (&'static str, fn(String) -> Detail) {
    match (old.required, new.required) {
        (None, Some(true)) => ("required-member-added", Detail::added),
        (None, _) => ("member-added", Detail::added),
        (Some(_), None) => ("member-removed", Detail::gone),
        (Some(true), Some(false)) => ("member-became-optional", Detail::about),
        // Where both require it, nothing but who sends it (`readOnly`, `writeOnly`) can differ.
        (Some(_), Some(_)) => ("member-became-required", Detail::about),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 80 {
        text
    } else {
        text.chars().take(77).chain("...".chars()).collect()
    }
}
