//! `steward.yaml`: the organisation, its channels, its roles and people.

use super::{Own, Shape, Shaped, each, keys, names, word};
use crate::words::{
    BudgetKey, HandbookKey, LangWord, MailKey, PersonKey, ProviderWord, RoleKey, RungKey, SmsKey,
    SmsTemplateKey, StoreKey, VariableWord,
};
use steward_model::Budget;

/// The longest value of an SMS template's variable.
const LONGEST: Shape = Shape::Own(Own::Number(1, 35));

impl Shaped for HandbookKey {
    const REQUIRED: &'static [Self] = &[Self::Organisation, Self::LastResort, Self::TimeZone, Self::Roles];

    fn shape(self) -> Shape {
        match self {
            Self::Organisation => Shape::Own(Own::Free),
            Self::LastResort => Shape::Own(Own::Name),
            Self::TimeZone => Shape::Own(Own::Free),
            Self::Language => word::<LangWord>(),
            Self::Store => Shape::Either(vec![Shape::Own(Own::Free), Shape::Keys(keys::<StoreKey>())]),
            Self::Mail => Shape::Keys(keys::<MailKey>()),
            Self::Sms => each::<SmsKey>(),
            Self::Escalate => each::<RungKey>(),
            Self::Roles => Shape::Named(Box::new(Shape::Keys(keys::<RoleKey>()))),
            Self::Staff => each::<PersonKey>(),
            Self::QuietHours => Shape::Own(Own::Hours),
            Self::Budget => Shape::Keys(keys::<BudgetKey>()),
        }
    }
}

impl Shaped for BudgetKey {
    fn shape(self) -> Shape {
        match self {
            Self::Person => Shape::PerDay,
            Self::Case => Shape::Own(Own::Number(1, Budget::MOST_OF_CASE)),
        }
    }
}

impl Shaped for StoreKey {
    const REQUIRED: &'static [Self] = &[Self::Url];

    fn shape(self) -> Shape {
        match self {
            Self::Url => Shape::Own(Own::Free),
            Self::Password => Shape::Own(Own::Secret),
        }
    }
}

impl Shaped for MailKey {
    const REQUIRED: &'static [Self] = &[Self::Server, Self::From];

    fn shape(self) -> Shape {
        match self {
            Self::Server | Self::From | Self::User => Shape::Own(Own::Free),
            Self::Password => Shape::Own(Own::Secret),
        }
    }
}

impl Shaped for SmsKey {
    const REQUIRED: &'static [Self] =
        &[Self::Provider, Self::Key, Self::Secret, Self::Signature, Self::Templates];

    fn shape(self) -> Shape {
        match self {
            Self::Provider => word::<ProviderWord>(),
            Self::Url | Self::Signature => Shape::Own(Own::Free),
            Self::Key | Self::Secret => Shape::Own(Own::Secret),
            Self::Templates => Shape::Named(Box::new(Shape::Keys(keys::<SmsTemplateKey>()))),
        }
    }
}

impl Shaped for SmsTemplateKey {
    const REQUIRED: &'static [Self] = &[Self::Code];

    fn shape(self) -> Shape {
        match self {
            Self::Code => Shape::Own(Own::Free),
            Self::Longest => Shape::KeysOr(keys::<VariableWord>(), Box::new(LONGEST)),
        }
    }
}

impl Shaped for VariableWord {
    fn shape(self) -> Shape {
        LONGEST
    }
}

impl Shaped for RoleKey {
    fn shape(self) -> Shape {
        match self {
            Self::Title => Shape::Text,
            Self::Superior => Shape::Own(Own::Name),
        }
    }
}

impl Shaped for PersonKey {
    const REQUIRED: &'static [Self] = &[Self::Id, Self::Name];

    fn shape(self) -> Shape {
        match self {
            Self::Id | Self::Substitute => Shape::Own(Own::Name),
            Self::Name | Self::Email | Self::Phone => Shape::Own(Own::Free),
            Self::Roles | Self::Regions | Self::Estates => names(),
            Self::Lang => word::<LangWord>(),
            Self::Away => super::many(Shape::Own(Own::Date)),
            Self::QuietHours => Shape::Own(Own::Hours),
        }
    }
}
