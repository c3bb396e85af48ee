//! From the grid to the paper: tracks nobody took vanish, those taken get room, and what is written
//! on lines gets room too.

use super::grid::{Direction, Grid, LINES, Part};
use super::labels::{self, Labels};
use super::route::{Port, Route};
use super::{Layout, Shape, Wire, areas};

/// Half the distance between neighbouring tracks.
const HALF_TRACK: i32 = 6;
/// From a shape's right edge to what comes.
const AFTER_COLUMN: i32 = 14;
/// Before a shape's left edge: room for the head of an arrow.
const BEFORE_COLUMN: i32 = 20;
/// Above and below shapes that lines enter from there.
const BESIDE_ROW: i32 = 16;
/// From a lane's edge to what is in it.
const LANE_MARGIN: i32 = 12;
/// From the middle of a row to the lines beside it.
const LINE_APART: i32 = 20;

/// How often lines are given more room for what is written on them.
const MOST_ROOM: usize = 12;

/// Everything at its place. While something written hides something else, more room is made where
/// that helps most.
pub(super) fn settle(
    grid: &Grid,
    shapes: &[Shape],
    wires: &[Wire],
    (cells, lanes): (&[(usize, usize)], &[usize]),
    routes: &[Route],
) -> Layout {
    let drawing = Drawing { grid, shapes, wires, cells, lanes, routes };
    let mut room = Room::of(grid, shapes, wires, cells, routes);
    let (mut layout, mut labels) = drawing.with(&room);
    for _ in 0..MOST_ROOM {
        let harmful = (0..wires.len()).filter(|&wire| labels.harm[wire] > 0);
        let tries = harmful.flat_map(|wire| drawing.more_room(&room, wire)).map(|room| {
            let (layout, labels) = drawing.with(&room);
            (labels.all_harm(), room, layout, labels)
        });
        let Some(best) = tries.min_by_key(|(harm, ..)| *harm) else { break };
        if best.0 >= labels.all_harm() {
            break;
        }
        (_, room, layout, labels) = best;
    }
    layout
}

/// All that decides where things stand but the room lines are given.
struct Drawing<'a> {
    grid: &'a Grid,
    shapes: &'a [Shape],
    wires: &'a [Wire],
    cells: &'a [(usize, usize)],
    lanes: &'a [usize],
    routes: &'a [Route],
}

impl Drawing<'_> {
    /// Everything at its place with so much room.
    fn with(&self, room: &Room) -> (Layout, Labels) {
        let &Self { grid, shapes, wires, cells, lanes, routes } = self;
        let across = across(grid, shapes, cells, room);
        let (down, lane_edges) = down(grid, shapes, cells, lanes, room);
        let places: Vec<(i32, i32)> = shapes
            .iter()
            .zip(cells)
            .map(|(shape, &(column, row))| {
                let middle = across[grid.line_of_column(column, LINES / 2)];
                (middle - shape.width / 2, down[grid.line_of_row(row, LINES / 2)])
            })
            .collect();
        let lines: Vec<Vec<(i32, i32)>> = wires
            .iter()
            .zip(routes)
            .map(|(wire, route)| {
                let touching = |shape: usize, port: Option<Port>, point: Option<&(usize, usize)>| {
                    let (port, &(x, y)) = (port?, point?);
                    let (left, line) = places[shape];
                    Some(match port.side {
                        Direction::Right => (left + shapes[shape].width, down[y]),
                        Direction::Left => (left, down[y]),
                        Direction::Up => (across[x], line - shapes[shape].up),
                        Direction::Down => (across[x], line + shapes[shape].down),
                    })
                };
                let points = route.points.iter().map(|&(x, y)| (across[x], down[y]));
                let first = touching(wire.from, route.leaves, route.points.first());
                let last = touching(wire.to, route.enters, route.points.last());
                corners(first.into_iter().chain(points).chain(last))
            })
            .collect();
        let labels = labels::place(wires, &lines, &areas(shapes, &places));
        let layout = Layout {
            labels: labels.areas.clone(),
            places,
            lines,
            lanes: lane_edges,
            width: across.last().map_or(0, |last| last + AFTER_COLUMN),
            height: down.last().map_or(0, |last| last + LANE_MARGIN),
        };
        (layout, labels)
    }

    /// The ways to make room for what is written on a line: at either end, or along its tracks across.
    fn more_room(&self, room: &Room, wire: usize) -> Vec<Room> {
        let Some((width, height)) = self.wires[wire].label else { return Vec::new() };
        let mut ways = Vec::new();
        let mut with = |change: &dyn Fn(&mut Room)| {
            let mut more = room.clone();
            change(&mut more);
            ways.push(more);
        };
        for shape in [self.wires[wire].from, self.wires[wire].to] {
            let (column, row) = self.cells[shape];
            with(&|room| room.written[column + 1] += width + BEFORE_COLUMN);
            with(&|room| room.entered[column] += width + BEFORE_COLUMN);
            with(&|room| room.above[row] += height + BESIDE_ROW);
            with(&|room| room.below[row] += height + BESIDE_ROW);
        }
        for run in self.routes[wire].points.windows(2).filter(|run| run[0].1 == run[1].1) {
            with(&|room| room.down[run[0].1] += HALF_TRACK);
        }
        ways
    }
}

/// Only the points where a line bends, and its ends.
fn corners(points: impl Iterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    let mut kept: Vec<(i32, i32)> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., one, two] = kept[..]
            && ((one.0 == two.0 && two.0 == point.0) || (one.1 == two.1 && two.1 == point.1))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// What the lines take.
#[derive(Clone)]
struct Room {
    /// Half the room a track across or down takes; nothing where no line runs along it.
    across: Vec<i32>,
    down: Vec<i32>,
    /// For what is written on lines as they leave a column, in the channel right of it.
    written: Vec<i32>,
    /// For what is written on them before they enter a column.
    entered: Vec<i32>,
    /// For what is written on lines that go straight up or down from a row.
    above: Vec<i32>,
    below: Vec<i32>,
}

impl Room {
    fn of(grid: &Grid, shapes: &[Shape], wires: &[Wire], cells: &[(usize, usize)], routes: &[Route]) -> Self {
        let mut room = Self {
            across: vec![0; grid.across()],
            down: vec![0; grid.down()],
            written: vec![0; grid.columns + 1],
            entered: vec![0; grid.columns],
            above: vec![0; grid.rows],
            below: vec![0; grid.rows],
        };
        for (wire, route) in wires.iter().zip(routes) {
            // Along which tracks across or down it runs, and how many points it passes there.
            let mut longest: Option<(usize, usize)> = None;
            let mut run = 0;
            for pair in route.points.windows(2) {
                let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
                if x == next_x {
                    room.across[x] = room.across[x].max(HALF_TRACK);
                    run = 0;
                }
                if y == next_y {
                    room.down[y] = room.down[y].max(HALF_TRACK);
                    run += 1;
                    if longest.is_none_or(|(most, _)| run > most) {
                        longest = Some((run, y));
                    }
                }
            }
            let (Some((width, height)), Some(leaves)) = (wire.label, route.leaves) else { continue };
            let (column, row) = cells[wire.from];
            match (leaves.side, longest) {
                (Direction::Right, _) => {
                    // A sign in a column of cards has room beside it already.
                    let beside = (width_of(column, shapes, cells) - shapes[wire.from].width) / 2;
                    room.written[column + 1] = room.written[column + 1].max(width + 16 - beside);
                }
                (_, Some((_, track))) => room.down[track] = room.down[track].max(height / 2 + 3),
                (Direction::Up, None) => room.above[row] = room.above[row].max(height + 16),
                (_, None) => room.below[row] = room.below[row].max(height + 16),
            }
        }
        room
    }
}

fn width_of(column: usize, shapes: &[Shape], cells: &[(usize, usize)]) -> i32 {
    let in_column = shapes.iter().zip(cells).filter(|(_, cell)| cell.0 == column);
    in_column.map(|(shape, _)| shape.width).max().unwrap_or(0)
}

fn across(grid: &Grid, shapes: &[Shape], cells: &[(usize, usize)], room: &Room) -> Vec<i32> {
    let mut places = Vec::with_capacity(grid.across());
    let mut at = 0;
    for x in 0..grid.across() {
        match grid.part_across(x) {
            Part::Through(column, line) => {
                let width = width_of(column, shapes, cells);
                if line == 0 {
                    at += BEFORE_COLUMN + room.entered[column];
                }
                // At a quarter, a half and three quarters.
                let quarters = i32::try_from(line).unwrap_or(0) + 1;
                places.push(at + width * quarters / 4);
                if line + 1 == LINES {
                    at += width;
                }
            }
            Part::Before(column, track) | Part::After(column, track) => {
                if track == 0 {
                    at += if column == 0 { HALF_TRACK } else { AFTER_COLUMN + room.written[column] };
                }
                at += room.across[x];
                places.push(at);
                at += room.across[x];
            }
        }
    }
    places
}

fn down(
    grid: &Grid,
    shapes: &[Shape],
    cells: &[(usize, usize)],
    lanes: &[usize],
    room: &Room,
) -> (Vec<i32>, Vec<(i32, i32)>) {
    let mut places = Vec::with_capacity(grid.down());
    let mut edges: Vec<(i32, i32)> = Vec::new();
    let mut at = 0;
    for y in 0..grid.down() {
        match grid.part_down(y) {
            Part::Before(row, track) => {
                if track == 0 && (row == 0 || lanes[row - 1] != lanes[row]) {
                    edges.push((at, at));
                    at += LANE_MARGIN;
                }
                at += room.down[y];
                places.push(at);
                at += room.down[y];
            }
            Part::Through(row, line) => {
                let in_row = || shapes.iter().zip(cells).filter(|(_, cell)| cell.1 == row);
                let up = in_row().map(|(shape, _)| shape.up).max().unwrap_or(0).max(LINE_APART + 4);
                let low = in_row().map(|(shape, _)| shape.down).max().unwrap_or(0).max(LINE_APART + 4);
                if line == 0 {
                    at += BESIDE_ROW + room.above[row] + up;
                }
                let beside = i32::try_from(line).unwrap_or(0) - 1;
                places.push(at + beside * LINE_APART);
                if line + 1 == LINES {
                    at += low + BESIDE_ROW + room.below[row];
                }
            }
            Part::After(row, track) => {
                at += room.down[y];
                places.push(at);
                at += room.down[y];
                let last = track + 1 == grid.tracks && lanes.get(row + 1) != lanes.get(row);
                if let Some(edge) = edges.last_mut().filter(|_| last) {
                    at += LANE_MARGIN;
                    edge.1 = at;
                }
            }
        }
    }
    (places, edges)
}
