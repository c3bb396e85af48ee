//! Numbers for new cases, taken from the store in blocks that grow as they are used up: 1, 2, 4 and
//! so on up to 64. A command that opens one case wastes none; one that opens thousands does not pay
//! a synced commit for each number. What is left of a block when the process stops is never given.

use super::cases;
use super::writer::Writer;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};
use steward_model::{EstateId, WorkflowId};
use steward_ports::StoreError;

/// The largest block.
const MOST: u32 = 64;

/// The blocks this process has.
#[derive(Default)]
pub(crate) struct Numbers {
    blocks: Mutex<HashMap<(EstateId, WorkflowId), Shared>>,
}

/// A block that callers take turns with.
type Shared = Arc<tokio::sync::Mutex<Block>>;

struct Block {
    left: RangeInclusive<i64>,
    next_size: u32,
}

impl Default for Block {
    fn default() -> Self {
        Self { left: RangeInclusive::new(1, 0), next_size: 1 }
    }
}

impl Numbers {
    /// The next number. Callers for the same process and estate wait for one another while a block
    /// is fetched, so each block is fetched once.
    pub(crate) async fn next(
        &self,
        writer: &Writer,
        estate: &EstateId,
        workflow: &WorkflowId,
    ) -> Result<u64, StoreError> {
        let block = {
            let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
            blocks.entry((estate.clone(), workflow.clone())).or_default().clone()
        };
        let mut block = block.lock().await;
        if block.left.is_empty() {
            let size = block.next_size;
            let (estate, workflow) = (estate.clone(), workflow.clone());
            let last = writer.run(move |on| cases::take_numbers(on, &estate, &workflow, size)).await?;
            block.left = last - i64::from(size) + 1..=last;
            block.next_size = (size * 2).min(MOST);
        }
        match block.left.next().map(u64::try_from) {
            Some(Ok(number)) => Ok(number),
            _ => unreachable!("a block that was just fetched is empty or below zero"),
        }
    }
}
