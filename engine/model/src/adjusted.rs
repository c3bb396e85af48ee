//! What an estate has otherwise than headquarters wrote it: limits that are shorter there, other
//! owners, further steps, or a process that is not done there at all.
//!
//! An estate that adjusts nothing costs nothing: it is found in no map, and works by the standard.

use crate::{EstateId, Handbook, Place, Text, Workflow, WorkflowId};
use std::sync::Arc;

/// The texts a workflow was understood from, each behind its path. What all of them stand on is there once.
pub type Sources = Arc<Vec<(Arc<str>, Arc<str>)>>;

/// What headquarters may let estates adjust in a workflow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Adjustable {
    /// Make limits shorter.
    Tighten,
    /// Name other owners of steps.
    Owners,
    /// Put steps of their own between those of headquarters.
    Add,
    /// Leave the whole process out.
    NotHere,
}

/// A workflow as an estate has it.
#[derive(Clone, Debug)]
pub enum Adjusted {
    /// With what the estate adjusts, and a hash of its own.
    Workflow {
        /// The standard with the adjustments applied.
        workflow: Arc<Workflow>,
        /// The texts of both, so that a case stays on them.
        sources: Sources,
    },
    /// It is not done there.
    NotHere(NotHere),
}

/// Why a process is not done at an estate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotHere {
    /// The reason the estate gives.
    pub reason: Text,
    /// Where it is written.
    pub place: Place,
}

impl Adjusted {
    /// The workflow, where it is done at all.
    pub fn workflow(&self) -> Option<&Arc<Workflow>> {
        match self {
            Self::Workflow { workflow, .. } => Some(workflow),
            Self::NotHere(_) => None,
        }
    }
}

impl NotHere {
    /// The same for somebody who reads of the workflow by its title and of the estate by its name.
    pub fn in_names(&self, workflow: &Text, estate: &Text) -> Text {
        let reason = &self.reason;
        Text::new(
            format!("项目“{}”不办“{}”：{}", estate.zh, workflow.zh, reason.zh),
            format!("“{}” is not done at {}: {}", workflow.en, estate.en, reason.en),
        )
    }

    /// Why no case of a workflow can be opened at an estate, in a sentence.
    pub fn text(&self, workflow: &WorkflowId, estate: &EstateId) -> Text {
        let reason = &self.reason;
        Text::new(
            format!("项目 {estate} 不办流程 {workflow}：{}", reason.zh),
            format!("{workflow} is not done at {estate}: {}", reason.en),
        )
    }
}

impl Handbook {
    /// A workflow as it stands at an estate.
    ///
    /// # Errors
    ///
    /// The estate's reason, where it is not done there.
    pub fn at<'a>(
        &'a self,
        estate: &EstateId,
        workflow: &'a Arc<Workflow>,
    ) -> Result<&'a Arc<Workflow>, &'a NotHere> {
        match self.adjusted(estate, &workflow.id) {
            None => Ok(workflow),
            Some(Adjusted::Workflow { workflow, .. }) => Ok(workflow),
            Some(Adjusted::NotHere(not_here)) => Err(not_here),
        }
    }

    /// What an estate has otherwise of a workflow. `None`: it takes the standard as it is.
    pub fn adjusted(&self, estate: &EstateId, workflow: &WorkflowId) -> Option<&Adjusted> {
        self.adjusted.get(estate)?.get(workflow)
    }

    /// The wording with a hash, when this handbook still has it for that estate: the estate's own,
    /// or the standard that a case was opened by before the estate adjusted it.
    pub fn wording(&self, estate: &EstateId, workflow: &WorkflowId, hash: &str) -> Option<&Arc<Workflow>> {
        let own = self.adjusted(estate, workflow).and_then(Adjusted::workflow);
        own.into_iter().chain(self.workflows.get(workflow)).find(|one| *one.hash == *hash)
    }

    /// The texts that a case opened at an estate now is pinned to.
    pub fn sources_at(&self, estate: &EstateId, workflow: &WorkflowId) -> Option<&Sources> {
        match self.adjusted(estate, workflow) {
            Some(Adjusted::Workflow { sources, .. }) => Some(sources),
            Some(Adjusted::NotHere(_)) => None,
            None => self.sources.get(workflow),
        }
    }
}
