//! What the engine needs from outside, as traits: a store with its lists, an album for photos,
//! notifiers, a clock. Each file is one contract in words; there is no code here. Whoever implements one
//! passes its suite in `tests/`.

pub mod album;
pub mod clock;
pub mod lists;
pub mod notifier;
pub mod store;

pub use album::Album;
pub use clock::Clock;
pub use lists::{CaseFilter, CaseRow, MessageFilter, MessageRow, OpenedFilter, Page, TaskFilter, TaskRow};
pub use notifier::{Content, Failure, Health, Message, Notifier, Receipt, Retry, SendError};
pub use store::{
    Answered, Asked, Commit, Committed, Delivery, DeliveryState, Digest, Doubt, Enqueue, Errand, Full,
    Hearing, Pinned, Purse, ScheduleState, Settlement, Store, StoreError,
};
