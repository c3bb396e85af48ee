//! Steps that show how a workflow went.

use crate::harness::Folder;
use crate::serving::serve;
use serde_json::{Value, json};

const REVIEW: &str = "\
workflow: review
title: { zh: 投诉月度回顾, en: The month's complaints }
start:
  - who: [estate-manager]
  - every: month on 1 at 09:00
steps:
  - step: look
    title: { zh: 看一个月的投诉, en: Look at the month's complaints }
    owner: estate-manager
    report: complaint
    within: 3 workdays
";

#[test]
fn a_review_shows_how_complaints_went_once_serve_has_worked_it_out() {
    let folder = Folder::new();
    folder.write("workflows/review.yaml", REVIEW);
    let open = ["open", "review", "--estate", "riverside", "--as", "zhao.qiang", "--json"];
    let case = folder.run(&open).document(0)["case"].as_str().expect("an id").to_owned();
    let show = |lang: &str| folder.run(&["show", &case, "--lang", lang]).well();
    let step = || folder.run(&["show", &case, "--json"]).document(0)["steps"][0].clone();
    assert_eq!(step()["report"], Value::Null);
    let early = show("en");
    assert!(
        early.contains("\nlook: figures of complaint\nnot worked out yet (serve does that)\n"),
        "{early}"
    );

    let serving = serve(&folder);
    serving.line_with("ready");
    assert_eq!(serving.stop("-TERM").status, 0);
    let report = &step()["report"];
    assert_eq!((&report["workflow"], &report["cases"]), (&json!("complaint"), &json!(0)));
    assert_eq!(report["from"], Value::Null);
    assert_eq!(
        report["standards"][0],
        json!({
            "ref": "2.3-Q2", "measure": "met(respond)", "at_least": 0.95, "at_most": null,
            "figure": null, "kept": null, "of": 0, "running": 0,
        })
    );
    let shown = show("zh");
    let (_, figures) = shown.split_once("\nlook：附统计 complaint\n").expect("figures");
    let lines: Vec<&str> = figures.lines().collect();
    assert!(lines[0].starts_with("至 ") && lines[0].ends_with(" 没有案件"), "{shown}");
    assert!(lines[1].starts_with("条款") && lines[2].contains("≥ 95%") && lines[2].contains('–'), "{shown}");
}
