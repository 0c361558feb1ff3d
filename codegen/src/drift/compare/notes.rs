//! What differs between two schemas without changing which values are allowed: defaults and marks
//! of deprecation. Members are paired by name; alternatives are left to containment.

use super::{Comparison, Site};
use crate::drift::{Harm, Verdict};
use crate::ir::{Kind, SchemaId};

/// Notes such differences below two schemas, each pair of schemas once a side.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    site: &Site<'_>,
    base: SchemaId,
    new: SchemaId,
) {
    let mut waiting = vec![(base, new)];
    while let Some((base, new)) = waiting.pop() {
        if !comparison.noted.insert((site.side, base, new)) {
            continue;
        }
        let (old, now) = (comparison.base.schema(base), comparison.new.schema(new));
        let place = Site {
            at: &now.at,
            other: &old.at,
            claims: [Some(&old.claim), Some(&now.claim)],
            ..*site
        };
        if old.default != now.default {
            let text = |value: &Option<serde_json::Value>| {
                value.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
            };
            let detail = format!("{} -> {}", text(&old.default), text(&now.default));
            comparison.records.note(&place, "default-changed", Verdict::None, detail);
        }
        if !old.docs.deprecated && now.docs.deprecated {
            comparison.records.note_harm(&place, "deprecated", Verdict::None, Harm::Docs, "");
        }
        match (&old.kind, &now.kind) {
            (Kind::Object(old), Kind::Object(now)) => {
                waiting.extend(old.properties.iter().filter_map(|property| {
                    let same = |other: &&crate::ir::Property| other.name.wire == property.name.wire;
                    Some((property.schema, now.properties.iter().find(same)?.schema))
                }));
            }
            (Kind::Array(old), Kind::Array(now)) => waiting.extend(old.items.zip(now.items)),
            (Kind::Alias(old), Kind::Alias(now)) => waiting.push((*old, *now)),
            (Kind::Alias(old), _) => waiting.push((*old, new)),
            (_, Kind::Alias(now)) => waiting.push((base, *now)),
            _ => {}
        }
    }
}
