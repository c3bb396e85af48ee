//! A scenario: a process tried in virtual time. Its names are those of one workflow at one estate.

mod act;
mod begin;
mod expect;
mod impossible;
mod items;
mod show;
mod theatre;

pub(crate) use theatre::{Here, House, Theatre};

use crate::findings::{Draft, Findings, error};
use crate::lower::{Known, field};
use crate::names::{Noun, Register};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::value::{self, Around};
use crate::words::{ScenarioKey, StoryKey};
use begin::nobody_opens_it;
use impossible::Before;
use std::collections::BTreeMap;
use steward_model::{
    Estate, Field, FieldId, LimitId, Line, Moment, Opening, Scenario, StaffId, Step, StepId, StepKind,
    Workflow,
};
use steward_time::{Span, Timestamp};

/// A story longer than this is several.
const MAX_LINES: usize = 1_000;

impl Theatre<'_> {
    /// Reads a scenario's file.
    pub(crate) fn scenario(&self, node: &Node, findings: &Findings) -> Option<Scenario> {
        scenario(node, self, findings)
    }
}

fn scenario(node: &Node, theatre: &Theatre<'_>, findings: &Findings) -> Option<Scenario> {
    let known = theatre.known;
    let mut keys = MapReader::<ScenarioKey>::open(node, findings)?;
    let name_node = keys.required(ScenarioKey::Scenario);
    let workflow_node = keys.required(ScenarioKey::Workflow);
    let workflow = workflow_node.and_then(|node| known.workflows.resolve(node, findings));
    let estate = keys.required(ScenarioKey::Estate);
    let estate = estate.and_then(|node| known.estates.resolve(node, findings));
    let opened = keys.required(ScenarioKey::Opened);
    let (starter, starter_place) = (keys.take(ScenarioKey::As), keys.place(ScenarioKey::As));
    let fields = keys.take(ScenarioKey::Fields);
    let story = keys.required(ScenarioKey::Story);
    keys.finish("场景", "a scenario");

    let name =
        name_node.and_then(|node| reader::scalar(node, findings, "一句话，说明它证明什么", "a sentence"));
    // Without its workflow and estate, nothing else in it can be looked up.
    let (workflow, house) = (workflow?, theatre.house(&estate?)?);
    let estate = &house.estate;
    let workflow = match theatre.play(&workflow, &estate.id)? {
        Here::Played(workflow) => workflow,
        Here::NotHere(not_here) => {
            let (text, place) = (not_here.text(&workflow, &estate.id), &workflow_node?.place);
            findings.add(
                error("not-here", place, text.zh, text.en)
                    .also(&not_here.place, "项目在这里说不办", "here the estate says so")
                    .help("换一个项目，或删掉这个场景", "name another estate, or delete this scenario"),
            );
            return None;
        }
    };
    let mut stage = Stage::new(workflow, &house, theatre, findings);
    let opened = opened.and_then(|node| stage.opening(node));
    stage.opened = match &opened {
        Some(Opening::At(at) | Opening::ByEvent(_, at) | Opening::ByCase(at)) => Some(*at),
        Some(Opening::ByClock(_)) | None => None,
    };
    if let (Some(place), Some(Opening::ByClock(_) | Opening::ByEvent(..) | Opening::ByCase(_))) =
        (starter_place, &opened)
    {
        findings.add(nobody_opens_it(place));
    }
    let starter = starter.and_then(|node| stage.person(node));
    let fields = fields.map(|node| stage.values_of_case(node)).unwrap_or_default();
    let items = story.and_then(|node| reader::list(node, findings)).unwrap_or_default();
    if let Some(beyond) = items.get(MAX_LINES) {
        findings.add(
            error(
                "story-too-long",
                beyond.head(),
                format!("经过超过 {MAX_LINES} 行"),
                format!("the story has more than {MAX_LINES} lines"),
            )
            .help("拆成几个场景", "make several scenarios of it"),
        );
    }
    let mut lines: Vec<Line> = Vec::new();
    let (mut last, mut before) = (None, Before::default());
    for item in items.iter().take(MAX_LINES) {
        lines.extend(stage.line(item, theatre, &mut last, &mut before));
    }
    Some(Scenario {
        name: name?.trim().to_owned(),
        workflow: workflow.id.clone(),
        estate: estate.id.clone(),
        opened: opened?,
        starter,
        fields,
        story: lines,
        place: name_node?.place.clone(),
    })
}

fn moment(text: &str, node: &Node, estate: &Estate, findings: &Findings) -> Option<Timestamp> {
    match value::moment(text, &estate.zone) {
        Ok(at) => Some(at),
        Err(mistake) => {
            findings.add(error("bad-value", &node.place, mistake.zh, mistake.en));
            None
        }
    }
}

/// The workflow and the estate a scenario plays in, with everything their names can call.
struct Stage<'a> {
    workflow: &'a Workflow,
    house: &'a House,
    known: &'a Known<'a>,
    findings: &'a Findings,
    types: BTreeMap<FieldId, Field>,
    fields: Register<FieldId>,
    steps: Register<StepId>,
    limits: Register<LimitId>,
    /// When the case is opened, where somebody opens it.
    opened: Option<Timestamp>,
    /// Whether nothing is wrong with the workflow. Else nothing is said against what a story does in it.
    sound: bool,
}

impl<'a> Stage<'a> {
    fn new(workflow: &'a Workflow, house: &'a House, theatre: &Theatre<'a>, findings: &'a Findings) -> Self {
        let nowhere = Findings::default();
        let mut stage = Self {
            workflow,
            house,
            known: theatre.known,
            findings,
            types: BTreeMap::new(),
            fields: Register::new(Noun::Field),
            steps: Register::new(Noun::Step),
            limits: Register::new(Noun::Limit),
            opened: None,
            sound: theatre.is_sound(&workflow.id, &house.estate.id),
        };
        for field in &workflow.fields {
            stage.fields.enter_beside_title(&field.id, &field.title, &field.place, &nowhere);
            stage.types.insert(field.id.clone(), field.clone());
        }
        for step in &workflow.steps {
            stage.steps.enter_beside_title(&step.id, &step.title, &step.place, &nowhere);
        }
        for limit in workflow.all_limits() {
            stage.limits.enter_beside_title(&limit.id, &limit.title, &limit.place, &nowhere);
        }
        if !stage.sound {
            stage.fields.leave_open();
            stage.steps.leave_open();
            stage.limits.leave_open();
        }
        stage
    }

    /// Lays a finding about what the workflow has or has not.
    fn refuse(&self, draft: Draft) {
        if self.sound {
            self.findings.add(draft);
        }
    }

    fn around(&self) -> Around<'_> {
        self.house.names.around(&self.house.estate)
    }

    fn person(&self, node: &Node) -> Option<StaffId> {
        self.house.names.people.resolve(node, self.findings)
    }

    fn values(&self, node: &Node) -> BTreeMap<FieldId, steward_model::Value> {
        field::values(node, &self.fields, &self.types, self.around(), self.findings)
    }

    fn step(&self, node: &Node) -> Option<&'a Step> {
        let id = self.steps.resolve(node, self.findings)?;
        self.workflow.step(&id)
    }

    fn limit(&self, node: &Node) -> Option<LimitId> {
        let id = self.limits.resolve(node, self.findings)?;
        self.limits.place(&id).is_some().then_some(id)
    }

    /// A line of the story. `last` is the moment of the line before, as far as it is known.
    fn line(
        &self,
        node: &Node,
        theatre: &Theatre<'a>,
        last: &mut Option<Timestamp>,
        before: &mut Before,
    ) -> Option<Line> {
        let mut keys = MapReader::<StoryKey>::open(node, self.findings)?;
        let at_node = keys.take(StoryKey::At);
        let at = match at_node {
            Some(node) => self.at(node)?,
            None => Moment::Same,
        };
        let actor = keys.take(StoryKey::As).and_then(|node| self.person(node));
        // What is done and expected is read against the workflow of the case that is meant.
        let called = match keys.take(StoryKey::CalledBy) {
            Some(node) => Some(self.called(node, theatre)?),
            None => None,
        };
        let there = called.as_ref().map_or(self, |(_, there)| there);
        let act = there.act(&mut keys);
        let expected = keys.take(StoryKey::Expect);
        let expect = expected.map_or_else(Vec::new, |node| there.expectations(node));
        let place = keys.head().clone();
        keys.finish("经过的这一行", "this line of the story");
        if let (Some(now), Some(node)) = (self.absolute(at), at_node) {
            if self.opened.is_some_and(|opened| now < opened) {
                self.findings.add(
                    error(
                        "story-goes-back",
                        &node.place,
                        "这一行比立案还早",
                        "this line lies before the case is opened",
                    )
                    .help(
                        "经过从立案讲起：把这一行的时刻写晚些，或把 `opened` 写早些",
                        "a story begins with the opening: write a later moment here, or open the case earlier",
                    ),
                );
            } else if last.is_some_and(|last| now < last) {
                self.findings.add(
                    error(
                        "story-goes-back",
                        &node.place,
                        "这一行比上一行早",
                        "this line lies before the one above it",
                    )
                    .help("按时间先后排列", "write the lines in the order of time"),
                );
            }
            *last = Some(now);
        }
        if let Some(node) = expected.filter(|_| called.is_none()) {
            let elapsed = match at {
                Moment::After(seconds) => Some(seconds),
                Moment::At(_) | Moment::Same => {
                    last.and_then(|last| Some(last.as_second() - self.opened?.as_second()))
                }
            };
            self.doubt(node, &expect, elapsed, before);
        }
        let called_by = called.map(|(step, _)| step);
        Some(Line { at, called_by, actor, act, expect, place })
    }

    /// `called_by: order`: the step, and the stage of the case that it called.
    fn called(&self, node: &Node, theatre: &Theatre<'a>) -> Option<(StepId, Stage<'a>)> {
        let step = self.step(node)?;
        let StepKind::Call { workflow, awaited: true, .. } = &step.kind else {
            self.refuse(
                error(
                    "wrong-kind",
                    &node.place,
                    format!("步骤“{}”不等它发起的案件", step.id),
                    format!("`{}` waits for no case", step.id),
                )
                .help(
                    "写一个带 `call`、不写 `detach: true` 的步骤",
                    "name a step that says `call`, without `detach: true`",
                ),
            );
            return None;
        };
        let Here::Played(here) = theatre.play(workflow, &self.house.estate.id)? else { return None };
        let mut there = Stage::new(here, self.house, theatre, self.findings);
        there.opened = self.opened;
        Some((step.id.clone(), there))
    }

    fn absolute(&self, at: Moment) -> Option<Timestamp> {
        match at {
            Moment::At(at) => Some(at),
            Moment::After(seconds) => Timestamp::from_second(self.opened?.as_second() + seconds).ok(),
            Moment::Same => None,
        }
    }

    /// `+25m`: real time since the opening, `+0m` the opening itself; or a date and time.
    fn at(&self, node: &Node) -> Option<Moment> {
        let (zh, en) = ("+25m 或日期和钟点", "+25m or a date and time");
        let text = reader::scalar(node, self.findings, zh, en)?;
        let Some(amount) = text.trim().strip_prefix('+') else {
            if Span::parse(text).is_ok() {
                let meant = format!("+{}", text.trim());
                let draft = error(
                    "bad-value",
                    &node.place,
                    format!("立案以后的时间前面要有加号：{meant}"),
                    format!("time since the opening has a plus before it: {meant}"),
                );
                self.findings.add(reader::meant(draft, &node.place, &meant));
                return None;
            }
            return moment(text, node, &self.house.estate, self.findings).map(Moment::At);
        };
        if is_nothing(amount.trim()) {
            return Some(Moment::After(0));
        }
        let wrong = match Span::parse(amount.trim()) {
            Ok(Span::Open(seconds)) => match i64::try_from(seconds) {
                Ok(seconds) => return Some(Moment::After(seconds)),
                Err(_) => error("bad-value", &node.place, "时间太长", "this is too long"),
            },
            Ok(Span::Days(days)) => return Some(Moment::After(i64::from(days) * 86_400)),
            Ok(Span::Workdays(_)) => error(
                "bad-value",
                &node.place,
                "`+` 后面是实际经过的时间，不能用工作日",
                "what stands after `+` is real time; it can't be workdays",
            )
            .help("写成 `+3 days`，或写日期和钟点", "write `+3 days`, or a date and time"),
            Err(mistake) => error("bad-span", &node.place, mistake.zh, mistake.en),
        };
        self.findings.add(wrong);
        None
    }
}

/// `0m`: no amount of time elsewhere, but a moment of a story.
fn is_nothing(amount: &str) -> bool {
    let unit = amount.trim_start_matches('0');
    let begins = unit.len() < amount.len() && !unit.starts_with(|c: char| c.is_numeric());
    begins && Span::parse(&format!("1{unit}")).is_ok()
}

#[cfg(test)]
mod tests;
