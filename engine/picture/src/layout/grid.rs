//! The grid that lines are led on: tracks between columns and rows, and three lines through each.
//!
//! Counted across, each column brings its left channel's tracks and then its own three lines; the
//! last column has a channel at its right too. Counted down, each row brings tracks above it, its
//! three lines and tracks below it.

use std::collections::BTreeSet;

/// Lines through a column or row: they pass where its cells are free.
pub(super) const LINES: usize = 3;

/// A point of the grid, counted across and down.
pub(super) type Point = (usize, usize);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Direction {
    Right,
    Left,
    Up,
    Down,
}

/// What a place across or down the grid is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// A track of the channel before the column (above the row), by its number.
    Before(usize, usize),
    /// A line through the column or row.
    Through(usize, usize),
    /// A track below the row.
    After(usize, usize),
}

pub(super) struct Grid {
    pub(super) tracks: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    taken: BTreeSet<(usize, usize)>,
    /// What passes each point: the line's number and whether it runs across, down or bends.
    passing: Vec<Vec<(usize, Passing)>>,
}

/// How a line passes a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Passing {
    Across,
    Down,
    Bend,
}

impl Direction {
    pub(super) const ALL: [Self; 4] = [Self::Right, Self::Left, Self::Up, Self::Down];

    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Left => Self::Right,
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }

    pub(super) fn is_across(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    /// How a line that comes in one direction and leaves in another passes.
    pub(super) fn then(self, next: Self) -> Passing {
        match (self.is_across(), next.is_across()) {
            (true, true) => Passing::Across,
            (false, false) => Passing::Down,
            _ => Passing::Bend,
        }
    }
}

impl Grid {
    /// A grid with shapes in these cells, each a column and a row.
    pub(super) fn new(tracks: usize, cells: &[(usize, usize)], rows: usize) -> Self {
        let mut grid = Self {
            tracks,
            columns: cells.iter().map(|cell| cell.0 + 1).max().unwrap_or(0),
            rows,
            taken: cells.iter().copied().collect(),
            passing: Vec::new(),
        };
        grid.passing = vec![Vec::new(); grid.across() * grid.down()];
        grid
    }

    /// How many places there are across.
    pub(super) fn across(&self) -> usize {
        self.columns * (self.tracks + LINES) + self.tracks
    }

    /// How many places there are down.
    pub(super) fn down(&self) -> usize {
        self.rows * (2 * self.tracks + LINES)
    }

    /// A track left of a column; the column past the last has one too.
    pub(super) fn track_before(&self, column: usize, track: usize) -> usize {
        column * (self.tracks + LINES) + track
    }

    pub(super) fn line_of_column(&self, column: usize, line: usize) -> usize {
        self.track_before(column, self.tracks) + line
    }

    pub(super) fn track_above(&self, row: usize, track: usize) -> usize {
        row * (2 * self.tracks + LINES) + track
    }

    pub(super) fn line_of_row(&self, row: usize, line: usize) -> usize {
        self.track_above(row, self.tracks) + line
    }

    pub(super) fn track_below(&self, row: usize, track: usize) -> usize {
        self.line_of_row(row, LINES) + track
    }

    pub(super) fn part_across(&self, x: usize) -> Part {
        let (column, place) = (x / (self.tracks + LINES), x % (self.tracks + LINES));
        match place.checked_sub(self.tracks) {
            None => Part::Before(column, place),
            Some(line) => Part::Through(column, line),
        }
    }

    pub(super) fn part_down(&self, y: usize) -> Part {
        let (row, place) = (y / (2 * self.tracks + LINES), y % (2 * self.tracks + LINES));
        match place.checked_sub(self.tracks) {
            None => Part::Before(row, place),
            Some(line) if line < LINES => Part::Through(row, line),
            Some(after) => Part::After(row, after - LINES),
        }
    }

    /// Whether a shape stands on a point.
    fn is_taken(&self, (x, y): Point) -> bool {
        match (self.part_across(x), self.part_down(y)) {
            (Part::Through(column, _), Part::Through(row, _)) => self.taken.contains(&(column, row)),
            _ => false,
        }
    }

    /// The next point in a direction, unless the grid ends or a shape stands there.
    pub(super) fn step(&self, (x, y): Point, direction: Direction) -> Option<Point> {
        let next = match direction {
            Direction::Right => (x + 1, y),
            Direction::Left => (x.checked_sub(1)?, y),
            Direction::Up => (x, y.checked_sub(1)?),
            Direction::Down => (x, y + 1),
        };
        let inside = next.0 < self.across() && next.1 < self.down();
        (inside && !self.is_taken(next)).then_some(next)
    }

    /// About how long the way between neighbouring points will be.
    pub(super) fn length(&self, from: Point, to: Point) -> u32 {
        let near = |one: Part, other: Part, line: u32, into: u32| match (one, other) {
            (Part::Through(..), Part::Through(..)) => line,
            (Part::Through(..), _) | (_, Part::Through(..)) => into,
            _ => 6,
        };
        if from.1 == to.1 {
            near(self.part_across(from.0), self.part_across(to.0), 45, 40)
        } else {
            near(self.part_down(from.1), self.part_down(to.1), 16, 28)
        }
    }

    pub(super) fn index(&self, (x, y): Point) -> usize {
        y * self.across() + x
    }

    pub(super) fn passing(&self, point: Point) -> &[(usize, Passing)] {
        &self.passing[self.index(point)]
    }

    pub(super) fn pass(&mut self, point: Point, wire: usize, how: Passing) {
        let index = self.index(point);
        self.passing[index].push((wire, how));
    }
}
