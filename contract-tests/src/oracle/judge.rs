//! The judgement of one exchange against every promise that it can show.

use super::Verdict;
use crate::{generate::Case, http::Exchange, target::Secret};
use oasis_model::ir::Api;
use std::sync::Arc;

/// What judging needs to know.
#[derive(Clone, Debug)]
pub struct Oracle {
    /// The specification.
    pub api: Arc<Api>,
    /// The token, which no response may hold.
    pub secret: Secret,
}

impl Oracle {
    /// Judges one exchange.
    pub fn judge(&self, case: &Case, exchange: &Exchange) -> Verdict {
        todo!("{case:?} {exchange:?}")
    }
}
