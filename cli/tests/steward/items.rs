//! A step that is done for each zone, from the command line: which item is meant, what is shown of each, and
//! what is recorded of them as a scenario.

use crate::harness::{Folder, whats};
use serde_json::{Value, json};

const STORM: &str = "workflow: storm
title: { zh: 台风前加固, en: Before a storm }
start: [{ who: [front-desk, estate-manager] }]
fields:
  wind: { type: number, required: true }
  secured: { type: bool, required: true, title: { zh: 已加固, en: Secured } }
steps:
  - { step: warning, owner: front-desk, form: [wind] }
  - step: secure
    title: { zh: 加固, en: Secure }
    for_each: zones
    owner: \"{item.cleaner}\"
    form: [secured]
    within: 2h
    then:
      - { if: all(secured == true), end: done }
  - { step: help, owner: estate-manager, within: 1h }
";

fn storm() -> (Folder, String) {
    let folder = Folder::new();
    std::fs::write(folder.path().join("workflows/storm.yaml"), STORM).expect("a file");
    let opened = ["open", "storm", "--estate", "riverside", "--field", "wind=9", "--as", "wang.li", "--json"];
    let opened = folder.run(&opened).document(0);
    let case = opened["case"].as_str().expect("a case").to_owned();
    (folder, case)
}

#[test]
fn an_item_is_named_where_more_than_one_can_be_meant() {
    let (folder, case) = storm();
    let done = ["done", &case, "secure", "--field", "secured=true", "--as", "fang.hua", "--json"];
    let error = folder.run(&done).error(2);
    assert_eq!(error["code"], "bad-words");
    let said = error["message"].as_str().expect("a message");
    assert!(said.contains("--item") && said.contains("b1"), "{said}");
    assert_eq!(folder.act("fang.hua", &["take", &case, "secure", "--item", "b1"]), ["taken"]);
    let error = [&done[..5], &["--item", "b9"], &done[5..]].concat();
    assert_eq!(folder.run(&error).error(2)["code"], "bad-words");
    let extended = ["extend", &case, "secure", "1h", "--item", "b1", "--reason", "风大"];
    assert_eq!(folder.act("zhao.qiang", &extended)[0], "extended");
    let done = ["done", &case, "secure", "--item", "b1", "--field", "secured=true"];
    assert_eq!(folder.act("fang.hua", &done), ["done"]);
}

#[test]
fn each_item_is_shown_with_its_own_clock_and_values() {
    let (folder, case) = storm();
    folder.act("fang.hua", &["done", &case, "secure", "--item", "b1", "--field", "secured=true"]);
    let shown = folder.run(&["show", &case, "--json"]).document(0);
    let of = |list: &str, what: &str| -> Vec<String> {
        let rows = shown[list].as_array().expect("a list").iter();
        let rows = rows.filter(|row| row["step"] == "secure");
        rows.map(|row| {
            format!("{} {}", row["item"].as_str().unwrap_or("-"), row[what].as_str().expect("a word"))
        })
        .collect()
    };
    assert_eq!(of("steps", "state")[..2], ["- ready", "b1 done"]);
    assert_eq!(of("limits", "limit")[0], "b1 secure");
    assert_eq!(of("limits", "state")[0], "b1 met");
    assert_eq!(shown["fields"]["secured"]["b1"], json!(true));
    assert!(whats(&shown["events"]).contains(&"ready"));
    let tasks = folder.run(&["tasks", "--json"]).document(0);
    let first = &tasks["tasks"][0];
    assert_eq!((&first["step"], &first["title"]), (&json!("secure"), &json!("加固（2号楼）")), "{tasks}");
    assert_ne!(first["item"], "b1");
    let told = folder.run(&["show", &case]).well();
    assert!(told.contains("加固（1号楼）") && told.contains("已加固（1号楼）"), "{told}");
    assert!(folder.run(&["why", &case]).well().contains("加固（1号楼）"), "why tells of each clock");
}

#[test]
fn tasks_are_listed_a_page_at_a_time() {
    let (folder, _) = storm();
    let page = |more: &[&str]| folder.run(&[&["tasks", "--json"], more].concat()).document(0);
    let items = |page: &Value| -> Vec<Value> {
        page["tasks"].as_array().expect("tasks").iter().map(|task| task["item"].clone()).collect()
    };
    let all = page(&[]);
    assert_eq!((items(&all), &all["next"]), (vec![json!("b1"), json!("b2")], &json!(null)));
    let first = page(&["--limit", "1"]);
    assert_eq!(items(&first), ["b1"]);
    let next = first["next"].as_str().expect("a second page");
    let second = page(&["--limit", "1", "--after", next]);
    assert_eq!((items(&second), &second["next"]), (vec![json!("b2")], &json!(null)));
    let told = folder.run(&["tasks", "--limit", "1"]).well();
    assert!(told.contains(&format!("还有： --after {next}")), "{told}");
}

#[test]
fn what_was_done_item_by_item_is_recorded_as_a_scenario() {
    let (folder, case) = storm();
    let shown = folder.run(&["tasks", "--json"]).document(0);
    for task in shown["tasks"].as_array().expect("tasks") {
        let item = task["item"].as_str().expect("an item");
        let done = ["done", &case, "secure", "--item", item, "--field", "secured=true"];
        folder.act(task["owner"].as_str().expect("an owner"), &done);
    }
    folder.run(&["test", "--record", &case, "--as", "wang.li"]).well();
    let kept = folder.path().join(format!("scenarios/recorded/{case}.yaml"));
    let kept = std::fs::read_to_string(kept).expect("a scenario");
    assert!(kept.contains("do: secure, item: \"b1\", with: { secured: true }"), "{kept}");
}

#[test]
fn what_was_changed_of_one_item_outside_its_form_is_recorded_as_a_scenario() {
    let (folder, case) = storm();
    folder.act("fang.hua", &["done", &case, "secure", "--item", "b1", "--field", "secured=false"]);
    folder.act("zhao.qiang", &["set", &case, "--field", "secured/b1=true", "--reason", "去看过"]);
    let both = ["--field", "secured/b1=", "--field", "secured/b2=", "--field", "wind=10"];
    folder.act("zhao.qiang", &[&["set", &case, "--reason", "看错了"], &both[..]].concat());
    folder.run(&["test", "--record", &case, "--as", "wang.li"]).well();
    let path = format!("scenarios/recorded/{case}.yaml");
    let kept = std::fs::read_to_string(folder.path().join(&path)).expect("a scenario");
    for said in [
        "set: { secured: true }, item: \"b1\", as: zhao.qiang",
        "set: { secured: \"\" }, item: \"b2\", as: zhao.qiang",
        "set: { wind: 10 }, as: zhao.qiang",
    ] {
        assert!(kept.contains(said), "{said} is not in {kept}");
    }
    assert!(folder.run(&["test", &path]).well().contains("1 个通过"));
}

#[test]
fn each_item_is_rehearsed_and_drawn() {
    let (folder, _) = storm();
    let asked = ["simulate", "storm", "--estate", "riverside", "--opened", "2026-03-02 09:00"];
    let told = folder.run(&asked).well();
    assert!(told.contains("加固（1号楼）") && told.contains("加固（2号楼）"), "{told}");
    let page = folder.run(&[&asked[..], &["--format", "html"]].concat()).well();
    assert!(page.contains("加固（1号楼）"));
    let many = folder.run(&[&asked[..], &["--many", "5", "--json"]].concat()).document(0);
    let limits = many["limits"].as_array().expect("limits");
    assert!(limits.iter().any(|limit| limit["limit"] == "secure"), "{many}");
    let bpmn = folder.run(&["graph", "storm", "--format", "bpmn"]).well();
    assert!(bpmn.contains("<bpmn:multiInstanceLoopCharacteristics/>"));
}
