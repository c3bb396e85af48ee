//! `steward cases`: a list of cases, a page at a time.

use crate::book::called;
use crate::office::Office;
use crate::options::{CaseState, Cases, Global};
use crate::output::{Done, Output, Problem, Verdict};
use crate::{instants, wire, words};
use serde_json::{Value, json};
use steward_case::State;
use steward_ports::{CaseFilter, CaseRow};

pub(crate) fn run(output: &Output, global: &Global, asked: Cases) -> Done {
    let office = Office::open(global)?;
    let page = office.cases(filter(&office, asked)?)?;
    if output.json {
        let cases: Vec<Value> = page.rows.iter().map(|row| document(&office, row)).collect();
        output.document(&json!({ "cases": cases, "next": page.next }));
        return Ok(Verdict::Well);
    }
    if page.rows.is_empty() {
        output.line(output.pick("没有案子", "there are no cases"));
        return Ok(Verdict::Well);
    }
    let head = match output.lang {
        steward_model::Lang::Zh => ["案件", "流程", "项目", "状态", "立案", "最近到期"],
        steward_model::Lang::En => ["case", "workflow", "estate", "state", "opened", "next due"],
    };
    let rows: Vec<Vec<String>> = page.rows.iter().map(|row| cells(output, &office, row)).collect();
    output.table(&head, &rows);
    more(output, page.next.as_deref());
    Ok(Verdict::Well)
}

/// Says how to see the next page.
pub(crate) fn more(output: &Output, next: Option<&str>) {
    if let Some(next) = next {
        output.line(format!("{} --after {next}", output.pick("还有：", "there are more:")));
    }
}

fn filter(office: &Office, asked: Cases) -> Result<CaseFilter, Problem> {
    let estates = office.handbook.estates.values();
    let estate = asked.estate.as_deref().map(|name| {
        called(name, ("项目", "estate"), estates.map(|one| (one.id.as_str(), &one.name, one.id.clone())))
    });
    let workflows = office.handbook.workflows.values();
    let workflow = asked.workflow.as_deref().map(|name| {
        called(name, ("流程", "workflow"), workflows.map(|one| (one.id.as_str(), &one.title, one.id.clone())))
    });
    Ok(CaseFilter {
        estates: estate.transpose()?.into_iter().collect(),
        workflow: workflow.transpose()?,
        state: asked.state.map(|state| match state {
            CaseState::Open => State::Open,
            CaseState::Held => State::Held,
            CaseState::Closed => State::Closed,
            CaseState::Cancelled => State::Cancelled,
        }),
        owner: asked.owner,
        overdue_at: asked.overdue.then(instants::now),
        limit: asked.limit,
        after: asked.after,
    })
}

fn document(office: &Office, row: &CaseRow) -> Value {
    let zone = office.zone(&row.estate);
    json!({
        "case": row.case.as_str(),
        "workflow": row.workflow.as_str(),
        "estate": row.estate.as_str(),
        "state": wire::state(row.state),
        "opened": wire::instant(row.opened, zone),
        "due": wire::maybe_instant(row.due, zone),
    })
}

fn cells(output: &Output, office: &Office, row: &CaseRow) -> Vec<String> {
    let (zone, lang) = (office.zone(&row.estate), output.lang);
    let workflow =
        office.handbook.workflows.get(&row.workflow).map_or(row.workflow.as_str(), |one| one.title.in_(lang));
    let estate =
        office.handbook.estates.get(&row.estate).map_or(row.estate.as_str(), |one| one.name.in_(lang));
    vec![
        row.case.to_string(),
        workflow.to_owned(),
        estate.to_owned(),
        words::state(row.state, lang).to_owned(),
        instants::full(row.opened, zone, lang),
        row.due.map_or(String::new(), |due| instants::full(due, zone, lang)),
    ]
}
