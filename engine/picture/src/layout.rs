//! Where everything stands and how the lines run.
//!
//! The picture is a grid. A column is a rank of the flow (every arrow but those that lead back goes to
//! the right), a row is a part of a lane, and a cell holds one shape. Between columns and rows lie
//! tracks, along which lines are led one by one as on a circuit board: never through a cell that is
//! taken, never on a track that another line has there, with few bends and crossings. Last, tracks
//! nobody took vanish and the others are given room. So no line can pass through a shape, whatever
//! the process looks like.

mod coordinates;
mod grid;
mod labels;
mod rank;
mod route;
mod rows;

use grid::Grid;

/// What is to be placed.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// How wide.
    pub(crate) width: i32,
    /// How far it reaches above the line that arrows come in by.
    pub(crate) up: i32,
    /// How far below.
    pub(crate) down: i32,
    /// The row of the picture it belongs to.
    pub(crate) lane: usize,
    /// Where lines may touch it.
    pub(crate) touch: Touch,
    /// Of shapes that want the same place the lowest goes first, and so stays on the straight way.
    pub(crate) order: usize,
}

/// Where lines may touch a shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Touch {
    /// At three places of each side.
    Anywhere,
    /// At three places of each side but the lower one.
    NotBelow,
    /// In the middle of each side.
    Middle,
    /// In the middle of each side but the lower one.
    MiddleNotBelow,
    /// At three places of the left and right side, each line at its own while there are enough.
    Sides,
}

/// A line to lead from one shape to another.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    /// The shape it begins at.
    pub(crate) from: usize,
    /// The shape it ends at.
    pub(crate) to: usize,
    /// Whether it leads back against the flow.
    pub(crate) back: bool,
    /// Whether it may share its beginning with others from there.
    pub(crate) trunk: bool,
    /// Width and height of what is written on it.
    pub(crate) label: Option<(i32, i32)>,
}

/// Where everything stands, in the unit of the shapes.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The left edge of each shape, and the height of the line arrows come in by.
    pub(crate) places: Vec<(i32, i32)>,
    /// The corners of each line, its ends included.
    pub(crate) lines: Vec<Vec<(i32, i32)>>,
    /// What is written on each line: left, top, width, height.
    pub(crate) labels: Vec<Option<Area>>,
    /// Top and bottom of each lane.
    pub(crate) lanes: Vec<(i32, i32)>,
    /// How wide the whole is.
    pub(crate) width: i32,
    /// How high the whole is.
    pub(crate) height: i32,
}

impl Layout {
    /// Makes every lane higher, by so much above and below what is in it. What is written on lines is
    /// placed anew: it may have stood across the edge of two lanes.
    pub(crate) fn stretch(&mut self, more: i32, shapes: &[Shape], wires: &[Wire]) {
        let lanes = self.lanes.clone();
        let lane_of = |y: i32| lanes.iter().position(|(_, bottom)| y < *bottom).unwrap_or(lanes.len());
        let moved = |y: i32| y + more * (2 * i32::try_from(lane_of(y)).unwrap_or(0) + 1);
        self.places.iter_mut().for_each(|place| place.1 = moved(place.1));
        self.lines.iter_mut().flatten().for_each(|corner| corner.1 = moved(corner.1));
        let mut above = 0;
        for (top, bottom) in &mut self.lanes {
            *top += above;
            above += 2 * more;
            *bottom += above;
        }
        self.height += above;
        self.labels = labels::place(wires, &self.lines, &areas(shapes, &self.places)).areas;
    }
}

/// The rectangles that shapes stand in.
fn areas(shapes: &[Shape], places: &[(i32, i32)]) -> Vec<Area> {
    let area = |(shape, &(x, line)): (&Shape, &(i32, i32))| Area {
        x,
        y: line - shape.up,
        width: shape.width,
        height: shape.up + shape.down,
    };
    shapes.iter().zip(places).map(area).collect()
}

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Area {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Area {
    /// Whether two rectangles have more than an edge in common.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// Whether a straight line between two points, along an axis, passes through the inside.
    pub(crate) fn is_cut_by(&self, one: (i32, i32), other: (i32, i32)) -> bool {
        one.0.min(other.0) < self.x + self.width
            && one.0.max(other.0) > self.x
            && one.1.min(other.1) < self.y + self.height
            && one.1.max(other.1) > self.y
    }
}

/// Tracks between two columns or rows at first; doubled until every line finds its way.
const TRACKS: usize = 4;

/// Past this many tracks a drawing is too tangled to be led any better.
const MOST_TRACKS: usize = 32;

/// Lays a process out: shapes in `lanes` lanes, joined by wires.
pub(crate) fn lay_out(shapes: &[Shape], wires: &[Wire], lanes: usize) -> Layout {
    let (ranks, back) = rank::ranks(shapes, wires);
    let rows = rows::rows(shapes, wires, &ranks, lanes);
    let mut wires: Vec<Wire> =
        wires.iter().zip(back).map(|(wire, back)| Wire { back: wire.back || back, ..wire.clone() }).collect();
    let cells: Vec<(usize, usize)> = ranks.iter().copied().zip(rows.of.iter().copied()).collect();
    let mut tracks = TRACKS;
    loop {
        let mut grid = Grid::new(tracks, &cells, rows.lanes.len());
        let routed = route::lead(&mut grid, shapes, &wires, &cells);
        if routed.iter().all(Option::is_some) || tracks >= MOST_TRACKS {
            let routes: Vec<_> = routed.into_iter().map(Option::unwrap_or_default).collect();
            return coordinates::settle(&grid, shapes, &wires, (&cells, &rows.lanes), &routes);
        }
        tracks *= 2;
        // A shape with more arrows than places to touch it lets them begin together.
        wires.iter_mut().for_each(|wire| wire.trunk = true);
    }
}
