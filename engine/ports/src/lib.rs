//! What the engine needs from outside, as traits: a store, an album for photos,
//! notifiers, a clock. Each file is one
//! contract in words; there is no code here. Whoever implements one passes its suite in `tests/`.

pub mod album;
pub mod clock;
pub mod notifier;
pub mod store;

pub use album::Album;
pub use clock::Clock;
pub use notifier::{Content, Failure, Health, Message, Notifier, Receipt, Retry, SendError};
pub use store::{
    Answered, Asked, CaseFilter, CaseRow, Commit, Committed, Delivery, DeliveryState, Digest, Doubt, Enqueue,
    Errand, Full, Hearing, MessageFilter, MessageRow, OpenedFilter, Page, Pinned, Purse, ScheduleState,
    Settlement, Store, StoreError, TaskFilter, TaskRow,
};
