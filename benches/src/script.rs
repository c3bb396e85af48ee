//! What one real case writes, commit by commit, read back from the store's file: the rows that
//! `floor` writes by hand and `crowd` copies. Whatever a new version of the store writes, this
//! follows, since the columns are asked for and not known here.

use anyhow::{Context as _, Result};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::path::Path;
use steward_case::CaseId;

/// A row, in the order of its table's columns.
pub(crate) type Row = Vec<Value>;

/// The columns of a table of the store.
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<String>,
}

impl Table {
    fn of(connection: &Connection, name: &'static str) -> Result<Self> {
        let statement = connection.prepare(&format!("SELECT * FROM {name} LIMIT 0"))?;
        let columns = statement.column_names().map(str::to_owned).collect();
        Ok(Self { name, columns })
    }

    /// Where a column stands.
    pub(crate) fn at(&self, column: &str) -> Result<usize> {
        let found = self.columns.iter().position(|name| name == column);
        found.with_context(|| format!("the table {} has no column {column}", self.name))
    }

    /// The statement that inserts a row.
    pub(crate) fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|at| format!("?{at}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.columns.join(", "), places.join(", "))
    }

    fn rows(&self, connection: &Connection, seq: i64) -> Result<Vec<Row>> {
        let mut rows =
            connection.prepare(&format!("SELECT * FROM {} WHERE case_seq = ?1 ORDER BY 1, 2", self.name))?;
        let rows = rows.query_map([seq], |row| (0..self.columns.len()).map(|at| row.get(at)).collect())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The tables a decision writes to.
#[derive(Clone)]
pub(crate) struct Tables {
    pub(crate) cases: Table,
    pub(crate) events: Table,
    pub(crate) tasks: Table,
    pub(crate) messages: Table,
}

/// What one commit writes.
#[derive(Clone)]
pub(crate) struct Written {
    /// The case's row as it is afterwards.
    pub(crate) case: Row,
    pub(crate) events: Vec<Row>,
    /// All tasks afterwards, where they are others than before.
    pub(crate) tasks: Option<Vec<Row>>,
    pub(crate) messages: Vec<Row>,
}

/// Reads along while a case is worked on.
pub(crate) struct Reader {
    connection: Connection,
    pub(crate) tables: Tables,
    case: CaseId,
    events: usize,
    tasks: Vec<Row>,
    messages: usize,
}

impl Reader {
    /// Begins with a case that has written nothing yet, as far as this reader knows.
    pub(crate) fn new(store: &Path, case: &CaseId) -> Result<Self> {
        let connection = Connection::open(store)?;
        let tables = Tables {
            cases: Table::of(&connection, "cases")?,
            events: Table::of(&connection, "events")?,
            tasks: Table::of(&connection, "tasks")?,
            messages: Table::of(&connection, "messages")?,
        };
        Ok(Self { connection, tables, case: case.clone(), events: 0, tasks: Vec::new(), messages: 0 })
    }

    /// What was written since it was asked last.
    pub(crate) fn written(&mut self) -> Result<Written> {
        let columns = self.tables.cases.columns.len();
        let case: Row =
            self.connection.query_row("SELECT * FROM cases WHERE id = ?1", [self.case.as_str()], |row| {
                (0..columns).map(|at| row.get(at)).collect()
            })?;
        let Some(Value::Integer(seq)) = case.get(self.tables.cases.at("seq")?) else {
            anyhow::bail!("case {} has no number in its store", self.case);
        };
        let mut events = self.tables.events.rows(&self.connection, *seq)?;
        let tasks = self.tables.tasks.rows(&self.connection, *seq)?;
        let mut messages = self.tables.messages.rows(&self.connection, *seq)?;
        let (new_events, new_messages) = (events.split_off(self.events), messages.split_off(self.messages));
        self.events += new_events.len();
        self.messages += new_messages.len();
        let changed = tasks != self.tasks;
        self.tasks.clone_from(&tasks);
        Ok(Written { case, events: new_events, tasks: changed.then_some(tasks), messages: new_messages })
    }
}

/// Makes the rows of one case those of another.
pub(crate) struct Renamed<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    /// The other's number in the store.
    pub(crate) seq: i64,
    /// What a message's `state`, `turn` and `attempts` are to be.
    pub(crate) state: &'a str,
}

impl Renamed<'_> {
    /// The rows of the other case.
    pub(crate) fn rows(&self, of: &Written) -> Result<Written> {
        let each = |table: &Table, rows: &[Row]| -> Result<Vec<Row>> {
            rows.iter().map(|row| self.row(table, row, "case_seq")).collect()
        };
        Ok(Written {
            case: self.row(&self.tables.cases, &of.case, "seq")?,
            events: each(&self.tables.events, &of.events)?,
            tasks: of.tasks.as_ref().map(|tasks| each(&self.tables.tasks, tasks)).transpose()?,
            messages: of.messages.iter().map(|row| self.message(row)).collect::<Result<_>>()?,
        })
    }

    fn row(&self, table: &Table, row: &Row, seq: &str) -> Result<Row> {
        let mut row: Row = row
            .iter()
            .map(|value| match value {
                Value::Text(text) if text.contains(self.from) => {
                    Value::Text(text.replace(self.from, self.to))
                }
                value => value.clone(),
            })
            .collect();
        row[table.at(seq)?] = Value::Integer(self.seq);
        if seq == "case_seq" {
            // The store numbers what belongs to a case itself.
            row[table.at("id")?] = Value::Null;
        }
        Ok(row)
    }

    fn message(&self, row: &Row) -> Result<Row> {
        let table = &self.tables.messages;
        let mut row = self.row(table, row, "case_seq")?;
        let waits = self.state == "waiting";
        row[table.at("turn")?] = if waits { row[table.at("made")?].clone() } else { Value::Null };
        row[table.at("state")?] = Value::Text(self.state.to_owned());
        row[table.at("attempts")?] = Value::Integer(i64::from(!waits));
        Ok(row)
    }
}
