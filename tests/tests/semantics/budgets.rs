//! How many messages are enough: `budget` of `steward.yaml`, in virtual time.

use crate::fixture::House;

/// A step of a hundred hours that tells the manager as its time goes by.
const WORK: &str = "
calendar: always
steps:
  - step: work
    owner: clerk
    within: 100h
    escalate:
      - { at: 1%, tell: manager }
      - { at: 2%, tell: manager }
      - { at: 3%, tell: manager }
      - { at: 4%, tell: [lead, manager] }
      - { at: 5%, tell: manager, urgent: true }
      - { at: 16%, tell: manager }
      - { at: 17%, tell: manager, urgent: true }
";

/// Fails with what was expected and what there was instead; `None`: the story holds.
fn fails(budget: &str, story: &str) -> Option<(String, String)> {
    let head =
        "scenario: it holds\nworkflow: small\nestate: hill\nopened: 2026-03-02 09:00\nas: ann\nstory:\n";
    let house = House::of(WORK).organised(budget).with("scenarios/it.yaml", &format!("{head}{story}"));
    let (handbook, judges) = house.read();
    let verdict = steward_sim::run(&handbook.scenarios[0], &handbook, &judges);
    verdict.failure.map(|failure| (failure.expected.ids.en, failure.got.ids.en))
}

fn holds(budget: &str, story: &str) {
    assert_eq!(fails(budget, story), None, "{story}");
}

const TWO: &str = "budget: { person: 2 a day }\n";

#[test]
fn what_is_over_a_persons_day_is_listed_when_the_day_is_over() {
    let told = |at: &str, who: &str| format!("  - {{ at: {at}, expect: {{ told: {who} }} }}\n");
    let first = format!("{}{}", told("+1h", "manager"), told("+2h", "manager"));
    holds(
        TWO,
        &format!(
            "{first}  - {{ at: +3h, expect: {{ told: quality, template: over-budget }} }}\n\
             {}  - {{ at: +5h, expect: {{ told: manager, template: at-risk }} }}\n\
             {}{}",
            "  - { at: +4h, expect: { told: lead } }\n",
            "  - { at: 2026-03-03 00:00, expect: { told: manager, template: digest } }\n",
            told("+16h", "manager"),
        ),
    );
    let (expected, got) = fails(TWO, &format!("{first}{}", told("+3h", "manager"))).expect("a failure");
    assert_eq!((&*expected, &*got), ("manager was told", "over budget, not sent: max"));
    let early =
        "  - { at: +2h }\n  - { at: 2026-03-02 23:59, expect: { told: manager, template: digest } }\n";
    assert!(fails(TWO, early).is_some(), "not before the day is over");
}

#[test]
fn what_is_not_true_any_more_is_not_listed() {
    let story = "  - { at: +4h, do: work }\n  - { at: 2026-03-03 00:00, expect: { told: manager } }\n";
    let (_, got) = fails(TWO, story).expect("a failure");
    assert_eq!(got, "nobody was told anything");
}

#[test]
fn in_quiet_hours_the_list_waits_for_their_end() {
    let quiet = format!("{TWO}quiet_hours: \"22:00-08:00\"\n");
    let told = "expect: { told: manager, template: digest }";
    holds(&quiet, &format!("  - {{ at: 2026-03-03 07:59 }}\n  - {{ at: 2026-03-03 08:00, {told} }}\n"));
    assert!(fails(&quiet, &format!("  - {{ at: +2h }}\n  - {{ at: 2026-03-03 00:00, {told} }}\n")).is_some());
}

#[test]
fn a_budget_of_a_case_is_for_everyone_together_and_urgent_messages_pass() {
    let case = "budget: { case: 3 }\n";
    holds(
        case,
        "  - { at: +3h, expect: { told: manager, not_told: quality } }\n\
         \x20 - { at: +4h, expect: [ { not_told: lead }, { told: quality, template: over-budget } ] }\n\
         \x20 - { at: +5h, expect: { told: manager, template: at-risk } }\n\
         \x20 - { at: 2026-03-03 00:00, expect: [ { told: lead, template: digest }, { told: manager, template: digest } ] }\n\
         \x20 - { at: +16h }\n\
         \x20 - { at: +17h, expect: { told: manager, template: at-risk } }\n",
    );
}

#[test]
fn who_hears_of_it_is_on_the_record_once() {
    House::of(WORK).organised(TWO).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 at_risk work @1% → max at-risk
        03-02 10:00 told work → max(email) at-risk
        03-02 11:00 at_risk work @2% → max at-risk
        03-02 11:00 told work → max(email) at-risk
        03-02 12:00 at_risk work @3% → max at-risk
        03-02 12:00 told work → max(email) at-risk
        03-02 12:00 noted: Max has had 2 messages on 2026-03-02; urgent ones still go; of the others each person gets one list when the day is over
        03-02 12:00 told → qin(email) over-budget
        > 03-02 13:00
        03-02 13:00 at_risk work @4% → lee,max at-risk
        03-02 13:00 told work → lee(email) at-risk
        03-02 13:00 told work → max(email) at-risk
        ",
    );
}

#[test]
fn a_budget_says_so_many_in_its_bounds() {
    let finds = |budget: &str| House::of(WORK).organised(&format!("budget: {budget}\n")).findings();
    for right in [
        "{ person: 1 a day }",
        "{ person: 1000 a day, case: 10000 }",
        "{ case: 1 }",
        "{ person: ４０ a day }",
        "{ person: 每天40 }",
        "{ person: \"每天 40\" }",
    ] {
        let found = finds(right);
        assert!(!found.contains(&"bad-budget"), "{right}: {found:?}");
    }
    for wrong in [
        "{ person: 0 a day }",
        "{ person: 1001 a day }",
        "{ person: 40 }",
        "{ person: 40 a week }",
        "{ person: 40.5 a day }",
        "{ case: 0 }",
        "{ case: 10001 }",
        "{ case: 60 a day }",
        "{ case: -1 }",
        "{}",
        "40 a day",
    ] {
        assert!(finds(wrong).contains(&"bad-budget"), "{wrong}");
    }
}
