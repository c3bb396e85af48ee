//! Leads each line over the grid: the cheapest way by length, bends and crossings, past what is
//! taken. Lines to the same shape may run together at their end, those of a trunk at their beginning.

use super::grid::{Direction, Grid, LINES, Passing, Point};
use super::{Shape, Touch, Wire};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// What a bend costs, in the unit of length.
const BEND: u32 = 30;

/// What crossing another line costs.
const CROSSING: u32 = 55;

/// What it costs two lines to leave a shape, or to touch a bar, at the same place.
const APART: u32 = 150;

/// A line on the grid: where it leaves and enters, and its points in between.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    /// Where it leaves its first shape.
    pub(super) leaves: Option<Port>,
    /// Where it enters its last.
    pub(super) enters: Option<Port>,
    /// The points it passes, from one to the other.
    pub(super) points: Vec<Point>,
}

/// Where a line touches a shape: the side, and which of its three places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Port {
    pub(super) side: Direction,
    pub(super) line: usize,
}

/// Leads all lines; `None` for one that finds no way on so few tracks.
pub(super) fn lead(
    grid: &mut Grid,
    shapes: &[Shape],
    wires: &[Wire],
    cells: &[(usize, usize)],
) -> Vec<Option<Route>> {
    let mut order: Vec<usize> = (0..wires.len()).collect();
    order.sort_by_key(|&number| {
        let (from, to) = (cells[wires[number].from], cells[wires[number].to]);
        (wires[number].back, from.0.abs_diff(to.0), from.1.abs_diff(to.1), number)
    });
    let mut leader = Leader { grid, shapes, wires, cells, ports: BTreeMap::new() };
    let mut routes = vec![None; wires.len()];
    for number in order {
        routes[number] = leader.lead(number);
    }
    routes
}

struct Leader<'a> {
    grid: &'a mut Grid,
    shapes: &'a [Shape],
    wires: &'a [Wire],
    cells: &'a [(usize, usize)],
    /// Who touches a shape where; `true`: as it leaves.
    ports: BTreeMap<(usize, Port), Vec<(usize, bool)>>,
}

/// What is known of a point reached in a direction.
#[derive(Clone, Copy)]
enum Known {
    Nothing,
    /// A line may begin here.
    Begins(Port),
    /// It comes from the state with this number.
    From(usize),
}

impl Leader<'_> {
    fn lead(&mut self, number: usize) -> Option<Route> {
        let wire = &self.wires[number];
        let goals: BTreeMap<usize, (Port, u32)> = self
            .free_ports(number, wire.to, false)
            .map(|(port, cost)| (self.grid.index(self.outside(wire.to, port)), (port, cost)))
            .collect();
        let states = self.grid.across() * self.grid.down() * Direction::ALL.len();
        let mut best = vec![u32::MAX; states];
        let mut known = vec![Known::Nothing; states];
        let mut heap = BinaryHeap::new();
        for (port, cost) in self.free_ports(number, wire.from, true) {
            let at = self.state(self.outside(wire.from, port), port.side);
            if cost < best[at] {
                (best[at], known[at]) = (cost, Known::Begins(port));
                heap.push(Reverse((cost, at, None)));
            }
        }
        // The last of an entry is where a way enters that is complete with it.
        while let Some(Reverse((cost, at, complete))) = heap.pop() {
            if let Some(port) = complete {
                let route = self.trace(at, &known, port);
                self.take(number, &route);
                return Some(route);
            }
            if best[at] < cost {
                continue;
            }
            let (point, direction) = self.reached(at);
            if let Some((port, extra)) = goals.get(&self.grid.index(point))
                && direction != port.side
                && let Some(passing) = self.may_pass(number, point, direction, port.side.opposite())
            {
                heap.push(Reverse((cost + extra + passing, at, Some(*port))));
            }
            for next in Direction::ALL.into_iter().filter(|next| *next != direction.opposite()) {
                let Some(passing) = self.may_pass(number, point, direction, next) else { continue };
                let Some(to) = self.grid.step(point, next) else { continue };
                let cost = cost + passing + self.grid.length(point, to);
                let state = self.state(to, next);
                if cost < best[state] {
                    (best[state], known[state]) = (cost, Known::From(at));
                    heap.push(Reverse((cost, state, None)));
                }
            }
        }
        None
    }

    /// The number of a point reached in a direction.
    fn state(&self, point: Point, direction: Direction) -> usize {
        self.grid.index(point) * Direction::ALL.len() + direction as usize
    }

    fn reached(&self, state: usize) -> (Point, Direction) {
        let (index, across) = (state / Direction::ALL.len(), self.grid.across());
        ((index % across, index / across), Direction::ALL[state % Direction::ALL.len()])
    }

    /// What it costs to pass a point; `None` when another line is in the way.
    fn may_pass(&self, number: usize, point: Point, from: Direction, to: Direction) -> Option<u32> {
        let how = from.then(to);
        let mut cost = if how == Passing::Bend { BEND } else { 0 };
        for &(other, passing) in self.grid.passing(point) {
            if self.may_share(number, other) {
                continue;
            }
            match (how, passing) {
                (Passing::Across, Passing::Down) | (Passing::Down, Passing::Across) => cost += CROSSING,
                _ => return None,
            }
        }
        Some(cost)
    }

    fn may_share(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.wires[one], &self.wires[other]);
        one.back == other.back && (one.to == other.to || (one.from == other.from && one.trunk && other.trunk))
    }

    /// The places where a line may leave or enter a shape, with what each costs.
    fn free_ports(&self, number: usize, shape: usize, leaves: bool) -> impl Iterator<Item = (Port, u32)> {
        let wire = &self.wires[number];
        let (touch, back) = (self.shapes[shape].touch, wire.back);
        Direction::ALL
            .into_iter()
            .flat_map(|side| (0..LINES).map(move |line| Port { side, line }))
            .filter_map(move |port| {
                let middle = port.line == LINES / 2;
                let allowed = match touch {
                    Touch::Anywhere => true,
                    Touch::NotBelow => port.side != Direction::Down,
                    Touch::Middle => middle,
                    Touch::MiddleNotBelow => middle && port.side != Direction::Down,
                    Touch::Sides => port.side.is_across(),
                };
                let users = self.ports.get(&(shape, port)).map_or(&[][..], Vec::as_slice);
                let free = users.iter().all(|&(other, left)| left == leaves && self.may_share(number, other));
                let off_middle = if middle { 0 } else { 14 };
                let apart = leaves || touch == Touch::Sides;
                let shared = if apart && !users.is_empty() { APART } else { 0 };
                (allowed && free).then(|| (port, price(port.side, leaves, back) + off_middle + shared))
            })
    }

    /// The point just outside a port.
    fn outside(&self, shape: usize, port: Port) -> Point {
        let ((column, row), grid) = (self.cells[shape], &self.grid);
        match port.side {
            Direction::Right => (grid.track_before(column + 1, 0), grid.line_of_row(row, port.line)),
            Direction::Left => (grid.track_before(column, grid.tracks - 1), grid.line_of_row(row, port.line)),
            Direction::Up => (grid.line_of_column(column, port.line), grid.track_above(row, grid.tracks - 1)),
            Direction::Down => (grid.line_of_column(column, port.line), grid.track_below(row, 0)),
        }
    }

    /// The way back from where a line was complete to where it left.
    fn trace(&self, end: usize, known: &[Known], enters: Port) -> Route {
        let mut points = Vec::new();
        let mut at = end;
        loop {
            points.push(self.reached(at).0);
            match known[at] {
                Known::From(before) => at = before,
                Known::Begins(leaves) => {
                    points.reverse();
                    return Route { leaves: Some(leaves), enters: Some(enters), points };
                }
                Known::Nothing => unreachable!("a way is traced over states it was led over"),
            }
        }
    }

    /// Keeps what a line took from the others.
    fn take(&mut self, number: usize, route: &Route) {
        let wire = &self.wires[number];
        let (Some(leaves), Some(enters)) = (route.leaves, route.enters) else { return };
        self.ports.entry((wire.from, leaves)).or_default().push((number, true));
        self.ports.entry((wire.to, enters)).or_default().push((number, false));
        for (place, &point) in route.points.iter().enumerate() {
            let from = match place.checked_sub(1) {
                Some(before) => towards(route.points[before], point),
                None => leaves.side,
            };
            let to = match route.points.get(place + 1) {
                Some(&next) => towards(point, next),
                None => enters.side.opposite(),
            };
            self.grid.pass(point, number, from.then(to));
        }
    }
}

/// What it costs to leave or enter by a side: the flow goes from left to right, new rounds over it.
fn price(side: Direction, leaves: bool, back: bool) -> u32 {
    match (back, leaves, side) {
        (false, true, Direction::Right) | (false, false, Direction::Left) => 0,
        (false, _, Direction::Up | Direction::Down) => 45,
        (false, true, Direction::Left) | (false, false, Direction::Right) => 260,
        (true, _, Direction::Up) => 0,
        (true, _, Direction::Down) => 12,
        (true, true, Direction::Right) | (true, false, Direction::Left) => 60,
        (true, true, Direction::Left) | (true, false, Direction::Right) => 160,
    }
}

fn towards(from: Point, to: Point) -> Direction {
    match (to.0.cmp(&from.0), to.1.cmp(&from.1)) {
        (std::cmp::Ordering::Greater, _) => Direction::Right,
        (std::cmp::Ordering::Less, _) => Direction::Left,
        (_, std::cmp::Ordering::Less) => Direction::Up,
        _ => Direction::Down,
    }
}
