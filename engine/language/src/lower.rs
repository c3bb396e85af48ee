//! Trees to model, a file for each thing that is written. Lowering never fails: what is wrong is
//! reported and left out, or stands with a neutral value, so that one run tells everything.
//!
//! First the organisation, its estates and calendars are read; [`Known`] then holds every name
//! that workflows and scenarios may use.

pub(crate) mod audience;
pub(crate) mod budget;
pub(crate) mod calendar;
pub(crate) mod contact;
pub(crate) mod date;
pub(crate) mod estate;
pub(crate) mod field;
pub(crate) mod hold;
pub(crate) mod holidays;
pub(crate) mod ladder;
pub(crate) mod limit;
pub(crate) mod mail;
pub(crate) mod order;
pub(crate) mod organisation;
pub(crate) mod person;
pub(crate) mod role;
pub(crate) mod room;
pub(crate) mod roster;
pub(crate) mod scenario;
pub(crate) mod secret;
pub(crate) mod sms;
pub(crate) mod standard;
pub(crate) mod start;
pub(crate) mod step;
pub(crate) mod template;
pub(crate) mod then;
pub(crate) mod workflow;

use crate::names::{Asked, Register};
use crate::tree::Node;
use crate::value::Around;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::handbook::RulesFile;
use steward_model::{CalendarId, Estate, EstateId, RoleId, RulesId, StaffId, TemplateId, WorkflowId};
use steward_time::{Calendar, TimeZone};

/// What workflows and scenarios may name.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// Roles, by id or title.
    pub(crate) roles: Rc<Register<RoleId>>,
    /// Members of the staff, by id or name.
    pub(crate) people: Rc<Register<StaffId>>,
    /// Estates, by id or name.
    pub(crate) estates: Rc<Register<EstateId>>,
    /// Calendars, `always` among them.
    pub(crate) calendars: Rc<Register<CalendarId>>,
    /// What the calendars say, without a zone.
    pub(crate) calendar_files: BTreeMap<CalendarId, Arc<Calendar>>,
    /// Templates, those that come with the program among them.
    pub(crate) templates: Register<TemplateId>,
    /// Workflows by id or title; filled once all are read, for scenarios.
    pub(crate) workflows: Rc<Register<WorkflowId>>,
    /// The text of each file of rules.
    pub(crate) rules: BTreeMap<RulesId, RulesFile>,
    /// The estates as they were understood.
    pub(crate) estate_files: Arc<BTreeMap<EstateId, Arc<Estate>>>,
    /// The organisation's time zone.
    pub(crate) zone: TimeZone,
    /// `escalate:` of `steward.yaml`: the ladder of workflows that have none.
    pub(crate) default_ladder: Option<&'a Node>,
}

impl Known<'_> {
    /// Does the work of reading a workflow, and answers with what it asked of the names of roles and people.
    pub(crate) fn asked_by<T>(&self, work: impl FnOnce() -> T) -> (T, Asked) {
        Asked::during(&[self.roles.log(), self.people.log()], work)
    }

    /// What values may name before an estate is known.
    pub(crate) fn around(&self) -> Around<'_> {
        Around { roles: &self.roles, people: &self.people, zones: None, zone: &self.zone }
    }
}
