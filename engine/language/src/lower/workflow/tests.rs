//! A whole workflow from text to model, and what other tests of this crate use to read one.

use crate::tests::folder;
use crate::{read, render, reread};
use std::sync::Arc;
use steward_model::{
    Allowance, Files, Handbook, Lang, LimitOf, Owner, Since, StepId, StepKind, ThenAction, Workflow,
};
use steward_time::Span;

const ORGANISATION: &str = r#"organisation: 江南物业
last_resort: group-quality
time_zone: Asia/Shanghai
escalate:
  - { at: ready, tell: owner }
  - { at: 80%, tell: owner, via: [email] }
  - { at: overdue, tell: [owner, superior], via: [email] }
roles:
  front-desk:         { title: { zh: 前台, en: Front desk }, superior: service-supervisor }
  archivist:          { title: 档案管理员, superior: service-supervisor }
  service-supervisor: { title: 客服主管, superior: estate-manager }
  engineering:        { title: 工程, superior: estate-manager }
  security:           { title: 秩序, superior: estate-manager }
  cleaning:           { title: 保洁, superior: estate-manager }
  estate-manager:     { title: 项目经理, superior: region-manager }
  region-manager:     { title: 区域经理, superior: group-quality }
  group-quality:      { title: 集团品质部 }
staff:
  - { id: xu.min, name: 徐敏, roles: [group-quality], email: quality@example.com }
"#;

const ESTATE: &str = r#"estate: riverside
name: 滨江花园
staff:
  - { id: wang.li, name: 王丽, roles: [front-desk, archivist], email: wang.li@example.com }
  - { id: zhou.min, name: 周敏, roles: [service-supervisor], email: zhou.min@example.com }
  - { id: he.jun, name: 何军, roles: [engineering, security, cleaning], email: he.jun@example.com }
  - { id: liu.yang, name: 刘洋, roles: [estate-manager], email: liu.yang@example.com }
  - { id: chen.gang, name: 陈刚, roles: [region-manager], email: chen.gang@example.com }
"#;

const BUSINESS: &str = "calendar: business\nhours: { mon-fri: [\"08:30-12:00\", \"13:30-17:30\"] }\n";
const DESK: &str = "calendar: desk\nhours: { mon-sun: [\"08:00-20:00\"] }\n";
const COMPLAINT: &str = include_str!("complaint.yaml");

/// A folder with every role of the handbook filled, the process of complaints, and these files.
pub(crate) fn estate_with(files: &[(&str, &str)]) -> Files {
    let mut folder = folder(&[
        ("steward.yaml", ORGANISATION),
        ("estates/riverside.yaml", ESTATE),
        ("calendars/business.yaml", BUSINESS),
        ("calendars/desk.yaml", DESK),
        ("workflows/complaint.yaml", COMPLAINT),
    ]);
    for (path, text) in files {
        folder.insert(path, *text);
    }
    folder
}

/// What is said about such a folder, a line a finding: the code, the very words it points at, the
/// message, the way out.
pub(crate) fn said(files: &[(&str, &str)]) -> String {
    let folder = estate_with(files);
    let (_, findings) = read(&folder);
    let mut lines = Vec::new();
    for finding in findings {
        let place = &finding.place;
        let bytes = &folder.get(&place.file).expect("findings point into files").bytes;
        let words = String::from_utf8_lossy(&bytes[place.start..place.end]);
        let help = finding.help.map_or_else(String::new, |help| format!(" ({})", help.en));
        lines.push(format!("{} at {words}: {}{help}", finding.code, finding.message.en));
    }
    lines.join("\n")
}

/// Compares what is said about one workflow's file.
#[track_caller]
pub(crate) fn check(workflow: &str, expected: &str) {
    let said = said(&[("workflows/w.yaml", workflow)]);
    assert!(said.trim() == expected.trim(), "it said:\n{said}");
}

/// The workflow `w` of such a folder, which must pass without a finding.
#[track_caller]
pub(crate) fn understood(workflow: &str) -> Arc<Workflow> {
    let files = [("workflows/w.yaml", workflow)];
    assert_eq!(said(&files), "");
    let handbook = read(&estate_with(&files)).0.expect("there is a steward.yaml");
    handbook.workflows["w"].clone()
}

fn complaint() -> (Handbook, Arc<Workflow>) {
    let files = estate_with(&[]);
    let (handbook, findings) = read(&files);
    assert_eq!(render::text(&findings, &files, Lang::En, false), "");
    let handbook = handbook.expect("there is a steward.yaml");
    let workflow = handbook.workflows["complaint"].clone();
    (handbook, workflow)
}

fn ids(steps: &[StepId]) -> Vec<&str> {
    steps.iter().map(StepId::as_str).collect()
}

#[test]
fn the_process_of_complaints_is_understood_whole() {
    let (_, complaint) = complaint();
    let steps: Vec<&str> = complaint.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(
        steps,
        [
            "record",
            "respond",
            "report-up",
            "plan",
            "approve-plan",
            "feedback",
            "settle",
            "revisit",
            "archive"
        ]
    );
    assert_eq!((complaint.edition, complaint.section.as_deref()), (3, Some("2.3")));
    assert_eq!(complaint.starts.len(), 2);
    let hold = complaint.hold.as_ref().expect("it may be held");
    assert_eq!((hold.reasons.len(), hold.at_most), (3, Some(Span::Workdays(5))));
}

#[test]
fn steps_come_in_the_order_written_unless_they_say_after() {
    let (_, complaint) = complaint();
    let after = |step: &str| ids(&complaint.step(&step.into()).expect("it is there").after);
    assert_eq!(after("record"), Vec::<&str>::new());
    assert_eq!(after("respond"), ["record"]);
    assert_eq!(after("report-up"), ["record"]);
    assert_eq!(after("plan"), ["respond", "report-up"]);
    assert_eq!(after("approve-plan"), ["plan"]);
}

#[test]
fn what_follows_a_step_is_near_and_far_in_the_order_written() {
    let (_, complaint) = complaint();
    assert_eq!(
        ids(complaint.following(&"plan".into())),
        ["approve-plan", "feedback", "settle", "revisit", "archive"]
    );
    assert_eq!(ids(complaint.following(&"archive".into())), Vec::<&str>::new());
}

#[test]
fn a_limit_has_its_lines_its_beginning_and_its_calendar() {
    let (_, complaint) = complaint();
    let respond = complaint.limit(&"respond".into()).expect("it has a limit");
    assert_eq!(respond.since, Since::Opened);
    assert_eq!(respond.lines[0].calendar.as_str(), "desk");
    assert!(respond.runs_while_held);
    let plan = complaint.limit(&"plan".into()).expect("it has a limit");
    let spans: Vec<&Allowance> = plan.lines.iter().map(|line| &line.allow).collect();
    assert_eq!(spans, [&Allowance::Within(Span::Workdays(1)), &Allowance::Within(Span::Workdays(3))]);
    assert_eq!(plan.lines[0].calendar.as_str(), "business");
    let closed = complaint.limit(&"closed".into()).expect("it is an entry of limits");
    assert_eq!((&closed.of, &closed.since), (&LimitOf::Case, &Since::Opened));
}

#[test]
fn an_approval_returns_to_what_it_names_and_a_then_counts_its_rounds() {
    let (_, complaint) = complaint();
    let approval = complaint.step(&"approve-plan".into()).expect("it is there");
    let StepKind::Approve { owner, returned_to, refused, others, enough: 1 } = &approval.kind else {
        panic!("it is an approval")
    };
    assert_eq!((owner, returned_to.as_str()), (&Owner::Role("estate-manager".into()), "plan"));
    assert!(refused.is_none() && others.is_empty());
    let feedback = complaint.step(&"feedback".into()).expect("it is there");
    let ThenAction::BackTo { step, rounds: Some((rounds, after)) } = &feedback.then[0].action else {
        panic!("it goes back, so many times")
    };
    assert_eq!((step.as_str(), *rounds), ("plan", 3));
    assert_eq!(**after, ThenAction::HandTo(Owner::Role("estate-manager".into())));
}

#[test]
fn a_step_without_a_limit_keeps_the_ladder_for_its_ready_rungs() {
    let (_, complaint) = complaint();
    let settle = complaint.step(&"settle".into()).expect("it is there");
    assert!(settle.ladder.rungs.is_empty(), "nobody is told of a wait");
    let plain =
        understood("workflow: w\nstart: [{ who: front-desk }]\nsteps: [{ step: a, owner: front-desk }]\n");
    assert_eq!(plain.steps[0].ladder.rungs.len(), 3);
}

#[test]
fn layout_and_comments_leave_the_hash_and_a_changed_word_does_not() {
    let hash = |text: &str| {
        let files = estate_with(&[("workflows/complaint.yaml", text)]);
        read(&files).0.expect("there is a steward.yaml").workflows["complaint"].hash.clone()
    };
    let plain = hash(COMPLAINT);
    assert_eq!(plain.len(), 16);
    assert_eq!(
        hash(&format!("# 说明\n{}", COMPLAINT.replace("workflow: complaint", "workflow:   \"complaint\""))),
        plain
    );
    assert_ne!(hash(&COMPLAINT.replace("within: 30m", "within: 20m")), plain);
}

#[test]
fn the_wording_a_case_began_with_can_be_read_again_when_the_rest_is_gone() {
    let (handbook, complaint) = complaint();
    let again = reread(&handbook.sources["complaint"]).expect("the workflow's text is kept");
    assert_eq!(again.hash, complaint.hash);
    assert_eq!(again.steps, complaint.steps);
    assert_eq!(again.limits, complaint.limits);
}
