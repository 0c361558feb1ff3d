//! Whether a response is right, and if not, which claim of the specification it contradicts.
//!
//! In come a case and what became of it, out comes a [`Verdict`]: problems with their basis, claims that
//! held, and what the envelope tells of the validator. Nothing here sends.

mod auth;
mod blame;
mod body;
mod check;
mod documented;
mod edits;
mod envelope;
mod expectation;
mod guess;
mod item;
mod judge;
mod labels;
mod leaks;
mod media;
mod parameters;
mod places;
mod point;
mod rules;
mod scene;
mod sent;
mod spelling;
mod status;
mod transport;
mod truth;
mod validator;
mod verdict;

pub use check::{Applied, Check};
pub use documented::{documented, is_guarded, refusal};
pub use judge::Oracle;
pub use validator::{Ballot, about_validator};
pub use verdict::{Held, Problem, Verdict, Votes};
