//! Holding a case and going on. While it is held nothing becomes ready and clocks stand still.

use crate::audience::Climb;
use crate::hall::Belongs;
use crate::turn::{Fact, Message, Turn, USUAL};
use crate::{Change, Moment, Refusal, What};
use steward_model::{Audience, Person, StaffId, StepId, TemplateId, Text};

impl Turn<'_> {
    pub(super) fn ask_to_hold(&mut self, actor: &Person, reason: &str) -> Result<(), Refusal> {
        self.may_hold(actor)?;
        if self.case.is_held() {
            return Err(Refusal::AlreadyHeld);
        }
        let reasons = self.ctx.definition.hold.iter().flat_map(|hold| &hold.reasons);
        let known: Vec<&Text> = reasons.collect();
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        if !known.is_empty() && !known.iter().any(|text| text.zh == reason || text.en == reason) {
            let list =
                |pick: fn(&Text) -> &String| known.iter().map(|text| pick(text).as_str()).collect::<Vec<_>>();
            return Err(Refusal::HoldNotAllowed(Text::new(
                format!("挂起事由只能是：{}", list(|text| &text.zh).join("、")),
                format!("A case is held only for: {}", list(|text| &text.en).join(", ")),
            )));
        }
        if !self.may_still_be_held() {
            return Err(Refusal::HoldUsedUp);
        }
        self.hold(reason, Some(&actor.id));
        Ok(())
    }

    /// Whether any of the time it may be held is left.
    pub(crate) fn may_still_be_held(&self) -> bool {
        if self.case.is_held() || self.case.is_over() {
            return false;
        }
        let end = self.calendar().and_then(|calendar| self.holds_used_up_at(calendar));
        self.case.holds.is_empty() || end.is_none_or(|end| end > self.now)
    }

    pub(crate) fn hold(&mut self, reason: &str, by: Option<&StaffId>) {
        self.record(Fact::new(What::Held).by(by).text(Some(Text::plain(reason))).change(Change::Held));
        self.tell_everyone_concerned("held", reason);
        if by.is_some() {
            self.ask_about_case(Moment::Held);
        }
    }

    pub(super) fn ask_to_resume(&mut self, actor: &Person) -> Result<(), Refusal> {
        self.may_hold(actor)?;
        if !self.case.is_held() {
            return Err(Refusal::NotHeld);
        }
        self.resume(Some(&actor.id), None);
        Ok(())
    }

    pub(crate) fn resume(&mut self, by: Option<&StaffId>, text: Option<Text>) {
        let words = text.as_ref().map(|text| text.zh.clone()).unwrap_or_default();
        self.record(Fact::new(What::Resumed).by(by).text(text).change(Change::Resumed));
        self.after_hold();
        self.tell_everyone_concerned("resumed", &words);
        self.settle_pending();
    }

    /// Owner and superior of each open step are told (S26).
    fn tell_everyone_concerned(&mut self, template: &str, words: &str) {
        let about: Vec<StepId> = self.hall().open_steps().map(|step| step.id.clone()).collect();
        if about.is_empty() {
            return;
        }
        let reached = self.reach(&[Audience::Owner, Audience::Superior], &about, Climb::Up);
        let template = TemplateId::new(template);
        let step = about.first();
        let relevance = crate::Relevance::Always;
        let text = (!words.is_empty()).then(|| words.to_owned());
        self.tell(
            &reached,
            &Message {
                template: &template,
                via: &USUAL,
                urgent: false,
                step,
                limit: None,
                rung: None,
                relevance,
                text,
            },
        );
    }

    fn may_hold(&self, actor: &Person) -> Result<(), Refusal> {
        let Some(hold) = &self.ctx.definition.hold else {
            return Err(Refusal::HoldNotAllowed(Text::new(
                "这个流程没有写 hold，不能挂起",
                "This workflow has no `hold:`, so nobody may hold a case of it",
            )));
        };
        if hold.who.iter().any(|role| self.hall().may_as(actor, role)) {
            return Ok(());
        }
        Err(Refusal::NotYours {
            what: Text::new("挂起或恢复案件", "hold or resume the case"),
            may: self.hall().by_title(hold.who.iter().cloned().map(Belongs::Role)),
        })
    }
}
