//! What another wording changes, told in the language's terms.

use super::{estate, folder, organisation};
use crate::difference::{Differences, Wording, differences};
use crate::read;
use steward_model::{Files, Lang};

const VISIT: &str = "workflow: visit
edition: 1
estates_may: [tighten, owners, add, not_here]
start: [ { who: front-desk } ]
fields:
  kind: { type: choice, of: [short, long], required: true }
steps:
  - { step: receive, owner: front-desk, form: [kind], within: 30m }
  - step: show
    owner: front-desk
    within:
      - { if: kind == short, allow: 1h }
      - { allow: 3 workdays }
  - { step: file, owner: front-desk }
";

const HILLSIDE: &str = "estate: hillside
name: 翠岭
region: east
staff:
  - { id: li.na, name: 李娜, roles: [front-desk], email: li.na@example.com }
";

fn files(workflow: &str, adjusts: &str) -> Files {
    let hillside = format!("{HILLSIDE}{adjusts}");
    folder(&[("workflows/visit.yaml", workflow), ("estates/hillside.yaml", &hillside)])
}

fn compared(old: &Files, new: &Files) -> Differences {
    let (one, found) = read(old);
    assert_eq!(found, []);
    let (other, found) = read(new);
    assert_eq!(found, []);
    let (one, other) = (one.expect("a handbook"), other.expect("a handbook"));
    differences(Wording { files: old, handbook: &one }, Wording { files: new, handbook: &other })
}

/// The changes as `sentence @ estates`; `!` before those that are an estate's own.
#[track_caller]
fn tells(old: &Files, new: &Files, lang: Lang, expected: &str) {
    let found = compared(old, new);
    let changes = found.workflows.iter().flat_map(|one| &one.changes).map(|change| {
        let estates: Vec<&str> = change.estates.iter().map(|id| id.as_str()).collect();
        let own = if change.of_headquarters { "" } else { "! " };
        format!("{own}{} @ {}", change.text.in_(lang), estates.join(" "))
    });
    let told = changes.collect::<Vec<_>>().join("\n");
    assert!(told == expected.trim(), "it told:\n{told}");
}

fn changed(from: &str, to: &str) -> String {
    assert!(VISIT.contains(from), "{from} is not there to be changed");
    VISIT.replace(from, to)
}

#[test]
fn the_same_words_in_another_layout_differ_in_nothing() {
    let laid_out =
        changed("{ step: file, owner: front-desk }", "step: file # the last\n    owner: 'front-desk'");
    let found = compared(&files(VISIT, ""), &files(&laid_out, "# nothing to adjust\n"));
    assert_eq!((found.workflows, found.files), (Vec::new(), Vec::new()));
}

#[test]
fn a_limit_says_by_how_much_it_moved_and_in_which_case() {
    let new = changed("within: 30m", "within: 20m").replace("allow: 3 workdays", "allow: 4 workdays");
    let new = new.replace("allow: 1h", "allow: 90m");
    tells(
        &files(VISIT, ""),
        &files(&new, ""),
        Lang::En,
        "
`receive` got 10 minutes shorter: 20m now, 30m before @ hillside riverside
`show` where kind == short got 30 minutes longer: 1h30m now, 1h before @ hillside riverside
`show` otherwise got 1 workday longer: 4 workdays now, 3 workdays before @ hillside riverside",
    );
    tells(
        &files(VISIT, ""),
        &files(&new, ""),
        Lang::Zh,
        "
`receive` 缩短了10分钟：现在20分钟，原来30分钟 @ hillside riverside
`show`（kind == short 时）放宽了30分钟：现在1小时30分，原来1小时 @ hillside riverside
`show`（其余情况）放宽了1个工作日：现在4个工作日，原来3个工作日 @ hillside riverside",
    );
}

#[test]
fn a_step_under_another_name_is_told_as_that() {
    let old = files(VISIT, "");
    let new = files(&changed("step: show", "step: lead-round"), "");
    tells(&old, &new, Lang::Zh, "步骤 `show` 改名为 `lead-round`，其余照旧 @ hillside riverside");
    let new =
        files(&changed("step: file, owner: front-desk", "step: keep, owner: front-desk, within: 1h"), "");
    tells(
        &old,
        &new,
        Lang::En,
        "a step of 前台 is new: `keep` (keep), after `show` @ hillside riverside
the step `file` (file) is gone @ hillside riverside",
    );
}

#[test]
fn a_new_step_is_told_once_and_not_again_by_what_comes_after_it() {
    let step = "  - { step: judge, title: { zh: 审核, en: Judge }, approve: group-quality, within: 1h }\n  - { step: file,";
    let new = changed("  - { step: file,", step);
    let text = "approval by 集团品质部 is new: `judge` (Judge), after `show` @ hillside riverside";
    tells(&files(VISIT, ""), &files(&new, ""), Lang::En, text);
    tells(
        &files(&new, ""),
        &files(VISIT, ""),
        Lang::En,
        "the step `judge` (Judge) is gone @ hillside riverside",
    );
}

#[test]
fn what_has_no_sentence_of_its_own_is_told_key_by_key() {
    let new = changed("form: [kind]", "form: [kind, note]").replace(
        "required: true }",
        "required: true, title: 种类 }
  note: { type: text }",
    );
    tells(
        &files(VISIT, ""),
        &files(&new, ""),
        Lang::En,
        "
`form` of `receive` is [kind, note] now, [kind] before @ hillside riverside
`title` of `kind` is new: 种类 @ hillside riverside
the field `note` (text) is new @ hillside riverside",
    );
}

#[test]
fn a_second_signature_is_told_in_a_sentence_of_its_own() {
    let two = changed("file, owner: front-desk }", "file, owner: front-desk, signoff: second-person }");
    let (one, two) = (files(VISIT, ""), files(&two, ""));
    tells(&one, &two, Lang::En, "`file` takes a second person's signature now @ hillside riverside");
    tells(&two, &one, Lang::Zh, "`file` 不再须第二人复核 @ hillside riverside");
}

#[test]
fn what_is_to_be_shown_is_told_in_a_sentence_of_its_own() {
    let with = |evidence: &str| {
        let step = format!("file, owner: front-desk, evidence: {evidence} }}");
        files(&changed("file, owner: front-desk }", &step), "")
    };
    let (none, photos) = (files(VISIT, ""), with("{ photos: 2 }"));
    tells(&none, &photos, Lang::En, "`file` now asks for 2 photos @ hillside riverside");
    let both = with("{ photos: 1, location: true }");
    tells(
        &photos,
        &both,
        Lang::Zh,
        "`file` 现在要求佐证：照片 1 张、定位，原来：照片 2 张 @ hillside riverside",
    );
    tells(
        &both,
        &none,
        Lang::En,
        "`file` asks for no evidence any more, for 1 photo, the location before @ hillside riverside",
    );
}

#[test]
fn whether_a_called_case_is_waited_for_is_told_in_a_sentence_of_its_own() {
    let parts =
        "workflow: parts\nstart: [ { who: front-desk } ]\nsteps:\n  - { step: fetch, owner: front-desk }\n";
    let with = |call: &str| {
        let mut files = files(&format!("{VISIT}  - {{ step: order, call: parts{call} }}\n"), "");
        files.insert("workflows/parts.yaml", parts);
        files
    };
    let (waits, goes_on) = (with(""), with(", detach: true"));
    tells(&goes_on, &waits, Lang::Zh, "`order` 现在等它发起的案件办结 @ hillside riverside");
    let any_more = "`order` does not wait for the case it calls any more @ hillside riverside";
    tells(&waits, &goes_on, Lang::En, any_more);
}

#[test]
fn an_estate_with_a_limit_of_its_own_does_not_take_headquarters() {
    let adjusts = "adjusts: { visit: { tighten: { receive: 15m } } }\n";
    let new = changed("within: 30m", "within: 20m");
    tells(
        &files(VISIT, adjusts),
        &files(&new, adjusts),
        Lang::En,
        "`receive` got 10 minutes shorter: 20m now, 30m before @ riverside",
    );
}

#[test]
fn what_only_an_estate_changes_is_told_as_its_own() {
    let adjusts = "adjusts: { visit: { tighten: { receive: 15m }, owners: { file: 李娜 } } }\n";
    tells(
        &files(VISIT, ""),
        &files(VISIT, adjusts),
        Lang::En,
        "
! `file` is for li.na now, for 前台 before @ hillside
! `receive` got 15 minutes shorter: 15m now, 30m before @ hillside",
    );
}

#[test]
fn a_process_that_an_estate_gives_up_or_takes_up_is_told() {
    let none = "adjusts: { visit: { not_here: { zh: 没有访客, en: no visitors } } }\n";
    let (with, without) = (files(VISIT, ""), files(VISIT, none));
    tells(&with, &without, Lang::En, "! `visit` is not done here any more: no visitors @ hillside");
    tells(&without, &with, Lang::En, "! `visit` is done here again @ hillside");
    let new = changed("within: 30m", "within: 20m");
    let text = "`receive` got 10 minutes shorter: 20m now, 30m before @ riverside";
    tells(&without, &files(&new, none), Lang::En, text);
}

#[test]
fn other_files_are_named_when_they_say_something_else() {
    let old = files(VISIT, "");
    let mut new = files(VISIT, "");
    new.insert("steward.yaml", organisation("徐敏", "徐明"));
    new.insert("estates/riverside.yaml", estate("region: east", "region: east # 华东"));
    let found = compared(&old, &new);
    let names: Vec<&str> = found.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["steward.yaml"]);
}

#[test]
fn a_changed_ladder_says_which_rung_is_new_gone_moved_or_tells_others() {
    let ladder = |rungs: &str| changed("within: 30m }", &format!("within: 30m, escalate: [{rungs}] }}"));
    let old = ladder(
        "{ at: 50%, tell: owner, via: email }, { at: 80%, tell: owner }, { at: overdue, tell: owner }, { at: overdue + 4h, tell: superior }",
    );
    let new = ladder(
        "{ at: 10m before, tell: owner, via: email }, { at: 80%, tell: owner }, { at: overdue, tell: [owner, superior], urgent: true }, { at: overdue + 1h, hand_to: superior, tell: all owner, repeat: { every: 2h, times: 3 } }",
    );
    let told = "`receive` 的升级：“50%”改到“提前10分钟”；“超时”现在通知负责人、上级，紧急，原来通知负责人；去掉“超时 + 4小时”（原来通知上级）；新增“超时 + 1小时”：通知全体负责人，移交上级，每隔2小时重复，共3次 @ hillside riverside";
    tells(&files(&old, ""), &files(&new, ""), Lang::Zh, told);
    let own = "the ladder of `receive`: `ready` is gone (tells owner before); `80%` is gone (tells owner, superior before)";
    let with = VISIT.replace(
        "steps:",
        "escalate: [ { at: ready, tell: owner }, { at: 80%, tell: [owner, superior] }, { at: overdue, tell: [owner, superior] } ]\nsteps:",
    );
    let alone = with
        .replace("within: 30m }", "within: 30m, escalate: [ { at: overdue, tell: [owner, superior] } ] }");
    tells(&files(&with, ""), &files(&alone, ""), Lang::En, &format!("{own} @ hillside riverside"));
    let whole = with.replace("80%", "90%");
    let told = "the ladder of the workflow: `80%` is at `90%` now @ hillside riverside";
    tells(&files(&with, ""), &files(&whole, ""), Lang::En, told);
}

#[test]
fn a_changed_checklist_says_which_items_came_and_went() {
    let list = |items: &str| {
        changed("file, owner: front-desk }", &format!("file, owner: front-desk, checklist: [{items}] }}"))
    };
    let told = "`file` 的核对项：新增“签名”；去掉“日期” @ hillside riverside";
    tells(&files(&list("盖章, 日期"), ""), &files(&list("盖章, 签名"), ""), Lang::Zh, told);
    let told = "`checklist` of `file` is [日期, 盖章] now, [盖章, 日期] before @ hillside riverside";
    tells(&files(&list("盖章, 日期"), ""), &files(&list("日期, 盖章"), ""), Lang::En, told);
}

#[test]
fn a_changed_calendar_says_which_hours_and_days_differ() {
    let with = |calendar: &str, holidays: &str| {
        let mut files = files(VISIT, "");
        files.insert("calendars/office.yaml", calendar);
        files.insert("calendars/cn.yaml", holidays);
        files
    };
    let old = with(
        "calendar: office\nholidays: cn\nhours: { mon-fri: [\"08:30-12:00\", \"13:30-17:30\"] }\ndates: { 2026-05-06: closed }\n",
        "holiday_list: cn\nyears: [2026]\ndays_off: [2026-01-01..2026-01-03, 2026-06-19]\nmakeup_workdays: []\n",
    );
    let new = with(
        "calendar: office\nholidays: cn\nhours: { mon-thu: [\"08:30-12:00\", \"13:30-17:00\"], fri: [\"08:30-12:00\", \"13:30-17:30\"], sat: [\"09:00-12:00\"] }\ndates: { 2026-05-07: [\"09:00-12:00\"] }\n",
        "holiday_list: cn\nyears: [2026]\ndays_off: [2026-01-01..2026-01-02, 2026-10-01..2026-10-03]\nmakeup_workdays: [2026-01-04]\n",
    );
    let found = compared(&old, &new);
    let said = |lang| {
        let text = found.files.iter().flat_map(|file| &file.text).map(|text| text.in_(lang));
        text.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        said(Lang::Zh),
        "放假新增：2026-10-01..2026-10-03
放假去掉：2026-01-03 2026-06-19
调休上班新增：2026-01-04
周一至周四：现在 08:30-12:00 13:30-17:00，原来 08:30-12:00 13:30-17:30
周六：现在 09:00-12:00，原来休息
2026-05-06：现在照常，原来休息
2026-05-07：现在 09:00-12:00，原来照常"
    );
    assert!(said(Lang::En).ends_with("2026-05-07: 09:00-12:00 now, as usual before"), "{}", said(Lang::En));
}
