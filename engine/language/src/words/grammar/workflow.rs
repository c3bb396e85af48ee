//! A workflow's file: what is not a step.

use super::{Own, Shape, Shaped, each, keys, many, names, word, word_or_name};
use crate::words::{
    CalendarWord, EstatesMayWord, FieldKey, ForEachWord, HoldKey, LimitKey, OnRestDayWord, OverlapWord,
    RungKey, StandardKey, StartKey, StepKey, TypeWord, WhenMissedWord, WorkflowKey,
};

impl Shaped for WorkflowKey {
    const REQUIRED: &'static [Self] = &[Self::Workflow, Self::Start, Self::Steps];

    fn shape(self) -> Shape {
        match self {
            Self::Workflow | Self::Rules => Shape::Own(Own::Name),
            Self::Title => Shape::Text,
            Self::Section => Shape::Own(Own::Free),
            Self::Edition => Shape::Own(Own::Number(1, 100_000)),
            Self::Calendar => word_or_name::<CalendarWord>(),
            Self::SeenBy => names(),
            Self::EstatesMay => Shape::List(Box::new(word::<EstatesMayWord>())),
            Self::Start => many(Shape::Keys(keys::<StartKey>())),
            Self::Fields => Shape::Named(Box::new(Shape::Keys(keys::<FieldKey>()))),
            Self::Hold => Shape::Keys(keys::<HoldKey>()),
            Self::Limits => each::<LimitKey>(),
            Self::Steps => each::<StepKey>(),
            Self::Escalate => each::<RungKey>(),
            Self::Standards => each::<StandardKey>(),
        }
    }
}

impl Shaped for StartKey {
    fn shape(self) -> Shape {
        match self {
            Self::Who => names(),
            Self::Event => Shape::Own(Own::Name),
            Self::Every => Shape::Recurrence,
            Self::Cron => Shape::Own(Own::Free),
            Self::OnRestDay => word::<OnRestDayWord>(),
            Self::WhenMissed => word::<WhenMissedWord>(),
            Self::Overlap => word::<OverlapWord>(),
            Self::ForEach => word::<ForEachWord>(),
        }
    }
}

impl Shaped for FieldKey {
    const REQUIRED: &'static [Self] = &[Self::Type];

    fn shape(self) -> Shape {
        match self {
            Self::Type => word::<TypeWord>(),
            Self::Required | Self::Private => Shape::YesNo,
            Self::Title => Shape::Text,
            Self::SeenBy => names(),
            Self::Of => Shape::Either(vec![
                Shape::List(Box::new(Shape::Own(Own::Name))),
                Shape::Named(Box::new(Shape::Text)),
            ]),
            Self::Default => Shape::Default,
        }
    }
}

impl Shaped for StandardKey {
    const REQUIRED: &'static [Self] = &[Self::Ref];

    fn shape(self) -> Shape {
        match self {
            Self::Ref => Shape::Own(Own::Name),
            Self::Measure => Shape::Measure,
            Self::AtLeast | Self::AtMost => Shape::Own(Own::Free),
            Self::Inspect => Shape::Text,
        }
    }
}

impl Shaped for HoldKey {
    const REQUIRED: &'static [Self] = &[Self::Who];

    fn shape(self) -> Shape {
        match self {
            Self::Who => names(),
            Self::Reasons => Shape::List(Box::new(Shape::Text)),
            Self::AtMost => Shape::Span,
            Self::Ends => Shape::Own(Own::Name),
        }
    }
}
