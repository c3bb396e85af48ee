//! From a definition to its graph. Each step becomes a chain of nodes: the join of what it comes
//! after, the meeting of new rounds, the question of its `if`, its card, the parting of its `then`,
//! the meeting of all ways past it, the fork of what follows. Signs nobody needs are left out.

mod about;
mod card;
mod ways;

use crate::graph::{Arrow, ArrowKind, Begins, Graph, Lane, LaneOf, Node, NodeKind};
use crate::words::{self, Names, Words};
use steward_model::{Owner, StartKind, StepId, StepKind, Text, ThenAction, Workflow};

/// The graph of a process, with a sign for each parting and meeting of ways.
pub fn graph(workflow: &Workflow, names: Names<'_>) -> Graph {
    let mut builder = Builder {
        words: Words { workflow, names },
        graph: Graph {
            about: about::about(&Words { workflow, names }),
            lanes: Vec::new(),
            nodes: Vec::new(),
            arrows: Vec::new(),
        },
        chains: Vec::new(),
        branches_end: workflow.steps.iter().filter(|step| is_last(workflow, &step.id)).count() > 1,
    };
    builder.chains();
    builder.starts();
    for place in 0..workflow.steps.len() {
        builder.ways(place);
    }
    builder.last_lane_is_nobodys();
    builder.graph.without_loose_ends()
}

/// The nodes of a step, in the order they are passed.
struct Chain {
    join: Option<usize>,
    rounds: Option<usize>,
    question: Option<usize>,
    card: usize,
    past: usize,
}

impl Chain {
    /// Where those come in who come in the order written.
    fn entry(&self) -> usize {
        self.join.unwrap_or_else(|| self.again())
    }

    /// Where a new round comes in.
    fn again(&self) -> usize {
        self.rounds.unwrap_or_else(|| self.asked())
    }

    /// Where its `if` is asked, or else its card.
    fn asked(&self) -> usize {
        self.question.unwrap_or(self.card)
    }
}

struct Builder<'a> {
    words: Words<'a>,
    graph: Graph,
    /// By the step's place in the workflow.
    chains: Vec<Chain>,
    /// Whether several branches come to an end of their own.
    branches_end: bool,
}

impl Builder<'_> {
    fn workflow(&self) -> &Workflow {
        self.words.workflow
    }

    /// The nodes of each step, and the ways from one to the next inside it.
    fn chains(&mut self) {
        let workflow = self.words.workflow;
        for (place, step) in workflow.steps.iter().enumerate() {
            let lane = match step.owner() {
                Some(owner) => self.lane_of(owner),
                None => self.lane(LaneOf::Itself, || Text::new("自动（无需人办）", "By itself")),
            };
            let card = self.card(place, lane);
            let sign = |builder: &mut Self, kind| builder.sign(kind, lane, place);
            let join = (step.after.len() > 1).then(|| sign(self, NodeKind::Join));
            let question = step.guard.as_ref().map(|_| sign(self, NodeKind::Question));
            // Those who jump to a step that waits for several come in where it waits.
            let jumped_to = join.is_none() && is_led_to(workflow, &step.id, &jumps);
            let led_back_to =
                is_led_to(workflow, &step.id, &leads_back) || is_returned_to(workflow, &step.id);
            let rounds = (jumped_to || led_back_to).then(|| sign(self, NodeKind::Meeting));
            let past = sign(self, NodeKind::Meeting);
            let chain = Chain { join, rounds, question, card, past };
            let (again, asked) = (chain.again(), chain.asked());
            if let Some(join) = join {
                self.arrow(join, again, ArrowKind::Next, None);
            }
            if let (Some(question), Some(guard)) = (question, &step.guard) {
                let (zh, en) = (&step.title.zh, &step.title.en);
                self.graph.nodes[question].title = Text::new(format!("要“{zh}”吗？"), format!("“{en}”?"));
                let label = words::in_words(&self.words, guard);
                self.arrow(question, card, ArrowKind::Next, Some((label, Some(words::written(guard)))));
                self.arrow(question, past, ArrowKind::Otherwise, Some((otherwise(), None)));
            }
            if let Some(rounds) = rounds {
                self.arrow(rounds, asked, ArrowKind::Next, None);
            }
            self.chains.push(chain);
        }
    }

    fn starts(&mut self) {
        let workflow = self.words.workflow;
        let Some(first) = self.chains.first().map(|chain| self.graph.nodes[chain.card].lane) else { return };
        let entries: Vec<usize> = workflow
            .steps
            .iter()
            .zip(&self.chains)
            .filter(|(step, _)| step.after.is_empty())
            .map(|(_, chain)| chain.entry())
            .collect();
        let meeting = self.push(NodeKind::Meeting, first, "begin".to_owned(), None);
        for (number, start) in workflow.starts.iter().enumerate() {
            let begins = match start.kind {
                StartKind::Who(_) => Begins::Person,
                StartKind::Event(_) => Begins::Event,
                StartKind::Schedule { .. } => Begins::Clock,
            };
            let node = self.push(NodeKind::Start(begins), first, format!("start_{}", number + 1), None);
            self.graph.nodes[node].title = self.words.start(&start.kind);
            self.arrow(node, meeting, ArrowKind::Next, None);
        }
        if workflow.starts.is_empty() {
            let node = self.push(NodeKind::Start(Begins::Person), first, "start_1".to_owned(), None);
            self.graph.nodes[node].title = Text::new("由其他流程发起", "started by another process");
            self.arrow(node, meeting, ArrowKind::Next, None);
        }
        self.all_of(meeting, &entries, first, "begin_fork");
    }

    /// From one node to all of several: through a fork when there is more than one.
    fn all_of(&mut self, from: usize, targets: &[usize], lane: usize, name: &str) {
        match targets {
            [only] => self.arrow(from, *only, ArrowKind::Next, None),
            _ => {
                let fork = self.push(NodeKind::Fork, lane, name.to_owned(), None);
                self.arrow(from, fork, ArrowKind::Next, None);
                targets.iter().for_each(|&to| self.arrow(fork, to, ArrowKind::Next, None));
            }
        }
    }

    fn lane_of(&mut self, owner: &Owner) -> usize {
        let title = self.words.owner(owner);
        let of = match owner {
            Owner::Role(role) => LaneOf::Role(role.to_string()),
            Owner::Staff(staff) => LaneOf::Staff(staff.to_string()),
            Owner::Field(field) => LaneOf::Field(field.to_string()),
            Owner::Key(field, key) => LaneOf::Field(format!("{field}.{key}")),
            Owner::Item(key) => LaneOf::Field(format!("item.{key}")),
            Owner::InZone(zone, key) => LaneOf::Field(format!("{zone}.{key}")),
            Owner::Starter => LaneOf::Starter,
        };
        self.lane(of, || title)
    }

    fn lane(&mut self, of: LaneOf, title: impl FnOnce() -> Text) -> usize {
        let known = self.graph.lanes.iter().position(|lane| lane.of == of);
        known.unwrap_or_else(|| {
            self.graph.lanes.push(Lane { of, title: title() });
            self.graph.lanes.len() - 1
        })
    }

    /// What happens by itself stands below what people do.
    fn last_lane_is_nobodys(&mut self) {
        let Some(at) = self.graph.lanes.iter().position(|lane| lane.of == LaneOf::Itself) else { return };
        let lane = self.graph.lanes.remove(at);
        self.graph.lanes.push(lane);
        let last = self.graph.lanes.len() - 1;
        for node in &mut self.graph.nodes {
            node.lane = match node.lane {
                lane if lane == at => last,
                lane if lane > at => lane - 1,
                lane => lane,
            };
        }
    }

    /// A sign that belongs to a step.
    fn sign(&mut self, kind: NodeKind, lane: usize, place: usize) -> usize {
        let step = self.workflow().steps[place].id.clone();
        let name = format!("sign_{}", self.graph.nodes.len() + 1);
        self.push(kind, lane, name, Some(step))
    }

    fn push(&mut self, kind: NodeKind, lane: usize, name: String, step: Option<StepId>) -> usize {
        self.graph.nodes.push(Node {
            lane,
            kind,
            name,
            title: Text::plain(""),
            step,
            clauses: Vec::new(),
            each: false,
            details: Vec::new(),
            limits: Vec::new(),
        });
        self.graph.nodes.len() - 1
    }

    fn arrow(&mut self, from: usize, to: usize, kind: ArrowKind, when: Option<(Text, Option<String>)>) {
        let (label, written) = when.map_or((None, None), |(label, written)| (Some(label), written));
        self.graph.arrows.push(Arrow { from, to, kind, label, written });
    }
}

fn otherwise() -> Text {
    Text::new("否则", "otherwise")
}

/// Whether no step waits for this one.
fn is_last(workflow: &Workflow, id: &StepId) -> bool {
    !workflow.steps.iter().any(|step| step.after.contains(id))
}

/// Whether an approver's return opens a step anew.
fn is_returned_to(workflow: &Workflow, id: &StepId) -> bool {
    let returns =
        |kind: &StepKind| matches!(kind, StepKind::Approve { returned_to, .. } if returned_to == id);
    workflow.steps.iter().any(|step| returns(&step.kind))
}

/// Whether a line of some `then` leads to a step in a certain way.
fn is_led_to(workflow: &Workflow, id: &StepId, leads: &impl Fn(&ThenAction, &StepId) -> bool) -> bool {
    workflow.steps.iter().flat_map(|step| &step.then).any(|line| leads(&line.action, id))
}

fn leads_back(action: &ThenAction, id: &StepId) -> bool {
    match action {
        ThenAction::BackTo { step, rounds } => {
            step == id || rounds.as_ref().is_some_and(|(_, after)| leads_back(after, id))
        }
        _ => false,
    }
}

fn jumps(action: &ThenAction, id: &StepId) -> bool {
    match action {
        ThenAction::OnTo(step) => step == id,
        ThenAction::BackTo { rounds: Some((_, after)), .. } => jumps(after, id),
        _ => false,
    }
}
