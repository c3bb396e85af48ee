//! A scenario's file.

use super::{Own, Shape, Shaped, each, keys, many, names, step, word};
use crate::words::{EndWordWord, EngineWord, ExpectKey, ScenarioKey, StoryKey, Words};

/// Values of fields, by the fields' names. Whether one is yes or no only the workflow knows, so
/// both spellings are read and neither is changed.
fn values() -> Shape {
    Shape::Named(Box::new(Shape::Own(Own::Value)))
}

impl Shaped for ScenarioKey {
    const REQUIRED: &'static [Self] =
        &[Self::Scenario, Self::Workflow, Self::Estate, Self::Opened, Self::Story];

    fn shape(self) -> Shape {
        match self {
            Self::Scenario => Shape::Own(Own::Free),
            Self::Workflow | Self::Estate | Self::As => Shape::Own(Own::Name),
            Self::Opened => Shape::Opened,
            Self::Fields => values(),
            Self::Story => each::<StoryKey>(),
        }
    }
}

impl Shaped for StoryKey {
    fn shape(self) -> Shape {
        match self {
            Self::At => Shape::StoryAt,
            Self::As
            | Self::CalledBy
            | Self::Repeat
            | Self::Do
            | Self::Take
            | Self::Sign
            | Self::Approve
            | Self::Return
            | Self::Refuse
            | Self::Hand
            | Self::To
            | Self::Extend
            | Self::Excuse
            | Self::Event => Shape::Own(Own::Name),
            Self::With | Self::Set => values(),
            Self::Photos => Shape::Own(Own::Number(1, step::MOST_PHOTOS)),
            Self::Location => Shape::Own(Own::Free),
            Self::Code => Shape::Own(Own::Name),
            Self::Fail => Shape::Named(Box::new(Shape::Own(Own::Free))),
            Self::Item | Self::Comment | Self::Hold | Self::Cancel => Shape::Own(Own::Free),
            Self::Resume => Shape::YesNo,
            Self::Span => Shape::Span,
            Self::Engine => word::<EngineWord>(),
            Self::Expect => many(Shape::Keys(keys::<ExpectKey>())),
        }
    }
}

impl Shaped for ExpectKey {
    fn shape(self) -> Shape {
        match self {
            Self::Told
            | Self::NotTold
            | Self::Waiting
            | Self::Ready
            | Self::Done
            | Self::Skipped
            | Self::Overdue => names(),
            Self::Template | Self::Opened => Shape::Own(Own::Name),
            Self::Item => Shape::Own(Own::Free),
            Self::Via => step::channels(),
            Self::Due => Shape::Named(Box::new(Shape::Own(Own::Instant))),
            Self::Round => Shape::Named(Box::new(Shape::Own(Own::Number(1, 1000)))),
            Self::Closed => Shape::Either(vec![Shape::YesNo, Shape::WordOr(EndWordWord::TABLE, Own::Name)]),
        }
    }
}
