//! `steward new workflow`: writes the first file of a process, with comments that say what may be
//! changed. What the call leaves open is asked on a terminal; a script says everything with options.
//! Nothing is written that `check --strict` would find fault with.

use crate::book::{self, Book};
use crate::folder;
use crate::options::{Global, New};
use crate::output::{Done, Output, Problem, Status, Verdict};
use serde_json::json;
use std::io::{BufRead, IsTerminal as _};
use steward_language::Workspace;
use steward_model::{CalendarId, Diagnostic, Lang, RoleId, Severity, Text};
use steward_time::Span;

/// A process as it is asked for, every answer known to fit the handbook.
#[derive(Clone, Debug)]
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
    let mut draft = Draft::new(&book, output.lang);
    draft.ask_for(asked, &mut questions)?;
    let (file, text) = draft.written(&draft.answers);
    // What is there is never written over.
    folder::write_new(&book.folder.join(&file), &text)?;
    if output.json {
        output.document(&json!({ "workflow": draft.answers.id, "file": file }));
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
    /// Hands on the option, else the answer, else `None`: nothing was said. An answer that is refused is
    /// asked for again, with the reason; a refused option, or the end of the answers, ends it.
    fn ask(
        &mut self,
        option: Option<&String>,
        question: Text,
        mut take: impl FnMut(Option<String>) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(option) = option {
            return take(said(option));
        }
        let Some(answers) = &mut self.answers else { return take(None) };
        let mut refused = None;
        loop {
            self.output.text(question.in_(self.output.lang));
            let mut line = String::new();
            let read = answers.read_line(&mut line).map_err(|error| {
                Problem::new(Status::Outside, "no-answer", Text::plain(error.to_string()))
            })?;
            match (read, refused.take()) {
                (0, Some(problem)) => return Err(problem),
                (0, None) => return take(None),
                _ => {}
            }
            let Err(problem) = take(said(&line)) else { return Ok(()) };
            let lang = self.output.lang;
            self.output.complain(problem.message.in_(lang));
            problem.help.iter().for_each(|help| self.output.complain(help.in_(lang)));
            refused = Some(problem);
        }
    }
}

/// The process so far, with what stands for the questions still to come.
struct Draft<'a> {
    book: &'a Book,
    lang: Lang,
    answers: Answers,
    workspace: Workspace,
}

impl<'a> Draft<'a> {
    fn new(book: &'a Book, lang: Lang) -> Self {
        // Nobody is surer to be there than whoever hears what nobody else does.
        let somebody = book.handbook.roles.last_resort.clone();
        let answers = Answers {
            id: String::new(),
            title: String::new(),
            section: None,
            starter: somebody.clone(),
            owner: somebody,
            within: Span::Workdays(1),
            calendar: "always".to_owned(),
            approver: None,
        };
        Self { book, lang, answers, workspace: Workspace::default() }
    }

    fn ask_for<R: BufRead>(&mut self, asked: &New, questions: &mut Questions<'_, R>) -> Result<(), Problem> {
        let question = Text::new("流程编号（文件名）：", "Id of the process (its file's name): ");
        questions.ask(asked.id.as_ref(), question, |said| self.id(said.ok_or_else(|| missing("id"))?))?;
        let question = Text::new("名称：", "Title: ");
        questions.ask(asked.title.as_ref(), question, |said| {
            let title = said.ok_or_else(|| missing("title"))?;
            self.take(|answers| answers.title = title)
        })?;
        let question = Text::new("手册章节（可不填）：", "Section of the handbook (may be left out): ");
        questions
            .ask(asked.section.as_ref(), question, |said| self.take(|answers| answers.section = said))?;
        let question = Text::new("谁来办（岗位）：", "Who does it (a role): ");
        questions.ask(asked.owner.as_ref(), question, |said| {
            let role = role(self.book, &said.ok_or_else(|| missing("owner"))?)?;
            self.take(|answers| (answers.owner, answers.starter) = (role.clone(), role))
        })?;
        let question =
            Text::new("谁来立案（岗位，回车同上）：", "Who opens a case (a role; Enter: the same): ");
        questions.ask(asked.starter.as_ref(), question, |said| {
            let role = said.map_or_else(|| Ok(self.answers.owner.clone()), |name| role(self.book, &name))?;
            self.take(|answers| answers.starter = role)
        })?;
        let question = Text::new("按哪个日历计（回车为全天候）：", "On which calendar (Enter: always): ");
        questions.ask(asked.calendar.as_ref(), question, |said| {
            let id =
                said.map_or_else(|| Ok("always".to_owned()), |name| calendar_called(self.book, &name))?;
            self.take(|answers| answers.calendar = id)
        })?;
        let question =
            Text::new("多长时间办完（回车为 1个工作日）：", "How long it may take (Enter: 1 workday): ");
        questions.ask(asked.within.as_ref(), question, |said| {
            let within = said.map_or(Ok(Span::Workdays(1)), |text| super::due::span(&text))?;
            self.take(|answers| answers.within = within)
        })?;
        let question =
            Text::new("由谁审批（岗位，回车为不用审批）：", "Who approves it (a role; Enter: nobody): ");
        questions.ask(asked.approver.as_ref(), question, |said| {
            let role = said.map(|name| role(self.book, &name)).transpose()?;
            self.take(|answers| answers.approver = role)
        })
    }

    fn id(&mut self, id: String) -> Result<(), Problem> {
        if let Some(wrong) = id.chars().find(|c| !(c.is_alphanumeric() || "-_".contains(*c))) {
            return Err(Problem::words(
                "bad-name",
                format!("流程编号 {id} 里不能有“{wrong}”"),
                format!("the id `{id}` can't hold `{wrong}`"),
            ));
        }
        if let Some(there) = self.book.handbook.workflows.get(id.as_str()) {
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
        self.take(|answers| (answers.id, answers.title) = (id.clone(), id))
    }

    /// Takes one answer. What would be found in the file with it is told, and nothing taken.
    fn take(&mut self, answer: impl FnOnce(&mut Answers)) -> Result<(), Problem> {
        let mut answers = self.answers.clone();
        answer(&mut answers);
        let (file, text) = self.written(&answers);
        let mut files = self.book.files.clone();
        files.insert(&file, &*text);
        let (_, findings) = book::look_again(&mut self.workspace, &files);
        // The handbook was sound before.
        let is_ours = |one: &&Diagnostic| *one.place.file == *file || one.severity == Severity::Error;
        if let Some(finding) = findings.iter().find(is_ours) {
            let problem = Problem::new(Status::Refused, "would-not-pass", finding.message.clone());
            return Err(match &finding.help {
                Some(help) => problem.help(help.clone()),
                None => problem,
            });
        }
        self.answers = answers;
        Ok(())
    }

    /// The path of the file, and what stands in it.
    fn written(&self, answers: &Answers) -> (String, String) {
        let text = match self.lang {
            Lang::Zh => in_chinese(answers, self.book),
            Lang::En => in_english(answers),
        };
        // Editors complete and explain where the folder has the schema that `steward init` wrote.
        let text = match self.book.folder.join("schemas/workflow.json").is_file() {
            true => format!("# yaml-language-server: $schema=../schemas/workflow.json\n{text}"),
            false => text,
        };
        (format!("workflows/{}.yaml", answers.id), text)
    }
}

fn missing(name: &str) -> Problem {
    Problem::words("missing", format!("没有写 --{name}"), format!("--{name} is missing")).help(Text::new(
        "例如 steward new workflow --id tree-care --title 修剪树木 --owner engineering",
        "such as `steward new workflow --id tree-care --title \"Tree care\" --owner engineering`",
    ))
}

fn role(book: &Book, name: &str) -> Result<RoleId, Problem> {
    let roles = book.handbook.roles.roles.values();
    book::called(name, ("岗位", "role"), roles.map(|role| (role.id.as_str(), &role.title, role.id.clone())))
}

fn calendar_called(book: &Book, name: &str) -> Result<String, Problem> {
    if ["always", "全天候"].contains(&name) {
        return Ok("always".to_owned());
    }
    let titles = &book.handbook.calendar_titles;
    let titled = |id: &CalendarId| titles.get(id).cloned().unwrap_or_else(|| Text::plain(id.as_str()));
    let calendars: Vec<(&CalendarId, Text)> =
        book.handbook.calendars.keys().map(|id| (id, titled(id))).collect();
    book::called(
        name,
        ("日历", "calendar"),
        calendars.iter().map(|(id, title)| (id.as_str(), title, id.to_string())),
    )
}

/// A role as a file in Chinese words calls it: by its title, where that is the role's alone.
fn titled(role: &RoleId, book: &Book) -> String {
    let roles = &book.handbook.roles.roles;
    let title = roles.get(role).map_or(role.as_str(), |role| &role.title.zh);
    let is_plain = title.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    match self::role(book, title) {
        Ok(same) if same == *role && is_plain => title.to_owned(),
        Ok(same) if same == *role => quoted(title),
        _ => role.to_string(),
    }
}

/// A text in quotes, whatever it holds.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn in_chinese(answers: &Answers, book: &Book) -> String {
    let Answers { id, title, section, starter, owner, within, calendar, approver } = answers;
    let (starter, owner) = (titled(starter, book), titled(owner, book));
    let approver = approver.as_ref().map(|role| titled(role, book));
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
mod tests;
