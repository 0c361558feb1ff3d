//! The text of the base and a drift in, the text after which the base says what the new side says out,
//! with the differences that no edit can express. The edits are made by `oasis_model::settle`, which
//! brings along all that has to change with them.
//!
//! Both sides are walked for the smallest edits; what still differs then gets its whole operation
//! written anew. Each attempt is compared as the drift was.

mod names;
mod object;
mod operations;
pub(crate) mod pages;
mod pair;
mod rules;
mod statuses;
mod walk;

use super::{Difference, Drift, Values, compare};
use names::Names;
use oasis_model::ir::Api;
use oasis_model::pointer::escape_pointer;
use oasis_model::read_with;
use oasis_model::settle::{Change, Edit, apply};
use std::collections::HashSet;
use walk::Walk;

/// A base that was edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The text after the edits.
    pub text: String,
    /// What is left: the message of a difference, and why no edit settles it.
    pub left: Vec<(String, String)>,
}

/// Two sides that are compared.
pub struct Sides {
    /// The base, or what of it is compared.
    pub base: Api,
    /// What it is compared with.
    pub new: Api,
    /// The new side says all of its operations, so that they may be written anew.
    pub whole: bool,
}

/// Limit on the edits that are tried one by one.
const MOST_TRIED: usize = 60;

/// How much is written anew, one after the other.
const ATTEMPTS: [Level; 4] = [Level::Elements, Level::Elements, Level::Elements, Level::Operations];

/// What is edited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// The smallest elements that differ.
    Elements,
    /// Operations in which something differs.
    Operations,
}

/// Makes every edit that can be made. `sides` gives what an edition of the base is compared with;
/// differences that the drift lacks, because they are accepted, are left alone.
pub fn settled(text: &str, drift: &Drift, sides: impl Fn(&Api) -> Vec<Sides>) -> Settled {
    let wanted: HashSet<Key> = drift.findings.iter().map(key).collect();
    let mut open = compared(&sides, text);
    let found: HashSet<Key> = open.iter().flat_map(|(_, found)| found).map(key).collect();
    let accepted: HashSet<Key> = found.difference(&wanted).cloned().collect();
    let alone = drift.findings.iter().filter(|difference| !found.contains(&key(difference)));
    let mut settled = offered(text, alone);
    let mut why = None;
    for level in ATTEMPTS {
        let mut edits = Vec::new();
        for (sides, found) in &mut open {
            found.retain(|difference| !accepted.contains(&key(difference)));
            edits.extend(edits_of(sides, found, level));
        }
        if edits.is_empty() {
            continue;
        }
        let made = made(&settled.text, &edits);
        (settled.text, why) = (made.text, made.undone.into_iter().next().map(|(_, why)| why));
        open = compared(&sides, &settled.text);
    }
    let left = open.iter().flat_map(|(_, found)| found);
    let why = why.unwrap_or_else(|| "no edit can express it".to_owned());
    settled.left.extend(
        left.filter(|difference| !accepted.contains(&key(difference)))
            .map(|difference| (difference.finding.message.clone(), why.clone())),
    );
    settled
}

/// Makes the edits that come with differences that are none of documents, such as those of traffic.
fn offered<'a>(text: &str, alone: impl Iterator<Item = &'a Difference>) -> Settled {
    let alone: Vec<&Difference> = alone.collect();
    let edits: Vec<Edit> = alone.iter().flat_map(|one| one.about.edits.iter().cloned()).collect();
    let made = made(text, &edits);
    let left = alone.iter().filter_map(|one| {
        let undone = made.undone.iter().find(|(edit, _)| one.about.edits.contains(edit));
        let why = match undone {
            Some((_, why)) => why.as_str(),
            None if one.about.edits.is_empty() => "somebody has to decide it",
            None => return None,
        };
        Some((one.finding.message.clone(), why.to_owned()))
    });
    Settled { left: left.collect(), text: made.text }
}

/// What makes two differences the same one.
type Key = (String, String, Values);

fn key(difference: &Difference) -> Key {
    let finding = &difference.finding;
    let other = finding.other.as_ref().map(|place| place.pointer.clone()).unwrap_or_default();
    (finding.rule.to_string(), other, difference.values.clone())
}

/// The sides of an edition of the base, each with what differs.
fn compared(sides: impl Fn(&Api) -> Vec<Sides>, text: &str) -> Vec<(Sides, Vec<Difference>)> {
    let reading =
        read_with("the base", text, oasis_model::Options { house_rules: false, bare: false });
    let sides = sides(&reading.api).into_iter();
    sides
        .map(|sides| {
            let found = compare(&sides.base, &sides.new).findings;
            (sides, found)
        })
        .collect()
}

/// The edits for these differences.
fn edits_of(sides: &Sides, found: &[Difference], level: Level) -> Vec<Edit> {
    let places: Vec<&str> = (found.iter())
        .filter_map(|difference| difference.finding.other.as_ref())
        .map(|place| place.pointer.as_str())
        .collect();
    if places.is_empty() {
        return Vec::new();
    }
    let lent = HashSet::new();
    let mut walk = Walk::new((&sides.base, &sides.new), &lent, None);
    if level == Level::Operations {
        if !sides.whole {
            return Vec::new();
        }
        walk.names = Names::strict(&sides.base, &sides.new);
        let named: HashSet<&str> = (found.iter())
            .flat_map(|difference| &difference.about.operations)
            .map(String::as_str)
            .collect();
        for (old, new) in operations::paired(&sides.base, &sides.new).both {
            if named.contains(new.id.as_str())
                || places.iter().any(|place| is_within(&old.at, place))
            {
                walk.instead(old, new);
            }
        }
        return walk.into_edits();
    }
    let edits = walk.of_document().into_edits();
    let is_new = |edit: &Edit| {
        // What is added to the components belongs to some other edit.
        let map =
            ["/components/schemas", "/components/securitySchemes"].contains(&edit.at.as_str());
        map && matches!(&edit.change, Change::Entry(_, value) if !value.is_null())
    };
    edits.into_iter().filter(|edit| is_new(edit) || is_about(edit, &places)).collect()
}

/// Whether an edit has to do with one of these places.
fn is_about(edit: &Edit, places: &[&str]) -> bool {
    let at = match &edit.change {
        Change::Entry(name, _) | Change::Rename(name, _) => {
            format!("{}/{}", edit.at, escape_pointer(name))
        }
        _ => edit.at.clone(),
    };
    places
        .iter()
        .any(|place| is_within(&at, place) || is_within(place, &at) || is_within(place, &edit.at))
}

fn is_within(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A text after the edits that can be made together.
struct Made {
    text: String,
    /// Edits that cannot be made, and why.
    undone: Vec<(Edit, String)>,
}

fn made(text: &str, edits: &[Edit]) -> Made {
    let mut made = Made { text: text.to_owned(), undone: Vec::new() };
    let problem = match apply(text, edits) {
        _ if edits.is_empty() => return made,
        Ok(text) => return Made { text, ..made },
        Err(problem) => problem,
    };
    // Some edit stands in the way of the others.
    let (tried, rest) = edits.split_at(edits.len().min(MOST_TRIED));
    let mut together: Vec<Edit> = Vec::new();
    for edit in tried {
        together.push(edit.clone());
        match apply(text, &together) {
            Ok(text) => made.text = text,
            Err(problem) => made.undone.extend(together.pop().map(|edit| (edit, problem))),
        }
    }
    made.undone.extend(rest.iter().map(|edit| (edit.clone(), problem.clone())));
    made
}
