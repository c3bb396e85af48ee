//! `--many N`: random cases over four weeks, and what they come to for limits, people and roles. The
//! seed is printed, so that the same cases can be had again.

mod progress;
mod standards;

use crate::book::Book;
use crate::drawing::safe;
use crate::names::{Names, owner};
use crate::options::{Format, Simulate};
use crate::output::{Done, Output, Paint, Problem, Status, Verdict};
use crate::{instants, wire};
use progress::Progress;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use steward_model::{Estate, Lang, StaffId, Text, Workflow};
use steward_sim::{Crowd, Dice, Draw, crowd};
use steward_time::Timestamp;

/// A seed that nobody named is below this, so that it is easily typed again.
const SEEDS: u128 = 1_000_000;

/// At so many cases a share is sure to about one in a hundred; more only take longer, and their
/// messages a day are no month that any estate has.
const MOST: u32 = 10_000;

/// A table of more columns is the one by hours of the day.
const MOST_COLUMNS: usize = 20;

/// On a phone a cell longer than this may take several lines.
const LONG_WORDS: usize = 8;

/// What was asked, and what came of it.
struct Many<'a> {
    output: &'a Output,
    book: &'a Book,
    workflow: &'a Workflow,
    estate: &'a Estate,
    from: Timestamp,
    seed: u64,
    crowd: Crowd,
}

/// How many messages a person got.
struct Load {
    name: String,
    total: u32,
    most: u32,
    /// On how many days they were over their budget; `None`: there is none.
    over: Option<usize>,
}

pub(super) fn run(output: &Output, book: &Book, asked: &Simulate, cases: u64) -> Done {
    let estate = book.estate(&asked.estate)?;
    let workflow = book.workflow_at(&asked.workflow, estate)?;
    if asked.nobody || asked.story.is_some() || asked.format == Format::Svg {
        return Err(Problem::words(
            "many-with",
            "--many 不能和 --nobody、--story、--format svg 一起用",
            "--many does not go with --nobody, --story or --format svg",
        ));
    }
    let Some(cases) = u32::try_from(cases).ok().filter(|cases| (1..=MOST).contains(cases)) else {
        return Err(not_so_many(cases));
    };
    let from = match &asked.opened {
        Some(text) => instants::parse(text, &estate.zone)?,
        None => instants::this_minute(),
    };
    let fields = book.values(&asked.fields, workflow, estate)?;
    let drawn = || u64::try_from(uuid::Uuid::new_v4().as_u128() % SEEDS).unwrap_or(0);
    let seed = asked.seed.unwrap_or_else(drawn);
    let draw = Draw { from, cases, fields: &fields, dice: Dice(seed) };
    let mut progress = Progress::new(output, cases);
    let crowd = crowd(&book.handbook, &book.judges(), estate, workflow, draw, |done| progress.tell(done))
        .map_err(|refusal| Problem::new(Status::Refused, "refused", refusal.text(workflow, estate)));
    progress.end();
    let crowd = crowd?;
    let many = Many { output, book, workflow, estate, from, seed, crowd };
    match asked.format {
        Format::Html => super::give(output, asked.out.as_deref(), &many.page()),
        _ if output.json => {
            output.document(&many.document());
            Ok(Verdict::Well)
        }
        _ => {
            many.tell();
            Ok(Verdict::Well)
        }
    }
}

fn not_so_many(cases: u64) -> Problem {
    Problem::words(
        "not-so-many",
        format!("--many 是 1 到 {MOST} 件，不能是 {cases}"),
        format!("--many takes 1 to {MOST} cases, not {cases}"),
    )
    .help(Text::new(
        "1000 件已经够看；案件都在 28 天内立案，再多不会更准，只会更久",
        "1000 show enough: all are opened within 28 days, and more take longer without being surer",
    ))
}

fn share(part: u32, whole: u32) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.1}%", f64::from(part) * 100.0 / f64::from(whole)) }
}

impl Many<'_> {
    fn names(&self) -> Names<'_> {
        Names { workflow: self.workflow, estate: self.estate, lang: self.output.lang }
    }

    /// What the figures rest on.
    fn basis(&self) -> [String; 2] {
        let lang = self.output.lang;
        let from = instants::full(self.from, &self.estate.zone, lang);
        let (cases, seed, days) = (self.crowd.cases, self.seed, steward_sim::crowd::DAYS);
        let (zh, en) = match steward_sim::crowd::is_opened_by_clock(self.workflow) {
            true => ("在定时的时刻", "at hours of its schedule"),
            false => ("随机", "at random"),
        };
        match lang {
            Lang::Zh => [
                format!("{cases} 件，从 {from} 起 {days} 天内{zh}立案；种子 {seed}（--seed {seed} 得到同样的案件）"),
                "假设：每 100 步有 75 步按时办、20 步超时才办、5 步没人办；审批 15% 退回；表单随机填写".to_owned(),
            ],
            Lang::En => [
                format!("{cases} cases opened {en} within {days} days from {from}; seed {seed} (--seed {seed} gives the same cases)"),
                "Assumed: of 100 steps 75 are done in time, 20 late, 5 never; 15% of approvals are returned; forms are filled at random".to_owned(),
            ],
        }
    }

    fn loads(&self) -> Vec<Load> {
        let names = self.names();
        let mut loads: Vec<Load> = self
            .crowd
            .messages
            .iter()
            .map(|(person, days)| Load {
                name: names.person(person).to_owned(),
                total: days.values().sum(),
                most: days.values().copied().max().unwrap_or(0),
                over: self.days_over(person),
            })
            .collect();
        loads.sort_by_key(|load| std::cmp::Reverse(load.total));
        loads
    }

    fn days_over(&self, person: &StaffId) -> Option<usize> {
        let most = self.book.handbook.organisation.budget.person?;
        Some(self.crowd.days_over(person, most))
    }

    /// A day, over the weeks in which cases are opened.
    fn a_day(total: u32) -> String {
        format!("{:.1}", f64::from(total) / f64::from(steward_sim::crowd::DAYS))
    }

    fn tables(&self) -> Vec<(String, Vec<String>, Vec<Vec<String>>)> {
        let pick = |zh: &'static str, en: &'static str| self.output.pick(zh, en).to_owned();
        let names = self.names();
        let limits = self.crowd.limits.iter().map(|(limit, kept)| {
            vec![
                names.limit(limit).to_owned(),
                kept.met.to_string(),
                kept.missed.to_string(),
                share(kept.missed, kept.met + kept.missed),
                kept.first.to_string(),
            ]
        });
        let people = self.loads().into_iter().map(|load| {
            let figures = [Self::a_day(load.total), load.most.to_string(), load.total.to_string()];
            let over = load.over.map(|days| days.to_string());
            std::iter::once(load.name).chain(figures).chain(over).collect()
        });
        let mut counted = vec![
            pick("人员", "person"),
            pick("平均每天", "a day"),
            pick("最多一天", "most on a day"),
            pick("合计", "in all"),
        ];
        let budget = self.book.handbook.organisation.budget.person;
        counted.extend(budget.map(|_| pick("超过消息上限（天）", "days over budget")));
        let roles = self.crowd.tasks.iter().map(|(role, hours)| {
            let mut row = vec![owner(self.estate, role, self.output.lang).to_owned()];
            row.extend(
                hours.iter().map(|count| if *count == 0 { "·".to_owned() } else { count.to_string() }),
            );
            row
        });
        let mut hours = vec![pick("岗位", "role")];
        hours.extend((0..24).map(|hour| hour.to_string()));
        let mut tables = vec![
            (
                pick("哪个时限先超时", "Which limit is missed first"),
                vec![
                    pick("时限", "limit"),
                    pick("按时", "met"),
                    pick("超时", "missed"),
                    pick("超时率", "share"),
                    pick("首先超时（件）", "first in"),
                ],
                limits.collect(),
            ),
            (pick("谁收到多少消息", "Who gets how many messages"), counted, people.collect()),
            (
                pick("各岗位每小时派到的待办", "Tasks given to each role, by hour of the day"),
                hours,
                roles.collect(),
            ),
        ];
        tables.extend(self.standards());
        tables
    }

    fn tell(&self) {
        let output = self.output;
        let (title, estate) = (self.workflow.title.in_(output.lang), self.estate.name.in_(output.lang));
        output.line(output.paint(Paint::Bold, &format!("{title} · {estate}")));
        self.basis().iter().for_each(|line| output.line(line));
        for (title, head, rows) in self.tables() {
            output.line("");
            output.line(output.paint(Paint::Cyan, &title));
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            if head.len() <= MOST_COLUMNS {
                output.table(&head, &rows);
                continue;
            }
            // The hours of a day are more than a terminal is wide: morning and afternoon, one below the other.
            for half in [1..13, 13..head.len()] {
                let row = |row: &[String]| -> Vec<String> {
                    row.iter().take(1).chain(&row[half.clone()]).cloned().collect()
                };
                let head: Vec<&str> = head.iter().take(1).chain(&head[half.clone()]).copied().collect();
                output.table(&head, &rows.iter().map(|cells| row(cells)).collect::<Vec<_>>());
            }
        }
    }

    fn document(&self) -> Value {
        let limits: Vec<Value> = self
            .crowd
            .limits
            .iter()
            .map(|(limit, kept)| {
                json!({ "limit": limit.as_str(), "met": kept.met, "missed": kept.missed, "first_missed": kept.first })
            })
            .collect();
        let people: Vec<Value> = self
            .crowd
            .messages
            .iter()
            .map(|(person, days)| {
                let days: BTreeMap<String, u32> =
                    days.iter().map(|(day, count)| (day.to_string(), *count)).collect();
                json!({
                    "person": person.as_str(),
                    "messages": days.values().sum::<u32>(),
                    "days": days,
                    "days_over_budget": self.days_over(person),
                })
            })
            .collect();
        let roles: Vec<Value> = self
            .crowd
            .tasks
            .iter()
            .map(|(role, hours)| json!({ "owner": role, "tasks_by_hour": hours }))
            .collect();
        json!({
            "workflow": self.workflow.id.as_str(),
            "estate": self.estate.id.as_str(),
            "from": wire::instant(self.from, &self.estate.zone),
            "seed": self.seed,
            "cases": self.crowd.cases,
            "closed": self.crowd.closed,
            "limits": limits,
            "people": people,
            "roles": roles,
            "standards": self.standards_document(),
        })
    }

    /// The tables as a page; a cell is the darker the more it holds.
    fn page(&self) -> String {
        let lang = self.output.lang;
        let title = Text::new(
            format!("{} · {}", self.workflow.title.zh, self.estate.name.zh),
            format!("{} · {}", self.workflow.title.en, self.estate.name.en),
        );
        let title = safe(title.in_(lang));
        let mut body = format!("<h1>{title}</h1>\n");
        for line in self.basis() {
            let _ = writeln!(body, "<p class=\"how\">{}</p>", safe(&line));
        }
        for (title, head, rows) in self.tables() {
            let heat = head.len() > MOST_COLUMNS;
            let class = if heat { " class=\"heat\"" } else { "" };
            let _ =
                write!(body, "<h2>{}</h2>\n<div class=\"scroll\"><table{class}><thead><tr>", safe(&title));
            for cell in &head {
                let _ = write!(body, "<th>{}</th>", safe(cell));
            }
            body.push_str("</tr></thead><tbody>\n");
            let number = |cell: &str| cell.parse::<f64>().unwrap_or(0.0);
            let most =
                rows.iter().flat_map(|row| row.iter().skip(1)).map(|cell| number(cell)).fold(1.0, f64::max);
            for row in &rows {
                body.push_str("<tr>");
                for (place, cell) in row.iter().enumerate() {
                    let dark = number(cell) / most;
                    let style = match heat && place > 0 && dark > 0.0 {
                        true => format!(
                            " style=\"background:rgba(63,110,163,{:.2});color:{}\"",
                            0.08 + 0.92 * dark,
                            if dark > 0.8 { "#fff" } else { "inherit" }
                        ),
                        false if cell.chars().count() > LONG_WORDS => " class=\"words\"".to_owned(),
                        false => String::new(),
                    };
                    let _ = write!(body, "<td{style}>{}</td>", safe(cell));
                }
                body.push_str("</tr>\n");
            }
            body.push_str("</tbody></table></div>\n");
        }
        crate::drawing::whole(lang, &title, &body)
    }
}
