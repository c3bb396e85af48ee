//! Words that no shipped picture has: who sees the cases, and what a share of answers counts.

use super::{examples, fresh};
use steward_model::{Lang, Severity, Text};
use steward_picture::{Names, Sheet, graph, measured, svg};

/// The head of each picture of the examples whose cases not everybody sees.
fn heads(lang: Lang, said: &str) -> Vec<(String, String)> {
    let sheet = Sheet { organisation: String::new(), estate: None };
    let drawn = examples().into_iter().map(|(name, graph)| (name, svg(&graph, &sheet, lang)));
    let line = |drawn: &str| drawn.lines().find(|line| line.contains(said)).map(str::to_owned);
    drawn.filter_map(|(name, drawn)| Some((name, line(&drawn)?))).collect()
}

#[test]
fn a_picture_says_who_sees_the_cases_where_not_everybody_does() {
    for (lang, said) in [
        (Lang::Zh, "可见岗位：工程、项目经理及其上级"),
        (Lang::En, "seen by Engineering, Estate manager and those above"),
    ] {
        let found = heads(lang, said);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sweep"], "{said}");
    }
}

#[test]
fn a_share_of_answers_is_told_as_a_question_and_its_answer() {
    let handbook = fresh::handbook();
    let complaint = &handbook.workflows["complaint"];
    let names = Names::of_headquarters(&handbook);
    let told = complaint.standards.iter().filter_map(|standard| standard.measured());
    let told: Vec<Text> = told.map(|(measure, _)| measured(measure, complaint, names)).collect();
    assert!(
        told.contains(&Text::new("“是否满意”答“是”的占比", "share answering yes to “Satisfied”")),
        "{told:?}"
    );
}

#[test]
fn a_card_says_who_decides_who_may_not_and_which_process_it_opens() {
    for (name, step, zh, en) in [
        ("flood", "decide", "都要批准：工程、项目经理", "All approve: Engineering, Estate manager"),
        ("repair", "approve-cost", "回避：办“mend”的人", "Not by: whoever did “mend”"),
        ("repair", "order", "发起“采购配件”，等它办结", "Opens “Buying a part” and waits for its end"),
    ] {
        let (_, graph) = examples().into_iter().find(|(process, _)| process == name).expect("a process");
        let card = graph.nodes.iter().find(|node| {
            node.kind.is_card() && node.step.as_ref().is_some_and(|written| written.as_str() == step)
        });
        assert_eq!(card.expect("a card").details, [Text::new(zh, en)], "{step}");
    }
}

/// What the card of a step says, in a workflow with these fields and steps beside a zone's.
fn said(fields: &str, steps: &str) -> (Vec<Text>, Vec<Text>) {
    let mut files = steward_tests::folders::shipped();
    let workflow = format!(
        "workflow: rounds\ntitle: 巡查\ncalendar: always\nstart: [{{ who: front-desk }}]\nfields:\n{fields}\nsteps:\n{steps}\n"
    );
    files.insert("workflows/rounds.yaml", workflow);
    let (handbook, findings) = steward_language::read(&files);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let handbook = handbook.expect("a handbook");
    let workflow = &handbook.workflows["rounds"];
    let estate = &handbook.estates["riverside"];
    let graph = graph(workflow, Names::of(&handbook, estate));
    let lanes = graph.lanes.iter().map(|lane| lane.title.clone()).collect();
    let labels = graph.arrows.iter().filter_map(|arrow| arrow.label.clone());
    let details = graph.nodes.iter().flat_map(|node| node.details.clone());
    (lanes, details.chain(labels).collect())
}

#[test]
fn a_lane_says_whose_key_it_is() {
    let zone = "  place: { type: zone, required: true, title: { zh: 位置, en: Place } }";
    let other = "  other: { type: zone, title: { zh: 另一处, en: Other place } }";
    let step = r#"  - { step: clean, owner: "{place.cleaner}", form: [place] }"#;
    let of_each = r#"  - { step: clean, owner: "{item.cleaner}", for_each: zones }"#;
    let two = format!("{zone}\n{other}");
    for (fields, steps, zh, en) in [
        (zone, step, "分区的“cleaner”", "The zone's “cleaner”"),
        (zone, of_each, "各分区的“cleaner”", "Each zone's “cleaner”"),
        (&*two, step, "位置的“cleaner”", "“cleaner” of Place"),
    ] {
        assert_eq!(said(fields, steps).0[0], Text::new(zh, en));
    }
}

#[test]
fn choices_and_zones_are_told_by_their_titles_wherever_they_stand() {
    let fields = "  urgency: { type: choice, of: { low: { zh: 低, en: Low }, high: 紧急 }, title: { zh: 缓急, en: Urgency } }
  place: { type: zone, title: { zh: 位置, en: Place } }";
    let steps = "  - { step: ask, owner: front-desk, form: [urgency, place] }
  - { step: look, if: urgency == low and place == b1, owner: front-desk }
  - { step: raise, if: \"urgency in [high]\", set: { urgency: high } }
  - { step: rest, set: { urgency: low } }";
    let said = said(fields, steps).1;
    for (zh, en) in [
        ("缓急是低，且位置是1号楼", "Urgency is Low and Place is 1号楼"),
        // A choice without English stays what it is called.
        ("缓急是紧急", "Urgency is 紧急"),
        ("缓急 = 紧急", "Urgency = 紧急"),
        ("缓急 = 低", "Urgency = Low"),
    ] {
        assert!(said.contains(&Text::new(zh, en)), "{zh}: {said:?}");
    }
}
