//! Two sides in, the edits out after which the base says what the other side says.
//!
//! The operations are walked in pairs, and below them everything that messages depend on. A page may
//! change guesses only: what it repeats becomes documented, what it refutes is corrected first, and
//! where it differs from what is documented somebody has to look. A document may change everything.

use super::names::Names;
use crate::pages::html::operation;
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Claim, Operation, Property, SchemaId};
use oasis_model::settle::{Change, Edit};
use std::collections::{BTreeSet, HashSet};

/// A property, with the object that it belongs to.
pub(super) type Via<'a> = Option<(SchemaId, &'a Property)>;

/// Two schemas still to compare: that of the base with its property, the other one, and the JSON
/// pointer at which the base uses its own.
pub(super) struct Pending<'a> {
    pub(super) known: SchemaId,
    pub(super) shown: SchemaId,
    pub(super) via: Via<'a>,
    pub(super) site: String,
}

/// Edits on their way.
pub(crate) struct Walk<'a> {
    pub(super) base: &'a Api,
    pub(super) page: &'a Api,
    /// Schemas of which the page cannot say all.
    pub(super) lent: &'a HashSet<SchemaId>,
    /// What `x-source` calls a page, which edits guesses only; none: everything is edited.
    pub(super) source: Option<&'a str>,
    pub(super) names: Names<'a>,
    edits: Vec<Edit>,
    /// Elements with a claim of their own that the page states.
    stated: BTreeSet<String>,
    /// Elements of which something stays that the page does not state.
    pub(super) kept: HashSet<String>,
    pub(super) met: HashSet<(SchemaId, SchemaId, String)>,
    /// Pairs of schemas still to compare.
    pub(super) waiting: Vec<Pending<'a>>,
    /// The responses of the page, with their operation.
    pub(super) responses: HashSet<(String, &'a str)>,
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub(crate) fn new(
        (base, page): (&'a Api, &'a Api),
        lent: &'a HashSet<SchemaId>,
        source: Option<&'a str>,
    ) -> Self {
        Walk {
            base,
            page,
            lent,
            source,
            names: Names::trusting(base, page),
            edits: Vec::new(),
            stated: BTreeSet::new(),
            kept: HashSet::new(),
            met: HashSet::new(),
            waiting: Vec::new(),
            responses: HashSet::new(),
        }
    }

    /// Compares the operations that a page shows.
    pub(crate) fn of_page(mut self) -> Self {
        for shown in &self.page.operations {
            let known = operation(self.base, shown.method.as_str(), &shown.path);
            if let Some(known) = known {
                self.operation(known, shown);
            }
        }
        self
    }

    /// Compares two operations.
    pub(super) fn operation(&mut self, known: &'a Operation, shown: &'a Operation) {
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
            self.schemas(parameter.schema, same.schema, format!("{}/schema", parameter.at));
        }
        if let (Some(body), Some(same)) = (&known.body, &shown.body) {
            let basis = body.claim.basis_of("required").unwrap_or_default();
            self.presence(&body.at, &body.claim, basis, [body.required, same.required]);
            self.contents(&body.at, &body.contents, &same.contents);
        }
        self.responses(known, shown);
    }

    /// A body or a parameter: whether it is sent, and its claim.
    fn presence(&mut self, at: &str, claim: &'a Claim, basis: Basis, [old, new]: [bool; 2]) {
        if old != new && self.may_edit(basis) {
            self.change(at, Change::Presence(new));
        }
        self.state(at, claim);
    }

    /// Whether what is known this surely may be edited.
    pub(super) fn may_edit(&self, basis: Basis) -> bool {
        self.source.is_none() || is_guess(basis)
    }

    pub(super) fn change(&mut self, at: &str, change: Change) {
        self.edits.push(Edit { at: at.to_owned(), change, observed: None });
    }

    /// Notes that the page states an element.
    pub(super) fn state(&mut self, at: &str, claim: &'a Claim) {
        let guesses = claim.keywords.values().chain([&claim.basis]).any(|basis| is_guess(*basis));
        if guesses && self.source.is_some() {
            self.stated.insert(at.to_owned());
        }
    }

    /// All edits, those aside that say of a kept element that the page states it.
    pub(crate) fn into_edits(self) -> Vec<Edit> {
        let source = self.source.unwrap_or_default();
        let stated = self.stated.iter().filter(|at| !self.kept.contains(*at)).map(|at| {
            // What belongs to operations stands on their own pages.
            let shared = at.starts_with("/components/schemas/");
            let change = Change::Documented(shared.then(|| source.to_owned()));
            Edit { at: at.clone(), change, observed: None }
        });
        let added = self.names.added();
        self.edits.into_iter().chain(stated).chain(added).collect()
    }
}

fn is_guess(basis: Basis) -> bool {
    matches!(basis, Basis::Inferred | Basis::Assumed)
}
