//! Whether a message is still true when its turn comes.

use steward_case::{Case, Relevance};
use steward_model::Text;

/// Why a message need not be sent any more; `None`: it is still true.
pub fn why_not(relevance: &Relevance, case: &Case) -> Option<Text> {
    if relevance.holds(case) {
        return None;
    }
    match relevance {
        Relevance::Always => None,
        Relevance::UntilStepEnds(step, _) => Some(Text::new(
            format!("步骤 {step} 已经不用办了"),
            format!("nobody has to do step {step} any more"),
        )),
        Relevance::UntilMiss(number) => {
            let limit = &case.clocks.get(*number)?.limit;
            Some(Text::new(format!("时限 {limit} 已经有了结果"), format!("the limit {limit} is decided")))
        }
    }
}

#[cfg(test)]
mod tests;
