//! Which operation of the base is which of the new document, and what became of the others.

use super::prefix::{self, Key, key, paths};
use super::record::Detail;
use super::{Comparison, Pair, Site, answers, bodies, parameters, security, servers};
use crate::Verdict;
use crate::rules::Side;
use oasis_model::ir::{Api, Claim, Direction, Operation};
use std::collections::HashMap;

/// Compares all operations.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (base, new) = (comparison.base, comparison.new);
    let moved = prefix::moved(base, new);
    let (mut pairs, gone, mut added) = paired(base, new, moved);
    let mut removed = Vec::new();
    for operation in gone {
        match added.iter().position(|new| is_same(operation, new)) {
            Some(at) => {
                let pair = Pair { base: operation, new: added.remove(at) };
                moved_operation(comparison, pair);
                pairs.push(pair);
            }
            None => removed.push(operation),
        }
    }
    for operation in removed {
        let fact = if operation.is_webhook() { "webhook-removed" } else { "operation-removed" };
        let claims = [Some(&operation.claim), None];
        let site = lone(operation, parent(&operation.at), &operation.at, claims);
        let detail = Detail::gone(title(operation));
        comparison.records.note(&site, fact, Verdict::Breaking, detail);
    }
    for operation in added {
        let fact = if operation.is_webhook() { "webhook-added" } else { "operation-added" };
        let site = lone(operation, &operation.at, "/paths", [None, Some(&operation.claim)]);
        let detail = Detail::added(title(operation));
        comparison.records.note(&site, fact, Verdict::NonBreaking, detail);
    }
    for pair in pairs {
        operation(comparison, pair);
    }
}

/// Operations of both documents by method and path, those that only the base has, and those that
/// only the new document has.
fn paired<'a>(
    base: &'a Api,
    new: &'a Api,
    moved: bool,
) -> (Vec<Pair<'a>>, Vec<&'a Operation>, Vec<&'a Operation>) {
    let mut left: HashMap<Key, Vec<(String, &Operation)>> = HashMap::new();
    for (path, operation) in paths(new, moved) {
        left.entry(key(&path, operation)).or_default().push((path, operation));
    }
    let (mut pairs, mut gone, mut renamed) = (Vec::new(), Vec::new(), Vec::new());
    // Paths may differ in the names of their parameters only: those written alike come first.
    for (path, operation) in paths(base, moved) {
        let known = left.entry(key(&path, operation)).or_default();
        match known.iter().position(|(other, _)| *other == path) {
            Some(at) => pairs.push(Pair { base: operation, new: known.remove(at).1 }),
            None => renamed.push((path, operation)),
        }
    }
    for (path, operation) in renamed {
        match left.get_mut(&key(&path, operation)).and_then(Vec::pop) {
            Some((_, new)) => pairs.push(Pair { base: operation, new }),
            None => gone.push(operation),
        }
    }
    let mut added: Vec<&Operation> =
        left.into_values().flatten().map(|(_, operation)| operation).collect();
    added.sort_by(|left, right| left.at.cmp(&right.at));
    (pairs, gone, added)
}

fn operation<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>) {
    let (base, new) = (pair.base, pair.new);
    if base.is_webhook() != new.is_webhook() {
        let detail = Detail::about(title(new));
        comparison.records.note(&pair.site(), "direction-changed", Verdict::Breaking, detail);
        return;
    }
    if base.id != new.id {
        let detail = Detail::both(format!("`{}`", base.id), format!("`{}`", new.id));
        comparison.records.note(&pair.site(), "operation-renamed", Verdict::None, detail);
    }
    if !base.docs.deprecated && new.docs.deprecated {
        let (site, fact) = (pair.site(), "operation-deprecated");
        let detail = Detail::about(title(new));
        comparison.records.note(&site, fact, Verdict::None, detail);
    }
    servers::compare_own(comparison, pair);
    security::compare(comparison, pair);
    parameters::compare(comparison, pair);
    bodies::compare(comparison, pair);
    answers::compare(comparison, pair);
}

fn moved_operation(comparison: &mut Comparison<'_>, pair: Pair<'_>) {
    let detail = Detail::both(title(pair.base), title(pair.new));
    let site = pair.site();
    match (&pair.base.direction, &pair.new.direction) {
        (Direction::Webhook { route: old }, Direction::Webhook { route: new }) => {
            if old != new || pair.base.method != pair.new.method {
                comparison.records.note(&site, "webhook-moved", Verdict::Breaking, detail);
            }
        }
        _ => comparison.records.note(&site, "operation-moved", Verdict::Breaking, detail),
    }
}

/// Whether an operation that has no counterpart at its place is meant to be this one.
fn is_same(base: &Operation, new: &Operation) -> bool {
    let by_route = match (&base.direction, &new.direction) {
        (Direction::Webhook { route: old }, Direction::Webhook { route: new }) => old == new,
        _ => false,
    };
    (by_route && base.method == new.method) || base.id == new.id
}

fn title(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, operation.path)
}

/// The place of an operation that only one document has.
fn lone<'a>(
    operation: &'a Operation,
    at: &'a str,
    other: &'a str,
    claims: [Option<&'a Claim>; 2],
) -> Site<'a> {
    Site { side: Side::Api, operation: &operation.id, name: "", at, other, claims, text: false }
}

/// The place in the new document that an operation of the base would stand below.
fn parent(at: &str) -> &str {
    at.rsplit_once('/').map_or(at, |(parent, _)| parent)
}
