//! Open time: adding it, subtracting it, and measuring what lies between two moments.

use jiff::Timestamp;

use super::{Moment, Piece, WorkingTime, whole};

impl WorkingTime {
    /// The moment when so many seconds of open time have passed since `from`.
    ///
    /// None passed is `from` itself. Time that runs out at a closing ends there, not at the next
    /// opening. `None` when the calendar never opens again.
    pub fn add_open(&self, from: Timestamp, seconds: u64) -> Option<Moment> {
        let start = from.as_second();
        let mut left = i64::try_from(seconds).ok()?;
        let today = self.local(from).date();
        if left == 0 || self.calendar.always {
            return self.reached(start.checked_add(left)?, today, today);
        }
        // Yesterday's hours may reach across midnight.
        for date in self.open_days_from(today.yesterday().ok()?) {
            for stretch in self.stretches(date) {
                let begin = stretch.from.max(start);
                let length = stretch.to - begin;
                if length <= 0 {
                    continue;
                }
                if left <= length {
                    return self.reached(begin + left, today.min(date), date);
                }
                left -= length;
            }
        }
        None
    }

    /// The moment since when so many seconds of open time have passed until `from`: the mirror of
    /// [`WorkingTime::add_open`].
    pub fn subtract_open(&self, from: Timestamp, seconds: u64) -> Option<Moment> {
        let start = from.as_second();
        let mut left = i64::try_from(seconds).ok()?;
        let today = self.local(from).date();
        if left == 0 || self.calendar.always {
            return self.reached(start.checked_sub(left)?, today, today);
        }
        for date in self.open_days_back_from(today) {
            for stretch in self.stretches(date).rev() {
                let end = stretch.to.min(start);
                let length = end - stretch.from;
                if length <= 0 {
                    continue;
                }
                if left <= length {
                    return self.reached(end - left, date, today);
                }
                left -= length;
            }
        }
        None
    }

    /// The open time from `from` until `to`, in seconds; 0 when `to` is not later.
    pub fn open_seconds(&self, from: Timestamp, to: Timestamp) -> u64 {
        let mut sum = 0;
        self.each_piece(from, to, |begin, end| sum += end - begin);
        u64::try_from(sum).unwrap_or(0)
    }

    /// The stretches of open time from `from` until `to`, in order, none of them empty.
    pub fn pieces(&self, from: Timestamp, to: Timestamp) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.each_piece(from, to, |begin, end| {
            let at = |second| Timestamp::from_second(second).unwrap_or(whole(to));
            pieces.push(Piece { from: at(begin), to: at(end) });
        });
        pieces
    }

    fn each_piece(&self, from: Timestamp, to: Timestamp, mut piece: impl FnMut(i64, i64)) {
        let (start, end) = (from.as_second(), to.as_second());
        if end <= start {
            return;
        }
        if self.calendar.always {
            return piece(start, end);
        }
        let mut date = self.local(from).date();
        // Yesterday's hours may reach across midnight.
        date = date.yesterday().unwrap_or(date);
        let last = self.local(to).date();
        while date <= last {
            for stretch in self.stretches(date) {
                let (begin, end) = (stretch.from.max(start), stretch.to.min(end));
                if begin < end {
                    piece(begin, end);
                }
            }
            let Ok(tomorrow) = date.tomorrow() else {
                return;
            };
            date = tomorrow;
        }
    }
}
