//! Where on its line a label is written: where it hides no shape, no other label, and no other line
//! if that can be; rather near the line's beginning, where the way is chosen.

use super::{Area, Wire};

/// From a line's beginning or a bend to a label.
const FROM_END: i32 = 7;
/// From a label to the head of its arrow.
const FROM_HEAD: i32 = 22;
/// How far a label is moved along its line from one try to the next.
const TRY: i32 = 12;

pub(super) fn place(wires: &[Wire], lines: &[Vec<(i32, i32)>], shapes: &[Area]) -> Vec<Option<Area>> {
    let mut placed: Vec<Option<Area>> = vec![None; wires.len()];
    for (number, wire) in wires.iter().enumerate() {
        let Some(size) = wire.label else { continue };
        let harm = |area: &Area| {
            let on_shapes = shapes.iter().filter(|shape| shape.overlaps(area)).count();
            let on_labels = placed.iter().flatten().filter(|label| label.overlaps(area)).count();
            let on_lines: usize = lines
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != number)
                .map(|(_, line)| line.windows(2).filter(|ends| area.is_cut_by(ends[0], ends[1])).count())
                .sum();
            (on_shapes * 100 + on_labels * 60 + on_lines * 4, area.x, area.y)
        };
        let mut best: Option<((usize, usize), Area)> = None;
        for (place, area) in candidates(&lines[number], size).into_iter().enumerate() {
            let (harm, ..) = harm(&area);
            // Of two that do the same harm the earlier one.
            if best.as_ref().is_none_or(|(least, _)| (harm, place) < *least) {
                best = Some(((harm, place), area));
            }
        }
        placed[number] = best.map(|(_, area)| area);
    }
    placed
}

/// Where a label may stand on a line, the best places first: on stretches across, then on those down,
/// each from where the line begins.
fn candidates(line: &[(i32, i32)], (width, height): (i32, i32)) -> Vec<Area> {
    let mut found = Vec::new();
    let mut stretches: Vec<_> = line.windows(2).map(|ends| (ends[0], ends[1])).collect();
    stretches.sort_by_key(|(from, to)| from.1 != to.1);
    for (from, to) in stretches {
        let before_next = if line.last() == Some(&to) { FROM_HEAD } else { FROM_END };
        let is_across = from.1 == to.1;
        let (length, size) = match is_across {
            true => ((to.0 - from.0).abs(), width),
            false => ((to.1 - from.1).abs(), height),
        };
        let mut away = FROM_END;
        while away + size + before_next <= length {
            let middle = away + size / 2;
            let (x, y) = match is_across {
                true => (from.0 + middle * (to.0 - from.0).signum(), from.1),
                false => (from.0, from.1 + middle * (to.1 - from.1).signum()),
            };
            found.push(Area { x: x - width / 2, y: y - height / 2, width, height });
            away += TRY;
        }
    }
    // Where all those are too short: in the middle of a stretch. One across along a track has room.
    found.extend(line.windows(2).map(|ends| {
        let (x, y) = ((ends[0].0 + ends[1].0) / 2, (ends[0].1 + ends[1].1) / 2);
        Area { x: x - width / 2, y: y - height / 2, width, height }
    }));
    found
}
