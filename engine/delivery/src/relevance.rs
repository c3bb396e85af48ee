//! Whether a message is still true when its turn comes.

use steward_case::{Case, ClockState, Relevance, StepStatus};
use steward_model::Text;

/// Why a message need not be sent any more; `None`: it is still true.
pub fn why_not(relevance: &Relevance, case: &Case) -> Option<Text> {
    match relevance {
        Relevance::Always => None,
        Relevance::UntilStepEnds(step, round) => {
            let open = case.status(step) == StepStatus::Ready && case.round(step) == *round;
            (!open || case.is_over()).then(|| {
                Text::new(format!("步骤 {step} 已经不用办了"), format!("step {step} is not open any more"))
            })
        }
        Relevance::UntilMiss(number) => {
            let clock = case.clocks.get(*number)?;
            let running = clock.state == ClockState::Running && clock.over.is_none() && !case.is_over();
            (!running).then(|| {
                Text::new(
                    format!("时限 {} 已经有了结果", clock.limit),
                    format!("the limit {} is decided", clock.limit),
                )
            })
        }
    }
}

#[cfg(test)]
mod tests;
