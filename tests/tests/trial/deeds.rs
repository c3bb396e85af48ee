//! What people do in a story, as the core is asked for it.

use super::Trial;
use std::collections::BTreeMap;
use steward_case::{CallReply, CaseId, Command, Given};
use steward_model::{
    CheckInCode, Evidence, Location, Photo, PhotoHash, PhotoKind, StepId, StepKind, Text, Value,
};
use steward_tests::oracle::Act;

impl Trial<'_> {
    pub(super) fn command(&self, act: &Act) -> Command {
        match act {
            Act::Take(step) => Command::Take(step.clone()),
            Act::Complete { step, fields, fails, shows } => {
                let (items, given) = match self.whole.step(step).map(|step| &step.kind) {
                    Some(StepKind::Person { checklist, evidence, .. }) => {
                        let items = checklist.iter().map(|item| item.zh.clone()).collect();
                        (items, if *shows { shown_with(step, evidence) } else { Given::default() })
                    }
                    _ => (Vec::new(), Given::default()),
                };
                let (ticked, failed) = if *fails { (Vec::new(), items) } else { (items, Vec::new()) };
                let failed = failed.into_iter().map(|item| (item, "remark".to_owned())).collect();
                Command::Complete { step: step.clone(), fields: fields.clone(), ticked, failed, given }
            }
            Act::Sign(step) => Command::Sign(step.clone()),
            Act::Repeat(step) => Command::Repeat(step.clone()),
            Act::News { step, call, ended } => {
                let other = CaseId::new("other");
                let says = match ended {
                    Some(word) => CallReply::Ended(other, word.clone()),
                    None => CallReply::Refused(Text::plain("nobody there")),
                };
                let call = self.calls.get(step).and_then(|calls| calls.get(*call)).copied();
                Command::Reply { call: call.unwrap_or(0), says }
            }
            Act::OverBudget(of) => Command::OverBudget { of: of.clone(), most: 3 },
            Act::Approve(step) => Command::Approve(step.clone()),
            Act::Return(step) => Command::Return { step: step.clone(), comment: "again".to_owned() },
            Act::Refuse(step) => Command::Refuse { step: step.clone(), comment: "no".to_owned() },
            Act::Hand(step, to) => Command::Hand { step: step.clone(), to: to.clone() },
            Act::Hold => Command::Hold("waiting for parts".to_owned()),
            Act::Resume => Command::Resume,
            Act::Extend(limit, span) => {
                Command::Extend { limit: limit.clone(), span: *span, reason: "why".to_owned() }
            }
            Act::Set(fields) => {
                let fields =
                    fields.iter().map(|(field, value): (_, &Value)| (field.clone(), Some(value.clone())));
                Command::Set { fields: fields.collect(), reason: "why".to_owned() }
            }
            Act::Cancel => Command::Cancel("why".to_owned()),
            Act::Raise(name) => Command::Event { name: name.clone(), carries: BTreeMap::new() },
        }
    }
}

/// What a step asks for as evidence, and no more.
fn shown_with(step: &StepId, evidence: &Evidence) -> Given {
    let photo = |number: u32| {
        let mut hash = [0; 32];
        hash[..4].copy_from_slice(&number.to_be_bytes());
        Photo { name: format!("{number}.jpg"), hash: PhotoHash::of(hash), size: 1, kind: PhotoKind::Jpeg }
    };
    Given {
        photos: (0..evidence.photos).map(photo).collect(),
        location: evidence.location.then(|| Location::parse("31.2,121.5").expect("a location")),
        code: evidence.code.as_ref().and(step.item()).map(CheckInCode::new),
        earlier: Vec::new(),
    }
}
