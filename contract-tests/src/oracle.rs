//! Whether a response is right, and if not, which claim of the specification it contradicts.
//!
//! In come a case and what became of it, out comes a [`Verdict`]: problems with their basis, claims that
//! held, and what the envelope tells of the validator. Nothing here sends.

mod auth;
mod blame;
mod body;
mod check;
mod documented;
mod envelope;
mod expectation;
mod judge;
mod leaks;
mod status;
mod transport;
mod validator;
mod verdict;

pub use check::{Check, Applied};
pub use documented::{documented, is_guarded, refusal};
pub use judge::Oracle;
pub use validator::{Ballot, about_validator};
pub use verdict::{Held, Problem, Verdict, Votes};
