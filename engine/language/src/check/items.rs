//! Steps that say `for_each`: `{item.KEY}` is of one zone, so it stands where there is one; and what
//! each item has a value of has no single one, so nothing but `any(…)` and `all(…)` may ask it.

use super::Desk;
use crate::findings::error;
use crate::words::StepKey;
use steward_model::{
    Allowance, Audience, Each, Expr, Field, FieldId, Limit, LimitOf, Measure, NotBy, Owner, Place, Since,
    StandardKind, StartKind, Step, StepKind, ThenAction, Workflow,
};

/// Reports both.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    for step in &workflow.steps {
        item_keys(step, desk);
    }
    for (field, place) in single_uses(workflow, desk) {
        if let (Some(step), Some(field)) = (workflow.each_of(field), workflow.field(field)) {
            of_items(field, step, &place, desk);
        }
    }
}

fn item_keys(step: &Step, desk: &Desk<'_>) {
    let notes = &desk.marks.notes;
    let at = |key| notes.keys.get(&(step.id.clone(), key)).unwrap_or(&step.place);
    let key = if matches!(step.kind, StepKind::Approve { .. }) { StepKey::Approve } else { StepKey::Owner };
    for owner in step.owners() {
        if let Owner::Item(name) = owner
            && step.for_each != Some(Each::Zones)
        {
            let (zh, en) = match step.for_each {
                Some(_) => {
                    ("这一步逐项办的是列表里的文字，不是分区", "each item here is a text of a list, no zone")
                }
                None => ("这一步不是逐个办的，没有当前项", "this step is not done item by item"),
            };
            no_item(name, at(key), (zh, en), desk);
        }
    }
    for line in &step.then {
        for action in line.actions() {
            if let ThenAction::HandTo(Owner::Item(name)) = action {
                let why = (
                    "`then` 在每一项都办完后问一次，没有当前项",
                    "`then` is asked once, when every item is done",
                );
                no_item(name, &line.place, why, desk);
            }
        }
    }
}

fn no_item(key: &str, place: &Place, (zh, en): (&str, &str), desk: &Desk<'_>) {
    desk.findings.add(
        error(
            "no-item",
            place,
            format!("`{{item.{key}}}` 没有所指：{zh}"),
            format!("`{{item.{key}}}` means nobody: {en}"),
        )
        .help(
            format!("写岗位、人员或 `{{字段}}`；要每个分区各归一人，写 `for_each: zones` 和 `owner: \"{{item.{key}}}\"`"),
            format!(
                "name a role, a person or `{{FIELD}}`; for a task to each zone's own, write `for_each: zones` with `owner: \"{{item.{key}}}\"`"
            ),
        ),
    );
}

fn of_items(field: &Field, step: &Step, place: &Place, desk: &Desk<'_>) {
    let (id, step_id) = (&field.id, &step.id);
    desk.findings.add(
        error(
            "items-field",
            place,
            format!("字段“{id}”在步骤“{step_id}”里每一项各有一个值，这里没有一个可用"),
            format!("each item of `{step_id}` has its own `{id}`, so there is no single one here"),
        )
        .also(&step.place, "这一步逐个办理", "this step is done item by item")
        .help(
            "这里改用另一个字段；条件里用 `any(…)` 或 `all(…)` 问它",
            "use another field here; a guard asks it with any(…) or all(…)",
        ),
    );
}

/// Every field that something takes for a field of the case, beside guards, which see to it themselves.
fn single_uses<'w>(workflow: &'w Workflow, desk: &Desk<'_>) -> Vec<(&'w FieldId, Place)> {
    let notes = &desk.marks.notes;
    let mut found: Vec<(&FieldId, Place)> = Vec::new();
    for start in &workflow.starts {
        if let StartKind::Schedule { for_each: Some(field), .. } = &start.kind {
            found.push((field, start.place.clone()));
        }
    }
    for step in &workflow.steps {
        let at = |key| notes.keys.get(&(step.id.clone(), key)).unwrap_or(&step.place).clone();
        let owned =
            if matches!(step.kind, StepKind::Approve { .. }) { StepKey::Approve } else { StepKey::Owner };
        found.extend(step.owners().filter_map(field_of).map(|field| (field, at(owned))));
        let of_another = |field: &&FieldId| workflow.each_of(field).is_some_and(|each| each.id != step.id);
        found.extend(step.form().iter().filter(of_another).map(|field| (field, at(StepKey::Form))));
        if let Some(Each::Listed(field)) = &step.for_each {
            found.push((field, at(StepKey::ForEach)));
        }
        for not_by in &step.not_by {
            if let NotBy::Field(field) = not_by {
                found.push((field, at(StepKey::NotBy)));
            }
        }
        for line in &step.then {
            let handed = line.actions().filter_map(|action| match action {
                ThenAction::HandTo(owner) => field_of(owner),
                _ => None,
            });
            found.extend(handed.map(|field| (field, line.place.clone())));
        }
        match &step.kind {
            StepKind::WaitUntil(field) => found.push((field, at(StepKey::WaitUntil))),
            StepKind::Set(list) => {
                for (target, expr) in list {
                    found.push((target, at(StepKey::Set)));
                    found.extend(computed_from(expr).into_iter().map(|field| (field, at(StepKey::Set))));
                }
            }
            StepKind::Call { with, .. } => {
                found.extend(with.iter().map(|(_, here)| (here, at(StepKey::With))));
            }
            StepKind::Notify { tell, .. } => {
                found.extend(tell.iter().filter_map(told).map(|field| (field, at(StepKey::Notify))));
            }
            _ => {}
        }
        if step.limit.is_none() {
            for rung in step.ladder.rungs.iter() {
                let named = rung.tell.iter().chain(&rung.hand_to).filter_map(told);
                found.extend(named.map(|field| (field, rung.place.clone())));
            }
        }
    }
    for limit in workflow.all_limits() {
        found.extend(of_limit(limit, desk));
    }
    for standard in &workflow.standards {
        if let StandardKind::Measured { measure, .. } = &standard.kind {
            let fields: Vec<&FieldId> = match measure {
                Measure::Average(field) => vec![field],
                Measure::Complete(fields) => fields.iter().collect(),
                _ => Vec::new(),
            };
            found.extend(fields.into_iter().map(|field| (field, standard.place.clone())));
        }
    }
    found
}

fn of_limit<'w>(limit: &'w Limit, desk: &Desk<'_>) -> Vec<(&'w FieldId, Place)> {
    let notes = &desk.marks.notes;
    let mut found = Vec::new();
    if let Since::Field(field) = &limit.since {
        found.push((field, notes.since.get(&limit.id).unwrap_or(&limit.place).clone()));
    }
    for line in &limit.lines {
        if let Allowance::ByField(field) = &line.allow {
            let place = match &limit.of {
                LimitOf::Step(step) => notes.keys.get(&(step.clone(), StepKey::By)),
                LimitOf::Case => None,
            };
            found.push((field, place.unwrap_or(&line.place).clone()));
        }
    }
    for rung in limit.ladder.rungs.iter() {
        let named = rung.tell.iter().chain(&rung.hand_to).filter_map(told);
        found.extend(named.map(|field| (field, rung.place.clone())));
    }
    found
}

fn field_of(owner: &Owner) -> Option<&FieldId> {
    match owner {
        Owner::Field(field) | Owner::Key(field, _) => Some(field),
        _ => None,
    }
}

fn told(audience: &Audience) -> Option<&FieldId> {
    match audience {
        Audience::Field(field) => Some(field),
        _ => None,
    }
}

fn computed_from(expr: &Expr) -> Vec<&FieldId> {
    match expr {
        Expr::Field(field) => vec![field],
        Expr::Literal(_) => Vec::new(),
        Expr::Arithmetic(left, _, right) => {
            [left, right].into_iter().flat_map(|one| computed_from(one)).collect()
        }
        Expr::Later(base, _) | Expr::Earlier(base, _) => computed_from(base),
    }
}
