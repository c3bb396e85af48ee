//! Words that no shipped picture has: who sees the cases, and what a share of answers counts.

use super::{examples, fresh};
use steward_model::{Lang, Text};
use steward_picture::{Names, Sheet, measured, svg};

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
