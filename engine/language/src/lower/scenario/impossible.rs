//! What a line expects and can never be: a miss, or a due time, sooner after the opening than the limit is
//! long; another round of a step that nothing opens again; and somebody never told whom a line before
//! expects to be told. A scenario that waits for such a thing only fails, without saying why. It is a
//! warning and no error: a limit that was changed must not be kept from its work by what tests it.

use super::Stage;
use crate::findings::{Draft, warning};
use crate::reader;
use crate::tree::Node;
use crate::words::{ExpectKey, Words};
use steward_model::{
    Allowance, Expectation, Limit, LimitId, Place, Since, StepId, StepKind, ThenAction, Told,
};
use steward_time::Span;

/// What stands in the lines before.
#[derive(Default)]
pub(super) struct Before {
    told: Vec<(Told, Place)>,
}

impl Stage<'_> {
    /// Reports what can't be, of everything a line expects. `elapsed`: the seconds from the opening to the
    /// line, as far as they are known.
    pub(super) fn doubt(
        &self,
        node: &Node,
        expected: &[Expectation],
        elapsed: Option<i64>,
        before: &mut Before,
    ) {
        for one in expected {
            if let Expectation::Told { who, .. } = one {
                let place = written(node, ExpectKey::Told, |text| self.is_called(text, who));
                before.told.push((who.clone(), place));
            }
        }
        for one in expected {
            let draft = match one {
                Expectation::Overdue(id) => {
                    let soon = elapsed.and_then(|elapsed| self.too_soon(id, elapsed));
                    soon.map(|soon| {
                        let place = written(node, ExpectKey::Overdue, |text| text == id.written());
                        missed_too_soon(&soon, &place)
                    })
                }
                Expectation::Due(id, at) => {
                    let elapsed = self.opened.map(|opened| at.as_second() - opened.as_second());
                    let soon = elapsed.and_then(|elapsed| self.too_soon(id, elapsed));
                    soon.map(|soon| {
                        let place = written_value(node, ExpectKey::Due, id.written());
                        due_too_soon(&soon, &place)
                    })
                }
                Expectation::Round(step, round) if *round > 1 && !self.is_opened_again(step) => {
                    let place = written_value(node, ExpectKey::Round, step.as_str());
                    Some(no_such_round(step, *round, &place))
                }
                Expectation::NotTold(who) => {
                    before.told.iter().find(|(told, _)| told == who).map(|(_, first)| {
                        let place = written(node, ExpectKey::NotTold, |text| self.is_called(text, who));
                        told_before(first, &place)
                    })
                }
                _ => None,
            };
            draft.into_iter().for_each(|draft| self.refuse(draft));
        }
    }

    /// The limit, where it can't be over so many seconds after the opening, whichever of its lines applies.
    /// A hold and an extension only make it longer.
    fn too_soon(&self, id: &LimitId, elapsed: i64) -> Option<Soon<'_>> {
        let limit = self.workflow.all_limits().find(|limit| limit.id.as_str() == id.written())?;
        // What is counted from a date in a field may have begun before the case.
        if matches!(limit.since, Since::Field(_)) {
            return None;
        }
        let seconds = limit.lines.iter().map(|line| match line.allow {
            Allowance::Within(Span::Open(seconds)) => seconds,
            _ => 0,
        });
        let least = seconds.min()?;
        (elapsed < i64::try_from(least).ok()?).then_some(Soon { limit, least: Span::Open(least) })
    }

    /// Whether anything may open a step once more.
    fn is_opened_again(&self, step: &StepId) -> bool {
        let leads_to = |target: &StepId| target == step || self.workflow.following(target).contains(step);
        self.workflow.steps.iter().any(|from| {
            let returned = match &from.kind {
                StepKind::Approve { returned_to, .. } => leads_to(returned_to),
                _ => false,
            };
            let then = from.then.iter().flat_map(|line| line.actions());
            returned
                || then.into_iter().any(|action| match action {
                    ThenAction::BackTo { step: target, .. } => leads_to(target),
                    ThenAction::HandTo(_) => leads_to(&from.id),
                    ThenAction::OnTo(_) | ThenAction::End(_) => false,
                })
        })
    }

    fn is_called(&self, text: &str, who: &Told) -> bool {
        match who {
            Told::Role(role) => self.house.names.roles.find(text).as_ref() == Some(role),
            Told::Staff(person) => self.house.names.people.find(text).as_ref() == Some(person),
        }
    }
}

/// A limit that can't be over yet.
struct Soon<'a> {
    limit: &'a Limit,
    /// How long it is at least.
    least: Span,
}

fn missed_too_soon(soon: &Soon<'_>, place: &Place) -> Draft {
    let (id, zh, en) = (&soon.limit.id, soon.least.in_chinese(), soon.least.in_english());
    impossible(
        place,
        format!("“{id}”的时限至少{zh}，立案后这么早不可能超时"),
        format!("`{id}` allows {en} at least, so it can't be missed this soon after the opening"),
    )
    .also(&soon.limit.place, "时限在这里", "the limit is here")
    .help(
        format!("这一行至少在立案{zh}以后；或不写 `overdue`"),
        format!("let the line be {en} after the opening or later, or leave `overdue` out"),
    )
}

fn due_too_soon(soon: &Soon<'_>, place: &Place) -> Draft {
    let (id, zh, en) = (&soon.limit.id, soon.least.in_chinese(), soon.least.in_english());
    impossible(
        place,
        format!("“{id}”的时限至少{zh}，不可能在这时就到期"),
        format!("`{id}` allows {en} at least, so it can't be due then"),
    )
    .also(&soon.limit.place, "时限在这里", "the limit is here")
    .help("`steward simulate` 会算出到期时间", "`steward simulate` works out when it is due")
}

fn no_such_round(step: &StepId, round: u32, place: &Place) -> Draft {
    impossible(
        place,
        format!("没有什么会再次打开“{step}”，它没有第 {round} 轮"),
        format!("nothing opens `{step}` again, so it has no round {round}"),
    )
    .help(
        "换成会被退回的步骤，或在流程里写 `back_to`",
        "name a step that something leads back to, or write `back_to` in the workflow",
    )
}

fn told_before(first: &Place, place: &Place) -> Draft {
    impossible(
        place,
        "`not_told` 指从立案起一次也没有通知过，而这里期望通知过",
        "`not_told` means never since the opening, and yet they are expected to be told",
    )
    .also(first, "这里期望通知", "here they are expected to be told")
    .help("两处留一处", "leave one of the two out")
}

fn impossible(place: &Place, zh: impl Into<String>, en: impl Into<String>) -> Draft {
    warning("cannot-happen", place, zh, en)
}

/// Where one of the things stands that a key expects.
fn written(node: &Node, key: ExpectKey, is: impl Fn(&str) -> bool) -> Place {
    let values = reader::one_or_many(node).iter().filter_map(|item| item.get(key.en()));
    let mut items = values.flat_map(reader::one_or_many);
    let found = items.find(|item| item.text().is_some_and(|text| is(text.trim())));
    found.map_or_else(|| node.head().clone(), |item| item.place.clone())
}

/// Where the value stands that a key expects of a name.
fn written_value(node: &Node, key: ExpectKey, name: &str) -> Place {
    let values = reader::one_or_many(node).iter().filter_map(|item| item.get(key.en()));
    let mut entries = values.flat_map(Node::entries);
    let found = entries.find(|entry| entry.key == name);
    found.map_or_else(|| node.head().clone(), |entry| entry.value.place.clone())
}
