//! What each operation refuses, and successes of several kinds.

use super::types::{ErrorEnvelope, Visit};
use oasis_runtime::{Bytes, StatusCode, responses};

responses! {
    /// The documented refusals of `updateSession`.
    pub enum UpdateSessionRefusal {
        /// The token is missing or wrong.
        Unauthorized = 401,
        InvalidBody(Option<Box<ErrorEnvelope>>) = 422 | 400,
        Gone = 410 | 404,
        RateLimited = 503,
        Page(Bytes) = 451,
        ServerError(StatusCode, Option<Box<ErrorEnvelope>>) = 500..=599,
    }
}

responses! {
    /// Every other status.
    pub enum CloseSessionRefusal {
        Failed(StatusCode) = _,
    }
}

responses! {
    /// What `createVisit` ends in.
    pub enum CreateVisitSuccess {
        Created(Box<Visit>) = 201,
        Accepted = 202,
        Seen(Bytes) = 200,
    }
}
