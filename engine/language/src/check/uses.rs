//! What a workflow uses: the roles it counts on and the templates it sends, each where it is
//! written. Other checks ask here, so that none of them has to know where an audience may stand.

use std::collections::BTreeMap;
use steward_model::{
    Adjusted, Audience, Channel, FieldKind, Handbook, Ladder, Owner, Place, RoleId, Rung, RungAt, StartKind,
    Step, StepKind, TemplateId, ThenAction, Workflow,
};

/// Adds every role a workflow may turn to that is not among those found yet, with the first place that
/// names it.
pub(super) fn roles<'a>(workflow: &'a Workflow, found: &mut BTreeMap<&'a RoleId, &'a Place>) {
    let mut add = |role, place| {
        found.entry(role).or_insert(place);
    };
    for start in &workflow.starts {
        if let StartKind::Who(roles) = &start.kind {
            roles.iter().for_each(|role| add(role, &start.place));
        }
    }
    for role in workflow.hold.iter().flat_map(|hold| &hold.who) {
        add(role, workflow.hold.as_ref().map_or(&workflow.place, |hold| &hold.place));
    }
    for field in &workflow.fields {
        if let FieldKind::Role(of) = &field.kind {
            of.iter().for_each(|role| add(role, &field.place));
        }
    }
    for step in &workflow.steps {
        if let Some(Owner::Role(role)) = step.owner() {
            add(role, &step.place);
        }
        if let StepKind::Notify { tell, .. } = &step.kind {
            tell.iter().filter_map(role_of).for_each(|role| add(role, &step.place));
        }
        for then in &step.then {
            for action in then.actions() {
                if let ThenAction::HandTo(Owner::Role(role)) = action {
                    add(role, &then.place);
                }
            }
        }
    }
    for (ladder, ()) in ladders(workflow, |_| ()) {
        for rung in ladder.rungs.iter() {
            let named = rung.tell.iter().chain(&rung.hand_to);
            named.filter_map(role_of).for_each(|role| add(role, &rung.place));
        }
    }
}

fn role_of(audience: &Audience) -> Option<&RoleId> {
    match audience {
        Audience::Role(role) | Audience::All(role) | Audience::SuperiorOf(role) => Some(role),
        _ => None,
    }
}

/// The ladders of a workflow, each with what `of` tells of the step it belongs to (`None`: a limit of the
/// case). Most steps share one, and what is said of it for one of them is said for all that are alike.
pub(super) fn ladders<'a, Of: PartialEq + Copy>(
    workflow: &'a Workflow,
    of: impl Fn(Option<&'a Step>) -> Of,
) -> Vec<(&'a Ladder, Of)> {
    let steps = workflow.steps.iter().map(|step| (step.rungs(), of(Some(step))));
    let limits = workflow.limits.iter().map(|limit| (&limit.ladder, of(None)));
    let mut found: Vec<(&Ladder, Of)> = Vec::new();
    for (ladder, of) in steps.chain(limits).filter(|(ladder, _)| !ladder.rungs.is_empty()) {
        if !found.iter().any(|(other, another)| other.is(ladder) && *another == of) {
            found.push((ladder, of));
        }
    }
    found
}

/// Every message of every workflow, as headquarters wrote it and as estates have it.
pub(super) fn all_messages(handbook: &Handbook) -> Vec<(&Workflow, Vec<Sent<'_>>)> {
    let adjusted = handbook.adjusted.values().flat_map(|here| here.values());
    let workflows = handbook.workflows.values().chain(adjusted.filter_map(Adjusted::workflow));
    workflows.map(|workflow| (&**workflow, messages(workflow))).collect()
}

/// A message that a workflow sends: its wording, the channels it names (none: the first one the
/// person has), and where that is written.
pub(super) struct Sent<'a> {
    pub(super) template: &'a str,
    pub(super) via: &'a [Channel],
    pub(super) place: &'a Place,
}

/// Every message of a workflow's ladders, `notify` steps and second signatures.
fn messages(workflow: &Workflow) -> Vec<Sent<'_>> {
    let mut sent = Vec::new();
    let of = |step: Option<&Step>| {
        let approval = step.is_some_and(|step| matches!(step.kind, StepKind::Approve { .. }));
        (approval, step.is_none_or(Step::is_for_people), step.is_some_and(Step::waits_for_others))
    };
    for (ladder, (approval, people, waits)) in ladders(workflow, of) {
        // Of what happens elsewhere nobody hears that it begins.
        let is_sent = |rung: &&Rung| people || (waits && rung.at != RungAt::Ready);
        for rung in ladder.rungs.iter().filter(is_sent).filter(|rung| !rung.tell.is_empty()) {
            let first = rung.template.as_ref().map_or_else(|| usual(rung.at, approval), TemplateId::as_str);
            let again = rung.repeat.is_some().then_some("still-overdue");
            let one = |template| Sent { template, via: &rung.via.channels, place: &rung.place };
            sent.extend(std::iter::once(first).chain(again).map(one));
        }
    }
    for step in &workflow.steps {
        if let StepKind::Notify { template, via, .. } = &step.kind {
            sent.push(Sent { template: template.as_str(), via: &via.channels, place: &step.place });
        }
        if step.asks_second() {
            sent.push(Sent { template: "sign", via: &[], place: &step.place });
        }
    }
    sent
}

/// The wording of a rung that names none.
fn usual(at: RungAt, approval: bool) -> &'static str {
    match at {
        RungAt::Ready if approval => "approve",
        RungAt::Ready => "task",
        RungAt::Share(_) | RungAt::Before(_) => "at-risk",
        RungAt::Overdue => "overdue",
        RungAt::After(_) => "still-overdue",
    }
}
