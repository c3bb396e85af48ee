//! Budgets of messages in virtual time: what is over one is not sent, but listed when the day is over.

use super::{Post, Scene, Sent, Waiting};
use crate::world::Running;
use std::collections::{BTreeMap, BTreeSet};
use steward_case::Tell;
use steward_model::{Budget, BudgetOf, StaffId, TemplateId};

/// How many messages were counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    /// Of each budget, a case's by its place; the first that was over is counted as well.
    so_many: BTreeMap<(BudgetOf, usize), u32>,
    /// Budgets that a case used up and has not heard of yet, with how many messages they allow.
    news: Vec<(usize, BudgetOf, u32)>,
}

impl Post {
    /// Sends a message now, unless it is over a budget.
    pub(super) fn send_one(&mut self, case: usize, tell: &Tell, scene: Scene<'_>) {
        let Scene { handbook, now, .. } = scene;
        if Budget::counts(&tell.template, tell.urgent) && self.is_over(case, tell, scene) {
            let until = handbook.list_at(&tell.to, now);
            self.over.push(Waiting { case, tell: tell.clone(), until });
            return;
        }
        self.sent.push(Sent {
            at: now,
            to: tell.to.clone(),
            via: tell.via.clone(),
            template: tell.template.clone(),
            lists: BTreeSet::new(),
            cases: BTreeSet::from([case]),
        });
    }

    /// Counts a message towards all its budgets, or where one is used up towards none.
    fn is_over(&mut self, case: usize, tell: &Tell, scene: Scene<'_>) -> bool {
        let budgets = scene.handbook.budgets(&tell.to, scene.now);
        let purse = |of: &BudgetOf| (of.clone(), if *of == BudgetOf::Case { case } else { 0 });
        for (of, most) in &budgets {
            let counted = self.counted.so_many.entry(purse(of)).or_default();
            if *counted < *most {
                continue;
            }
            if *counted == *most {
                *counted += 1;
                self.counted.news.push((case, of.clone(), *most));
            }
            return true;
        }
        for (of, _) in &budgets {
            *self.counted.so_many.entry(purse(of)).or_default() += 1;
        }
        false
    }

    /// The budgets that were used up since it was asked last: by which case, which, how many it allows.
    pub(crate) fn news_of_budgets(&mut self) -> Vec<(usize, BudgetOf, u32)> {
        std::mem::take(&mut self.counted.news)
    }

    /// Sends each person one list of what was over and is still true.
    pub(super) fn list_over(&mut self, cases: &[Running<'_>], scene: Scene<'_>) {
        let Scene { handbook, now, .. } = scene;
        let (gone, stay): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.over).into_iter().partition(|one| one.until <= now);
        self.over = stay;
        let mut of_each: BTreeMap<StaffId, Vec<Waiting>> = BTreeMap::new();
        for one in gone.into_iter().filter(|one| super::is_true(one, cases)) {
            of_each.entry(one.tell.to.clone()).or_default().push(one);
        }
        for (to, over) in of_each {
            let contacts = handbook.person(&to).map(|person| person.contacts.as_slice());
            let first = contacts.unwrap_or_default().first().map(|contact| contact.channel());
            self.sent.push(Sent {
                at: now,
                to,
                via: first.into_iter().collect(),
                template: TemplateId::new("digest"),
                lists: over.iter().map(|one| one.tell.template.clone()).collect(),
                cases: over.iter().map(|one| one.case).collect(),
            });
        }
    }
}
