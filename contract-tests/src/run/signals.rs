//! Ctrl-C, SIGTERM and SIGHUP end a run in order: what was written is put back.

use crate::http::{Ended, Stop};
use std::sync::Arc;

/// Asks the run to stop when a signal comes. The task ends with the runtime.
///
/// # Errors
/// Why signals cannot be waited for: then nothing should be written.
pub(super) fn watch(stop: Arc<Stop>) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [
            (SignalKind::interrupt(), Ended::Interrupted),
            (SignalKind::terminate(), Ended::Terminated),
            (SignalKind::hangup(), Ended::HungUp),
        ];
        for (kind, why) in kinds {
            let mut signals = signal(kind)?;
            let stop = Arc::clone(&stop);
            tokio::spawn(async move {
                // Later ones change nothing: putting back must not be cut short by impatience.
                while signals.recv().await.is_some() {
                    stop.ask(why);
                }
            });
        }
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            stop.ask(Ended::Interrupted);
        }
    });
    Ok(())
}
