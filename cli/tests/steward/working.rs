//! Work on cases: who acts, what comes of it, and what there is to look at.

use crate::harness::{Folder, keys, whats};
use serde_json::Value;

#[test]
fn a_complaint_goes_from_opening_to_the_plan() {
    let folder = Folder::new();
    let case = folder.complaint("major");
    assert_eq!(case, "riverside-complaint-1");
    assert_eq!(folder.act("wang.li", &["take", &case, "respond"]), ["taken"]);
    let done = ["done", &case, "respond", "--tick", "已致歉安抚", "--tick", "Thanked for the feedback"];
    assert_eq!(folder.act("wang.li", &done), ["done", "ready", "rung", "told", "told"]);
    let done = ["done", &case, "plan", "--field", "plan=更换门机"];
    assert_eq!(folder.act("zhang.wei", &done)[..2], ["done", "ready"]);
    assert_eq!(
        folder.act("zhao.qiang", &["return", &case, "approve-plan", "--comment", "写明日期"])[..2],
        ["returned", "done"]
    );
    folder.act("zhang.wei", &["done", &case, "plan", "--field", "plan=更换门机，周五完工"]);
    assert_eq!(
        folder.act("zhao.qiang", &["approve", &case, "approve-plan"])[..3],
        ["approved", "done", "ready"]
    );
}

#[test]
fn a_case_can_be_directed_by_those_above() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    assert_eq!(folder.act("li.na", &["hand", &case, "respond", "zhou.min"])[0], "handed");
    assert_eq!(
        folder.act("li.na", &["extend", &case, "respond", "15m", "--reason", "业主不便"])[0],
        "extended"
    );
    assert_eq!(
        folder.act("li.na", &["set", &case, "--field", "severity=major", "--reason", "媒体介入"])[0],
        "set"
    );
    assert_eq!(folder.act("wang.li", &["note", &case, "业主下午在家"]), ["noted"]);
    assert_eq!(folder.act("li.na", &["hold", &case, "--reason", "等业主"])[0], "held");
    assert_eq!(
        folder.run(&["hold", &case, "--reason", "等业主", "--as", "li.na", "--json"]).error(3)["code"],
        "refused"
    );
    assert_eq!(folder.act("li.na", &["resume", &case])[0], "resumed");
    let happened = folder.act("zhao.qiang", &["cancel", &case, "--reason", "重复登记"]);
    assert!(happened.iter().any(|what| what == "cancelled"), "{happened:?}");
    for args in [&["take", &case, "respond"][..], &["cancel", &case, "--reason", "x"], &["resume", &case]] {
        let error = folder.run(&[args, &["--as", "zhao.qiang", "--json"]].concat()).error(3);
        assert_eq!(error["code"], "refused", "nothing more can be done to a case that is over");
    }
}

#[test]
fn what_takes_two_is_done_when_another_has_signed() {
    let folder = Folder::new();
    folder.edit(
        "workflows/complaint.yaml",
        "  - step: respond\n",
        "  - step: respond\n    signoff: second-person\n",
    );
    let case = folder.complaint("ordinary");
    let sign = |who: &str| folder.run(&["sign", &case, "respond", "--as", who, "--json"]).error(3);
    assert_eq!(sign("zhou.min")["code"], "refused", "nothing was sent yet");
    let done = ["done", &case, "respond", "--tick", "已致歉安抚", "--tick", "已感谢反馈"];
    assert_eq!(folder.act("wang.li", &done), ["noted", "told"]);
    assert_eq!(sign("wang.li")["code"], "refused", "the second signature is another's");
    assert!(folder.run(&["show", &case, "--as", "wang.li"]).well().contains("待复核"));
    assert!(folder.run(&["tasks", "--as", "zhou.min"]).well().contains("待复核"));
    assert_eq!(folder.act("zhou.min", &["sign", &case, "respond"])[0], "done");
    // What is recorded of it was played, and passed, before it is written.
    folder.run(&["test", "--record", &case, "--as", "wang.li"]).well();
    let kept = folder.path().join(format!("scenarios/recorded/{case}.yaml"));
    let kept = std::fs::read_to_string(kept).expect("a scenario");
    assert!(kept.contains("do: respond") && kept.contains("sign: respond"), "{kept}");
}

#[test]
fn whoever_acts_is_named_and_may() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    let take = |who: &[&str], status| {
        folder.run(&[&["take", &case, "respond", "--json"], who].concat()).error(status)
    };
    assert_eq!(take(&[], 2)["code"], "nobody-acts");
    take(&["--as", "nobody.at.all"], 2);
    assert_eq!(take(&["--as", "fang.hua"], 3)["code"], "refused");
    // She has no role at this estate.
    assert_eq!(take(&["--as", "he.jing"], 3)["code"], "refused");
    let output = crate::harness::steward()
        .current_dir(folder.path())
        .env("STEWARD_AS", "wang.li")
        .args(["take", &case, "respond"])
        .output();
    assert!(output.expect("it runs").status.success(), "the variable names who acts, too");
}

#[test]
fn what_is_nowhere_is_a_mistake_in_the_call() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    let call = |args: &[&str]| folder.run(&[args, &["--as", "wang.li", "--json"]].concat()).error(2);
    call(&["show", "riverside-complaint-99"]);
    call(&["why", "nothing"]);
    call(&["take", "nothing", "respond"]);
    call(&["take", &case, "respnd"]);
    call(&["messages", "--case", "nothing"]);
    call(&["messages", "resend", "999"]);
    call(&["cases", "--estate", "nowhere"]);
    call(&["done", &case, "respond", "--tick", "没有这一项", "--tick", "已致歉安抚"]);
    call(&["open", "complaint", "--estate", "riverside", "--field", "channel=phone"]);
    call(&[
        "open",
        "complaint",
        "--estate",
        "riverside",
        "--field",
        "channel=phone",
        "--field",
        "channel=app",
    ]);
    call(&["event", "nothing.happened", "--estate", "riverside"]);
}

#[test]
fn the_same_request_twice_is_one_case() {
    let folder = Folder::new();
    let open = || {
        let args = [
            "event",
            "inspection.failed",
            "--estate",
            "riverside",
            "--key",
            "round-1",
            "--as",
            "li.na",
            "--json",
        ];
        folder.run(&args).document(0)
    };
    let first = open();
    assert_eq!(keys(&first), ["case", "events", "opened", "asked"]);
    assert_eq!(first["case"], "riverside-complaint-1");
    assert_eq!(whats(&first["events"])[0], "opened");
    assert_eq!(open()["opened"], first["opened"]);
    let cases = folder.run(&["cases", "--json"]).document(0);
    assert_eq!(cases["cases"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_case_is_shown_whole_with_personal_data_masked() {
    let folder = Folder::new();
    let case = folder.complaint("major");
    let shown = folder.run(&["show", &case, "--json"]).document(0);
    assert_eq!(
        keys(&shown),
        [
            "case", "workflow", "edition", "estate", "state", "opened", "closed", "ended", "caller",
            "fields", "steps", "limits", "evidence", "events"
        ]
    );
    assert_eq!(shown["state"], "open");
    assert_eq!(shown["edition"], 3);
    assert_eq!(keys(&shown["fields"]).len(), 8);
    assert_eq!(shown["fields"]["complainant"], "****/139****2222");
    assert_eq!(shown["fields"]["satisfied"], Value::Null);
    let step = &shown["steps"][0];
    let of_step = [
        "step", "item", "round", "state", "owner", "holder", "since", "done", "by", "asks_for", "called",
        "report",
    ];
    assert_eq!(keys(step), of_step);
    assert_eq!(
        (&step["step"], &step["state"], &step["by"]),
        (&"record".into(), &"done".into(), &"wang.li".into())
    );
    let limit = &shown["limits"][0];
    assert_eq!(
        keys(limit),
        ["limit", "step", "item", "round", "state", "due", "provisional", "used_seconds", "rungs"]
    );
    assert_eq!(keys(&limit["rungs"][0]), ["at", "when", "fired"]);
    assert_eq!(whats(&shown["events"])[0], "opened");

    let text = folder.run(&["show", &case]).well();
    assert!(text.contains("投诉人    ****/139****2222") && !text.contains("13900002222"), "{text}");
    assert!(text.contains("等级      重大"), "{text}");
    for command in [["why", &case], ["messages", "--json"], ["cases", "--json"]] {
        assert!(!folder.run(&command).well().contains("13900002222"));
    }
}

#[test]
fn tasks_are_those_of_a_person() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    let tasks = |args: &[&str]| {
        let document = folder.run(&[&["tasks", "--json"], args].concat()).document(0);
        assert_eq!(keys(&document), ["tasks", "next"]);
        document["tasks"].as_array().expect("tasks").clone()
    };
    let mine = tasks(&["--as", "wang.li"]);
    assert_eq!(mine.len(), 1);
    assert_eq!(
        keys(&mine[0]),
        ["case", "step", "item", "title", "estate", "owner", "holder", "due", "left_seconds", "state"]
    );
    assert_eq!(
        (&mine[0]["case"], &mine[0]["step"], &mine[0]["owner"]),
        (&case.as_str().into(), &"respond".into(), &"front-desk".into())
    );
    assert!(mine[0]["left_seconds"].as_i64().is_some_and(|left| (1700..=1800).contains(&left)), "{mine:?}");
    let mut theirs = tasks(&["--of", "zhou.min"]);
    theirs[0]["left_seconds"] = mine[0]["left_seconds"].clone();
    assert_eq!(theirs, mine, "the same, but for the seconds that passed between the two calls");
    assert_eq!(tasks(&["--of", "ma.jun"]), Vec::<Value>::new());
    assert_eq!(tasks(&[]).len(), 1, "the keeper sees all");
}

#[test]
fn lists_come_in_pages_and_are_filtered() {
    let folder = Folder::new();
    let first = folder.complaint("ordinary");
    let second = folder.complaint("major");
    folder.act("li.na", &["hold", &first, "--reason", "等业主"]);
    let cases = |args: &[&str]| {
        let page = folder.run(&[&["cases", "--json"], args].concat()).document(0);
        assert_eq!(keys(&page), ["cases", "next"]);
        for case in page["cases"].as_array().expect("cases") {
            assert_eq!(keys(case), ["case", "workflow", "estate", "state", "opened", "due"]);
        }
        page
    };
    let ids = |page: &Value| -> Vec<String> {
        let cases = page["cases"].as_array().expect("cases");
        cases.iter().filter_map(|case| case["case"].as_str().map(str::to_owned)).collect()
    };
    let page = cases(&["--limit", "1"]);
    let next = page["next"].as_str().expect("there is more");
    let rest = cases(&["--limit", "1", "--after", next]);
    let mut both = [ids(&page), ids(&rest)].concat();
    both.sort();
    assert_eq!(both, [first.clone(), second.clone()]);
    assert_eq!(ids(&cases(&["--state", "held"])), [first]);
    assert_eq!(
        ids(&cases(&["--state", "open", "--estate", "滨江花园", "--workflow", "complaint"])),
        [second]
    );
    assert_eq!(ids(&cases(&["--overdue"])), [""; 0]);
    assert_eq!(ids(&cases(&["--estate", "hillside"])), [""; 0]);
}

#[test]
fn messages_tell_how_far_they_came_and_can_be_sent_once_more() {
    let folder = Folder::new();
    let case = folder.complaint("major");
    let page = folder.run(&["messages", "--case", &case, "--limit", "2", "--json"]).document(0);
    assert_eq!(keys(&page), ["messages", "next"]);
    let message = &page["messages"][0];
    assert_eq!(
        keys(message),
        ["id", "case", "to", "via", "template", "state", "attempts", "at", "error", "message_id"]
    );
    assert_eq!((&message["state"], &message["attempts"]), (&"waiting".into(), &0.into()));
    assert!(page["next"].is_string());
    let id = message["id"].to_string();
    let resent = folder.run(&["messages", "resend", &id, "--json"]).document(0);
    assert_eq!(keys(&resent), ["id", "state"]);
    assert_eq!(resent["state"], "waiting");
    let sent = folder.run(&["messages", "--state", "sent", "--json"]).document(0);
    assert_eq!(sent["messages"], Value::Array(Vec::new()));
}

#[test]
fn the_store_is_where_the_call_says() {
    let folder = Folder::new();
    folder.complaint("ordinary");
    let other = folder.run(&["cases", "--json", "--store", "sqlite:elsewhere/other.db"]).document(0);
    assert_eq!(other["cases"], Value::Array(Vec::new()));
    assert!(folder.path().join("elsewhere/other.db").is_file());
    assert_eq!(folder.run(&["cases", "--json", "--store", "mysql:x"]).error(2)["code"], "bad-store");
    folder.write("broken.db", "this is no database, whatever its name says");
    assert_eq!(folder.run(&["cases", "--json", "--store", "sqlite:broken.db"]).error(4)["status"], 4);
}

#[test]
fn a_table_lines_up_under_chinese_heads() {
    let folder = Folder::new();
    folder.complaint("ordinary");
    let text = folder.run(&["tasks"]).well();
    let lines: Vec<&str> = text.lines().collect();
    let column = |line: &str, word: &str| {
        let at = line.find(word).unwrap_or_else(|| panic!("{word} is not in {line}"));
        unicode_width::UnicodeWidthStr::width(&line[..at])
    };
    assert_eq!(column(lines[0], "步骤"), column(lines[1], "respond"));
    assert_eq!(column(lines[0], "负责"), column(lines[1], "前台"));
    assert_eq!(
        column(lines[0], "剩余"),
        column(lines[1], if lines[1].contains("30分钟") { "30分钟" } else { "29分钟" })
    );
}

#[test]
fn no_rung_is_shown_as_carried_out_of_a_step_that_was_done_while_opening() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    let shown = folder.run(&["show", &case, "--json"]).document(0);
    let fired = |limit: &str| {
        let limits = shown["limits"].as_array().expect("limits");
        let clock = limits.iter().find(|one| one["limit"] == limit).expect("a clock");
        let rungs = clock["rungs"].as_array().expect("rungs");
        rungs.iter().find(|rung| rung["at"] == "ready").expect("a rung")["fired"].clone()
    };
    assert!(fired("record").is_null(), "{shown}");
    assert!(fired("respond").is_string(), "{shown}");
}
