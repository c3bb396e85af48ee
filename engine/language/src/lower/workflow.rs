//! A workflow: one process of the handbook. Its names are gathered first, so that a step may speak
//! of one that is written after it; then each part is read.

use crate::check::{self, Desk};
use crate::findings::{Draft, Findings, error};
use crate::fingerprint::Fingerprint;
use crate::guard::StepAnswers;
use crate::lower::limit::{self, Clock, Whose};
use crate::lower::room::{Marks, Notes, Room};
use crate::lower::{Known, field, hold, ladder, order, standard, start, step};
use crate::names::{Noun, Register, check_name, name};
use crate::reader::{self, MapReader};
use crate::tree::{Kind, Node};
use crate::words::{EstatesMayWord, LimitKey, StepKey, Words, WorkflowKey};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use steward_model::nearest;
use steward_model::{
    Adjustable, CalendarId, Field, FieldId, Ladder, Limit, LimitId, LimitOf, Place, RulesId, Step, StepId,
    Text, Workflow, WorkflowId,
};

/// The rules of a workflow that names none.
pub(crate) const STANDARD_RULES: &str = "standard";

/// No process of a handbook has a tenth of this. The order of steps is worked out in the square of
/// their number.
const MAX_STEPS: usize = 300;

/// Editions are counted by people.
const MAX_EDITION: u32 = 100_000;

/// Reads a workflow's file and checks it. `default_ladder` is the organisation's.
pub(crate) fn workflow(
    node: &Node,
    known: &Known<'_>,
    default_ladder: &Ladder,
    findings: &Findings,
) -> Option<Workflow> {
    let (workflow, marks) = read(node, known, default_ladder, findings)?;
    check::workflow(&workflow, &Desk { known, marks: &marks, findings });
    Some(workflow)
}

/// Reads it, to be checked.
pub(crate) fn read(
    node: &Node,
    known: &Known<'_>,
    default_ladder: &Ladder,
    findings: &Findings,
) -> Option<(Workflow, Marks)> {
    let mut keys = MapReader::<WorkflowKey>::open(node, findings)?;
    let id_node = keys.required(WorkflowKey::Workflow)?;
    let id = WorkflowId::new(name(id_node, Noun::Workflow, findings)?);
    let title = keys.take(WorkflowKey::Title).and_then(|node| reader::text(node, findings));
    let section = keys.take(WorkflowKey::Section).and_then(|node| {
        reader::scalar(node, findings, "章节号", "the number of a section").map(str::to_owned)
    });
    let edition = keys
        .take(WorkflowKey::Edition)
        .and_then(|node| reader::number(node, findings, 1..=MAX_EDITION, ("版次", "an edition")));
    let estates_may = keys.take(WorkflowKey::EstatesMay);
    let estates_may = estates_may.map_or_else(Vec::new, |node| adjustable(node, findings));
    let seen_by = keys.take(WorkflowKey::SeenBy);
    let seen_by = seen_by.map_or_else(Vec::new, |node| field::seen_by_roles(node, known, findings));
    let calendar = keys.take(WorkflowKey::Calendar);
    let calendar = calendar.and_then(|node| known.calendars.resolve(node, findings));
    let fields = keys.take(WorkflowKey::Fields);
    let before = findings.errors();
    let fields = fields.map_or_else(Vec::new, |node| field::fields(node, known, findings));
    let unsure_of_fields = findings.errors() > before;
    let steps_node = keys.required(WorkflowKey::Steps);
    let ladder_node = keys.take(WorkflowKey::Escalate);
    let rules_node = keys.take(WorkflowKey::Rules);
    let standards_node = keys.take(WorkflowKey::Standards);

    let mut room = Room {
        known,
        findings,
        field_names: field_names(&fields),
        fields: fields.iter().map(|field| (field.id.clone(), field.clone())).collect(),
        steps: Register::new(Noun::Step),
        answers: BTreeMap::new(),
        of_items: BTreeMap::new(),
        inspected: standards_node.map_or_else(Vec::new, standard::inspected),
        calendar: calendar.unwrap_or_else(CalendarId::always),
        ladder: Ladder::default(),
        notes: RefCell::new(Notes::default()),
        broken: Cell::new(false),
        unsure_of_fields: Cell::new(unsure_of_fields),
        unsure_of_ladder: Cell::new(false),
    };
    let named = steps_node.map_or_else(Vec::new, |node| named_steps(node, &mut room));
    let before = findings.errors();
    room.ladder = match ladder_node {
        Some(node) => ladder::ladder(node, room.call()),
        None => default_ladder.clone(),
    };
    room.unsure_of_ladder.set(findings.errors() > before);
    let room = room;
    let starts = keys.required(WorkflowKey::Start);
    let starts = starts.map_or_else(Vec::new, |node| start::starts(node, &room));
    let hold = keys.take(WorkflowKey::Hold).and_then(|node| hold::hold(node, &room));
    let steps = steps(&named, &room);
    let limits_node = keys.take(WorkflowKey::Limits);
    let limits = limits_node.map_or_else(Vec::new, |node| limits_of_case(node, &steps, &room));
    let clocks = named_clocks(&named, limits_node);
    let standards = standards_node.map_or_else(Vec::new, |node| standard::standards(node, &clocks, &room));
    keys.finish("流程", "a workflow");

    let rules = rules_node.map_or_else(|| Some(RulesId::new(STANDARD_RULES)), |node| rules(node, &room));
    let rules = rules.unwrap_or_else(|| RulesId::new(STANDARD_RULES));
    let (index, following) = order::order(&steps);
    let calendar = room.calendar.clone();
    let marks = room.marks(Fingerprint::default().tree(node), ladder_node.is_none());
    let workflow = Workflow {
        title: title.unwrap_or_else(|| Text::plain(id.as_str())),
        section,
        edition: edition.unwrap_or(1),
        estates_may,
        seen_by,
        hash: marks.hash(&rules, known),
        calendar,
        starts,
        fields,
        hold,
        limits,
        steps,
        standards,
        rules,
        index,
        following,
        place: id_node.place.clone(),
        id,
    };
    Some((workflow, marks))
}

/// What estates may adjust.
fn adjustable(node: &Node, findings: &Findings) -> Vec<Adjustable> {
    let items = reader::list(node, findings).unwrap_or_default();
    let one = |item| {
        Some(match reader::word::<EstatesMayWord>(item, findings)? {
            EstatesMayWord::Tighten => Adjustable::Tighten,
            EstatesMayWord::Owners => Adjustable::Owners,
            EstatesMayWord::Add => Adjustable::Add,
            EstatesMayWord::NotHere => Adjustable::NotHere,
        })
    };
    items.iter().filter_map(one).collect()
}

fn field_names(fields: &[Field]) -> Register<steward_model::FieldId> {
    let nowhere = Findings::default();
    let mut names = Register::new(Noun::Field);
    for field in fields {
        // Fields are called by their names alone, as guards call them.
        names.enter(&field.id, None, &field.place, &nowhere);
    }
    names
}

/// A step's node with its name, as far as it has one.
struct Named<'a> {
    node: &'a Node,
    id: StepId,
    place: &'a Place,
}

/// The steps by name, entered into the room before any of them is read.
fn named_steps<'a>(node: &'a Node, room: &mut Room<'_>) -> Vec<Named<'a>> {
    let findings = room.findings;
    let mut named = Vec::new();
    let items = match &node.kind {
        Kind::Map(entries) => {
            let name = entries.first().map_or("…", |entry| entry.key.as_str());
            findings.add(no_list_of_steps(node, if StepKey::find(name).is_some() { "…" } else { name }));
            &[]
        }
        Kind::Scalar(scalar) if node.meant_as_keys().is_empty() => {
            findings.add(no_list_of_steps(node, &scalar.text));
            &[]
        }
        _ => reader::list(node, findings).unwrap_or_default(),
    };
    if let Some(beyond) = items.get(MAX_STEPS) {
        findings.add(
            error(
                "too-many-steps",
                beyond.head(),
                format!("一个流程最多 {MAX_STEPS} 个步骤"),
                format!("a workflow has {MAX_STEPS} steps at most"),
            )
            .help("拆成几个流程", "make several workflows of it"),
        );
        room.broken.set(true);
    }
    for item in items.iter().take(MAX_STEPS) {
        // What is wrong with its other keys is said when the step is read.
        let Some(id_node) = item.get(StepKey::Step.en()).filter(|node| !is_empty(node)) else {
            if let Some(draft) = name_as_key(item) {
                findings.add(draft);
            } else if let Some(mut keys) = MapReader::<StepKey>::open(item, findings) {
                keys.required(StepKey::Step);
            }
            room.broken.set(true);
            continue;
        };
        let Some(id) = name(id_node, Noun::Step, findings).map(StepId::new) else { continue };
        if !room.steps.enter(&id, None, &id_node.place, findings) {
            room.broken.set(true);
            continue;
        }
        let answers = StepAnswers {
            items: item.get(StepKey::Checklist.en()).is_some(),
            approval: item.get(StepKey::Approve.en()).is_some(),
            awaits_call: step::is_awaited_call(item),
        };
        room.answers.insert(id.clone(), answers);
        if item.get(StepKey::ForEach.en()).is_some() {
            let form = item.get(StepKey::Form.en()).map_or(&[][..], reader::one_or_many);
            let fields = form.iter().filter_map(|field| field.text()).map(FieldId::new);
            room.of_items.extend(fields.map(|field| (field, id.clone())));
        }
        named.push(Named { node: item, id, place: &id_node.place });
    }
    if named.is_empty() && !room.broken.get() && matches!(node.kind, Kind::List(_)) {
        findings.add(
            error("no-steps", node.head(), "流程里没有步骤", "this workflow has no steps")
                .help("在 `steps:` 下写上第一个步骤", "write the first step under `steps:`"),
        );
    }
    named
}

fn no_list_of_steps(node: &Node, name: &str) -> Draft {
    reader::wrong_shape(node, "一个列表", "a list").help(
        format!("每个步骤以 `- ` 开头：`- step: {name}`，下面写 `owner: …`"),
        format!("begin each step with `- `: `- step: {name}`, and `owner: …` below it"),
    )
}

/// `- 登记: …`: the name of a step stands where its key belongs.
fn name_as_key(item: &Node) -> Option<Draft> {
    let first = item.entries().first()?;
    let is_key =
        |key: &str| StepKey::find(key).is_some() || StepKey::is_later(key) || StepKey::nearest(key).is_some();
    if is_key(&first.key) {
        return None;
    }
    let name = &first.key;
    let draft = error(
        "missing-key",
        &first.key_place,
        format!("步骤的名称 `{name}` 写在了键的位置"),
        format!("the step's name `{name}` stands where a key belongs"),
    );
    let draft = draft.help(
        format!("写成 `step: {name}`，下面写 `owner: …`"),
        format!("write `step: {name}`, and `owner: …` below it"),
    );
    Some(match (item.entries(), first.value.text()) {
        ([_], Some(owner)) => draft.fix(&item.place, format!("{{ step: {name}, owner: {owner} }}")),
        _ => draft,
    })
}

fn is_empty(node: &Node) -> bool {
    matches!(node.kind, Kind::Empty)
}

fn steps(named: &[Named<'_>], room: &Room<'_>) -> Vec<Step> {
    let mut before: Option<&StepId> = None;
    let mut steps = Vec::new();
    for Named { node, id, place } in named {
        steps.extend(step::step(node, id, place, before, room));
        before = Some(id);
    }
    steps
}

/// What the clocks are called, also those that could not be understood.
fn named_clocks(named: &[Named<'_>], limits: Option<&Node>) -> Vec<LimitId> {
    let has = |node: &Node| [StepKey::Within, StepKey::By].iter().any(|key| node.get(key.en()).is_some());
    let steps = named.iter().filter(|one| has(one.node)).map(|one| LimitId::new(one.id.as_str()));
    let nowhere = Findings::default();
    let entries = limits.and_then(|node| reader::list(node, &nowhere)).unwrap_or_default();
    let entries = entries.iter().filter_map(|entry| entry.get(LimitKey::Limit.en())?.text());
    steps.chain(entries.map(LimitId::new)).collect()
}

/// `limits:` the clocks of the case, beside those of single steps.
fn limits_of_case(node: &Node, steps: &[Step], room: &Room<'_>) -> Vec<Limit> {
    let mut names = Register::new(Noun::Limit);
    // A step's limit is called as the step.
    for step in steps.iter().filter(|step| step.limit.is_some()) {
        names.enter(&LimitId::new(step.id.as_str()), None, &step.place, room.findings);
    }
    let items = reader::list(node, room.findings).unwrap_or_default();
    items.iter().filter_map(|item| limit_of_case(item, &mut names, room)).collect()
}

fn limit_of_case(node: &Node, names: &mut Register<LimitId>, room: &Room<'_>) -> Option<Limit> {
    let findings = room.findings;
    let mut keys = MapReader::<LimitKey>::open(node, findings)?;
    let id_node = keys.required(LimitKey::Limit);
    let title = keys.take(LimitKey::Title).and_then(|node| reader::text(node, findings));
    let until = keys.take(LimitKey::Until).and_then(|node| room.step(node));
    let clock = Clock {
        within: keys.take(LimitKey::Within),
        by: keys.take(LimitKey::By),
        since: keys.take(LimitKey::Since),
        calendar: keys.take(LimitKey::Calendar),
        runs_while_held: keys.take(LimitKey::RunsWhileHeld),
        escalate: keys.take(LimitKey::Escalate),
    };
    let time = [LimitKey::Within, LimitKey::By];
    let says_how_long = time.iter().any(|key| keys.place(*key).is_some()) || keys.is_misspelt(&time);
    if !says_how_long {
        findings.add(
            error("missing-key", keys.head(), "这个时限没有说多长", "this limit does not say how long")
                .help("加上 `within: 15 workdays`", "write `within: 15 workdays`"),
        );
    }
    keys.finish("`limits` 的一项", "an entry of `limits`");
    let id_node = id_node?;
    let id = LimitId::new(name(id_node, Noun::Limit, findings)?);
    if !names.enter(&id, None, &id_node.place, findings) {
        return None;
    }
    let title = title.unwrap_or_else(|| Text::plain(id.as_str()));
    limit::limit(clock, Whose { id, of: LimitOf::Case, title, until }, room)
}

/// The file of rules a workflow names.
fn rules(node: &Node, room: &Room<'_>) -> Option<RulesId> {
    let text = reader::scalar(node, room.findings, "规则文件的名称", "the name of a file of rules")?;
    check_name(text, &node.place, Noun::Rules, room.findings);
    if !room.known.rules.contains_key(text) {
        let draft = error(
            "unknown-rules",
            &node.place,
            format!("没有规则文件 rules/{text}.rhai"),
            format!("there is no file rules/{text}.rhai"),
        );
        let near = nearest(text, room.known.rules.keys().map(RulesId::as_str));
        room.findings.add(match near {
            Some(near) => reader::called(draft, &node.place, near),
            None => draft.help(
                "写好这个文件，或删掉 `rules` 用标准规则",
                "write that file, or leave `rules` out for the standard ones",
            ),
        });
    }
    Some(RulesId::new(text))
}

#[cfg(test)]
pub(crate) mod tests;
