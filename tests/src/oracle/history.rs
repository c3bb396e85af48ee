//! All that the oracle remembers: the list of what happened. Whatever it wants to know of a case
//! (is this step open, who holds it, how long was the case held) it finds out by reading the list.
//!
//! Slow and without state on purpose: a question has one place where it is answered, and no answer
//! can be out of date. `history/tasks.rs` asks of items, second signatures and calls.

mod tasks;

use super::people::Whose;
use std::collections::BTreeMap;
use steward_model::{
    BudgetOf, EndWord, FieldId, LimitId, Owner, RoleId, StaffId, StepId, TemplateId, Value, Via,
};
use steward_time::{Span, Timestamp};

/// An entry of the list.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) at: Timestamp,
    pub(super) what: Happened,
}

/// What can have happened.
#[derive(Clone, Debug)]
pub(super) enum Happened {
    Opened(Option<StaffId>),
    /// Fields got these values, together.
    Filled(BTreeMap<FieldId, Option<Value>>),
    Ready(StepId),
    Done {
        step: StepId,
        by: Option<StaffId>,
        failed: bool,
        approved: Option<bool>,
    },
    /// One of several approved, for this place among them.
    Approved(StepId, StaffId, usize),
    Skipped(StepId),
    Withdrawn(StepId),
    /// A new round of these steps, of which `named` was the one sent back to.
    Round {
        steps: Vec<StepId>,
        named: StepId,
        by: RoundBy,
    },
    Taken(StepId, StaffId),
    /// Nobody holds a step any more: the shift of who did is over.
    Freed(StepId),
    /// A step that is done item by item has these.
    Items(StepId, Vec<String>),
    /// Somebody sent what waits for a second signature; whether items of its checklist failed.
    Sent(StepId, StaffId, bool),
    /// A step asked for a case of another workflow.
    Called(StepId),
    /// That case ended so, and whether the step is done by it.
    CallEnded(StepId, EndWord, bool),
    /// That case could not be opened.
    CallRefused(StepId),
    /// `last_resort` heard that a budget of messages is used up.
    OverBudget(BudgetOf),
    /// A rung made a role the owner.
    HandedOn(StepId, RoleId),
    Held,
    Resumed,
    /// Decided while held, to take effect on resuming.
    Decided(StepId, Decision),
    /// A clock began to count; its number is its place among these entries.
    Born {
        limit: LimitId,
        step: Option<StepId>,
        round: u32,
        began: Timestamp,
        line: usize,
    },
    Line(usize, usize),
    Extended(usize, Span),
    Met(usize),
    Missed(usize),
    Stopped(usize),
    /// The rungs of a clock stopped mattering.
    Over(usize),
    /// A moment of a clock was judged: carried out or passed over.
    Judged(usize, Mark),
    /// The same moment lies ahead again.
    Ahead(usize, Mark),
    /// A message waits for somebody of a step's role to be there.
    Untold {
        step: StepId,
        /// Of several who approve, who it is that was not there.
        seat: Option<Whose>,
        /// Whether it is for all of its role, off shift too.
        all: bool,
        template: TemplateId,
        via: Via,
    },
    ToldLate(StepId, Option<Whose>),
    EmptyTold(StepId),
    /// The event that a step waits for was raised.
    Heard(StepId),
    Ended(EndWord),
}

/// One moment of a clock: which rung (`None`: the miss where no rung stands at it), which repeat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Mark {
    pub(super) rung: Option<usize>,
    pub(super) repeat: u32,
}

/// A message that waits for somebody to be there.
#[derive(Clone, Debug)]
pub(super) struct Untold {
    pub(super) step: StepId,
    pub(super) seat: Option<Whose>,
    pub(super) all: bool,
    pub(super) template: TemplateId,
    pub(super) via: Via,
}

/// What opened a round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum RoundBy {
    BackTo,
    Return,
    HandTo(Owner),
}

/// What is to become of a case after a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Decision {
    BackTo(StepId),
    ReturnTo(StepId),
    OnTo(StepId),
    HandTo(Owner),
    End(EndWord),
}

/// Where a call stands that a step waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CallState {
    /// The other case goes on, or is on its way.
    Running,
    /// It ended so that the step is done, as soon as its own case is not held.
    Settled,
    /// It ended otherwise: one above does the step or calls once more.
    Stuck,
}

/// Where a step stands in its round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Status {
    Waiting,
    Ready,
    Done,
    Skipped,
    Withdrawn,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub(super) entries: Vec<Entry>,
}

impl History {
    pub(super) fn push(&mut self, at: Timestamp, what: Happened) {
        self.entries.push(Entry { at, what });
    }

    /// When the case was opened.
    pub(super) fn opened(&self) -> Timestamp {
        self.entries[0].at
    }

    pub(super) fn starter(&self) -> Option<&StaffId> {
        match &self.entries[0].what {
            Happened::Opened(starter) => starter.as_ref(),
            _ => None,
        }
    }

    /// How the case ended.
    pub(super) fn ended(&self) -> Option<&EndWord> {
        self.entries.iter().find_map(|entry| match &entry.what {
            Happened::Ended(word) => Some(word),
            _ => None,
        })
    }

    /// From when until when the case was held; the last hold may still go on.
    pub(super) fn holds(&self) -> Vec<(Timestamp, Option<Timestamp>)> {
        let mut holds: Vec<(Timestamp, Option<Timestamp>)> = Vec::new();
        for entry in &self.entries {
            match (&entry.what, holds.last_mut()) {
                (Happened::Held, _) => holds.push((entry.at, None)),
                (Happened::Resumed, Some(last)) => last.1 = Some(entry.at),
                _ => {}
            }
        }
        holds
    }

    pub(super) fn is_held(&self) -> bool {
        self.holds().last().is_some_and(|(_, to)| to.is_none())
    }

    /// What was decided during the hold that ended last or still goes on.
    pub(super) fn decided_while_held(&self) -> Vec<(StepId, Decision)> {
        let from = self.entries.iter().rposition(|entry| matches!(entry.what, Happened::Held)).unwrap_or(0);
        let decisions = self.entries[from..].iter().filter_map(|entry| match &entry.what {
            Happened::Decided(step, decision) => Some((step.clone(), decision.clone())),
            _ => None,
        });
        decisions.collect()
    }

    /// The fields as they stand; an empty one has no entry.
    pub(super) fn fields(&self) -> BTreeMap<FieldId, Value> {
        self.fields_until(self.entries.len())
    }

    fn fields_until(&self, place: usize) -> BTreeMap<FieldId, Value> {
        let mut fields = BTreeMap::new();
        for entry in &self.entries[..place] {
            if let Happened::Filled(values) = &entry.what {
                for (field, value) in values {
                    match value {
                        Some(value) => fields.insert(field.clone(), value.clone()),
                        None => fields.remove(field),
                    };
                }
            }
        }
        fields
    }

    pub(super) fn field(&self, id: &FieldId) -> Option<Value> {
        self.fields().remove(id)
    }

    /// What a field held at a place in the list, or now.
    pub(super) fn field_until(&self, id: &FieldId, place: Option<usize>) -> Option<Value> {
        self.fields_until(place.unwrap_or(self.entries.len())).remove(id)
    }

    /// When a field got the value it has.
    pub(super) fn filled_at(&self, id: &FieldId) -> Option<Timestamp> {
        self.entries.iter().rev().find_map(|entry| match &entry.what {
            Happened::Filled(values) => values.get(id).map(|value| value.as_ref().map(|_| entry.at)),
            _ => None,
        })?
    }

    /// Where in the list a step's present round begins.
    fn round_begins(&self, step: &StepId) -> usize {
        let opens =
            |entry: &Entry| matches!(&entry.what, Happened::Round { steps, .. } if steps.contains(step));
        self.entries.iter().rposition(opens).unwrap_or(0)
    }

    /// The later rounds of a step: where in the list, and what opened them.
    fn rounds(&self, step: &StepId) -> Vec<(usize, &Happened)> {
        let opens = |what: &Happened| matches!(what, Happened::Round { steps, .. } if steps.contains(step));
        self.entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| opens(&entry.what))
            .map(|(at, entry)| (at, &entry.what))
            .collect()
    }

    pub(super) fn round(&self, step: &StepId) -> u32 {
        u32::try_from(self.rounds(step).len()).unwrap_or(u32::MAX - 1) + 1
    }

    /// When the present round was opened; of the first, when the case was.
    pub(super) fn round_opened(&self, step: &StepId) -> Timestamp {
        self.entries[self.round_begins(step)].at
    }

    /// What opened the present round; `None` for the first.
    pub(super) fn round_by(&self, step: &StepId) -> Option<&RoundBy> {
        match self.rounds(step).last()?.1 {
            Happened::Round { by, .. } => Some(by),
            _ => None,
        }
    }

    /// Whether a return named this step and so opened its present round.
    pub(super) fn was_returned_to(&self, step: &StepId) -> bool {
        let last = self.rounds(step).last().map(|(_, what)| *what);
        // The task of an item is returned with its step.
        let is = |named: &StepId| named.as_str() == step.written();
        matches!(last, Some(Happened::Round { named, by: RoundBy::Return, .. }) if is(named))
    }

    pub(super) fn status(&self, step: &StepId) -> Status {
        let mut status = Status::Waiting;
        for entry in &self.entries[self.round_begins(step)..] {
            match &entry.what {
                Happened::Ready(id) if id == step => status = Status::Ready,
                Happened::Done { step: id, .. } if id == step => status = Status::Done,
                Happened::Skipped(id) if id == step => status = Status::Skipped,
                Happened::Withdrawn(id) if id == step => status = Status::Withdrawn,
                _ => {}
            }
        }
        status
    }

    pub(super) fn is_past(&self, step: &StepId) -> bool {
        matches!(self.status(step), Status::Done | Status::Skipped)
    }

    /// When a step became ready in its present round.
    pub(super) fn ready_at(&self, step: &StepId) -> Option<Timestamp> {
        let became = |entry: &&Entry| matches!(&entry.what, Happened::Ready(id) if id == step);
        self.entries[self.round_begins(step)..].iter().find(became).map(|entry| entry.at)
    }

    /// Every time a step was done or skipped, in whatever round, with its place in the list.
    fn ends(&self, step: &StepId) -> Vec<(usize, Timestamp)> {
        let ends = |what: &Happened| match what {
            Happened::Done { step: id, .. } | Happened::Skipped(id) => id == step,
            _ => false,
        };
        self.entries
            .iter()
            .enumerate()
            .filter(|(_, e)| ends(&e.what))
            .map(|(place, e)| (place, e.at))
            .collect()
    }

    /// S15: when a clock of `step` in its present round begins that counts since `other`. When both
    /// were opened anew together, or `other` was being done again as the round began, it is the first
    /// end of `other` after that; otherwise its last end before the round, or the first one after.
    pub(super) fn since_step(&self, step: Option<&StepId>, other: &StepId) -> Option<Timestamp> {
        let ends = self.ends(other);
        let Some(step) = step else { return ends.first().map(|end| end.1) };
        let begins = self.round_begins(step);
        let together =
            matches!(&self.entries[begins].what, Happened::Round { steps, .. } if steps.contains(other));
        let opens =
            |entry: &Entry| matches!(&entry.what, Happened::Round { steps, .. } if steps.contains(other));
        let its_round = self.entries[..begins].iter().rposition(opens).unwrap_or(0);
        let before = ends.iter().rev().find(|(place, _)| *place < begins && *place >= its_round && !together);
        before.or_else(|| ends.iter().find(|(place, _)| *place >= begins)).map(|end| end.1)
    }

    /// S17: whether a step was ever skipped or done; a returned approval was not.
    pub(super) fn was_reached(&self, step: &StepId) -> bool {
        self.entries.iter().any(|entry| match &entry.what {
            Happened::Done { step: id, approved, .. } => id == step && *approved != Some(false),
            Happened::Skipped(id) => id == step,
            _ => false,
        })
    }

    /// S5: how often a step became ready in rounds that count.
    pub(super) fn counted_openings(&self, step: &StepId) -> u32 {
        let (mut counts, mut openings) = (true, 0);
        for entry in &self.entries {
            match &entry.what {
                Happened::Round { steps, by, .. } if steps.contains(step) => counts = *by == RoundBy::BackTo,
                Happened::Ready(id) if id == step => openings += u32::from(counts),
                _ => {}
            }
        }
        openings
    }

    /// The outcome of a step done in its present round: whether items failed, and the answer.
    pub(super) fn outcome(&self, step: &StepId) -> Option<(bool, Option<bool>)> {
        self.entries[self.round_begins(step)..].iter().rev().find_map(|entry| match &entry.what {
            Happened::Done { step: id, failed, approved, .. } if id == step => Some((*failed, *approved)),
            _ => None,
        })
    }

    /// Who of several has approved in the present round, each with the place they approved for.
    pub(super) fn approvals(&self, step: &StepId) -> Vec<(StaffId, usize)> {
        let approved = |entry: &Entry| match &entry.what {
            Happened::Approved(id, who, seat) if id == step => Some((who.clone(), *seat)),
            _ => None,
        };
        self.entries[self.round_begins(step)..].iter().filter_map(approved).collect()
    }

    /// Who did a step last, in whatever round.
    pub(super) fn done_by(&self, step: &StepId) -> Option<&StaffId> {
        self.entries.iter().rev().find_map(|entry| match &entry.what {
            Happened::Done { step: id, by: Some(by), .. } if id == step => Some(by),
            _ => None,
        })
    }

    /// When a step was last done, in whatever round.
    pub(super) fn last_done(&self, step: &StepId) -> Option<Timestamp> {
        let done = |entry: &&Entry| matches!(&entry.what, Happened::Done { step: id, .. } if id == step);
        self.entries.iter().rev().find(done).map(|entry| entry.at)
    }

    /// The role a rung handed a step to in its present round.
    pub(super) fn handed_on(&self, step: &StepId) -> Option<&RoleId> {
        self.entries[self.round_begins(step)..].iter().rev().find_map(|entry| match &entry.what {
            Happened::HandedOn(id, role) if id == step => Some(role),
            _ => None,
        })
    }

    /// Who holds a step: who took it last or did it, unless a rung has handed it on since.
    pub(super) fn holder(&self, step: &StepId) -> Option<&StaffId> {
        let found =
            self.entries[self.round_begins(step)..].iter().rev().find_map(|entry| match &entry.what {
                Happened::Taken(id, who) if id == step => Some(Some(who)),
                Happened::Done { step: id, by: Some(by), .. } if id == step => Some(Some(by)),
                Happened::HandedOn(id, _) | Happened::Freed(id) | Happened::Sent(id, ..) if id == step => {
                    Some(None)
                }
                _ => None,
            });
        found.flatten()
    }

    /// Since when somebody holds an open step.
    pub(super) fn held_since(&self, step: &StepId) -> Option<Timestamp> {
        self.holder(step)?;
        let taken = |entry: &&Entry| matches!(&entry.what, Happened::Taken(id, _) if id == step);
        self.entries.iter().rev().find(taken).map(|entry| entry.at)
    }

    /// Messages that still wait for somebody to be there.
    pub(super) fn untold(&self) -> Vec<Untold> {
        let mut waiting: Vec<Untold> = Vec::new();
        for entry in &self.entries {
            match &entry.what {
                Happened::Untold { step, seat, all, template, via } => waiting.push(Untold {
                    step: step.clone(),
                    seat: seat.clone(),
                    all: *all,
                    template: template.clone(),
                    via: via.clone(),
                }),
                Happened::ToldLate(step, seat) => {
                    waiting.retain(|one| one.step != *step || one.seat != *seat);
                }
                // Who takes it or is given it knows of it.
                Happened::Taken(step, _)
                | Happened::HandedOn(step, _)
                | Happened::Sent(step, ..)
                | Happened::Called(step)
                | Happened::Withdrawn(step)
                | Happened::Done { step, .. } => {
                    waiting.retain(|one| one.step != *step);
                }
                Happened::Ended(_) => waiting.clear(),
                _ => {}
            }
        }
        waiting
    }

    /// Whether what a step waits for was raised since it became ready in this round.
    pub(super) fn heard(&self, step: &StepId) -> bool {
        let heard = |entry: &Entry| matches!(&entry.what, Happened::Heard(id) if id == step);
        self.entries[self.round_begins(step)..].iter().any(heard)
    }

    /// Whether an empty date was told about in the present round.
    pub(super) fn empty_told(&self, step: &StepId) -> bool {
        let told = |entry: &Entry| matches!(&entry.what, Happened::EmptyTold(id) if id == step);
        self.entries[self.round_begins(step)..].iter().any(told)
    }
}
