//! How far along the flow each shape stands: one past the furthest of those that lead to it; or below
//! what alone leads to it, so that a process that goes down from lane to lane does not grow too wide.

use super::{Shape, Touch, Wire};

/// The rank of each shape, and for each wire whether it leads back: said to, or closing a circle.
pub(super) fn ranks(shapes: &[Shape], wires: &[Wire]) -> (Vec<usize>, Vec<bool>) {
    let back = closing(shapes.len(), wires);
    let forward = || wires.iter().zip(&back).filter(|(_, back)| !**back).map(|(wire, _)| wire);
    let mut missing = vec![0; shapes.len()];
    forward().for_each(|wire| missing[wire.to] += 1);
    let leading_to = missing.clone();
    let goes_down = |wire: &Wire| {
        let (from, to) = (&shapes[wire.from], &shapes[wire.to]);
        let touch = from.touch == Touch::Anywhere && to.touch == Touch::Anywhere;
        touch && from.lane < to.lane && leading_to[wire.to] == 1
    };
    let mut rank = vec![0; shapes.len()];
    let mut ready: Vec<usize> = (0..shapes.len()).filter(|&at| missing[at] == 0).collect();
    while let Some(at) = ready.pop() {
        for wire in forward().filter(|wire| wire.from == at) {
            rank[wire.to] = rank[wire.to].max(rank[at] + usize::from(!goes_down(wire)));
            missing[wire.to] -= 1;
            if missing[wire.to] == 0 {
                ready.push(wire.to);
            }
        }
    }
    (rank, back)
}

/// Which wires lead back, so that the others form no circle.
fn closing(shapes: usize, wires: &[Wire]) -> Vec<bool> {
    let mut back: Vec<bool> = wires.iter().map(|wire| wire.back || wire.from == wire.to).collect();
    // 0: not seen, 1: on the way from the root, 2: done.
    let mut seen = vec![0_u8; shapes];
    for root in 0..shapes {
        if seen[root] != 0 {
            continue;
        }
        seen[root] = 1;
        let mut way = vec![(root, 0)];
        while let Some((at, next)) = way.pop() {
            let Some(number) = (next..wires.len()).find(|&n| wires[n].from == at && !back[n]) else {
                seen[at] = 2;
                continue;
            };
            way.push((at, number + 1));
            let to = wires[number].to;
            match seen[to] {
                0 => {
                    seen[to] = 1;
                    way.push((to, 0));
                }
                1 => back[number] = true,
                _ => {}
            }
        }
    }
    back
}
