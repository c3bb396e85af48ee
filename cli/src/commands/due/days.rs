//! The days between two instants as a table: which are worked and why, their hours, and how much of
//! each counts.

use crate::instants;
use crate::output::{Output, pad};
use steward_model::Lang;
use steward_time::civil::Date;
use steward_time::{Calendar, Piece, Timestamp, WorkingTime};
use unicode_width::UnicodeWidthStr as _;

/// More rows than this are cut in the middle: two screens.
const MOST: usize = 60;

/// A stretch of days that are alike.
struct Days {
    first: Date,
    last: Date,
    why: &'static str,
    hours: String,
    /// Seconds that count.
    counted: u64,
    /// Which working day of the amount it is.
    number: Option<u32>,
}

/// One line a day; days in a row that count for nothing, for the same reason, share one.
pub(crate) fn lines(
    output: &Output,
    calendar: &WorkingTime,
    (from, to): (Timestamp, Timestamp),
    pieces: &[Piece],
    workdays: Option<u32>,
    before: bool,
) -> Vec<String> {
    if calendar.calendar.always {
        let counted = instants::amount(pieces.iter().map(Piece::seconds).sum(), output.lang);
        return vec![format!("{}  {counted}", output.pick("全天候", "open every minute"))];
    }
    let (first, last) = (calendar.local(from).date(), calendar.local(to).date());
    let mut stretches: Vec<Days> = Vec::new();
    for date in
        std::iter::successors(Some(first), |date| date.tomorrow().ok()).take_while(|date| *date <= last)
    {
        let hours: Vec<String> = calendar.calendar.hours_on(date).iter().map(ToString::to_string).collect();
        let mine = pieces.iter().filter(|piece| calendar.local(piece.from).date() == date);
        let day = Days {
            first: date,
            last: date,
            why: why(output, &calendar.calendar, date),
            hours: hours.join(" "),
            counted: mine.map(Piece::seconds).sum(),
            number: None,
        };
        match stretches.last_mut().filter(|last| last.is_like(&day)) {
            Some(days) => days.last = date,
            None => stretches.push(day),
        }
    }
    if let Some(count) = workdays {
        number(&mut stretches, &calendar.calendar, count, before);
    }
    let rows: Vec<[String; 4]> = stretches.iter().map(|days| days.row(output)).collect();
    let mut lines = aligned(&rows);
    if lines.len() > MOST {
        let cut = lines.len() - MOST;
        let middle = match output.lang {
            Lang::Zh => format!("……（略去 {cut} 行）"),
            Lang::En => format!("… ({cut} lines left out)"),
        };
        lines.splice(MOST / 2..MOST / 2 + cut, [middle]);
    }
    lines
}

/// Counts working days towards the answer: the day it falls on is the last of them.
fn number(stretches: &mut [Days], calendar: &Calendar, count: u32, before: bool) {
    let worked = |days: &&mut Days| calendar.is_workday(days.first);
    let numbers = (1..=count).rev();
    if before {
        stretches
            .iter_mut()
            .filter(worked)
            .zip(numbers)
            .for_each(|(days, number)| days.number = Some(number));
    } else {
        stretches
            .iter_mut()
            .rev()
            .filter(worked)
            .zip(numbers)
            .for_each(|(days, number)| days.number = Some(number));
    }
}

impl Days {
    fn is_like(&self, day: &Self) -> bool {
        self.why == day.why && self.hours == day.hours && self.counted == 0 && day.counted == 0
    }

    fn row(&self, output: &Output) -> [String; 4] {
        let lang = output.lang;
        let mut date = instants::day(self.first, lang);
        if self.last != self.first {
            date.push_str(&format!(
                " – {} {}",
                self.last.strftime("%m-%d"),
                instants::weekday(self.last, lang)
            ));
        }
        let mut counted = match self.counted {
            0 => String::new(),
            seconds => instants::amount(seconds, lang),
        };
        if let Some(number) = self.number {
            let label = match lang {
                Lang::Zh => format!("第{number}个工作日"),
                Lang::En => format!("workday {number}"),
            };
            counted = if counted.is_empty() { label } else { format!("{counted}  {label}") };
        }
        let hours = if self.hours.is_empty() {
            output.pick("不开放", "closed").to_owned()
        } else {
            self.hours.clone()
        };
        [date, self.why.to_owned(), hours, counted]
    }
}

fn aligned(rows: &[[String; 4]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), 0];
    let line = |row: &[String; 4]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// Why a day is worked or not: the date itself goes before the holidays, those before the week.
fn why(output: &Output, calendar: &Calendar, date: Date) -> &'static str {
    let holidays = calendar.holidays.as_ref();
    let open = !calendar.hours_on(date).is_empty();
    let (zh, en) = if calendar.dates.contains_key(&date) {
        if open { ("当日另定", "hours of that date") } else { ("当日休息", "closed on that date") }
    } else if holidays.is_some_and(|list| list.days_off.contains(&date)) {
        if open { ("放假，开放", "day off, open") } else { ("放假", "day off") }
    } else if holidays.is_some_and(|list| list.makeup_workdays.contains(&date)) {
        ("调休上班", "make-up workday")
    } else if calendar.is_workday(date) {
        ("工作日", "workday")
    } else if open {
        ("开放，非工作日", "open, no workday")
    } else {
        ("休息", "rest day")
    };
    output.pick(zh, en)
}
