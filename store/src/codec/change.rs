//! The first stored form of changes. Each variant of `steward_case::Change` has one here under the
//! same name; what the core keeps in tuples has names on disk.

use super::figures::FiguresForm;
use super::photo::{EarlierForm, PhotoForm, read_location};
use super::value::{
    AudienceForm, DecisionForm, OriginForm, OwnerForm, SpanForm, ValueForm, channels, read_channels,
};
use super::{Unreadable, instant, seconds, words};
use crate::words as columns;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
use steward_case::{Caller, CaseId, Change};
use steward_model::{
    BudgetOf, EndWord, EstateId, FieldId, LimitId, Location, StaffId, StepId, TemplateId, Via, WorkflowId,
    ZoneId,
};
use steward_time::civil;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ChangeForm<'a> {
    Opened {
        case: Cow<'a, str>,
        workflow: Cow<'a, str>,
        hash: Cow<'a, str>,
        edition: u32,
        estate: Cow<'a, str>,
        starter: Option<Cow<'a, str>>,
    },
    Origin(OriginForm<'a>),
    Field {
        field: Cow<'a, str>,
        value: Option<ValueForm<'a>>,
    },
    Ready(Cow<'a, str>),
    Done {
        step: Cow<'a, str>,
        by: Option<Cow<'a, str>>,
        /// Item and remark.
        failed: Cow<'a, [(String, String)]>,
        approved: Option<bool>,
    },
    Voted {
        step: Cow<'a, str>,
        by: Cow<'a, str>,
        seat: usize,
    },
    Sent {
        step: Cow<'a, str>,
        by: Cow<'a, str>,
        /// Item and remark.
        failed: Cow<'a, [(String, String)]>,
    },
    Shown {
        step: Cow<'a, str>,
        photos: Vec<PhotoForm<'a>>,
        /// Latitude and longitude in millionths of a degree.
        location: Option<(i32, i32)>,
        zone: Option<Cow<'a, str>>,
    },
    WrongCode {
        step: Cow<'a, str>,
        by: Cow<'a, str>,
    },
    ShownBefore {
        step: Cow<'a, str>,
        earlier: EarlierForm<'a>,
    },
    Skipped(Cow<'a, str>),
    Withdrawn(Cow<'a, str>),
    Round {
        step: Cow<'a, str>,
        round: u32,
        counted: bool,
        written_for: Option<OwnerForm<'a>>,
        /// The comment of a return.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<Cow<'a, str>>,
    },
    Items {
        step: Cow<'a, str>,
        items: Vec<Cow<'a, str>>,
    },
    Holder {
        step: Cow<'a, str>,
        holder: Option<Cow<'a, str>>,
    },
    Owner {
        step: Cow<'a, str>,
        owner: OwnerForm<'a>,
    },
    Pending {
        step: Cow<'a, str>,
        decision: DecisionForm<'a>,
    },
    Settled,
    Held,
    Resumed,
    ClockBorn {
        limit: Cow<'a, str>,
        step: Option<Cow<'a, str>>,
        round: u32,
        began: i64,
        line: usize,
    },
    ClockLine {
        clock: usize,
        line: usize,
    },
    ClockDue {
        clock: usize,
        due: i64,
        provisional: bool,
    },
    ClockMet(usize),
    ClockMissed(usize),
    ClockStopped(usize),
    Judged {
        clock: usize,
        rung: usize,
        carried: bool,
    },
    Ahead {
        clock: usize,
        rung: usize,
    },
    Extended {
        clock: usize,
        span: SpanForm,
    },
    Excused(usize),
    Untold {
        step: Cow<'a, str>,
        who: AudienceForm<'a>,
        template: Cow<'a, str>,
        via: Vec<Cow<'a, str>>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        in_turn: bool,
        urgent: bool,
    },
    Told {
        step: Cow<'a, str>,
        who: AudienceForm<'a>,
    },
    EmptyTold(Cow<'a, str>),
    Heard(Cow<'a, str>),
    /// Of a person on a day; of the case itself without.
    OverBudget {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<Cow<'a, str>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<Cow<'a, str>>,
    },
    CalledBy {
        case: Cow<'a, str>,
        call: u32,
    },
    Calls {
        step: Cow<'a, str>,
        call: u32,
    },
    CallOpened {
        step: Cow<'a, str>,
        case: Cow<'a, str>,
    },
    CallEnded {
        step: Cow<'a, str>,
        case: Cow<'a, str>,
        word: Cow<'a, str>,
        settles: bool,
    },
    CallRefused(Cow<'a, str>),
    Figures {
        step: Cow<'a, str>,
        figures: FiguresForm<'a>,
    },
    Ended {
        state: Cow<'a, str>,
        word: Cow<'a, str>,
    },
}

impl<'a> ChangeForm<'a> {
    pub(super) fn of(change: &'a Change) -> Self {
        match change {
            Change::Opened { case, workflow, hash, edition, estate, starter } => Self::Opened {
                case: words(case.as_str()),
                workflow: words(workflow.as_str()),
                hash: words(hash),
                edition: *edition,
                estate: words(estate.as_str()),
                starter: starter.as_ref().map(|staff| words(staff.as_str())),
            },
            Change::Origin(origin) => Self::Origin(OriginForm::of(origin)),
            Change::Field(field, value) => {
                Self::Field { field: words(field.as_str()), value: value.as_ref().map(ValueForm::of) }
            }
            Change::Ready(step) => Self::Ready(words(step.as_str())),
            Change::Done { step, by, failed, approved } => Self::Done {
                step: words(step.as_str()),
                by: by.as_ref().map(|staff| words(staff.as_str())),
                failed: failed.as_slice().into(),
                approved: *approved,
            },
            Change::Voted { step, by, seat } => {
                Self::Voted { step: words(step.as_str()), by: words(by.as_str()), seat: *seat }
            }
            Change::Sent { step, by, failed } => Self::Sent {
                step: words(step.as_str()),
                by: words(by.as_str()),
                failed: failed.as_slice().into(),
            },
            Change::Shown { step, photos, location, zone } => Self::Shown {
                step: words(step.as_str()),
                photos: photos.iter().map(PhotoForm::of).collect(),
                location: location.map(Location::millionths),
                zone: zone.as_ref().map(|zone| words(zone.as_str())),
            },
            Change::WrongCode { step, by } => {
                Self::WrongCode { step: words(step.as_str()), by: words(by.as_str()) }
            }
            Change::ShownBefore { step, earlier } => {
                Self::ShownBefore { step: words(step.as_str()), earlier: EarlierForm::of(earlier) }
            }
            Change::Skipped(step) => Self::Skipped(words(step.as_str())),
            Change::Withdrawn(step) => Self::Withdrawn(words(step.as_str())),
            Change::Round { step, round, counted, written_for, returned } => Self::Round {
                step: words(step.as_str()),
                round: *round,
                counted: *counted,
                written_for: written_for.as_ref().map(OwnerForm::of),
                returned: returned.as_deref().map(words),
            },
            Change::Items(step, items) => Self::Items {
                step: words(step.as_str()),
                items: items.iter().map(|item| words(item)).collect(),
            },
            Change::Holder(step, holder) => Self::Holder {
                step: words(step.as_str()),
                holder: holder.as_ref().map(|staff| words(staff.as_str())),
            },
            Change::Owner(step, owner) => {
                Self::Owner { step: words(step.as_str()), owner: OwnerForm::of(owner) }
            }
            Change::Pending(step, decision) => {
                Self::Pending { step: words(step.as_str()), decision: DecisionForm::of(decision) }
            }
            Change::Settled => Self::Settled,
            Change::Held => Self::Held,
            Change::Resumed => Self::Resumed,
            Change::ClockBorn { limit, step, round, began, line } => Self::ClockBorn {
                limit: words(limit.as_str()),
                step: step.as_ref().map(|step| words(step.as_str())),
                round: *round,
                began: seconds(*began),
                line: *line,
            },
            Change::ClockLine(clock, line) => Self::ClockLine { clock: *clock, line: *line },
            Change::ClockDue { clock, due, provisional } => {
                Self::ClockDue { clock: *clock, due: seconds(*due), provisional: *provisional }
            }
            Change::ClockMet(clock) => Self::ClockMet(*clock),
            Change::ClockMissed(clock) => Self::ClockMissed(*clock),
            Change::ClockStopped(clock) => Self::ClockStopped(*clock),
            Change::Judged { clock, rung, carried } => {
                Self::Judged { clock: *clock, rung: *rung, carried: *carried }
            }
            Change::Ahead { clock, rung } => Self::Ahead { clock: *clock, rung: *rung },
            Change::Extended(clock, span) => Self::Extended { clock: *clock, span: SpanForm::of(*span) },
            Change::Excused(clock) => Self::Excused(*clock),
            Change::Untold { step, who, template, via, urgent } => Self::Untold {
                step: words(step.as_str()),
                who: AudienceForm::of(who),
                template: words(template.as_str()),
                via: channels(&via.channels),
                in_turn: via.in_turn,
                urgent: *urgent,
            },
            Change::Told(step, who) => Self::Told { step: words(step.as_str()), who: AudienceForm::of(who) },
            Change::EmptyTold(step) => Self::EmptyTold(words(step.as_str())),
            Change::Heard(step) => Self::Heard(words(step.as_str())),
            Change::OverBudget(BudgetOf::Person(person, day)) => {
                Self::OverBudget { person: Some(words(person.as_str())), day: Some(day.to_string().into()) }
            }
            Change::OverBudget(BudgetOf::Case) => Self::OverBudget { person: None, day: None },
            Change::CalledBy(Caller { case, call }) => {
                Self::CalledBy { case: words(case.as_str()), call: *call }
            }
            Change::Calls { step, call } => Self::Calls { step: words(step.as_str()), call: *call },
            Change::CallOpened { step, case } => {
                Self::CallOpened { step: words(step.as_str()), case: words(case.as_str()) }
            }
            Change::CallEnded { step, case, word, settles } => Self::CallEnded {
                step: words(step.as_str()),
                case: words(case.as_str()),
                word: words(word.as_str()),
                settles: *settles,
            },
            Change::CallRefused(step) => Self::CallRefused(words(step.as_str())),
            Change::Figures { step, figures } => {
                Self::Figures { step: words(step.as_str()), figures: FiguresForm::of(figures) }
            }
            Change::Ended(state, word) => {
                Self::Ended { state: columns::of_state(*state).into(), word: words(word.as_str()) }
            }
        }
    }

    pub(super) fn read(self) -> Result<Change, Unreadable> {
        Ok(match self {
            Self::Opened { case, workflow, hash, edition, estate, starter } => Change::Opened {
                case: CaseId::new(case),
                workflow: WorkflowId::new(workflow),
                hash: Arc::from(&*hash),
                edition,
                estate: EstateId::new(estate),
                starter: starter.map(StaffId::new),
            },
            Self::Origin(origin) => Change::Origin(origin.read()?),
            Self::Field { field, value } => {
                Change::Field(FieldId::new(field), value.map(ValueForm::read).transpose()?)
            }
            Self::Ready(step) => Change::Ready(StepId::new(step)),
            Self::Done { step, by, failed, approved } => Change::Done {
                step: StepId::new(step),
                by: by.map(StaffId::new),
                failed: failed.into_owned(),
                approved,
            },
            Self::Voted { step, by, seat } => {
                Change::Voted { step: StepId::new(step), by: StaffId::new(by), seat }
            }
            Self::Sent { step, by, failed } => {
                Change::Sent { step: StepId::new(step), by: StaffId::new(by), failed: failed.into_owned() }
            }
            Self::Shown { step, photos, location, zone } => Change::Shown {
                step: StepId::new(step),
                photos: photos.into_iter().map(PhotoForm::read).collect::<Result<_, _>>()?,
                location: location.map(read_location).transpose()?,
                zone: zone.map(ZoneId::new),
            },
            Self::WrongCode { step, by } => {
                Change::WrongCode { step: StepId::new(step), by: StaffId::new(by) }
            }
            Self::ShownBefore { step, earlier } => {
                Change::ShownBefore { step: StepId::new(step), earlier: earlier.read()? }
            }
            Self::Skipped(step) => Change::Skipped(StepId::new(step)),
            Self::Withdrawn(step) => Change::Withdrawn(StepId::new(step)),
            Self::Round { step, round, counted, written_for, returned } => Change::Round {
                step: StepId::new(step),
                round,
                counted,
                written_for: written_for.map(OwnerForm::read),
                returned: returned.map(Cow::into_owned),
            },
            Self::Items { step, items } => {
                Change::Items(StepId::new(step), items.into_iter().map(Cow::into_owned).collect())
            }
            Self::Holder { step, holder } => Change::Holder(StepId::new(step), holder.map(StaffId::new)),
            Self::Owner { step, owner } => Change::Owner(StepId::new(step), owner.read()),
            Self::Pending { step, decision } => Change::Pending(StepId::new(step), decision.read()),
            Self::Settled => Change::Settled,
            Self::Held => Change::Held,
            Self::Resumed => Change::Resumed,
            Self::ClockBorn { limit, step, round, began, line } => Change::ClockBorn {
                limit: LimitId::new(limit),
                step: step.map(StepId::new),
                round,
                began: instant(began)?,
                line,
            },
            Self::ClockLine { clock, line } => Change::ClockLine(clock, line),
            Self::ClockDue { clock, due, provisional } => {
                Change::ClockDue { clock, due: instant(due)?, provisional }
            }
            Self::ClockMet(clock) => Change::ClockMet(clock),
            Self::ClockMissed(clock) => Change::ClockMissed(clock),
            Self::ClockStopped(clock) => Change::ClockStopped(clock),
            Self::Judged { clock, rung, carried } => Change::Judged { clock, rung, carried },
            Self::Ahead { clock, rung } => Change::Ahead { clock, rung },
            Self::Extended { clock, span } => Change::Extended(clock, span.read()),
            Self::Excused(clock) => Change::Excused(clock),
            Self::Untold { step, who, template, via, in_turn, urgent } => Change::Untold {
                step: StepId::new(step),
                who: who.read(),
                template: TemplateId::new(template),
                via: Via { channels: read_channels(&via)?, in_turn },
                urgent,
            },
            Self::Told { step, who } => Change::Told(StepId::new(step), who.read()),
            Self::EmptyTold(step) => Change::EmptyTold(StepId::new(step)),
            Self::Heard(step) => Change::Heard(StepId::new(step)),
            Self::OverBudget { person, day } => Change::OverBudget(match (person, day) {
                (Some(person), Some(day)) => {
                    let day = day.parse::<civil::Date>().map_err(|_| Unreadable::NoSuch("date"))?;
                    BudgetOf::Person(StaffId::new(person), day)
                }
                (None, None) => BudgetOf::Case,
                _ => return Err(Unreadable::NoSuch("budget")),
            }),
            Self::CalledBy { case, call } => Change::CalledBy(Caller { case: CaseId::new(case), call }),
            Self::Calls { step, call } => Change::Calls { step: StepId::new(step), call },
            Self::CallOpened { step, case } => {
                Change::CallOpened { step: StepId::new(step), case: CaseId::new(case) }
            }
            Self::CallEnded { step, case, word, settles } => Change::CallEnded {
                step: StepId::new(step),
                case: CaseId::new(case),
                word: EndWord::new(word),
                settles,
            },
            Self::CallRefused(step) => Change::CallRefused(StepId::new(step)),
            Self::Figures { step, figures } => {
                Change::Figures { step: StepId::new(step), figures: figures.read()? }
            }
            Self::Ended { state, word } => {
                Change::Ended(columns::state(&state).ok_or(Unreadable::NoSuch("state"))?, EndWord::new(word))
            }
        })
    }
}
