//! What an estate adjusts: where added steps come to stand, what is pinned, what costs nothing.

use super::{estate, folder};
use crate::findings::{Findings, error};
use crate::{read, reread};
use steward_model::{EstateId, Handbook, Lang, Place, Text, Workflow, WorkflowId};

const VISIT: &str = "workflow: visit
estates_may: [tighten, owners, add, not_here]
start: [ { who: front-desk } ]
steps:
  - { step: receive, owner: front-desk, within: 10m }
  - { step: show, owner: front-desk }
  - { step: offer, owner: front-desk, after: receive }
  - { step: judge, approve: group-quality, after: [show, offer] }
  - { step: file, owner: front-desk, within: 2 workdays }
";

fn files(adjusts: &str) -> Vec<(&'static str, String)> {
    let adjusts = format!("region: east\nadjusts:\n  visit:\n{adjusts}");
    vec![
        ("workflows/visit.yaml", VISIT.to_owned()),
        ("estates/riverside.yaml", estate("region: east", &adjusts)),
    ]
}

fn handbook(adjusts: &str) -> Handbook {
    let files = files(adjusts);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (handbook, findings) = read(&folder(&files));
    assert_eq!(findings, []);
    handbook.expect("a handbook")
}

fn at_riverside(handbook: &Handbook) -> &Workflow {
    let standard = &handbook.workflows[&WorkflowId::new("visit")];
    handbook.at(&EstateId::new("riverside"), standard).expect("it is done there")
}

/// `step < those before it`, in the order written.
fn order(workflow: &Workflow) -> String {
    let step = |step: &steward_model::Step| {
        let after: Vec<&str> = step.after.iter().map(|id| id.as_str()).collect();
        format!("{} < {}", step.id, after.join(" "))
    };
    workflow.steps.iter().map(step).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_added_step_stands_between_the_one_it_names_and_what_followed_that() {
    let handbook = handbook("    add: [ { after: receive, step: note, owner: front-desk } ]\n");
    assert_eq!(
        order(at_riverside(&handbook)),
        "receive < \nnote < receive\nshow < note\noffer < note\njudge < show offer\nfile < judge"
    );
}

#[test]
fn steps_added_after_the_same_one_stand_in_the_order_written() {
    let handbook = handbook(
        "    add:
      - { after: show, step: a, owner: front-desk }
      - { after: show, step: b, owner: front-desk }
      - { after: a, step: c, owner: front-desk }
",
    );
    assert_eq!(
        order(at_riverside(&handbook)),
        "receive < \nshow < receive\na < show\nc < a\nb < c\noffer < receive\njudge < b offer\nfile < judge"
    );
}

#[test]
fn an_added_step_may_be_the_last() {
    let handbook = handbook("    add: [ { after: file, step: tell, owner: front-desk } ]\n");
    assert!(order(at_riverside(&handbook)).ends_with("file < judge\ntell < file"));
}

#[test]
fn a_return_still_goes_where_headquarters_meant_it_to() {
    let judge = |handbook: &Handbook| {
        let workflow = at_riverside(handbook);
        format!("{:?}", workflow.step(&"judge".into()).expect("it is there").kind)
    };
    let plain = handbook("    tighten: { receive: 9m }\n");
    let added = handbook("    add: [ { after: offer, step: note, owner: front-desk } ]\n");
    assert_eq!(judge(&plain), judge(&added));
}

#[test]
fn only_what_is_adjusted_differs_from_the_standard() {
    let handbook = handbook("    tighten: { file: 1 workday }\n    owners: { file: 王丽 }\n");
    let (standard, here) = (&handbook.workflows[&WorkflowId::new("visit")], at_riverside(&handbook));
    let differing = standard.steps.iter().zip(&here.steps).filter(|(one, other)| one != other);
    assert_eq!(differing.map(|(one, _)| one.id.as_str()).collect::<Vec<_>>(), ["file"]);
    assert_eq!((here.edition, &here.title), (standard.edition, &standard.title));
    assert_ne!(here.hash, standard.hash);
}

#[test]
fn an_adjustment_that_changes_nothing_is_the_standard() {
    let handbook = handbook("    tighten: { receive: 10m }\n");
    assert!(handbook.adjusted.is_empty());
}

#[test]
fn two_estates_that_adjust_alike_are_told_apart() {
    let other = estate("estate: riverside\nname: 滨江花园", "estate: hillside\nname: 翠岭")
        .replace("wang.li", "li.na")
        .replace("region: east", "region: east\nadjusts: { visit: { tighten: { receive: 9m } } }");
    let mut files = files("    tighten: { receive: 9m }\n");
    files.push(("estates/hillside.yaml", other));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (handbook, findings) = read(&folder(&files));
    assert_eq!(findings, []);
    let handbook = handbook.expect("a handbook");
    let hash = |estate: &str| {
        let adjusted = handbook.adjusted(&EstateId::new(estate), &WorkflowId::new("visit"));
        adjusted.and_then(|adjusted| adjusted.workflow()).expect("it is adjusted").hash.clone()
    };
    assert_ne!(hash("riverside"), hash("hillside"));
}

#[test]
fn a_pinned_adjustment_is_read_again_to_the_same_steps_hash_and_lines() {
    let texts = [
        "    tighten: { receive: 9m }\n",
        "    owners:\n      # 王丽自己归档\n      file: 王丽\n",
        "    add:\n      - after: receive\n        step: note\n        title: { zh: '记：\"一笔\"', en: \"Note\\nit\" }\n        owner: front-desk\n        escalate:\n\n          - { at: ready, tell: [owner, superior] }\n",
    ];
    for adjusts in texts {
        let handbook = handbook(adjusts);
        let here = at_riverside(&handbook);
        let sources = handbook.sources_at(&EstateId::new("riverside"), &here.id).expect("they are kept");
        let again = reread(sources).expect("it is read again");
        assert_eq!(again.hash, here.hash, "{adjusts}");
        let lines = |workflow: &Workflow, text: &dyn Fn(&str) -> String| {
            let rungs =
                workflow.steps.iter().flat_map(|step| step.rungs().rungs.iter()).map(|rung| &rung.place);
            let places = workflow.steps.iter().map(|step| &step.place).chain(rungs);
            let line = |place: &steward_model::Place| {
                let before = &text(&place.file)[..place.start];
                format!("{}:{}", place.file, before.lines().count())
            };
            places.map(line).collect::<Vec<_>>()
        };
        let kept =
            |path: &str| sources.iter().find(|(kept, _)| **kept == *path).expect("a kept file").1.to_string();
        let files = files(adjusts);
        let written =
            |path: &str| files.iter().find(|(written, _)| *written == path).expect("a file").1.clone();
        assert_eq!(lines(&again, &kept), lines(here, &written), "{adjusts}");
    }
}

#[test]
fn nothing_of_the_staff_is_kept_with_an_adjustment() {
    let handbook = handbook("    tighten: { receive: 9m }\n");
    let sources = handbook.sources_at(&EstateId::new("riverside"), &WorkflowId::new("visit"));
    for (path, text) in sources.expect("they are kept").iter().filter(|(path, _)| **path != *"steward.yaml") {
        assert!(!text.contains("example.com") && !text.contains("王丽"), "{path}: {text}");
    }
}

#[test]
fn a_workflow_not_done_there_is_told_with_the_reason() {
    let handbook = handbook("    not_here: { zh: 没有访客, en: no visitors }\n");
    let standard = &handbook.workflows[&WorkflowId::new("visit")];
    let estate = EstateId::new("riverside");
    let not_here = handbook.at(&estate, standard).expect_err("it is not done there");
    let text = not_here.text(&standard.id, &estate);
    assert_eq!(text.in_(Lang::En), "visit is not done at riverside: no visitors");
}

#[test]
fn what_is_found_at_headquarters_line_lies_where_the_estate_caused_it() {
    let place = |file: &str, start| Place { file: file.into(), start, end: start + 1 };
    let (here, there, known) =
        (place("estates/a.yaml", 7), place("workflows/w.yaml", 3), place("workflows/w.yaml", 5));
    let tray = Findings::default();
    tray.add(error("known", &known, "知道", "known"));
    let found = Findings::default();
    found.add(error("known", &known, "知道", "known"));
    found.add(error("new", &there, "新的", "new"));
    found.add(error("own", &place("estates/a.yaml", 9), "自己的", "own"));
    tray.add_at(&here, found, |text| Text::plain(format!("here: {}", text.en)));
    let all = tray.into_sorted();
    let told: Vec<_> = all.iter().map(|one| (one.code, one.place.start, one.message.en.as_str())).collect();
    assert_eq!(told, [("new", 7, "here: new"), ("own", 9, "own"), ("known", 5, "known")]);
    assert_eq!(all[0].also[0].place, there);
}
