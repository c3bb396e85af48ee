//! How a commit makes the loops look: the scheduler when something is due sooner than it sleeps, the
//! courier when there is something to send. A nudge says only that it is worth looking.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use steward_ports::Commit;
use steward_time::Timestamp;
use tokio::sync::watch;

/// The ends that commits hold.
pub(crate) struct Nudge {
    scheduler: watch::Sender<()>,
    courier: watch::Sender<()>,
    reloaded: watch::Sender<()>,
    /// A wake before this instant is worth waking the scheduler for.
    asleep_until: AtomicI64,
    /// Whether messages may be held that are late through a stop.
    late: AtomicBool,
}

impl Default for Nudge {
    fn default() -> Self {
        Self {
            scheduler: watch::Sender::new(()),
            courier: watch::Sender::new(()),
            reloaded: watch::Sender::new(()),
            asleep_until: AtomicI64::new(i64::MAX),
            late: AtomicBool::new(true),
        }
    }
}

impl Nudge {
    /// A commit of this process is on disk.
    pub(crate) fn committed(&self, commit: &Written) {
        if commit.late {
            self.late.store(true, Ordering::Relaxed);
        }
        if let Some(wake) = commit.wake {
            self.due_at(wake);
        }
        if commit.asks || commit.late {
            self.scheduler.send_replace(());
        }
        if commit.messages {
            self.courier.send_replace(());
        }
    }

    /// There will be something for the scheduler then, perhaps sooner than it sleeps.
    pub(crate) fn due_at(&self, at: Timestamp) {
        if at.as_second() < self.asleep_until.load(Ordering::SeqCst) {
            self.scheduler.send_replace(());
        }
    }

    /// Some process has committed something.
    pub(crate) fn anything(&self) {
        self.late.store(true, Ordering::Relaxed);
        self.scheduler.send_replace(());
        self.courier.send_replace(());
    }

    /// There is something to send.
    pub(crate) fn to_send(&self) {
        self.courier.send_replace(());
    }

    pub(crate) fn reloaded(&self) {
        self.reloaded.send_replace(());
    }

    /// The scheduler looks now; whatever is committed from here on is worth a nudge.
    pub(crate) fn scheduler_looks(&self) {
        self.asleep_until.store(i64::MAX, Ordering::SeqCst);
    }

    /// The scheduler sleeps until then.
    pub(crate) fn scheduler_sleeps(&self, until: Option<Timestamp>) {
        let until = until.map_or(i64::MAX, |until| until.as_second());
        self.asleep_until.store(until, Ordering::SeqCst);
    }

    /// Whether messages may be held that are late; asks once.
    pub(crate) fn take_late(&self) -> bool {
        self.late.swap(false, Ordering::Relaxed)
    }

    /// They could not be let go.
    pub(crate) fn still_late(&self) {
        self.late.store(true, Ordering::Relaxed);
    }

    pub(crate) fn for_scheduler(&self) -> watch::Receiver<()> {
        self.scheduler.subscribe()
    }

    pub(crate) fn for_courier(&self) -> watch::Receiver<()> {
        self.courier.subscribe()
    }

    pub(crate) fn on_reload(&self) -> watch::Receiver<()> {
        self.reloaded.subscribe()
    }
}

/// What a commit wrote that the loops care about.
pub(crate) struct Written {
    wake: Option<Timestamp>,
    messages: bool,
    asks: bool,
    late: bool,
}

impl From<&Commit> for Written {
    fn from(commit: &Commit) -> Self {
        Self {
            wake: commit.wake,
            messages: !commit.messages.is_empty(),
            asks: !commit.asks.is_empty(),
            late: commit.messages.iter().any(|message| message.late),
        }
    }
}
