//! A limit in words: how long, on which hours, from where. Each line of `within` is one line.

use super::{Words, in_words};
use steward_model::{Allowance, CalendarId, Limit, LimitLine, LimitOf, Since, Text};

/// What a card says of its limit. The calendar is named only where it is not the workflow's.
pub(crate) fn step_limits(words: &Words<'_>, limit: &Limit) -> Vec<Text> {
    let several = limit.lines.len() > 1;
    let mut lines: Vec<Text> = limit
        .lines
        .iter()
        .map(|line| {
            let allowed = allowed(words, line);
            match &line.guard {
                Some(guard) => {
                    let guard = in_words(words, guard);
                    Text::new(
                        format!("{}：{}", guard.zh, allowed.zh),
                        format!("{}: {}", guard.en, allowed.en),
                    )
                }
                None if several => Text::new(format!("其他：{}", allowed.zh), format!("else {}", allowed.en)),
                None => allowed,
            }
        })
        .collect();
    if let Some(since) = since(words, limit) {
        match lines.last_mut() {
            Some(last) if !several => {
                *last = Text::new(format!("{}，{}", last.zh, since.zh), format!("{}, {}", last.en, since.en));
            }
            _ => lines.push(since),
        }
    }
    if limit.runs_while_held {
        lines.push(Text::new("挂起时照计", "runs on while held"));
    }
    lines
}

/// What the bar of an entry of `limits:` says.
pub(crate) fn case_limit(words: &Words<'_>, limit: &Limit) -> Text {
    let lines = step_limits(words, limit);
    let until = match &limit.until {
        Some(step) => {
            let step = words.step(step);
            Text::new(format!("至“{}”完成", step.zh), format!("until “{}” is done", step.en))
        }
        None => Text::new("至结案", "until the case ends"),
    };
    let title = if limit.title.zh == limit.id.as_str() { None } else { Some(&limit.title) };
    let lines = super::listed(lines.into_iter(), "；", "; ");
    let title = title.map_or_else(
        || Text::plain(""),
        |title| Text::new(format!("{}：", title.zh), format!("{}: ", title.en)),
    );
    Text::new(
        format!("{}{}，{}", title.zh, lines.zh, until.zh),
        format!("{}{}, {}", title.en, lines.en, until.en),
    )
}

fn allowed(words: &Words<'_>, line: &LimitLine) -> Text {
    let on = |text: Text, calendar: &CalendarId| {
        if *calendar == words.workflow.calendar {
            return text;
        }
        let calendar = words.calendar(calendar);
        Text::new(format!("{} · {}", text.zh, calendar.zh), format!("{} · {}", text.en, calendar.en))
    };
    match &line.allow {
        Allowance::Within(span) => on(Text::new(span.in_chinese(), span.in_english()), &line.calendar),
        Allowance::ByTime(time) => {
            let time = time.strftime("%H:%M");
            on(Text::new(format!("当天 {time} 前"), format!("by {time} that day")), &line.calendar)
        }
        Allowance::ByClosing => on(Text::new("当天下班前", "by closing"), &line.calendar),
        Allowance::ByField(field) => {
            let field = words.field(field);
            Text::new(format!("“{}”之前", field.zh), format!("by “{}”", field.en))
        }
    }
}

/// From where it counts, where that is not from when the step became ready.
fn since(words: &Words<'_>, limit: &Limit) -> Option<Text> {
    match (&limit.since, &limit.of) {
        (Since::Ready, _) => None,
        (Since::Opened, _) => Some(Text::new("从立案起", "since it was opened")),
        (Since::Step(step), _) => {
            let step = words.step(step);
            Some(Text::new(format!("从“{}”完成起", step.zh), format!("since “{}”", step.en)))
        }
        (Since::Field(field), LimitOf::Step(_) | LimitOf::Case) => {
            let field = words.field(field);
            Some(Text::new(format!("从“{}”起", field.zh), format!("since “{}”", field.en)))
        }
    }
}
