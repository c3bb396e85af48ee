//! The demo's clock: it runs sixty times fast, and can leap to the next moment that anybody in the
//! engine waits for, so that days in which nothing happens are over at once. It leaps from moment to
//! moment and never past one, so nothing is ever late because of it.

use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use steward_ports::Clock;
use steward_time::Timestamp;
use tokio::sync::watch;

/// A clock that begins at an instant of its own.
pub(crate) struct DemoClock {
    hands: Mutex<Hands>,
    /// Changes whenever the clock leaps, so that sleepers look again.
    leapt: watch::Sender<()>,
    speed: u32,
}

struct Hands {
    /// The machine's instant at which the clock showed `shown`.
    since: Instant,
    shown: Timestamp,
    /// Until when each sleeper sleeps.
    sleepers: BTreeMap<u64, Timestamp>,
    next_sleeper: u64,
}

impl DemoClock {
    pub(crate) fn new(began: Timestamp, speed: u32) -> Self {
        let hands = Hands { since: Instant::now(), shown: began, sleepers: BTreeMap::new(), next_sleeper: 0 };
        Self { hands: Mutex::new(hands), leapt: watch::Sender::new(()), speed }
    }

    /// Leaps to the earliest moment that somebody sleeps until, at most to `latest`. Returns whether
    /// it is at `latest` now.
    pub(crate) fn leap(&self, latest: Timestamp) -> bool {
        let mut hands = self.hands();
        let now = hands.now(self.speed);
        let next = hands.sleepers.values().copied().filter(|until| *until > now).min();
        let to = next.map_or(latest, |next| next.min(latest)).max(now);
        hands.since = Instant::now();
        hands.shown = to;
        drop(hands);
        self.leapt.send_replace(());
        to >= latest
    }

    /// When somebody in the engine next wants to be woken.
    pub(crate) fn next_moment(&self) -> Option<Timestamp> {
        let hands = self.hands();
        let now = hands.now(self.speed);
        hands.sleepers.values().copied().filter(|until| *until > now).min()
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long until an instant as the machine's clock goes.
    fn outside(&self, until: Timestamp) -> Duration {
        let hands = self.hands();
        let ahead = Duration::try_from(until.duration_since(hands.shown)).unwrap_or_default() / self.speed;
        ahead.saturating_sub(hands.since.elapsed())
    }
}

impl Hands {
    fn now(&self, speed: u32) -> Timestamp {
        let seconds = self.since.elapsed().saturating_mul(speed).as_secs();
        let seconds = self.shown.as_second().saturating_add_unsigned(seconds);
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
    }
}

/// A sleeper, known to the clock until it wakes or is dropped.
struct Sleeper<'a> {
    clock: &'a DemoClock,
    number: u64,
}

impl<'a> Sleeper<'a> {
    fn new(clock: &'a DemoClock, until: Timestamp) -> Self {
        let mut hands = clock.hands();
        let number = hands.next_sleeper;
        hands.next_sleeper += 1;
        hands.sleepers.insert(number, until);
        Self { clock, number }
    }
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.clock.hands().sleepers.remove(&self.number);
    }
}

#[async_trait]
impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        self.hands().now(self.speed)
    }

    async fn sleep_until(&self, until: Timestamp) {
        let mut leapt = self.leapt.subscribe();
        let _known = Sleeper::new(self, until);
        while self.now() < until {
            let left = self.outside(until).max(Duration::from_millis(1));
            tokio::select! {
                () = tokio::time::sleep(left) => {}
                _ = leapt.changed() => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[tokio::test]
    async fn it_leaps_to_the_next_moment_somebody_waits_for_and_no_further() {
        let clock = DemoClock::new(at("2026-03-02T09:00:00+08:00"), 60);
        let (one, other) = (at("2026-03-02T12:00:00+08:00"), at("2026-03-04T12:00:00+08:00"));
        let (mut first, mut second) = (clock.sleep_until(one), clock.sleep_until(other));
        tokio::select! { biased; () = &mut second => panic!("too early"), () = &mut first => panic!("too early"), () = std::future::ready(()) => {} }
        assert!(!clock.leap(at("2026-03-09T09:00:00+08:00")), "there is somebody in between");
        assert!(clock.now() >= one && clock.now() < other);
        first.await;
        assert!(clock.leap(at("2026-03-03T09:00:00+08:00")), "nobody waits for anything before that");
        assert!(clock.now() < other);
    }
}
