//! How the case of a scenario begins where nobody opens it: by the clock, an event, another case. And what
//! a line changes outside a form, of the case and of one item.

use crate::fixture::House;

/// A scenario of the workflow `small`, from `opened:` on. What was expected and what there was instead;
/// `None`: it holds.
fn fails(house: House, rest: &str) -> Option<(String, String)> {
    let text = format!("scenario: it holds\nworkflow: small\nestate: hill\n{rest}");
    let (handbook, judges) = house.with("scenarios/it.yaml", &text).read();
    let verdict = steward_sim::run(&handbook.scenarios[0], &handbook, &judges);
    verdict.failure.map(|failure| (failure.expected.ids.en, failure.got.ids.en))
}

/// A workflow of one step with an hour of its own, that begins as `start:` says.
fn begun(start: &str) -> House {
    let text = format!(
        "workflow: small
title: Small
section: \"0\"
calendar: office
start: {start}
fields:
  what: {{ type: text, required: true }}
steps:
  - {{ step: work, owner: clerk, form: [what], within: 1h }}
"
    );
    House::of("").with("workflows/small.yaml", &text)
}

#[test]
fn an_event_begins_a_case_with_what_it_says_and_leaves_the_first_step_open() {
    let house = || begun("[ { who: [lead] }, { event: pump.failed } ]");
    let story = "opened: by event pump.failed 2026-03-02 09:00
fields: { what: leak }
story:
  - { at: +0m, expect: [ { ready: work }, { due: { work: 2026-03-02 10:00 } } ] }
  - { at: +30m, do: work, as: ann, expect: { closed: done } }
";
    assert_eq!(fails(house(), story), None);
    let by_somebody = story.replace("by event pump.failed ", "");
    assert!(fails(house(), &by_somebody).is_some(), "opened by a person the step is done at once");
}

#[test]
fn an_event_also_begins_the_other_workflows_that_start_by_it() {
    let other = "workflow: stop
title: Stop
section: \"1\"
start: [ { event: pump.failed } ]
fields:
  what: { type: text }
steps:
  - { step: stop, owner: clerk }
";
    let story = "opened: by event pump.failed 2026-03-02 09:00
story:
  - { at: +0m, expect: { opened: stop } }
";
    let house = begun("[ { event: pump.failed } ]").with("workflows/stop.yaml", other);
    assert_eq!(fails(house, story), None);
}

#[test]
fn another_case_begins_one_whoever_may_open_it() {
    let story = "opened: by case 2026-03-02 09:00
fields: { what: leak }
story:
  - { at: +0m, expect: { ready: work } }
  - { at: +10m, do: work, as: bob, expect: { closed: done } }
";
    assert_eq!(fails(begun("[ { who: [lead] } ]"), story), None);
}

#[test]
fn of_several_schedules_the_one_that_comes_first_begins_the_case() {
    let start = "[ { every: month on 1 at 09:00 }, { every: tuesday at 09:00 } ]";
    let story = "opened: by clock 2026-03-02 00:00
story:
  - { at: +1m, expect: { due: { work: 2026-03-03 10:00 } } }
";
    assert_eq!(fails(begun(start), story), None);
}

#[test]
fn a_day_off_that_a_schedule_leaves_out_begins_no_case() {
    let start = "[ { every: day at 09:00, on_rest_day: skip } ]";
    // The sixth is a Friday.
    let story = "opened: by clock 2026-03-06 12:00
story:
  - { at: +1m, expect: { due: { work: 2026-03-09 10:00 } } }
";
    assert_eq!(fails(begun(start), story), None);
}

#[test]
fn a_clock_without_a_date_begins_the_case_just_before_the_story() {
    let start = "[ { every: month on 1 at 09:00, on_rest_day: next } ]";
    // The first of March is a Sunday.
    let story = "opened: by clock
story:
  - { at: 2026-03-17 09:30, expect: [ { overdue: work }, { due: { work: 2026-03-02 10:00 } } ] }
";
    assert_eq!(fails(begun(start), story), None);
}

/// A step for each text of a list.
const LISTED: &str = "
calendar: always
fields:
  spots: { type: list }
  most: { type: number }
  level: { type: number, default: 1 }
steps:
  - { step: plan, owner: clerk, form: [spots, most] }
  - step: measure
    for_each: spots
    owner: tech
    form: [level]
    then:
      - { if: all(level == most), end: good }
";

#[test]
fn a_line_changes_the_fields_of_one_item_or_those_of_the_case() {
    let rest = |lines: &str| {
        format!(
            "opened: 2026-03-02 09:00\nas: ann\nfields: {{ spots: [Hall, Lift], most: 5 }}\nstory:\n{lines}  - {{ do: measure, item: Hall }}\n  - {{ do: measure, item: Lift, expect: {{ closed: good }} }}\n"
        )
    };
    let both = "  - { set: { level: 7 }, item: Hall, as: max }\n  - { set: { level: 7 }, item: Lift }\n  - { set: { most: 7 } }\n";
    assert_eq!(fails(House::of(LISTED), &rest(both)), None);
    let one = both.replace("item: Lift", "item: Hall");
    assert!(fails(House::of(LISTED), &rest(&one)).is_some(), "the other still has what it began with");
}

#[test]
fn a_line_empties_a_field() {
    let waits = "
calendar: always
fields:
  on: { type: datetime }
steps:
  - { step: plan, owner: clerk, form: [on] }
  - { step: pause, wait_until: on }
  - { step: go, owner: clerk }
";
    let story = "opened: 2026-03-02 09:00
as: ann
fields: { on: 2026-03-02 12:00 }
story:
  - { at: +1h, set: { on: \"\" } }
  - { at: +5h, set: { on: 2026-03-02 13:00 }, expect: { ready: go } }
";
    assert_eq!(fails(House::of(waits), story), None);
    let early = story.replace("13:00", "16:00").replace("expect: { ready: go }", "expect: { done: pause }");
    assert!(fails(House::of(waits), &early).is_some(), "it was not over at noon");
}
