//! One of every kind of thing that events are made of.

use super::*;
use steward_case::{CallReply, Caller, Earlier, Figure, Figures, Origin};
use steward_model::{Bounds, ClauseRef};

/// How many words the record has, and one more kind of change than these has no sample yet.
pub(super) const WHATS: usize = 27;

/// The names of all kinds of change.
pub(super) const NAMES: [&str; 42] = [
    "opened",
    "origin",
    "field",
    "ready",
    "done",
    "voted",
    "sent",
    "shown",
    "shown-before",
    "wrong-code",
    "skipped",
    "withdrawn",
    "round",
    "items",
    "holder",
    "owner",
    "pending",
    "settled",
    "held",
    "resumed",
    "clock-born",
    "clock-line",
    "clock-due",
    "clock-met",
    "clock-missed",
    "clock-stopped",
    "judged",
    "ahead",
    "extended",
    "excused",
    "untold",
    "told",
    "empty-told",
    "heard",
    "over-budget",
    "called-by",
    "calls",
    "call-opened",
    "call-ended",
    "call-refused",
    "figures",
    "ended",
];

/// All words of the record, in its own order.
pub(super) fn whats() -> Vec<What> {
    use What::*;
    vec![
        Opened,
        Ready,
        Taken,
        Told,
        Unreachable,
        AtRisk,
        Overdue,
        Rung,
        Handed,
        Done,
        Skipped,
        Approved,
        Returned,
        Refused,
        Held,
        Resumed,
        Extended,
        Excused,
        Noted,
        Withdrawn,
        Started,
        Emitted,
        Set,
        Moved,
        Closed,
        Cancelled,
        Fault,
    ]
}

/// The name of a change's sample. A new kind does not compile here until it has one.
pub(super) fn name(change: &Change) -> &'static str {
    match change {
        Change::Opened { .. } => "opened",
        Change::Origin(..) => "origin",
        Change::Field(..) => "field",
        Change::Ready(..) => "ready",
        Change::Done { .. } => "done",
        Change::Voted { .. } => "voted",
        Change::Sent { .. } => "sent",
        Change::Shown { .. } => "shown",
        Change::ShownBefore { .. } => "shown-before",
        Change::WrongCode { .. } => "wrong-code",
        Change::Skipped(..) => "skipped",
        Change::Withdrawn(..) => "withdrawn",
        Change::Round { .. } => "round",
        Change::Items(..) => "items",
        Change::Holder(..) => "holder",
        Change::Owner(..) => "owner",
        Change::Pending(..) => "pending",
        Change::Settled => "settled",
        Change::Held => "held",
        Change::Resumed => "resumed",
        Change::ClockBorn { .. } => "clock-born",
        Change::ClockLine(..) => "clock-line",
        Change::ClockDue { .. } => "clock-due",
        Change::ClockMet(..) => "clock-met",
        Change::ClockMissed(..) => "clock-missed",
        Change::ClockStopped(..) => "clock-stopped",
        Change::Judged { .. } => "judged",
        Change::Ahead { .. } => "ahead",
        Change::Extended(..) => "extended",
        Change::Excused(..) => "excused",
        Change::Untold { .. } => "untold",
        Change::Told(..) => "told",
        Change::EmptyTold(..) => "empty-told",
        Change::Heard(..) => "heard",
        Change::OverBudget(..) => "over-budget",
        Change::CalledBy(..) => "called-by",
        Change::Calls { .. } => "calls",
        Change::CallOpened { .. } => "call-opened",
        Change::CallEnded { .. } => "call-ended",
        Change::CallRefused(..) => "call-refused",
        Change::Figures { .. } => "figures",
        Change::Ended(..) => "ended",
    }
}

/// One change of every kind.
pub(super) fn changes() -> Vec<Change> {
    let step = StepId::new("首次响应");
    vec![
        Change::Opened {
            case: CaseId::new("riverside-complaint-17"),
            workflow: WorkflowId::new("complaint"),
            hash: Arc::from("9f2c"),
            edition: 3,
            estate: EstateId::new("riverside"),
            starter: Some(StaffId::new("wang.li")),
        },
        Change::Field(
            FieldId::new("caller"),
            Some(Value::Person { name: Private::new("李四"), phone: Some(Private::new("13900002222")) }),
        ),
        Change::Ready(step.clone()),
        Change::Done {
            step: step.clone(),
            by: Some(StaffId::new("wang.li")),
            failed: vec![("lift".into(), "门关不上".into())],
            approved: Some(true),
        },
        Change::Skipped(step.clone()),
        Change::Withdrawn(step.clone()),
        Change::Round {
            step: step.clone(),
            round: 2,
            counted: false,
            written_for: Some(Owner::Role("manager".into())),
            returned: Some("缺少照片".into()),
        },
        Change::Holder(step.clone(), Some(StaffId::new("wang.li"))),
        Change::Owner(step.clone(), Owner::Role("manager".into())),
        Change::Pending(step.clone(), Decision::End(EndWord::done())),
        Change::Settled,
        Change::Held,
        Change::Resumed,
        Change::ClockBorn {
            limit: "respond".into(),
            step: Some(step.clone()),
            round: 1,
            began: at(0),
            line: 1,
        },
        Change::ClockLine(0, 2),
        Change::ClockDue { clock: 0, due: at(1800), provisional: true },
        Change::ClockMet(0),
        Change::ClockMissed(1),
        Change::ClockStopped(2),
        Change::Judged { clock: 0, rung: 3, carried: true },
        Change::Ahead { clock: 0, rung: 1 },
        Change::Extended(0, Span::Open(7200)),
        Change::Excused(0),
        Change::Untold {
            step: step.clone(),
            who: Audience::Owner,
            template: TemplateId::new("task"),
            via: Via::all(vec![Channel::Sms, Channel::Email]),
            urgent: true,
        },
        Change::Told(step.clone(), Audience::Role("front-desk".into())),
        Change::EmptyTold(step.clone()),
        Change::Ended(State::Closed, EndWord::done()),
        Change::Voted { step: StepId::new("approve-plan"), by: StaffId::new("chen.wei"), seat: 1 },
        Change::Heard(step.clone()),
        Change::Sent {
            step: step.clone(),
            by: StaffId::new("wang.li"),
            failed: vec![("大堂".into(), "有水渍".into())],
        },
        Change::Shown {
            step: step.clone(),
            photos: PhotoKind::ALL.into_iter().map(photo).collect(),
            location: Location::from_millionths(31_230_400, -121_473_700),
            zone: Some("b1".into()),
        },
        Change::OverBudget(BudgetOf::Person(StaffId::new("wang.li"), civil::date(2026, 3, 2))),
        Change::CalledBy(caller()),
        Change::Calls { step: step.clone(), call: 9 },
        Change::CallOpened { step: step.clone(), case: CaseId::new("riverside-repair-3") },
        Change::CallEnded {
            step: step.clone(),
            case: CaseId::new("riverside-repair-3"),
            word: EndWord::cancelled(),
            settles: true,
        },
        Change::CallRefused(step),
        Change::Items(StepId::new("clean"), vec!["b1".into(), "1号楼 / 大堂".into()]),
        Change::Figures { step: StepId::new("review"), figures: figures() },
        Change::WrongCode { step: StepId::new("clean"), by: StaffId::new("fang.hua") },
        Change::ShownBefore {
            step: StepId::new("clean"),
            earlier: Earlier {
                photo: PhotoHash::of([0xab; 32]),
                case: CaseId::new("riverside-cleaning-4"),
                step: StepId::new("clean/b1"),
                at: at(-86_400),
            },
        },
        Change::Origin(Origin::Event("water.gone".into())),
    ]
}

/// A figure with everything there is to fill in, and one with only what must be.
fn figures() -> Figures {
    let bounds = Bounds { at_least: Some("0.95".parse().unwrap()), at_most: Some("1".parse().unwrap()) };
    let full = Figure {
        clause: ClauseRef::new("2.3-Q2"),
        written: "met(respond)".to_owned(),
        title: Text::new("首次响应的按时率", "Respond: met in time"),
        share: true,
        bounds,
        figure: Some("0.875".parse().unwrap()),
        of: 8,
        running: 2,
    };
    let bare = Figure {
        clause: ClauseRef::new("2.3-Q7"),
        written: "average(cost)".to_owned(),
        title: Text::new("费用的平均", "average of cost"),
        share: false,
        bounds: Bounds::default(),
        figure: None,
        of: 0,
        running: 0,
    };
    Figures {
        workflow: "complaint".into(),
        from: Some(at(-3600)),
        until: at(0),
        cases: 10,
        standards: vec![full, bare],
    }
}

/// A photo of a kind.
fn photo(kind: PhotoKind) -> Photo {
    let name = format!("大堂.{}", kind.extension());
    Photo { name, hash: PhotoHash::of([0xab; 32]), size: 5_242_880, kind }
}

fn caller() -> Caller {
    Caller { case: CaseId::new("riverside-patrol-4"), call: 9 }
}

/// An event with everything there is to fill in; of every other one only what must be.
pub(super) fn event(n: usize, what: What, change: Change) -> Event {
    let number = u32::try_from(n).unwrap() + 1;
    let bare = Event {
        n: number,
        at: at(i64::from(number)),
        what,
        step: None,
        limit: None,
        rung: None,
        to: Vec::new(),
        via: Vec::new(),
        template: None,
        by: None,
        text: None,
        changes: vec![change],
    };
    if n % 2 == 1 {
        return bare;
    }
    Event {
        step: Some(StepId::new("respond")),
        limit: Some("respond".into()),
        rung: Some(Arc::from("80%")),
        to: vec![StaffId::new("wang.li"), StaffId::new("chen.wei")],
        via: vec![Channel::Email, Channel::Sms],
        template: Some(TemplateId::new("at-risk")),
        by: Some(StaffId::new("chen.wei")),
        text: Some(Text::new("说明\n\"第二行\"", "a note")),
        ..bare
    }
}

/// One value of every kind, and an empty field.
pub(super) fn values() -> Vec<Option<Value>> {
    vec![
        None,
        Some(Value::Text("水管漏水".into())),
        Some(Value::Number("1.50".parse().unwrap())),
        Some(Value::Bool(true)),
        Some(Value::Date(civil::date(2026, 2, 28))),
        Some(Value::DateTime(at(0))),
        Some(Value::Choice("major".into())),
        Some(Value::Role("manager".into())),
        Some(Value::Staff("wang.li".into())),
        Some(Value::Person { name: Private::new("李四"), phone: None }),
        Some(Value::Phone(Private::new("+8613900002222"))),
        Some(Value::Zone("tower-3".into())),
        Some(Value::Files(vec!["before.jpg".into()])),
        Some(Value::List(vec!["a".into(), "b".into()])),
    ]
}

/// One owner of every kind.
pub(super) fn owners() -> Vec<Owner> {
    vec![
        Owner::Role("manager".into()),
        Owner::Staff("wang.li".into()),
        Owner::Field("department".into()),
        Owner::Key("zone".into(), "cleaner".to_owned()),
        Owner::Starter,
    ]
}

/// One decision of every kind.
pub(super) fn decisions() -> Vec<Decision> {
    vec![
        Decision::BackTo { step: StepId::new("plan"), returned: None },
        Decision::BackTo { step: StepId::new("plan"), returned: Some("再改".into()) },
        Decision::OnTo(StepId::new("close")),
        Decision::HandTo(Owner::Starter),
        Decision::End(EndWord::new("放弃")),
    ]
}

/// One audience of every kind.
pub(super) fn audiences() -> Vec<Audience> {
    vec![
        Audience::Owner,
        Audience::AllOwner,
        Audience::Superior,
        Audience::Role("manager".into()),
        Audience::All("manager".into()),
        Audience::SuperiorOf("manager".into()),
        Audience::Staff("wang.li".into()),
        Audience::Field("department".into()),
        Audience::Starter,
    ]
}

fn reply(says: CallReply) -> Errand {
    Errand::Reply { to: caller(), says }
}

/// What one case may ask of others, but for the first kind.
pub(super) fn errands() -> Vec<(&'static str, Errand)> {
    let carries = BTreeMap::from([(FieldId::new("zone"), Value::Zone("b1".into()))]);
    let fields = carries.clone();
    vec![
        ("raise", Errand::Raise { name: "inspection.failed".into(), carries }),
        ("call", Errand::Call { workflow: "repair".into(), fields: fields.clone(), awaited: false }),
        ("call-awaited", Errand::Call { workflow: "repair".into(), fields, awaited: true }),
        ("figures", Errand::Figures { step: StepId::new("review"), round: 2, workflow: "complaint".into() }),
        ("call-off", Errand::CallOff { called: "riverside-patrol-4.9".to_owned() }),
        ("reply-opened", reply(CallReply::Opened(CaseId::new("riverside-repair-3")))),
        ("reply-ended", reply(CallReply::Ended(CaseId::new("riverside-repair-3"), EndWord::cancelled()))),
        ("reply-refused", reply(CallReply::Refused(Text::new("没有这个流程", "there is no such workflow")))),
    ]
}
