//! What the cases of a process come to, for the standards of the handbook: how many of them met a limit,
//! how many people are satisfied. A figure is of the cases that are given; which period they are
//! of, whoever asks decides. Cancelled cases are left out.

use crate::guard::holds;
use crate::{Case, ClockState, State, StepStatus};
use rust_decimal::Decimal;
use steward_model::{Guard, Measure, Value};

/// A figure as it gathers, case by case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    measure: Measure,
    /// Of so many cases, or values where an average is asked for.
    of: u32,
    /// What speaks for it: cases, or the sum of the values.
    good: Decimal,
    running: u32,
}

/// What there is to say of one case.
enum Answer {
    /// It counts, for this much.
    Counts(Decimal),
    /// It can't be said yet.
    Running,
    /// It is no case of this.
    Beside,
}

impl From<bool> for Answer {
    fn from(good: bool) -> Self {
        Self::Counts(if good { Decimal::ONE } else { Decimal::ZERO })
    }
}

impl Tally {
    /// An empty one.
    pub fn new(measure: Measure) -> Self {
        Self { measure, of: 0, good: Decimal::ZERO, running: 0 }
    }

    /// Takes a case in.
    pub fn add(&mut self, case: &Case) {
        if case.state == State::Cancelled {
            return;
        }
        match answer(&self.measure, case) {
            // A sum beyond what a number can hold is of no estate on earth.
            Answer::Counts(worth) => {
                self.of += 1;
                self.good = self.good.saturating_add(worth);
            }
            Answer::Running => self.running += 1,
            Answer::Beside => {}
        }
    }

    /// What it is of.
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// What it comes to: a share from 0 to 1, an average, a number of cases. `None` where there is no case
    /// to take it from.
    pub fn figure(&self) -> Option<Decimal> {
        match self.measure {
            Measure::Count => Some(self.good),
            _ => self.good.checked_div(Decimal::from(self.of)),
        }
    }

    /// Of how many cases it is.
    pub fn of(&self) -> u32 {
        self.of
    }

    /// Of how many it can't be said yet.
    pub fn running(&self) -> u32 {
        self.running
    }
}

fn answer(measure: &Measure, case: &Case) -> Answer {
    match measure {
        Measure::Met(limit) => {
            let clocks = || case.clocks.iter().filter(|clock| clock.limit.written() == limit.as_str());
            // A miss that was excused speaks neither for nor against.
            let any = |state: ClockState| clocks().any(|clock| clock.state == state && !clock.excused);
            // Of several rounds each must be met; one that is missed already can't be made good.
            if any(ClockState::Missed) {
                false.into()
            } else if any(ClockState::Running) || clocks().next().is_none() && !case.is_over() {
                Answer::Running
            } else if any(ClockState::Met) {
                true.into()
            } else {
                Answer::Beside
            }
        }
        Measure::Done(step) => match case.status(step) {
            StepStatus::Done => true.into(),
            StepStatus::Skipped => Answer::Beside,
            _ if !case.is_over() => Answer::Running,
            _ => false.into(),
        },
        Measure::Share(guard) if knows(guard, case) => holds(guard, case).into(),
        Measure::Share(_) if !case.is_over() => Answer::Running,
        // Nobody answered: neither for nor against.
        Measure::Share(_) => Answer::Beside,
        Measure::Average(field) => match case.fields.get(field) {
            Some(Value::Number(number)) => Answer::Counts(*number),
            _ if !case.is_over() => Answer::Running,
            _ => Answer::Beside,
        },
        Measure::Complete(fields) => {
            let full = fields.iter().all(|field| case.fields.contains_key(field));
            if full || case.is_over() { full.into() } else { Answer::Running }
        }
        Measure::Count => Answer::Counts(Decimal::ONE),
    }
}

/// Whether a case has an answer to the guard: what it compares is filled, the steps it asks of were done.
fn knows(guard: &Guard, case: &Case) -> bool {
    match guard {
        Guard::And(parts) | Guard::Or(parts) => parts.iter().all(|part| knows(part, case)),
        Guard::Not(part) => knows(part, case),
        // Whether a field is filled at all is known once nobody can fill it any more.
        Guard::Filled(field) => case.is_over() || case.fields.contains_key(field),
        Guard::Compare(_)
        | Guard::In(..)
        | Guard::Failed(_)
        | Guard::Approved(_)
        | Guard::Ended(_)
        | Guard::Any(..)
        | Guard::All(..) => crate::guard::is_decided(guard, case),
    }
}
