//! Where a moment lies on the paper. Minutes on a Friday afternoon and three weeks behind it are to
//! be legible side by side, so the scale is not even: a day on which something happens gets a column
//! of its own, days in a row on which nothing does share a narrow one, and what is shut is squeezed.
//! Order is always kept: what is later lies further right.

use std::collections::BTreeSet;
use steward_time::civil::Date;
use steward_time::{TimeZone, Timestamp, WorkingTime};

/// A day, or days in a row on which nothing happens.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// Whether nothing happens in it.
    pub(crate) quiet: bool,
}

/// Moments and where they lie.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    /// Second and place, both growing.
    knots: Vec<(i64, f64)>,
    pub(crate) columns: Vec<Column>,
}

/// A column is never narrower: its date has to stand over it.
const NARROWEST_DAY: f64 = 34.0;

/// Two moments at which something happens lie at least so far apart.
const APART: f64 = 22.0;

/// A year of days is as far as a picture goes.
const MOST_DAYS: usize = 800;

impl Scale {
    /// A scale from one moment to another over so much room. `busy` are the seconds at which
    /// something happens; the calendars say what is shut.
    pub(crate) fn new(
        (from, to): (Timestamp, Timestamp),
        busy: &BTreeSet<i64>,
        calendars: &[&WorkingTime],
        zone: &TimeZone,
        room: f64,
    ) -> Self {
        let mut scale = Self { knots: vec![(from.as_second(), 0.0)], columns: Vec::new() };
        let days = days(from, to, zone);
        let mut at = 0;
        while at < days.len() {
            let (_, begin, end) = days[at];
            let happens = busy.range(begin.as_second()..end.as_second()).next().is_some()
                || (at + 1 == days.len() && busy.contains(&end.as_second()));
            let mut last = at;
            if !happens {
                let quiet = |&(_, begin, end): &(Date, Timestamp, Timestamp)| {
                    busy.range(begin.as_second()..end.as_second()).next().is_none()
                };
                while last + 1 < days.len() && quiet(&days[last + 1]) {
                    last += 1;
                }
            }
            scale.column((days[at].0, days[last].0), (begin, days[last].2), !happens, busy, calendars);
            at = last + 1;
        }
        scale.stretch(room);
        scale
    }

    fn column(
        &mut self,
        (first, last): (Date, Date),
        (from, to): (Timestamp, Timestamp),
        quiet: bool,
        busy: &BTreeSet<i64>,
        calendars: &[&WorkingTime],
    ) {
        let left = self.end();
        let seconds = (from.as_second(), to.as_second());
        let mut widths: Vec<(i64, f64)> = Vec::new();
        if quiet {
            let days = (seconds.1 - seconds.0) as f64 / 86_400.0;
            widths.push((seconds.1, (14.0 + 7.0 * days).clamp(NARROWEST_DAY, 64.0)));
        } else {
            let open: Vec<_> = calendars.iter().flat_map(|calendar| calendar.pieces(from, to)).collect();
            let mut marks: BTreeSet<i64> =
                busy.range(seconds.0..=seconds.1).copied().filter(|at| *at > seconds.0).collect();
            marks.extend(open.iter().flat_map(|piece| [piece.from.as_second(), piece.to.as_second()]));
            marks.remove(&seconds.0);
            marks.insert(seconds.1);
            let mut before = seconds.0;
            for mark in marks {
                let minutes = (mark - before) as f64 / 60.0;
                let is_open =
                    open.iter().any(|piece| piece.from.as_second() <= before && mark <= piece.to.as_second());
                let natural = (3.0 + 7.0 * (1.0 + minutes / 8.0).ln()).min(48.0);
                let natural = if is_open { natural } else { natural * 0.35 };
                let both = busy.contains(&before) && busy.contains(&mark);
                widths.push((mark, if both { natural.max(APART) } else { natural }));
                before = mark;
            }
        }
        let natural: f64 = widths.iter().map(|(_, width)| width).sum();
        let factor = (NARROWEST_DAY / natural.max(1.0)).max(1.0);
        for (second, width) in widths {
            let end = self.end();
            self.knots.push((second, end + width * factor));
        }
        let right = self.end();
        self.columns.push(Column { first, last, from, to, left, right, quiet });
    }

    fn end(&self) -> f64 {
        self.knots.last().map_or(0.0, |(_, x)| *x)
    }

    fn stretch(&mut self, room: f64) {
        let factor = room / self.end().max(1.0);
        self.knots.iter_mut().for_each(|(_, x)| *x *= factor);
        for column in &mut self.columns {
            column.left *= factor;
            column.right *= factor;
        }
    }

    /// Where a moment lies; one outside lies at the nearer end.
    pub(crate) fn x(&self, at: Timestamp) -> f64 {
        let second = at.as_second();
        let after = self.knots.partition_point(|(known, _)| *known < second);
        match (after.checked_sub(1).and_then(|before| self.knots.get(before)), self.knots.get(after)) {
            (Some((from, left)), Some((to, right))) => {
                let share = (second - from) as f64 / (to - from).max(1) as f64;
                left + (right - left) * share
            }
            (Some((_, x)), None) | (None, Some((_, x))) => *x,
            (None, None) => 0.0,
        }
    }

    /// What is shut on a calendar, as stretches of paper. In a column of quiet days only whole days
    /// are shown: their nights would be a hundred hair-thin stripes.
    pub(crate) fn shut(&self, calendar: &WorkingTime) -> Vec<(f64, f64)> {
        let mut shut = Vec::new();
        for column in &self.columns {
            if column.quiet {
                let mut date = column.first;
                loop {
                    if calendar.calendar.hours_on(date).is_empty() {
                        let from = calendar.midnight(date).max(column.from);
                        let to =
                            date.tomorrow().map_or(column.to, |next| calendar.midnight(next)).min(column.to);
                        shut.push((self.x(from), self.x(to)));
                    }
                    match date.tomorrow() {
                        Ok(next) if date < column.last => date = next,
                        _ => break,
                    }
                }
                continue;
            }
            let mut before = column.from;
            for piece in calendar.pieces(column.from, column.to) {
                shut.push((self.x(before), self.x(piece.from)));
                before = piece.to;
            }
            shut.push((self.x(before), self.x(column.to)));
        }
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for (left, right) in shut.into_iter().filter(|(left, right)| right - left > 0.05) {
            match joined.last_mut().filter(|(_, end)| left - *end < 0.05) {
                Some((_, end)) => *end = right,
                None => joined.push((left, right)),
            }
        }
        joined
    }
}

/// The days between two moments, the first and last cut to them.
fn days(from: Timestamp, to: Timestamp, zone: &TimeZone) -> Vec<(Date, Timestamp, Timestamp)> {
    let clock = WorkingTime::new(steward_time::Calendar::always().into(), zone.clone());
    let (first, last) = (clock.local(from).date(), clock.local(to).date());
    std::iter::successors(Some(first), |date| date.tomorrow().ok())
        .take_while(|date| *date <= last)
        .take(MOST_DAYS)
        .map(|date| {
            let next = date.tomorrow().map_or(to, |next| clock.midnight(next));
            (date, clock.midnight(date).max(from), next.min(to))
        })
        .filter(|(_, begin, end)| begin < end || from == to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_time::Calendar;

    #[test]
    fn what_is_later_lies_further_right_and_everything_is_on_the_paper() {
        let always = WorkingTime::new(Calendar::always().into(), TimeZone::UTC);
        let at = |second| Timestamp::from_second(second).expect("an instant");
        let busy: BTreeSet<i64> = [1_000, 1_060, 90_000, 2_000_000].into();
        let scale = Scale::new((at(1_000), at(2_000_000)), &busy, &[&always], &TimeZone::UTC, 600.0);
        let places: Vec<f64> = (0..400).map(|n| scale.x(at(1_000 + n * 4_997))).collect();
        assert!(places.windows(2).all(|pair| pair[0] <= pair[1]), "{places:?}");
        assert!(scale.x(at(0)).abs() < 0.01 && (scale.x(at(9_000_000)) - 600.0).abs() < 0.01);
        assert!(scale.x(at(1_060)) - scale.x(at(1_000)) > 2.0, "a minute is not lost beside three weeks");
        assert!(scale.columns.iter().any(|column| column.quiet));
    }
}
