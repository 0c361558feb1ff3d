//! When a run has to end, and why: one flag that everything looks at.

use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// Why a run ended before its plan did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The time allowed is over.
    Budget,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// SIGHUP.
    HungUp,
    /// Many requests in a row got no response.
    ServerGone,
    /// What answers is not the API: redirects, a login page, nothing but 429, or far too slow.
    NotTheApi,
}

/// The end of a run: a deadline, and a reason to stop before it.
#[derive(Debug)]
pub struct Stop {
    deadline: Option<Instant>,
    asked: OnceLock<Ended>,
    notify: Notify,
}

impl Ended {
    /// In words, such as `the budget is used up`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Budget => "the budget is used up",
            Self::Interrupted => "interrupted (Ctrl-C)",
            Self::Terminated => "ended by SIGTERM",
            Self::HungUp => "ended by SIGHUP",
            Self::ServerGone => "the server stopped answering",
            Self::NotTheApi => "what answers there is not this API",
        }
    }
}

impl Stop {
    /// A run that ends this long from now.
    pub fn after(budget: Duration) -> Self {
        let deadline = Instant::now().checked_add(budget);
        Self { deadline, asked: OnceLock::new(), notify: Notify::new() }
    }

    /// Ends the run. The first reason stays.
    pub fn ask(&self, why: Ended) {
        let _ = self.asked.set(why);
        self.notify.notify_waiters();
    }

    /// Whether somebody asked, rather than the time being over.
    pub fn was_asked(&self) -> bool {
        self.asked.get().is_some()
    }

    /// Why the run has to end, if it does.
    pub fn reason(&self) -> Option<Ended> {
        self.asked.get().copied().or_else(|| self.left().is_zero().then_some(Ended::Budget))
    }

    /// The time that is left.
    pub fn left(&self) -> Duration {
        self.deadline
            .map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Waits until the run has to end.
    pub async fn asked(&self) {
        loop {
            let notified = self.notify.notified();
            if self.reason().is_some() {
                return;
            }
            // A tick at least, so that a request to stop between the two lines is not missed for long.
            let tick = self.left().min(Duration::from_millis(200));
            let _ = tokio::time::timeout(tick, notified).await;
        }
    }
}
