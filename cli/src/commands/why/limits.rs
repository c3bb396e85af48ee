//! Due times: where a clock began and by which line, the days it counted, and everything that has
//! happened to it since, as the record has it.

use super::{About, Answer, Asked};
use crate::commands::due::days;
use crate::instants;
use crate::names::Names;
use steward_case::{Change, Clock, Event, What};
use steward_model::{Allowance, Lang, Limit, LimitLine, LimitOf, Since, StepId, Text};
use steward_time::{Span, Timestamp, WorkingTime};

pub(super) fn answers(asked: &Asked<'_>) -> Vec<Answer> {
    let clocks = asked.shown.case.clocks.iter().enumerate();
    clocks.filter_map(|(number, clock)| answer(asked, number, clock)).collect()
}

fn answer(asked: &Asked<'_>, number: usize, clock: &Clock) -> Option<Answer> {
    let shown = asked.shown;
    let limit = shown.workflow.limit(&clock.limit)?;
    let line = limit.lines.get(clock.line)?;
    let calendar = shown.estate.calendar(&line.calendar)?;
    let mut text = vec![heading(asked, clock), basis(asked, clock, limit, line, calendar)];
    text.extend(shown.events.iter().flat_map(|event| history(asked, number, event)));
    if !limit.runs_while_held {
        text.extend(pauses(asked, clock));
    }
    text.extend(rungs(asked, number));
    let until = clock.due.unwrap_or(clock.began);
    let pieces = calendar.pieces(clock.began, until.max(clock.began));
    let workdays = match line.allow {
        Allowance::Within(Span::Workdays(count))
            if clock.extensions.is_empty() && shown.case.holds.is_empty() =>
        {
            Some(count)
        }
        _ => None,
    };
    let days = match until > clock.began {
        true => days::lines(asked.output, calendar, (clock.began, until), &pieces, workdays, false),
        false => Vec::new(),
    };
    Some(Answer {
        about: About::Limit,
        name: clock.limit.to_string(),
        text,
        pieces,
        days,
        rule: Some(asked.line(&line.place)),
        skipped: Vec::new(),
    })
}

/// A text made once for each language.
fn both(make: impl Fn(Lang) -> String) -> Text {
    Text::new(make(Lang::Zh), make(Lang::En))
}

fn heading(asked: &Asked<'_>, clock: &Clock) -> Text {
    both(|lang| {
        let names = Names { workflow: &asked.shown.workflow, estate: &asked.shown.estate, lang };
        let title = names.limit(&clock.limit);
        let title = if title == clock.limit.as_str() {
            title.to_owned()
        } else {
            format!("{title} ({})", clock.limit)
        };
        let round = match (clock.round, lang) {
            (1, _) => String::new(),
            (round, Lang::Zh) => format!(" 第{round}轮"),
            (round, Lang::En) => format!(", round {round}"),
        };
        let due = clock
            .due
            .map_or_else(|| "?".to_owned(), |due| instants::full(due, &asked.shown.estate.zone, lang));
        let provisional = match (clock.provisional, lang) {
            (false, _) => "",
            (true, Lang::Zh) => "（暂定：途中有的年份放假安排还没有公布）",
            (true, Lang::En) => " (provisional: the days off of a year on the way are not known yet)",
        };
        match lang {
            Lang::Zh => format!("{title}{round} 到期 {due}{provisional}"),
            Lang::En => format!("{title}{round} due {due}{provisional}"),
        }
    })
}

/// From where, how long, on which calendar.
fn basis(asked: &Asked<'_>, clock: &Clock, limit: &Limit, line: &LimitLine, calendar: &WorkingTime) -> Text {
    both(|lang| {
        let began = instants::full(clock.began, &asked.shown.estate.zone, lang);
        let (from, how_long) = (since(asked, clock, limit, lang), allowance(&line.allow, lang));
        let (id, stands) = (&line.calendar, &calendar.calendar.id);
        // A program reads ids.
        let name = match asked.output.json {
            true if id.as_str() == stands => id.to_string(),
            true => format!("{id} → {stands}"),
            false => crate::names::calendar(asked.handbook, id, stands, lang),
        };
        let which = match (limit.lines.len(), lang) {
            (1, _) => String::new(),
            (_, Lang::Zh) => format!("（第{}行）", clock.line + 1),
            (_, Lang::En) => format!(" (line {})", clock.line + 1),
        };
        match lang {
            Lang::Zh => format!("从 {began}（{from}）起 {how_long}{which}，日历 {name}"),
            Lang::En => format!("{how_long}{which} from {began} ({from}) on the calendar {name}"),
        }
    })
}

fn since(asked: &Asked<'_>, clock: &Clock, limit: &Limit, lang: Lang) -> String {
    let names = Names { workflow: &asked.shown.workflow, estate: &asked.shown.estate, lang };
    let case_limit = matches!(limit.of, LimitOf::Case);
    match (&limit.since, lang) {
        (Since::Ready, Lang::Zh) if case_limit => "立案".to_owned(),
        (Since::Ready, Lang::En) if case_limit => "the opening".to_owned(),
        (Since::Ready, Lang::Zh) => "步骤待办".to_owned(),
        (Since::Ready, Lang::En) => "the step became ready".to_owned(),
        (Since::Opened, Lang::Zh) if clock.round > 1 => "本轮开始".to_owned(),
        (Since::Opened, Lang::En) if clock.round > 1 => "the round began".to_owned(),
        (Since::Opened, Lang::Zh) => "立案".to_owned(),
        (Since::Opened, Lang::En) => "the opening".to_owned(),
        (Since::Step(id), Lang::Zh) => format!("{} 完成", names.step(id)),
        (Since::Step(id), Lang::En) => format!("{} was done", names.step(id)),
        (Since::Field(id), Lang::Zh) => format!("字段 {id}"),
        (Since::Field(id), Lang::En) => format!("the field {id}"),
    }
}

fn allowance(allow: &Allowance, lang: Lang) -> String {
    match (allow, lang) {
        (Allowance::Within(span), Lang::Zh) => span.in_chinese(),
        (Allowance::Within(span), Lang::En) => span.in_english(),
        (Allowance::ByTime(time), Lang::Zh) => format!("当天 {} 前", time.strftime("%H:%M")),
        (Allowance::ByTime(time), Lang::En) => format!("by {}", time.strftime("%H:%M")),
        (Allowance::ByClosing, Lang::Zh) => "当天下班前".to_owned(),
        (Allowance::ByClosing, Lang::En) => "by closing".to_owned(),
        (Allowance::ByField(field), Lang::Zh) => format!("字段 {field} 写的时间前"),
        (Allowance::ByField(field), Lang::En) => format!("by what the field {field} says"),
    }
}

/// The moments of its ladder: what was carried out and when, what lies ahead, what was not needed.
fn rungs(asked: &Asked<'_>, number: usize) -> Option<Text> {
    let shown = asked.shown;
    let clock = shown.report.limits.get(number).filter(|clock| !clock.rungs.is_empty())?;
    let over = shown.case.clocks.get(number).is_some_and(|clock| clock.over.is_some());
    let zone = &shown.estate.zone;
    Some(both(|lang| {
        let names = Names { workflow: &shown.workflow, estate: &shown.estate, lang };
        let mut said: Vec<String> = Vec::new();
        for rung in &clock.rungs {
            let moment = names.rung(&rung.at);
            let (when, fired) = crate::wire::moments(shown, clock, rung);
            match (fired, when.filter(|_| !over), lang) {
                (Some(at), _, Lang::Zh) => {
                    said.push(format!("{}  {moment}  已执行", instants::full(at, zone, lang)))
                }
                (Some(at), _, Lang::En) => {
                    said.push(format!("{}  {moment}  carried out", instants::full(at, zone, lang)))
                }
                (None, Some(at), _) => said.push(format!("{}  {moment}", instants::full(at, zone, lang))),
                // What was never needed goes without saying.
                (None, None, _) => {}
            }
        }
        match (said.is_empty(), lang) {
            (true, Lang::Zh) => "升级办法一档也没有用上".to_owned(),
            (true, Lang::En) => "no rung of the ladder was needed".to_owned(),
            (false, Lang::Zh) => format!("升级办法：\n  {}", said.join("\n  ")),
            (false, Lang::En) => format!("rungs:\n  {}", said.join("\n  ")),
        }
    }))
}

/// What an event did to a clock.
fn history(asked: &Asked<'_>, number: usize, event: &Event) -> Vec<Text> {
    let shown = asked.shown;
    let mut born = shown
        .events
        .iter()
        .take_while(|other| other.n < event.n)
        .flat_map(|other| &other.changes)
        .filter(|change| matches!(change, Change::ClockBorn { .. }))
        .count();
    let mut lines = Vec::new();
    let mut born_now = false;
    for change in &event.changes {
        match change {
            Change::ClockBorn { .. } => {
                born_now |= born == number;
                born += 1;
            }
            Change::ClockDue { clock, due, .. } if *clock == number && !born_now => {
                lines.push(moved(asked, event, *due))
            }
            Change::ClockLine(clock, line) if *clock == number => {
                lines.push(at(asked, event, |lang| match lang {
                    Lang::Zh => format!("改按第{}行", line + 1),
                    Lang::En => format!("line {} applies", line + 1),
                }));
            }
            // The event's own text says by how much and why.
            Change::Extended(clock, _) if *clock == number => {
                lines.push(plain(asked, event, "延长", "extended"))
            }
            Change::Excused(clock) if *clock == number => {
                lines.push(plain(asked, event, "说明超时", "the miss was excused"))
            }
            Change::ClockMet(clock) if *clock == number => lines.push(plain(asked, event, "按时", "met")),
            Change::ClockMissed(clock) if *clock == number => {
                lines.push(plain(asked, event, "超时", "missed"))
            }
            Change::ClockStopped(clock) if *clock == number => {
                lines.push(plain(asked, event, "停止", "stopped"))
            }
            // The event's own text names the case, and how it ended.
            Change::CallOpened { step, .. } | Change::CallEnded { step, .. } | Change::CallRefused(step)
                if is_of(&shown.case.clocks[number], step, event) =>
            {
                let text = |lang| event.text.as_ref().map_or("", |text| text.in_(lang)).to_owned();
                lines.push(at(asked, event, text));
            }
            _ => {}
        }
    }
    lines
}

/// Whether what happened to a step was while this clock of it counted.
fn is_of(clock: &Clock, step: &StepId, event: &Event) -> bool {
    clock.step.as_ref() == Some(step)
        && clock.born <= event.at
        && clock.over.is_none_or(|over| event.at <= over)
}

/// A due time that is another from then on. Of what did it otherwise there is a line of its own.
fn moved(asked: &Asked<'_>, event: &Event, due: Timestamp) -> Text {
    let zone = &asked.shown.estate.zone;
    let say = |lang| {
        let due = instants::full(due, zone, lang);
        match lang {
            Lang::Zh => format!("到期改为 {due}"),
            Lang::En => format!("due {due} from now on"),
        }
    };
    match event.what {
        What::Moved => at(asked, event, say),
        _ => both(|lang| format!("{}  {}", instants::full(event.at, zone, lang), say(lang))),
    }
}

fn plain(asked: &Asked<'_>, event: &Event, zh: &str, en: &str) -> Text {
    at(asked, event, |lang| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    })
}

/// What happened, with when, by whom and why.
fn at(asked: &Asked<'_>, event: &Event, what: impl Fn(Lang) -> String) -> Text {
    both(|lang| {
        let names = Names { workflow: &asked.shown.workflow, estate: &asked.shown.estate, lang };
        let mut line =
            format!("{}  {}", instants::full(event.at, &asked.shown.estate.zone, lang), what(lang));
        if let Some(person) = &event.by {
            line.push_str(&format!("  {}", names.person(person)));
        }
        let says_why = matches!(event.what, What::Extended | What::Excused | What::Moved);
        if let Some(text) = event.text.as_ref().filter(|_| says_why) {
            line.push_str(&format!("  {}", text.in_(lang)));
        }
        line
    })
}

/// The stretches in which the case was held and the clock stood still.
fn pauses<'a>(asked: &'a Asked<'_>, clock: &'a Clock) -> impl Iterator<Item = Text> + 'a {
    let zone = &asked.shown.estate.zone;
    let over = clock.decided;
    let holds = asked.shown.case.holds.iter().filter(move |hold| {
        hold.to.is_none_or(|to| to > clock.began) && over.is_none_or(|over| hold.from < over)
    });
    holds.map(move |hold| {
        both(|lang| {
            let from = instants::full(hold.from, zone, lang);
            match (hold.to, lang) {
                (Some(to), Lang::Zh) => format!("{from} 至 {} 挂起，不计时", instants::full(to, zone, lang)),
                (Some(to), Lang::En) => format!(
                    "stood still from {from} to {}: the case was held",
                    instants::full(to, zone, lang)
                ),
                (None, Lang::Zh) => format!("{from} 起挂起，不计时"),
                (None, Lang::En) => format!("stands still since {from}: the case is held"),
            }
        })
    })
}
