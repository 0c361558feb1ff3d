//! Two schemas at one place: containment in the direction of travel decides whether a message
//! fails, containment both ways whether there is a difference at all.

use super::facts::{self, Change};
use super::record::{self, Detail, Record};
use super::{Comparison, Site, notes};
use crate::Verdict;
use crate::contain::{Answer, Containment, Mode, Question, Why};
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
    if containment(comparison, site).are_equal(base, new) {
        return;
    }
    values(comparison, site, base, new);
    if let (Some(base), Some(new)) = (base, new) {
        notes::compare(comparison, site, base, new);
    }
}

/// What answers questions about values that travel as those of this place.
fn containment<'c, 'a>(
    comparison: &'c mut Comparison<'a>,
    site: &Site<'_>,
) -> &'c mut Containment<'a> {
    match &mut comparison.received {
        Some(received) if !site.side.is_sent() => received,
        _ => &mut comparison.sent,
    }
}

/// Compares the sets of values.
fn values<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site<'a>,
    base: Option<SchemaId>,
    new: Option<SchemaId>,
) {
    let containment = containment(comparison, site);
    let strict = Mode { sender: false, text: site.text };
    let forward = Question { base, new, forward: true, mode: strict };
    let backward = Question { forward: false, ..forward };
    // Both are asked, since either may have reasons of its own to differ.
    let narrowed = !containment.holds(forward);
    let widened = !containment.holds(backward);
    if !narrowed && !widened {
        return;
    }
    let travelling = if site.side.is_sent() { forward } else { backward };
    let sender = Question { mode: Mode { sender: true, ..strict }, ..travelling };
    let met = [sender, forward, backward].map(|question| pass(comparison, site, question));
    if met.iter().any(|met| met.further) {
        comparison.far.push((*site, base, new));
    } else if !met.iter().any(|met| met.any) {
        let detail = Detail::about("the two schemas are neither equal nor told apart");
        comparison.records.note(site, "undecided", Verdict::Undecided, detail);
    }
}

/// Looks at what was too far down for the first look.
pub(super) fn look_far(comparison: &mut Comparison<'_>) {
    comparison.sent.look_far();
    comparison.received.iter_mut().for_each(Containment::look_far);
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

/// Reports why one side does not lie within the other.
fn pass<'a>(comparison: &mut Comparison<'a>, site: &Site<'a>, question: Question) -> Met {
    let (reasons, further) = match containment(comparison, site).ask(question, site.side) {
        Answer::Holds => return Met::default(),
        Answer::Undecided(why) => {
            return Met { any: why == Why::Named, further: why == Why::TooFar };
        }
        Answer::Fails { reasons, further } => (reasons, further),
    };
    let sender = question.mode.sender;
    let label = if question.forward { "only the base takes" } else { "only the new one takes" };
    let (mut breaks, mut open) = (false, None);
    for reason in &reasons {
        let change = facts::change(comparison, reason, question.forward, site);
        let key = (site.side.id(change.fact), change.at.clone(), change.other.clone());
        // In the strict passes a difference that was met in the first one is known already.
        if let Some(known) = comparison.records.get(&key)
            && (known.verdict == Verdict::Breaking || !sender)
        {
            breaks |= sender;
            let details = if sender || known.verdict == Verdict::NonBreaking {
                change.detail.into_iter().collect()
            } else {
                BTreeSet::new()
            };
            let record = Record { details, correction: true, ..Record::default() };
            comparison.records.add(key, site.operation, record);
            continue;
        }
        let witness = containment(comparison, site).witness(reason);
        if sender {
            match &witness {
                Some(_) => breaks = true,
                None => drop(open.get_or_insert_with(|| key.clone())),
            }
        }
        let witness = witness.map(|witness| shown(label, witness.to_string()));
        let record = recorded(change, site, question.mode, witness);
        comparison.records.add(key, site.operation, record);
    }
    // No value shows any of the reasons by itself; one that shows them together is as good.
    if let (false, Some(key)) = (breaks, open)
        && let Some(witness) = containment(comparison, site).counterexample(question)
    {
        let evidence = vec![shown(label, witness.to_string())];
        let verdict = Verdict::Breaking;
        let record = Record { verdict, evidence, correction: true, ..Record::default() };
        comparison.records.add(key, site.operation, record);
    }
    Met { any: true, further }
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
