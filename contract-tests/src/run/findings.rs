//! From what was seen to findings: elements that share a cause together, guesses that held as well set
//! apart, worst first.

use super::{
    outcome::Shown,
    results::{Found, Key, State},
};
use crate::{
    http,
    oracle::{Held, Problem},
    target::{Secret, Target},
};
use oasis_model::{
    finding::{Finding, Place, Severity},
    ir::Observed,
    settle::Edit,
};

/// What findings are made with.
pub(super) struct Maker<'a> {
    pub(super) target: &'a Target,
    pub(super) secret: &'a Secret,
    /// The specification's name and text, to find lines.
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    /// Today, such as `2026-11-27`.
    pub(super) today: &'a str,
}

impl Maker<'_> {
    /// Every finding, worst first.
    pub(super) fn findings(&self, state: &State) -> Vec<Shown> {
        let mut shown: Vec<Shown> = Vec::new();
        for (key, found) in &state.found {
            let (refuted, mixed) = self.apart(state, found);
            if !refuted.elements.is_empty() {
                shown.push(self.shown(key.0, &refuted, None));
            }
            if !mixed.elements.is_empty() {
                let held =
                    mixed.elements.keys().map(|element| held(state, &found.problem, element));
                let held = held.sum::<u64>();
                shown.push(self.shown(mixed_severity(key), &mixed, Some(held)));
            }
        }
        shown.sort_by(|left, right| {
            let key = |it: &Shown| (std::cmp::Reverse(it.finding.severity), it.check);
            key(left)
                .cmp(&key(right))
                .then_with(|| left.finding.message.cmp(&right.finding.message))
        });
        self.locate(&mut shown);
        shown
    }

    /// The elements that always contradicted the claim, and those that now and then bore it out.
    fn apart(&self, state: &State, found: &Found) -> (Found, Found) {
        let (mut refuted, mut mixed) = (found.clone(), found.clone());
        let is_mixed = |element: &Option<String>| held(state, &found.problem, element) > 0;
        refuted.elements.retain(|element, _| !is_mixed(element));
        mixed.elements.retain(|element, _| is_mixed(element));
        for part in [&mut refuted, &mut mixed] {
            part.times = part.elements.values().map(|(times, _)| times).sum();
        }
        (refuted, mixed)
    }

    fn shown(&self, severity: Severity, found: &Found, held: Option<u64>) -> Shown {
        let problem = &found.problem;
        let elements: Vec<String> = found.elements.keys().flatten().cloned().collect();
        let of = held.map(|held| held + found.times);
        let edits = match held {
            Some(_) => Vec::new(),
            None => self.edits(found),
        };
        let message = message(problem, &elements, found, of);
        let mut help = problem.help.clone();
        for edit in edits.iter().take(6) {
            help = format!("{help}; {}", edit.summary()).trim_start_matches("; ").to_owned();
        }
        if edits.len() > 6 {
            help = format!("{help}; and {} more edits (--settle)", edits.len() - 6);
        }
        let operation = found.operations.first().cloned().unwrap_or_default();
        let at = problem.claim.clone().unwrap_or(operation);
        let mut finding =
            Finding::new(severity, problem.check.id(), at, message, help).with_basis(problem.basis);
        let curl: Vec<String> =
            found.exchanges.iter().map(|it| http::curl(&it.request, self.target)).collect();
        if let Some(body) = found.exchanges.last().and_then(|last| last.request.body.as_ref()) {
            let text = String::from_utf8_lossy(&body.0);
            finding = finding.with_evidence("body", self.secret.excerpt(&text, 600));
        }
        for exchange in &found.exchanges {
            let text = http::transcript(exchange, problem.focus.as_deref(), self.secret);
            finding = finding.with_evidence("exchange", text);
        }
        for line in &curl {
            finding = finding.with_evidence("curl", self.secret.scrub(line));
        }
        finding.message = self.secret.scrub(&finding.message);
        finding.help = self.secret.scrub(&finding.help);
        Shown {
            finding,
            check: problem.check,
            operations: found.operations.clone(),
            elements,
            times: found.times,
            of,
            case: found.case.clone(),
            exchanges: found.exchanges.clone(),
            curl,
            edits,
        }
    }

    fn edits(&self, found: &Found) -> Vec<Edit> {
        let observed = |times: u64| Observed { on: self.today.to_owned(), count: times, of: times };
        let mut edits: Vec<Edit> = Vec::new();
        for (times, wanted) in found.elements.values() {
            for edit in wanted {
                let mut edit = edit.clone();
                edit.observed.get_or_insert_with(|| observed((*times).max(1)));
                if !edits.iter().any(|it| it.at == edit.at && it.change == edit.change) {
                    edits.push(edit);
                }
            }
        }
        edits
    }

    /// Fills in the lines of the specification; what is no pointer names an operation.
    fn locate(&self, shown: &mut [Shown]) {
        let places = shown.iter_mut().map(|it| &mut it.finding.at);
        let pointers: Vec<&mut Place> =
            places.filter(|place| place.pointer.starts_with('/')).collect();
        oasis_model::locate_places(pointers.into_iter(), self.name, self.text);
    }
}

fn held(state: &State, problem: &Problem, element: &Option<String>) -> u64 {
    let key = Held { cause: problem.cause.clone(), element: element.clone() };
    state.held.get(&key).copied().unwrap_or(0)
}

/// A guess that held as often as not is nothing to settle.
fn mixed_severity(key: &Key) -> Severity {
    match key.0 {
        Severity::Error => Severity::Error,
        _ => Severity::Note,
    }
}

fn message(problem: &Problem, elements: &[String], found: &Found, of: Option<u64>) -> String {
    let mut text = problem.message.clone();
    let shown = problem.element.as_ref();
    let others: Vec<&String> = elements.iter().filter(|it| Some(*it) != shown).collect();
    if !others.is_empty() {
        let names: Vec<String> = others.iter().take(12).map(|it| format!("`{it}`")).collect();
        text += &format!("; likewise {}", names.join(", "));
        if others.len() > names.len() {
            text += &format!(" and {} more", others.len() - names.len());
        }
    }
    let times = match of {
        Some(of) => format!("{} of {of} times", found.times),
        None if found.times == 1 => "once".to_owned(),
        None => format!("{} times", found.times),
    };
    let on = found.operations.join(", ");
    format!("{text} ({times}, on {on})")
}
