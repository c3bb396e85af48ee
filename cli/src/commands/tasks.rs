//! `steward tasks`: what waits for somebody, the most pressing first.

use super::cases::more;
use crate::office::Office;
use crate::options::{Global, Tasks};
use crate::output::{Done, Output, Paint, Verdict};
use crate::{instants, names, wire};
use serde_json::{Value, json};
use steward_model::{Estate, Lang, StaffId};
use steward_ports::TaskRow;
use steward_time::Timestamp;

pub(crate) fn run(output: &Output, global: &Global, asked: Tasks) -> Done {
    let office = Office::open(global)?;
    let of = asked.of.map(StaffId::new);
    let page = office.tasks(of.as_ref(), asked.limit, asked.after)?;
    let now = instants::now();
    if output.json {
        let tasks: Vec<Value> = page.rows.iter().map(|task| document(output, &office, task, now)).collect();
        output.document(&json!({ "tasks": tasks, "next": page.next }));
        return Ok(Verdict::Well);
    }
    if page.rows.is_empty() {
        output.line(output.pick("没有待办", "there are no open tasks"));
        return Ok(Verdict::Well);
    }
    let head = match output.lang {
        Lang::Zh => ["案件", "步骤", "", "负责", "接手", "到期", "剩余"],
        Lang::En => ["case", "step", "", "owner", "holder", "due", "left"],
    };
    let rows: Vec<Vec<String>> = page.rows.iter().map(|task| cells(output, &office, task, now)).collect();
    output.table(&head, &rows);
    more(output, page.next.as_deref());
    Ok(Verdict::Well)
}

/// Seconds until the due time as the wall clock goes; below nothing once it has passed.
fn left(task: &TaskRow, now: Timestamp) -> Option<i64> {
    task.due.map(|due| due.as_second() - now.as_second())
}

fn document(output: &Output, office: &Office, task: &TaskRow, now: Timestamp) -> Value {
    json!({
        "case": task.case.as_str(),
        "step": task.step.written(),
        "item": task.step.item(),
        "title": output.say(&task.title),
        "estate": task.estate.as_str(),
        "owner": task.owner,
        "holder": task.holder.as_ref().map(|id| id.as_str()),
        "due": wire::maybe_instant(task.due, office.zone(&task.estate)),
        "left_seconds": left(task, now),
        "state": "ready",
    })
}

fn cells(output: &Output, office: &Office, task: &TaskRow, now: Timestamp) -> Vec<String> {
    let lang = output.lang;
    let estate = office.handbook.estates.get(&task.estate);
    let owner = estate.map_or(task.owner.as_str(), |estate| names::owner(estate, &task.owner, lang));
    let holder = task.holder.as_ref();
    let person = |estate: &Estate, id: &StaffId| estate.person(id).map(|person| person.name.clone());
    let holder = holder.map(|id| estate.and_then(|one| person(one, id)).unwrap_or_else(|| id.to_string()));
    let left = left(task, now).map_or(String::new(), |left| {
        let amount = instants::rough(left.unsigned_abs(), lang);
        match (left >= 0, lang) {
            (true, _) => amount,
            (false, Lang::Zh) => output.paint(Paint::Red, &format!("已超 {amount}")),
            (false, Lang::En) => output.paint(Paint::Red, &format!("{amount} late")),
        }
    });
    vec![
        task.case.to_string(),
        task.step.to_string(),
        output.say(&task.title).to_owned(),
        owner.to_owned(),
        holder.unwrap_or_default(),
        task.due.map_or(String::new(), |due| instants::full(due, office.zone(&task.estate), lang)),
        left,
    ]
}
