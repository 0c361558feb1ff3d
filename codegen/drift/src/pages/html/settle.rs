//! The specification and what a page states in, the edits out that turn guesses of the specification
//! into what the page documents.
//!
//! A guess that the page repeats becomes documented; one that it refutes is corrected first. What is
//! documented already is never edited: where the page differs from it, somebody has to look.

mod pair;
mod statuses;

use super::Sides;
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Claim, Operation, SchemaId};
use oasis_model::settle::{Change, Edit};
use std::collections::{BTreeMap, HashSet};

/// The edits that make the specification say what a page documents. `source` is what `x-source` calls
/// the page.
pub fn edits(sides: &Sides, source: &str) -> Vec<Edit> {
    let mut settling = Settling {
        base: &sides.base,
        page: &sides.page.api,
        source,
        edits: Vec::new(),
        stated: BTreeMap::new(),
        kept: HashSet::new(),
        met: HashSet::new(),
    };
    for shown in &sides.page.api.operations {
        let known = super::known::operation(&sides.base, shown.method.as_str(), &shown.path);
        if let Some(known) = known {
            settling.operation(known, shown);
        }
    }
    settling.finish()
}

/// Edits on their way.
struct Settling<'a> {
    base: &'a Api,
    page: &'a Api,
    source: &'a str,
    edits: Vec<Edit>,
    /// Elements with a claim of their own that the page states.
    stated: BTreeMap<String, &'a Claim>,
    /// Elements of which something stays that the page does not state.
    kept: HashSet<String>,
    met: HashSet<(SchemaId, SchemaId)>,
}

impl<'a> Settling<'a> {
    fn operation(&mut self, known: &'a Operation, shown: &'a Operation) {
        for parameter in &known.parameters {
            let same = shown.parameters.iter().find(|other| {
                other.place == parameter.place && other.name.eq_ignore_ascii_case(&parameter.name)
            });
            let Some(same) = same else { continue };
            let basis = self.base.parameter_basis(parameter, "required");
            self.presence(&parameter.at, &parameter.claim, basis, [parameter.required, same.required]);
            self.schemas(parameter.schema, same.schema);
        }
        if let (Some(body), Some(same)) = (&known.body, &shown.body) {
            let basis = body.claim.basis_of("required").unwrap_or_default();
            self.presence(&body.at, &body.claim, basis, [body.required, same.required]);
            self.contents(&body.contents, &same.contents);
        }
        self.responses(known, shown);
    }

    /// A body or a parameter: whether it is sent, and its claim.
    fn presence(&mut self, at: &str, claim: &'a Claim, basis: Basis, [old, new]: [bool; 2]) {
        if old != new && is_guess(basis) {
            self.change(at, Change::Presence(new));
        }
        self.state(at, claim);
    }

    fn change(&mut self, at: &str, change: Change) {
        self.edits.push(Edit { at: at.to_owned(), change, observed: None });
    }

    /// Notes that the page states an element.
    fn state(&mut self, at: &str, claim: &'a Claim) {
        let guesses = claim.keywords.values().chain([&claim.basis]).any(|basis| is_guess(*basis));
        if guesses {
            self.stated.insert(at.to_owned(), claim);
        }
    }

    fn finish(self) -> Vec<Edit> {
        let Self { mut edits, stated, kept, source, .. } = self;
        for at in stated.into_keys().filter(|at| !kept.contains(at)) {
            // What belongs to one operation alone stands on its page.
            let shared = at.starts_with("/components/");
            let change = Change::Documented(shared.then(|| source.to_owned()));
            edits.push(Edit { at, change, observed: None });
        }
        edits
    }
}

fn is_guess(basis: Basis) -> bool {
    matches!(basis, Basis::Inferred | Basis::Assumed)
}
