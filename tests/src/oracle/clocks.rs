//! The arithmetic of a clock (language §6, S14–S24, S37): when it is due and when its rungs are,
//! worked out anew from its beginning, its line, the holds and the extensions whenever it is asked.

use super::Oracle;
use super::history::{Happened, Mark};
use steward_model::{Allowance, Limit, LimitLine, LimitOf, RungAt, StepId, Value};
use steward_time::{Span, Timestamp, WorkingTime};

/// A clock as the history tells it.
#[derive(Clone, Debug)]
pub(super) struct Clock<'a> {
    pub(super) number: usize,
    pub(super) limit: &'a Limit,
    pub(super) step: Option<StepId>,
    pub(super) round: u32,
    pub(super) began: Timestamp,
    pub(super) line: usize,
    /// Neither met, missed nor stopped.
    pub(super) running: bool,
    pub(super) missed: bool,
    /// Where in the history it was missed.
    missed_at: Option<usize>,
    /// Its rungs don't matter any more.
    pub(super) over: bool,
    extensions: Vec<(Timestamp, Span)>,
}

/// A moment of a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    pub(super) mark: Mark,
}

impl Clock<'_> {
    /// The clock as it would be if it followed its field on.
    pub(super) fn as_if_not_missed(&self) -> Self {
        Self { missed_at: None, ..self.clone() }
    }
}

/// How far ahead moments of repeats are looked for; stories never last so long.
const NEVER: Timestamp = Timestamp::MAX;

impl<'a> Oracle<'a> {
    /// Every clock that ever began, in the order they began.
    pub(super) fn clocks(&self) -> Vec<Clock<'a>> {
        let mut clocks: Vec<Clock<'a>> = Vec::new();
        for (place, entry) in self.history.entries.iter().enumerate() {
            match &entry.what {
                Happened::Born { limit, step, round, began, line } => {
                    let Some(limit) = self.definition.limit(limit) else { continue };
                    clocks.push(Clock {
                        number: clocks.len(),
                        limit,
                        step: step.clone(),
                        round: *round,
                        began: *began,
                        line: *line,
                        running: true,
                        missed: false,
                        missed_at: None,
                        over: false,
                        extensions: Vec::new(),
                    });
                }
                Happened::Line(number, line) => clocks[*number].line = *line,
                Happened::Extended(number, span) => clocks[*number].extensions.push((entry.at, *span)),
                Happened::Met(number) | Happened::Stopped(number) => clocks[*number].running = false,
                Happened::Missed(number) => {
                    clocks[*number].running = false;
                    clocks[*number].missed = true;
                    clocks[*number].missed_at = Some(place);
                }
                Happened::Over(number) => clocks[*number].over = true,
                _ => {}
            }
        }
        clocks
    }

    /// The clock of a limit whose rungs still matter.
    pub(super) fn live(&self, limit: &Limit) -> Option<Clock<'a>> {
        self.clocks().into_iter().rev().find(|clock| clock.limit.id == limit.id && !clock.over)
    }

    fn line(&self, clock: &Clock<'a>) -> &'a LimitLine {
        &clock.limit.lines[clock.line]
    }

    fn calendar(&self, clock: &Clock<'a>) -> &'a WorkingTime {
        &self.estate.calendars[&self.line(clock).calendar]
    }

    /// A `by` does not move with a hold.
    fn is_by(&self, clock: &Clock<'a>) -> bool {
        !matches!(self.line(clock).allow, Allowance::Within(_))
    }

    /// S19: a limit in days counts all the time, any other open time.
    fn length(&self, clock: &Clock<'a>, from: Timestamp, to: Timestamp) -> u64 {
        if to <= from {
            return 0;
        }
        match self.line(clock).allow {
            Allowance::Within(Span::Days(_)) => u64::try_from(to.as_second() - from.as_second()).unwrap_or(0),
            _ => self.calendar(clock).open_seconds(from, to),
        }
    }

    fn shift(&self, clock: &Clock<'a>, from: Timestamp, seconds: u64) -> Timestamp {
        match self.line(clock).allow {
            Allowance::Within(Span::Days(_)) => i64::try_from(seconds)
                .ok()
                .and_then(|seconds| Timestamp::from_second(from.as_second() + seconds).ok())
                .unwrap_or(NEVER),
            _ => after(self.calendar(clock), from, Span::Open(seconds)),
        }
    }

    /// The stretches in which a clock stood still since `from`, and never before its beginning (S18);
    /// a hold that goes on ends now.
    fn pauses(&self, clock: &Clock<'a>, from: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        if clock.limit.runs_while_held {
            return Vec::new();
        }
        let holds = self.history.holds().into_iter();
        holds
            .map(|(start, end)| (start.max(from).max(clock.began), end.unwrap_or(self.now)))
            .filter(|(start, end)| start < end)
            .collect()
    }

    /// Moves a moment by each pause that begins before it or at it.
    fn carried(&self, clock: &Clock<'a>, from: Timestamp, mut moment: Timestamp) -> Timestamp {
        for (start, end) in self.pauses(clock, from) {
            if start <= moment {
                moment = self.shift(clock, moment, self.length(clock, start, end));
            }
        }
        moment
    }

    /// When a clock is due; while it is paused, as if the case resumed now (S24).
    pub(super) fn due(&self, clock: &Clock<'a>) -> Timestamp {
        let calendar = self.calendar(clock);
        let found = match &self.line(clock).allow {
            Allowance::Within(span) => calendar.add(clock.began, *span),
            Allowance::ByTime(time) => calendar.by_time(clock.began, *time),
            Allowance::ByClosing => calendar.by_closing(clock.began),
            // A miss stays where it was, whatever the field says later.
            Allowance::ByField(field) => match self.history.field_until(field, clock.missed_at) {
                Some(Value::DateTime(at)) => return self.prolonged(clock, at),
                Some(Value::Date(date)) => calendar.closing_on(date),
                _ => None,
            },
        };
        self.prolonged(clock, found.map_or(NEVER, |moment| moment.at))
    }

    /// Pauses and extensions, in the order they came: an extension is added to the due time as it
    /// stood then (S18), a pause moves what it finds.
    fn prolonged(&self, clock: &Clock<'a>, mut due: Timestamp) -> Timestamp {
        let mut from = clock.began;
        let by = self.is_by(clock);
        let pauses = if by { Vec::new() } else { self.pauses(clock, clock.began) };
        let until = |due: Timestamp, from: Timestamp, to: Timestamp| {
            let parts = pauses.iter().map(|(start, end)| ((*start).max(from), (*end).min(to)));
            parts.filter(|(start, end)| start < end).fold(due, |due, (start, end)| {
                if start <= due { self.shift(clock, due, self.length(clock, start, end)) } else { due }
            })
        };
        for (at, span) in &clock.extensions {
            due = after(self.calendar(clock), until(due, from, *at), *span);
            from = *at;
        }
        until(due, from, NEVER)
    }

    /// S14, S18, S19: every moment of a clock as things stand, those left out excepted.
    pub(super) fn moments(&self, clock: &Clock<'a>) -> Vec<Moment> {
        let due = self.due(clock);
        let mut moments = Vec::new();
        let mut missed_by_a_rung = false;
        for (place, rung) in clock.limit.ladder.rungs.iter().enumerate() {
            let (at, before) = match rung.at {
                RungAt::Ready => continue,
                RungAt::Share(percent) => (self.share(clock, due, percent), true),
                RungAt::Before(span) => (self.before(clock, due, span), true),
                RungAt::Overdue => (due, false),
                RungAt::After(span) => (self.later(clock, due, span), false),
            };
            if before && at <= clock.began {
                continue;
            }
            missed_by_a_rung |= rung.at == RungAt::Overdue;
            moments.push(Moment { at, mark: Mark { rung: Some(place), repeat: 0 } });
            for (repeat, span) in
                rung.repeat.iter().flat_map(|r| (1..r.times).map(|k| (k, times(r.every, k))))
            {
                let at = self.later(clock, at, span);
                moments.push(Moment { at, mark: Mark { rung: Some(place), repeat } });
            }
        }
        if !missed_by_a_rung {
            moments.push(Moment { at: due, mark: Mark { rung: None, repeat: 0 } });
        }
        moments
    }

    /// A share of the time the clock runs between beginning and due (S19, S37), rounded down (S2).
    fn share(&self, clock: &Clock<'a>, due: Timestamp, percent: u8) -> Timestamp {
        let pauses = self.pauses(clock, clock.began);
        let paused: u64 = pauses.iter().map(|(start, end)| self.length(clock, *start, (*end).min(due))).sum();
        let runs = self.length(clock, clock.began, due).saturating_sub(paused);
        match runs * u64::from(percent) / 100 {
            0 => clock.began,
            used => self.carried(clock, clock.began, self.shift(clock, clock.began, used)),
        }
    }

    /// An amount left: counted back from the due time.
    fn before(&self, clock: &Clock<'a>, due: Timestamp, span: Span) -> Timestamp {
        self.calendar_for(clock, span).subtract(due, span).map_or(Timestamp::MIN, |moment| moment.at)
    }

    /// An amount after the miss or after a rung; held time moves it as it moves due times (S24), of
    /// a `by` too, whose due time itself stands.
    fn later(&self, clock: &Clock<'a>, from: Timestamp, span: Span) -> Timestamp {
        let calendar = self.calendar_for(clock, span);
        let mut at = after(calendar, from, span);
        for (start, end) in self.pauses(clock, from) {
            if start <= at {
                at = moved(calendar, at, span, start, end);
            }
        }
        at
    }

    /// A rung's amounts count on the limit's calendar, its workdays on the workflow's.
    fn calendar_for(&self, clock: &Clock<'a>, span: Span) -> &'a WorkingTime {
        match span {
            Span::Workdays(_) => &self.estate.calendars[&self.definition.calendar],
            _ => self.calendar(clock),
        }
    }

    /// Whether a moment was judged, and not moved ahead again since.
    pub(super) fn is_judged(&self, clock: &Clock<'a>, mark: Mark) -> bool {
        let last = self.history.entries.iter().rev().find_map(|entry| match entry.what {
            Happened::Judged(number, at) if (number, at) == (clock.number, mark) => Some(true),
            Happened::Ahead(number, at) if (number, at) == (clock.number, mark) => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    }

    /// Whether a clock is judged now: not while held, unless it runs on (S22, S23).
    pub(super) fn is_judging(&self, clock: &Clock<'a>) -> bool {
        !clock.over
            && (clock.running || clock.missed)
            && (clock.limit.runs_while_held || !self.history.is_held())
    }

    /// The moments of a clock that have not been judged yet; after a miss, those that lie after it.
    pub(super) fn unjudged(&self, clock: &Clock<'a>) -> Vec<Moment> {
        let warns = |mark: Mark| {
            let rung = mark.rung.and_then(|place| clock.limit.ladder.rungs.get(place));
            rung.is_some_and(|rung| matches!(rung.at, RungAt::Share(_) | RungAt::Before(_)))
        };
        let moments = self.moments(clock).into_iter().filter(|moment| !self.is_judged(clock, moment.mark));
        moments.filter(|moment| !clock.missed || !warns(moment.mark)).collect()
    }

    /// Whether something done now is too late for a clock. A clock that stands still is not used up
    /// while it does; a `by` is a moment of the day, held or not.
    pub(super) fn is_late(&self, clock: &Clock<'a>) -> bool {
        let stands_still = !clock.limit.runs_while_held && !self.is_by(clock);
        let held_since = self.history.holds().last().filter(|(_, to)| to.is_none()).map(|(from, _)| *from);
        let counts_until = held_since.filter(|_| stands_still).unwrap_or(self.now);
        clock.running && self.due(clock) < counts_until
    }

    /// Clocks in the order they are judged: steps as written, then entries of `limits:` (S1).
    pub(super) fn in_order(&self) -> Vec<Clock<'a>> {
        let mut clocks: Vec<_> = self.clocks().into_iter().filter(|clock| !clock.over).collect();
        clocks.sort_by_key(|clock| match &clock.limit.of {
            LimitOf::Step(step) => (0, self.definition.index[step]),
            LimitOf::Case => {
                (1, self.definition.limits.iter().position(|l| l.id == clock.limit.id).unwrap_or(0))
            }
        });
        clocks
    }
}

/// The moment a span after another; never, where the calendar does not open again.
pub(super) fn after(calendar: &WorkingTime, from: Timestamp, span: Span) -> Timestamp {
    calendar.add(from, span).map_or(NEVER, |moment| moment.at)
}

/// A moment moved by a pause: by the open time in it; of an amount in days, by all of it.
pub(super) fn moved(
    calendar: &WorkingTime,
    at: Timestamp,
    span: Span,
    from: Timestamp,
    to: Timestamp,
) -> Timestamp {
    match span {
        Span::Days(_) => {
            let later = at.as_second() + to.as_second() - from.as_second();
            Timestamp::from_second(later).unwrap_or(NEVER)
        }
        _ => after(calendar, at, Span::Open(calendar.open_seconds(from, to))),
    }
}

/// A span so many times.
fn times(span: Span, count: u32) -> Span {
    match span {
        Span::Open(seconds) => Span::Open(seconds * u64::from(count)),
        Span::Workdays(days) => Span::Workdays(days * count),
        Span::Days(days) => Span::Days(days * count),
    }
}
