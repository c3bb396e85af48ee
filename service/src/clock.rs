//! The time outside: the machine's, and one that runs fast for the demo. Neither ever steps back.

use async_trait::async_trait;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};
use steward_ports::Clock;
use steward_time::Timestamp;

/// Nobody sleeps longer than this at a time, so that a machine that was suspended, or whose clock
/// was set forward, is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// A step back by more than this is worth a word; less is a clock being kept right.
const WORTH_A_WORD: i64 = 60;

/// The machine's clock.
///
/// Where it is set back, time stands still here until it has caught up, so that nothing is ever
/// stamped before what happened earlier.
pub struct SystemClock {
    latest: AtomicI64,
    /// Whether that it was set back was said already.
    said: AtomicBool,
}

impl SystemClock {
    /// The clock, from now on.
    pub fn new() -> Self {
        Self { latest: AtomicI64::new(i64::MIN), said: AtomicBool::new(false) }
    }

    /// The later of what the machine says and what was said before.
    fn read(&self, machine: i64) -> i64 {
        let before = self.latest.fetch_max(machine, Ordering::SeqCst);
        let behind = before > machine.saturating_add(WORTH_A_WORD);
        if !behind {
            self.said.store(false, Ordering::Relaxed);
        } else if !self.said.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "the machine's clock was set back by {} seconds; time stands still here until it has caught up",
                before - machine
            );
        }
        machine.max(before)
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_second(self.read(now.as_second())).unwrap_or(now)
    }

    async fn sleep_until(&self, until: Timestamp) {
        while self.now() < until {
            let left = Duration::try_from(until.duration_since(Timestamp::now())).unwrap_or_default();
            tokio::time::sleep(left.clamp(Duration::from_millis(1), LONGEST_SLEEP)).await;
        }
    }
}

/// A clock that begins at an instant of its own and runs so many times as fast as the machine's.
pub struct FastClock {
    began: Timestamp,
    speed: u32,
    started: Instant,
}

impl FastClock {
    /// The clock, which shows `began` now. A speed of 0 is one of 1.
    pub fn new(began: Timestamp, speed: u32) -> Self {
        Self { began, speed: speed.max(1), started: Instant::now() }
    }

    /// How long after the start the machine's clock shows an instant of this one.
    fn outside(&self, at: Timestamp) -> Duration {
        Duration::try_from(at.duration_since(self.began)).unwrap_or_default() / self.speed
    }
}

#[async_trait]
impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        let seconds = self.started.elapsed().saturating_mul(self.speed).as_secs();
        let seconds = self.began.as_second().saturating_add_unsigned(seconds);
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
    }

    async fn sleep_until(&self, until: Timestamp) {
        while self.now() < until {
            let left = self.outside(until).saturating_sub(self.started.elapsed());
            tokio::time::sleep(left.max(Duration::from_millis(1))).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_stands_still_until_it_has_caught_up() {
        let clock = SystemClock::new();
        let shown = [100, 130, 70, 129, 131].map(|machine| clock.read(machine));
        assert_eq!(shown, [100, 130, 130, 130, 131]);
    }

    #[tokio::test]
    async fn a_fast_clock_reaches_an_hour_in_a_moment() {
        let began: Timestamp = "2026-03-02T08:30:00+08:00".parse().expect("an instant");
        let clock = FastClock::new(began, 360_000);
        let until = Timestamp::from_second(began.as_second() + 3600).expect("an instant");
        clock.sleep_until(until).await;
        assert!(clock.now() >= until);
    }
}
