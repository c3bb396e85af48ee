//! How a scenario is told and what it expects (S34, S35).

use crate::fixture::House;

/// A clerk's step of an hour; the miss tells the owner and the superior.
const WORK: &str = "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: clerk
    within: 1h
    escalate:
      - { at: 50%, tell: owner }
      - { at: overdue, tell: [owner, superior] }
";

/// What was expected and what there was instead; `None`: the scenario holds.
fn fails(house: House, story: &str) -> Option<(String, String)> {
    let head =
        "scenario: it holds\nworkflow: small\nestate: hill\nopened: 2026-03-02 09:00\nas: ann\nstory:\n";
    let (handbook, judges) = house.with("scenarios/it.yaml", &format!("{head}{story}")).read();
    let verdict = steward_sim::run(&handbook.scenarios[0], &handbook, &judges);
    verdict.failure.map(|failure| (failure.expected.ids.en, failure.got.ids.en))
}

fn holds(story: &str) {
    assert_eq!(fails(House::of(WORK), story), None, "{story}");
}

fn breaks(story: &str) {
    assert_ne!(fails(House::of(WORK), story), None, "{story}");
}

#[test]
fn s34_what_a_line_does_comes_before_what_is_due_at_its_moment() {
    holds("  - { at: +1h, do: work, expect: { not_told: lead } }\n");
    breaks("  - { at: +1h, do: work, expect: { overdue: work } }\n");
    holds("  - { at: +30m, do: work, expect: [ { not_told: clerk }, { closed: done } ] }\n");
}

#[test]
fn s34_what_a_line_expects_comes_after_what_is_due_at_its_moment() {
    holds("  - { at: +1h, expect: { overdue: work, told: lead, template: overdue } }\n");
    breaks("  - { at: +59m, expect: { overdue: work } }\n");
    breaks("  - { at: +1h, expect: { not_told: lead } }\n");
}

#[test]
fn s34_expect_looks_at_what_happened_since_the_line_before() {
    breaks("  - { at: +1h }\n  - { at: +2h, expect: { overdue: work } }\n");
    holds("  - { at: +59m }\n  - { at: +2h, expect: { overdue: work } }\n");
    breaks("  - { at: +1h }\n  - { at: +2h, expect: { not_told: lead } }\n");
}

#[test]
fn s34_there_are_lines_that_take_hand_extend_and_excuse() {
    holds(
        "  - { at: +10m, take: work, as: bob }\n  - { at: +30m, expect: { told: bob, template: at-risk, not_told: ann } }\n",
    );
    holds("  - { at: +10m, hand: work, to: bob, as: lee, expect: { told: bob, template: handed } }\n");
    holds("  - { at: +10m, extend: work, span: 2h, as: lee, expect: { due: { work: 2026-03-02 12:00 } } }\n");
    breaks(
        "  - { at: +10m, extend: work, span: 2h, as: lee, expect: { due: { work: 2026-03-02 10:00 } } }\n",
    );
    breaks("  - { at: +10m, excuse: work, as: lee }\n");
    holds("  - { at: +2h, excuse: work, as: lee }\n");
}

#[test]
fn s34_what_cannot_be_done_fails_the_scenario_and_says_why() {
    let refused = fails(House::of(WORK), "  - { at: +10m, do: work, as: tom }\n").expect("it fails");
    assert!(refused.1.contains("may not"), "{refused:?}");
}

#[test]
fn s34_while_the_engine_stands_still_nothing_is_told_and_when_it_starts_each_rung_is_judged() {
    holds(
        "  - { at: +10m, engine: stops }
  - { at: +2h, expect: { not_told: [clerk, lead] } }
  - { at: +3h, engine: starts, expect: [ { overdue: work }, { told: clerk, template: at-risk }, { told: lead, template: overdue } ] }
",
    );
}

#[test]
fn s35_told_asks_for_everyone_of_a_role_who_is_on_duty_and_others_may_have_been_told_too() {
    holds("  - { at: +1h, expect: { told: clerk, template: overdue } }\n");
    holds("  - { at: +1h, expect: { told: bob, template: overdue } }\n");
    // Only the holder hears, so not everyone of the role was told.
    breaks(
        "  - { at: +10m, take: work, as: ann }\n  - { at: +1h, expect: { told: clerk, template: overdue } }\n",
    );
    // Bob is away and not asked for.
    let away = House::of(WORK).away(&[("bob", "away: [2026-03-02]")]);
    assert_eq!(fails(away, "  - { at: +1h, expect: { told: clerk, template: overdue } }\n"), None);
}
