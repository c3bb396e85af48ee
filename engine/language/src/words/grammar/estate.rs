//! An estate's file.

use super::{Own, Shape, Shaped, each, keys, many, names, step, word_or_name};
use crate::words::{
    AdjustKey, CalendarWord, EstateKey, OverrideKey, PersonKey, RosterKey, RotationKey, StepKey, ZoneKey,
};

impl Shaped for EstateKey {
    const REQUIRED: &'static [Self] = &[Self::Estate];

    fn shape(self) -> Shape {
        match self {
            Self::Estate | Self::Region => Shape::Own(Own::Name),
            Self::Name => Shape::Text,
            Self::TimeZone => Shape::Own(Own::Free),
            Self::Calendars => Shape::Named(Box::new(word_or_name::<CalendarWord>())),
            Self::Zones => {
                Shape::List(Box::new(Shape::KeysOr(keys::<ZoneKey>(), Box::new(Shape::Own(Own::Free)))))
            }
            Self::Staff => each::<PersonKey>(),
            Self::Rosters => Shape::Named(Box::new(Shape::Keys(keys::<RosterKey>()))),
            Self::QuietHours => Shape::Own(Own::Hours),
            Self::Adjusts => Shape::Named(Box::new(Shape::Keys(keys::<AdjustKey>()))),
        }
    }
}

impl Shaped for ZoneKey {
    const REQUIRED: &'static [Self] = &[Self::Id];

    fn shape(self) -> Shape {
        match self {
            Self::Id => Shape::Own(Own::Name),
            Self::Name => Shape::Text,
            Self::Code => Shape::Own(Own::Free),
        }
    }
}

impl Shaped for RosterKey {
    const REQUIRED: &'static [Self] = &[Self::Shifts, Self::Rotation];

    fn shape(self) -> Shape {
        match self {
            Self::Shifts => Shape::Named(Box::new(Shape::Own(Own::Hours))),
            Self::Rotation => Shape::Keys(keys::<RotationKey>()),
            Self::Overrides => each::<OverrideKey>(),
        }
    }
}

impl Shaped for RotationKey {
    const REQUIRED: &'static [Self] = &[Self::Every, Self::Starts, Self::Order];

    fn shape(self) -> Shape {
        match self {
            Self::Every => Shape::Span,
            Self::Starts => Shape::Own(Own::Date),
            // One turn is one person or several together.
            Self::Order => Shape::Named(Box::new(many(names()))),
        }
    }
}

impl Shaped for OverrideKey {
    const REQUIRED: &'static [Self] = &[Self::On, Self::Shift, Self::Who];

    fn shape(self) -> Shape {
        match self {
            Self::On => Shape::Own(Own::Date),
            Self::Shift => Shape::Own(Own::Name),
            Self::Who => names(),
        }
    }
}

impl Shaped for AdjustKey {
    fn shape(self) -> Shape {
        match self {
            Self::Tighten => Shape::Named(Box::new(step::within())),
            Self::Owners => Shape::Named(Box::new(Shape::Audience)),
            Self::Add => each::<StepKey>(),
            Self::NotHere => Shape::Text,
        }
    }
}
