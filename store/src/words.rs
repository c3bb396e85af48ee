//! How states are spelled in columns. The words are those of the command line, so that a store
//! reads the same as what people see.

use steward_case::State;
use steward_ports::DeliveryState;

/// The column's word for where a case stands.
pub(crate) fn of_state(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Held => "held",
        State::Closed => "closed",
        State::Cancelled => "cancelled",
    }
}

/// Where a case stands by the column's word.
pub(crate) fn state(word: &str) -> Option<State> {
    [State::Open, State::Held, State::Closed, State::Cancelled]
        .into_iter()
        .find(|state| of_state(*state) == word)
}

/// The column's word for where a message stands.
pub(crate) fn of_delivery(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Held => "held",
        DeliveryState::Sending => "sending",
        DeliveryState::Sent => "sent",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Failed => "failed",
        DeliveryState::Dead => "dead",
        DeliveryState::Dropped => "dropped",
    }
}

/// Where a message stands by the column's word.
pub(crate) fn delivery(word: &str) -> Option<DeliveryState> {
    [
        DeliveryState::Waiting,
        DeliveryState::Held,
        DeliveryState::Sending,
        DeliveryState::Sent,
        DeliveryState::Delivered,
        DeliveryState::Failed,
        DeliveryState::Dead,
        DeliveryState::Dropped,
    ]
    .into_iter()
    .find(|state| of_delivery(*state) == word)
}
