//! Where on its line a label is written: where it hides no shape, no other label and no other line;
//! rather near the line's beginning, where the way is chosen, on a stretch across, and on the line.

use super::{Area, Wire};

/// From a line's beginning or a bend to a label.
const FROM_END: i32 = 7;
/// From a label to the head of its arrow.
const FROM_HEAD: i32 = 22;
/// How long the head of an arrow is, and how far it reaches to the sides of its line.
const HEAD: (i32, i32) = (11, 5);
/// From a line to a label beside it.
const BESIDE: i32 = 4;
/// How much further from the beginning a label goes rather than on a stretch down, or beside its line.
const NOT_DOWN: i32 = 120;
const NOT_BESIDE: i32 = 160;
/// How far a label is moved along its line from one try to the next.
const TRY: i32 = 12;
/// How often each label is placed: the first time only those before it stand.
const PASSES: usize = 3;

/// Where what is written on each line stands, and what it hides.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    pub(super) areas: Vec<Option<Area>>,
    /// How much each label hides; 0: nothing.
    pub(super) harm: Vec<usize>,
}

impl Labels {
    pub(super) fn all_harm(&self) -> usize {
        self.harm.iter().sum()
    }
}

pub(super) fn place(wires: &[Wire], lines: &[Vec<(i32, i32)>], shapes: &[Area]) -> Labels {
    let mut labels = Labels { areas: vec![None; wires.len()], harm: vec![0; wires.len()] };
    for pass in 0..PASSES {
        for (number, wire) in wires.iter().enumerate() {
            let Some(size) = wire.label else { continue };
            if pass > 0 && harm(number, labels.areas[number].as_ref(), &labels, lines, shapes) == 0 {
                continue;
            }
            let candidates = candidates(&lines[number], size).into_iter();
            // Of two that do the same harm the earlier one.
            labels.areas[number] =
                candidates.min_by_key(|area| harm(number, Some(area), &labels, lines, shapes));
        }
    }
    labels.harm = (0..wires.len())
        .map(|number| harm(number, labels.areas[number].as_ref(), &labels, lines, shapes))
        .collect();
    labels
}

/// How much the label of a line would hide at a place.
fn harm(
    number: usize,
    area: Option<&Area>,
    labels: &Labels,
    lines: &[Vec<(i32, i32)>],
    shapes: &[Area],
) -> usize {
    let Some(area) = area else { return 0 };
    let others = |other: &usize| *other != number;
    let on_shapes = shapes.iter().filter(|shape| shape.overlaps(area)).count();
    let on_labels = (0..lines.len())
        .filter(others)
        .filter_map(|other| labels.areas[other].as_ref())
        .filter(|label| label.overlaps(area))
        .count();
    let on_lines: usize = (0..lines.len())
        .filter(others)
        .map(|other| lines[other].windows(2).filter(|ends| area.is_cut_by(ends[0], ends[1])).count())
        .sum();
    let on_heads = lines.iter().filter_map(|line| head(line)).filter(|head| head.overlaps(area)).count();
    // Of its own line it may stand on one stretch.
    let own = lines[number].windows(2).filter(|ends| area.is_cut_by(ends[0], ends[1])).count();
    on_shapes * 100 + on_labels * 60 + (on_lines + on_heads + own.saturating_sub(1)) * 4
}

/// Where a label may stand on a line, the best places first.
fn candidates(line: &[(i32, i32)], size: (i32, i32)) -> Vec<Area> {
    let mut found: Vec<(i32, Area)> = Vec::new();
    let mut before = 0;
    for ends in line.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let before_next = if line.last() == Some(&to) { FROM_HEAD } else { FROM_END };
        let is_across = from.1 == to.1;
        let (length, along, down) = match is_across {
            true => ((to.0 - from.0).abs(), size.0, 0),
            false => ((to.1 - from.1).abs(), size.1, NOT_DOWN),
        };
        let mut away = FROM_END;
        while away + along + before_next <= length {
            let middle = away + along / 2;
            let (x, y) = match is_across {
                true => (from.0 + middle * (to.0 - from.0).signum(), from.1),
                false => (from.0, from.1 + middle * (to.1 - from.1).signum()),
            };
            found.push((before + away + down, around((x, y), size)));
            let aside = BESIDE + if is_across { size.1 } else { size.0 } / 2;
            for aside in [-aside, aside] {
                let (x, y) = if is_across { (x, y + aside) } else { (x + aside, y) };
                found.push((before + away + NOT_BESIDE, around((x, y), size)));
            }
            away += TRY;
        }
        before += length;
    }
    found.sort_by_key(|(far, _)| *far);
    // Where all those are too short: in the middle of a stretch. One across along a track has room.
    let middles =
        line.windows(2).map(|ends| around(((ends[0].0 + ends[1].0) / 2, (ends[0].1 + ends[1].1) / 2), size));
    found.into_iter().map(|(_, area)| area).chain(middles).collect()
}

/// Where the head of a line is.
fn head(line: &[(i32, i32)]) -> Option<Area> {
    let (before, end) = (line.iter().rev().nth(1)?, line.last()?);
    let (along, aside) = ((before.0 - end.0).signum(), (before.1 - end.1).signum());
    let middle = (end.0 + along * HEAD.0 / 2, end.1 + aside * HEAD.0 / 2);
    let size = if aside == 0 { (HEAD.0, 2 * HEAD.1) } else { (2 * HEAD.1, HEAD.0) };
    Some(around(middle, size))
}

/// The rectangle of a size around a point.
fn around((x, y): (i32, i32), (width, height): (i32, i32)) -> Area {
    Area { x: x - width / 2, y: y - height / 2, width, height }
}
