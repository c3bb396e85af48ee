//! Scenarios as managers write them, right and wrong.

use crate::lower::workflow::tests::{estate_with, said};
use crate::read;
use steward_model::{Act, Expectation, Moment, Opening, Told};

/// Compares what is said about a scenario's file.
#[track_caller]
fn check(scenario: &str, expected: &str) {
    let said = said(&[("scenarios/s.yaml", scenario)]);
    assert!(said == expected, "of {scenario} it said:\n{said}");
}

/// Compares what is said about lines of a story, each in a scenario of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (line, expected) in cases {
        check(&format!("{HEAD}opened: 2026-03-02 16:50\nstory:\n  - {{ {line} }}\n"), expected);
    }
}

const HEAD: &str = "scenario: 无人应答
workflow: complaint
estate: riverside
";

const STORY: &str = "scenario: nobody answers a major complaint
workflow: complaint
estate: 滨江花园
opened: 2026-03-02 16:50
as: 王丽
fields: { severity: 重大, channel: phone, department: 工程, complainant: 李四/13900002222, what: 漏水, photos: [a.jpg, b.jpg] }
story:
  - { at: +25m, expect: { told: front-desk, template: at-risk, via: [email] } }
  - { at: +31m, expect: { overdue: respond, told: [service-supervisor, 周敏] } }
  - { at: +40m, do: respond, as: wang.li, fail: { 已致歉安抚: 没人接 } }
  - { expect: [ { due: { plan: 2026-03-05 16:50 } }, { not_told: group-quality } ] }
  - { at: 2026-03-05 09:00, hold: 等配件, as: 周敏 }
  - { resume: true }
  - { do: plan, with: { plan: 换阀门 } }
  - { return: approve-plan, comment: 不够细 }
  - { at: +5 days, expect: { round: { plan: 2 }, ready: plan } }
  - { set: { severity: ordinary } }
  - { extend: plan, span: 2h }
  - { excuse: plan }
  - { hand: plan, to: he.jun }
  - { take: plan }
  - { engine: stops }
  - { engine: starts }
  - { event: water.back }
  - { cancel: 重复, expect: { closed: cancelled } }
";

#[test]
fn a_whole_story_is_understood() {
    let files = [("scenarios/s.yaml", STORY)];
    assert_eq!(said(&files), "");
    let handbook = read(&estate_with(&files)).0.expect("there is a steward.yaml");
    let [scenario] = &handbook.scenarios[..] else { panic!("there is one scenario") };
    let opened = "2026-03-02T08:50:00Z".parse().expect("an instant");
    assert_eq!(scenario.opened, Opening::At(opened));
    assert_eq!((scenario.estate.as_str(), scenario.fields.len()), ("riverside", 6));
    let starter = scenario.starter.as_ref().expect("somebody opens it");
    assert_eq!(starter.as_str(), "wang.li");
    let moments: Vec<Moment> = scenario.story.iter().map(|line| line.at).take(4).collect();
    assert_eq!(moments, [Moment::After(1500), Moment::After(1860), Moment::After(2400), Moment::Same]);
    let Some(Act::Do { step, fail, .. }) = &scenario.story[2].act else { panic!("it does a step") };
    assert_eq!((step.as_str(), fail["已致歉安抚"].as_str()), ("respond", "没人接"));
    assert_eq!(
        scenario.story[1].expect,
        [
            Expectation::Told { who: Told::Role("service-supervisor".into()), template: None, via: vec![] },
            Expectation::Told { who: Told::Staff("zhou.min".into()), template: None, via: vec![] },
            Expectation::Overdue("respond".into()),
        ]
    );
}

#[test]
fn the_clock_may_open_it() {
    let scenario = "scenario: the clock
workflow: walk
estate: riverside
opened: by clock 2026-03-02 00:00
story: [{ expect: { closed: true } }]
";
    let walk = "workflow: walk
start: [{ every: day at 07:00 }]
steps: [{ step: walk, owner: front-desk, within: 1h }]
";
    let files = [("scenarios/s.yaml", scenario), ("workflows/walk.yaml", walk)];
    assert_eq!(said(&files), "");
    let handbook = read(&estate_with(&files)).0.expect("there is a steward.yaml");
    let midnight = "2026-03-01T16:00:00Z".parse().expect("an instant");
    assert_eq!(handbook.scenarios[0].opened, Opening::ByClock(Some(midnight)));
    assert_eq!(handbook.scenarios[0].story[0].expect, [Expectation::Closed(None)]);
}

#[test]
fn an_event_or_another_case_may_open_it() {
    let opened = |text: &str| {
        let scenario =
            format!("{HEAD}opened: {text}\nstory: [{{ at: +31m, expect: {{ overdue: respond }} }}]\n");
        let files = [("scenarios/s.yaml", scenario.as_str())];
        assert_eq!(said(&files), "");
        read(&estate_with(&files)).0.expect("there is a steward.yaml").scenarios[0].opened.clone()
    };
    let at = "2026-03-02T08:50:00Z".parse().expect("an instant");
    let by_event = opened("by event inspection.failed 2026-03-02 16:50");
    assert_eq!(by_event, Opening::ByEvent("inspection.failed".into(), at));
    assert_eq!(opened("by case 2026-03-02 16:50"), Opening::ByCase(at));
}

#[test]
fn the_opening_itself_is_a_moment() {
    let moment = |at: &str| {
        let story = format!("{HEAD}opened: 2026-03-02 16:50\nstory: [{{ at: {at}, take: respond }}]\n");
        let files = [("scenarios/s.yaml", story.as_str())];
        assert_eq!(said(&files), "");
        read(&estate_with(&files)).0.expect("there is a steward.yaml").scenarios[0].story[0].at
    };
    assert_eq!(moment("+0m"), Moment::After(0));
    assert_eq!(moment("+05m"), Moment::After(300));
    assert_eq!(moment("+2 days"), Moment::After(172_800));
}

#[test]
fn a_story_goes_forward() {
    check(
        &format!(
            "{HEAD}opened: 2026-03-02 16:50\nstory:\n  - {{ at: +31m, take: respond }}\n  - {{ at: 2026-03-02 17:00, do: respond }}\n"
        ),
        "story-goes-back at 2026-03-02 17:00: this line lies before the one above it (write the lines in the order of time)",
    );
}

#[test]
fn a_story_begins_with_the_opening() {
    check(
        &format!("{HEAD}opened: 2026-03-02 16:50\nstory: [{{ at: 2026-03-02 08:00, take: respond }}]\n"),
        "story-goes-back at 2026-03-02 08:00: this line lies before the case is opened (a story begins with the opening: write a later moment here, or open the case earlier)",
    );
}

#[test]
fn a_scenario_names_what_there_is() {
    check(
        "scenario: x
workflow: complint
estate: riversde
opened: by clock
story: []",
        "unknown-workflow at complint: `complint` is not the name of a workflow (did you mean `complaint`?)
unknown-estate at riversde: `riversde` is not the name of an estate (did you mean `riverside`?)",
    );
    check(
        "scenario: x
workflow: complaint
estate: riverside
opened: 2026-03-02
story: []",
        "bad-value at 2026-03-02: `2026-03-02` is a date alone; write the time too, such as 2026-03-02 08:00",
    );
    check(
        "scenario: x
workflow: complaint
estate: riverside
opened: by the clock
story: []",
        "bad-value at by the clock: `by the clock` is no date and time; write it like 2026-03-02 16:50",
    );
    check(
        "workflow: complaint
estate: riverside",
        "missing-key at workflow: `scenario` is missing in a scenario (write `scenario: …`)
missing-key at workflow: `opened` is missing in a scenario (write `opened: …`)
missing-key at workflow: `story` is missing in a scenario (write `story: …`)",
    );
}

#[test]
fn moments_are_since_the_opening_or_dates() {
    check_all(&[
        (
            "at: 25m",
            "bad-value at 25m: time since the opening has a plus before it: +25m (did you mean `+25m`?)",
        ),
        (
            "at: +2 workdays",
            "bad-value at +2 workdays: what stands after `+` is real time; it can't be workdays (write `+3 days`, or a date and time)",
        ),
        (
            "at: tomorrow",
            "bad-value at tomorrow: `tomorrow` is no date and time; write it like 2026-03-02 16:50",
        ),
        (
            "at: +soon",
            "bad-span at +soon: `soon` is no amount of time; write it like 30m, 2h30m, 2 workdays or 3 days",
        ),
    ]);
}

#[test]
fn an_act_fits_its_step() {
    check_all(&[
        (
            "do: approve-plan",
            "wrong-kind at approve-plan: `approve-plan` is an approval (use `approve` or `return`)",
        ),
        (
            "do: report-up",
            "wrong-kind at report-up: nobody does `report-up`; it comes by itself (look at it with `expect`)",
        ),
        ("approve: plan", "wrong-kind at plan: `plan` is no approval (use `do`)"),
        (
            "refuse: approve-plan, comment: x",
            "cannot-refuse at approve-plan: `approve-plan` can be approved or returned, not refused (use `return`, or write `refused: { end: … }` in the workflow)",
        ),
        (
            "return: approve-plan",
            "missing-key at return: `comment` is missing in a line of `story` (write `comment: …`)",
        ),
        (
            "take: settle",
            "wrong-kind at settle: nobody does `settle`; it comes by itself (look at it with `expect`)",
        ),
        ("hand: plan", "missing-key at hand: `to` is missing in a line of `story` (write `to: …`)"),
        (
            "hand: plan, to: wang",
            "unknown-person at wang: `wang` is not the name of a person (there are: chen.gang, he.jun, liu.yang, wang.li, xu.min, zhou.min)",
        ),
        (
            "do: respnd",
            "unknown-step at respnd: `respnd` is not the name of a step (did you mean `respond`?)",
        ),
    ]);
}

#[test]
fn a_form_and_a_checklist_hold_what_is_answered() {
    check_all(&[
        (
            "do: plan, with: { satisfied: true }",
            "not-in-form at satisfied: the form of `plan` does not ask for `satisfied` (fill what its form asks for; other fields are changed with `set`)",
        ),
        (
            "do: feedback, with: { satisfied: yes }",
            "bad-value at yes: `yes` is neither true nor false (did you mean `true`?)",
        ),
        (
            "do: respond, fail: { 已致歉安扶: 没有 }",
            "unknown-item at 已致歉安扶: the checklist of `respond` has no item `已致歉安扶` (did you mean `已致歉安抚`?)",
        ),
        (
            "do: plan, fail: { 灯: 不亮 }",
            "unknown-item at 灯: the checklist of `plan` has no item `灯` (write an item as it stands there)",
        ),
        (
            "set: { severty: major }",
            "unknown-field at severty: `severty` is not the name of a field (did you mean `severity`?)",
        ),
    ]);
}

#[test]
fn a_hold_has_a_reason_of_the_workflow() {
    check_all(&[
        (
            "hold: 等天气",
            "unknown-reason at 等天气: `等天气` is none of the reasons for a hold (write one of them)",
        ),
        (
            "hold: 等配建",
            "unknown-reason at 等配建: `等配建` is none of the reasons for a hold (did you mean `等配件`?)",
        ),
        ("resume: no", "unknown-word at no: `no` is no word for yes or no (did you mean `false`?)"),
    ]);
}

#[test]
fn a_line_does_one_thing() {
    check_all(&[
        ("do: respond, take: plan", "two-acts at take: a line does one thing (make it a line of its own)"),
        (
            "comment: x",
            "misplaced-key at comment: `comment` has no meaning in this line of the story (leave it out)",
        ),
        ("engine: stop", "unknown-word at stop: `stop` is no word for `engine` (did you mean `stops`?)"),
        (
            "extend: closd, span: 2h",
            "unknown-limit at closd: `closd` is not the name of a limit (did you mean `closed`?)",
        ),
        ("extend: closed", "missing-key at extend: `span` is missing in a line of `story` (write `span: …`)"),
        ("excuse: closed, do: plan", "two-acts at excuse: a line does one thing (make it a line of its own)"),
        (
            "event: a b",
            "bad-name at a b: the name of an event can't hold a space: `a b` (a name has letters, digits and `-` `_` `.`, such as `a_b`)",
        ),
    ]);
}

#[test]
fn an_expectation_names_what_there_is() {
    check_all(&[
        (
            "expect: { overdue: respnd }",
            "unknown-limit at respnd: `respnd` is not the name of a limit (did you mean `respond`?)",
        ),
        (
            "expect: { told: front-dsk }",
            "unknown-role at front-dsk: `front-dsk` is not the name of a role (did you mean `front-desk`?)",
        ),
        (
            "expect: { told: wang.l }",
            "unknown-person at wang.l: `wang.l` is not the name of a person (did you mean `wang.li`?)",
        ),
        (
            "expect: { told: front-desk, templat: task }",
            "unknown-key at templat: `templat` is no key of `expect` (did you mean `template`?)",
        ),
        (
            "expect: { told: front-desk, template: tsk, via: [smss] }",
            "unknown-template at tsk: `tsk` is not the name of a template (did you mean `task`?)
unknown-word at smss: `smss` is no word for `via` (did you mean `sms`?)",
        ),
        (
            "expect: { template: task }",
            "misplaced-key at template: `template` has no meaning in this expectation (leave it out)",
        ),
        (
            "expect: { closed: refused }",
            "unknown-end at refused: this workflow never ends with `refused` (it ends with one of: cancelled, done)",
        ),
        (
            "expect: { due: { plan: 2026-03-05 } }",
            "bad-value at 2026-03-05: `2026-03-05` is a date alone; write the time too, such as 2026-03-05 08:00",
        ),
        (
            "expect: { round: { plan: two } }",
            "bad-number at two: a round can't be `two` (write a whole number from 1 to 1000)",
        ),
        (
            "expect: { opened: complint }",
            "unknown-workflow at complint: `complint` is not the name of a workflow (did you mean `complaint`?)",
        ),
        (
            "expect: [ready]",
            "wrong-shape at ready: a map of keys and values is wanted here, not a text (write the keys of `expect` as `key: value`, one a line or inside `{ }`)",
        ),
    ]);
}

#[test]
fn what_comes_later_is_refused() {
    check_all(&[(
        "do: respond, photos: 2",
        "evidence-not-asked at 2: `respond` does not ask for `photos` (write `evidence: { photos: … }` at the step, or leave it out here)",
    )]);
}
