//! How bad it is that something contradicts the specification: the basis of what was contradicted
//! in, a severity out. The generator reads bodies by it; the contract suite and drift still have rules of
//! their own.
//!
//! | what happened | documented, observed | inferred | assumed |
//! |---|---|---|---|
//! | a server breaks it | error | warning | note |
//! | a body that is received breaks it | decode error | accepted | accepted |
//! | pages or a document differ | as the messages tell | at most a warning | note |

use crate::conform::Violation;
use crate::finding::{Basis, Severity};
use crate::ir::Api;

/// How bad it is that a server contradicts what is known on this basis.
pub fn severity(basis: Basis) -> Severity {
    match basis {
        Basis::Documented | Basis::Observed => Severity::Error,
        Basis::Inferred => Severity::Warning,
        Basis::Assumed => Severity::Note,
    }
}

/// How bad it is that a response, or a refusal, contradicts the specification in this way.
pub fn of_violation(api: &Api, violation: &Violation) -> Severity {
    severity(violation.basis(api))
}

/// How bad it is that the pages or another document differ from what is known on this basis;
/// `told` is what the messages alone say.
pub fn of_difference(basis: Basis, told: Severity) -> Severity {
    match basis {
        Basis::Documented | Basis::Observed => told,
        Basis::Inferred => told.min(Severity::Warning),
        Basis::Assumed => Severity::Note,
    }
}

/// What the reader of a body does when it contradicts the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decode {
    /// The body is refused, and kept for whoever wants to look at it.
    Error,
    /// The body is accepted; absence and null are the same.
    Accepted,
}

/// Whether a body that contradicts what is known on this basis can be decoded.
pub fn decode(basis: Basis) -> Decode {
    match basis {
        Basis::Documented | Basis::Observed => Decode::Error,
        Basis::Inferred | Basis::Assumed => Decode::Accepted,
    }
}
