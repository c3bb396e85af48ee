//! `report:` of a step: how a workflow went since the last case of the one that asks (language, section 11).

use crate::fixture::House;
use steward_case::{Change, Figures, What};
use steward_sim::World;
use steward_time::{TimeZone, Timestamp};

const REVIEW: &str = "
calendar: always
steps:
  - { step: look, owner: clerk, report: mending }
  - { step: agree, approve: lead, returned_to: look }
";

const MENDING: &str = "
workflow: mending
title: Mending
section: \"0\"
calendar: always
estates_may: [not_here]
start: [ { event: tap.leaks } ]
standards:
  - { ref: 0-Q1, measure: met(mend), at_least: 90% }
  - { ref: 0-Q2, measure: count(), at_most: 9 }
  - { ref: 0-Q3, inspect: It is dry }
steps:
  - { step: mend, owner: tech, within: 2h, checklist: standards }
";

const NOT_HERE: &str = "
estate: hill
name: Hill
staff:
  - { id: ann, name: Ann, roles: [clerk], email: ann@example.com }
  - { id: tom, name: Tom, roles: [tech], email: tom@example.com }
  - { id: lee, name: Lee, roles: [lead], email: lee@example.com }
  - { id: max, name: Max, roles: [manager], email: max@example.com }
adjusts:
  mending: { not_here: no taps }
";

/// Two leaks between the first two reviews, one in time and one too late; a third is called off.
const LEAKS: &str = "
> 03-02 09:00 ann opens later
> 03-02 10:00 ann raises tap.leaks
> 03-02 11:00 tom in last does mend
> 03-02 12:00 ann raises tap.leaks
> 03-02 18:00 tom in last does mend
> 03-03 08:00 ann raises tap.leaks
> 03-03 08:30 max in last cancels
> 03-03 09:00 ann opens later
";

fn house() -> House {
    House::of(REVIEW).with("workflows/mending.yaml", MENDING)
}

fn told(figures: &Figures) -> String {
    let zone = TimeZone::get("Asia/Shanghai").expect("a zone");
    let at = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%m-%d %H:%M").to_string();
    let from = figures.from.map_or("the beginning".to_owned(), at);
    let standards = figures.standards.iter().map(|one| {
        let figure = one.figure.map_or("-".to_owned(), |figure| figure.normalize().to_string());
        format!("; {} {figure} of {}, {} running, {:?}", one.written, one.of, one.running, one.kept())
    });
    let standards: String = standards.collect();
    format!("{} from {from} to {}: {}{standards}", figures.workflow, at(figures.until), figures.cases)
}

/// Every figure that the record of the reviews has, in order.
fn kept(world: &World<'_>) -> Vec<String> {
    let reviews = world.cases.iter().filter(|running| running.case.workflow.as_str() == "small");
    let events = reviews.flat_map(|running| &running.events);
    let noted = events.filter(|event| event.what == What::Noted);
    let changes = noted.flat_map(|event| &event.changes).filter_map(|change| match change {
        Change::Figures { figures, .. } => Some(told(figures)),
        _ => None,
    });
    changes.collect()
}

fn check(house: &House, script: &str, wanted: &[&str]) {
    house.leaves(script, |world| assert_eq!(kept(world), wanted));
}

#[test]
fn the_figures_are_of_the_cases_opened_since_the_last_review() {
    check(
        &house(),
        LEAKS,
        &[
            "mending from the beginning to 03-02 09:00: 0; met(mend) - of 0, 0 running, None; \
             count() 0 of 0, 0 running, Some(true)",
            "mending from 03-02 09:00 to 03-03 09:00: 2; met(mend) 0.5 of 2, 0 running, Some(false); \
             count() 2 of 2, 0 running, Some(true)",
        ],
    );
}

#[test]
fn a_new_round_takes_them_anew_and_of_what_runs_the_number_stands_beside() {
    let script = "
        > 03-02 08:00 ann opens later
        > 03-02 08:30 lee in last cancels
        > 03-02 09:00 ann opens later
        > 03-02 10:00 ann in last raises tap.leaks
        > 03-02 11:00 ann opens later
        > 03-02 11:10 ann in last does look
        > 03-02 11:20 tom in hill-mending-1 does mend
        > 03-02 11:30 lee in last returns agree
        ";
    let review = "mending from 03-02 09:00 to 03-02 11:00: 1; met(mend)";
    let count = "count() 1 of 1, 0 running, Some(true)";
    check(
        &house(),
        script,
        &[
            "mending from the beginning to 03-02 08:00: 0; met(mend) - of 0, 0 running, None; \
             count() 0 of 0, 0 running, Some(true)",
            // The review before was cancelled, so it is not the last.
            "mending from the beginning to 03-02 09:00: 0; met(mend) - of 0, 0 running, None; \
             count() 0 of 0, 0 running, Some(true)",
            &format!("{review} - of 0, 1 running, None; {count}"),
            &format!("{review} 1 of 1, 0 running, Some(true); {count}"),
        ],
    );
}

#[test]
fn where_the_workflow_is_not_done_there_are_no_figures() {
    let house = house().with("estates/hill.yaml", NOT_HERE);
    check(&house, "> 03-02 09:00 ann opens later", &["mending from the beginning to 03-02 09:00: 0"]);
}

#[test]
fn the_record_says_that_they_were_taken_when_the_step_became_ready() {
    house().goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready look
        03-02 09:00 noted look: figures of mending: no cases
        > 03-02 09:10 ann does look
        03-02 09:10 done look by ann
        03-02 09:10 ready agree
        ",
    );
}
