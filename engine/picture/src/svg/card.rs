//! The card of a step: its sign, clauses, title, what it asks for, and its limits at the bottom.

use super::paint::{Anchor, Paper};
use crate::graph::{Node, NodeKind};
use crate::text;
use steward_model::Lang;

/// How wide every card is: ten Chinese characters of a title and its margins.
pub(super) const WIDTH: i32 = 190;
/// Between a card's edge and its text.
const INSET: i32 = 11;
/// How much of what a step asks for stands on its card.
const DETAIL_LINES: usize = 6;
/// The height of a further line of clauses.
const CLAUSE_LINE: i32 = 15;
const CLAUSE: i32 = 12;
const TITLE: i32 = 18;
const DETAIL: i32 = 13;
const LIMIT: i32 = 14;

/// A card, its text broken into lines.
pub(super) struct Card {
    kind: NodeKind,
    clauses: Vec<String>,
    title: Vec<String>,
    details: Vec<String>,
    limits: Vec<String>,
    each: bool,
}

impl Card {
    pub(super) fn of(node: &Node, lang: Lang) -> Self {
        let inner = WIDTH - 2 * INSET;
        let details = node
            .details
            .iter()
            .flat_map(|detail| text::wrap_within(detail.in_(lang), DETAIL, inner, DETAIL_LINES));
        let limits = node.limits.iter().flat_map(|limit| text::wrap(limit.in_(lang), LIMIT, inner - 17));
        Self {
            kind: node.kind,
            clauses: text::wrap(&node.clauses.join(" "), CLAUSE, inner - if node.each { 36 } else { 22 }),
            title: text::wrap(node.title.in_(lang), TITLE, inner),
            details: details.collect(),
            limits: limits.collect(),
            each: node.each,
        }
    }

    pub(super) fn height(&self) -> i32 {
        let rows = |lines: &[String], high: i32| i32::try_from(lines.len()).unwrap_or(0) * high;
        let text = self.head() + rows(&self.title, 23) + rows(&self.details, 17);
        let limits = if self.limits.is_empty() { 0 } else { 10 + rows(&self.limits, 19) };
        (text + 10 + limits).max(62)
    }

    /// How high the sign and the clauses are.
    fn head(&self) -> i32 {
        28 + CLAUSE_LINE * i32::try_from(self.clauses.len()).unwrap_or(0).saturating_sub(1).max(0)
    }

    /// Draws it with its left edge and the middle of its height at a point.
    pub(super) fn draw(&self, paper: &mut Paper, x: i32, middle: i32) {
        let height = self.height();
        let top = middle - height / 2;
        self.outline(paper, x, top, height);
        self.limits(paper, x, top + height);
        icon(paper, self.kind, x + INSET, top + 9);
        if self.each {
            bars(paper, x + INSET + 22, top + 11);
        }
        for (row, line) in (0..).zip(&self.clauses) {
            let baseline = top + 21 + row * CLAUSE_LINE;
            paper.text((x + WIDTH - INSET, baseline), CLAUSE, Anchor::End, "soft", line);
        }
        let mut y = top + self.head();
        for line in &self.title {
            paper.text((x + INSET, y + 17), TITLE, Anchor::Start, "bold", line);
            y += 23;
        }
        for line in &self.details {
            paper.text((x + INSET, y + 13), DETAIL, Anchor::Start, "soft", line);
            y += 17;
        }
    }

    fn outline(&self, paper: &mut Paper, x: i32, top: i32, height: i32) {
        let whole = (x, top, WIDTH, height);
        match self.kind {
            NodeKind::Approval => {
                let (right, bottom, cut) = (x + WIDTH, top + height, 13);
                let points = [
                    (x + cut, top),
                    (right - cut, top),
                    (right, top + cut),
                    (right, bottom - cut),
                    (right - cut, bottom),
                    (x + cut, bottom),
                    (x, bottom - cut),
                    (x, top + cut),
                ];
                paper.polygon(&points, "card approval");
            }
            NodeKind::Message => paper.rect(whole, 0, "card"),
            // Rounder, and the strip with its limit would stand out at the corners.
            NodeKind::Wait => paper.rect(whole, 20, "card"),
            NodeKind::Compute => {
                paper.rect(whole, 0, "card");
                for bar in [x + 5, x + WIDTH - 5] {
                    paper.path(&format!("M{bar} {top}v{height}"), "icon");
                }
            }
            NodeKind::Call => {
                paper.rect(whole, 7, "card");
                paper.rect((x + 4, top + 4, WIDTH - 8, height - 8), 4, "icon");
            }
            NodeKind::Again => paper.rect(whole, 7, "card again"),
            _ => paper.rect(whole, 7, "card"),
        }
    }

    fn limits(&self, paper: &mut Paper, x: i32, bottom: i32) {
        let Some(rows) = i32::try_from(self.limits.len()).ok().filter(|rows| *rows > 0) else { return };
        let (height, inset) = (rows * 19 + 6, 6);
        let top = bottom - height - inset;
        paper.rect((x + inset, top, WIDTH - 2 * inset, height), 4, "limit");
        paper.clock(x + INSET + 6, top + 12);
        for (row, line) in (0..).zip(&self.limits) {
            paper.text((x + INSET + 17, top + 17 + row * 19), LIMIT, Anchor::Start, "bold", line);
        }
    }
}

/// Three bars, as BPMN marks what is done several times side by side.
pub(super) fn bars(paper: &mut Paper, x: i32, y: i32) {
    paper.path(&format!("M{x} {y}v12M{} {y}v12M{} {y}v12", x + 4, x + 8), "icon");
}

/// The sign of a kind of step, 16 wide and high.
pub(super) fn icon(paper: &mut Paper, kind: NodeKind, x: i32, y: i32) {
    let path = match kind {
        // A person.
        NodeKind::Task => format!("M{} {}a3.5 3.5 0 1 0 .1 0zM{x} {}c0 -8 14 -8 14 0z", x + 7, y + 1, y + 15),
        // The same, round again.
        NodeKind::Again => {
            format!("M{} {}a6 6 0 1 1 -5 -4l-2 -3m2 3l-3 2", x + 13, y + 8)
        }
        // A stamp's tick.
        NodeKind::Approval => {
            format!("M{x} {}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M{} {}l3 3l5 -6", y + 8, x + 3, y + 8)
        }
        // An envelope.
        NodeKind::Message => format!("M{x} {}h15v11h-15zl7.5 6l7.5 -6", y + 3),
        // An hourglass.
        NodeKind::Wait => format!(
            "M{} {y}h10M{} {}h10M{} {y}c0 7 8 8 8 15M{} {y}c0 7 -8 8 -8 15",
            x + 2,
            x + 2,
            y + 15,
            x + 3,
            x + 11
        ),
        // A box in a box.
        NodeKind::Call => format!("M{x} {}h14v14h-14zM{} {}h6v6h-6z", y + 1, x + 4, y + 5),
        // An equals sign in a box.
        _ => format!("M{x} {}h14v14h-14zM{} {}h6m-6 4h6", y + 1, x + 4, y + 6),
    };
    paper.path(&path, "icon");
}
