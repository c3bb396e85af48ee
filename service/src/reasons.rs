//! Why a loop wakes. All that makes the program move by itself can be read here.

use std::sync::Arc;
use steward_ports::Clock;
use steward_time::Timestamp;
use tokio::sync::watch;

/// A reason to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reason {
    /// The instant has come that was waited for.
    Due,
    /// Something was committed, here or by another process.
    Committed,
    /// The handbook has changed.
    Reloaded,
    /// The program is to stop.
    Stopping,
}

/// The reasons of one loop.
pub(crate) struct Reasons {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) committed: watch::Receiver<()>,
    pub(crate) reloaded: watch::Receiver<()>,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Reasons {
    /// Waits for a reason, at the latest until `due`.
    pub(crate) async fn next(&mut self, due: Option<Timestamp>) -> Reason {
        // A sender that is gone is a service that is gone.
        tokio::select! {
            biased;
            _ = self.stopping.wait_for(|stopping| *stopping) => Reason::Stopping,
            changed = self.reloaded.changed() => changed.map_or(Reason::Stopping, |()| Reason::Reloaded),
            changed = self.committed.changed() => changed.map_or(Reason::Stopping, |()| Reason::Committed),
            () = sleep(&*self.clock, due) => Reason::Due,
        }
    }

    /// Whether the program is to stop, for whoever is in the middle of much work.
    pub(crate) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

async fn sleep(clock: &dyn Clock, until: Option<Timestamp>) {
    match until {
        Some(until) => clock.sleep_until(until).await,
        None => std::future::pending().await,
    }
}
