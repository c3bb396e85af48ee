//! Ladders and checklists compared: which rung is new, gone or later, whom it tells now; which items
//! came and went.

use steward_model::{Audience, Ladder, LimitId, Roles, Rung, StepId, StepKind, Text, Via, Workflow};

/// What the ladder of a step or an entry of `limits:` does otherwise. `about` empty: that of the
/// workflow, as its first limit that has either of them alone shows. `None`: the same rungs, written
/// otherwise.
pub(super) fn ladder(
    (old, new): (&Workflow, &Workflow),
    about: &str,
    has_own: impl Fn(&str) -> bool,
    roles: &Roles,
) -> Option<Text> {
    let of = if about.is_empty() {
        let names = new.steps.iter().map(|step| step.id.as_str());
        let names = names.chain(new.limits.iter().map(|limit| limit.id.as_str()));
        let mut pairs =
            names.filter(|id| !has_own(id)).filter_map(|id| Some((rungs(old, id)?, rungs(new, id)?)));
        pairs.find(|(before, after)| !before.is(after))?
    } else {
        (rungs(old, about)?, rungs(new, about)?)
    };
    let said = compared(of.0, of.1, roles);
    if said.is_empty() {
        return None;
    }
    let said = joined(&said, ("；", "; "));
    Some(match about {
        "" => {
            Text::new(format!("流程的升级：{}", said.zh), format!("the ladder of the workflow: {}", said.en))
        }
        _ => Text::new(
            format!("`{about}` 的升级：{}", said.zh),
            format!("the ladder of `{about}`: {}", said.en),
        ),
    })
}

fn rungs<'a>(workflow: &'a Workflow, id: &str) -> Option<&'a Ladder> {
    let step = workflow.step(&StepId::new(id)).map(|step| step.rungs());
    step.or_else(|| workflow.limit(&LimitId::new(id)).map(|limit| &limit.ladder))
}

fn compared(old: &Ladder, new: &Ladder, roles: &Roles) -> Vec<Text> {
    let not_in = |ladder: &Ladder, rung: &&Rung| ladder.rungs.iter().all(|other| other.at != rung.at);
    let mut came: Vec<&Rung> = new.rungs.iter().filter(|rung| not_in(old, rung)).collect();
    let mut said = Vec::new();
    for before in old.rungs.iter() {
        if let Some(after) = new.rungs.iter().find(|rung| rung.at == before.at) {
            said.extend(otherwise(before, after, roles));
            continue;
        }
        let at = quoted(before);
        // One that does as before at another moment was moved.
        if let Some(place) = came.iter().position(|after| does_alike(before, after)) {
            let to = quoted(came.remove(place));
            said.push(Text::new(format!("{}改到{}", at.zh, to.zh), format!("{} is at {} now", at.en, to.en)));
            continue;
        }
        let does = does(before, roles);
        said.push(Text::new(
            format!("去掉{}（原来{}）", at.zh, does.zh),
            format!("{} is gone ({} before)", at.en, does.en),
        ));
    }
    for rung in came {
        let (at, does) = (quoted(rung), does(rung, roles));
        said.push(Text::new(format!("新增{}：{}", at.zh, does.zh), format!("{} is new: {}", at.en, does.en)));
    }
    said
}

fn does_alike(one: &Rung, other: &Rung) -> bool {
    let parts = |rung: &Rung| {
        (
            rung.tell.clone(),
            rung.via.clone(),
            rung.template.clone(),
            rung.hand_to.clone(),
            rung.repeat,
            rung.urgent,
        )
    };
    parts(one) == parts(other)
}

/// What a rung that stands where it stood does otherwise.
fn otherwise(before: &Rung, after: &Rung, roles: &Roles) -> Option<Text> {
    if does_alike(before, after) {
        return None;
    }
    let (at, before, after) = (quoted(after), does(before, roles), does(after, roles));
    Some(Text::new(
        format!("{}现在{}，原来{}", at.zh, after.zh, before.zh),
        format!("{} now {}, before {}", at.en, after.en, before.en),
    ))
}

fn quoted(rung: &Rung) -> Text {
    let at = rung.at.text();
    Text::new(format!("“{}”", at.zh), format!("`{}`", at.en))
}

/// What a rung does, without its moment.
fn does(rung: &Rung, roles: &Roles) -> Text {
    let mut parts = Vec::new();
    if !rung.tell.is_empty() {
        let who: Vec<Text> = rung.tell.iter().map(|audience| name(audience, roles)).collect();
        let (who, via) = (joined(&who, ("、", ", ")), by(&rung.via));
        parts.push(Text::new(format!("通知{}{}", who.zh, via.zh), format!("tells {}{}", who.en, via.en)));
    }
    if let Some(template) = &rung.template {
        parts.push(Text::new(format!("用模板 `{template}`"), format!("in the wording `{template}`")));
    }
    if let Some(to) = &rung.hand_to {
        let to = name(to, roles);
        parts.push(Text::new(format!("移交{}", to.zh), format!("hands on to {}", to.en)));
    }
    if let Some(repeat) = rung.repeat {
        let (every, times) = (repeat.every, repeat.times);
        parts.push(Text::new(
            format!("每隔{}重复，共{times}次", every.in_chinese()),
            format!("again every {}, {times} times in all", every.in_english()),
        ));
    }
    if rung.urgent {
        parts.push(Text::new("紧急", "urgent"));
    }
    joined(&parts, ("，", ", "))
}

fn by(via: &Via) -> Text {
    let channels: Vec<Text> = via.channels.iter().map(|channel| channel.title()).collect();
    match (channels.is_empty(), via.in_turn) {
        (true, _) => Text::plain(""),
        (_, true) => {
            let list = joined(&channels, ("、", ", "));
            Text::new(format!("（依次：{}）", list.zh), format!(" (first of {})", list.en))
        }
        (_, false) => {
            let list = joined(&channels, ("和", " and "));
            Text::new(format!("（{}）", list.zh), format!(" ({})", list.en))
        }
    }
}

fn name(audience: &Audience, roles: &Roles) -> Text {
    let title = |id: &steward_model::RoleId| {
        roles.roles.get(id).map_or_else(|| Text::plain(id.as_str()), |role| role.title.clone())
    };
    match audience {
        Audience::Owner => Text::new("负责人", "owner"),
        Audience::AllOwner => Text::new("全体负责人", "all owner"),
        Audience::Superior => Text::new("上级", "superior"),
        Audience::Role(id) => title(id),
        Audience::All(id) => {
            let title = title(id);
            Text::new(format!("全体{}", title.zh), format!("all {}", title.en))
        }
        Audience::SuperiorOf(id) => {
            let title = title(id);
            Text::new(format!("{}的上级", title.zh), format!("superior of {}", title.en))
        }
        Audience::Staff(id) => Text::plain(id.as_str()),
        Audience::Field(id) => {
            Text::new(format!("字段 `{id}` 里的人"), format!("whoever the field `{id}` names"))
        }
        Audience::Starter => Text::new("发起人", "starter"),
    }
}

/// Which items of a step's checklist came and went; `None`: only their order.
pub(super) fn checklist((old, new): (&Workflow, &Workflow), about: &str) -> Option<Text> {
    let items = |workflow: &Workflow| match workflow.step(&StepId::new(about)).map(|step| &step.kind) {
        Some(StepKind::Person { checklist, .. }) => checklist.clone(),
        _ => Vec::new(),
    };
    let (before, after) = (items(old), items(new));
    let quoted = |text: &Text| Text::new(format!("“{}”", text.zh), format!("“{}”", text.en));
    let but = |list: &[Text], others: &[Text]| -> Vec<Text> {
        list.iter().filter(|item| !others.contains(item)).map(quoted).collect()
    };
    let (came, went) = (but(&after, &before), but(&before, &after));
    let mut said = Vec::new();
    if !came.is_empty() {
        let list = joined(&came, ("、", ", "));
        said.push(Text::new(format!("新增{}", list.zh), format!("new {}", list.en)));
    }
    if !went.is_empty() {
        let list = joined(&went, ("、", ", "));
        said.push(Text::new(format!("去掉{}", list.zh), format!("gone {}", list.en)));
    }
    let said = (!said.is_empty()).then(|| joined(&said, ("；", "; ")))?;
    Some(Text::new(
        format!("`{about}` 的核对项：{}", said.zh),
        format!("the checklist of `{about}`: {}", said.en),
    ))
}

fn joined(texts: &[Text], (zh, en): (&str, &str)) -> Text {
    Text::new(
        texts.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>().join(zh),
        texts.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join(en),
    )
}
