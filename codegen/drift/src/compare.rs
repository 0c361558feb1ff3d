//! Two [`Api`]s in, what differs and whom it hurts out. The base is what programs were written
//! for, the new one is what they will meet.
//!
//! The direction follows from who calls whom: what the integrator sends has to stay accepted (old
//! within new), what it receives has to stay understood (new within old). A push is called by the
//! API, so its request body is received. Readings (`x-plausible`) and prose make no difference.

mod answers;
mod bodies;
mod edits;
mod element;
mod facts;
mod notes;
mod operations;
mod parameters;
mod prefix;
mod record;
mod schemas;
mod security;
mod servers;
mod tags;
mod words;

use super::Drift;
use super::contain::Containment;
use super::rules::Side;
use oasis_model::conform::Way;
use oasis_model::ir::{Api, Claim, Operation, SchemaId};
use record::Records;
use std::collections::HashSet;

/// Compares two descriptions of an API.
pub fn compare(base: &Api, new: &Api) -> Drift {
    let hides =
        [base, new].iter().any(|api| api.schemas.iter().any(|it| it.read_only || it.write_only));
    let mut comparison = Comparison {
        base,
        new,
        sent: Containment::new(base, new, Way::Sent),
        received: hides.then(|| Containment::new(base, new, Way::Received)),
        records: Records::default(),
        noted: HashSet::new(),
        far: Vec::new(),
    };
    servers::compare(&mut comparison);
    operations::compare(&mut comparison);
    schemas::look_far(&mut comparison);
    comparison.records.into_drift()
}

/// A comparison on its way.
struct Comparison<'a> {
    base: &'a Api,
    new: &'a Api,
    /// Answers about what the integrator sends.
    sent: Containment<'a>,
    /// Answers about what it receives, where that may be something else.
    received: Option<Containment<'a>>,
    records: Records,
    /// Pairs of schemas whose notes were taken.
    noted: HashSet<(Side, SchemaId, SchemaId)>,
    /// Places with differences further down, which a nearer place may have shown since.
    far: Vec<(Site<'a>, Option<SchemaId>, Option<SchemaId>)>,
}

/// A place in both documents that is being compared.
#[derive(Clone, Copy)]
struct Site<'a> {
    side: Side,
    /// The operation's name for reports.
    operation: &'a str,
    /// What a parameter or a header is called; empty for all else.
    name: &'a str,
    /// JSON pointer in the new document, and in the base.
    at: &'a str,
    other: &'a str,
    /// How the element itself is known, in the base and in the new document; what is inside a body or a
    /// response has claims of its own.
    claims: [Option<&'a Claim>; 2],
    /// Values travel as text.
    text: bool,
}

/// Two operations that are the same one.
#[derive(Clone, Copy)]
struct Pair<'a> {
    base: &'a Operation,
    new: &'a Operation,
}

impl<'a> Pair<'a> {
    fn is_webhook(self) -> bool {
        self.new.is_webhook()
    }

    /// The operation itself as a place.
    fn site(self) -> Site<'a> {
        Site {
            side: Side::Api,
            operation: &self.new.id,
            name: "",
            at: &self.new.at,
            other: &self.base.at,
            claims: [Some(&self.base.claim), Some(&self.new.claim)],
            text: false,
        }
    }
}
