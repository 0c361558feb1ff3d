//! Two schemas at one place: containment in the direction of travel decides whether a message
//! fails, containment both ways whether there is a difference at all.

use super::record::{self, Record};
use super::{Comparison, Site, facts, notes};
use crate::drift::contain::{Mode, NodeId, Version, explain};
use crate::drift::{Harm, Verdict};
use crate::ir::SchemaId;
use std::collections::BTreeSet;

/// Witnesses are printed up to this length.
const LONGEST_SHOWN: usize = 4_000;

/// Compares the values at one place; no schema means any value.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site<'a>,
    base: Option<SchemaId>,
    new: Option<SchemaId>,
) {
    let sent = site.side.is_sent();
    let Comparison { sent: out, received, .. } = comparison;
    let graph = if sent { out } else { received };
    if graph.alike(base, new) {
        return;
    }
    if let (Some(base), Some(new)) = (base, new) {
        notes::compare(comparison, site, base, new);
    }
    let Comparison { sent: out, received, .. } = comparison;
    let graph = if sent { out } else { received };
    let old_node = graph.node(Version::Base, base);
    let new_node = graph.node(Version::New, new);
    let strict = Mode { sender: false, text: site.text };
    let equal =
        graph.within(old_node, new_node, strict) && graph.within(new_node, old_node, strict);
    if equal {
        return;
    }
    let sender = Mode { sender: true, ..strict };
    let (left, right) = if sent { (old_node, new_node) } else { (new_node, old_node) };
    let mut named = false;
    if !graph.within(left, right, sender) {
        named |= pass(comparison, site, (left, right), sent, sender);
    }
    named |= pass(comparison, site, (old_node, new_node), true, strict);
    named |= pass(comparison, site, (new_node, old_node), false, strict);
    if !named {
        let detail = "the two schemas are neither equal nor told apart";
        comparison.records.note(site, "undecided", Verdict::Undecided, detail);
    }
}

/// Reports why the left side does not lie within the right one. `forward`: the left one is the
/// base. Says whether there was anything to report.
fn pass<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site<'a>,
    (left, right): (NodeId, NodeId),
    forward: bool,
    mode: Mode,
) -> bool {
    let Comparison { sent, received, witnesses, records, .. } = comparison;
    let is_sent = site.side.is_sent();
    let graph = if is_sent { sent } else { received };
    let witnesses = &mut witnesses[usize::from(is_sent)];
    let explanation = explain(graph, left, right, mode);
    for found in &explanation.found {
        let change = facts::change(graph, &explanation, found, forward, site);
        let key = (site.side.id(change.fact), change.at.clone(), change.other.clone());
        // In the strict passes a difference that was met in the first one is known already.
        if let Some(known) = records.get(&key)
            && (known.verdict == Verdict::Breaking || !mode.sender)
        {
            let details = if mode.sender || known.verdict == Verdict::NonBreaking {
                change.detail.into_iter().collect()
            } else {
                BTreeSet::new()
            };
            records.add(
                key,
                site.operation,
                Record { details, correction: true, ..Record::default() },
            );
            continue;
        }
        let witness = witnesses.find(graph, &explanation, found, (left, right), mode);
        let verdict = match (mode.sender, &witness) {
            (false, _) => Verdict::NonBreaking,
            (true, Some(_)) => Verdict::Breaking,
            (true, None) => Verdict::Undecided,
        };
        let mut evidence = Vec::new();
        if let Some(witness) = witness {
            let refused_by_new = forward;
            let label =
                if refused_by_new { "only the base takes" } else { "only the new one takes" };
            evidence.push(shown(label, witness.to_string()));
        } else if mode.sender {
            evidence.push(("undecided", change.doubt.to_owned()));
        }
        if !change.instance.is_empty() {
            evidence.push(("value at", change.instance));
        }
        let correction = record::is_correction(change.claims) || record::is_correction(site.claims);
        let record = Record {
            fact: change.fact,
            harm: Some(Harm::Wire),
            verdict,
            details: change.detail.into_iter().collect(),
            basis: record::basis(change.claims),
            correction,
            evidence,
            ..Record::default()
        };
        records.add(key, site.operation, record);
    }
    explanation.known || !explanation.found.is_empty()
}

/// A witness as evidence. What is longer than anybody reads is cut, and no longer called JSON.
fn shown(label: &'static str, witness: String) -> (&'static str, String) {
    let length = witness.chars().count();
    if length <= LONGEST_SHOWN {
        return (label, witness);
    }
    let start: String = witness.chars().take(80).collect();
    ("a witness too long to print", format!("{start}... ({length} characters; {label})"))
}
