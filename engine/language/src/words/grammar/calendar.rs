//! Calendars and lists of days off.

use super::{Own, Shape, Shaped, keys, many};
use crate::words::{CalendarKey, DayWord, HolidayKey, HoursKey, Words};

/// The hours of a day: spans in a list, one span, or the word for none.
fn hours() -> Shape {
    many(Shape::WordOr(DayWord::TABLE, Own::Hours))
}

impl Shaped for CalendarKey {
    const REQUIRED: &'static [Self] = &[Self::Calendar, Self::Hours];

    fn shape(self) -> Shape {
        match self {
            Self::Calendar | Self::Holidays => Shape::Own(Own::Name),
            Self::Title => Shape::Text,
            Self::Hours => Shape::Days(keys::<HoursKey>(), Box::new(hours())),
            Self::Dates => Shape::Named(Box::new(hours())),
            Self::Workdays => many(Shape::Weekdays),
            Self::WorkdayEnds => Shape::YesNo,
        }
    }
}

impl Shaped for HoursKey {
    fn shape(self) -> Shape {
        hours()
    }
}

impl Shaped for HolidayKey {
    const REQUIRED: &'static [Self] = &[Self::HolidayList, Self::Years];

    fn shape(self) -> Shape {
        match self {
            Self::HolidayList => Shape::Own(Own::Name),
            Self::Years => Shape::List(Box::new(Shape::Own(Own::Number(1900, 2200)))),
            Self::DaysOff | Self::MakeupWorkdays => Shape::List(Box::new(Shape::Own(Own::Date))),
        }
    }
}
