//! What follows a failed attempt: another one, later, or none.

use std::time::Duration;
use steward_ports::Retry;

/// The pauses between attempts; the last one stays.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(60 * 60),
];

/// So many attempts in all; then the message is dead.
pub const MOST_ATTEMPTS: u32 = 8;

/// What may have arrived is tried once more after this long, so that a receipt can come first.
pub const ONCE_MORE: Duration = Duration::from_secs(2 * 60);

/// A pause may be longer by this share of itself, so that what failed together does not come back
/// together.
const JITTER: f64 = 0.25;

/// What follows a failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Another attempt, after this long.
    Again(Duration),
    /// Another attempt after this long, and it is the last unless the other side is sure that
    /// nothing arrived.
    OnceMore(Duration),
    /// The other side refused it for good, or what may have arrived was tried once more.
    Failed,
    /// The attempts are used up.
    Dead,
}

/// What follows a failure of attempt number `attempts` (from 1). `uncertain` says whether an
/// attempt before this one may have arrived; `chance`, from 0 to 1, spreads the pauses.
pub fn next(retry: Retry, attempts: u32, uncertain: bool, chance: f64) -> Next {
    match retry {
        Retry::Never => Next::Failed,
        Retry::OnceMore if uncertain => Next::Failed,
        _ if attempts >= MOST_ATTEMPTS => Next::Dead,
        Retry::OnceMore => Next::OnceMore(ONCE_MORE),
        Retry::Backoff => Next::Again(pause(attempts, chance)),
        Retry::After(asked) => Next::Again(asked.max(pause(attempts, chance))),
    }
}

/// Of two failures of one attempt by different roads, the one with more hope: what another try may
/// mend goes before what it can't.
pub fn more_hopeful(one: Retry, other: Retry) -> Retry {
    let rank = |retry: &Retry| match retry {
        Retry::OnceMore => (3, Duration::ZERO),
        Retry::Backoff => (2, Duration::ZERO),
        Retry::After(asked) => (1, Duration::MAX - *asked),
        Retry::Never => (0, Duration::ZERO),
    };
    if rank(&other) > rank(&one) { other } else { one }
}

fn pause(attempts: u32, chance: f64) -> Duration {
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    PAUSES[place].mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(next: Next) -> u64 {
        match next {
            Next::Again(pause) | Next::OnceMore(pause) => pause.as_secs(),
            other => panic!("{other:?} is no further attempt"),
        }
    }

    #[test]
    fn attempts_come_after_5_s_30_s_2_min_10_min_1_h_and_there_are_8() {
        let pauses: Vec<u64> = (1..8).map(|n| seconds(next(Retry::Backoff, n, false, 0.0))).collect();
        assert_eq!(pauses, [5, 30, 120, 600, 3600, 3600, 3600]);
        assert_eq!(next(Retry::Backoff, 8, false, 0.0), Next::Dead);
    }

    #[test]
    fn chance_makes_a_pause_longer_by_a_quarter_at_most() {
        assert_eq!(seconds(next(Retry::Backoff, 3, false, 1.0)), 150);
    }

    #[test]
    fn a_longer_wait_that_the_other_side_asks_for_is_kept() {
        let asked = |s| Retry::After(Duration::from_secs(s));
        assert_eq!(seconds(next(asked(3600), 1, false, 0.0)), 3600);
        assert_eq!(seconds(next(asked(1), 2, false, 0.0)), 30);
    }

    #[test]
    fn what_may_have_arrived_is_tried_once_more_after_two_minutes_and_then_failed() {
        assert_eq!(next(Retry::OnceMore, 1, false, 0.0), Next::OnceMore(ONCE_MORE));
        assert_eq!(next(Retry::OnceMore, 2, true, 0.0), Next::Failed);
    }

    #[test]
    fn a_refusal_is_final() {
        assert_eq!(next(Retry::Never, 1, false, 0.0), Next::Failed);
    }

    #[test]
    fn of_several_providers_the_one_that_may_mend_decides() {
        let hour = Retry::After(Duration::from_secs(3600));
        assert_eq!(more_hopeful(Retry::Never, Retry::Backoff), Retry::Backoff);
        assert_eq!(more_hopeful(hour, Retry::Never), hour);
        assert_eq!(more_hopeful(hour, Retry::Backoff), Retry::Backoff);
    }
}
