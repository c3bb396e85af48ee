//! Lists: of cases, of messages, of open tasks. Cases and messages come newest first, a page at a
//! time; a page's `next` is the number of its last row, so what is added meanwhile moves nothing.

use super::column;
use super::fault::Fault;
use crate::words;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Rows, params, params_from_iter};
use steward_case::{CaseId, State};
use steward_model::{EstateId, RoleId, StaffId, StepId, TemplateId, Text, WorkflowId};
use steward_ports::{
    CaseFilter, CaseRow, DeliveryState, MessageFilter, MessageRow, OpenedFilter, Page, TaskFilter, TaskRow,
};

/// A list of cases.
pub(crate) fn cases(on: &Connection, filter: &CaseFilter) -> Result<Page<CaseRow>, Fault> {
    wanted_cases(filter).page(on, filter.limit, filter.after.as_deref(), case_row)
}

pub(super) fn wanted_cases(filter: &CaseFilter) -> Wanted {
    let mut wanted = Wanted::of(CASES, "seq");
    wanted.one_of("estate", filter.estates.iter().map(EstateId::as_str));
    if let Some(workflow) = &filter.workflow {
        wanted.that("workflow = ?", [workflow.as_str()]);
    }
    if let Some(state) = filter.state {
        wanted.that("state = ?", [words::of_state(state)]);
        if matches!(state, State::Open | State::Held) {
            // In the very words of the index of cases that have not ended.
            wanted.that("state IN ('open', 'held')", [""; 0]);
        }
    }
    if let Some(owner) = &filter.owner {
        wanted.that(
            "EXISTS (SELECT 1 FROM tasks WHERE case_seq = seq AND (owner = ? OR holder = ?))",
            [owner.as_str(), owner.as_str()],
        );
    }
    if let Some(at) = filter.overdue_at {
        wanted.that("due < ?", [at.as_second()]);
    }
    wanted
}

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        case: CaseId::new(row.get_ref(1)?.as_str()?),
        workflow: WorkflowId::new(row.get_ref(2)?.as_str()?),
        estate: EstateId::new(row.get_ref(3)?.as_str()?),
        state: column::state(row, 4)?,
        opened: column::at(row, 5)?,
        due: column::at_or_none(row, 6)?,
    })
}

/// Cases of a process at an estate that were opened in a period. A page's `next` is moment and number of
/// its last row.
pub(crate) fn opened(on: &Connection, filter: &OpenedFilter) -> Result<Page<CaseRow>, Fault> {
    let after = filter.after.as_deref().map(numbers::<2>);
    let Some([before, seq]) = after.unwrap_or(Some([filter.before.as_second(), 0])) else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let mut opened = on.prepare_cached(OPENED)?;
    let found = opened.query(params![
        filter.estate.as_str(),
        filter.workflow.as_str(),
        filter.from.map_or(i64::MIN, |from| from.as_second()),
        before,
        seq,
        i64::from(filter.limit) + 1,
    ])?;
    let cursor = |row: &Row<'_>| Ok(format!("{}.{}", row.get::<_, i64>(5)?, row.get::<_, i64>(0)?));
    page_of(found, filter.limit, cursor, case_row)
}

/// A list of messages.
pub(crate) fn messages(on: &Connection, filter: &MessageFilter) -> Result<Page<MessageRow>, Fault> {
    wanted_messages(filter).page(on, filter.limit, filter.after.as_deref(), message_row)
}

pub(super) fn wanted_messages(filter: &MessageFilter) -> Wanted {
    let mut wanted = Wanted::of(MESSAGES, "messages.id");
    if let Some(id) = filter.id {
        wanted.that("messages.id = ?", [id]);
    }
    if let Some(case) = &filter.case {
        wanted.that("cases.id = ?", [case.as_str()]);
    }
    wanted.one_of("estate", filter.estates.iter().map(EstateId::as_str));
    if let Some(state) = filter.state {
        wanted.that("messages.state = ?", [words::of_delivery(state)]);
        match state {
            DeliveryState::Waiting | DeliveryState::Sending => {
                wanted.that("messages.id IN (SELECT id FROM messages WHERE turn IS NOT NULL)", [""; 0]);
            }
            DeliveryState::Sent => {}
            // In the very words of the index of those that somebody may have to look at.
            _ => wanted.that("messages.state IN ('held', 'delivered', 'failed', 'dead', 'dropped')", [""; 0]),
        }
    }
    wanted
}

fn message_row(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    Ok(MessageRow {
        id: row.get(0)?,
        case: CaseId::new(row.get_ref(1)?.as_str()?),
        to: StaffId::new(row.get_ref(2)?.as_str()?),
        via: column::channel(row, 3)?,
        template: TemplateId::new(row.get_ref(4)?.as_str()?),
        state: column::delivery(row, 5)?,
        attempts: row.get(6)?,
        at: column::at(row, 7)?,
        error: row.get(8)?,
        message_id: row.get(9)?,
        event: row.get(10)?,
    })
}

/// Open tasks, by due time, those without one last. A person's are those that name them and those
/// they hold. A page's `next` is the due time, beginning and number of its last row.
pub(crate) fn tasks(on: &Connection, filter: &TaskFilter) -> Result<Page<TaskRow>, Fault> {
    let TaskFilter { estates, owners, people, .. } = filter;
    let mut wanted = Wanted::of(TASKS, "tasks.id");
    wanted.one_of("tasks.estate", estates.iter().map(EstateId::as_str));
    let of_somebody = !owners.is_empty() || !people.is_empty();
    if of_somebody {
        let names = owners.iter().map(RoleId::as_str).chain(people.iter().map(StaffId::as_str));
        let owned = marks(owners.len() + people.len());
        let held = marks(people.len());
        wanted.that(
            &format!("(owner IN ({owned}) OR holder IN ({held}))"),
            names.chain(people.iter().map(StaffId::as_str)),
        );
    }
    let one = if of_somebody { "tasks.case_seq, step" } else { "tasks.id" };
    let mut sql = format!("{TASKS}{} GROUP BY {one}", wanted.conditions());
    if let Some(after) = &filter.after {
        let Some(after) = numbers::<4>(after) else { return Ok(Page { rows: Vec::new(), next: None }) };
        sql.push_str(
            " HAVING (tasks.due IS NULL, coalesce(tasks.due, 0), since, min(tasks.id)) > (?, ?, ?, ?)",
        );
        wanted.values.extend(after.map(Value::Integer));
    }
    sql.push_str(" ORDER BY tasks.due IS NULL, tasks.due, since, min(tasks.id) LIMIT ?");
    wanted.values.push(Value::Integer(i64::from(filter.limit) + 1));
    let mut list = on.prepare_cached(&sql)?;
    let found = list.query(params_from_iter(wanted.values))?;
    let cursor = |row: &Row<'_>| {
        let (due, since, id) = (row.get::<_, Option<i64>>(8)?, row.get::<_, i64>(7)?, row.get::<_, i64>(9)?);
        Ok(format!("{}.{}.{since}.{id}", i64::from(due.is_none()), due.unwrap_or(0)))
    };
    page_of(found, filter.limit, cursor, task_row)
}

fn task_row(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    Ok(TaskRow {
        case: CaseId::new(row.get_ref(0)?.as_str()?),
        step: StepId::new(row.get_ref(1)?.as_str()?),
        title: Text { zh: row.get(2)?, en: row.get(3)? },
        estate: EstateId::new(row.get_ref(4)?.as_str()?),
        owner: row.get(5)?,
        holder: row.get::<_, Option<String>>(6)?.map(StaffId::new),
        since: column::at(row, 7)?,
        due: column::at_or_none(row, 8)?,
    })
}

/// The numbers that a page's `next` is made of; `None`: no page ever named it.
fn numbers<const N: usize>(next: &str) -> Option<[i64; N]> {
    let numbers: Option<Vec<i64>> = next.split('.').map(|number| number.parse().ok()).collect();
    numbers?.try_into().ok()
}

const CASES: &str = "SELECT seq, id, workflow, estate, state, opened, due FROM cases";

pub(super) const OPENED: &str = "SELECT seq, id, workflow, estate, state, opened, due FROM cases
    WHERE estate = ?1 AND workflow = ?2 AND opened >= ?3 AND (opened, seq) < (?4, ?5)
    ORDER BY opened DESC, seq DESC LIMIT ?6";

const MESSAGES: &str = "SELECT messages.id, cases.id, recipient, channel, template, messages.state, attempts,
    made, error, message_id, event FROM messages JOIN cases ON cases.seq = messages.case_seq";

const TASKS: &str =
    "SELECT cases.id, step, title_zh, title_en, tasks.estate, owner, holder, since, tasks.due,
    min(tasks.id) FROM tasks JOIN cases ON cases.seq = tasks.case_seq";

/// What a list is asked for: what it is of, which number it is sorted by and begins with, conditions, and the
/// values their question marks stand for.
pub(super) struct Wanted {
    list: &'static str,
    number: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Wanted {
    fn of(list: &'static str, number: &'static str) -> Self {
        Self { list, number, conditions: Vec::new(), values: Vec::new() }
    }

    fn that<V: Into<SqlValue>>(&mut self, condition: &str, values: impl IntoIterator<Item = V>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values.into_iter().map(|value| value.into().0));
    }

    /// That a column holds one of these; of none, anything.
    fn one_of<'a>(&mut self, column: &str, values: impl ExactSizeIterator<Item = &'a str>) {
        if values.len() > 0 {
            self.that(&format!("{column} IN ({})", marks(values.len())), values);
        }
    }

    fn conditions(&self) -> String {
        if self.conditions.is_empty() {
            return String::new();
        }
        format!(" WHERE {}", self.conditions.join(" AND "))
    }

    /// The list, newest first.
    pub(super) fn sql(&self) -> String {
        format!("{}{} ORDER BY {} DESC LIMIT ?", self.list, self.conditions(), self.number)
    }

    /// One page of the list. A page after what no page ever named is empty.
    fn page<T>(
        mut self,
        on: &Connection,
        limit: u32,
        after: Option<&str>,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, Fault> {
        match after.map(str::parse::<i64>) {
            Some(Ok(after)) => self.that(&format!("{} < ?", self.number), [after]),
            Some(Err(_)) => return Ok(Page { rows: Vec::new(), next: None }),
            None => {}
        }
        // One more than asked for tells whether there is a next page.
        self.values.push(Value::Integer(i64::from(limit) + 1));
        let mut page = on.prepare_cached(&self.sql())?;
        let found = page.query(params_from_iter(self.values))?;
        page_of(found, limit, |row| Ok(row.get::<_, i64>(0)?.to_string()), read)
    }
}

/// A page of rows, of which there may be one more than it holds. `cursor` names the page after a row.
fn page_of<T>(
    mut found: Rows<'_>,
    limit: u32,
    cursor: impl Fn(&Row<'_>) -> rusqlite::Result<String>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Page<T>, Fault> {
    let (mut rows, mut last, mut next) = (Vec::new(), None, None);
    while let Some(row) = found.next()? {
        if rows.len() == limit as usize {
            next = last;
            break;
        }
        last = Some(cursor(row)?);
        rows.push(read(row)?);
    }
    Ok(Page { rows, next })
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// A value of ours as SQLite takes it.
struct SqlValue(Value);

impl From<&str> for SqlValue {
    fn from(text: &str) -> Self {
        Self(Value::Text(text.to_owned()))
    }
}

impl From<i64> for SqlValue {
    fn from(number: i64) -> Self {
        Self(Value::Integer(number))
    }
}
