//! why.

use crate::harness::{Folder, keys};
use serde_json::Value;
use std::fs;

fn answers(folder: &Folder, case: &str) -> Vec<Value> {
    let document = folder.run(&["why", case, "--json", "--lang", "en"]).document(0);
    assert_eq!(keys(&document), ["case", "answers"]);
    let answers = document["answers"].as_array().expect("answers").clone();
    for answer in &answers {
        assert_eq!(keys(answer), ["about", "name", "text", "pieces", "rule", "skipped"]);
        answer["pieces"]
            .as_array()
            .expect("pieces")
            .iter()
            .for_each(|piece| assert_eq!(keys(piece), ["from", "to", "seconds"]));
        answer["skipped"]
            .as_array()
            .expect("skipped")
            .iter()
            .for_each(|one| assert_eq!(keys(one), ["who", "reason"]));
    }
    answers
}

fn about<'a>(answers: &'a [Value], about: &str, name: &str) -> &'a Value {
    let found = answers.iter().find(|answer| answer["about"] == about && answer["name"] == name);
    found.unwrap_or_else(|| panic!("nothing about {about} {name} in {answers:#?}"))
}

/// The text of the line that an answer names.
fn line(folder: &Folder, answer: &Value) -> String {
    let file = answer["rule"]["file"].as_str().expect("a file");
    let number = answer["rule"]["line"].as_u64().expect("a line");
    let text = fs::read_to_string(folder.path().join(file)).expect("a file");
    text.lines().nth(number as usize - 1).expect("a line").trim().to_owned()
}

#[test]
fn each_due_time_names_its_line_and_its_pieces_and_each_message_its_rung() {
    let folder = Folder::new();
    let case = folder.complaint("major");
    let answers = answers(&folder, &case);
    let respond = about(&answers, "limit", "respond");
    assert!(
        respond["text"].as_str().is_some_and(|text| text.contains("30m") && text.contains("desk → always")),
        "{respond}"
    );
    // People read titles.
    let told = folder.run(&["why", &case]).well();
    assert!(told.contains("日历 前台时间 → 全天候") && told.contains("日历 办公时间"), "{told}");
    assert_eq!(line(&folder, respond), "within: 30m");
    assert_eq!(respond["pieces"][0]["seconds"], 1800);
    assert_eq!(line(&folder, about(&answers, "limit", "plan")), "- { allow: 3 workdays }");
    assert_eq!(line(&folder, about(&answers, "message", "task")), "- { at: ready, tell: owner }");
    assert_eq!(line(&folder, about(&answers, "message", "major-complaint")), "- step: report-up");
}

#[test]
fn extensions_and_pauses_are_told() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    folder.act("li.na", &["extend", &case, "respond", "15m", "--reason", "业主不便"]);
    folder.act("li.na", &["hold", &case, "--reason", "等业主"]);
    let answers = answers(&folder, &case);
    let text = |name: &str| about(&answers, "limit", name)["text"].as_str().expect("a text").to_owned();
    assert!(text("respond").contains("extended  李娜  +15m: 业主不便"), "{}", text("respond"));
    assert!(text("plan").contains("stands still since"), "{}", text("plan"));
    assert!(!text("respond").contains("stands still"), "it runs while held");
}

#[test]
fn who_was_passed_over_is_named_with_the_reason() {
    let folder = Folder::new();
    let year = steward_time::Timestamp::now().to_zoned(steward_time::TimeZone::UTC).year();
    let away = format!("away: [{}-06-01..{}-06-01]", year - 1, year + 1);
    folder.edit("estates/riverside.yaml", "away: [2026-05-01..2026-05-05]", &away);
    let args = ["event", "inspection.failed", "--estate", "riverside", "--as", "li.na", "--json"];
    let case = folder.run(&args).document(0)["case"].as_str().expect("a case").to_owned();
    let answers = answers(&folder, &case);
    let task = about(&answers, "message", "task");
    assert_eq!(task["skipped"], serde_json::json!([{ "who": "wang.li", "reason": "away" }]));
}

#[test]
fn a_case_keeps_the_lines_it_was_opened_by() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    let before = answers(&folder, &case);
    folder.edit("workflows/complaint.yaml", "within: 30m", "within: 45m");
    folder.edit(
        "workflows/complaint.yaml",
        "workflow: complaint\n",
        "# another line on top\nworkflow: complaint\n",
    );
    let after = answers(&folder, &case);
    assert_eq!(about(&before, "limit", "respond"), about(&after, "limit", "respond"));
}

#[test]
fn a_message_that_a_rule_asked_for_names_the_rules_line() {
    let folder = Folder::new();
    folder.write(
        "rules/promises.rhai",
        "fn overdue(case, step, limit) {\n    tell(role(\"estate-manager\"), \"major-complaint\", #{ via: [\"sms\"] });\n}\n",
    );
    folder.edit("workflows/enquiry.yaml", "calendar: business\n", "calendar: business\nrules: promises\n");
    let mut open = vec!["open", "enquiry", "--estate", "riverside", "--as", "wang.li", "--json"];
    for field in ["visitor=李先生", "kind=fee", "what=账单", "complexity=ordinary", "solved=false"] {
        open.extend(["--field", field]);
    }
    let case = folder.run(&open).document(0)["case"].as_str().expect("a case").to_owned();
    // What was promised is past already, so the promise is missed at once.
    let pass_on = [
        "done",
        &case,
        "pass-on",
        "--field",
        "department=engineering",
        "--field",
        "promised=2026-01-05 09:00",
    ];
    assert!(folder.act("wang.li", &pass_on).contains(&"overdue".to_owned()));
    let answers = answers(&folder, &case);
    let told = about(&answers, "message", "major-complaint");
    assert_eq!(told["rule"], serde_json::json!({ "file": "rules/promises.rhai", "line": 2 }));
    assert_eq!(
        line(&folder, about(&answers, "message", "overdue")),
        "- { at: overdue, tell: [owner, superior], via: [sms, email] }"
    );
}

#[test]
fn the_answers_read_as_sentences() {
    let folder = Folder::new();
    let case = folder.complaint("major");
    let answers = answers(&folder, &case);
    let text =
        |kind: &str, name: &str| about(&answers, kind, name)["text"].as_str().expect("a text").to_owned();
    let task = text("message", "task");
    assert!(task.contains("the ladder says: when the step becomes ready, tell the owner (ready)"), "{task}");
    assert!(task.contains("王丽 is Front desk, whose step it is"), "{task}");
    let report = text("message", "major-complaint");
    assert!(report.contains("is a message by itself: tell Estate manager, Region manager"), "{report}");
    let respond = text("limit", "respond");
    assert!(respond.contains("  ready  carried out\n") && respond.ends_with("  overdue + 4h"), "{respond}");
    assert!(text("limit", "record").contains("no rung of the ladder was needed"));
    let said = folder.run(&["why", &case, "--lang", "zh"]).well();
    for line in [
        "升级办法规定：步骤派发时通知负责人（派发）",
        "  超时 + 4小时",
        "王丽 是前台，这一步由前台负责",
        "升级办法一档也没有用上",
    ] {
        assert!(said.contains(line), "{line} is not in {said}");
    }
}

#[test]
fn the_ready_rung_of_an_earlier_round_was_carried_out() {
    let folder = Folder::new();
    let case = folder.complaint("complex");
    folder.act("wang.li", &["done", &case, "respond", "--tick", "已致歉安抚", "--tick", "已感谢反馈"]);
    folder.act("zhang.wei", &["done", &case, "plan", "--field", "plan=更换轴承"]);
    folder.act("zhao.qiang", &["return", &case, "approve-plan", "--comment", "写明日期"]);
    let shown = folder.run(&["show", &case, "--json"]).document(0);
    let limits = shown["limits"].as_array().expect("limits");
    let plans: Vec<&Value> = limits.iter().filter(|limit| limit["limit"] == "plan").collect();
    let ready: Vec<&Value> = plans.iter().map(|limit| &limit["rungs"][0]).collect();
    assert_eq!(ready.len(), 2);
    for rung in ready {
        assert_eq!(rung["at"], "ready");
        assert!(rung["fired"].is_string() && rung["when"].is_string(), "{rung}");
    }
    let said = folder.run(&["why", &case, "--lang", "zh"]).well();
    let first = said.split("\n\n").find(|answer| answer.starts_with("核实与方案 (plan) 到期"));
    assert!(first.is_some_and(|answer| answer.contains("派发  已执行")), "{said}");
}
