use super::*;
use crate::shipped::SHIPPED;
use std::path::PathBuf;
use steward_model::Files;

fn book() -> Book {
    let mut files = Files::default();
    SHIPPED.iter().for_each(|(path, text)| files.insert(path, *text));
    book::understand(PathBuf::new(), files).sound().expect("the shipped handbook is sound")
}

fn nothing_said() -> New {
    New {
        kind: crate::options::NewKind::Workflow,
        id: None,
        title: None,
        section: None,
        owner: None,
        starter: None,
        within: None,
        calendar: None,
        approver: None,
    }
}

/// What is written after these lines are typed, or why nothing is.
fn typed(lang: Lang, lines: &[&str]) -> Result<String, &'static str> {
    let output = Output { json: false, lang, color: false };
    let book = book();
    let typed = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let mut typed = typed.as_bytes();
    let mut questions = Questions { output: &output, answers: Some(&mut typed) };
    let mut draft = Draft::new(&book, lang);
    draft.ask_for(&nothing_said(), &mut questions).map_err(|problem| problem.code)?;
    assert_eq!(typed, b"", "everything typed was an answer");
    Ok(draft.written(&draft.answers).1)
}

fn lines_with<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
    let wanted = |line: &&str| words.iter().any(|word| line.trim_start_matches([' ', '-']).starts_with(word));
    text.lines().filter(wanted).map(|line| line.split('#').next().unwrap_or_default().trim()).collect()
}

#[test]
fn a_wrong_answer_is_asked_for_again_and_titles_are_written_where_words_are_chinese() {
    let answers = [
        "修 剪",
        "complaint",
        "修剪",
        "",
        "修剪树木",
        "",
        "工程部门",
        "工程",
        "前抬",
        "前台",
        "busines",
        "business",
        "24小时",
        "2个自然日天",
        "2小时",
        "项目精理",
        "项目经理",
    ];
    let text = typed(Lang::Zh, &answers).expect("written");
    assert_eq!(
        lines_with(&text, &["流程:", "标题:", "日历:", "岗位:", "负责:", "审批:", "时限:"]),
        [
            "流程: 修剪",
            "标题: \"修剪树木\"",
            "日历: business",
            "- 岗位: [前台]",
            "负责: 前台",
            "负责: 工程",
            "时限: 2小时",
            "审批: 项目经理",
            "时限: 2小时",
        ]
    );
}

#[test]
fn in_english_words_roles_stand_by_their_ids_whatever_was_typed() {
    let answers = ["tree-care", "Tree care", "3.2", "Engineering", "", "", "", "Estate manager"];
    let text = typed(Lang::En, &answers).expect("written");
    assert_eq!(
        lines_with(&text, &["who:", "owner:", "approve:", "within:", "calendar:"]),
        [
            "calendar: always",
            "- who: [engineering]",
            "owner: engineering",
            "owner: engineering",
            "within: 1 workday",
            "approve: estate-manager",
            "within: 1 workday",
        ]
    );
}

#[test]
fn when_the_answers_end_the_last_refusal_is_the_outcome() {
    assert_eq!(typed(Lang::Zh, &["complaint"]), Err("already-there"));
    assert_eq!(typed(Lang::Zh, &["修剪", "修剪树木", "", "没有这个岗位"]), Err("unknown-name"));
    assert_eq!(typed(Lang::Zh, &["修剪"]), Err("missing"));
    let short = typed(Lang::Zh, &["修剪", "修剪树木", "", "工程"]).expect("the rest may be left out");
    assert_eq!(lines_with(&short, &["岗位:"]), ["- 岗位: [工程]"]);
}
