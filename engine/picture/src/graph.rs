//! A process as a graph: who does what (nodes in lanes) and what follows from what (arrows).
//!
//! The graph is made by `build` and says all that a definition says, with a node of its own for each
//! parting and meeting of ways, as BPMN wants it. [`Graph::plain`] is the same for people: a way that
//! parts after a step parts at its card, ways that merely meet need no sign.

use steward_model::{StepId, Text};

/// A process, ready to be laid out and drawn.
#[derive(Clone, Debug)]
pub struct Graph {
    /// What the sheet says around the picture.
    pub about: About,
    /// Who acts, in the order they first appear; what happens by itself comes last.
    pub lanes: Vec<Lane>,
    /// What happens.
    pub nodes: Vec<Node>,
    /// What follows from what; both ends are places in `nodes`.
    pub arrows: Vec<Arrow>,
}

/// What is true of the process as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: Text,
    /// The section of the handbook, where one is named.
    pub section: Option<String>,
    /// Headquarters' number of this wording.
    pub edition: u32,
    /// The beginning of the hash of what it says.
    pub hash: String,
    /// On which hours its limits count unless they say otherwise.
    pub hours: Text,
    /// Which roles see its cases; `None`: everybody.
    pub seen_by: Option<Text>,
    /// Who may hold a case, and why; `None`: nobody.
    pub hold: Option<Text>,
    /// The limits of the case as a whole.
    pub limits: Vec<CaseLimit>,
}

/// A limit of the case as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseLimit {
    /// What people read.
    pub text: Text,
    /// The step it begins after; `None`: it begins with the case.
    pub from: Option<StepId>,
    /// The step whose being done ends it; `None`: it ends with the case.
    pub until: Option<StepId>,
}

/// Those who act in a row of the picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lane {
    /// Whose it is; each owner has one lane.
    pub of: LaneOf,
    /// What people read.
    pub title: Text,
}

/// Whose a lane is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LaneOf {
    /// A role, by its id.
    Role(String),
    /// A member of the staff, by id.
    Staff(String),
    /// The role or person a field names.
    Field(String),
    /// Whoever opened the case.
    Starter,
    /// Nobody: it happens by itself.
    Itself,
}

/// Something that happens, or a sign on the way.
#[derive(Clone, Debug)]
pub struct Node {
    /// The row it stands in: a place in [`Graph::lanes`].
    pub lane: usize,
    /// What it is.
    pub kind: NodeKind,
    /// Its name in letters, digits and `_`, unlike any other's; for files that want one.
    pub name: String,
    /// What people read first.
    pub title: Text,
    /// The step it draws or belongs to.
    pub step: Option<StepId>,
    /// The handbook's clauses.
    pub clauses: Vec<String>,
    /// Whether it is done several times, once for each of something.
    pub each: bool,
    /// What it asks for or does, a line each.
    pub details: Vec<Text>,
    /// How long it may take, a line each.
    pub limits: Vec<Text>,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeKind {
    /// A case begins.
    Start(Begins),
    /// A person does something.
    Task,
    /// The same step once more, for somebody else.
    Again,
    /// A person approves or returns.
    Approval,
    /// A message goes out.
    Message,
    /// Time passes, or a date comes.
    Wait,
    /// Fields are computed.
    Compute,
    /// Another workflow is called, and its case waited for.
    Call,
    /// Whether the next step is done or skipped.
    Question,
    /// What was done or answered decides the way.
    Parting,
    /// Ways of which one was taken meet again.
    Meeting,
    /// All of what follows begins at once.
    Fork,
    /// All that leads here must be done or skipped.
    Join,
    /// The case ends, whatever else is open.
    End,
    /// This branch is over; the case ends with the last.
    BranchEnd,
}

/// How a case begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Begins {
    /// Somebody opens it.
    Person,
    /// An event.
    Event,
    /// The clock.
    Clock,
    /// In more ways than one.
    Several,
}

/// A way from one node to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrow {
    /// Where it begins.
    pub from: usize,
    /// Where it leads.
    pub to: usize,
    /// What kind of way.
    pub kind: ArrowKind,
    /// When it is taken, in words.
    pub label: Option<Text>,
    /// When it is taken, as a manager writes it.
    pub written: Option<String>,
}

/// What kind of way an arrow is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArrowKind {
    /// On to what comes next.
    Next,
    /// On to a later step, past those between.
    Jump,
    /// Taken when no other way applies, past a step that is skipped.
    Otherwise,
    /// Back: a new round.
    Back,
}

impl NodeKind {
    /// Whether it is drawn as a card with text inside, not as a sign.
    pub fn is_card(self) -> bool {
        match self {
            Self::Task
            | Self::Again
            | Self::Approval
            | Self::Message
            | Self::Wait
            | Self::Compute
            | Self::Call => true,
            Self::Start(_)
            | Self::Question
            | Self::Parting
            | Self::Meeting
            | Self::Fork
            | Self::Join
            | Self::End
            | Self::BranchEnd => false,
        }
    }
}

impl Graph {
    /// The graph for people: the ways part at the cards themselves, and all starts are one.
    pub fn plain(&self) -> Self {
        let mut plain = self.clone();
        plain.unite_starts();
        for place in 0..plain.nodes.len() {
            match plain.nodes[place].kind {
                NodeKind::Meeting => plain.pull_through(place),
                NodeKind::Parting => plain.part_at_the_card(place),
                _ => {}
            }
        }
        plain.without_loose_ends()
    }

    /// The graph with a sign for each parting and meeting of ways, but none where only one way passes.
    pub(crate) fn with_signs(&self) -> Self {
        let mut graph = self.clone();
        for place in 0..graph.nodes.len() {
            let count =
                |end: fn(&Arrow) -> usize| graph.arrows.iter().filter(|arrow| end(arrow) == place).count();
            let idle = count(|arrow| arrow.to) == 1 && count(|arrow| arrow.from) == 1;
            let is_sign = matches!(
                graph.nodes[place].kind,
                NodeKind::Meeting | NodeKind::Parting | NodeKind::Fork | NodeKind::Join
            );
            if is_sign && idle {
                graph.pull_through(place);
            }
        }
        graph.without_loose_ends()
    }

    /// Removes what no way leads to, and what nothing is left of.
    pub(crate) fn without_loose_ends(mut self) -> Self {
        let mut reached = vec![false; self.nodes.len()];
        let is_start = |node: &Node| matches!(node.kind, NodeKind::Start(_));
        let mut open: Vec<usize> = (0..self.nodes.len()).filter(|&at| is_start(&self.nodes[at])).collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                open.extend(self.arrows.iter().filter(|arrow| arrow.from == at).map(|arrow| arrow.to));
            }
        }
        // A start whose ways have been given to another stands alone.
        for (at, node) in self.nodes.iter().enumerate() {
            reached[at] &= !is_start(node) || self.arrows.iter().any(|arrow| arrow.from == at);
        }
        let mut new_place = vec![0; self.nodes.len()];
        let mut kept = Vec::new();
        for (at, node) in std::mem::take(&mut self.nodes).into_iter().enumerate() {
            if reached[at] {
                new_place[at] = kept.len();
                kept.push(node);
            }
        }
        self.nodes = kept;
        self.arrows.retain(|arrow| reached[arrow.from] && reached[arrow.to]);
        for arrow in &mut self.arrows {
            (arrow.from, arrow.to) = (new_place[arrow.from], new_place[arrow.to]);
        }
        self.drop_empty_lanes();
        self
    }

    fn drop_empty_lanes(&mut self) {
        let mut lane = 0;
        while lane < self.lanes.len() {
            if self.nodes.iter().any(|node| node.lane == lane) {
                lane += 1;
                continue;
            }
            self.lanes.remove(lane);
            self.nodes.iter_mut().filter(|node| node.lane > lane).for_each(|node| node.lane -= 1);
        }
    }

    fn unite_starts(&mut self) {
        let starts: Vec<usize> =
            (0..self.nodes.len()).filter(|&at| matches!(self.nodes[at].kind, NodeKind::Start(_))).collect();
        let Some((&first, others)) = starts.split_first() else { return };
        for &other in others {
            let title = self.nodes[other].title.clone();
            self.nodes[first].details.push(title);
            self.nodes[first].kind = NodeKind::Start(Begins::Several);
            self.arrows.retain(|arrow| arrow.from != other);
        }
    }

    /// Every way to a meeting leads on to what comes after it.
    fn pull_through(&mut self, meeting: usize) {
        let Some(out) = self.arrows.iter().position(|arrow| arrow.from == meeting) else { return };
        let out = self.arrows.remove(out);
        for arrow in self.arrows.iter_mut().filter(|arrow| arrow.to == meeting) {
            arrow.to = out.to;
            if arrow.label.is_none() {
                arrow.label.clone_from(&out.label);
            }
        }
        // What led to the meeting twice in the same way leads on once.
        let mut kept: Vec<Arrow> = Vec::new();
        for arrow in std::mem::take(&mut self.arrows) {
            if !kept.contains(&arrow) {
                kept.push(arrow);
            }
        }
        self.arrows = kept;
    }

    /// The ways from a parting begin at the card before it.
    fn part_at_the_card(&mut self, parting: usize) {
        let Some(inward) = self.arrows.iter().position(|arrow| arrow.to == parting) else { return };
        let card = self.arrows.remove(inward).from;
        self.arrows.iter_mut().filter(|arrow| arrow.from == parting).for_each(|arrow| arrow.from = card);
    }
}
