//! `steward due`: an instant and an amount of time on a calendar, worked out and explained day by
//! day.

pub(crate) mod days;

use crate::book::{self, Book, called};
use crate::options::{Due, Global};
use crate::output::{Done, Output, Paint, Problem, Verdict};
use crate::{instants, names, wire};
use serde_json::json;
use steward_model::{CalendarId, Lang, Text};
use steward_time::{Calendar, Moment, Piece, Span, TimeZone, Timestamp, WorkingTime, civil, parse_clock};

/// What is counted.
#[derive(Clone, Copy)]
enum Amount {
    Span(Span),
    Closing,
    Clock(civil::Time),
}

pub(crate) fn run(output: &Output, global: &Global, asked: &Due) -> Done {
    // A process that is being rewritten does not keep anybody from asking a calendar.
    let matters = |file: &str| {
        !file.starts_with("workflows/") && !file.starts_with("rules/") && !file.starts_with("scenarios/")
    };
    let book = book::read(global)?.sound_in(matters)?;
    let (id, calendar) = calendar(&book, asked)?;
    let from = instants::parse(&asked.from, &calendar.zone)?;
    let amount = amount(&asked.span, asked.before)?;
    let due = reckon(&calendar, from, &amount, asked.before).ok_or_else(|| {
        let name = &asked.calendar;
        Problem::words(
            "never-opens",
            format!("日历 {name} 再也不开放"),
            format!("the calendar {name} never opens again"),
        )
    })?;
    let pieces = calendar.pieces(from.min(due.at), from.max(due.at));
    if output.json {
        output.document(&document(asked, &calendar.zone, from, due, &pieces));
    } else {
        // An estate may keep another calendar under this name.
        let name = names::calendar(&book.handbook, &id, &calendar.calendar.id, output.lang);
        let worked = Worked { name, calendar: &calendar, from, amount, due, pieces: &pieces };
        explain(output, asked, &worked);
    }
    Ok(Verdict::Well)
}

/// The calendar that is asked for, by id or title: its id, and what stands there.
fn calendar(book: &Book, asked: &Due) -> Result<(CalendarId, WorkingTime), Problem> {
    let title = |id: &CalendarId| {
        let written = book.handbook.calendar_titles.get(id).cloned();
        written.unwrap_or_else(|| Text::plain(id.as_str()))
    };
    let titles: Vec<(CalendarId, Text)> =
        book.handbook.calendars.keys().map(|id| (id.clone(), title(id))).collect();
    let always = Text::new("全天候", "always");
    let all = titles.iter().map(|(id, title)| (id.as_str(), title, id.clone()));
    let all = all.chain(std::iter::once(("always", &always, CalendarId::always())));
    let id = called(&asked.calendar, ("日历", "calendar"), all)?;
    if let Some(name) = &asked.estate {
        let estate = book.estate(name)?;
        if let Some(calendar) = estate.calendar(&id) {
            return Ok((id.clone(), calendar.clone()));
        }
    }
    let zone = match &asked.estate {
        Some(name) => book.estate(name)?.zone.clone(),
        None => book.handbook.organisation.zone.clone(),
    };
    let calendar = book.handbook.calendars.get(&id).cloned().unwrap_or_else(|| Calendar::always().into());
    Ok((id, WorkingTime::new(calendar, zone)))
}

fn amount(text: &str, before: bool) -> Result<Amount, Problem> {
    let plain = text.trim();
    let moment = match plain.strip_prefix("by ").map(str::trim) {
        None => return span(plain).map(Amount::Span),
        Some("closing") => Amount::Closing,
        Some(clock) => Amount::Clock(
            parse_clock(clock).map_err(|wrong| mistake(&wrong.zh, &wrong.en, wrong.suggestion))?,
        ),
    };
    if before {
        return Err(Problem::words(
            "bad-span",
            format!("“{plain}”是一个时刻，不能往回算"),
            format!("`{plain}` is a moment of a day; it can't be counted backwards"),
        ));
    }
    Ok(moment)
}

/// An amount of time as it is typed.
pub(crate) fn span(text: &str) -> Result<Span, Problem> {
    Span::parse(text).map_err(|wrong| mistake(&wrong.zh, &wrong.en, wrong.suggestion))
}

fn mistake(zh: &str, en: &str, suggestion: Option<String>) -> Problem {
    let problem = Problem::words("bad-span", zh, en);
    match suggestion {
        Some(text) => problem.help(Text::new(format!("写成 {text}"), format!("write `{text}`"))),
        None => problem,
    }
}

fn reckon(calendar: &WorkingTime, from: Timestamp, amount: &Amount, before: bool) -> Option<Moment> {
    match amount {
        Amount::Span(span) if before => calendar.subtract(from, *span),
        Amount::Span(span) => calendar.add(from, *span),
        Amount::Closing => calendar.by_closing(from),
        Amount::Clock(time) => calendar.by_time(from, *time),
    }
}

fn document(
    asked: &Due,
    zone: &TimeZone,
    from: Timestamp,
    due: Moment,
    pieces: &[Piece],
) -> serde_json::Value {
    json!({
        "from": wire::instant(from, zone),
        "span": asked.span.trim(),
        "calendar": asked.calendar,
        "due": wire::instant(due.at, zone),
        "provisional": due.provisional,
        "pieces": wire::pieces(pieces, zone),
    })
}

/// What came of it, to be explained.
struct Worked<'a> {
    /// What people read of the calendar.
    name: String,
    calendar: &'a WorkingTime,
    from: Timestamp,
    amount: Amount,
    due: Moment,
    pieces: &'a [Piece],
}

fn explain(output: &Output, asked: &Due, worked: &Worked<'_>) {
    let Worked { calendar, from, due, .. } = *worked;
    let lang = output.lang;
    let start = instants::full(from, &calendar.zone, lang);
    let span = match worked.amount {
        Amount::Span(span) if lang == Lang::Zh => span.in_chinese(),
        Amount::Span(span) => span.in_english(),
        Amount::Closing => output.pick("当天下班前", "closing").to_owned(),
        Amount::Clock(time) => match lang {
            Lang::Zh => format!("当天 {} 前", time.strftime("%H:%M")),
            Lang::En => time.strftime("%H:%M").to_string(),
        },
    };
    let name = &worked.name;
    output.line(match (lang, asked.before) {
        (Lang::Zh, false) => format!("{start} 起，{span}，日历 {name}"),
        (Lang::Zh, true) => format!("{start} 之前，{span}，日历 {name}"),
        (Lang::En, false) => format!("{span} from {start} on the calendar {name}"),
        (Lang::En, true) => format!("{span} before {start} on the calendar {name}"),
    });
    output.line("");
    let spans_days = matches!(worked.amount, Amount::Span(Span::Days(_)));
    if spans_days {
        output.line(output.pick("  按自然日算，不看日历", "  counted in days, whatever the calendar"));
    } else {
        let workdays = match worked.amount {
            Amount::Span(Span::Workdays(count)) => Some(count),
            _ => None,
        };
        for line in days::lines(
            output,
            calendar,
            (from.min(due.at), from.max(due.at)),
            worked.pieces,
            workdays,
            asked.before,
        ) {
            output.line(format!("  {line}"));
        }
    }
    output.line("");
    let label = match asked.before {
        true => output.pick("始于", "begins"),
        false => output.pick("到期", "due"),
    };
    let answer = instants::full(due.at, &calendar.zone, lang);
    output.line(format!("{label}  {}", output.paint(Paint::Bold, &answer)));
    if due.provisional {
        output.line(output.paint(
            Paint::Yellow,
            output.pick(
                "暂定：途中有的年份放假安排还没有公布，公布后会重算",
                "provisional: the days off of a year on the way are not known yet; it is worked out anew when they are",
            ),
        ));
    }
}
