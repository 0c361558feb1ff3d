//! todo
use super::Options;
use crate::run::Outcome;
pub(super) fn html(_o: &Outcome, _: &Options<'_>) -> String { String::new() }
