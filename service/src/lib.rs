//! Carries out what the engine decides.
//!
//! A [`Service`] joins a handbook, a store, a clock and notifiers. People reach cases through a
//! [`Desk`], which is made for one actor and can do only what that actor may; time reaches them
//! through the `scheduler`, which [`serve()`] runs beside the `courier` that sends messages. Both
//! roads end in `decide`: load, decide, commit, and when the case moved meanwhile, once more.
//!
//! Nothing is told before it is on disk, and nothing is locked while something is decided.

mod book;
pub mod clock;
mod commit;
mod courier;
mod decide;
mod denied;
mod desk;
mod duty;
mod fields;
mod figures;
mod happening;
mod intake;
mod late;
mod nudge;
mod opening;
mod reasons;
mod scheduler;
mod serve;
mod shelf;
mod starts;
#[cfg(test)]
mod tests;

pub use clock::{FastClock, SystemClock};
pub use denied::Denied;
pub use desk::{Desk, Heard, Sending, Shown, Upload, too_large, too_many};
pub use opening::Opened;
pub use serve::{Serving, serve};

use book::Book;
use nudge::Nudge;
use shelf::Shelf;
use std::sync::{Arc, PoisonError, RwLock};
use steward_model::{Channel, Handbook, TemplateId};
use steward_ports::{Album, Clock, Notifier, Store};
use steward_rules::Rulebook;

/// A handbook at work.
pub struct Service {
    book: RwLock<Arc<Book>>,
    store: Arc<dyn Store>,
    album: Arc<dyn Album>,
    clock: Arc<dyn Clock>,
    shelf: Shelf,
    nudge: Nudge,
}

impl Service {
    /// Joins them. Nothing happens yet: see [`serve()`] and [`Service::desk`]. The handbook is free
    /// of errors, the rulebook is its own, and `notifiers` are in the order they are tried.
    pub fn new(
        handbook: Arc<Handbook>,
        rules: Arc<Rulebook>,
        store: Arc<dyn Store>,
        album: Arc<dyn Album>,
        clock: Arc<dyn Clock>,
        notifiers: Vec<Arc<dyn Notifier>>,
    ) -> Self {
        Self {
            book: RwLock::new(Arc::new(Book::new(handbook, rules, notifiers))),
            store,
            album,
            clock,
            shelf: Shelf::default(),
            nudge: Nudge::default(),
        }
    }

    /// Takes a changed handbook, with its rules and with notifiers made of it. New cases begin by it;
    /// open ones keep the wording they are pinned to, and their clocks are computed anew when calendars
    /// or staff have changed. What is being sent is finished by the notifiers it began with.
    pub fn reload(&self, handbook: Arc<Handbook>, rules: Arc<Rulebook>, notifiers: Vec<Arc<dyn Notifier>>) {
        let book = Arc::new(Book::new(handbook, rules, notifiers));
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = book;
        self.nudge.reloaded();
    }

    /// The handbook as it is now.
    pub fn handbook(&self) -> Arc<Handbook> {
        self.book().handbook.clone()
    }

    fn book(&self) -> Arc<Book> {
        self.book.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether anything here can carry a template by a channel.
    fn carries(&self, channel: Channel, template: &TemplateId) -> bool {
        let book = self.book();
        book.notifiers.iter().any(|notifier| notifier.channel() == channel && notifier.carries(template))
    }
}
