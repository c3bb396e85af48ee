//! How large BPMN draws its elements, and what the layout is to lead between them.

use crate::graph::{ArrowKind, Graph, Node, NodeKind};
use crate::layout::{Shape, Touch, Wire};
use crate::text;
use steward_model::Lang;

pub(super) const TASK: (i32, i32) = (140, 84);
pub(super) const EVENT: i32 = 36;
pub(super) const GATEWAY: i32 = 50;
/// From a task's lower edge to the end that its timer leads to.
pub(super) const TIMER_DROP: i32 = 44;
/// From a task's left edge to the middle of its timer.
pub(super) const TIMER_IN: i32 = 34;
/// Below an event or a timer's end, for its name.
pub(super) const NAME: i32 = 30;
/// The size of what is written on arrows.
const SIZE: i32 = 12;

/// Whether it is drawn as a circle.
pub(super) fn is_event(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Start(_) | NodeKind::Wait | NodeKind::End | NodeKind::BranchEnd)
}

/// The room of an element, its timer and names included.
pub(super) fn shape(node: &Node) -> Shape {
    let (width, up, down, touch) = if node.kind.is_card() && !is_event(node.kind) {
        let half = TASK.1 / 2;
        match node.limits.is_empty() {
            true => (TASK.0, half, half, Touch::Anywhere),
            false => (TASK.0, half, half + TIMER_DROP + EVENT + NAME, Touch::NotBelow),
        }
    } else if is_event(node.kind) {
        (EVENT, EVENT / 2, EVENT / 2 + NAME, Touch::MiddleNotBelow)
    } else {
        (GATEWAY, GATEWAY / 2, GATEWAY / 2, Touch::Middle)
    };
    let order = match node.kind {
        NodeKind::Again => 1,
        NodeKind::End | NodeKind::BranchEnd => 2,
        _ => 0,
    };
    Shape { width, up, down, lane: node.lane, touch, order }
}

pub(super) fn wires(graph: &Graph, lang: Lang) -> Vec<Wire> {
    let label = |words: &str| {
        let lines = text::wrap(words, SIZE, 110);
        let widest = lines.iter().map(|line| text::width(line, SIZE)).max().unwrap_or(0);
        (widest + 6, i32::try_from(lines.len()).unwrap_or(1) * 15)
    };
    graph
        .arrows
        .iter()
        .map(|arrow| Wire {
            from: arrow.from,
            to: arrow.to,
            back: arrow.kind == ArrowKind::Back,
            trunk: !graph.nodes[arrow.from].kind.is_card(),
            label: arrow.label.as_ref().map(|words| label(words.in_(lang))),
        })
        .collect()
}
