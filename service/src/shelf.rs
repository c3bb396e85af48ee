//! Cases that were worked on last, as they stood then. Reading one here in place of its whole record
//! is safe because every commit names the version it was decided on: a case that another process has
//! moved meanwhile is found out by the store. What is not committed (a refusal, nothing to do) is
//! decided once more on the record itself; see `decide`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use steward_case::{Case, CaseId};

/// So many cases are kept: what a busy hour of one program touches, some tens of megabytes.
const ROOM: usize = 4096;

/// The shelf.
#[derive(Default)]
pub(crate) struct Shelf {
    cases: Mutex<HashMap<CaseId, Arc<Case>>>,
}

impl Shelf {
    pub(crate) fn get(&self, id: &CaseId) -> Option<Arc<Case>> {
        self.cases().get(id).cloned()
    }

    /// Keeps a case unless a newer form of it is here already. One that is over is not kept.
    pub(crate) fn put(&self, case: Arc<Case>) {
        let mut cases = self.cases();
        if case.is_over() {
            cases.remove(&case.id);
            return;
        }
        if cases.len() >= ROOM && !cases.contains_key(&case.id) {
            // Any half will do: what is used again comes back with its next commit.
            let mut keep = false;
            cases.retain(|_, _| {
                keep = !keep;
                keep
            });
        }
        let newer = cases.get(&case.id).is_none_or(|known| known.events < case.events);
        if newer {
            cases.insert(case.id.clone(), case);
        }
    }

    pub(crate) fn drop(&self, id: &CaseId) {
        self.cases().remove(id);
    }

    fn cases(&self) -> MutexGuard<'_, HashMap<CaseId, Arc<Case>>> {
        self.cases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
