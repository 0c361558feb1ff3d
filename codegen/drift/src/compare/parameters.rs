//! Parameters, which travel as text: names of path parameters say nothing, their place does.

use super::edits::edit;
use super::record::Detail;
use super::{Comparison, Pair, Site, schemas};
use crate::Verdict;
use crate::direction::{Change, verdict};
use crate::rules::Side;
use oasis_model::ir::{Api, Kind, Parameter, ParameterPlace, SchemaId, essence};
use oasis_model::settle::Change::Presence;

/// Compares all parameters of an operation.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>) {
    let named = |parameter: &&Parameter| !is_reserved(parameter);
    let site = Site { side: side(pair), ..pair.site() };
    let mut left: Vec<&Parameter> = pair.new.parameters.iter().filter(named).collect();
    for old in pair.base.parameters.iter().filter(named) {
        match left.iter().position(|new| is_same(pair, old, new)) {
            Some(at) => both(comparison, pair, old, left.remove(at)),
            None => {
                let claims = [Some(&old.claim), None];
                let site = Site { name: &old.name, other: &old.at, claims, ..site };
                removed(comparison, &site, old.required, title(old));
            }
        }
    }
    for new in left {
        let site = Site { name: &new.name, at: &new.at, claims: [None, Some(&new.claim)], ..site };
        added(comparison, &site, new.required, title(new));
    }
}

/// Whether OpenAPI has the parameter ignored: media types and credentials are said elsewhere.
fn is_reserved(parameter: &Parameter) -> bool {
    let reserved = ["accept", "authorization", "content-type"];
    parameter.place == ParameterPlace::Header
        && reserved.iter().any(|name| parameter.name.eq_ignore_ascii_case(name))
}

fn is_same(pair: Pair<'_>, old: &Parameter, new: &Parameter) -> bool {
    let (old_name, new_name) = (&old.name, &new.name);
    old.place == new.place
        && match old.place {
            ParameterPlace::Path => {
                let at = |path: &str, name: &str| names(path).position(|found| found == name);
                let (old_at, new_at) =
                    (at(&pair.base.path, old_name), at(&pair.new.path, new_name));
                old_at == new_at && (old_at.is_some() || old_name == new_name)
            }
            ParameterPlace::Header => old_name.eq_ignore_ascii_case(new_name),
            ParameterPlace::Query | ParameterPlace::Cookie => old_name == new_name,
        }
}

/// The names in a path template, in order.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

fn side(pair: Pair<'_>) -> Side {
    if pair.is_webhook() { Side::WebhookParameter } else { Side::Parameter }
}

fn title(parameter: &Parameter) -> String {
    format!("{} parameter `{}`", place_name(parameter.place), parameter.name)
}

/// Where a parameter or a key travels, in a word.
pub(super) fn place_name(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

/// Notes a parameter or a header that only the base has.
pub(super) fn removed(
    comparison: &mut Comparison<'_>,
    site: &Site<'_>,
    required: bool,
    title: String,
) {
    let change = if required { Change::GoneRequired } else { Change::Gone };
    let verdict = verdict(change, site.side.is_sent());
    comparison.records.note(site, "removed", verdict, Detail::gone(title));
}

/// Notes a parameter or a header that only the new document has.
pub(super) fn added(
    comparison: &mut Comparison<'_>,
    site: &Site<'_>,
    required: bool,
    title: String,
) {
    let (fact, change) = match required {
        true => ("required-added", Change::AddedRequired),
        false => ("added", Change::Added),
    };
    let verdict = verdict(change, site.side.is_sent());
    comparison.records.note(site, fact, verdict, Detail::added(title));
}

fn both<'a>(
    comparison: &mut Comparison<'a>,
    pair: Pair<'a>,
    old: &'a Parameter,
    new: &'a Parameter,
) {
    let site = Site {
        side: side(pair),
        operation: &pair.new.id,
        name: &new.name,
        at: &new.at,
        other: &old.at,
        claims: [Some(&old.claim), Some(&new.claim)],
        text: new.media_type.is_none(),
    };
    if let Some((fact, change)) = presence(old.required, new.required) {
        let verdict = verdict(change, site.side.is_sent());
        comparison.records.note(&site, fact, verdict, Detail::about(title(new)));
        comparison.records.offer(&site, fact, edit(&old.at, Presence(new.required)));
    }
    if old.docs.deprecated != new.docs.deprecated {
        let fact = if new.docs.deprecated { "deprecated" } else { "undeprecated" };
        comparison.records.note(&site, fact, Verdict::None, Detail::about(title(new)));
    }
    if written_differently(comparison, old, new) {
        let detail = Detail::both(style(old), style(new)).of(title(new));
        let verdict = verdict(Change::Replaced, site.side.is_sent());
        comparison.records.note(&site, "style-changed", verdict, detail);
        return;
    }
    schemas::compare(comparison, &site, Some(old.schema), Some(new.schema));
}

/// What became of whether something has to be there.
pub(super) fn presence(old: bool, new: bool) -> Option<(&'static str, Change)> {
    match (old, new) {
        (false, true) => Some(("became-required", Change::BecameRequired)),
        (true, false) => Some(("became-optional", Change::BecameOptional)),
        _ => None,
    }
}

fn style(parameter: &Parameter) -> String {
    match &parameter.media_type {
        Some(media_type) => format!("`{media_type}`"),
        None if parameter.allow_reserved => {
            format!("`{}`, explode {}, allowReserved", parameter.style, parameter.explode)
        }
        None => format!("`{}`, explode {}", parameter.style, parameter.explode),
    }
}

/// Whether the same value is another text.
fn written_differently(comparison: &Comparison<'_>, old: &Parameter, new: &Parameter) -> bool {
    let essence = |parameter: &Parameter| parameter.media_type.as_deref().map(essence);
    if essence(old) != essence(new) {
        return true;
    }
    if old.media_type.is_some() {
        return false;
    }
    if old.allow_reserved != new.allow_reserved {
        return true;
    }
    let prefixed = |style: &str| matches!(style, "matrix" | "label").then(|| style.to_owned());
    if prefixed(&old.style) != prefixed(&new.style) {
        return true;
    }
    let compound =
        is_compound(comparison.base, old.schema, 0) && is_compound(comparison.new, new.schema, 0);
    compound && (old.style != new.style || old.explode != new.explode)
}

/// Whether a value may have parts that have to be joined somehow.
fn is_compound(api: &Api, schema: SchemaId, depth: usize) -> bool {
    match &api.schema(schema).kind {
        Kind::Array(_) | Kind::Object(_) => true,
        Kind::OneOf(union) | Kind::AnyOf(union) if depth < 8 => {
            union.variants.iter().any(|variant| is_compound(api, *variant, depth + 1))
        }
        Kind::AllOf(parts) if depth < 8 => {
            parts.iter().any(|part| is_compound(api, *part, depth + 1))
        }
        Kind::Alias(target) if depth < 8 => is_compound(api, *target, depth + 1),
        _ => false,
    }
}
