//! test: its reports, what it reaches, and watching.

use crate::harness::{Folder, keys, steward};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

fn unreached(document: &Value) -> Vec<String> {
    let list = document["unreached"].as_array().expect("a list");
    list.iter().for_each(|one| assert_eq!(keys(one), ["file", "line", "text"]));
    list.iter().map(|one| one["text"].as_str().expect("a text").to_owned()).collect()
}

fn is_line(folder: &Folder, document: &Value, text: &str) -> String {
    let list = document["unreached"].as_array().expect("a list");
    let one =
        list.iter().find(|one| one["text"] == text).unwrap_or_else(|| panic!("no `{text}` in {list:#?}"));
    let file = fs::read_to_string(folder.path().join(one["file"].as_str().expect("a file"))).expect("a file");
    let line = one["line"].as_u64().expect("a line") as usize;
    file.lines().nth(line - 1).expect("a line").trim().to_owned()
}

#[test]
fn what_no_scenario_reached_is_told_at_its_place_and_is_something_wrong() {
    let folder = Folder::new();
    let whole = folder.run(&["coverage", "--json", "--lang", "en"]).document(1);
    assert_eq!(keys(&whole), ["workflows", "unreached"]);
    assert_eq!(keys(&whole["workflows"][0]), ["workflow", "steps", "guards", "limits", "rungs"]);
    let before = unreached(&whole);
    assert!(!before.iter().any(|text| text.contains("First response: never missed")));
    let line = is_line(&folder, &whole, "Archive: the rung overdue + 4h was never carried out");
    assert_eq!(line, "- { at: overdue + 4h, tell: estate-manager, via: [sms, email] }");

    // With one scenario left, what only the others reached is missing.
    let kept = "scenarios/complaint/answered-in-time.yaml";
    let text = fs::read_to_string(folder.path().join(kept)).expect("a scenario");
    fs::remove_dir_all(folder.path().join("scenarios")).expect("gone");
    folder.write(kept, &text);
    let less = folder.run(&["coverage", "--json", "--lang", "en"]).document(1);
    for (text, line) in [
        ("Report a major complaint: its `if` never said yes", "- step: report-up"),
        ("Report a major complaint: its turn never came", "- step: report-up"),
        ("First response: never missed", "within: 30m"),
        ("Facts and plan: line 2 of its limit never counted", "- { allow: 3 workdays }"),
        (
            "Feedback and satisfaction: line 1 of `then` never applied",
            "- { if: satisfied == false, back_to: plan, rounds: 3, after_that: { hand_to: estate-manager } }",
        ),
    ] {
        assert_eq!(is_line(&folder, &less, text), line);
        assert!(!before.iter().any(|known| known == text), "{text} was reached before");
    }
    let text = folder.run(&["test", "--coverage", "--lang", "en"]).well();
    assert!(text.contains("that no scenario reached"), "{text}");
}

/// Whether an element says how many seconds it took.
fn has_time(line: &str) -> bool {
    let time = line.split_once(" time=\"").and_then(|(_, rest)| rest.split_once('"'));
    time.is_some_and(|(time, _)| time.parse::<f64>().is_ok_and(|seconds| (0.0..60.0).contains(&seconds)))
}

#[test]
fn a_failure_calls_people_roles_and_steps_what_people_read() {
    let folder = Folder::new();
    let begins = "场景: 谁知道\n流程: complaint\n项目: riverside\n立案: 2026-03-02 16:50\n字段: { complainant: 李先生, channel: phone, what: 电梯, severity: ordinary, department: engineering }\n经过:\n";
    let failed = |line: &str| {
        folder.write("scenarios/who.yaml", &format!("{begins}  - {{ 时刻: +1分钟, 应有: {{ {line} }} }}\n"));
        let ran = folder.run(&["test", "who.yaml"]);
        assert_eq!(ran.status, 1, "{ran:?}");
        let of = |mark: &str| {
            ran.stdout
                .lines()
                .find_map(|line| line.trim().strip_prefix(mark))
                .expect("a line")
                .trim()
                .to_owned()
        };
        (of("应有"), of("实际"))
    };
    let pair = |expected: &str, got: &str| (expected.to_owned(), got.to_owned());
    let told = "王丽 待办（邮件）；周敏 待办（邮件）";
    assert_eq!(failed("已通知: 赵强"), pair("已通知 赵强", told));
    assert_eq!(
        failed("已通知: 前台, 模板: task, 途径: [短信, 邮件]"),
        pair("已通知 前台（待办，短信和邮件）", told)
    );
    assert_eq!(failed("未通知: 周敏").0, "未通知 周敏");
    assert_eq!(
        failed("到期: { plan: 2026-03-03 16:00 }"),
        pair("核实与方案 到期 2026-03-03 16:00", "核实与方案 到期 2026-03-03 16:50（计时中）")
    );
    assert_eq!(failed("已完成: respond"), pair("首次响应 已完成", "首次响应：待办"));
    assert_eq!(failed("已结案: 完成"), pair("已结案 办结", "还没有结案"));
    let document = folder.run(&["test", "who.yaml", "--json"]).document(1);
    assert_eq!(document["scenarios"][0]["expected"], "已结案 done");
}

#[test]
fn a_build_server_gets_one_case_a_scenario_with_what_failed() {
    let folder = Folder::new();
    folder.edit("scenarios/complaint/answered-in-time.yaml", "skipped: report-up", "skipped: plan");
    let ran = folder.run(&["test", "--junit", "report.xml", "--lang", "en"]);
    assert_eq!(ran.status, 1);
    let xml = fs::read_to_string(folder.path().join("report.xml")).expect("a report");
    let count = |what: &str| xml.matches(what).count();
    assert_eq!((count("<failure "), count("<testsuites "), count("failures=\"1\"")), (1, 1, 2));
    assert_eq!(
        count("<testcase "),
        ran.stdout.lines().filter(|line| line.starts_with("pass") || line.starts_with("FAIL")).count()
    );
    assert_eq!(count("<testsuite "), count("</testsuite>"));
    let failure = &xml[xml.find("<failure").expect("one")..xml.find("</failure>").expect("its end")];
    for said in [
        "message=\"Facts and plan was skipped · Facts and plan is waiting\"",
        "scenarios/complaint/answered-in-time.yaml:",
        "- at: +0m",
    ] {
        assert!(failure.contains(said), "{said} is not in {failure}");
    }
    let times = |element: &str| xml.lines().filter(|line| line.contains(element)).all(has_time);
    assert!(times("<testsuites ") && times("<testsuite ") && times("<testcase "), "{xml}");
}

#[test]
fn a_watch_runs_again_when_a_file_changes_and_lives_through_a_half_written_one() {
    let folder = Folder::new();
    let mut child = steward()
        .current_dir(folder.path())
        .args(["test", "answered-in-time", "--watch", "--lang", "en"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut lines =
        BufReader::new(child.stdout.take().expect("stdout")).lines().map(|line| line.expect("UTF-8"));
    let mut run = || -> Vec<String> {
        let mut seen = Vec::new();
        for line in lines.by_ref() {
            if line.contains("waiting for a change") {
                break;
            }
            seen.push(line);
        }
        seen
    };
    assert!(run().contains(&"1 passed, 0 failed".to_owned()));
    let path = "scenarios/complaint/answered-in-time.yaml";
    let good = fs::read_to_string(folder.path().join(path)).expect("a file");
    folder.edit(path, "skipped: report-up", "skipped: plan");
    assert!(run().contains(&"0 passed, 1 failed".to_owned()));
    folder.write(path, "scenario: [half");
    assert!(!run().iter().any(|line| line.contains("passed")), "a broken handbook is not run");
    folder.write(path, &good);
    assert!(run().contains(&"1 passed, 0 failed".to_owned()));
    child.kill().expect("it ends");
    let told = child.wait_with_output().expect("it ended").stderr;
    let told = String::from_utf8(told).expect("UTF-8");
    assert!(told.contains(path) && told.contains("shows each, and the way out"), "{told}");
}

#[test]
fn a_case_that_happened_becomes_a_scenario_that_passes_and_says_nothing_private() {
    let folder = Folder::new();
    let case = folder.complaint("major");
    folder.act("wang.li", &["done", &case, "respond", "--tick", "已致歉安抚", "--tick", "已感谢反馈"]);
    folder.act("zhang.wei", &["done", &case, "plan", "--field", "plan=更换门机: \"A\" 型"]);
    folder.act("zhao.qiang", &["return", &case, "approve-plan", "--comment", "李先生要求写明日期"]);
    folder.act("zhao.qiang", &["extend", &case, "closed", "2 workdays", "--reason", "李先生出差"]);
    let document = folder.run(&["test", "--record", &case, "--json"]).document(0);
    let path = document["file"].as_str().expect("a file").to_owned();
    let text = fs::read_to_string(folder.path().join(&path)).expect("a scenario");
    for private in ["李先生", "13900002222", "写明日期", "出差"] {
        assert!(!text.contains(private), "{text}");
    }
    for said in [
        "do: plan",
        "return: approve-plan",
        "extend: closed, span: 2",
        "{ ready: approve-plan }",
        "major-complaint",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(folder.run(&["test", &path]).well().contains("1 个通过"));
    assert_eq!(folder.run(&["test", "--record", &case, "--json"]).error(3)["code"], "not-recorded");
}
