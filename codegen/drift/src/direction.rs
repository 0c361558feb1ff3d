//! What happened to an element and who sends it in, whom it hurts out. Nothing here looks at a
//! document: containment, or the reader of a page, says what happened; the basis of the claim is
//! weighed later.

use super::Verdict;
use super::rules::Rule;
use oasis_model::finding::{Basis, Severity};
use oasis_model::severity::of_difference;

/// What happened to an element from the base to the new side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A new one, which senders may leave out.
    Added,
    /// A new one, without which the message is refused.
    AddedRequired,
    /// An optional one is no longer declared.
    Gone,
    /// One that was always there is no longer declared.
    GoneRequired,
    /// It has to be there now.
    BecameRequired,
    /// It may be left out now.
    BecameOptional,
    /// Fewer messages are allowed.
    Narrowed,
    /// More messages are allowed.
    Widened,
    /// The old messages and the new ones have nothing in common.
    Replaced,
}

/// Whether messages that worked stop working: what we send has to stay accepted, what we receive
/// has to stay understood.
pub(crate) fn verdict(change: Change, sent: bool) -> Verdict {
    use Change::{
        Added, AddedRequired, BecameOptional, BecameRequired, Gone, GoneRequired, Narrowed,
        Replaced, Widened,
    };
    let breaks = match change {
        Added | Gone => false,
        AddedRequired | BecameRequired | Narrowed => sent,
        // Whoever receives something that he does not know ignores it.
        GoneRequired | BecameOptional | Widened => !sent,
        Replaced => true,
    };
    if breaks { Verdict::Breaking } else { Verdict::NonBreaking }
}

/// How bad a difference is: what it does to messages, weighed by how surely the claim is known that it
/// contradicts. What is gone is never a mere note, since people rely on it even where readers survive.
pub(crate) fn severity(rule: &Rule, verdict: Verdict, basis: Basis) -> Severity {
    let messages = match verdict {
        Verdict::Breaking => Severity::Error,
        Verdict::Undecided => Severity::Warning,
        Verdict::NonBreaking if rule.gone => Severity::Warning,
        Verdict::NonBreaking | Verdict::None => Severity::Note,
    };
    of_difference(basis, messages)
}
