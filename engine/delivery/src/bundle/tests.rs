use super::*;
use steward_case::Relevance;
use steward_ports::Doubt;

pub(crate) struct Late {
    pub(crate) id: i64,
    pub(crate) to: &'static str,
    pub(crate) channel: Channel,
    pub(crate) case: &'static str,
    pub(crate) template: &'static str,
    pub(crate) due: Option<&'static str>,
    pub(crate) urgent: bool,
}

pub(crate) const LATE: Late = Late {
    id: 1,
    to: "wang.li",
    channel: Channel::Email,
    case: "riverside-complaint-1",
    template: "overdue",
    due: None,
    urgent: false,
};

fn at(text: &str) -> Timestamp {
    format!("2026-03-02T{text}:00Z").parse().expect("an instant")
}

pub(crate) fn delivery(late: Late) -> Delivery {
    let variables = [("step", "首次响应"), ("estate", "滨江花园"), ("due", late.due.unwrap_or(""))];
    Delivery {
        id: late.id,
        case: CaseId::new(late.case),
        message: Enqueue {
            event: u32::try_from(late.id).expect("a small number"),
            to: StaffId::new(late.to),
            channel: late.channel,
            then: Vec::new(),
            template: TemplateId::new(late.template),
            urgent: late.urgent,
            variables: variables
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Text::plain(value)))
                .collect(),
            step: Some(StepId::new("respond")),
            limit: Some(LimitId::new("respond")),
            due: late.due.map(at),
            relevance: Relevance::Always,
            at: at("12:00"),
            late: true,
            message_id: format!("m{}", late.id),
        },
        attempts: 0,
        doubt: Doubt::None,
        by_hand: false,
        over_budget: false,
    }
}

fn by_same_road(_: &StaffId, channel: Channel) -> Option<Channel> {
    Some(channel)
}

fn items(digest: &Digest) -> Vec<&str> {
    digest.message.variables[facts::ITEMS].zh.lines().collect()
}

#[test]
fn the_flood_after_a_stop_is_one_message_a_person_and_channel() {
    let late: Vec<Delivery> = (0..300)
        .map(|n| {
            let to = ["wang.li", "zhou.min", "chen.gang"][n as usize % 3];
            delivery(Late { id: n, to, ..LATE })
        })
        .collect();
    let bundle = bundle(late, by_same_road);
    assert_eq!(bundle.release, Vec::<i64>::new());
    assert_eq!(bundle.digests.iter().map(|group| group.messages.len()).collect::<Vec<_>>(), [100, 100, 100]);
}

#[test]
fn a_message_that_is_alone_goes_as_it_is() {
    let late = vec![delivery(Late { id: 7, ..LATE }), delivery(Late { id: 8, to: "zhou.min", ..LATE })];
    assert_eq!(bundle(late, by_same_road), Bundle { release: vec![7, 8], digests: Vec::new() });
}

#[test]
fn the_list_begins_with_what_is_urgent_and_goes_on_by_due_time() {
    let late = vec![
        delivery(Late { id: 1, case: "c-1", due: Some("09:00"), ..LATE }),
        delivery(Late { id: 2, case: "c-2", template: "task", ..LATE }),
        delivery(Late { id: 3, case: "c-3", due: Some("08:00"), ..LATE }),
        delivery(Late { id: 4, case: "c-4", due: Some("11:00"), urgent: true, ..LATE }),
    ];
    let digest = bundle(late, by_same_road).digests[0].digest(at("12:00"), Occasion::Stop).expect("a digest");
    assert_eq!(
        items(&digest),
        [
            "首次响应 已超时（11:00） · 滨江花园 · c-4",
            "首次响应 已超时（08:00） · 滨江花园 · c-3",
            "首次响应 已超时（09:00） · 滨江花园 · c-1",
            "首次响应 待办理 · 滨江花园 · c-2",
        ]
    );
    assert_eq!(digest.case, CaseId::new("c-4"));
    assert_eq!(digest.lists, [4, 3, 1, 2]);
    assert!(digest.message.urgent);
}

#[test]
fn channels_stand_in_for_a_list_where_all_that_is_in_it_has_them() {
    let by_sms = |id, then: &[Channel]| {
        let mut one = delivery(Late { id, channel: Channel::Sms, ..LATE });
        one.message.then = then.to_vec();
        one
    };
    let then = |late, road: fn(&StaffId, Channel) -> Option<Channel>| {
        let digest = bundle(late, road).digests[0].digest(at("12:00"), Occasion::Stop).expect("a digest");
        digest.message.then
    };
    let in_turn = || by_sms(1, &[Channel::Email]);
    assert_eq!(then(vec![in_turn(), by_sms(2, &[Channel::Email])], by_same_road), [Channel::Email]);
    assert_eq!(then(vec![in_turn(), by_sms(2, &[])], by_same_road), []);
    let all_by_mail = |_: &StaffId, _| Some(Channel::Email);
    assert_eq!(then(vec![in_turn(), by_sms(2, &[Channel::Email])], all_by_mail), []);
}

#[test]
fn several_rungs_of_one_limit_are_one_line_the_last_of_them() {
    let late = vec![
        delivery(Late { id: 1, template: "task", ..LATE }),
        delivery(Late { id: 2, template: "overdue", ..LATE }),
        delivery(Late { id: 3, case: "c-2", ..LATE }),
    ];
    let digest = bundle(late, by_same_road).digests[0].digest(at("12:00"), Occasion::Stop).expect("a digest");
    assert_eq!(items(&digest).len(), 2);
    assert_eq!(items(&digest)[0], "首次响应 已超时 · 滨江花园 · riverside-complaint-1");
    assert_eq!(digest.lists, [1, 2, 3]);
}

#[test]
fn a_long_list_says_how_many_more_there_are() {
    let cases: Vec<Delivery> = (0..50)
        .map(|n| Delivery { case: CaseId::new(format!("c-{n}")), ..delivery(Late { id: n, ..LATE }) })
        .collect();
    let digest =
        bundle(cases, by_same_road).digests[0].digest(at("12:00"), Occasion::Stop).expect("a digest");
    assert_eq!(items(&digest).len(), MOST_LINES + 1);
    assert_eq!(items(&digest)[MOST_LINES], "另有 10 件");
    assert_eq!(digest.message.variables[facts::COUNT].zh, "50");
}

#[test]
fn where_no_digest_can_go_by_a_channel_it_goes_by_the_road_that_is_named() {
    let sms = |id| delivery(Late { id, channel: Channel::Sms, ..LATE });
    let to_mail = bundle(vec![sms(1), delivery(Late { id: 2, ..LATE })], |_, _| Some(Channel::Email));
    assert_eq!(to_mail.digests.len(), 1);
    assert_eq!(to_mail.digests[0].channel, Channel::Email);
    assert_eq!(bundle(vec![sms(1), sms(2)], |_, _| None).release, [1, 2]);
}

#[test]
fn what_was_over_a_budget_is_one_message_a_person_by_whatever_channels_it_came() {
    let sms = |id, case| delivery(Late { id, case, channel: Channel::Sms, ..LATE });
    let over = vec![sms(1, "c-1"), delivery(Late { id: 2, case: "c-1", ..LATE }), sms(3, "c-2")];
    let made = over_budget(over, |_| Some(Channel::Email));
    let [group] = made.digests.as_slice() else { panic!("{made:?}") };
    let digest = group.digest(at("16:00"), Occasion::Budget).expect("a digest");
    assert_eq!((digest.message.channel, digest.lists.as_slice()), (Channel::Email, [1, 2, 3].as_slice()));
    assert_eq!(digest.message.variables[facts::COUNT].zh, "2", "by two channels it is one thing");
}

#[test]
fn one_thing_over_a_budget_is_listed_too_and_where_no_list_can_go_nothing_is_sent_in_its_place() {
    let one = || vec![delivery(Late { id: 7, ..LATE })];
    assert_eq!(over_budget(one(), |_| Some(Channel::Email)).digests.len(), 1);
    assert_eq!(over_budget(one(), |_| None), Bundle { release: vec![7], digests: Vec::new() });
}
