//! `steward new workflow`: writes the first file of a process, with comments that say what may be
//! changed. What the call leaves open is asked on a terminal; a script says everything with options.
//! Nothing is written that `check --strict` would find fault with.

use crate::book::{self, Book};
use crate::folder;
use crate::options::{Global, New};
use crate::output::{Done, Output, Problem, Status, Verdict};
use serde_json::json;
use std::io::{BufRead, IsTerminal as _};
use steward_model::{Lang, RoleId, Text};
use steward_time::Span;

/// A process as it is asked for, every answer known to fit the handbook.
struct Answers {
    id: String,
    title: String,
    section: Option<String>,
    starter: RoleId,
    owner: RoleId,
    within: Span,
    calendar: String,
    approver: Option<RoleId>,
}

pub(crate) fn run(output: &Output, global: &Global, asked: &New) -> Done {
    let book = book::open(global)?;
    let terminal = std::io::stdin().is_terminal() && !output.json;
    let mut stdin = std::io::stdin().lock();
    let mut questions = Questions { output, answers: terminal.then_some(&mut stdin) };
    let answers = answers(&book, asked, &mut questions)?;
    let file = format!("workflows/{}.yaml", answers.id);
    let text = match output.lang {
        Lang::Zh => in_chinese(&answers),
        Lang::En => in_english(&answers),
    };
    // Editors complete and explain where the folder has the schema that `steward init` wrote.
    let text = match book.folder.join("schemas/workflow.json").is_file() {
        true => format!("# yaml-language-server: $schema=../schemas/workflow.json\n{text}"),
        false => text,
    };
    prove(&book, &file, &text)?;
    let path = book.folder.join(&file);
    // What is there is never written over.
    folder::write_new(&path, &text)?;
    if output.json {
        output.document(&json!({ "workflow": answers.id, "file": file }));
        return Ok(Verdict::Well);
    }
    output.line(match output.lang {
        Lang::Zh => format!("已写好 {file}。改完以后运行 steward check"),
        Lang::En => format!("{file} is written. After changing it, run `steward check`"),
    });
    Ok(Verdict::Well)
}

/// Asks for what the call leaves open, where there is somebody to ask.
struct Questions<'a, R> {
    output: &'a Output,
    answers: Option<&'a mut R>,
}

impl<R: BufRead> Questions<'_, R> {
    /// The option, else the answer, else `None`: nothing was said.
    fn ask(&mut self, option: Option<&String>, zh: &str, en: &str) -> Result<Option<String>, Problem> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(option) = option {
            return Ok(said(option));
        }
        let Some(answers) = &mut self.answers else { return Ok(None) };
        self.output.text(self.output.pick(zh, en));
        let mut line = String::new();
        answers
            .read_line(&mut line)
            .map_err(|error| Problem::new(Status::Outside, "no-answer", Text::plain(error.to_string())))?;
        Ok(said(&line))
    }

    fn must(&mut self, option: Option<&String>, name: &str, zh: &str, en: &str) -> Result<String, Problem> {
        self.ask(option, zh, en)?.ok_or_else(|| {
            Problem::words("missing", format!("没有写 --{name}"), format!("--{name} is missing")).help(
                Text::new(
                    "例如 steward new workflow --id tree-care --title 修剪树木 --owner engineering",
                    "such as `steward new workflow --id tree-care --title \"Tree care\" --owner engineering`",
                ),
            )
        })
    }
}

fn answers<R: BufRead>(
    book: &Book,
    asked: &New,
    questions: &mut Questions<'_, R>,
) -> Result<Answers, Problem> {
    let id = questions.must(
        asked.id.as_ref(),
        "id",
        "流程编号（文件名）：",
        "Id of the process (its file's name): ",
    )?;
    if let Some(wrong) = id.chars().find(|c| !(c.is_alphanumeric() || "-_".contains(*c))) {
        return Err(Problem::words(
            "bad-name",
            format!("流程编号 {id} 里不能有“{wrong}”"),
            format!("the id `{id}` can't hold `{wrong}`"),
        ));
    }
    if let Some(there) = book.handbook.workflows.get(id.as_str()) {
        let file = &there.place.file;
        return Err(Problem::new(
            Status::Refused,
            "already-there",
            Text::new(
                format!("流程 {id} 已经在 {file} 里"),
                format!("the workflow {id} is in {file} already"),
            ),
        ));
    }
    let title = questions.must(asked.title.as_ref(), "title", "名称：", "Title: ")?;
    let section = questions.ask(
        asked.section.as_ref(),
        "手册章节（可不填）：",
        "Section of the handbook (may be left out): ",
    )?;
    let owner =
        questions.must(asked.owner.as_ref(), "owner", "谁来办（岗位）：", "Who does it (a role): ")?;
    let owner = role(book, &owner)?;
    let starter = questions.ask(
        asked.starter.as_ref(),
        "谁来立案（岗位，回车同上）：",
        "Who opens a case (a role; Enter: the same): ",
    )?;
    let starter = starter.map_or_else(|| Ok(owner.clone()), |name| role(book, &name))?;
    let within = questions.ask(
        asked.within.as_ref(),
        "多长时间办完（回车为 1个工作日）：",
        "How long it may take (Enter: 1 workday): ",
    )?;
    let within = within.map_or(Ok(Span::Workdays(1)), |text| super::due::span(&text))?;
    let calendar = questions.ask(
        asked.calendar.as_ref(),
        "按哪个日历计（回车为全天候）：",
        "On which calendar (Enter: always): ",
    )?;
    let calendar = calendar.map_or_else(|| Ok("always".to_owned()), |name| calendar_called(book, &name))?;
    let approver = questions.ask(
        asked.approver.as_ref(),
        "由谁审批（岗位，回车为不用审批）：",
        "Who approves it (a role; Enter: nobody): ",
    )?;
    let approver = approver.map(|name| role(book, &name)).transpose()?;
    Ok(Answers { id, title, section, starter, owner, within, calendar, approver })
}

fn role(book: &Book, name: &str) -> Result<RoleId, Problem> {
    let roles = book.handbook.roles.roles.values();
    book::called(name, ("岗位", "role"), roles.map(|role| (role.id.as_str(), &role.title, role.id.clone())))
}

fn calendar_called(book: &Book, name: &str) -> Result<String, Problem> {
    if ["always", "全天候"].contains(&name) {
        return Ok("always".to_owned());
    }
    let titles: Vec<(String, Text)> =
        book.handbook.calendars.keys().map(|id| (id.to_string(), Text::plain(id.as_str()))).collect();
    book::called(
        name,
        ("日历", "calendar"),
        titles.iter().map(|(id, title)| (id.as_str(), title, id.clone())),
    )
}

/// Reads the handbook with the new file: what would be found in it is told, and nothing is written.
fn prove(book: &Book, file: &str, text: &str) -> Result<(), Problem> {
    let mut files = book.files.clone();
    files.insert(file, text);
    let reading = book::understand(book.folder.clone(), files);
    match reading.findings.iter().find(|finding| &*finding.place.file == file) {
        None => Ok(()),
        Some(finding) => {
            let problem = Problem::new(Status::Refused, "would-not-pass", finding.message.clone());
            Err(match &finding.help {
                Some(help) => problem.help(help.clone()),
                None => problem,
            })
        }
    }
}

/// A text in quotes, whatever it holds.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn in_chinese(answers: &Answers) -> String {
    let Answers { id, title, section, starter, owner, within, calendar, approver } = answers;
    let title = quoted(title);
    let section = section.as_ref().map_or_else(
        || "# 章节: \"3.2\"              # 对应手册的哪一章\n".to_owned(),
        |section| format!("章节: {}\n", quoted(section)),
    );
    let calendar = if calendar == "always" { "全天候" } else { calendar };
    let within = within.in_chinese();
    let approval = approver.as_ref().map_or_else(String::new, |role| {
        format!("\n  - 步骤: 审批\n    审批: {role}\n    退回到: 办理              # 不同意时退回哪一步\n    时限: {within}\n")
    });
    format!(
        "# 本文件由 steward new 写成，可以随意修改；改完运行 steward check。
流程: {id}
标题: {title}
{section}日历: {calendar}                  # 时限按它计；各步骤可以另写 日历

发起:
  - 岗位: [{starter}]            # 谁可以立案；也可以写 定时 或 事件

字段:                            # 表单上填什么
  事项: {{ 类型: 文字, 必填: 是 }}

步骤:                            # 按写的次序办
  - 步骤: 登记
    负责: {starter}
    表单: [事项]

  - 步骤: 办理
    负责: {owner}
    时限: {within}              # 不写 升级 时，用 steward.yaml 里的升级办法
{approval}"
    )
}

fn in_english(answers: &Answers) -> String {
    let Answers { id, title, section, starter, owner, within, calendar, approver } = answers;
    let title = quoted(title);
    let section = section.as_ref().map_or_else(
        || "# section: \"3.2\"           # of the handbook\n".to_owned(),
        |section| format!("section: {}\n", quoted(section)),
    );
    let within = within.in_english();
    let approval = approver.as_ref().map_or_else(String::new, |role| {
        format!("\n  - step: approve\n    approve: {role}\n    returned_to: handle        # the step that a return opens again\n    within: {within}\n")
    });
    format!(
        "# Written by `steward new`. Change it as you like, then run `steward check`.
workflow: {id}
title: {title}
{section}calendar: {calendar}                # what limits count on; a step may name its own

start:
  - who: [{starter}]             # who may open a case; `every:` and `event:` are other ways

fields:                          # what the form asks for
  what: {{ type: text, required: true }}

steps:                           # in the order written
  - step: record
    owner: {starter}
    form: [what]

  - step: handle
    owner: {owner}
    within: {within}             # without `escalate`, the ladder of steward.yaml stands
{approval}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_call_leaves_open_is_asked() {
        let output = Output { json: false, lang: Lang::En, color: false };
        let mut typed = " 3.2 \n\n".as_bytes();
        let mut questions = Questions { output: &output, answers: Some(&mut typed) };
        assert_eq!(questions.ask(Some(&"given".to_owned()), "", "").expect("said"), Some("given".to_owned()));
        assert_eq!(questions.ask(None, "", "").expect("typed"), Some("3.2".to_owned()));
        assert_eq!(questions.ask(None, "", "").expect("left out"), None);
        assert_eq!(questions.must(None, "title", "", "").expect_err("the input is over").code, "missing");
    }
}
