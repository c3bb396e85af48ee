//! Time that stands still until the bench moves it.

use async_trait::async_trait;
use steward_ports::Clock;
use steward_time::Timestamp;
use tokio::sync::watch;

/// The clock.
pub(crate) struct StillClock {
    now: watch::Sender<Timestamp>,
}

impl StillClock {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self { now: watch::Sender::new(now) }
    }

    pub(crate) fn set(&self, to: Timestamp) {
        self.now.send_replace(to);
    }
}

#[async_trait]
impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    async fn sleep_until(&self, until: Timestamp) {
        // It fails when the clock is gone, and with it whoever waits.
        let _ = self.now.subscribe().wait_for(|now| *now >= until).await;
    }
}
