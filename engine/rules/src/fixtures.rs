//! A small handbook, and views of a case of it, for tests.

use crate::{Rulebook, compile};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{Action, CaseFacts, Fault, LimitFacts, Moment, StepFacts, View};
use steward_model::*;
use steward_time::{Calendar, TimeZone, WorkingTime};

const FILE: &str = "rules/complaint.rhai";

pub(crate) fn place() -> Place {
    Place::top_of("steward.yaml")
}

/// A handbook whose complaint workflow uses this text.
pub(crate) fn handbook(rules: &str) -> Handbook {
    let roles = Arc::new(roles());
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let staff: Vec<Arc<Person>> =
        vec![person("wang.li", &["front-desk"]), person("temp", &[])].into_iter().map(Arc::new).collect();
    let estate = Estate {
        id: "riverside".into(),
        name: Text::plain("滨江花园"),
        region: None,
        zone: zone.clone(),
        roles: roles.clone(),
        staff: staff.clone(),
        zones: vec![Zone {
            id: "b1".into(), name: Text::plain("1号楼"), code: None, keys: BTreeMap::new()
        }],
        rosters: BTreeMap::new(),
        quiet: None,
        calendars: BTreeMap::from([(
            CalendarId::always(),
            WorkingTime::new(Arc::new(Calendar::always()), zone.clone()),
        )]),
        place: place(),
    };
    let provider = Provider {
        kind: "aliyun".into(),
        url: None,
        key: Secret::Env("KEY".into()),
        secret: Secret::Env("SECRET".into()),
        signature: "江南物业".into(),
        templates: ["major-complaint", "at-risk"]
            .into_iter()
            .map(|name| (name.into(), SmsTemplate { code: "SMS_1".into(), longest: Vec::new() }))
            .collect(),
    };
    Handbook {
        adjusted: BTreeMap::new(),
        organisation: Organisation {
            name: "江南物业".into(),
            last_resort: "group-quality".into(),
            zone,
            lang: Lang::Zh,
            store: None,
            mail: None,
            sms: vec![provider],
            quiet: None,
            budget: steward_model::Budget::default(),
        },
        roles,
        staff,
        workflows: [complaint(), enquiry()]
            .into_iter()
            .map(|workflow| (workflow.id.clone(), Arc::new(workflow)))
            .collect(),
        sources: BTreeMap::new(),
        calendars: BTreeMap::new(),
        calendar_titles: BTreeMap::new(),
        estates: BTreeMap::from([(estate.id.clone(), Arc::new(estate))]),
        rules: BTreeMap::from([("complaint".into(), RulesFile { path: FILE.into(), text: rules.into() })]),
        templates: BTreeMap::new(),
        scenarios: Vec::new(),
        surroundings: "".into(),
    }
}

/// The findings in a text that the complaint workflow uses: code, the marked words, the message.
pub(crate) fn findings(rules: &str) -> Vec<(&'static str, String, String)> {
    let (_, found) = compile(&handbook(rules));
    found
        .into_iter()
        .map(|one| (one.code, rules[one.place.start..one.place.end].to_owned(), one.message.en))
        .collect()
}

/// A rulebook of a text without errors.
pub(crate) fn rulebook(rules: &str) -> (Rulebook, Arc<Workflow>) {
    let handbook = handbook(rules);
    let (book, found) = compile(&handbook);
    let errors: Vec<_> = found.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    (book, handbook.workflows["complaint"].clone())
}

/// What a text that passes `check` answers.
pub(crate) fn ask(rules: &str, moment: Moment, view: &View) -> Result<Vec<Action>, Fault> {
    let (book, workflow) = rulebook(rules);
    book.judge(&workflow).ask(moment, view)
}

/// What a text answers whatever `check` says of it: the way of what only goes wrong at work.
pub(crate) fn ask_unchecked(rules: &str, moment: Moment, view: &View) -> Result<Vec<Action>, Fault> {
    let handbook = handbook(rules);
    let (book, _) = compile(&handbook);
    book.judge(&handbook.workflows["complaint"]).ask(moment, view)
}

/// The miss of `respond`: a major complaint nobody has taken.
pub(crate) fn missed() -> View {
    View {
        case: CaseFacts {
            id: "C-1".into(),
            estate: "riverside".into(),
            opened: "2026-03-02 16:50".into(),
            fields: BTreeMap::from([
                ("severity".into(), Value::Choice("major".into())),
                ("department".into(), Value::Role("engineering".into())),
                ("amount".into(), Value::Number(Decimal::new(125, 1))),
                ("since".into(), Value::DateTime("2026-03-02T08:50:00Z".parse().unwrap())),
                (
                    "complainant".into(),
                    Value::Person {
                        name: Private::new("李四"), phone: Some(Private::new("+8613900002222"))
                    },
                ),
            ]),
        },
        step: Some(StepFacts {
            id: "respond".into(),
            item: String::new(),
            owner: "front-desk".into(),
            holder: String::new(),
            taken: false,
            round: 1,
            failed_items: vec!["已致歉安抚".into()],
        }),
        limit: Some(LimitFacts {
            id: "respond".into(),
            due: "2026-03-02 17:20".into(),
            minutes_left: 0,
            minutes_over: 0,
            rung: "overdue".into(),
        }),
        name: None,
    }
}

fn roles() -> Roles {
    let chain = [
        ("front-desk", "前台", Some("estate-manager")),
        ("engineering", "工程", Some("estate-manager")),
        ("estate-manager", "项目经理", Some("region-manager")),
        ("region-manager", "区域经理", Some("group-quality")),
        ("group-quality", "集团品质部", None),
    ];
    Roles {
        roles: chain
            .into_iter()
            .map(|(id, title, superior)| {
                let role = Role {
                    id: id.into(),
                    title: Text::plain(title),
                    superior: superior.map(Into::into),
                    place: place(),
                };
                (role.id.clone(), role)
            })
            .collect(),
        last_resort: "group-quality".into(),
    }
}

fn person(id: &str, roles: &[&str]) -> Person {
    Person {
        id: id.into(),
        name: id.into(),
        roles: roles.iter().map(RoleId::new).collect(),
        regions: Vec::new(),
        estates: Vec::new(),
        contacts: Vec::new(),
        lang: Lang::Zh,
        substitute: None,
        away: Vec::new(),
        quiet: None,
        place: place(),
    }
}

fn field(id: &str, kind: FieldKind, private: bool) -> Field {
    Field {
        id: id.into(),
        title: Text::plain(id),
        kind,
        required: false,
        private,
        seen_by: Vec::new(),
        default: None,
        place: place(),
    }
}

fn choice(of: &[&str]) -> FieldKind {
    FieldKind::Choice(of.iter().map(|id| (Choice::new(id), Text::plain(*id))).collect())
}

fn step(id: &str) -> Step {
    Step {
        id: id.into(),
        title: Text::plain(id),
        refs: Vec::new(),
        after: Vec::new(),
        calendar: CalendarId::always(),
        guard: None,
        kind: StepKind::Person {
            owner: Owner::Role("front-desk".into()),
            form: Vec::new(),
            checklist: Vec::new(),
            evidence: Evidence::default(),
            signoff: false,
            report: None,
        },
        limit: None,
        ladder: Ladder::default(),
        then: Vec::new(),
        not_by: Vec::new(),
        side: false,
        for_each: None,
        item: None,
        place: place(),
    }
}

fn workflow(id: &str, rules: &str, fields: Vec<Field>, steps: &[&str]) -> Workflow {
    Workflow {
        estates_may: Vec::new(),
        seen_by: Vec::new(),
        id: id.into(),
        title: Text::plain(id),
        section: None,
        edition: 1,
        hash: id.into(),
        calendar: CalendarId::always(),
        starts: Vec::new(),
        fields,
        hold: None,
        limits: Vec::new(),
        index: steps.iter().enumerate().map(|(at, id)| ((*id).into(), at)).collect(),
        steps: steps.iter().map(|id| step(id)).collect(),
        rules: rules.into(),
        following: BTreeMap::new(),
        standards: Vec::new(),
        place: place(),
    }
}

fn complaint() -> Workflow {
    let fields = vec![
        field("complainant", FieldKind::Person, true),
        field("severity", choice(&["ordinary", "complex", "major"]), false),
        field("department", FieldKind::Role(vec!["engineering".into(), "front-desk".into()]), false),
        field("what", FieldKind::Text, false),
        field("address", FieldKind::Text, true),
        field("satisfied", FieldKind::Bool, false),
        field("amount", FieldKind::Money, false),
        field("since", FieldKind::DateTime, false),
        field("visit", FieldKind::Date, false),
        field("tags", FieldKind::List, false),
        field("严重程度", FieldKind::Text, false),
        field("default", FieldKind::Text, false),
    ];
    let hold = HoldRule {
        who: vec!["estate-manager".into()],
        reasons: vec![Text::new("等配件", "waiting for parts")],
        at_most: None,
        ends: None,
        place: place(),
    };
    Workflow {
        hold: Some(hold),
        ..workflow("complaint", "complaint", fields, &["record", "respond", "plan", "首次响应"])
    }
}

fn enquiry() -> Workflow {
    let fields = vec![field("what", FieldKind::Text, false), field("count", FieldKind::Number, false)];
    workflow("enquiry", "standard", fields, &["receive"])
}
