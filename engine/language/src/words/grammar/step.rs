//! A step, its limit and its ladder.

use super::{Own, Shape, Shaped, each, keys, many, names, word, word_or_name};
use crate::words::{
    ApproveKey, ByWord, CalendarWord, ChannelWord, ChecklistWord, CodeWord, EndWordWord, EvidenceKey,
    ForEachWord, LimitKey, RefusedKey, RepeatKey, RungKey, SignoffWord, SinceWord, StepKey, ThenKey, ViaKey,
    WithinKey,
};

/// So many photos may be asked for, and sent.
pub(super) const MOST_PHOTOS: u32 = steward_model::evidence::MOST_PHOTOS as u32;

/// The channels of a message.
pub(super) fn via() -> Shape {
    Shape::Either(vec![channels(), Shape::Keys(keys::<ViaKey>())])
}

/// One channel or several.
pub(super) fn channels() -> Shape {
    many(word::<ChannelWord>())
}

/// How long something may take: an amount, or lines of which the first that applies counts.
pub(super) fn within() -> Shape {
    Shape::Either(vec![Shape::Span, each::<WithinKey>(), Shape::Keys(keys::<WithinKey>())])
}

impl Shaped for StepKey {
    const REQUIRED: &'static [Self] = &[Self::Step];

    fn shape(self) -> Shape {
        match self {
            Self::Step
            | Self::Template
            | Self::WaitUntil
            | Self::WaitFor
            | Self::Emit
            | Self::Call
            | Self::Report
            | Self::ReturnedTo => Shape::Own(Own::Name),
            Self::With => Shape::Named(Box::new(Shape::Own(Own::Name))),
            Self::Title => Shape::Text,
            Self::Ref | Self::NotBy => names(),
            Self::After => many(word_or_name::<SinceWord>()),
            Self::If => Shape::Guard,
            Self::Side | Self::Urgent | Self::Detach | Self::RunsWhileHeld => Shape::YesNo,
            Self::Owner => Shape::Audience,
            Self::ForEach => word_or_name::<ForEachWord>(),
            Self::Approve => Shape::Either(vec![Shape::Audience, Shape::Keys(keys::<ApproveKey>())]),
            Self::Notify => many(Shape::Audience),
            Self::Wait => Shape::Span,
            Self::Set => Shape::Named(Box::new(Shape::Guard)),
            Self::End => word_or_name::<EndWordWord>(),
            Self::Form => Shape::List(Box::new(Shape::Own(Own::Name))),
            Self::Checklist => {
                Shape::Either(vec![word::<ChecklistWord>(), Shape::List(Box::new(Shape::Text))])
            }
            Self::Evidence => Shape::Keys(keys::<EvidenceKey>()),
            Self::Signoff => word::<SignoffWord>(),
            Self::Refused => Shape::Keys(keys::<RefusedKey>()),
            Self::Via => via(),
            Self::Within => within(),
            Self::By => word_or_name::<ByWord>(),
            Self::Since => word_or_name::<SinceWord>(),
            Self::Calendar => word_or_name::<CalendarWord>(),
            Self::Escalate => each::<RungKey>(),
            Self::Then => many(Shape::Keys(keys::<ThenKey>())),
        }
    }
}

impl Shaped for EvidenceKey {
    fn shape(self) -> Shape {
        match self {
            Self::Photos => Shape::Own(Own::Number(1, MOST_PHOTOS)),
            Self::Location => Shape::YesNo,
            Self::Code => word_or_name::<CodeWord>(),
        }
    }
}

impl Shaped for ApproveKey {
    const REQUIRED: &'static [Self] = &[Self::Of];

    fn shape(self) -> Shape {
        match self {
            Self::Of => Shape::List(Box::new(Shape::Audience)),
            Self::Enough => Shape::Own(Own::Number(1, 20)),
        }
    }
}

impl Shaped for ViaKey {
    const REQUIRED: &'static [Self] = &[Self::FirstOf];

    fn shape(self) -> Shape {
        match self {
            Self::FirstOf => channels(),
        }
    }
}

impl Shaped for RefusedKey {
    const REQUIRED: &'static [Self] = &[Self::End];

    fn shape(self) -> Shape {
        match self {
            Self::End => word_or_name::<EndWordWord>(),
        }
    }
}

impl Shaped for ThenKey {
    fn shape(self) -> Shape {
        match self {
            Self::If => Shape::Guard,
            Self::BackTo | Self::OnTo => Shape::Own(Own::Name),
            Self::HandTo => Shape::Audience,
            Self::End => word_or_name::<EndWordWord>(),
            Self::Rounds => Shape::Own(Own::Number(2, 100)),
            Self::AfterThat => Shape::Keys(keys::<ThenKey>()),
        }
    }
}

impl Shaped for LimitKey {
    const REQUIRED: &'static [Self] = &[Self::Limit];

    fn shape(self) -> Shape {
        match self {
            Self::Limit | Self::Until => Shape::Own(Own::Name),
            Self::Title => Shape::Text,
            Self::Within => within(),
            Self::By => word_or_name::<ByWord>(),
            Self::Since => word_or_name::<SinceWord>(),
            Self::Calendar => word_or_name::<CalendarWord>(),
            Self::RunsWhileHeld => Shape::YesNo,
            Self::Escalate => each::<RungKey>(),
        }
    }
}

impl Shaped for WithinKey {
    fn shape(self) -> Shape {
        match self {
            Self::If => Shape::Guard,
            Self::Allow => Shape::Span,
            Self::By => word_or_name::<ByWord>(),
            Self::Calendar => word_or_name::<CalendarWord>(),
        }
    }
}

impl Shaped for RungKey {
    const REQUIRED: &'static [Self] = &[Self::At];

    fn shape(self) -> Shape {
        match self {
            Self::At => Shape::RungAt,
            Self::Tell => many(Shape::Audience),
            Self::Via => via(),
            Self::Template => Shape::Own(Own::Name),
            Self::HandTo => Shape::Audience,
            Self::Urgent => Shape::YesNo,
            Self::Repeat => Shape::Keys(keys::<RepeatKey>()),
        }
    }
}

impl Shaped for RepeatKey {
    const REQUIRED: &'static [Self] = &[Self::Every, Self::Times];

    fn shape(self) -> Shape {
        match self {
            Self::Every => Shape::Span,
            Self::Times => Shape::Own(Own::Number(1, 1000)),
        }
    }
}
