//! A step that asks to be shown that it was done on the spot: photos, the location, the code that hangs
//! at a zone (language §3, §12).

use crate::fixture::House;

const ZONES: &str = "
estate: hill
name: Hill
zones: [ { id: b1, name: Tower 1, code: K7Q2 }, { id: b2, name: Tower 2, code: M4XX }, { id: yard, name: Yard } ]
staff:
  - { id: ann, name: Ann, roles: [clerk], email: ann@example.com }
  - { id: bob, name: Bob, roles: [clerk], email: bob@example.com }
  - { id: tom, name: Tom, roles: [tech], email: tom@example.com }
  - { id: lee, name: Lee, roles: [lead], email: lee@example.com }
  - { id: max, name: Max, roles: [manager], email: max@example.com }
";

fn house(evidence: &str) -> House {
    let workflow = format!(
        "
calendar: always
fields: {{ where: {{ type: zone, required: true }} }}
steps:
  - {{ step: note, owner: clerk, form: [where] }}
  - {{ step: clean, owner: tech, {evidence} }}
"
    );
    House::of(&workflow).with("estates/hill.yaml", ZONES)
}

/// The tower's cleaning, from its opening on.
fn goes(evidence: &str, script: &str) {
    const OPENED: &str = "
        > 03-02 09:00 ann opens where=b1
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready clean
    ";
    house(evidence).goes(&format!("{OPENED}{script}"));
}

#[test]
fn at_least_so_many_photos_are_shown_and_more_may_be() {
    goes(
        "evidence: { photos: 2 }",
        "
        > 03-02 09:10 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:11 tom does clean @photo:a
        = refused: EvidenceMissing
        > 03-02 09:12 tom does clean @photo:a @photo:b @photo:c
        03-02 09:12 done clean by tom
        03-02 09:12 closed: done
        > 03-02 09:13 evidence
        = clean 1 by tom: a.jpg, b.jpg, c.jpg
        ",
    );
}

#[test]
fn the_same_photo_twice_counts_once() {
    goes(
        "evidence: { photos: 2 }",
        "
        > 03-02 09:10 tom does clean @photo:a @photo:a
        = refused: EvidenceMissing
        > 03-02 09:12 tom does clean @photo:a @photo:a @photo:b
        03-02 09:12 done clean by tom
        03-02 09:12 closed: done
        > 03-02 09:13 evidence
        = clean 1 by tom: a.jpg, b.jpg
        ",
    );
}

#[test]
fn the_location_is_asked_for_and_stays_on_the_record() {
    goes(
        "evidence: { location: true }",
        "
        > 03-02 09:10 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:12 tom does clean @at:31.2304,121.4737
        03-02 09:12 done clean by tom
        03-02 09:12 closed: done
        > 03-02 09:13 evidence
        = clean 1 by tom: at 31.2304,121.4737
        ",
    );
}

#[test]
fn the_code_is_that_of_the_zone_the_case_is_about() {
    goes(
        "evidence: { code: zone }",
        "
        > 03-02 09:10 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:11 tom does clean @code:M4XX
        = refused: WrongCode
        03-02 09:11 noted clean by tom: a wrong check-in code; not done
        > 03-02 09:12 tom does clean @code:b1
        = refused: WrongCode
        03-02 09:12 noted clean by tom: a wrong check-in code; not done
        > 03-02 09:13 tom does clean @code:ｋ7q2
        03-02 09:13 done clean by tom
        03-02 09:13 closed: done
        > 03-02 09:14 evidence
        = clean 1 by tom: zone b1
        ",
    );
}

#[test]
fn after_five_wrong_codes_a_person_waits_until_the_first_is_a_quarter_of_an_hour_old() {
    goes(
        "evidence: { code: zone }",
        "
        > 03-02 09:10 tom does clean @code:a
        = refused: WrongCode
        03-02 09:10 noted clean by tom: a wrong check-in code; not done
        > 03-02 09:11:20 tom does clean @code:b
        = refused: WrongCode
        03-02 09:11:20 noted clean by tom: a wrong check-in code; not done
        > 03-02 09:12 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:13 tom does clean @code:c
        = refused: WrongCode
        03-02 09:13 noted clean by tom: a wrong check-in code; not done
        > 03-02 09:14 tom does clean @code:d
        = refused: WrongCode
        03-02 09:14 noted clean by tom: a wrong check-in code; not done
        > 03-02 09:15 tom does clean @code:e
        = refused: WrongCode
        03-02 09:15 noted clean by tom: a wrong check-in code; not done; that makes 5, no more before 2026-03-02 09:25
        > 03-02 09:16 tom does clean @code:K7Q2
        = refused: TooManyWrongCodes
        > 03-02 09:24:59 tom does clean @code:K7Q2
        = refused: TooManyWrongCodes
        > 03-02 09:25 tom does clean @code:f
        = refused: WrongCode
        03-02 09:25 noted clean by tom: a wrong check-in code; not done; that makes 5, no more before 2026-03-02 09:27
        > 03-02 09:26:59 tom does clean @code:K7Q2
        03-02 09:26:59 done clean by tom
        03-02 09:26:59 closed: done
        ",
    );
}

#[test]
fn who_waits_for_their_wrong_codes_keeps_nobody_else_from_the_step_and_is_not_kept_from_others() {
    each_zone(
        "evidence: { code: zone }",
        "
        > 03-02 09:10 ann does clean/b2 @code:a
        = refused: WrongCode
        03-02 09:10 noted clean/b2 by ann: a wrong check-in code; not done
        > 03-02 09:10 ann does clean/b2 @code:a
        = refused: WrongCode
        03-02 09:10 noted clean/b2 by ann: a wrong check-in code; not done
        > 03-02 09:10 ann does clean/b2 @code:a
        = refused: WrongCode
        03-02 09:10 noted clean/b2 by ann: a wrong check-in code; not done
        > 03-02 09:10 ann does clean/b2 @code:a
        = refused: WrongCode
        03-02 09:10 noted clean/b2 by ann: a wrong check-in code; not done
        > 03-02 09:10 ann does clean/b2 @code:a
        = refused: WrongCode
        03-02 09:10 noted clean/b2 by ann: a wrong check-in code; not done; that makes 5, no more before 2026-03-02 09:25
        > 03-02 09:11 ann does clean/b2 @code:M4XX
        = refused: TooManyWrongCodes
        > 03-02 09:12 ann does clean/b1 @code:K7Q2
        03-02 09:12 done clean/b1 by ann
        > 03-02 09:13 bob does clean/b2 @code:M4XX
        03-02 09:13 done clean/b2 by bob
        ",
    );
}

#[test]
fn a_photo_that_was_handed_in_before_is_taken_and_the_record_says_where_it_was() {
    goes(
        "evidence: { photos: 2 }",
        "
        > 03-02 09:10 tom does clean @photo:a @earlier:a
        = refused: EvidenceMissing
        > 03-02 09:12 tom does clean @photo:a @photo:b @earlier:a
        03-02 09:12 noted clean: photos that were handed in before: 1, see the evidence
        03-02 09:12 done clean by tom
        03-02 09:12 closed: done
        > 03-02 09:13 evidence
        = clean 1 by tom: a.jpg, b.jpg, one before at hill-small-0 clean
        ",
    );
}

#[test]
fn of_a_zone_without_a_code_its_id_is_the_code() {
    house("evidence: { code: where }").goes(
        "
        > 03-02 09:00 ann opens where=yard
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready clean
        > 03-02 09:10 tom does clean @code:YARD
        03-02 09:10 done clean by tom
        03-02 09:10 closed: done
        ",
    );
}

#[test]
fn what_is_not_asked_for_is_not_kept() {
    goes(
        "evidence: { photos: 1 }",
        "
        > 03-02 09:10 tom does clean @photo:a @at:31.2,121.5
        = refused: EvidenceNotAsked
        > 03-02 09:11 tom does clean @photo:a @code:K7Q2
        = refused: EvidenceNotAsked
        > 03-02 09:12 tom does clean @photo:a
        03-02 09:12 done clean by tom
        03-02 09:12 closed: done
        ",
    );
    goes(
        "checklist: [lobby]",
        "
        > 03-02 09:10 tom does clean @photo:a
        = refused: EvidenceNotAsked
        ",
    );
}

#[test]
fn a_refused_sending_changes_nothing_and_an_item_that_fails_is_shown_too() {
    goes(
        "checklist: [lobby], evidence: { photos: 1 }",
        "
        > 03-02 09:10 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:11 steps
        = note done, clean ready
        > 03-02 09:12 tom does clean !lobby @photo:a
        03-02 09:12 done clean by tom
        03-02 09:12 closed: done
        > 03-02 09:13 evidence
        = clean 1 by tom: a.jpg
        ",
    );
}

#[test]
fn the_form_that_is_sent_with_it_may_say_which_zone_it_is() {
    let workflow = "
calendar: always
fields: { where: { type: zone, required: true } }
steps:
  - { step: walk, owner: clerk, form: [where], evidence: { code: where } }
";
    House::of(workflow).with("estates/hill.yaml", ZONES).goes(
        "
        > 03-02 09:00 ann opens where=b1
        03-02 09:00 opened by ann
        03-02 09:00 ready walk
        > 03-02 09:05 ann does walk where=b2 @code:K7Q2
        = refused: WrongCode
        03-02 09:05 noted walk by ann: a wrong check-in code; not done
        > 03-02 09:06 ann does walk where=b2 @code:M4XX
        03-02 09:06 done walk by ann
        03-02 09:06 closed: done
        > 03-02 09:07 evidence
        = walk 1 by ann: zone b2
        ",
    );
}

#[test]
fn a_code_can_be_given_only_where_it_is_known_which_zone_it_is() {
    let workflow = "
calendar: always
fields: { where: { type: zone } }
steps:
  - { step: note, owner: clerk, form: [where], checklist: [seen] }
  - { step: clean, owner: tech, evidence: { code: where } }
";
    House::of(workflow).with("estates/hill.yaml", ZONES).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:05 ann does note
        03-02 09:05 done note by ann
        03-02 09:05 ready clean
        > 03-02 09:06 tom does clean @code:K7Q2
        = refused: NoZone
        > 03-02 09:07 max sets where=b1
        03-02 09:07 set by max
        > 03-02 09:08 tom does clean @code:K7Q2
        03-02 09:08 done clean by tom
        03-02 09:08 closed: done
        ",
    );
}

#[test]
fn with_a_second_signature_it_is_shown_with_the_sending_and_the_signature_needs_none() {
    house("evidence: { photos: 1 }, signoff: second-person").goes(
        "
        > 03-02 09:00 ann opens where=b1
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready clean
        > 03-02 09:10 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:11 tom does clean @photo:a
        03-02 09:11 noted clean by tom: sent; a second person is to sign
        03-02 09:11 told clean → max(email) sign
        > 03-02 09:20 max signs clean
        03-02 09:20 done clean by max
        03-02 09:20 closed: done
        > 03-02 09:21 evidence
        = clean 1 by tom: a.jpg
        ",
    );
}

#[test]
fn each_round_is_shown_anew_and_what_was_shown_before_stays() {
    let workflow = "
calendar: always
fields: { fine: { type: bool, required: true } }
steps:
  - { step: clean, owner: tech, evidence: { photos: 1 } }
  - step: look
    owner: clerk
    form: [fine]
    then: [ { if: fine == false, back_to: clean, rounds: 3, after_that: { end: done } } ]
";
    House::of(workflow).goes(
        "
        > 03-02 09:00 tom opens
        03-02 09:00 opened by tom
        03-02 09:00 ready clean
        > 03-02 09:10 tom does clean @photo:a
        03-02 09:10 done clean by tom
        03-02 09:10 ready look
        > 03-02 09:20 ann does look fine=false
        03-02 09:20 done look by ann
        03-02 09:20 ready clean
        > 03-02 09:30 tom does clean
        = refused: EvidenceMissing
        > 03-02 09:31 tom does clean @photo:b
        03-02 09:31 done clean by tom
        03-02 09:31 ready look
        > 03-02 09:32 evidence
        = clean 1 by tom: a.jpg
        = clean 2 by tom: b.jpg
        ",
    );
}

#[test]
fn a_first_step_that_asks_to_be_shown_something_is_not_done_by_opening() {
    let workflow = "
calendar: always
fields: { what: { type: text, required: true } }
steps:
  - { step: find, owner: clerk, form: [what], evidence: { photos: 1 } }
";
    House::of(workflow).goes(
        "
        > 03-02 09:00 ann opens what=litter
        03-02 09:00 opened by ann
        03-02 09:00 ready find
        > 03-02 09:10 ann does find @photo:a
        03-02 09:10 done find by ann
        03-02 09:10 closed: done
        ",
    );
}

#[test]
fn a_story_knows_no_codes_but_that_of_another_zone_is_the_wrong_one() {
    let story = |line: &str| {
        let scenario = format!(
            "scenario: it is shown\nworkflow: small\nestate: hill\nopened: 2026-03-02 09:00\nas: ann\n\
             fields: {{ where: b1 }}\nstory:\n  - {{ at: +1h, do: clean, {line}, expect: {{ closed: done }} }}\n"
        );
        let house = house("evidence: { photos: 2, location: true, code: zone }");
        let (handbook, judges) = house.with("scenarios/it.yaml", &scenario).read();
        let failure = steward_sim::run(&handbook.scenarios[0], &handbook, &judges).failure;
        failure.map(|failure| failure.got.ids.en)
    };
    assert_eq!(story("photos: 2, location: \"31.2,121.5\", code: b1"), None);
    assert_eq!(story("photos: 3, location: \"31.2,121.5\", code: Tower 1"), None);
    let other = story("photos: 2, location: \"31.2,121.5\", code: b2").expect("it is refused");
    assert!(other.contains("not the code that hangs at Tower 1"), "{other}");
    let fewer = story("photos: 1, location: \"31.2,121.5\", code: b1").expect("it is refused");
    assert!(fewer.contains("2 photos (there are only 1)"), "{fewer}");
}

#[test]
fn check_warns_of_zones_without_codes_where_one_is_asked_for_and_nowhere_else() {
    assert_eq!(house("evidence: { code: zone }").findings(), ["guessable-code"]);
    assert!(house("evidence: { photos: 1 }").findings().is_empty());
}

/// A cleaning whose every zone is a task.
fn each_zone(evidence: &str, script: &str) {
    let workflow = format!(
        "
calendar: always
fields: {{ from: {{ type: zone }} }}
steps:
  - {{ step: clean, for_each: zones, owner: clerk, {evidence} }}
  - {{ step: look, owner: lead, form: [from] }}
"
    );
    const READY: &str = "
        > 03-02 09:00 max opens
        03-02 09:00 opened by max
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 ready clean/yard
    ";
    House::of(&workflow).with("estates/hill.yaml", ZONES).goes(&format!("{READY}{script}"));
}

#[test]
fn of_a_step_for_each_zone_every_task_takes_the_code_and_the_photos_of_its_own_zone() {
    each_zone(
        "evidence: { photos: 1, code: zone }",
        "
        > 03-02 09:10 ann does clean/b2 @photo:a @code:K7Q2
        = refused: WrongCode
        03-02 09:10 noted clean/b2 by ann: a wrong check-in code; not done
        > 03-02 09:11 ann does clean/b2 @code:M4XX
        = refused: EvidenceMissing
        > 03-02 09:12 ann does clean/b2 @photo:a @code:M4XX
        03-02 09:12 done clean/b2 by ann
        > 03-02 09:13 bob does clean/b1 @photo:b @code:K7Q2
        03-02 09:13 done clean/b1 by bob
        > 03-02 09:14 evidence
        = clean/b2 1 by ann: a.jpg, zone b2
        = clean/b1 1 by bob: b.jpg, zone b1
        ",
    );
}
