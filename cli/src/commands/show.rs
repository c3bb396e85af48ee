//! `steward show`: a case with its fields, steps, limits, evidence and record.

mod evidence;

use crate::names::{Names, owner};
use crate::office::Office;
use crate::options::Global;
use crate::output::{Done, Output, Paint, Verdict};
use crate::wire::Saved;
use crate::{instants, timeline::Timeline, wire, words};
use serde_json::Value;
use std::path::Path;
use steward_case::{CallState, CaseId, ClockReport, Figures, StepReport, StepStatus};
use steward_model::{Field, FieldKind, Lang, Step, Text, Value as FieldValue};
use steward_service::Shown;

pub(crate) fn run(output: &Output, global: &Global, case: &str, into: Option<&Path>) -> Done {
    let office = Office::open(global)?;
    let shown = office.show(&CaseId::new(case))?;
    let saved = into.map(|into| evidence::save(&office, &shown, into)).transpose()?.unwrap_or_default();
    if output.json {
        output.document(&wire::show(&shown, &saved, output.lang));
    } else {
        tell(output, &shown, &saved);
    }
    Ok(Verdict::Well)
}

fn tell(output: &Output, shown: &Shown, saved: &Saved) {
    let lang = output.lang;
    let names = Names { workflow: &shown.workflow, estate: &shown.estate, lang };
    let state = words::state(shown.case.state, lang);
    let (title, estate) = (shown.workflow.title.in_(lang), shown.estate.name.in_(lang));
    output.line(output.paint(Paint::Bold, &format!("{}  {title} · {estate}  {state}", shown.case.id)));
    calls(output, shown);
    fields(output, shown);
    heading(output, "步骤", "Steps");
    let head = match lang {
        Lang::Zh => ["步骤", "", "轮次", "状态", "负责", "办理", "完成"],
        Lang::En => ["step", "", "round", "state", "owner", "by", "done"],
    };
    let rows: Vec<_> = shown.report.steps.iter().map(|step| step_cells(step, shown, &names)).collect();
    output.table(&head, &rows);
    reports(output, shown);
    if !shown.report.limits.is_empty() {
        heading(output, "时限", "Limits");
        let head = match lang {
            Lang::Zh => ["时限", "", "轮次", "状态", "到期", "已用"],
            Lang::En => ["limit", "", "round", "state", "due", "used"],
        };
        let rows: Vec<_> =
            shown.report.limits.iter().map(|clock| clock_cells(clock, shown, &names)).collect();
        output.table(&head, &rows);
    }
    evidence::tell(output, shown, &names, saved);
    heading(output, "经过", "Record");
    for line in Timeline::new(output, &shown.workflow, &shown.estate).lines(&shown.events) {
        output.line(line);
    }
}

fn heading(output: &Output, zh: &'static str, en: &'static str) {
    output.line("");
    output.line(output.paint(Paint::Cyan, output.pick(zh, en)));
}

/// The cases that this one is waited for by, and that its steps called.
fn calls(output: &Output, shown: &Shown) {
    if let Some(caller) = &shown.case.caller {
        output.line(format!("{}{}", output.pick("等它办结的案件：", "waited for by: "), caller.case));
    }
    for step in &shown.report.steps {
        let Some((called, case)) = step.called.as_ref().and_then(|it| Some((it, it.case.as_ref()?))) else {
            continue;
        };
        let ended = match &called.ended {
            None => String::new(),
            Some(word) => {
                let word = crate::names::end(&Text::plain(word.as_str()), output.lang);
                format!("{}{word}", output.pick("，已结束：", ", ended "))
            }
        };
        let says = output.pick("所等的案件", "waits for");
        output.line(format!("{} {says} {case}{ended}", step.step));
    }
}

/// How the workflows went that steps report on.
fn reports(output: &Output, shown: &Shown) {
    let lang = output.lang;
    for step in &shown.report.steps {
        let Some(workflow) = shown.workflow.step(&step.step).and_then(Step::report) else { continue };
        output.line("");
        let title = format!("{}{}{workflow}", step.step, output.pick("：附统计 ", ": figures of "));
        output.line(output.paint(Paint::Cyan, &title));
        let state = shown.case.steps.get(&step.step);
        let Some(figures) = state.and_then(|state| state.figures.as_ref()) else {
            output.line(match step.status {
                StepStatus::Ready | StepStatus::Done => {
                    output.pick("还没有算出来（由 serve 计算）", "not worked out yet (serve does that)")
                }
                _ => output.pick("这一步可以办理时计算", "worked out when the step becomes ready"),
            });
            continue;
        };
        output.line(period(figures, shown, lang));
        if figures.standards.is_empty() {
            output.line(output.pick("本项目不办这个流程", "this workflow is not done at the estate"));
        } else {
            let rows: Vec<_> = figures.standards.iter().map(|one| crate::figures::row(one, lang)).collect();
            output.table(&crate::figures::head(lang), &rows);
        }
    }
}

/// Which cases the figures are of.
fn period(figures: &Figures, shown: &Shown, lang: Lang) -> String {
    let zone = &shown.estate.zone;
    let until = instants::full(figures.until, zone, lang);
    let from = figures.from.map(|from| instants::full(from, zone, lang));
    match (from, figures.cases, lang) {
        (Some(from), 0, Lang::Zh) => format!("{from} 至 {until} 没有案件"),
        (Some(from), 0, Lang::En) => format!("no cases opened from {from} to {until}"),
        (None, 0, Lang::Zh) => format!("至 {until} 没有案件"),
        (None, 0, Lang::En) => format!("no cases opened before {until}"),
        (Some(from), cases, Lang::Zh) => format!("{from} 至 {until} 立案 {cases} 件"),
        (Some(from), cases, Lang::En) => format!("cases opened from {from} to {until}: {cases}"),
        (None, cases, Lang::Zh) => format!("至 {until} 立案 {cases} 件"),
        (None, cases, Lang::En) => format!("cases opened before {until}: {cases}"),
    }
}

fn fields(output: &Output, shown: &Shown) {
    let filled: Vec<Vec<String>> = shown
        .workflow
        .fields
        .iter()
        .filter_map(|field| {
            let value = shown.case.fields.get(&field.id)?;
            let titled = titled(value, field, shown, output.lang);
            if let Some(title) = titled.filter(|_| !field.private) {
                return Some(vec![field.title.in_(output.lang).to_owned(), title]);
            }
            let value = match wire::field(value, field.private, &shown.estate.zone) {
                Value::String(text) => text,
                Value::Array(list) => {
                    let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                    texts.join(crate::names::comma(output.lang))
                }
                Value::Bool(true) => output.pick("是", "yes").to_owned(),
                Value::Bool(false) => output.pick("否", "no").to_owned(),
                other => other.to_string(),
            };
            Some(vec![field.title.in_(output.lang).to_owned(), value])
        })
        .collect();
    if !filled.is_empty() {
        output.line("");
        output.table(&[output.pick("字段", "field"), output.pick("内容", "value")], &filled);
    }
}

/// What people read in place of a choice or of the id of a role or person.
fn titled(value: &FieldValue, field: &Field, shown: &Shown, lang: Lang) -> Option<String> {
    match (value, &field.kind) {
        (FieldValue::Choice(choice), FieldKind::Choice(of)) => {
            of.iter().find(|(one, _)| one == choice).map(|(_, title)| title.in_(lang).to_owned())
        }
        (FieldValue::Role(role), _) => Some(owner(&shown.estate, role.as_str(), lang).to_owned()),
        (FieldValue::Staff(person), _) => Some(owner(&shown.estate, person.as_str(), lang).to_owned()),
        (FieldValue::DateTime(at), _) => Some(instants::full(*at, &shown.estate.zone, lang)),
        _ => None,
    }
}

/// Where a step stands. One whose called case was not done waits for one above; one that somebody has sent, though it is still open, waits for a signature.
fn state(step: &StepReport, lang: Lang) -> &'static str {
    let stuck = step.called.as_ref().is_some_and(|called| called.state == CallState::Stuck);
    match (step.status, &step.by, lang) {
        (StepStatus::Ready, _, Lang::Zh) if stuck => "所等未办结",
        (StepStatus::Ready, _, Lang::En) if stuck => "not done there",
        (StepStatus::Ready, Some(_), Lang::Zh) => "待复核",
        (StepStatus::Ready, Some(_), Lang::En) => "to be signed",
        (status, _, lang) => words::step(status, lang),
    }
}

fn step_cells(step: &StepReport, shown: &Shown, names: &Names<'_>) -> Vec<String> {
    let done = step.done.map(|at| instants::full(at, &shown.estate.zone, names.lang));
    let who = step.by.as_ref().or(step.holder.as_ref());
    vec![
        step.step.to_string(),
        step.title.in_(names.lang).to_owned(),
        step.round.to_string(),
        state(step, names.lang).to_owned(),
        step.owners
            .iter()
            .map(|owner| names.owner(owner))
            .collect::<Vec<_>>()
            .join(crate::names::comma(names.lang)),
        who.map_or(String::new(), |id| names.person(id).to_owned()),
        done.unwrap_or_default(),
    ]
}

fn clock_cells(clock: &ClockReport, shown: &Shown, names: &Names<'_>) -> Vec<String> {
    let mut due = clock.due.map_or(String::new(), |due| instants::full(due, &shown.estate.zone, names.lang));
    if clock.provisional {
        due.push_str(match names.lang {
            Lang::Zh => "（暂定）",
            Lang::En => " (provisional)",
        });
    }
    let mut state = words::clock(wire::clock_state(clock.state, clock.paused), names.lang).to_owned();
    if clock.excused {
        state.push_str(match names.lang {
            Lang::Zh => "，已说明",
            Lang::En => ", excused",
        });
    }
    vec![
        clock.limit.to_string(),
        names.limit(&clock.limit).to_owned(),
        clock.round.to_string(),
        state,
        due,
        instants::amount(clock.used, names.lang),
    ]
}
