//! Two schemas at one place: containment in the direction of travel decides whether a message
//! fails, containment both ways whether there is a difference at all.

use super::facts::{self, Change};
use super::record::{self, Detail, Record};
use super::{Comparison, Site, notes};
use crate::Verdict;
use crate::contain::{Aspect, Explanation, Found, Mode, NodeId, Version, explain};
use crate::limits::{LONGEST_SHOWN, MOST_NAMES_SHOWN};
use oasis_model::ir::SchemaId;
use std::collections::BTreeSet;

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
    values(comparison, site, base, new);
    if let (Some(base), Some(new)) = (base, new) {
        notes::compare(comparison, site, base, new);
    }
}

/// Compares the sets of values.
fn values<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site<'a>,
    base: Option<SchemaId>,
    new: Option<SchemaId>,
) {
    let sent = site.side.is_sent();
    let Comparison { sent: out, received, .. } = comparison;
    let graph = if sent { out } else { received };
    let old_node = graph.node(Version::Base, base);
    let new_node = graph.node(Version::New, new);
    let strict = Mode { sender: false, text: site.text };
    // Both are asked, since either may have reasons of its own to differ.
    let narrowed = !graph.within(old_node, new_node, strict);
    let widened = !graph.within(new_node, old_node, strict);
    if !narrowed && !widened {
        return;
    }
    let sender = Mode { sender: true, ..strict };
    let (left, right) = if sent { (old_node, new_node) } else { (new_node, old_node) };
    let mut met = Met::default();
    if !graph.within(left, right, sender) {
        met = met.and(pass(comparison, site, (left, right), sent, sender));
    }
    met = met.and(pass(comparison, site, (old_node, new_node), true, strict));
    met = met.and(pass(comparison, site, (new_node, old_node), false, strict));
    if met.further {
        comparison.far.push((*site, base, new));
    } else if !met.any {
        let detail = Detail::about("the two schemas are neither equal nor told apart");
        comparison.records.note(site, "undecided", Verdict::Undecided, detail);
    }
}

/// Looks at what was too far down for the first look.
pub(super) fn look_far(comparison: &mut Comparison<'_>) {
    comparison.deepest = usize::MAX;
    comparison.visits.clear();
    for (site, base, new) in std::mem::take(&mut comparison.far) {
        compare(comparison, &site, base, new);
    }
}

/// What a pass met.
#[derive(Clone, Copy, Default)]
struct Met {
    /// A reason, new or known.
    any: bool,
    /// Something is left for a look further down.
    further: bool,
}

impl Met {
    fn and(self, other: Self) -> Self {
        Self { any: self.any || other.any, further: self.further || other.further }
    }
}

/// Reports why the left side does not lie within the right one. `forward`: the left one is the
/// base.
fn pass<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site<'a>,
    (left, right): (NodeId, NodeId),
    forward: bool,
    mode: Mode,
) -> Met {
    let Comparison { sent, received, witnesses, records, visits, deepest, .. } = comparison;
    let is_sent = site.side.is_sent();
    let graph = if is_sent { sent } else { received };
    let witnesses = &mut witnesses[usize::from(is_sent)];
    let visits = visits.entry(site.side).or_default();
    let explanation = explain(graph, (left, right), mode, visits, *deepest);
    let label = if forward { "only the base takes" } else { "only the new one takes" };
    let (mut breaks, mut open) = (false, None);
    for found in explanation.found.iter().filter(|found| !is_told(&explanation, found)) {
        let change = facts::change(graph, &explanation, found, forward, site);
        let key = (site.side.id(change.fact), change.at.clone(), change.other.clone());
        // In the strict passes a difference that was met in the first one is known already.
        if let Some(known) = records.get(&key)
            && (known.verdict == Verdict::Breaking || !mode.sender)
        {
            breaks |= mode.sender;
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
        if mode.sender {
            match &witness {
                Some(_) => breaks = true,
                None => drop(open.get_or_insert_with(|| key.clone())),
            }
        }
        let witness = witness.map(|witness| shown(label, witness.to_string()));
        let record = recorded(change, site, mode, witness);
        records.add(key, site.operation, record);
    }
    // No value shows any of the reasons by itself; one that shows them together is as good.
    if let (false, Some(key)) = (breaks, open)
        && let Some(witness) = witnesses.plain(graph, (left, right), mode)
    {
        let evidence = vec![shown(label, witness.to_string())];
        let verdict = Verdict::Breaking;
        let record = Record { verdict, evidence, correction: true, ..Record::default() };
        records.add(key, site.operation, record);
    }
    let any = !explanation.found.is_empty() || explanation.tired;
    Met { any, further: explanation.cut }
}

/// A difference as it is kept. Only what a sender may send breaks anything.
fn recorded(
    change: Change,
    site: &Site<'_>,
    mode: Mode,
    witness: Option<(&'static str, String)>,
) -> Record {
    let verdict = match (mode.sender, &witness) {
        (false, _) => Verdict::NonBreaking,
        (true, Some(_)) => Verdict::Breaking,
        (true, None) => Verdict::Undecided,
    };
    let doubt = mode.sender.then(|| ("undecided", change.doubt.to_owned()));
    let subject = subject(site.name, &change.instance);
    let place = (!change.instance.is_empty()).then(|| ("value at", shortened(change.instance)));
    let claims = change.claims.each_ref().map(Option::as_ref);
    Record {
        fact: change.fact,
        verdict,
        details: change.detail.into_iter().collect(),
        basis: change.basis.unwrap_or_else(|| record::basis(site.claims)),
        correction: record::is_correction(claims) || record::is_correction(site.claims),
        evidence: witness.or(doubt).into_iter().chain(place).collect(),
        subject,
        edits: change.edits,
        ..Record::default()
    }
}

/// A pointer without its middle, where nobody would read it to the end.
fn shortened(pointer: String) -> String {
    let tokens: Vec<&str> = pointer.split('/').collect();
    if tokens.len() <= 2 * MOST_NAMES_SHOWN {
        return pointer;
    }
    let (first, last) = (&tokens[..MOST_NAMES_SHOWN], &tokens[tokens.len() - MOST_NAMES_SHOWN..]);
    let between = tokens.len() - 2 * MOST_NAMES_SHOWN;
    format!("{}/({between} more)/{}", first.join("/"), last.join("/"))
}

/// A place in a message by its names, such as `session.visitors[].id`.
fn subject(name: &str, instance: &str) -> String {
    let mut subject = name.to_owned();
    for token in shortened(instance.to_owned()).split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        // An item is written as the first one.
        let item = token == "0";
        if !item && !subject.is_empty() {
            subject.push('.');
        }
        subject.push_str(if item { "[]" } else { &token });
    }
    subject
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

/// Whether another reason at the same place says this one as well: a change of type tells of null.
fn is_told(explanation: &Explanation, found: &Found) -> bool {
    let tells = |other: &Found| {
        matches!(other.aspect, Aspect::Type(_))
            && (other.left, other.right) == (found.left, found.right)
    };
    found.aspect == Aspect::Null && explanation.found.iter().any(tells)
}
