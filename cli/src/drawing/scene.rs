//! What there is to draw of a rehearsal: lanes of steps, of limits, of people; each with where it
//! begins and ends and what lies on it. No paper yet.

use super::{Drawn, Letter};
use crate::names::Names;
use crate::timeline;
use std::collections::{BTreeMap, BTreeSet};
use steward_case::{ClockReport, ClockState, What, report};
use steward_model::{Channel, RoleId, StaffId, Step};
use steward_time::{Timestamp, WorkingTime};

/// How a moment is to be taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Mood {
    /// A task, a notice.
    Plain,
    /// Before the miss.
    Risk,
    /// The miss, and what comes after.
    Late,
}

/// A stretch in which a step was open, in one of its rounds.
pub(crate) struct Bar {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// Whether it was done at its end.
    pub(crate) done: bool,
    /// What stands on it: who did it.
    pub(crate) label: String,
    pub(crate) title: String,
}

/// A moment of a limit.
pub(crate) struct Tick {
    pub(crate) at: Timestamp,
    pub(crate) mood: Mood,
    /// Whether it came; else its step was done before.
    pub(crate) came: bool,
    pub(crate) title: String,
}

/// A clock from its beginning.
pub(crate) struct ClockBar<'a> {
    pub(crate) from: Timestamp,
    pub(crate) due: Timestamp,
    /// When it was met or stopped; of one that was missed: when its step was done, if ever.
    pub(crate) to: Timestamp,
    pub(crate) missed: bool,
    pub(crate) calendar: Option<&'a WorkingTime>,
    pub(crate) ticks: Vec<Tick>,
    pub(crate) title: String,
}

/// A step with its limit, or an entry of `limits:`.
pub(crate) struct Lane<'a> {
    pub(crate) title: String,
    /// Whose it is, or what it is.
    pub(crate) note: String,
    pub(crate) bars: Vec<Bar>,
    pub(crate) clocks: Vec<ClockBar<'a>>,
    pub(crate) skipped: Option<Timestamp>,
}

/// A person, and when they were told what.
pub(crate) struct Listener<'a> {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) dots: Vec<Dot<'a>>,
}

pub(crate) struct Dot<'a> {
    pub(crate) at: Timestamp,
    pub(crate) mood: Mood,
    pub(crate) via: &'a [Channel],
    /// The number of the event that told, which the page's list is linked by.
    pub(crate) event: u32,
    pub(crate) title: String,
}

/// Everything there is to draw.
pub(crate) struct Scene<'a> {
    pub(crate) drawn: Drawn<'a>,
    pub(crate) lanes: Vec<Lane<'a>>,
    /// Steps whose turn never came.
    pub(crate) unreached: Vec<String>,
    pub(crate) people: Vec<Listener<'a>>,
    pub(crate) until: Timestamp,
    /// The seconds at which something happens.
    pub(crate) busy: BTreeSet<i64>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(drawn: Drawn<'a>) -> Self {
        let went = drawn.went;
        let stands = report(&went.case, drawn.workflow, drawn.estate, went.until);
        let last = went.events.last().map_or(went.opened, |event| event.at);
        let dues = stands.limits.iter().filter(|clock| clock.state == ClockState::Running);
        // What is still running is shown up to where it would be due.
        let until =
            dues.filter_map(|clock| clock.due).fold(went.closed.unwrap_or(last).max(last), Timestamp::max);
        let mut lanes = Vec::new();
        let mut unreached = Vec::new();
        for step in &drawn.workflow.steps {
            let clocks: Vec<_> =
                stands.limits.iter().filter(|clock| clock.step.as_ref() == Some(&step.id)).collect();
            let lane = step_lane(drawn, step, &clocks, until);
            if lane.bars.is_empty() && lane.clocks.is_empty() && lane.skipped.is_none() {
                unreached.push(lane.title);
            } else {
                lanes.push(lane);
            }
        }
        for clock in stands.limits.iter().filter(|clock| clock.step.is_none()) {
            let names = names(drawn);
            lanes.push(Lane {
                title: names.limit(&clock.limit).to_owned(),
                note: pick(drawn, "整件", "whole case").to_owned(),
                bars: Vec::new(),
                clocks: clock_bar(drawn, clock, until).into_iter().collect(),
                skipped: None,
            });
        }
        let busy = busy(drawn, &lanes, until);
        Self { drawn, lanes, unreached, people: people(drawn), until, busy }
    }
}

fn names(drawn: Drawn<'_>) -> Names<'_> {
    Names { workflow: drawn.workflow, estate: drawn.estate, lang: drawn.lang }
}

pub(crate) fn pick(drawn: Drawn<'_>, zh: &'static str, en: &'static str) -> &'static str {
    match drawn.lang {
        steward_model::Lang::Zh => zh,
        steward_model::Lang::En => en,
    }
}

fn moment(drawn: Drawn<'_>, at: Timestamp) -> String {
    crate::instants::full(at, &drawn.estate.zone, drawn.lang)
}

fn step_lane<'a>(drawn: Drawn<'a>, step: &Step, clocks: &[&ClockReport], until: Timestamp) -> Lane<'a> {
    let names = names(drawn);
    let mut bars: Vec<Bar> = Vec::new();
    let mut open: Option<Timestamp> = None;
    let mut skipped = None;
    let title = step.title.in_(drawn.lang).to_owned();
    let mut close = |from: Timestamp, to: Timestamp, done: bool, who: String| {
        let said = match done {
            true => format!("{title}\n{} – {} {who}", moment(drawn, from), moment(drawn, to)),
            false => format!("{title}\n{} – …", moment(drawn, from)),
        };
        bars.push(Bar { from, to, done, label: who, title: said });
    };
    let mine = drawn.went.events.iter().filter(|event| event.step.as_ref() == Some(&step.id));
    for event in mine {
        match event.what {
            What::Ready => open = Some(event.at),
            What::Done | What::Returned | What::Withdrawn => {
                if let Some(from) = open.take() {
                    let who = event.by.as_ref().map_or("", |id| names.person(id)).to_owned();
                    close(from, event.at, event.what != What::Withdrawn, who);
                }
            }
            What::Skipped => skipped = Some(event.at),
            _ => {}
        }
    }
    if let Some(from) = open {
        close(from, until, false, String::new());
    }
    let note = match step.is_task() {
        true => {
            let hall = steward_case::hall::Hall::new(
                &drawn.went.case,
                drawn.workflow,
                drawn.estate,
                drawn.went.until,
            );
            let called = hall.called(step);
            let owners: Vec<&str> = called.iter().map(|owner| names.owner(owner)).collect();
            owners.join(crate::names::comma(drawn.lang))
        }
        false => String::new(),
    };
    let clocks = clocks.iter().filter_map(|clock| clock_bar(drawn, clock, until)).collect();
    Lane { title: step.title.in_(drawn.lang).to_owned(), note, bars, clocks, skipped }
}

fn clock_bar<'a>(drawn: Drawn<'a>, clock: &ClockReport, until: Timestamp) -> Option<ClockBar<'a>> {
    let due = clock.due?;
    let limit = drawn.workflow.limit(&clock.limit)?;
    let kept = drawn
        .went
        .case
        .clocks
        .iter()
        .find(|one| one.limit == clock.limit && one.round == clock.round && one.began == clock.began);
    let calendar = kept
        .and_then(|kept| limit.lines.get(kept.line))
        .and_then(|line| drawn.estate.calendar(&line.calendar));
    let over = kept.and_then(|kept| kept.over.or(kept.decided.filter(|_| clock.state != ClockState::Missed)));
    let name = names(drawn).limit(&clock.limit).to_owned();
    let happened = drawn.went.events.iter().filter(|event| {
        event.limit.as_ref() == Some(&clock.limit)
            && event.at >= clock.began
            && over.is_none_or(|over| event.at <= over)
            && matches!(event.what, What::AtRisk | What::Overdue | What::Rung)
    });
    let mut ticks: Vec<Tick> = happened
        .filter(|event| event.rung.as_deref() != Some("ready"))
        .map(|event| {
            let mood = if event.what == What::AtRisk { Mood::Risk } else { Mood::Late };
            let word = timeline::word(event.what);
            // A miss is a rung's moment by itself.
            let rung = event.rung.as_deref().filter(|rung| *rung != "overdue");
            let rung = rung.map(|rung| format!(" {}", names(drawn).rung(rung))).unwrap_or_default();
            let told = names(drawn).people(&event.to);
            let title = format!("{name} {}{rung}\n{}\n{told}", word.in_(drawn.lang), moment(drawn, event.at));
            Tick { at: event.at, mood, came: true, title: title.trim().to_owned() }
        })
        .collect();
    let came: BTreeSet<Timestamp> = ticks.iter().map(|tick| tick.at).collect();
    // Of what never came only the warnings are shown: a miss that was not is the due time itself.
    for rung in clock.rungs.iter().filter(|rung| rung.fired.is_none()) {
        let lies = |at: &Timestamp| *at <= until && *at < due && *at > clock.began && !came.contains(at);
        let Some(at) = rung.when.filter(lies) else { continue };
        let mood = Mood::Risk;
        let title = format!("{name} {}\n{}", names(drawn).rung(&rung.at), moment(drawn, at));
        ticks.push(Tick { at, mood, came: false, title });
    }
    let state = crate::words::clock(crate::wire::clock_state(clock.state, clock.paused), drawn.lang);
    let title = match drawn.lang {
        steward_model::Lang::Zh => format!("{name}：到期 {}，{state}", moment(drawn, due)),
        steward_model::Lang::En => format!("{name}: due {}, {state}", moment(drawn, due)),
    };
    Some(ClockBar {
        from: clock.began,
        due,
        to: over.unwrap_or(until),
        missed: clock.state == ClockState::Missed,
        calendar,
        ticks,
        title,
    })
}

/// Those who were told, the nearest to the work first.
fn people<'a>(drawn: Drawn<'a>) -> Vec<Listener<'a>> {
    let mut told: BTreeMap<&StaffId, Vec<Dot<'a>>> = BTreeMap::new();
    for letter in drawn.letters {
        told.entry(&letter.tell.to).or_default().push(Dot {
            at: letter.event.at,
            mood: mood(letter),
            via: &letter.tell.via,
            event: letter.event.n,
            title: title(letter),
        });
    }
    let rank = |id: &StaffId| {
        let person = drawn.estate.person(id);
        let role = person.and_then(|person| person.roles.first());
        let above = role.map_or(0, |role| drawn.estate.roles.above(role).count());
        let place = drawn.estate.staff.iter().position(|person| person.id == *id);
        (std::cmp::Reverse(above), place)
    };
    let mut order: Vec<&StaffId> = told.keys().copied().collect();
    order.sort_by_key(|id| rank(id));
    order
        .into_iter()
        .map(|id| {
            let role = drawn.estate.person(id).and_then(|person| person.roles.first());
            let titled =
                |role: &RoleId| crate::names::owner(drawn.estate, role.as_str(), drawn.lang).to_owned();
            Listener {
                name: names(drawn).person(id).to_owned(),
                role: role.map_or_else(String::new, titled),
                dots: told.remove(id).unwrap_or_default(),
            }
        })
        .collect()
}

fn title(letter: &Letter<'_>) -> String {
    match (&letter.mail, &letter.sms) {
        (Some(mail), _) => format!("{}\n{}", mail.subject, mail.text),
        (None, Some(sms)) => sms.variables.values().cloned().collect::<Vec<_>>().join(" · "),
        (None, None) => String::new(),
    }
}

/// How a message is to be taken: by what happened just before it.
pub(crate) fn mood(letter: &Letter<'_>) -> Mood {
    match letter.tell.template.as_str() {
        "at-risk" => Mood::Risk,
        "overdue" | "still-overdue" | "unreachable" | "fault" => Mood::Late,
        _ if letter.tell.due.is_some_and(|due| due <= letter.event.at) => Mood::Late,
        _ => Mood::Plain,
    }
}

fn busy(drawn: Drawn<'_>, lanes: &[Lane<'_>], until: Timestamp) -> BTreeSet<i64> {
    let mut busy: BTreeSet<i64> = drawn.went.events.iter().map(|event| event.at.as_second()).collect();
    for clock in lanes.iter().flat_map(|lane| &lane.clocks) {
        busy.insert(clock.due.as_second());
        busy.extend(clock.ticks.iter().map(|tick| tick.at.as_second()));
    }
    busy.retain(|at| *at <= until.as_second());
    busy
}
