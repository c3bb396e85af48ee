//! A budget of messages is used up. The courier counts and says so; the case that used it up puts it on its
//! record and tells `last_resort`, once.

use crate::audience::{Climb, Reached};
use crate::turn::{Fact, Message, Turn, USUAL};
use crate::{Barred, Change, Relevance, What};
use steward_model::budget::OVER_BUDGET;
use steward_model::{BudgetOf, TemplateId, Text};

impl Turn<'_> {
    pub(super) fn over_budget(&mut self, of: &BudgetOf, most: u32) {
        if self.case.over_budget.contains(of) {
            return;
        }
        let text = self.said(of, most);
        self.record(Fact::new(What::Noted).text(Some(text.clone())).change(Change::OverBudget(of.clone())));
        let reached = Reached { detour: None, ..self.hall().last_resort(&Barred::new(), Climb::Up) };
        let template = TemplateId::new(OVER_BUDGET);
        self.tell(
            &[reached],
            &Message {
                template: &template,
                via: &USUAL,
                urgent: false,
                step: None,
                limit: None,
                rung: None,
                relevance: Relevance::Always,
                text: Some(text.zh),
            },
        );
    }

    fn said(&self, of: &BudgetOf, most: u32) -> Text {
        let rest = Text::new(
            "紧急的照发，其余不再单独发出，过了当天合成一条“另有几件”",
            "urgent ones still go; of the others each person gets one list when the day is over",
        );
        match of {
            BudgetOf::Person(id, day) => {
                let name = self.ctx.estate.person(id).map_or(id.as_str(), |person| &person.name);
                Text::new(
                    format!("{name} {day} 的消息已满 {most} 条，{}", rest.zh),
                    format!("{name} has had {most} messages on {day}; {}", rest.en),
                )
            }
            BudgetOf::Case => Text::new(
                format!("本案的消息已满 {most} 条，{}", rest.zh),
                format!("{most} messages have gone out for this case; {}", rest.en),
            ),
        }
    }
}
