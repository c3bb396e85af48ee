//! The ways that leave a step: each line of `then`, an approver's return and refusal, and on to what
//! comes next.

use super::{Builder, otherwise};
use crate::graph::{ArrowKind, NodeKind};
use crate::words;
use steward_model::{EndWord, Owner, StepId, StepKind, Text, ThenAction};

/// Where a way begins and when it is taken.
struct Way {
    from: usize,
    when: Option<(Text, Option<String>)>,
}

impl Builder<'_> {
    /// Adds the ways that leave the step at a place of the workflow.
    pub(super) fn ways(&mut self, place: usize) {
        let workflow = self.words.workflow;
        let step = &workflow.steps[place];
        let (card, past) = (self.chains[place].card, self.chains[place].past);
        if matches!(step.kind, StepKind::End(_)) {
            // Nothing follows it but where it is skipped.
            self.next(place);
            return;
        }
        let lane = self.graph.nodes[card].lane;
        let approves = matches!(step.kind, StepKind::Approve { .. });
        let parts = approves || !step.then.is_empty();
        let from = if parts { self.sign(NodeKind::Parting, lane, place) } else { card };
        if parts {
            self.graph.nodes[from].title = match approves {
                true => Text::new("批准吗？", "Approved?"),
                false => Text::new("结果如何？", "How did it go?"),
            };
            self.arrow(card, from, ArrowKind::Next, None);
        }
        if let StepKind::Approve { returned_to, refused, .. } = &step.kind {
            let returned = Some((Text::new("退回", "returned"), Some("returned".to_owned())));
            if let Some(target) = self.chain_of(returned_to) {
                let again = self.chains[target].again();
                self.arrow(from, again, ArrowKind::Back, returned);
            }
            if let Some(word) = refused {
                let when = Some((Text::new("否决", "refused"), Some("refused".to_owned())));
                self.end(&Way { from, when }, place, word);
            }
        }
        let mut always = false;
        for line in &step.then {
            let when = line
                .guard
                .as_ref()
                .map(|guard| (words::in_words(&self.words, guard), Some(words::written(guard))));
            always |= when.is_none();
            let when = match when {
                // Whoever approves has answered already; an unconditional line is taken then.
                None if approves => Some((Text::new("批准", "approved"), Some("approved".to_owned()))),
                None if step.then.len() > 1 => Some((otherwise(), None)),
                when => when,
            };
            self.action(&Way { from, when }, place, &line.action);
            if always {
                break;
            }
        }
        if !always {
            let on = match (approves, step.then.is_empty()) {
                (true, true) => Some((Text::new("批准", "approved"), None)),
                (true, false) => Some((Text::new("批准，否则", "approved, otherwise"), None)),
                (false, false) => Some((otherwise(), None)),
                (false, true) => None,
            };
            self.arrow(from, past, ArrowKind::Next, on);
        }
        self.next(place);
    }

    /// On from a step to all that waits for it.
    fn next(&mut self, place: usize) {
        let workflow = self.words.workflow;
        let (past, card) = (self.chains[place].past, self.chains[place].card);
        let lane = self.graph.nodes[card].lane;
        let id = &workflow.steps[place].id;
        let targets: Vec<usize> = workflow
            .steps
            .iter()
            .zip(&self.chains)
            .filter(|(step, _)| step.after.contains(id))
            .map(|(_, chain)| chain.entry())
            .collect();
        if targets.is_empty() {
            let kind = if self.branches_end { NodeKind::BranchEnd } else { NodeKind::End };
            let end = self.push(kind, lane, format!("end_{}", self.graph.nodes.len() + 1), None);
            self.graph.nodes[end].title = match kind {
                NodeKind::BranchEnd => Text::new("本支结束", "Branch ends"),
                _ => words::end(&EndWord::done()),
            };
            self.arrow(past, end, ArrowKind::Next, None);
            return;
        }
        self.all_of(past, &targets, lane, &format!("fork_{}", place + 1));
    }

    fn action(&mut self, way: &Way, place: usize, action: &ThenAction) {
        match action {
            ThenAction::BackTo { step, rounds } => {
                let Some(again) = self.chain_of(step).map(|target| self.chains[target].again()) else {
                    return;
                };
                let Some((most, after)) = rounds else {
                    self.arrow(way.from, again, ArrowKind::Back, way.when.clone());
                    return;
                };
                let within = self.and(
                    way,
                    format!("最多{most}轮"),
                    format!("at most {most} rounds"),
                    format!("round < {most}"),
                );
                self.arrow(way.from, again, ArrowKind::Back, within);
                let over = self.and(
                    way,
                    format!("满{most}轮后"),
                    format!("after {most} rounds"),
                    format!("round >= {most}"),
                );
                self.action(&Way { from: way.from, when: over }, place, after);
            }
            ThenAction::OnTo(step) => {
                let Some(entry) = self.chain_of(step).map(|target| self.chains[target].entry()) else {
                    return;
                };
                self.arrow(way.from, entry, ArrowKind::Jump, way.when.clone());
            }
            ThenAction::HandTo(owner) => self.hand_to(way, place, owner),
            ThenAction::End(word) => self.end(way, place, word),
        }
    }

    /// A condition with what the rounds add to it.
    fn and(&self, way: &Way, zh: String, en: String, written: String) -> Option<(Text, Option<String>)> {
        Some(match &way.when {
            Some((text, before)) => {
                let written =
                    before.as_ref().map_or(written.clone(), |before| format!("({before}) and {written}"));
                (Text::new(format!("{}，{zh}", text.zh), format!("{}, {en}", text.en)), Some(written))
            }
            None => (Text::new(zh, en), Some(written)),
        })
    }

    /// The same step once more, for somebody else: a card of its own in their lane.
    fn hand_to(&mut self, way: &Way, place: usize, owner: &Owner) {
        let lane = self.lane_of(owner);
        let step = &self.words.workflow.steps[place];
        let name = format!("again_{}", self.graph.nodes.len() + 1);
        let node = self.push(NodeKind::Again, lane, name, Some(step.id.clone()));
        let (card, past) = (self.chains[place].card, self.chains[place].past);
        let limits = self.graph.nodes[card].limits.clone();
        let again = &mut self.graph.nodes[node];
        again.title = step.title.clone();
        again.details = vec![Text::new("改由本岗位再办一次", "once more, by this role")];
        again.limits = limits;
        self.arrow(way.from, node, ArrowKind::Next, way.when.clone());
        self.arrow(node, past, ArrowKind::Next, None);
    }

    /// An end of the whole case.
    fn end(&mut self, way: &Way, place: usize, word: &EndWord) {
        let lane = self.graph.nodes[self.chains[place].card].lane;
        let end = self.push(NodeKind::End, lane, format!("end_{}", self.graph.nodes.len() + 1), None);
        self.graph.nodes[end].title = words::end(word);
        self.arrow(way.from, end, ArrowKind::Next, way.when.clone());
    }

    fn chain_of(&self, id: &StepId) -> Option<usize> {
        self.words.workflow.index.get(id).copied()
    }
}
