//! The specification and what a page states in, the edits out that turn guesses of the specification
//! into what the page documents.
//!
//! A guess that the page repeats becomes documented; one that it refutes is corrected first. What is
//! documented already is never edited: where the page differs from it, somebody has to look.

mod pair;
mod rules;
mod statuses;

use super::Sides;
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Claim, Operation, SchemaId};
use oasis_model::settle::{Change, Edit};
use std::collections::{BTreeSet, HashSet};

/// A page that is compared, and what `x-source` calls it.
pub type Stated = (Sides, String);

/// The edits that make the specification say what pages document.
pub fn edits(spec: &Api, pages: &[Stated]) -> Vec<Edit> {
    let settled: Vec<Settling<'_>> = pages.iter().map(Settling::of).collect();
    let mut edits: Vec<Edit> = settled.iter().flat_map(Settling::edits).collect();
    // A response that operations share is documented once the pages of all of them have it.
    edits.retain(|edit| {
        let users = spec
            .operations
            .iter()
            .filter(|operation| operation.responses.iter().any(|response| response.at == edit.at));
        let shows = |id: &str| settled.iter().any(|page| page.shows(&edit.at, id));
        !matches!(edit.change, Change::Documented(_))
            || users.into_iter().all(|user| shows(&user.id))
    });
    edits
}

/// Edits on their way.
struct Settling<'a> {
    base: &'a Api,
    page: &'a Api,
    /// Schemas of which the page cannot say all.
    lent: &'a HashSet<SchemaId>,
    source: &'a str,
    edits: Vec<Edit>,
    /// Elements with a claim of their own that the page states.
    stated: BTreeSet<String>,
    /// Elements of which something stays that the page does not state.
    kept: HashSet<String>,
    met: HashSet<(SchemaId, SchemaId)>,
    /// Pairs of schemas still to compare.
    waiting: Vec<(SchemaId, SchemaId, pair::Via<'a>)>,
    /// The responses of the page, with their operation.
    responses: HashSet<(String, &'a str)>,
}

impl<'a> Settling<'a> {
    fn of((sides, source): &'a Stated) -> Self {
        let mut settling = Settling {
            base: &sides.base,
            page: &sides.page.api,
            lent: &sides.lent,
            source,
            edits: Vec::new(),
            stated: BTreeSet::new(),
            kept: HashSet::new(),
            met: HashSet::new(),
            waiting: Vec::new(),
            responses: HashSet::new(),
        };
        for shown in &sides.page.api.operations {
            let known = super::known::operation(&sides.base, shown.method.as_str(), &shown.path);
            if let Some(known) = known {
                settling.operation(known, shown);
            }
        }
        settling
    }

    /// Whether the page has this response of the operation.
    fn shows(&self, at: &str, operation: &str) -> bool {
        self.responses.iter().any(|(known, of)| known == at && *of == operation)
    }

    fn operation(&mut self, known: &'a Operation, shown: &'a Operation) {
        for parameter in &known.parameters {
            let same = shown.parameters.iter().find(|other| {
                other.place == parameter.place && other.name.eq_ignore_ascii_case(&parameter.name)
            });
            let Some(same) = same else { continue };
            let basis = self.base.parameter_basis(parameter, "required");
            self.presence(
                &parameter.at,
                &parameter.claim,
                basis,
                [parameter.required, same.required],
            );
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
            self.stated.insert(at.to_owned());
        }
    }

    fn edits(&self) -> Vec<Edit> {
        let stated = self.stated.iter().filter(|at| !self.kept.contains(*at)).map(|at| {
            // What belongs to operations stands on their own pages.
            let shared = at.starts_with("/components/schemas/");
            let change = Change::Documented(shared.then(|| self.source.to_owned()));
            Edit { at: at.clone(), change, observed: None }
        });
        self.edits.iter().cloned().chain(stated).collect()
    }
}

fn is_guess(basis: Basis) -> bool {
    matches!(basis, Basis::Inferred | Basis::Assumed)
}
