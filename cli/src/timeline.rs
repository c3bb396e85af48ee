//! A record as a manager reads it: a heading a day, the time, the step, what happened; below it who
//! was told by which channel, and which due times began or moved.

use crate::instants;
use crate::names::{Names, channels};
use crate::output::{Output, Paint, pad};
use steward_case::{Change, Event, What};
use steward_model::{Estate, Lang, LimitId, StepId, TemplateId, Text, Workflow};
use steward_time::civil::Date;
use unicode_width::UnicodeWidthStr as _;

/// Tells a record, from wherever it has come to.
pub(crate) struct Timeline<'a> {
    output: &'a Output,
    names: Names<'a>,
    /// The limits of the clocks that began so far, by their number.
    clocks: Vec<LimitId>,
    day: Option<Date>,
    /// How wide the column of steps is.
    width: usize,
    /// The step whose becoming ready was the last line.
    ready: Option<StepId>,
}

/// What was told alike, to one or several.
#[derive(PartialEq)]
struct Group<'e> {
    template: Option<&'e TemplateId>,
    via: String,
    detour: Option<&'e Text>,
}

impl<'a> Timeline<'a> {
    pub(crate) fn new(output: &'a Output, workflow: &'a Workflow, estate: &'a Estate) -> Self {
        let names = Names { workflow, estate, lang: output.lang };
        let width = workflow.steps.iter().map(|step| step.title.in_(output.lang).width()).max().unwrap_or(0);
        Self { output, names, clocks: Vec::new(), day: None, width, ready: None }
    }

    /// Takes note of an event that is not shown.
    pub(crate) fn pass_over(&mut self, event: &Event) {
        self.note_clocks(event);
    }

    /// The lines of these events.
    pub(crate) fn lines(&mut self, events: &[Event]) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = events;
        while let Some((event, after)) = rest.split_first() {
            self.heading(event, &mut lines);
            if event.what == What::Told {
                let told = rest.iter().take_while(|next| next.what == What::Told && next.at == event.at);
                let told: Vec<&Event> = told.collect();
                rest = &rest[told.len()..];
                self.told(&told, &mut lines);
                continue;
            }
            // That a step's first rung follows its becoming ready goes without saying.
            let repeats =
                event.rung.as_deref() == Some("ready") && event.step.is_some() && event.step == self.ready;
            if !repeats {
                lines.push(self.fact(event));
            }
            self.ready = event.step.clone().filter(|_| event.what == What::Ready);
            self.due_times(event, &mut lines);
            self.note_clocks(event);
            rest = after;
        }
        lines
    }

    fn heading(&mut self, event: &Event, lines: &mut Vec<String>) {
        let today = self.names.estate.zone.to_datetime(event.at).date();
        if self.day == Some(today) {
            return;
        }
        if self.day.replace(today).is_some() {
            lines.push(String::new());
        }
        lines.push(self.output.paint(Paint::Bold, &instants::day(today, self.output.lang)));
    }

    fn fact(&self, event: &Event) -> String {
        let lang = self.output.lang;
        let time = instants::clock(self.names.estate.zone.to_datetime(event.at));
        let about = match (&event.step, &event.limit) {
            (Some(step), _) => self.names.step(step),
            (None, Some(limit)) => self.names.limit(limit),
            (None, None) => "",
        };
        let word = self.output.paint(paint(event.what), self.output.say(&happened(&self.names, event)));
        let mut line = format!("  {}  {}  {word}", pad(&time, 8), pad(about, self.width));
        let said = |rung: &&str| *rung != "ready" && !(*rung == "overdue" && event.what == What::Overdue);
        if let Some(rung) = event.rung.as_deref().filter(said) {
            line.push_str(&format!(" {}", self.names.rung(rung)));
        }
        if let Some(person) = &event.by {
            line.push_str(&format!("  {}", self.names.person(person)));
        }
        // Of a person reached by nothing the name says all; of others it stands with the messages.
        if event.what == What::Unreachable {
            line.push_str(&format!("  {}", self.names.people(&event.to)));
        }
        if let Some(text) = &event.text {
            let text = match event.what {
                What::Closed => crate::names::end(text, lang),
                _ => self.output.say(text).to_owned(),
            };
            line.push_str(&match lang {
                Lang::Zh => format!("  （{text}）"),
                Lang::En => format!("  ({text})"),
            });
        }
        line
    }

    /// Who was told at one moment: those told alike in one line.
    fn told(&self, told: &[&Event], lines: &mut Vec<String>) {
        let mut groups: Vec<(Group<'_>, Vec<&str>)> = Vec::new();
        for event in told {
            let group = Group {
                template: event.template.as_ref(),
                via: channels(&event.via, self.output.lang),
                detour: event.text.as_ref(),
            };
            let people = event.to.iter().map(|id| self.names.person(id));
            match groups.last_mut().filter(|(last, _)| *last == group) {
                Some((_, list)) => list.extend(people),
                None => groups.push((group, people.collect())),
            }
        }
        for (group, people) in groups {
            let people = people.join(crate::names::comma(self.output.lang));
            let template = group.template.map(|id| self.names.message(id)).unwrap_or_default();
            let mut line = format!("→ {people}  {}  {}", group.via, self.output.paint(Paint::Dim, &template));
            if let Some(detour) = group.detour {
                line.push_str(&format!("  {}", self.output.say(detour)));
            }
            lines.push(format!("{}{line}", self.indent()));
        }
    }

    /// Due times that an event began or moved.
    fn due_times(&self, event: &Event, lines: &mut Vec<String>) {
        let zone = &self.names.estate.zone;
        let today = zone.to_datetime(event.at).date();
        let mut clocks = self.clocks.clone();
        for change in &event.changes {
            match change {
                Change::ClockBorn { limit, .. } => clocks.push(limit.clone()),
                Change::ClockDue { clock, due, provisional } => {
                    let Some(limit) = clocks.get(*clock) else { continue };
                    let at = instants::short(*due, today, zone, self.output.lang);
                    let mut line = match self.output.lang {
                        Lang::Zh => format!("{} 到期 {at}", self.names.limit(limit)),
                        Lang::En => format!("{} due {at}", self.names.limit(limit)),
                    };
                    if *provisional {
                        line.push_str(self.output.pick("（暂定）", " (provisional)"));
                    }
                    lines.push(format!("{}{}", self.indent(), self.output.paint(Paint::Cyan, &line)));
                }
                _ => {}
            }
        }
    }

    fn note_clocks(&mut self, event: &Event) {
        for change in &event.changes {
            if let Change::ClockBorn { limit, .. } = change {
                self.clocks.push(limit.clone());
            }
        }
    }

    fn indent(&self) -> String {
        " ".repeat(2 + 8 + 2 + self.width + 2)
    }
}

fn paint(what: What) -> Paint {
    match what {
        What::Overdue | What::Fault | What::Unreachable | What::Cancelled => Paint::Red,
        What::AtRisk | What::Rung | What::Returned | What::Refused | What::Held => Paint::Yellow,
        What::Done | What::Approved | What::Closed => Paint::Green,
        _ => Paint::Plain,
    }
}

/// What happened, in a word that fits the step: one that nobody does is not a task.
pub(crate) fn happened(names: &Names<'_>, event: &Event) -> Text {
    let step = event.step.as_ref().and_then(|id| names.workflow.step(id));
    match event.what {
        What::Ready if step.is_some_and(|step| !step.is_task()) => Text::new("开始", "begins"),
        What::Rung if event.rung.as_deref() == Some("ready") => Text::new("派发", "given out"),
        what => word(what),
    }
}

/// What happened, in a word.
pub(crate) fn word(what: What) -> Text {
    let (zh, en) = match what {
        What::Opened => ("立案", "opened"),
        What::Ready => ("待办", "ready"),
        What::Taken => ("接手", "taken"),
        What::Told => ("已通知", "told"),
        What::Unreachable => ("通知不到", "unreachable"),
        What::AtRisk => ("临期", "at risk"),
        What::Overdue => ("超时", "overdue"),
        What::Rung => ("催办", "reminder"),
        What::Handed => ("移交", "handed on"),
        What::Done => ("完成", "done"),
        What::Skipped => ("跳过", "skipped"),
        What::Approved => ("批准", "approved"),
        What::Returned => ("退回", "returned"),
        What::Refused => ("否决", "refused"),
        What::Held => ("挂起", "held"),
        What::Resumed => ("恢复", "resumed"),
        What::Extended => ("延长", "extended"),
        What::Excused => ("说明超时", "excused"),
        What::Noted => ("备注", "note"),
        What::Withdrawn => ("撤回", "withdrawn"),
        What::Started => ("发起", "started"),
        What::Emitted => ("事件", "event"),
        What::Set => ("改字段", "set"),
        What::Moved => ("改期", "moved"),
        What::Closed => ("结案", "closed"),
        What::Cancelled => ("取消", "cancelled"),
        What::Fault => ("故障", "fault"),
    };
    Text::new(zh, en)
}
