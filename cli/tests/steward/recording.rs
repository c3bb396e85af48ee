//! test --record: cases that happened in a real store, whatever began them, as scenarios that pass.

use crate::harness::Folder;
use crate::serving::{Running, serve};
use std::fs;
use steward_ports::{ScheduleState, Store as _};
use steward_store::SqliteStore;

/// Begins by an event, and waits for another.
const LEAK: &str = "workflow: leak
title: 漏水
start: [ { event: pump.failed } ]
hold: { who: [front-desk], at_most: 5 days, ends: parts.came }
fields:
  what: { type: text, required: true }
  caller: { type: person, private: true }
steps:
  - { step: note, title: 登记, owner: front-desk, form: [what] }
  - { step: shut, title: 等关阀, wait_for: valve.shut, within: 3 days }
  - { step: look, title: 复看, owner: front-desk }
";

/// Asks another process for help, and looks at what came of it.
const ROUND: &str = "workflow: round
title: 巡查
start: [ { who: [front-desk] } ]
fields:
  what: { type: text, required: true, private: true }
steps:
  - { step: walk, title: 巡查一圈, owner: front-desk, form: [what] }
  - { step: order, title: 派修, call: fix, with: { what: what }, within: 3 days }
  - { step: dry, title: 等来水, after: [walk], wait_for: water.back, within: 3 days }
  - { step: look, title: 复看, after: [order, dry], owner: front-desk }
";

const FIX: &str = "workflow: fix
title: 修理
start: [ { who: [engineering] } ]
fields:
  what: { type: text, private: true }
  good: { type: bool, required: true }
steps:
  - { step: mend, title: 修, owner: engineering, form: [good] }
  - { step: water, title: 等来水, wait_for: water.back, within: 3 days }
  - { step: try, title: 试水, owner: engineering }
";

/// Waits until what `show` prints of a case says so.
fn until(folder: &Folder, case: &str, says: &str) {
    folder.until(&["show", case, "--lang", "en"], says);
}

/// Serves the two processes that call each other, with a round begun.
fn serve_a_round(folder: &Folder, what: &str) -> Running {
    folder.write("workflows/round.yaml", ROUND);
    folder.write("workflows/fix.yaml", FIX);
    let serving = serve(folder);
    serving.line_with("ready");
    let what = format!("what={what}");
    folder.run(&["open", "round", "--estate", "riverside", "--field", &what, "--as", "wang.li"]).well();
    serving
}

/// Records a case, plays what was written, and returns it.
fn recorded(folder: &Folder, case: &str) -> String {
    let document = folder.run(&["test", "--record", case, "--json"]).document(0);
    let path = document["file"].as_str().expect("a file");
    assert!(folder.run(&["test", path]).well().contains("1 个通过"));
    fs::read_to_string(folder.path().join(path)).expect("a scenario")
}

/// Why a case is not recorded, in both languages.
fn refused(folder: &Folder, case: &str, actor: &[&str]) -> [String; 2] {
    ["zh", "en"].map(|lang| {
        let call = [&["test", "--record", case, "--json", "--lang", lang], actor].concat();
        let error = folder.run(&call).error(3);
        assert_eq!(error["code"], "not-recorded");
        format!("{} {}", error["message"].as_str().expect("a message"), error["help"])
    })
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("`{part}` is not, or not there, in\n{text}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_case_begun_by_an_event_that_waited_for_another_is_recorded() {
    let folder = Folder::new();
    folder.write("workflows/leak.yaml", LEAK);
    let event = |name: &str, more: &[&str]| {
        let call = ["event", name, "--estate", "riverside", "--as", "zhao.qiang"];
        folder.run(&[&call[..], more].concat()).well();
    };
    event("pump.failed", &["--field", "what=水泵: 坏了", "--field", "caller=李先生/13900002222"]);
    let case = "riverside-leak-1";
    folder.act("wang.li", &["hold", case, "--reason", "等配件"]);
    event("parts.came", &[]);
    folder.act("wang.li", &["done", case, "note"]);
    event("valve.shut", &[]);
    folder.act("wang.li", &["take", case, "look"]);
    folder.act("zhao.qiang", &["hand", case, "look", "li.na"]);
    folder.act("li.na", &["done", case, "look"]);
    let text = recorded(&folder, case);
    says(
        &text,
        &[
            "opened: by event pump.failed 20",
            "fields: { caller: 示例/13900000000, what: \"水泵: 坏了\" }",
            "hold: \"等配件\", as: wang.li",
            "event: parts.came",
            "do: note, as: wang.li",
            "event: valve.shut",
            "{ done: shut }, { ready: look }",
            "take: look, as: wang.li",
            "hand: look, to: li.na, as: zhao.qiang",
            "do: look, as: li.na",
            "{ closed: done }",
        ],
    );
    assert!(!text.contains("resume:") && !text.contains("李先生"), "{text}");
}

/// A schedule that comes every minute, for each zone or none, and what it has opened after it stood for so
/// many seconds.
fn opened_by_the_clock(folder: &Folder, zones: &[&str], stood: i64) -> Vec<String> {
    let for_each = if zones.is_empty() { "" } else { ", for_each: zones" };
    let patrol = format!(
        "workflow: patrol
title: 巡逻
start: [ {{ cron: \"* * * * *\"{for_each} }} ]
fields: {{ zone: {{ type: zone }}, fine: {{ type: bool, required: true }} }}
steps:
  - {{ step: walk, title: 走一圈, owner: front-desk, form: [fine], within: 2h }}
"
    );
    folder.write("workflows/patrol.yaml", &patrol);
    // A schedule that is seen for the first time begins then.
    let serving = serve(folder);
    serving.line_with("ready");
    assert_eq!(serving.stop("-TERM").status, 0);
    let start = "patrol@riverside cron: * * * * *";
    let starts: Vec<String> = match zones {
        [] => vec![start.to_owned()],
        zones => zones.iter().map(|zone| format!("{start} {zone}")).collect(),
    };
    let store = SqliteStore::open(&folder.store()).expect("a store");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for start in &starts {
        runtime.block_on(async {
            let state = store.schedule(start).await.expect("a store that works").expect("a schedule");
            let through = state.through.as_second() - stood;
            let through = steward_time::Timestamp::from_second(through).expect("a moment");
            store.set_schedule(ScheduleState { through, ..state }).await.expect("kept");
        });
    }
    drop(store);
    let serving = serve(folder);
    serving.line_with("ready");
    until(folder, &format!("riverside-patrol-{}", starts.len()), "走一圈");
    assert_eq!(serving.stop("-TERM").status, 0);
    let page = folder.run(&["cases", "--workflow", "patrol", "--estate", "riverside", "--json"]).document(0);
    let cases = page["cases"].as_array().expect("cases").iter();
    let mut cases: Vec<String> = cases.map(|row| row["case"].as_str().expect("an id").to_owned()).collect();
    cases.sort();
    cases
}

#[test]
fn a_case_that_the_clock_opened_is_recorded() {
    let folder = Folder::new();
    let cases = opened_by_the_clock(&folder, &["b1", "b2"], 60);
    let case = cases.last().expect("a case");
    folder.act("wang.li", &["done", case, "walk", "--field", "fine=true"]);
    let text = recorded(&folder, case);
    says(&text, &["opened: by clock 20", "fields: { zone: b", "do: walk, with: { fine: true }, as: wang.li"]);
    assert!(!text.contains("\nas:"), "nobody opened it: {text}");
}

#[test]
fn a_case_that_the_clock_opened_late_is_not_recorded_and_why() {
    let folder = Folder::new();
    let cases = opened_by_the_clock(&folder, &[], 600);
    let [zh, en] = refused(&folder, &cases[0], &[]);
    assert!(zh.contains("引擎停机") && en.contains("the engine stood still"), "{zh} {en}");
}

#[test]
fn a_case_that_waited_for_others_is_recorded_with_what_was_done_in_them() {
    let folder = Folder::new();
    let serving = serve_a_round(&folder, "李先生家漏水");
    let (round, first, second) = ("riverside-round-1", "riverside-fix-1", "riverside-fix-2");
    until(&folder, round, "order waits for riverside-fix-1");
    folder.act("zhao.qiang", &["cancel", first, "--reason", "重复"]);
    until(&folder, round, "not done there");
    folder.act("li.na", &["repeat", round, "order"]);
    until(&folder, round, "order waits for riverside-fix-2");
    folder.act("zhang.wei", &["done", second, "mend", "--field", "good=true"]);
    folder.run(&["event", "water.back", "--estate", "riverside", "--as", "zhao.qiang"]).well();
    folder.act("zhang.wei", &["done", second, "try"]);
    until(&folder, round, "ended done");
    folder.act("wang.li", &["done", round, "look"]);
    assert_eq!(serving.stop("-TERM").status, 0);
    let text = recorded(&folder, round);
    says(
        &text,
        &[
            "opened: 20",
            "as: wang.li",
            "called_by: order, cancel: （略）, as: zhao.qiang",
            "{ closed: cancelled }",
            "repeat: order, as: li.na",
            "called_by: order, do: mend, with: { good: true }, as: zhang.wei",
            "event: water.back",
            "called_by: order, do: try, as: zhang.wei",
            "{ closed: done }",
            "do: look, as: wang.li",
            "{ closed: done }",
        ],
    );
    assert!(!text.contains("李先生"), "{text}");
    assert_eq!(text.matches("event: water.back").count(), 1, "both cases heard it, and it came once: {text}");

    // The called case by itself: what called it is no part of the story.
    let text = recorded(&folder, second);
    says(
        &text,
        &["opened: by case 20", "fields: { what: （略） }", "do: mend", "event: water.back", "do: try"],
    );
    let [zh, en] = refused(&folder, "riverside-round-1", &[]);
    assert!(zh.contains("已经有了") && en.contains("is there already"), "{zh} {en}");
}

#[test]
fn a_case_that_its_caller_called_off_is_recorded_with_the_caller() {
    let folder = Folder::new();
    let serving = serve_a_round(&folder, "漏水");
    let (round, fix) = ("riverside-round-1", "riverside-fix-1");
    until(&folder, round, "order waits for riverside-fix-1");
    folder.act("zhang.wei", &["done", fix, "mend", "--field", "good=false"]);
    folder.act("zhao.qiang", &["cancel", round, "--reason", "重复"]);
    until(&folder, fix, "waits for it no more");
    assert_eq!(serving.stop("-TERM").status, 0);
    let [zh, en] = refused(&folder, fix, &[]);
    assert!(zh.contains("请记 riverside-round-1") && en.contains("record riverside-round-1"), "{zh} {en}");
    let text = recorded(&folder, round);
    says(
        &text,
        &["do: mend", "cancel: （略）, as: zhao.qiang", "called_by: order, expect: [{ closed: cancelled }]"],
    );
}

#[test]
fn an_event_that_one_of_the_cases_raised_comes_by_itself_in_the_story() {
    let folder = Folder::new();
    folder.write("workflows/round.yaml", ROUND);
    // The repair itself says that the water is back, and waits for nothing.
    folder.write(
        "workflows/fix.yaml",
        &FIX.replace("wait_for: water.back, within: 3 days", "emit: water.back"),
    );
    let serving = serve(&folder);
    serving.line_with("ready");
    let open = ["open", "round", "--estate", "riverside", "--field", "what=漏水", "--as", "wang.li"];
    folder.run(&open).well();
    let (round, fix) = ("riverside-round-1", "riverside-fix-1");
    until(&folder, round, "order waits for riverside-fix-1");
    folder.act("zhang.wei", &["done", fix, "mend", "--field", "good=true"]);
    until(&folder, round, "water.back");
    folder.act("zhang.wei", &["done", fix, "try"]);
    until(&folder, round, "ended done");
    assert_eq!(serving.stop("-TERM").status, 0);
    let text = recorded(&folder, round);
    says(&text, &["called_by: order, do: mend", "{ done: water }", "{ done: dry }", "{ ready: look }"]);
    assert!(!text.contains("event:"), "{text}");
}

#[test]
fn what_was_done_in_a_case_after_another_was_called_for_it_is_not_recorded_and_why() {
    let folder = Folder::new();
    let again = "  - { step: check, title: 检查, after: [walk], owner: front-desk, form: [again], then: [ { if: again == true, back_to: walk, rounds: 3, after_that: { end: done } } ] }
";
    let look = "  - { step: look, title: 复看, after: [order, dry], owner: front-desk }
";
    let round = ROUND.replace(look, &format!("{again}{}", look.replace("dry]", "dry, check]")));
    let round = round.replace("steps:", "  again: { type: bool, required: true }\nsteps:");
    folder.write("workflows/round.yaml", &round);
    folder.write("workflows/fix.yaml", FIX);
    let serving = serve(&folder);
    serving.line_with("ready");
    let open = ["open", "round", "--estate", "riverside", "--field", "what=漏水", "--as", "wang.li"];
    folder.run(&open).well();
    let round = "riverside-round-1";
    until(&folder, round, "order waits for riverside-fix-1");
    assert_eq!(serving.stop("-TERM").status, 0);
    // While the engine stands still the first repair doesn't hear that it is called off.
    folder.act("wang.li", &["done", round, "check", "--field", "again=true"]);
    folder.act("wang.li", &["done", round, "walk"]);
    folder.act("zhang.wei", &["done", "riverside-fix-1", "mend", "--field", "good=true"]);
    let serving = serve(&folder);
    serving.line_with("ready");
    until(&folder, round, "order waits for riverside-fix-2");
    assert_eq!(serving.stop("-TERM").status, 0);
    let [zh, en] = refused(&folder, round, &[]);
    assert!(zh.contains("重新发起以后") && en.contains("after order had called another"), "{zh} {en}");
}

#[test]
fn what_a_scenario_cannot_say_of_called_cases_is_refused_and_why() {
    let folder = Folder::new();
    folder.write("workflows/round.yaml", ROUND);
    // The called case calls another, which only some may see.
    folder.write("workflows/fix.yaml", &FIX.replace("wait_for: water.back", "call: buy"));
    let buy = "workflow: buy
title: 采购
start: [ { who: [estate-manager] } ]
seen_by: [estate-manager]
steps:
  - { step: pay, title: 付款, owner: estate-manager }
";
    folder.write("workflows/buy.yaml", buy);
    let serving = serve(&folder);
    serving.line_with("ready");
    let open = ["open", "round", "--estate", "riverside", "--field", "what=漏水", "--as", "wang.li"];
    folder.run(&open).well();
    let (round, fix) = ("riverside-round-1", "riverside-fix-1");
    until(&folder, round, "order waits for riverside-fix-1");
    folder.act("zhang.wei", &["done", fix, "mend", "--field", "good=true"]);
    until(&folder, fix, "water waits for riverside-buy-1");
    folder.act("zhao.qiang", &["done", "riverside-buy-1", "pay"]);
    until(&folder, fix, "ended done");
    assert_eq!(serving.stop("-TERM").status, 0);
    let [zh, en] = refused(&folder, round, &[]);
    assert!(zh.contains("请记 riverside-fix-1") && en.contains("record riverside-fix-1"), "{zh} {en}");
    let [zh, en] = refused(&folder, fix, &["--as", "zhang.wei"]);
    assert!(zh.contains("你看不到") && en.contains("is not for you to see"), "{zh} {en}");
    says(&recorded(&folder, fix), &["opened: by case", "called_by: water, do: pay, as: zhao.qiang"]);
}

#[test]
fn a_case_whose_record_does_not_say_what_began_it_is_not_recorded() {
    let folder = Folder::new();
    folder.write("workflows/leak.yaml", LEAK);
    folder.run(&["event", "pump.failed", "--estate", "riverside", "--as", "zhao.qiang"]).well();
    let case = "riverside-leak-1";
    // As an earlier version wrote it.
    let store = rusqlite::Connection::open(folder.store()).expect("a store");
    let changed =
        "UPDATE events SET document = replace(document, ',{\"origin\":{\"event\":\"pump.failed\"}}', '')";
    assert_eq!(store.execute(&format!("{changed} WHERE document LIKE '%origin%'"), ()).expect("changed"), 1);
    drop(store);
    let [zh, en] = refused(&folder, case, &[]);
    assert!(zh.contains("较早的版本") && en.contains("an earlier version"), "{zh} {en}");
}

#[test]
fn a_case_whose_opening_left_the_first_step_open_is_not_recorded_and_why() {
    let folder = Folder::new();
    folder.write("workflows/round.yaml", ROUND);
    folder.write("workflows/fix.yaml", FIX);
    let open =
        ["open", "round", "--estate", "riverside", "--field", "what=漏水", "--later", "--as", "wang.li"];
    folder.run(&open).well();
    let [zh, en] = refused(&folder, "riverside-round-1", &[]);
    assert!(zh.contains("第一步留着没办") && en.contains("its first step left open"), "{zh} {en}");
}

#[test]
fn while_it_is_quiet_a_recorded_story_expects_no_message() {
    let folder = Folder::new();
    folder.edit("estates/riverside.yaml", "region: east\n", "region: east\nquiet_hours: \"00:00-23:59\"\n");
    let case = folder.complaint("major");
    let text = recorded(&folder, &case);
    assert!(text.contains("ready: respond") && !text.contains("told:"), "{text}");
}
