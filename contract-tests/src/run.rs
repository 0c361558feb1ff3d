//! How a run goes: preflight, scenarios, one proptest runner per operation and category, putting back.
//!
//! In come specification, target and options, out comes an [`Outcome`]. Nothing here prints or decides an
//! exit code.

mod absent;
mod bench;
mod conclude;
mod conduct;
mod findings;
mod fuzz;
mod outcome;
mod plan;
mod preflight;
mod regressions;
mod replay;
mod results;
mod signals;
mod skipped;

pub use bench::{Bench, Request};
pub use conduct::{conduct, receive};
pub use fuzz::{Job, property};
pub use outcome::{CheckResult, Count, Histogram, Outcome, Shown, SpecIdentity};
pub use regressions::Regressions;
pub use replay::{Again, replay};
pub use results::Results;
