//! Files written one way, in either vocabulary.

use super::{Formatted, format};
use crate::read;
use steward_model::{File, Files, Lang};

fn file(path: &str, text: &str) -> File {
    let mut files = Files::new();
    files.insert(path, text.as_bytes());
    files.iter().next().cloned().expect("a file was put in")
}

#[track_caller]
fn check(path: &str, text: &str, words: Option<Lang>, expected: &str) {
    let formatted = match format(&file(path, text), words) {
        Formatted::Same => text.to_owned(),
        Formatted::Changed(text) => text,
        Formatted::Unreadable => "unreadable".to_owned(),
    };
    assert_eq!(formatted, expected);
}

#[test]
fn a_key_that_stands_twice_is_said_alike_both_times() {
    check(
        "workflows/a.yaml",
        "workflow: a\nsteps:\n  - step: x\nsteps:\n  - step: y\n",
        Some(Lang::Zh),
        "流程: a\n步骤:\n  - 步骤: x\n步骤:\n  - 步骤: y\n",
    );
}

#[test]
fn words_behind_full_width_colons_are_words() {
    check(
        "workflows/a.yaml",
        "流程: a\n升级: [{ 时点：超时, 通知: 上级 }]\n步骤:\n  - 步骤: x\n    负责：前台\n",
        Some(Lang::En),
        "workflow: a\nescalate: [{ at：overdue, tell: superior }]\nsteps:\n  - step: x\n    owner：前台\n",
    );
}

const ENGLISH: &str = r#"# 投诉 / complaints
workflow: complaint   # the owner of the file
title: { zh: 投诉, "en": Complaints }
start:
  - { every: workday at 08:00, on_rest_day: next }
fields:
  severity: { type: choice, of: { major: 重大, 是: 是 }, required: true }
  satisfied: { type: bool, default: false }
steps:
  - step: owner-of-all
    owner: "{department}"
    if: severity == 是 and not filled(plan) or satisfied == true
    within: '30m'
    by: closing
    calendar: always
    escalate:
      - { at: 10m before, tell: all owner }
      - { at: overdue + 1 workday, tell: [owner, all front-desk], repeat: { every: 1 workday, times: 5 } }
      - { at: 80%, tell: owner, via: [sms, email] }
"#;

const CHINESE: &str = r#"# 投诉 / complaints
流程: complaint   # the owner of the file
标题: { 中文: 投诉, "英文": Complaints }
发起:
  - { 定时: 每个工作日 08:00, 逢休: 顺延 }
字段:
  severity: { 类型: 选项, 可选值: { major: 重大, 是: 是 }, 必填: 是 }
  satisfied: { 类型: 是否, 默认: 否 }
步骤:
  - 步骤: owner-of-all
    负责: "{department}"
    条件: severity == 是 且 非 已填(plan) 或 satisfied == 是
    时限: '30分钟'
    最迟: 下班
    日历: 全天候
    升级:
      - { 时点: 提前10分钟, 通知: 全体负责人 }
      - { 时点: 超时 + 1个工作日, 通知: [负责人, 全体front-desk], 重复: { 每隔: 1个工作日, 次数: 5 } }
      - { 时点: 80%, 通知: 负责人, 途径: [短信, 邮件] }
"#;

#[test]
fn every_word_is_said_in_the_other_vocabulary_and_every_name_stays() {
    check("workflows/w.yaml", ENGLISH, Some(Lang::Zh), CHINESE);
    check("workflows/w.yaml", CHINESE, Some(Lang::En), ENGLISH);
}

#[test]
fn what_is_written_in_a_vocabulary_already_stays_as_it_is() {
    for (text, words) in [(ENGLISH, Lang::En), (CHINESE, Lang::Zh)] {
        assert_eq!(format(&file("workflows/w.yaml", text), Some(words)), Formatted::Same);
        assert_eq!(format(&file("workflows/w.yaml", text), None), Formatted::Same);
    }
}

#[test]
fn amounts_of_time_are_written_one_way() {
    let written = "流程: w\n步骤:\n  - { 步骤: a, 等待: 三个工作日 }\n  - { 步骤: b, 等待: ３０分钟 }\n  - { 步骤: c, 等待: 半小时 }\n";
    let meant = "流程: w\n步骤:\n  - { 步骤: a, 等待: 3个工作日 }\n  - { 步骤: b, 等待: 30分钟 }\n  - { 步骤: c, 等待: 30分钟 }\n";
    check("workflows/w.yaml", written, None, meant);
}

#[test]
fn days_of_a_week_and_hours_have_words_too() {
    let english = "calendar: desk\nhours:\n  mon-fri: [\"08:00-18:00\"]\n  sat: closed\n  makeup_workday: []\nworkdays: mon-fri\n";
    let chinese = "日历: desk\n工作时间:\n  周一至周五: [\"08:00-18:00\"]\n  周六: 休息\n  调休上班: []\n工作日: 周一至周五\n";
    check("calendars/desk.yaml", english, Some(Lang::Zh), chinese);
    check("calendars/desk.yaml", chinese, Some(Lang::En), english);
}

#[test]
fn a_story_is_told_in_either_vocabulary() {
    let english = "scenario: s\nworkflow: w\nestate: e\nopened: by clock 2026-03-02 00:00\nstory:\n  - { at: +0m, expect: { told: front-desk, via: sms } }\n  - { at: +1h30m, do: plan, as: a, expect: { closed: done } }\n  - { engine: stops }\n";
    let chinese = "场景: s\n流程: w\n项目: e\n立案: 由定时 2026-03-02 00:00\n经过:\n  - { 时刻: +0分钟, 应有: { 已通知: front-desk, 途径: 短信 } }\n  - { 时刻: +1小时30分, 做: plan, 由: a, 应有: { 已结案: 完成 } }\n  - { 引擎: 停机 }\n";
    check("scenarios/s.yaml", english, Some(Lang::Zh), chinese);
    check("scenarios/s.yaml", chinese, Some(Lang::En), english);
    for (en, zh) in [("by event a.b", "由事件 a.b"), ("by case", "由案件")] {
        let (en, zh) = (english.replace("by clock", en), chinese.replace("由定时", zh));
        check("scenarios/s.yaml", &en, Some(Lang::Zh), &zh);
        check("scenarios/s.yaml", &zh, Some(Lang::En), &en);
    }
}

#[test]
fn a_file_that_cannot_be_read_and_one_of_another_kind_are_left_alone() {
    check("workflows/w.yaml", "workflow: {", Some(Lang::Zh), "unreadable");
    check("rules/w.rhai", "fn opened(case) {}", Some(Lang::Zh), "fn opened(case) {}");
}

#[test]
fn both_vocabularies_are_read_alike_to_the_hash() {
    let hash = |text: &str| {
        let mut files = crate::lower::workflow::tests::estate_with(&[]);
        files.insert("workflows/w.yaml", text.as_bytes());
        let (handbook, findings) = read(&files);
        assert_eq!(findings, [], "{text}");
        let workflows = handbook.expect("there is a handbook").workflows;
        workflows.values().find(|workflow| workflow.id.as_str() == "w").expect("it was read").hash.clone()
    };
    let english = "workflow: w\nstart: { who: front-desk }\nfields:\n  ok: { type: bool, required: true }\nsteps:\n  - { step: a, owner: front-desk, form: [ok], within: 30m, then: { if: ok == false, end: cancelled } }\n  - { step: b, owner: front-desk, within: 2 workdays, since: opened, calendar: always }\n";
    let Formatted::Changed(chinese) = format(&file("workflows/w.yaml", english), Some(Lang::Zh)) else {
        panic!("there are words to change")
    };
    assert_eq!(hash(english), hash(&chinese));
}
