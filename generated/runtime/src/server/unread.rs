//! Why a body cannot be read to its end.
//!
//! In comes the error of whoever read it, out comes what to tell the service and the caller. Nothing is
//! read here.

use http_body_util::LengthLimitError;
use std::error::Error;
use std::iter::successors;

/// Why a body cannot be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unread {
    /// It is longer than the limit of the router.
    #[error("it is too long")]
    TooLong,
    /// It took longer than the limit of the server.
    #[error("it took too long")]
    Late,
    /// The connection ended before it did, or its framing is broken.
    #[error("it breaks off")]
    Broken,
}

/// The error of a body that took too long.
#[derive(Debug, thiserror::Error)]
#[error("the body took too long")]
pub(super) struct Late;

impl Unread {
    /// What this error of a body means.
    pub(super) fn from_error(error: &(dyn Error + 'static)) -> Self {
        for error in successors(Some(error), |&error| error.source()) {
            if error.is::<LengthLimitError>() {
                return Self::TooLong;
            }
            if error.is::<Late>() {
                return Self::Late;
            }
        }
        Self::Broken
    }
}
