//! Which row of its lane each shape stands in: that of what leads to it, where it is free.

use super::{Shape, Wire};
use std::collections::BTreeSet;

/// Rows of the whole picture, from the top.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// The row of each shape.
    pub(super) of: Vec<usize>,
    /// The lane of each row.
    pub(super) lanes: Vec<usize>,
}

pub(super) fn rows(shapes: &[Shape], wires: &[Wire], ranks: &[usize], lanes: usize) -> Rows {
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    order.sort_by_key(|&at| (ranks[at], shapes[at].order, at));
    let mut within = vec![0; shapes.len()];
    let mut taken: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    let mut most = vec![1; lanes];
    for at in order {
        let lane = shapes[at].lane;
        let before = wires
            .iter()
            .filter(|wire| wire.to == at && !wire.back && ranks[wire.from] < ranks[at])
            .filter(|wire| shapes[wire.from].lane == lane)
            .max_by_key(|wire| ranks[wire.from])
            .map(|wire| within[wire.from]);
        let wanted = before.unwrap_or(0);
        let free = |row: &usize| !taken.contains(&(lane, ranks[at], *row));
        // The row wanted, else the nearest, below before above; there is always one below.
        let row = (0..=shapes.len())
            .flat_map(|away| [Some(wanted + away), wanted.checked_sub(away)])
            .flatten()
            .find(free)
            .unwrap_or(wanted);
        taken.insert((lane, ranks[at], row));
        within[at] = row;
        most[lane] = most[lane].max(row + 1);
    }
    let first: Vec<usize> = most
        .iter()
        .scan(0, |sum, rows| {
            let first = *sum;
            *sum += rows;
            Some(first)
        })
        .collect();
    Rows {
        of: (0..shapes.len()).map(|at| first[shapes[at].lane] + within[at]).collect(),
        lanes: most.iter().enumerate().flat_map(|(lane, rows)| std::iter::repeat_n(lane, *rows)).collect(),
    }
}
