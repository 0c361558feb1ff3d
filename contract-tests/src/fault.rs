//! Servers that break one promise each: the mock with a planted bug.
//!
//! In comes the mock's router and one [`Fault`], out comes a router that differs in what that fault
//! says and in nothing else. Faults prove that a check can fail; the mock itself has no switch for
//! any of them.

mod answer;
mod auth;
mod broken;
mod crash;
mod edit;
mod envelope;
mod framing;
mod path;
mod plant;
mod protocol;
mod refused;
mod session;
mod state;
mod violations;

pub use plant::plant;

use axum::body::Bytes;
use axum::http::{Request, Response};
use plant::{Call, Memory};
use std::fmt;
use std::pin::Pin;

/// One planted bug.
pub struct Fault {
    /// Its name, as `--fault` takes it.
    pub id: &'static str,
    /// The checks that may report it; one of them has to.
    pub trips: &'static [&'static str],
    /// What the server does wrong, in one line.
    pub what: &'static str,
    plant: Plant,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fault").field(&self.id).finish()
    }
}

/// Where a bug sits.
enum Plant {
    /// Before the server: it gets to see another request.
    Request(fn(&mut Request<Bytes>, &Memory)),
    /// After the server: the caller gets to see another answer.
    Answer(fn(&Seen, &mut Response<Bytes>)),
    /// Around the server, which may be called never or several times.
    Around(fn(Call) -> Reply),
}

/// An answer that is still to come.
type Reply = Pin<Box<dyn Future<Output = Response<Bytes>> + Send>>;

/// What an answer is an answer to.
struct Seen {
    request: Request<Bytes>,
    memory: std::sync::Arc<Memory>,
}

/// Every planted bug, grouped by the kind of promise it breaks.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    [
        broken::FAULTS,
        refused::FAULTS,
        envelope::FAULTS,
        violations::FAULTS,
        answer::FAULTS,
        state::FAULTS,
        session::FAULTS,
        auth::FAULTS,
        path::FAULTS,
        protocol::FAULTS,
        crash::FAULTS,
    ]
    .into_iter()
    .flatten()
}

/// The planted bug of this name, if there is one.
pub fn find(id: &str) -> Option<&'static Fault> {
    all().find(|fault| fault.id == id)
}
