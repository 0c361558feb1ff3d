//! Gives what a proof stumbled over the name of a change from the base to the new document, with
//! its places in both.

use super::Site;
use crate::contain::{Aspect, Explanation, Found, Graph, Version, View, instance, view, way};
use oasis_model::ir::{Api, Claim, Kind, Schema, SchemaId};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;

/// A named change.
pub(super) struct Change {
    pub(super) fact: &'static str,
    pub(super) detail: Option<String>,
    /// JSON pointers into the new document and the base.
    pub(super) at: String,
    pub(super) other: String,
    /// Where in the message it is, as a JSON pointer.
    pub(super) instance: String,
    /// How the keyword that changed is known, in the base and in the new document.
    pub(super) claims: [Option<Claim>; 2],
    /// Why nothing was decided, if nothing was.
    pub(super) doubt: &'static str,
}

/// Names what was found; `forward`: the left side is the base.
pub(super) fn change<'a>(
    graph: &mut Graph<'a>,
    explanation: &Explanation,
    found: &Found,
    forward: bool,
    site: &Site<'a>,
) -> Change {
    let views = [Version::Base, Version::New].map(|version| {
        let left = (version == Version::Base) == forward;
        view(graph, found, left)
    });
    let [old, new] = &views;
    let (fact, detail) = name(&found.aspect, forward, old, new);
    let member = member_of(&found.aspect);
    let place = |version: Version| {
        let api = graph.api(version);
        let own = views[version as usize].origin.filter(|(of, _)| *of == version).map(|(_, id)| id);
        let id = own.or_else(|| way(graph, explanation, found, version).pop());
        let claims = member.or_else(|| explanation.last_member(found));
        (
            id.map(|id| at(api, id, member)),
            claim(graph, explanation, found, version, member.is_some(), claims, id)
                .map(|claim| for_keyword(claim, &found.aspect)),
        )
    };
    let ((other, base_claim), (at, new_claim)) = (place(Version::Base), place(Version::New));
    let mut path = instance(explanation, found);
    if let Some(member) = member {
        path = format!("{path}/{}", escape_pointer(member));
    }
    let at = at.unwrap_or_else(|| site.at.to_owned());
    let other = other.unwrap_or_else(|| site.other.to_owned());
    let detail = match &found.aspect {
        Aspect::Alternative(_) => Some(format!("`{}`", if forward { &other } else { &at })),
        _ => detail,
    };
    Change {
        fact,
        detail,
        at,
        other,
        instance: path,
        claims: [base_claim, new_claim],
        doubt: doubt(&found.aspect),
    }
}

fn doubt(aspect: &Aspect) -> &'static str {
    match aspect {
        Aspect::Pattern(_) => {
            "no text was found that fits one pattern and not the other, nor a proof that there is none"
        }
        Aspect::Loose(reason) => reason,
        Aspect::Overlap(_) | Aspect::Alternative(_) => {
            "no value was found that only one side takes, nor a proof that there is none"
        }
        _ => "the rule differs, but no whole message was found that only one side takes",
    }
}

/// The member that a reason is about.
fn member_of(aspect: &Aspect) -> Option<&str> {
    match aspect {
        Aspect::Required(name)
        | Aspect::Closed(Some(name))
        | Aspect::Typed(name)
        | Aspect::Dropped(name) => Some(name),
        _ => None,
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

/// The claim with the basis that it gives the keyword in question.
fn for_keyword(claim: &Claim, aspect: &Aspect) -> Claim {
    let basis = keyword(aspect).and_then(|keyword| claim.basis_of(keyword)).unwrap_or(claim.basis);
    Claim { basis, ..claim.clone() }
}

fn keyword(aspect: &Aspect) -> Option<&'static str> {
    Some(match aspect {
        Aspect::Type(_) => "type",
        Aspect::Null => "nullable",
        Aspect::Value(_) | Aspect::Listed(_) => "enum",
        Aspect::Minimum => "minimum",
        Aspect::Maximum => "maximum",
        Aspect::Step => "multipleOf",
        Aspect::MinLength => "minLength",
        Aspect::MaxLength => "maxLength",
        Aspect::Format => "format",
        Aspect::Pattern(_) => "pattern",
        Aspect::MinItems => "minItems",
        Aspect::MaxItems => "maxItems",
        Aspect::Unique => "uniqueItems",
        Aspect::Required(_) => "required",
        Aspect::MinMembers => "minProperties",
        Aspect::MaxMembers => "maxProperties",
        Aspect::Closed(_) | Aspect::Others => "additionalProperties",
        Aspect::Typed(_)
        | Aspect::Dropped(_)
        | Aspect::Alternative(_)
        | Aspect::Overlap(_)
        | Aspect::Loose(_) => return None,
    })
}

/// How the member, or else the schema, is known. `below`: the member is below the found schema,
/// otherwise it is the found schema.
fn claim<'a>(
    graph: &Graph<'a>,
    explanation: &Explanation,
    found: &Found,
    version: Version,
    below: bool,
    member: Option<&str>,
    own: Option<SchemaId>,
) -> Option<&'a Claim> {
    let api = graph.api(version);
    let mut way = way(graph, explanation, found, version);
    if !below {
        way.pop();
    } else if let Some(own) = own {
        way.push(own);
    }
    let declared = way.iter().rev().take(2).find_map(|id| match &api.schema(*id).kind {
        Kind::Object(object) => {
            object.properties.iter().find(|property| Some(property.name.as_str()) == member)
        }
        _ => None,
    });
    if below {
        return declared.map(|property| api.property_claim(property));
    }
    let schema = own.map(|id| &api.schema(id).claim);
    let said = |claim: &&Claim| **claim != Claim::default();
    schema.filter(said).or_else(|| declared.map(|property| api.property_claim(property))).or(schema)
}

/// The name of a change, and what exactly changed.
fn name(aspect: &Aspect, forward: bool, old: &View, new: &View) -> (&'static str, Option<String>) {
    let pick = |narrowed, widened| if forward { narrowed } else { widened };
    let quoted = |name: &str| Some(format!("`{name}`"));
    let both = |old: Option<String>, new: Option<String>| {
        let text = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        Some(format!("{} -> {}", text(old), text(new)))
    };
    let named = |types: &str| (!types.is_empty()).then(|| types.to_owned());
    let number = |value: Option<u64>| value.map(|value| value.to_string());
    match aspect {
        Aspect::Type(_) => {
            let detail = both(named(&old.types), named(&new.types));
            let fact = match (old.kinds.is_subset(&new.kinds), new.kinds.is_subset(&old.kinds)) {
                (true, false) => "type-widened",
                (false, true) => "type-narrowed",
                _ => "type-changed",
            };
            (fact, detail)
        }
        Aspect::Null => (pick("null-refused", "null-allowed"), None),
        Aspect::Value(value) => {
            (pick("enum-value-removed", "enum-value-added"), Some(short(value)))
        }
        Aspect::Listed(_) => (pick("enum-added", "enum-removed"), None),
        Aspect::Alternative(_) => (pick("alternative-removed", "alternative-added"), None),
        Aspect::Minimum if is_width(&old.minimum, &new.minimum, i32::MIN) => {
            (pick("type-narrowed", "type-widened"), both(named(&old.types), named(&new.types)))
        }
        Aspect::Maximum if is_width(&old.maximum, &new.maximum, i32::MAX) => {
            (pick("type-narrowed", "type-widened"), both(named(&old.types), named(&new.types)))
        }
        Aspect::Minimum => (
            pick("minimum-raised", "minimum-lowered"),
            both(old.minimum.clone(), new.minimum.clone()),
        ),
        Aspect::Maximum => (
            pick("maximum-lowered", "maximum-raised"),
            both(old.maximum.clone(), new.maximum.clone()),
        ),
        Aspect::Step => {
            (pick("step-narrowed", "step-widened"), both(old.step.clone(), new.step.clone()))
        }
        Aspect::MinLength => (
            pick("min-length-raised", "min-length-lowered"),
            both(number(old.least), number(new.least)),
        ),
        Aspect::MaxLength => (
            pick("max-length-lowered", "max-length-raised"),
            both(number(old.most), number(new.most)),
        ),
        Aspect::Format => format(old, new),
        Aspect::Pattern(pattern) if old.is_format(pattern) || new.is_format(pattern) => {
            format(old, new)
        }
        Aspect::Pattern(_) => {
            let detail = both(old.pattern.clone(), new.pattern.clone());
            match (&old.pattern, &new.pattern) {
                (None, _) => ("pattern-added", detail),
                (_, None) => ("pattern-removed", detail),
                _ => ("pattern-changed", detail),
            }
        }
        Aspect::MinItems => (
            pick("min-items-raised", "min-items-lowered"),
            both(number(old.least), number(new.least)),
        ),
        Aspect::MaxItems => (
            pick("max-items-lowered", "max-items-raised"),
            both(number(old.most), number(new.most)),
        ),
        Aspect::Unique => (pick("unique-items-added", "unique-items-removed"), None),
        Aspect::MinMembers => (
            pick("min-members-raised", "min-members-lowered"),
            both(number(old.least), number(new.least)),
        ),
        Aspect::MaxMembers => (
            pick("max-members-lowered", "max-members-raised"),
            both(number(old.most), number(new.most)),
        ),
        Aspect::Closed(None) => (pick("members-closed", "members-opened"), None),
        Aspect::Others => (pick("members-restricted", "members-relaxed"), None),
        Aspect::Required(name)
        | Aspect::Closed(Some(name))
        | Aspect::Typed(name)
        | Aspect::Dropped(name) => (member(name, old, new), quoted(name)),
        Aspect::Overlap(_) => (pick("exclusion-added", "exclusion-removed"), None),
        Aspect::Loose(reason) => ("undecided", Some((*reason).to_owned())),
    }
}

/// Whether a bound comes or goes with the width of the number.
fn is_width(old: &Option<String>, new: &Option<String>, end: i32) -> bool {
    let end = Some(end.to_string());
    (*old == end && new.is_none()) || (old.is_none() && *new == end)
}

fn member(name: &str, old: &View, new: &View) -> &'static str {
    let find = |view: &View| {
        view.members.iter().find(|(own, _)| own == name).map(|(_, required)| *required)
    };
    match (find(old), find(new)) {
        (None, Some(true)) => "required-member-added",
        (None, _) => "member-added",
        (Some(_), None) => "member-removed",
        (Some(false), Some(true)) => "member-became-required",
        (Some(true), Some(false)) => "member-became-optional",
        // Nothing but who sends the member (`readOnly`, `writeOnly`) can differ then.
        (Some(_), Some(_)) => "member-became-required",
    }
}

fn format(old: &View, new: &View) -> (&'static str, Option<String>) {
    let text = |view: &View| view.format.clone().unwrap_or_else(|| "none".to_owned());
    let fact = match (&old.format, &new.format) {
        (None, _) => "format-added",
        (_, None) => "format-removed",
        _ => "format-changed",
    };
    (fact, Some(format!("{} -> {}", text(old), text(new))))
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 80 {
        text
    } else {
        text.chars().take(77).chain("...".chars()).collect()
    }
}
