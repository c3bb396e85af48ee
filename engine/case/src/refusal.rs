//! A command that can't be done now. Nothing has changed; the refusal says what could be done
//! instead.

mod titles;

use crate::evidence::{MOST_WRONG_CODES, WRONG_CODES_WITHIN};
use steward_model::{Estate, FieldId, LimitId, StaffId, StepId, Text, Workflow};
use titles::{Titles, row};

/// Why a command was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The case is closed or cancelled.
    CaseOver,
    /// The step is not ready: it waits, is done, or was skipped.
    StepNotOpen {
        /// The step.
        step: StepId,
        /// How it stands, in words.
        stands: Text,
    },
    /// There is no such step.
    NoSuchStep(StepId),
    /// There is no such limit, or no clock of it runs.
    NoSuchLimit(LimitId),
    /// There is no such field.
    NoSuchField(FieldId),
    /// It is nobody's at this estate.
    NoSuchPerson(StaffId),
    /// The actor may not do that; these may.
    NotYours {
        /// What was asked, in words.
        what: Text,
        /// Who may.
        may: Text,
    },
    /// The actor did the work that is to be judged.
    OwnWork(StepId),
    /// The actor is one of several who decide, and has approved already.
    Answered(StepId),
    /// The actor is away today.
    Away(StaffId),
    /// The step is done another way: an approval is approved, not completed.
    WrongKind {
        /// The step.
        step: StepId,
        /// How it is done.
        how: Text,
    },
    /// A required field of the form is empty.
    FieldMissing {
        /// The step.
        step: StepId,
        /// The fields.
        fields: Vec<FieldId>,
    },
    /// A field that the form does not ask for.
    FieldNotAsked {
        /// The step.
        step: StepId,
        /// The field.
        field: FieldId,
    },
    /// Items of the checklist that are neither ticked nor failed.
    ItemMissing {
        /// The step.
        step: StepId,
        /// The items.
        items: Vec<Text>,
    },
    /// An item that is not on the checklist.
    NoSuchItem {
        /// The step.
        step: StepId,
        /// The item.
        item: String,
    },
    /// What the step asks to be shown, and was not.
    EvidenceMissing {
        /// The step.
        step: StepId,
        /// What is lacking, in words.
        what: Text,
    },
    /// What was shown and the step does not ask for.
    EvidenceNotAsked {
        /// The step.
        step: StepId,
        /// What, in words.
        what: Text,
    },
    /// The code is not the one that hangs there. Which it would be is said to nobody.
    WrongCode {
        /// The step.
        step: StepId,
        /// What people call the zone.
        zone: Text,
    },
    /// So many wrong codes were tried by one person at a step that the next is compared only later.
    TooManyWrongCodes {
        /// The step.
        step: StepId,
        /// When it may be tried again, as the estate's clocks show it.
        again: String,
    },
    /// The field that says at which zone the code hangs is empty.
    NoZone {
        /// The step.
        step: StepId,
        /// The field.
        field: FieldId,
    },
    /// The step is done item by item, and it is not said which is meant, or of one that is not open.
    WhichItem {
        /// The step.
        step: StepId,
        /// The items there are to choose from.
        items: Vec<String>,
    },
    /// The field has a value for each item of a step, and none of its own.
    OfItems {
        /// The field.
        field: FieldId,
        /// The step whose items ask for it.
        step: StepId,
    },
    /// Somebody else holds the step.
    Taken {
        /// The step.
        step: StepId,
        /// Who.
        holder: StaffId,
    },
    /// The workflow has no `hold:`, or not for this reason.
    HoldNotAllowed(Text),
    /// All the holds it may have are used up.
    HoldUsedUp,
    /// It is held already.
    AlreadyHeld,
    /// It is not held.
    NotHeld,
    /// A missed limit can't be extended, only excused.
    Missed(LimitId),
    /// Only a miss can be excused.
    NotMissed(LimitId),
    /// This approval can't be refused, only returned.
    NotRefusable(StepId),
    /// A reason or comment is needed.
    ReasonMissing,
    /// The process can't be opened this way, or not by this person.
    NotOpenable(Text),
    /// A value that does not fit: an unknown role, a calendar that never opens again.
    Unfit(Text),
}

impl Refusal {
    /// That somebody may not do what they asked for, and who may.
    pub fn not_yours(what: &Text, may: &Text) -> Text {
        Text::new(
            format!("您不能{}；可以办理的是：{}", what.zh, may.zh),
            format!("You may not {}; {} may", what.en, may.en),
        )
    }

    /// What is refused and what could be done instead, in the names of the case's workflow and estate.
    pub fn text(&self, workflow: &Workflow, estate: &Estate) -> Text {
        let called = Titles { workflow, estate };
        match self {
            Self::CaseOver => {
                Text::new("案件已经结束，不能再办理", "The case is over; nothing more can be done to it")
            }
            Self::StepNotOpen { step, stands } => {
                let step = called.step(step);
                Text::new(
                    format!("步骤{}现在不能办理：{}", step.zh, stands.zh),
                    format!("Step {} can't be done now: {}", step.en, stands.en),
                )
            }
            Self::NoSuchStep(step) => {
                let known = workflow.steps.iter().map(|step| (step.id.as_str(), &step.title));
                let meant = Titles::meant(step.written(), known);
                Text::new(
                    format!("这个流程没有步骤 {step}{}", meant.zh),
                    format!("This workflow has no step {step}{}", meant.en),
                )
            }
            Self::NoSuchLimit(limit) => {
                let known = workflow.all_limits().map(|limit| (limit.id.as_str(), &limit.title));
                let meant = match workflow.limit(&LimitId::new(limit.written())) {
                    Some(_) => Text::plain(""),
                    None => Titles::meant(limit.written(), known),
                };
                let limit = called.limit_to_type(limit);
                Text::new(
                    format!("时限{}没有在计时{}", limit.zh, meant.zh),
                    format!("No clock of the limit {} is running{}", limit.en, meant.en),
                )
            }
            Self::NoSuchField(field) => {
                let known = workflow.fields.iter().map(|field| (field.id.as_str(), &field.title));
                let meant = Titles::meant(field.written(), known);
                Text::new(
                    format!("这个流程没有字段 {field}{}", meant.zh),
                    format!("This workflow has no field {field}{}", meant.en),
                )
            }
            Self::NoSuchPerson(person) => Text::new(
                format!("本项目没有人员 {person}"),
                format!("{person} does not work at this estate"),
            ),
            Self::NotYours { what, may } => Self::not_yours(what, may),
            Self::OwnWork(step) => {
                let step = called.step(step);
                Text::new(
                    format!("步骤{}要审核的是您自己做的工作，请由他人办理", step.zh),
                    format!("Step {} judges work you did yourself; somebody else has to do it", step.en),
                )
            }
            Self::Answered(step) => {
                let step = called.step(step);
                Text::new(
                    format!("步骤{}您已经批准过，还在等名单上的其他人", step.zh),
                    format!("You have approved step {} already; it waits for the others", step.en),
                )
            }
            Self::Away(person) => {
                let person = called.person(person);
                Text::new(
                    format!("{} 今天休假，由代班人办理", person.zh),
                    format!("{} is away today; the substitute acts", person.en),
                )
            }
            Self::WrongKind { step, how } => {
                let step = called.step_to_type(step);
                Text::new(format!("步骤{}应当{}", step.zh, how.zh), format!("Step {} is {}", step.en, how.en))
            }
            Self::FieldMissing { step, fields } => {
                let (step, fields) = (called.step_to_type(step), called.fields_to_type(fields));
                Text::new(
                    format!("步骤{}的表单还缺必填项：{}", step.zh, fields.zh),
                    format!("The form of step {} still needs: {}", step.en, fields.en),
                )
            }
            Self::FieldNotAsked { step, field } => {
                let (step, field) = (called.step_to_type(step), called.field_to_type(field));
                Text::new(
                    format!("步骤{}的表单没有字段{}；表单之外改字段请用 set", step.zh, field.zh),
                    format!(
                        "The form of step {} does not ask for {}; a field outside a form is changed with `set`",
                        step.en, field.en
                    ),
                )
            }
            Self::ItemMissing { step, items } => {
                let (step, items) = (called.step_to_type(step), row(items.iter().cloned()));
                Text::new(
                    format!("步骤{}还有核对项没有勾选：{}", step.zh, items.zh),
                    format!("Step {} still has items neither ticked nor failed: {}", step.en, items.en),
                )
            }
            Self::NoSuchItem { step, item } => {
                let step = called.step_to_type(step);
                Text::new(
                    format!("步骤{}没有核对项“{item}”", step.zh),
                    format!("Step {} has no item “{item}” on its checklist", step.en),
                )
            }
            Self::EvidenceMissing { step, what } => {
                let step = called.step_to_type(step);
                Text::new(
                    format!("步骤{}还缺佐证：{}；补齐后再办理", step.zh, what.zh),
                    format!("Step {} still asks to be shown: {}; send it again with that", step.en, what.en),
                )
            }
            Self::EvidenceNotAsked { step, what } => {
                let step = called.step_to_type(step);
                Text::new(
                    format!("步骤{}不要求{}，没有要求的不保存；请去掉后再办理", step.zh, what.zh),
                    format!(
                        "Step {} does not ask for {}, and what is not asked for is not kept; send it without",
                        step.en, what.en
                    ),
                )
            }
            Self::WrongCode { step, zone } => {
                let step = called.step_to_type(step);
                Text::new(
                    format!("这不是“{}”现场的签到码，步骤{}没有办理；请到现场重新扫码", zone.zh, step.zh),
                    format!(
                        "This is not the code that hangs at {}, so step {} was not done; read it again on the spot",
                        zone.en, step.en
                    ),
                )
            }
            Self::TooManyWrongCodes { step, again } => {
                let step = called.step_to_type(step);
                Text::new(
                    format!(
                        "步骤{}的签到码，您在 {WRONG_CODES_WITHIN} 分钟内已输错 {MOST_WRONG_CODES} 次；请到现场扫码，{again} 起可以再试",
                        step.zh
                    ),
                    format!(
                        "You have sent {MOST_WRONG_CODES} wrong codes with step {} within {WRONG_CODES_WITHIN} minutes; read the code on the spot and try again from {again} on",
                        step.en
                    ),
                )
            }
            Self::NoZone { step, field } => {
                let (step, field) = (called.step(step), called.field_to_type(field));
                Text::new(
                    format!(
                        "步骤{}要在现场签到，但字段{}是空的，不知道是哪个分区；请由上级填上（set）",
                        step.zh, field.zh
                    ),
                    format!(
                        "Step {} asks for a code on the spot, but the field {} is empty, so nobody knows where; one above the owner fills it with `set`",
                        step.en, field.en
                    ),
                )
            }
            Self::WhichItem { step, items } if items.is_empty() => {
                let step = called.step(step);
                Text::new(
                    format!("步骤{}逐个办理，没有您说的这一项", step.zh),
                    format!("Step {} is done item by item, and has no such item", step.en),
                )
            }
            Self::WhichItem { step, items } => {
                let (items, step) = (called.items_to_type(step, items), called.step_to_type(step));
                Text::new(
                    format!("步骤{}逐个办理，请用 --item 指明一项：{}", step.zh, items.zh),
                    format!("Step {} is done item by item; say which with --item: {}", step.en, items.en),
                )
            }
            Self::OfItems { field, step } => {
                let (title, step) = (called.field_to_type(field), called.step(step));
                Text::new(
                    format!("字段{}在步骤{}里每一项各填一个，要改某一项的请写 {field}/项", title.zh, step.zh),
                    format!(
                        "The field {} has a value for each item of step {}; one item's is {field}/ITEM",
                        title.en, step.en
                    ),
                )
            }
            Self::Taken { step, holder } => {
                let (step, holder) = (called.step(step), called.person(holder));
                Text::new(
                    format!("步骤{}已由 {} 接手", step.zh, holder.zh),
                    format!("Step {} is held by {} already", step.en, holder.en),
                )
            }
            Self::HoldNotAllowed(text) => text.clone(),
            Self::HoldUsedUp => {
                Text::new("挂起时间已经用完，不能再挂起", "All the time this case may be held is used up")
            }
            Self::AlreadyHeld => Text::new("案件已经挂起", "The case is held already"),
            Self::NotHeld => Text::new("案件没有挂起", "The case is not held"),
            Self::Missed(limit) => {
                let limit = called.limit_to_type(limit);
                Text::new(
                    format!("时限{}已经超时，不能延长，只能说明原因（excuse）", limit.zh),
                    format!("The limit {} is missed; it can't be extended any more, only excused", limit.en),
                )
            }
            Self::NotMissed(limit) => {
                let limit = called.limit_to_type(limit);
                Text::new(
                    format!("时限{}没有超时，无须说明；需要更多时间请延长（extend）", limit.zh),
                    format!("The limit {} is not missed; for more time, extend it", limit.en),
                )
            }
            Self::NotRefusable(step) => {
                let step = called.step_to_type(step);
                Text::new(
                    format!("步骤{}不能否决，只能批准或退回", step.zh),
                    format!("Step {} can be approved or returned, not refused", step.en),
                )
            }
            Self::ReasonMissing => Text::new("请写明原因", "A reason is needed"),
            Self::NotOpenable(text) | Self::Unfit(text) => text.clone(),
        }
    }
}
