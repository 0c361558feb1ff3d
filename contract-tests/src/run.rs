//! How a run goes: preflight, plan, scenarios, one proptest runner per operation and category, putting back.
//!
//! In come specification, target and options, out comes an [`Outcome`]. Nothing here prints.

mod outcome;

pub use outcome::{CheckResult, Count, Histogram, Outcome, Shown, SpecIdentity};
