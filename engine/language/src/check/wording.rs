//! Whether the folder's wordings can be filled: their syntax, and that each variable is one of the
//! words every message has or a field that everybody may see.

use super::uses::Sent;
use crate::findings::{Draft, Findings, error};
use crate::lower::template::WordingText;
use minijinja::Environment;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_model::handbook::TEMPLATE_WORDS;
use steward_model::nearest;
use steward_model::{Field, Place, TemplateId, Workflow};

/// Checks each text.
pub(super) fn check(sent: &[(&Workflow, Vec<Sent<'_>>)], texts: &[WordingText], findings: &Findings) {
    for WordingText { template, path, text } in texts {
        let text = Wording { path, text };
        match Environment::new().template_from_str(text.text) {
            Err(wrong) => text.bad_syntax(&wrong, findings),
            Ok(parsed) => {
                let names: BTreeSet<String> = parsed.undeclared_variables(false).into_iter().collect();
                let fields = Fields::of(sent, template);
                names.iter().for_each(|name| text.variable(name, &fields, findings));
            }
        }
    }
}

/// The fields of the workflows that send a template; of all, when none does.
struct Fields<'a> {
    open: BTreeSet<&'a str>,
    /// Those that are private or that only some roles see.
    confined: BTreeMap<&'a str, &'a Field>,
}

impl<'a> Fields<'a> {
    fn of(all: &[(&'a Workflow, Vec<Sent<'a>>)], template: &TemplateId) -> Self {
        let sends = |sent: &[Sent<'_>]| sent.iter().any(|sent| sent.template == template.as_str());
        let known = all.iter().any(|(_, sent)| sends(sent));
        let senders = || all.iter().filter(move |(_, sent)| !known || sends(sent));
        let fields = || {
            let all = senders()
                .flat_map(|(workflow, _)| workflow.fields.iter().map(move |field| (workflow, field)));
            // What each item of a step has its own value of is no word of a message.
            all.filter(|(workflow, field)| workflow.each_of(&field.id).is_none()).map(|(_, field)| field)
        };
        Self {
            open: fields().filter(|field| !field.is_confined()).map(|field| field.id.as_str()).collect(),
            confined: fields()
                .filter(|field| field.is_confined())
                .map(|field| (field.id.as_str(), field))
                .collect(),
        }
    }
}

/// A field that not everybody may see stands in what is sent.
pub(super) fn in_template(place: &Place, field: &Field, [zh, en]: [&str; 2]) -> Draft {
    let name = &field.id;
    if field.private {
        return error(
            "private-in-template",
            place,
            format!("`{name}` 是保密字段，不能写进{zh}"),
            format!("`{name}` is a private field and can't stand in {en}"),
        )
        .also(&field.place, "在这里标为保密", "it is private here");
    }
    error(
        "private-in-template",
        place,
        format!("`{name}` 限定了可见岗位，不能写进{zh}"),
        format!("`{name}` is not for everybody to see and can't stand in {en}"),
    )
    .also(&field.place, "可见岗位写在这里", "it says here who sees it")
}

struct Wording<'a> {
    path: &'a Arc<str>,
    text: &'a str,
}

impl Wording<'_> {
    fn bad_syntax(&self, wrong: &minijinja::Error, findings: &Findings) {
        let range = wrong.range().unwrap_or_default();
        let detail = wrong.detail().unwrap_or("syntax error");
        findings.add(
            error(
                "bad-template",
                &self.place(range.start, range.end),
                format!("模板的写法不对{}", in_chinese(detail)),
                format!("the template can't be read ({detail})"),
            )
            .help(
                "变量写成 {{ step }}，条件写成 {% if … %}…{% endif %}",
                "a variable is written {{ step }}, a condition {% if … %}…{% endif %}",
            ),
        );
    }

    fn variable(&self, name: &str, fields: &Fields<'_>, findings: &Findings) {
        let place = self.find(name);
        if let Some(field) = fields.confined.get(name) {
            findings.add(
                in_template(&place, field, ["消息", "a message"]).help(
                    "去掉它；要看的人在办理页面里看",
                    "leave it out; who needs it reads it with the task",
                ),
            );
            return;
        }
        if TEMPLATE_WORDS.contains(&name) || fields.open.contains(name) {
            return;
        }
        let draft = error(
            "unknown-variable",
            &place,
            format!("没有叫 `{name}` 的变量"),
            format!("there is no variable called `{name}`"),
        );
        let words = TEMPLATE_WORDS.iter().copied().chain(fields.open.iter().copied());
        findings.add(match nearest(name, words) {
            Some(word) => crate::reader::meant(draft, &place, word),
            None => {
                let words = TEMPLATE_WORDS.join(", ");
                draft.help(
                    format!("可用的变量：{words}，以及人人可见的字段"),
                    format!("the variables are: {words}, and fields that everybody may see"),
                )
            }
        });
    }

    /// Where a name stands first as a word of its own inside braces; the top of the file when it
    /// can't be found.
    fn find(&self, name: &str) -> Place {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let stands = |at: usize| {
            let (before, rest) = self.text.split_at(at);
            let in_braces =
                before.rfind("{{").max(before.rfind("{%")) > before.rfind("}}").max(before.rfind("%}"));
            in_braces && !before.ends_with(part) && !rest[name.len()..].starts_with(part)
        };
        let at = self.text.match_indices(name).map(|(at, _)| at).find(|at| stands(*at));
        at.map_or_else(|| self.place(0, 0), |at| self.place(at, at + name.len()))
    }

    /// A stretch of the template; of a letter that is met in part, the whole.
    fn place(&self, start: usize, end: usize) -> Place {
        let whole = |at: usize| self.text.is_char_boundary(at) || at > self.text.len();
        let start = (0..=start).rev().find(|at| whole(*at)).unwrap_or(0);
        let end = (end..=self.text.len()).find(|at| whole(*at)).unwrap_or(self.text.len());
        Place { file: self.path.clone(), start, end }
    }
}

/// What the template's parser says, in Chinese and in brackets; nothing where it says what has no
/// Chinese here.
fn in_chinese(detail: &str) -> String {
    let part = |said: &str| {
        Some(match said {
            "end of variable block" => "`}}`".to_owned(),
            "end of block" => "`%}`".to_owned(),
            "end of input" => "文字的结尾".to_owned(),
            "identifier" => "一个名称".to_owned(),
            "expression" => "一个变量".to_owned(),
            mark if mark.starts_with('`') && mark.ends_with('`') => mark.to_owned(),
            _ => return None,
        })
    };
    let said = detail.strip_prefix("unexpected ").and_then(|rest| rest.split_once(", expected "));
    match said.and_then(|(got, wanted)| Some((part(got)?, part(wanted)?))) {
        Some((got, wanted)) => format!("（这里要 {wanted}，遇到的是 {got}）"),
        None => String::new(),
    }
}
