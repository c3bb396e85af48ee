//! Whether a message may still go, or is over a budget: that of its recipient's day, or its case's. What
//! has been counted before the store knows.

use steward_model::{Budget, BudgetOf, Text};
use steward_ports::{Delivery, Purse};

/// What a message is counted in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// The message: by whatever channels it goes and however often it is tried, it is one.
    pub message: String,
    /// The budgets it counts towards, each with how many it allows.
    pub budgets: Vec<(BudgetOf, u32)>,
    /// The same as the store knows them.
    pub purses: Vec<Purse>,
}

/// What a message is counted in, of the budgets that those to its recipient now have. `None`: nothing counts
/// or holds it.
pub fn counted(delivery: &Delivery, budgets: Vec<(BudgetOf, u32)>) -> Option<Counted> {
    let Delivery { case, message, by_hand, .. } = delivery;
    if *by_hand || !Budget::counts(&message.template, message.urgent) {
        return None;
    }
    let purse = |(of, most): &(BudgetOf, u32)| Purse {
        name: match of {
            BudgetOf::Person(person, day) => format!("person {person} {day}"),
            BudgetOf::Case => format!("case {case}"),
        },
        most: *most,
    };
    let purses: Vec<Purse> = budgets.iter().map(purse).collect();
    // An event tells one person, so its number and the case's say which message it is.
    let message = format!("{case}.{}", message.event);
    (!purses.is_empty()).then_some(Counted { message, budgets, purses })
}

/// Why a message was not sent, once its budget is used up.
pub fn used_up(of: &BudgetOf, most: u32) -> Text {
    match of {
        BudgetOf::Person(person, day) => Text::new(
            format!("超过消息上限：{person} {day} 的消息已满 {most} 条，当天过后并入一条清单"),
            format!(
                "over budget: {person} has had {most} messages on {day}; it is listed in one message after that day"
            ),
        ),
        BudgetOf::Case => Text::new(
            format!("超过消息上限：本案的消息已满 {most} 条，当天过后并入一条清单"),
            format!(
                "over budget: {most} messages have gone out for this case; it is listed in one message after that day"
            ),
        ),
    }
}

#[cfg(test)]
mod tests;
