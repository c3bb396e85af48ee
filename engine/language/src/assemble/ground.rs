//! What every workflow stands on, beside the names of roles and people: the other names it may use and what
//! it takes from above. Its rules are its own: of the others it only knows the names.

use super::calendars::Calendars;
use super::pinned::{self, Kept};
use super::trees::Trees;
use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::lower::Known;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{RoleId, Roles, RulesId, TemplateId};
use steward_time::TimeZone;

/// What workflows stand on.
pub(super) struct Ground {
    /// `steward.yaml` as it is kept with cases.
    pub(super) top: Kept,
    /// What the ladder of workflows that have none says.
    pub(super) ladder: Arc<str>,
    organisation_is_broken: bool,
    zone: TimeZone,
    calendars: Rc<Calendars>,
    /// Each role with the one above it.
    superiors: Vec<(RoleId, Option<RoleId>)>,
    last_resort: RoleId,
    complete: [bool; 2],
    has_estates: bool,
    templates: Vec<TemplateId>,
    rules: Vec<RulesId>,
}

impl Ground {
    /// `None` where there is no `steward.yaml` that can be read.
    pub(super) fn of(
        trees: &Trees<'_>,
        known: &Known<'_>,
        calendars: &Rc<Calendars>,
        roles: &Roles,
        templates: Vec<TemplateId>,
        findings: &Findings,
    ) -> Option<Self> {
        let (file, _) = trees.organisation.as_ref()?;
        let ladder = Fingerprint::default();
        Some(Self {
            top: pinned::text(file),
            ladder: known.default_ladder.into_iter().fold(ladder, Fingerprint::tree).finish(),
            organisation_is_broken: findings.has_error_in(&file.path),
            zone: known.zone.clone(),
            calendars: calendars.clone(),
            superiors: roles.roles.values().map(|role| (role.id.clone(), role.superior.clone())).collect(),
            last_resort: roles.last_resort.clone(),
            complete: [trees.all_calendars, trees.all_estates],
            has_estates: !known.estate_files.is_empty(),
            templates,
            rules: known.rules.keys().cloned().collect(),
        })
    }

    /// Whether what a workflow says means the same here and there, but for the ladder from above and for what
    /// people and roles are called.
    pub(super) fn is_the_same_as(&self, other: &Self) -> bool {
        self.organisation_is_broken == other.organisation_is_broken
            && self.top.0 == other.top.0
            && self.complete == other.complete
            && self.has_estates == other.has_estates
            && self.zone == other.zone
            && self.calendars.are_called_the_same_as(&other.calendars)
            && self.templates == other.templates
            && self.rules == other.rules
    }

    /// Whether what checks of a workflow ask for beside the workflow is the same: hours, days off, and who
    /// stands above whom.
    pub(super) fn checks_the_same_as(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.calendars, &other.calendars)
            && self.superiors == other.superiors
            && self.last_resort == other.last_resort
    }
}
