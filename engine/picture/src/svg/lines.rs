//! The arrows of the picture and what is written on them.

use super::paint::{Anchor, BACK, INK, Paper};
use crate::graph::{Arrow, ArrowKind, Graph, NodeKind};
use crate::layout::{Layout, Wire};
use crate::text;
use steward_model::Lang;

/// How round a bend is.
const ROUND: i32 = 6;
const SIZE: i32 = 14;
const LINE: i32 = 18;
/// The longest label on one line.
const ONE_LINE: i32 = 110;
/// The longest half of a label that is parted at a comma.
const HALF: i32 = 150;

/// What the layout is to lead.
pub(super) fn wires(graph: &Graph, lang: Lang) -> Vec<Wire> {
    graph
        .arrows
        .iter()
        .map(|arrow| Wire {
            from: arrow.from,
            to: arrow.to,
            back: arrow.kind == ArrowKind::Back,
            trunk: matches!(graph.nodes[arrow.from].kind, NodeKind::Fork | NodeKind::Start(_)),
            label: label(arrow, lang).map(|lines| {
                let widest = lines.iter().map(|line| text::width(line, SIZE)).max().unwrap_or(0);
                (widest + 8, i32::try_from(lines.len()).unwrap_or(1) * LINE + 2)
            }),
        })
        .collect()
}

/// What is written on an arrow: on two lines where that is possible without growing too wide.
fn label(arrow: &Arrow, lang: Lang) -> Option<Vec<String>> {
    let words = arrow.label.as_ref()?.in_(lang);
    let words = if arrow.kind == ArrowKind::Back { format!("↺ {words}") } else { words.to_owned() };
    if text::width(&words, SIZE) <= ONE_LINE {
        return Some(vec![words]);
    }
    // Two halves parted by a comma read best, or else before an “or”.
    let commas = words.match_indices(['，', ',']).map(|(at, comma)| at + comma.len());
    let ors = words.match_indices("或").chain(words.match_indices(" or ")).map(|(at, _)| at);
    let halves = commas.chain(ors).map(|at| words.split_at(at));
    let widest = |(one, two): &(&str, &str)| text::width(one, SIZE).max(text::width(two.trim(), SIZE));
    if let Some(halves) = halves.filter(|halves| widest(halves) <= HALF).min_by_key(widest) {
        return Some(vec![halves.0.trim().to_owned(), halves.1.trim().to_owned()]);
    }
    let widths = [110, 150, 200, 260];
    let two_lines =
        widths.into_iter().map(|most| text::wrap(&words, SIZE, most)).find(|lines| lines.len() <= 2);
    Some(two_lines.unwrap_or_else(|| text::wrap(&words, SIZE, 260)))
}

pub(super) fn draw(paper: &mut Paper, graph: &Graph, layout: &Layout) {
    for (number, (arrow, line)) in graph.arrows.iter().zip(&layout.lines).enumerate() {
        let (class, colour) = match arrow.kind {
            ArrowKind::Next | ArrowKind::Jump => ("way", INK),
            ArrowKind::Otherwise => ("way otherwise", INK),
            ArrowKind::Back => ("way back", BACK),
        };
        let Some((&end, &before)) = line.last().zip(line.iter().rev().nth(1)) else { continue };
        paper.way(&rounded(line), class, number);
        paper.fill(&head(before, end), colour);
    }
}

pub(super) fn labels(paper: &mut Paper, graph: &Graph, layout: &Layout, lang: Lang) {
    for (number, (arrow, area)) in graph.arrows.iter().zip(&layout.labels).enumerate() {
        let (Some(lines), Some(area)) = (label(arrow, lang), area) else { continue };
        paper.label(*area, number);
        let class = if arrow.kind == ArrowKind::Back { "back-text" } else { "bold" };
        let mut y = area.y + 15;
        for line in lines {
            paper.text((area.x + area.width / 2, y), SIZE, Anchor::Middle, class, &line);
            y += LINE;
        }
    }
}

/// A line with its bends rounded; its last stretch ends where the head begins.
fn rounded(line: &[(i32, i32)]) -> String {
    let mut path = String::new();
    for (place, &(x, y)) in line.iter().enumerate() {
        let before = place.checked_sub(1).map(|at| line[at]);
        let after = line.get(place + 1).copied();
        let piece = match (before, after) {
            (None, _) => format!("M{x} {y}"),
            (Some(before), None) => {
                let (x, y) = towards((x, y), before, 6);
                format!("L{x} {y}")
            }
            (Some(before), Some(after)) => {
                let room = |other: (i32, i32)| ((other.0 - x).abs() + (other.1 - y).abs()) / 2;
                let round = ROUND.min(room(before)).min(room(after));
                let (from, to) = (towards((x, y), before, round), towards((x, y), after, round));
                format!("L{} {}Q{x} {y} {} {}", from.0, from.1, to.0, to.1)
            }
        };
        path.push_str(&piece);
    }
    path
}

/// A point so far from one towards another, along an axis.
fn towards(from: (i32, i32), to: (i32, i32), far: i32) -> (i32, i32) {
    (from.0 + far * (to.0 - from.0).signum(), from.1 + far * (to.1 - from.1).signum())
}

/// The head of an arrow.
fn head(before: (i32, i32), end: (i32, i32)) -> String {
    let (x, y) = end;
    let (along, aside) = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
    let (back_x, back_y) = (x - 11 * along, y - 11 * aside);
    let (side_x, side_y) = (5 * aside, 5 * along);
    format!("M{x} {y}L{} {}L{} {}z", back_x + side_x, back_y + side_y, back_x - side_x, back_y - side_y)
}
