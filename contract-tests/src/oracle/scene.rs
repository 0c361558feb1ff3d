//! One response with everything that is needed to judge it.
//!
//! It only looks things up; every judgement stands in the rooms beside it.

use super::{Check, point::Point, status};
use crate::{
    generate::{Case, Category},
    http::{Request, Response},
    target::Secret,
};
use oasis_model::{
    conform::Way,
    finding::Basis,
    ir::{Api, Operation, SchemaId},
};
use serde_json::Value;

/// One response with everything that is needed to judge it.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) api: &'a Api,
    pub(super) secret: &'a Secret,
    pub(super) operation: &'a Operation,
    pub(super) case: &'a Case,
    /// What was really sent.
    pub(super) request: &'a Request,
    pub(super) response: &'a Response,
}

impl<'a> Scene<'a> {
    /// The body that was sent, where it is JSON that our own reader takes.
    pub(super) fn sent_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.request.body.as_ref()?.0).ok()
    }

    /// The schema of the operation's JSON body.
    pub(super) fn body_schema(&self) -> Option<SchemaId> {
        self.operation.body.as_ref()?.json()?.schema
    }

    /// Which way request bodies travel.
    pub(super) fn request_way(&self) -> Way {
        if self.operation.is_webhook() { Way::Received } else { Way::Sent }
    }

    /// Which way responses travel.
    pub(super) fn response_way(&self) -> Way {
        if self.operation.is_webhook() { Way::Sent } else { Way::Received }
    }

    /// How surely it is known that the operation asks for a token.
    pub(super) fn security_basis(&self) -> Basis {
        let claims = [&self.operation.security_claim, &self.operation.claim];
        let stated = claims.iter().find_map(|claim| claim.keywords.get("security").copied());
        stated
            .or_else(|| self.operation.security_claim.basis_of("security"))
            .unwrap_or(self.operation.security_claim.basis)
    }

    /// How surely something about a refusal is known: no page of a webhook shows one, so there nothing is.
    pub(super) fn refusal_basis(&self, basis: Basis) -> Basis {
        if self.operation.is_webhook() { Basis::Assumed } else { basis }
    }

    /// The same for the cause: what is a fact of one operation is not the same finding as what is
    /// assumed of another.
    pub(super) fn refusal_cause(&self, cause: impl std::fmt::Display) -> String {
        let webhook = if self.operation.is_webhook() { "webhook|" } else { "" };
        format!("{webhook}{cause}")
    }

    /// The documented refusal of a broken body.
    pub(super) fn refusal(&self) -> Option<&'a oasis_model::ir::Response> {
        status::refusal(self.api, self.operation)
    }

    /// The check that a broken fact is about.
    pub(super) fn check_of(&self, point: &Point) -> Check {
        match self.case.category {
            _ if point.is_parameter() => Check::ParametersChecked,
            Category::UnknownId => Check::PathUnknownId,
            _ => Check::BrokenRefused,
        }
    }

    /// The check that what is right is accepted.
    pub(super) fn valid_check(&self) -> Check {
        if self.is_receiver() { Check::ReceiverAccepts } else { Check::ValidAccepted }
    }

    /// Whether an integrator's own receiver is tested.
    pub(super) fn is_receiver(&self) -> bool {
        self.case.category == Category::Receiver
    }

    /// A text that came from outside, without the token and cut.
    pub(super) fn excerpt(&self, text: &str) -> String {
        self.secret.excerpt(text, 160)
    }
}

/// Whether it is a fact that a server must not contradict.
pub(super) fn is_fact(basis: Basis) -> bool {
    matches!(basis, Basis::Documented | Basis::Observed)
}

/// What the specification says, and on which basis.
pub(super) fn says(basis: Basis, what: &str) -> String {
    let verb = match basis {
        Basis::Documented => "documents",
        Basis::Observed => "has observed",
        Basis::Inferred => "infers",
        Basis::Assumed => "assumes",
    };
    format!("the specification {verb}: {what}")
}
