//! The handbook as commands use it: read from its folder, its rules compiled, its names looked up.

use crate::folder;
use crate::options::Global;
use crate::output::{Problem, Status};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use steward_language::{Workspace, parse_value};
use steward_model::{
    Diagnostic, Estate, FieldId, Files, Handbook, Place, Severity, Text, Value, Workflow, nearest,
};
use steward_rules::Rulebook;
use steward_sim::Judges;

/// What a folder holds, whatever is wrong with it.
pub(crate) struct Reading {
    pub(crate) folder: PathBuf,
    pub(crate) files: Files,
    /// What was understood; `None` when not even steward.yaml could be read.
    pub(crate) understood: Option<(Handbook, Rulebook)>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// A sound handbook.
pub(crate) struct Book {
    pub(crate) folder: PathBuf,
    pub(crate) files: Files,
    pub(crate) handbook: Handbook,
    pub(crate) rules: Rulebook,
}

/// Reads the folder that is meant.
pub(crate) fn read(global: &Global) -> Result<Reading, Problem> {
    let folder = folder::find(global.dir.as_deref())?;
    let files = folder::read(&folder)?;
    Ok(understand(folder, files))
}

/// Reads files as a handbook.
pub(crate) fn understand(folder: PathBuf, files: Files) -> Reading {
    let (understood, findings) = look(&files);
    Reading { folder, files, understood, findings }
}

/// What files say, and everything that is wrong with them: the language first, then the rules.
pub(crate) fn look(files: &Files) -> (Option<(Handbook, Rulebook)>, Vec<Diagnostic>) {
    look_again(&mut Workspace::default(), files)
}

/// The same for those who look again and again.
pub(crate) fn look_again(
    workspace: &mut Workspace,
    files: &Files,
) -> (Option<(Handbook, Rulebook)>, Vec<Diagnostic>) {
    let (handbook, mut findings) = workspace.read(files);
    let understood = handbook.map(|handbook| {
        let (rules, more) = steward_rules::compile(&handbook);
        findings.extend(more);
        (handbook, rules)
    });
    (understood, steward_language::silence(files, findings))
}

/// Reads the folder that is meant, and refuses to work with a handbook that has errors.
pub(crate) fn open(global: &Global) -> Result<Book, Problem> {
    read(global)?.sound()
}

impl Reading {
    pub(crate) fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// The handbook, when it has no errors.
    pub(crate) fn sound(self) -> Result<Book, Problem> {
        self.sound_in(|_| true)
    }

    /// The handbook, when the files that matter have no errors.
    pub(crate) fn sound_in(self, matters: impl Fn(&str) -> bool) -> Result<Book, Problem> {
        let mut errors = self.errors().filter(|finding| matters(&finding.place.file));
        if let Some(first) = errors.next() {
            let count = errors.count() + 1;
            let at = format!("{}:{}", first.place.file, line(&self.files, &first.place));
            let folder = self.folder.display();
            return Err(Problem::new(
                Status::Refused,
                "handbook-broken",
                Text::new(
                    format!("手册 {folder} 有 {count} 处错误，先改好再用；第一处：{at} {}", first.message.zh),
                    format!(
                        "the handbook {folder} has {count} {}; the first: {at}: {}",
                        if count == 1 { "error" } else { "errors" },
                        first.message.en
                    ),
                ),
            )
            .help(Text::new(
                format!("steward --dir {folder} check 列出每一处和改法"),
                format!("`steward --dir {folder} check` shows each, and the way out"),
            )));
        }
        drop(errors);
        match self.understood {
            Some((handbook, rules)) => Ok(Book { folder: self.folder, files: self.files, handbook, rules }),
            None => Err(Problem::new(
                Status::Refused,
                "handbook-broken",
                Text::new("读不懂 steward.yaml", "steward.yaml can't be understood"),
            )),
        }
    }
}

impl Book {
    /// The rules of each workflow, as a rehearsal asks them.
    pub(crate) fn judges(&self) -> Judges {
        self.rules.judges()
    }

    /// A workflow by id or title.
    pub(crate) fn workflow(&self, name: &str) -> Result<&Arc<Workflow>, Problem> {
        let all = self.handbook.workflows.values();
        called(name, ("流程", "workflow"), all.map(|one| (one.id.as_str(), &one.title, one)))
    }

    /// A workflow by id or title, as it stands at an estate.
    pub(crate) fn workflow_at(&self, name: &str, estate: &Estate) -> Result<&Arc<Workflow>, Problem> {
        let standard = self.workflow(name)?;
        self.handbook.at(&estate.id, standard).map_err(|not_here| {
            Problem::new(Status::Refused, "not-here", not_here.in_names(&standard.title, &estate.name))
        })
    }

    /// An estate by id or name.
    pub(crate) fn estate(&self, name: &str) -> Result<&Arc<Estate>, Problem> {
        let all = self.handbook.estates.values();
        called(name, ("项目", "estate"), all.map(|one| (one.id.as_str(), &one.name, one)))
    }

    /// What `--field K=V` says, as values of the workflow's fields.
    pub(crate) fn values(
        &self,
        pairs: &[String],
        workflow: &Workflow,
        estate: &Estate,
    ) -> Result<BTreeMap<FieldId, Value>, Problem> {
        let mut values = BTreeMap::new();
        for (name, text) in split_pairs(pairs)? {
            let all = workflow.fields.iter();
            let field = called(&name, ("字段", "field"), all.map(|one| (one.id.as_str(), &one.title, one)))?;
            let value = parse_value(&text, field, estate).map_err(|wrong| {
                Problem::words(
                    "bad-value",
                    format!("{}：{}", field.id, wrong.zh),
                    format!("{}: {}", field.id, wrong.en),
                )
            })?;
            values.insert(field.id.clone(), value);
        }
        Ok(values)
    }
}

/// `K=V` pairs, each name once.
pub(crate) fn split_pairs(pairs: &[String]) -> Result<BTreeMap<String, String>, Problem> {
    let mut split = BTreeMap::new();
    for pair in pairs {
        let Some((name, text)) = pair.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            return Err(Problem::words(
                "bad-pair",
                format!("“{pair}”应写成 名称=值"),
                format!("`{pair}` should be NAME=VALUE"),
            ));
        };
        if split.insert(name.trim().to_owned(), text.to_owned()).is_some() {
            return Err(Problem::words(
                "twice",
                format!("{} 写了两次", name.trim()),
                format!("{} stands twice", name.trim()),
            ));
        }
    }
    Ok(split)
}

/// The thing with this id or, when only one has it, this title.
pub(crate) fn called<'a, T>(
    name: &str,
    (zh, en): (&str, &str),
    all: impl Iterator<Item = (&'a str, &'a Text, T)> + Clone,
) -> Result<T, Problem> {
    if let Some((.., one)) = all.clone().find(|(id, ..)| *id == name) {
        return Ok(one);
    }
    let mut titled = all.clone().filter(|(_, title, _)| title.zh == name || title.en == name);
    if let (Some((.., one)), None) = (titled.next(), titled.next()) {
        return Ok(one);
    }
    let ids: Vec<&str> = all.clone().map(|(id, ..)| id).collect();
    let listed: Vec<&str> = all.clone().map(|(_, title, _)| title.zh.as_str()).collect();
    let titles = all.flat_map(|(_, title, _)| [title.zh.as_str(), title.en.as_str()]);
    let problem = Problem::new(
        Status::Words,
        "unknown-name",
        Text::new(format!("没有叫“{name}”的{zh}"), format!("there is no {en} called `{name}`")),
    );
    // An id is what is best written; a title only where no id is near.
    let meant = nearest(name, ids.iter().copied()).or_else(|| nearest(name, titles));
    Err(match meant {
        Some(meant) => {
            problem.help(Text::new(format!("是不是 {meant}？"), format!("did you mean `{meant}`?")))
        }
        None if ids.is_empty() => problem,
        None => {
            let (zh_list, en_list) = (listed.join("、"), ids.join(", "));
            problem.help(Text::new(format!("有：{zh_list}"), format!("there are: {en_list}")))
        }
    })
}

/// The line a place is in, from 1.
pub(crate) fn line(files: &Files, place: &Place) -> usize {
    let bytes = files.get(&place.file).map_or(&[][..], |file| &file.bytes);
    bytes[..place.start.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The text of the line a place is in, without its indentation.
pub(crate) fn line_text(files: &Files, place: &Place) -> String {
    let bytes = files.get(&place.file).map_or(&[][..], |file| &file.bytes);
    let text = String::from_utf8_lossy(bytes);
    text.lines().nth(line(files, place) - 1).unwrap_or_default().trim().to_owned()
}
