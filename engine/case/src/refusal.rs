//! A command that can't be done now. Nothing has changed; the refusal says what could be done
//! instead.

use crate::evidence::{MOST_WRONG_CODES, WRONG_CODES_WITHIN};
use steward_model::{FieldId, LimitId, StaffId, StepId, Text};

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
    /// What is refused and what could be done instead.
    pub fn text(&self) -> Text {
        match self {
            Self::CaseOver => {
                Text::new("案件已经结束，不能再办理", "The case is over; nothing more can be done to it")
            }
            Self::StepNotOpen { step, stands } => Text::new(
                format!("步骤 {step} 现在不能办理：{}", stands.zh),
                format!("Step {step} can't be done now: {}", stands.en),
            ),
            Self::NoSuchStep(step) => {
                Text::new(format!("这个流程没有步骤 {step}"), format!("This workflow has no step {step}"))
            }
            Self::NoSuchLimit(limit) => Text::new(
                format!("时限 {limit} 没有在计时"),
                format!("No clock of the limit {limit} is running"),
            ),
            Self::NoSuchField(field) => {
                Text::new(format!("这个流程没有字段 {field}"), format!("This workflow has no field {field}"))
            }
            Self::NoSuchPerson(person) => Text::new(
                format!("本项目没有人员 {person}"),
                format!("{person} does not work at this estate"),
            ),
            Self::NotYours { what, may } => Text::new(
                format!("您不能{}；可以办理的是：{}", what.zh, may.zh),
                format!("You may not {}; {} may", what.en, may.en),
            ),
            Self::OwnWork(step) => Text::new(
                format!("步骤 {step} 要审核的是您自己做的工作，请由他人办理"),
                format!("Step {step} judges work you did yourself; somebody else has to do it"),
            ),
            Self::Answered(step) => Text::new(
                format!("步骤 {step} 您已经批准过，还在等名单上的其他人"),
                format!("You have approved step {step} already; it waits for the others"),
            ),
            Self::Away(person) => Text::new(
                format!("{person} 今天休假，由代班人办理"),
                format!("{person} is away today; the substitute acts"),
            ),
            Self::WrongKind { step, how } => {
                Text::new(format!("步骤 {step} 应当{}", how.zh), format!("Step {step} is {}", how.en))
            }
            Self::FieldMissing { step, fields } => {
                let names = list(fields);
                Text::new(
                    format!("步骤 {step} 的表单还缺必填项：{names}"),
                    format!("The form of step {step} still needs: {names}"),
                )
            }
            Self::FieldNotAsked { step, field } => Text::new(
                format!("步骤 {step} 的表单没有字段 {field}；表单之外改字段请用 set"),
                format!(
                    "The form of step {step} does not ask for {field}; a field outside a form is changed with `set`"
                ),
            ),
            Self::ItemMissing { step, items } => Text::new(
                format!(
                    "步骤 {step} 还有核对项没有勾选：{}",
                    items.iter().map(|item| item.zh.as_str()).collect::<Vec<_>>().join("、")
                ),
                format!(
                    "Step {step} still has items neither ticked nor failed: {}",
                    items.iter().map(|item| item.en.as_str()).collect::<Vec<_>>().join(", ")
                ),
            ),
            Self::NoSuchItem { step, item } => Text::new(
                format!("步骤 {step} 没有核对项“{item}”"),
                format!("Step {step} has no item “{item}” on its checklist"),
            ),
            Self::EvidenceMissing { step, what } => Text::new(
                format!("步骤 {step} 还缺佐证：{}；补齐后再办理", what.zh),
                format!("Step {step} still asks to be shown: {}; send it again with that", what.en),
            ),
            Self::EvidenceNotAsked { step, what } => Text::new(
                format!("步骤 {step} 不要求{}，没有要求的不保存；请去掉后再办理", what.zh),
                format!(
                    "Step {step} does not ask for {}, and what is not asked for is not kept; send it without",
                    what.en
                ),
            ),
            Self::WrongCode { step, zone } => Text::new(
                format!("这不是“{}”现场的签到码，步骤 {step} 没有办理；请到现场重新扫码", zone.zh),
                format!(
                    "This is not the code that hangs at {}, so step {step} was not done; read it again on the spot",
                    zone.en
                ),
            ),
            Self::TooManyWrongCodes { step, again } => Text::new(
                format!(
                    "步骤 {step} 的签到码，您在 {WRONG_CODES_WITHIN} 分钟内已输错 {MOST_WRONG_CODES} 次；请到现场扫码，{again} 起可以再试"
                ),
                format!(
                    "You have sent {MOST_WRONG_CODES} wrong codes with step {step} within {WRONG_CODES_WITHIN} minutes; read the code on the spot and try again from {again} on"
                ),
            ),
            Self::NoZone { step, field } => Text::new(
                format!(
                    "步骤 {step} 要在现场签到，但字段 {field} 是空的，不知道是哪个分区；请由上级填上（set）"
                ),
                format!(
                    "Step {step} asks for a code on the spot, but the field {field} is empty, so nobody knows where; one above the owner fills it with `set`"
                ),
            ),
            Self::WhichItem { step, items } if items.is_empty() => Text::new(
                format!("步骤 {step} 逐个办理，没有您说的这一项"),
                format!("Step {step} is done item by item, and has no such item"),
            ),
            Self::WhichItem { step, items } => Text::new(
                format!("步骤 {step} 逐个办理，请用 --item 指明一项：{}", items.join("、")),
                format!("Step {step} is done item by item; say which with --item: {}", items.join(", ")),
            ),
            Self::OfItems { field, step } => Text::new(
                format!("字段 {field} 在步骤 {step} 里每一项各填一个，要改某一项的请写 {field}/项"),
                format!(
                    "The field {field} has a value for each item of step {step}; one item's is {field}/ITEM"
                ),
            ),
            Self::Taken { step, holder } => Text::new(
                format!("步骤 {step} 已由 {holder} 接手"),
                format!("Step {step} is held by {holder} already"),
            ),
            Self::HoldNotAllowed(text) => text.clone(),
            Self::HoldUsedUp => {
                Text::new("挂起时间已经用完，不能再挂起", "All the time this case may be held is used up")
            }
            Self::AlreadyHeld => Text::new("案件已经挂起", "The case is held already"),
            Self::NotHeld => Text::new("案件没有挂起", "The case is not held"),
            Self::Missed(limit) => Text::new(
                format!("时限 {limit} 已经超时，不能延长，只能说明原因（excuse）"),
                format!("The limit {limit} is missed; it can't be extended any more, only excused"),
            ),
            Self::NotMissed(limit) => Text::new(
                format!("时限 {limit} 没有超时，无须说明；需要更多时间请延长（extend）"),
                format!("The limit {limit} is not missed; for more time, extend it"),
            ),
            Self::NotRefusable(step) => Text::new(
                format!("步骤 {step} 不能否决，只能批准或退回"),
                format!("Step {step} can be approved or returned, not refused"),
            ),
            Self::ReasonMissing => Text::new("请写明原因", "A reason is needed"),
            Self::NotOpenable(text) | Self::Unfit(text) => text.clone(),
        }
    }
}

fn list(fields: &[FieldId]) -> String {
    fields.iter().map(FieldId::as_str).collect::<Vec<_>>().join(", ")
}
