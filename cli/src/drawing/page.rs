//! One file with everything: what came of it in a few lines, the picture, and day by day what
//! happened and every message as it would be worded. Nothing is fetched from anywhere; it is good on
//! a phone, on a desk and on paper.

use super::chart::{Paper, chart};
use super::markup::safe;
use super::scene::{Mood, Scene, mood, pick};
use super::{Drawn, Letter};
use crate::names::{Names, channels, comma};
use crate::timeline::happened;
use crate::{instants, wire, words};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use steward_case::{Event, What, report};
use steward_model::{Lang, Text};
use steward_time::civil::Date;

const STYLE: &str = include_str!("page.css");

/// Before printing every message is unfolded.
const SCRIPT: &str = "addEventListener('beforeprint',()=>document.querySelectorAll('details').forEach(d=>d.open=true));addEventListener('hashchange',()=>{const d=document.querySelector(location.hash+' details');if(d)d.open=true})";

/// The page.
pub(crate) fn page(drawn: Drawn<'_>) -> String {
    let scene = Scene::new(drawn);
    let lang = drawn.lang;
    let (title, estate) = (safe(drawn.workflow.title.in_(lang)), safe(drawn.estate.name.in_(lang)));
    let title = format!("{title} · {estate}");
    let body = format!(
        "<h1>{title}</h1>\n<p class=\"how\">{}</p>\n{}<figure class=\"wide\">{}</figure>\n<figure class=\"narrow\">{}</figure>\n<h2>{}</h2>\n{}",
        safe(&how(drawn)),
        summary(drawn),
        chart(&scene, Paper::Wide),
        chart(&scene, Paper::Narrow),
        pick(drawn, "经过与消息", "What happens, and every message"),
        story(drawn),
    );
    whole(lang, &title, &body)
}

/// A page of a rehearsal around its body. Title and body are markup already.
pub(crate) fn whole(lang: Lang, title: &str, body: &str) -> String {
    let (code, foot) = match lang {
        Lang::Zh => ("zh-CN", "预演：在虚拟时间里用正式运行的同一个引擎得出，没有发出任何消息。"),
        Lang::En => ("en", "A rehearsal in virtual time, by the very engine that serves. Nothing was sent."),
    };
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}<footer>{foot}</footer>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn how(drawn: Drawn<'_>) -> String {
    let opened = instants::full(drawn.went.opened, &drawn.estate.zone, drawn.lang);
    let how = drawn.conduct;
    match drawn.lang {
        Lang::Zh => format!("预演：{opened} 立案，{how}"),
        Lang::En => format!("Rehearsal: opened {opened}, {how}"),
    }
}

/// What came of each limit, and who got how many messages.
fn summary(drawn: Drawn<'_>) -> String {
    let (went, lang) = (drawn.went, drawn.lang);
    let names = Names { workflow: drawn.workflow, estate: drawn.estate, lang };
    let stands = report(&went.case, drawn.workflow, drawn.estate, went.until);
    let mut rows = String::new();
    for clock in &stands.limits {
        let Some(due) = clock.due else { continue };
        let state = wire::clock_state(clock.state, clock.paused);
        let round = match (clock.round, lang) {
            (1, _) => String::new(),
            (round, Lang::Zh) => format!(" 第{round}轮"),
            (round, Lang::En) => format!(", round {round}"),
        };
        let provisional = if clock.provisional { pick(drawn, "（暂定）", " (provisional)") } else { "" };
        let _ = writeln!(
            rows,
            "<tr class=\"{state}\"><td>{}{round}</td><td>{}{provisional}</td><td>{}</td></tr>",
            safe(names.limit(&clock.limit)),
            safe(&instants::full(due, &drawn.estate.zone, lang)),
            words::clock(state, lang)
        );
    }
    let mut told: Vec<(&str, usize)> = Vec::new();
    for letter in drawn.letters {
        let name = names.person(&letter.tell.to);
        match told.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += letter.tell.via.len(),
            None => told.push((name, letter.tell.via.len())),
        }
    }
    let told: Vec<String> = told.iter().map(|(name, count)| format!("{} {count}", safe(name))).collect();
    let end = match went.closed {
        Some(at) => {
            let at = instants::full(at, &drawn.estate.zone, lang);
            format!("{} {at}", pick(drawn, "结案：", "Closed:"))
        }
        None => {
            pick(drawn, "没有结案：还有步骤等人办理", "It does not end: steps wait for somebody").to_owned()
        }
    };
    let nobody = pick(drawn, "没有人", "nobody").to_owned();
    format!(
        "<section class=\"sum\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>\n{rows}</tbody></table>\n<p>{}<br>{} {}</p></section>\n",
        pick(drawn, "时限", "Limit"),
        pick(drawn, "到期", "Due"),
        pick(drawn, "结果", "Outcome"),
        safe(&end),
        pick(drawn, "收到消息（条）：", "Messages:"),
        if told.is_empty() { nobody } else { told.join(comma(lang)) },
    )
}

/// Day by day.
fn story(drawn: Drawn<'_>) -> String {
    let mut story = String::new();
    let mut day: Option<Date> = None;
    let mut worded = BTreeSet::new();
    let events = &drawn.went.events;
    let mut at = 0;
    while let Some(event) = events.get(at) {
        let local = drawn.estate.zone.to_datetime(event.at);
        if day.replace(local.date()) != Some(local.date()) {
            if at > 0 {
                story.push_str("</ol>\n");
            }
            let _ = write!(story, "<h3>{}</h3>\n<ol>\n", safe(&instants::day(local.date(), drawn.lang)));
        }
        if event.what == What::Told {
            let same = events[at..].iter().take_while(|next| next.what == What::Told && next.at == event.at);
            let same: Vec<&Event> = same.collect();
            at += same.len();
            messages(drawn, &same, &mut worded, &mut story);
            continue;
        }
        at += 1;
        if event.rung.as_deref() == Some("ready") {
            continue;
        }
        let _ = writeln!(
            story,
            "<li class=\"{}\"><time>{}</time><p>{}</p></li>",
            tone(event.what),
            instants::clock(local),
            fact(drawn, event)
        );
    }
    if at > 0 {
        story.push_str("</ol>\n");
    }
    story
}

fn tone(what: What) -> &'static str {
    match what {
        What::Overdue | What::Rung | What::Fault | What::Unreachable | What::Cancelled => "late",
        What::AtRisk | What::Returned | What::Refused | What::Held => "risk",
        What::Done | What::Approved | What::Closed => "good",
        _ => "plain",
    }
}

fn fact(drawn: Drawn<'_>, event: &Event) -> String {
    let lang = drawn.lang;
    let names = Names { workflow: drawn.workflow, estate: drawn.estate, lang };
    let about = match (&event.step, &event.limit) {
        (Some(step), _) => names.step(step),
        (None, Some(limit)) => names.limit(limit),
        (None, None) => "",
    };
    let mut said = format!("<b>{}</b> {}", safe(about), safe(happened(&names, event).in_(lang)));
    if let Some(rung) = event.rung.as_deref().filter(|rung| *rung != "overdue") {
        let _ = write!(said, " <i>{}</i>", safe(&names.rung(rung)));
    }
    if let Some(person) = &event.by {
        let _ = write!(said, " · {}", safe(names.person(person)));
    }
    if event.what == What::Unreachable {
        let _ = write!(said, " · {}", safe(&names.people(&event.to)));
    }
    if let Some(text) = &event.text {
        let _ = write!(said, " <span>{}</span>", safe(text.in_(lang)));
    }
    said.trim_start_matches("<b></b> ").to_owned()
}

/// Messages of one moment: those that read alike stand together.
fn messages(drawn: Drawn<'_>, told: &[&Event], worded: &mut BTreeSet<String>, story: &mut String) {
    let mut groups: Vec<(Vec<&Letter<'_>>, Option<&Text>)> = Vec::new();
    for event in told {
        let Some(letter) = drawn.letters.iter().find(|letter| letter.event.n == event.n) else { continue };
        let alike = |other: &Letter<'_>| {
            other.tell.via == letter.tell.via && other.mail == letter.mail && other.sms == letter.sms
        };
        match groups.iter_mut().find(|(group, detour)| {
            *detour == event.text.as_ref() && group.first().is_some_and(|first| alike(first))
        }) {
            Some((group, _)) => group.push(letter),
            None => groups.push((vec![letter], event.text.as_ref())),
        }
    }
    for (group, detour) in groups {
        let Some(first) = group.first() else { continue };
        let names = Names { workflow: drawn.workflow, estate: drawn.estate, lang: drawn.lang };
        let who: Vec<&str> = group.iter().map(|letter| names.person(&letter.tell.to)).collect();
        let class = match mood(first) {
            Mood::Plain => "plain",
            Mood::Risk => "risk",
            Mood::Late => "late",
        };
        let ids: String =
            group.iter().skip(1).map(|letter| format!("<a id=\"e{}\"></a>", letter.event.n)).collect();
        let detour = detour.map_or_else(String::new, |text| {
            format!("<p class=\"detour\">{}</p>", safe(text.in_(drawn.lang)))
        });
        let _ = writeln!(
            story,
            "<li class=\"told {class}\" id=\"e{}\">{ids}<p class=\"to\">→ <b>{}</b> <span>{}</span></p>{detour}{}</li>",
            first.event.n,
            safe(&who.join(comma(drawn.lang))),
            safe(&channels(&first.tell.via, drawn.lang)),
            body(drawn, first, worded)
        );
    }
}

/// The wording. The first of its kind stands open, later ones unfold.
fn body(drawn: Drawn<'_>, letter: &Letter<'_>, worded: &mut BTreeSet<String>) -> String {
    let mut body = String::new();
    if let Some(mail) = &letter.mail {
        let open = if worded.insert(letter.tell.template.to_string()) { " open" } else { "" };
        let _ = write!(
            body,
            "<details{open}><summary>{}</summary><pre>{}</pre></details>",
            safe(&mail.subject),
            safe(&mail.text)
        );
    }
    if let Some(sms) = &letter.sms {
        let values: Vec<String> =
            sms.variables.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let code = if sms.code.is_empty() {
            pick(drawn, "没有报备模板", "no registered template").to_owned()
        } else {
            sms.code.clone()
        };
        let _ = write!(
            body,
            "<p class=\"sms\">{} <b>{}</b> {}</p>",
            pick(drawn, "短信", "SMS"),
            safe(&code),
            safe(&values.join(" · "))
        );
    }
    body
}
