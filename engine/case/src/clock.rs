//! When a limit is due and when its rungs are. A clock is a beginning, a line of `within`, and a
//! ledger: the pauses of the case and the extensions, in the order they came. Everything here is
//! worked out from those, never from a stored due time, so that a new line or a changed calendar
//! applies to the same ledger. It does not decide what happens then: see `advance/judge`.

use crate::guard::{date_alone, instant};
use crate::{Case, Clock, ClockState};
use steward_model::{Allowance, Estate, Limit, RungAt, Workflow};
use steward_time::{Moment, Span, Timestamp, WorkingTime};

/// A clock with all that its arithmetic needs.
pub struct Reckoning<'a> {
    clock: &'a Clock,
    limit: &'a Limit,
    case: &'a Case,
    /// What the limit counts on.
    calendar: &'a WorkingTime,
    /// What amounts in workdays of its rungs count on: the workflow's.
    workdays: &'a WorkingTime,
    now: Timestamp,
}

/// How used time is counted.
#[derive(Clone, Copy)]
enum Count {
    /// Open time of the calendar.
    Open,
    /// All the time: a limit in days (S19).
    All,
}

/// A stretch in which the clock stood still.
#[derive(Clone, Copy)]
struct Pause {
    from: Timestamp,
    to: Timestamp,
}

impl<'a> Reckoning<'a> {
    /// The clock with this number. `None` when the definition has no such limit any more or the
    /// estate no such calendar.
    pub fn new(
        case: &'a Case,
        number: usize,
        definition: &'a Workflow,
        estate: &'a Estate,
        now: Timestamp,
    ) -> Option<Self> {
        let clock = case.clocks.get(number)?;
        let limit = definition.limit(&clock.limit)?;
        let line = limit.lines.get(clock.line)?;
        Some(Self {
            clock,
            limit,
            case,
            calendar: estate.calendar(&line.calendar)?,
            workdays: estate.calendar(&definition.calendar)?,
            now,
        })
    }

    /// The limit it is a clock of.
    pub fn limit(&self) -> &'a Limit {
        self.limit
    }

    /// Whether the clock stands still now. A clock that is decided runs or stands no more.
    pub fn is_paused(&self) -> bool {
        self.case.is_held() && !self.limit.runs_while_held
    }

    /// When it is due; while it is paused, what that would be if the case resumed now (S24).
    pub fn due(&self) -> Option<Moment> {
        let mut due = match self.allowance() {
            Allowance::Within(span) => self.calendar.add(self.clock.began, *span)?,
            Allowance::ByTime(time) => self.calendar.by_time(self.clock.began, *time)?,
            Allowance::ByClosing => self.calendar.by_closing(self.clock.began)?,
            Allowance::ByField(field) => {
                let value = self.case.fields.get(field)?;
                match date_alone(value) {
                    Some(date) => self.calendar.closing_on(date)?,
                    None => Moment { at: instant(value, self.calendar)?, provisional: false },
                }
            }
        };
        let mut pauses = self.pauses().into_iter().peekable();
        let moves = matches!(self.allowance(), Allowance::Within(_));
        for (at, span) in &self.clock.extensions {
            while let Some(pause) = pauses.next_if(|pause| pause.from <= *at) {
                due = if moves { self.shift(due, pause)? } else { due };
            }
            due = join(due, self.calendar.add(due.at, *span)?);
        }
        for pause in pauses {
            due = if moves { self.shift(due, pause)? } else { due };
        }
        Some(due)
    }

    /// How much of its time is used, in seconds, by now or until it was decided.
    pub fn used(&self) -> u64 {
        self.run(self.clock.began, self.clock.decided.unwrap_or(self.now))
    }

    /// When a rung is, for the `repeat`-th time (0 is the rung itself). `None`: it is left out, or
    /// is not a moment of a clock at all (`ready`).
    pub fn rung(&self, at: RungAt, repeat: Option<Span>, times: u32) -> Option<Timestamp> {
        let (first, span) = match at {
            RungAt::Ready => return None,
            RungAt::Share(percent) => return self.ahead(self.share(percent)?),
            RungAt::Before(span) => return self.ahead(self.before(span)?),
            RungAt::Overdue => (self.missed_at()?, None),
            RungAt::After(span) => (self.missed_at()?, Some(span)),
        };
        let first = span.map_or(Some(first), |span| self.after(first, span))?;
        match repeat.filter(|_| times > 0) {
            Some(every) => self.after(first, times_span(every, times)),
            None => Some(first),
        }
    }

    /// A rung before the miss that would lie at or before the clock's beginning is left out (S14).
    fn ahead(&self, at: Timestamp) -> Option<Timestamp> {
        (at > self.clock.began).then_some(at)
    }

    /// A miss is final: what is counted from it is counted from the due time as it was then.
    fn missed_at(&self) -> Option<Timestamp> {
        match (self.clock.state, self.clock.due) {
            (ClockState::Missed, Some(due)) => Some(due),
            _ => self.due().map(|due| due.at),
        }
    }

    fn share(&self, percent: u8) -> Option<Timestamp> {
        let used = self.run(self.clock.began, self.due()?.at) * u64::from(percent) / 100;
        // A share of no time at all lies at the clock's beginning.
        if used > 0 { self.after_running(used) } else { None }
    }

    fn before(&self, span: Span) -> Option<Timestamp> {
        let due = self.due()?.at;
        match (self.allowance(), span) {
            (Allowance::Within(Span::Open(_) | Span::Workdays(_)), Span::Open(seconds)) => {
                self.before_running(due, seconds)
            }
            _ => Some(self.on(span).subtract(due, span)?.at),
        }
    }

    /// The instant from which the clock ran this long until another: counted back, pauses left out.
    fn before_running(&self, until: Timestamp, seconds: u64) -> Option<Timestamp> {
        let (mut end, mut left) = (until, seconds);
        for pause in self.pauses().iter().rev().filter(|pause| pause.from < until) {
            let ran = self.counted(pause.to.min(end), end);
            if ran >= left {
                break;
            }
            left -= ran;
            end = pause.from;
        }
        Some(self.calendar.subtract(end, Span::Open(left))?.at)
    }

    /// The instant at which the clock has run this long.
    fn after_running(&self, seconds: u64) -> Option<Timestamp> {
        let mut at = Moment { at: self.count_on(self.clock.began, seconds)?, provisional: false };
        for pause in self.pauses() {
            at = self.shift(at, pause)?;
        }
        Some(at.at)
    }

    /// How long the clock ran between two instants.
    fn run(&self, from: Timestamp, to: Timestamp) -> u64 {
        let paused: u64 =
            self.pauses().iter().map(|pause| self.counted(pause.from.max(from), pause.to.min(to))).sum();
        self.counted(from, to).saturating_sub(paused)
    }

    /// Moves an instant by the time that passed in a pause that began at or before it.
    fn shift(&self, at: Moment, pause: Pause) -> Option<Moment> {
        if pause.from > at.at {
            return Some(at);
        }
        let passed = self.counted(pause.from, pause.to);
        if passed == 0 {
            return Some(at);
        }
        let moved = match self.count() {
            Count::Open => self.calendar.add_open(at.at, passed)?,
            Count::All => Moment { at: later(at.at, passed)?, provisional: at.provisional },
        };
        Some(join(at, moved))
    }

    /// So long after the miss or a rung after it; held time moves that as it moves due times (S24).
    fn after(&self, from: Timestamp, span: Span) -> Option<Timestamp> {
        let calendar = self.on(span);
        let still = self.pauses().into_iter().map(|pause| (pause.from, pause.to));
        end_of(calendar, from, span, still)
    }

    /// The calendar an amount of a rung counts on.
    fn on(&self, span: Span) -> &'a WorkingTime {
        match span {
            Span::Workdays(_) => self.workdays,
            Span::Open(_) | Span::Days(_) => self.calendar,
        }
    }

    fn allowance(&self) -> &'a Allowance {
        &self.limit.lines[self.clock.line].allow
    }

    fn count(&self) -> Count {
        match self.allowance() {
            Allowance::Within(Span::Days(_)) => Count::All,
            _ => Count::Open,
        }
    }

    fn counted(&self, from: Timestamp, to: Timestamp) -> u64 {
        match self.count() {
            Count::Open => self.calendar.open_seconds(from, to),
            Count::All => seconds_between(from, to),
        }
    }

    fn count_on(&self, from: Timestamp, seconds: u64) -> Option<Timestamp> {
        match self.count() {
            Count::Open => self.calendar.add_open(from, seconds).map(|moment| moment.at),
            Count::All => later(from, seconds),
        }
    }

    /// The holds since the clock's beginning, even where it was born later (S18).
    fn pauses(&self) -> Vec<Pause> {
        if self.limit.runs_while_held {
            return Vec::new();
        }
        self.case
            .holds
            .iter()
            .map(|hold| Pause { from: hold.from.max(self.clock.began), to: hold.to.unwrap_or(self.now) })
            .filter(|pause| pause.to > pause.from)
            .collect()
    }
}

/// A span that many times.
pub fn times_span(span: Span, times: u32) -> Span {
    match span {
        Span::Open(seconds) => Span::Open(seconds * u64::from(times)),
        Span::Workdays(days) => Span::Workdays(days * times),
        Span::Days(days) => Span::Days(days * times),
    }
}

/// The end of a span of a `wait`, or of all holds together: what is stood still moves it by the
/// open time in it (for days: all the time).
pub fn end_of(
    calendar: &WorkingTime,
    from: Timestamp,
    span: Span,
    still: impl IntoIterator<Item = (Timestamp, Timestamp)>,
) -> Option<Timestamp> {
    let mut end = calendar.add(from, span)?.at;
    for (began, ended) in still {
        let began = began.max(from);
        if began > end || ended <= began {
            continue;
        }
        end = match span {
            Span::Days(_) => later(end, seconds_between(began, ended))?,
            Span::Open(_) | Span::Workdays(_) => {
                calendar.add_open(end, calendar.open_seconds(began, ended))?.at
            }
        };
    }
    Some(end)
}

fn join(before: Moment, after: Moment) -> Moment {
    Moment { at: after.at, provisional: before.provisional || after.provisional }
}

fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_second() - from.as_second()).unwrap_or(0)
}

fn later(at: Timestamp, seconds: u64) -> Option<Timestamp> {
    Timestamp::from_second(at.as_second().checked_add(i64::try_from(seconds).ok()?)?).ok()
}
