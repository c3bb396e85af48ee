//! The time outside. The demo's runs sixty times fast; nothing below `service` has one.

use async_trait::async_trait;
use steward_time::Timestamp;

/// A clock that can be read and waited for.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now, in whole seconds.
    fn now(&self) -> Timestamp;

    /// Returns at `until`, or at once when that has passed.
    async fn sleep_until(&self, until: Timestamp);
}
