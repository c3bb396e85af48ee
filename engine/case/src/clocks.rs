//! The life of clocks: when one is born and by which line, when it is met or stopped, and what
//! happens to it when a field, a calendar or a hold moves its due time.

use crate::guard::{holds, instant, is_decided};
use crate::turn::{Fact, Turn};
use crate::{Case, Change, Clock, ClockState, StepStatus, What};
use steward_model::{Allowance, FieldId, Limit, LimitLine, LimitOf, Since, Step, StepId, Text, Workflow};
use steward_time::Timestamp;

impl Turn<'_> {
    /// Begins every clock that can begin now: those of steps in the order written, then entries of
    /// `limits:`.
    pub(crate) fn births(&mut self) {
        if self.case.is_over() {
            return;
        }
        let definition = self.ctx.definition;
        for limit in definition.all_limits() {
            if let Some((began, line)) = self.birth(definition, limit) {
                self.bear(limit, began, line);
            }
        }
    }

    fn birth(&self, definition: &Workflow, limit: &Limit) -> Option<(Timestamp, usize)> {
        let step = match &limit.of {
            LimitOf::Step(id) => Some(definition.step(id)?),
            LimitOf::Case => None,
        };
        let round = step.map_or(1, |step| self.case.round(&step.id));
        if self.case.clocks.iter().any(|clock| clock.limit == limit.id && clock.round == round) {
            return None;
        }
        let ready = match step {
            Some(step) => match self.case.status(&step.id) {
                StepStatus::Ready => true,
                // Which items there will be is known with the step alone.
                StepStatus::Waiting if step.item.is_some() => return None,
                StepStatus::Waiting => false,
                _ => return None,
            },
            None => {
                // An entry whose `until` was reached already has nothing to limit (S17).
                if limit
                    .until
                    .as_ref()
                    .is_some_and(|until| self.case.steps.get(until).is_some_and(|state| state.reached))
                {
                    return None;
                }
                false
            }
        };
        let line = choose(&limit.lines, &self.case, ready)?;
        let anchor = self.anchor(limit, step, ready)?;
        let began = match &limit.lines[line].allow {
            Allowance::ByField(field) if step.is_none() || ready => anchor.max(*self.case.filled.get(field)?),
            Allowance::ByField(_) => return None,
            _ => anchor,
        };
        Some((began, line))
    }

    /// Where counting begins, when that is known already.
    fn anchor(&self, limit: &Limit, step: Option<&Step>, ready: bool) -> Option<Timestamp> {
        let state = step.and_then(|step| self.case.steps.get(&step.id));
        let round_opened = state.and_then(|state| state.round_opened);
        let opened = round_opened.unwrap_or(self.case.opened);
        match &limit.since {
            Since::Ready if step.is_none() => Some(self.case.opened),
            Since::Ready => state.filter(|_| ready).and_then(|state| state.since),
            Since::Opened => Some(opened),
            // A later round of that step alone does not move it (S15).
            Since::Step(id) => self
                .case
                .steps
                .get(id)
                .filter(|state| self.case.is_past(id) || state.written_for.is_some())
                .and_then(|state| state.ended),
            Since::Field(_) if round_opened.is_some() => Some(opened),
            Since::Field(field) => {
                let written = instant(self.case.fields.get(field)?, self.calendar()?)?;
                Some(written.min(self.case.opened))
            }
        }
    }

    fn bear(&mut self, limit: &Limit, began: Timestamp, line: usize) {
        let step = match &limit.of {
            LimitOf::Step(id) => Some(id.clone()),
            LimitOf::Case => None,
        };
        let round = step.as_ref().map_or(1, |step| self.case.round(step));
        self.also(Change::ClockBorn { limit: limit.id.clone(), step, round, began, line });
        let number = self.case.clocks.len() - 1;
        self.note_due(number);
        self.late.insert(number);
    }

    /// Puts a clock's due time on the record when it is another than before. Returns both.
    fn note_due(&mut self, number: usize) -> Option<(Option<Timestamp>, Timestamp)> {
        let clock = self.case.clocks.get(number)?;
        if clock.state != ClockState::Running {
            return None;
        }
        let (old, provisional) = (clock.due, clock.provisional);
        let due = self.reckon(number)?.due()?;
        if old == Some(due.at) && provisional == due.provisional {
            return None;
        }
        self.also(Change::ClockDue { clock: number, due: due.at, provisional: due.provisional });
        (old != Some(due.at)).then_some((old, due.at))
    }

    /// Rungs that lie ahead again, because the due time moved, will be carried out again.
    pub(crate) fn rungs_ahead(&mut self, number: usize) {
        let Some(reckoning) = self.reckon(number) else {
            return;
        };
        let clock = &self.case.clocks[number];
        let rungs = &reckoning.limit().ladder.rungs;
        let again: Vec<usize> = clock
            .judged
            .keys()
            .copied()
            .filter(|&rung| {
                rungs
                    .get(rung)
                    .and_then(|rung| reckoning.rung(rung.at, None, 0))
                    .is_some_and(|at| at > self.now)
            })
            .collect();
        for rung in again {
            self.also(Change::Ahead { clock: number, rung });
        }
    }

    /// After fields have changed: clocks whose line reads them count by the line that applies now,
    /// `by: FIELD` follows its field, and clocks that waited for a field are born.
    pub(crate) fn after_fields(&mut self, changed: &[FieldId]) {
        for number in 0..self.case.clocks.len() {
            let clock = &self.case.clocks[number];
            let Some(limit) = self.ctx.definition.limit(&clock.limit) else {
                continue;
            };
            if clock.over.is_some() || !reads(limit, changed) {
                continue;
            }
            match clock.state {
                ClockState::Running => self.follow(number, limit),
                ClockState::Missed => self.begin_anew(number, limit),
                ClockState::Met | ClockState::Stopped => {}
            }
        }
        self.births();
    }

    fn follow(&mut self, number: usize, limit: &Limit) {
        let line = self.case.clocks[number].line;
        let chosen = choose(&limit.lines, &self.case, true).unwrap_or(line);
        if chosen != line {
            self.also(Change::ClockLine(number, chosen));
        }
        self.moved(number, &Text::new("字段已改", "a field changed"));
    }

    /// Notes that a due time moved, in an event of its own.
    pub(crate) fn moved(&mut self, number: usize, why: &Text) {
        let clock = &self.case.clocks[number];
        let (limit, step, old) = (clock.limit.clone(), clock.step.clone(), clock.due);
        let Some(due) = self.reckon(number).and_then(|reckoning| reckoning.due()) else {
            return;
        };
        let provisional = clock.provisional;
        if old == Some(due.at) && provisional == due.provisional {
            return;
        }
        let change = Change::ClockDue { clock: number, due: due.at, provisional: due.provisional };
        if old == Some(due.at) {
            self.also(change);
            return;
        }
        let shown = |at: Timestamp| crate::judge::shown(at, &self.ctx.estate.zone);
        let from = old.map(shown).unwrap_or_default();
        let text = Text::new(
            format!("{}：{from} → {}", why.zh, shown(due.at)),
            format!("{}: {from} → {}", why.en, shown(due.at)),
        );
        self.record(
            Fact::new(What::Moved).about(step.as_ref()).limit(Some(&limit)).text(Some(text)).change(change),
        );
        self.rungs_ahead(number);
        self.late.insert(number);
    }

    /// A changed field that moves a missed `by: FIELD` later begins the clock anew; the miss stays.
    fn begin_anew(&mut self, number: usize, limit: &Limit) {
        let clock = &self.case.clocks[number];
        let (round, step) = (clock.round, clock.step.clone());
        let Some(Allowance::ByField(_)) = limit.lines.get(clock.line).map(|line| &line.allow) else {
            return;
        };
        let due = self.reckon(number).and_then(|reckoning| reckoning.due());
        if due.is_none_or(|due| due.at <= self.now) {
            return;
        }
        let line = clock.line;
        self.also(Change::ClockStopped(number));
        self.record(
            Fact::new(What::Moved)
                .about(step.as_ref())
                .limit(Some(&limit.id))
                .text(Some(Text::new("字段已改，重新计时", "a field changed; the clock begins anew"))),
        );
        self.also(Change::ClockBorn { limit: limit.id.clone(), step, round, began: self.now, line });
        let number = self.case.clocks.len() - 1;
        self.note_due(number);
        self.late.insert(number);
    }

    /// On resuming every due time is known anew; a `by` may have passed meanwhile (S23).
    pub(crate) fn after_hold(&mut self) {
        for number in 0..self.case.clocks.len() {
            if self.case.clocks[number].over.is_none() {
                self.note_due(number);
                self.rungs_ahead(number);
                self.late.insert(number);
            }
        }
    }

    /// Calendars or staff have changed: due times that differ are moved, on the record.
    pub(crate) fn recompute(&mut self, why: &Text) {
        for number in 0..self.case.clocks.len() {
            let clock = &self.case.clocks[number];
            if clock.over.is_none() && clock.state == ClockState::Running {
                self.moved(number, why);
            }
        }
    }

    pub(crate) fn meet_clocks_of(&mut self, step: &StepId) {
        self.each_clock(|clock| clock.step.as_ref() == Some(step), Change::ClockMet);
    }

    pub(crate) fn stop_clocks_of(&mut self, step: &StepId) {
        self.each_clock(|clock| clock.step.as_ref() == Some(step), Change::ClockStopped);
    }

    /// Whether a clock that counts to a moment, and stands still in a hold, has let it pass there.
    fn is_past_by(&self, number: usize) -> bool {
        let clock = &self.case.clocks[number];
        let line = self.ctx.definition.limit(&clock.limit).and_then(|limit| limit.lines.get(clock.line));
        let counts_to_a_moment = line.is_some_and(|line| !matches!(line.allow, Allowance::Within(_)));
        counts_to_a_moment
            && clock.state == ClockState::Running
            && self.is_paused(number)
            && clock.due.is_some_and(|due| due < self.now)
    }

    /// An entry of `limits:` is met when its `until` is first done (S17).
    pub(crate) fn meet_entries_until(&mut self, step: &StepId) {
        let definition = self.ctx.definition;
        self.each_clock(|clock| is_entry_until(definition, clock, Some(step)), Change::ClockMet);
    }

    /// A skip of that step stops it.
    pub(crate) fn stop_entries_until(&mut self, step: &StepId) {
        let definition = self.ctx.definition;
        self.each_clock(|clock| is_entry_until(definition, clock, Some(step)), Change::ClockStopped);
    }

    /// The case ends: entries without `until` are met by any end but `cancelled`, all else stops.
    pub(crate) fn end_clocks(&mut self, meets: bool) {
        let definition = self.ctx.definition;
        if meets {
            self.each_clock(|clock| is_entry_until(definition, clock, None), Change::ClockMet);
        }
        self.each_clock(|_| true, Change::ClockStopped);
    }

    /// Decides every live clock of a kind; a missed one only stops, because a miss is final.
    fn each_clock(&mut self, which: impl Fn(&Clock) -> bool, decide: fn(usize) -> Change) {
        for number in 0..self.case.clocks.len() {
            let clock = &self.case.clocks[number];
            if clock.over.is_some() || !which(clock) {
                continue;
            }
            // Born past its due time it is missed, even when it is decided in the same breath (S15).
            // A `by` does not move with a hold: what is done after it was not done in time.
            let meets = matches!(decide(number), Change::ClockMet(_));
            if self.late.remove(&number) || (meets && self.is_past_by(number)) {
                self.miss_unheard(number);
            }
            let change = match self.case.clocks[number].state {
                ClockState::Running => decide(number),
                _ => Change::ClockStopped(number),
            };
            self.also(change);
        }
    }
}

/// The line of `within` that applies: the first whose guard holds. While a field read by it or by
/// one above it is empty it can't be chosen, unless it must be (S12).
fn choose(lines: &[LimitLine], case: &Case, must: bool) -> Option<usize> {
    for (number, line) in lines.iter().enumerate() {
        match &line.guard {
            None => return Some(number),
            Some(guard) if !must && !is_decided(guard, case) => return None,
            Some(guard) if holds(guard, case) => return Some(number),
            Some(_) => {}
        }
    }
    None
}

/// Whether any line of a limit reads one of these fields. What it asks of the items of a step, it reads
/// of each of them.
fn reads(limit: &Limit, fields: &[FieldId]) -> bool {
    let changed = |field: &FieldId| fields.iter().any(|one| one.written() == field.as_str());
    limit.lines.iter().any(|line| {
        let guarded = line.guard.iter().flat_map(|guard| guard.all_fields()).any(changed);
        guarded || matches!(&line.allow, Allowance::ByField(field) if fields.contains(field))
    })
}

fn is_entry_until(definition: &Workflow, clock: &Clock, until: Option<&StepId>) -> bool {
    clock.step.is_none() && definition.limit(&clock.limit).is_some_and(|limit| limit.until.as_ref() == until)
}
