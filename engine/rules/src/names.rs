//! What a rule may name: roles, people, templates, workflows. Asked twice, by `check` before
//! anything runs and by the verbs at work, because a name may be put together by the rule.
//!
//! Most rules name roles and templates alone, so the lists of everybody and of all zones are made when
//! the first rule asks for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use steward_model::{
    Audience, Estate, EstateId, Field, Handbook, Person, RoleId, SHIPPED_TEMPLATES, StaffId, TemplateId,
    Text, Workflow, WorkflowId,
};
use steward_time::TimeZone;

/// The names of a handbook, as rules may use them.
pub(crate) struct Names {
    /// By id, and by a title that no other role has.
    roles: BTreeMap<String, RoleId>,
    people: Vec<Arc<Person>>,
    /// The same by id, with their first role.
    staff: OnceLock<BTreeMap<StaffId, Option<RoleId>>>,
    templates: BTreeSet<TemplateId>,
    /// Templates that every SMS provider has a code for; `None` where there is no provider.
    by_sms: Option<BTreeSet<TemplateId>>,
    workflows: BTreeMap<WorkflowId, Arc<Workflow>>,
    estates: BTreeMap<EstateId, Arc<Estate>>,
    zones: OnceLock<BTreeSet<String>>,
    time_zone: TimeZone,
}

/// A role or a person, as a looker takes them.
#[derive(Clone, Copy)]
pub(crate) enum Named<'a> {
    Role(&'a RoleId),
    Person(&'a StaffId, Option<&'a RoleId>),
}

/// Which of those a looker means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Those of the role on duty, or the person.
    Role,
    /// Everyone of the role, or the person.
    Everyone,
    /// The role above.
    Superior,
}

impl Names {
    pub(crate) fn of(handbook: &Handbook) -> Self {
        let sms = &handbook.organisation.sms;
        Self {
            roles: roles(handbook),
            people: handbook.staff.clone(),
            staff: OnceLock::new(),
            templates: SHIPPED_TEMPLATES
                .iter()
                .map(TemplateId::new)
                .chain(handbook.templates.keys().cloned())
                .collect(),
            by_sms: sms
                .iter()
                .map(|provider| provider.templates.keys().cloned().collect::<BTreeSet<_>>())
                .reduce(|some, others| some.intersection(&others).cloned().collect()),
            workflows: handbook.workflows.clone(),
            estates: handbook.estates.clone(),
            zones: OnceLock::new(),
            time_zone: handbook.organisation.zone.clone(),
        }
    }

    fn staff(&self) -> &BTreeMap<StaffId, Option<RoleId>> {
        let one = |person: &Arc<Person>| (person.id.clone(), person.roles.first().cloned());
        self.staff.get_or_init(|| self.people.iter().map(one).collect())
    }

    fn zones(&self) -> &BTreeSet<String> {
        let all = || self.estates.values().flat_map(|estate| &estate.zones);
        self.zones.get_or_init(|| all().map(|zone| zone.id.as_str().to_owned()).collect())
    }

    /// The role or person with this id, or the role with this title.
    pub(crate) fn find(&self, name: &str) -> Option<Named<'_>> {
        self.roles.get(name).map(Named::Role).or_else(|| {
            self.staff().get_key_value(name).map(|(person, role)| Named::Person(person, role.as_ref()))
        })
    }

    /// Whom a looker means by a name.
    pub(crate) fn audience(&self, look: Look, name: &str) -> Result<Audience, Text> {
        match (look, self.find(name)) {
            (_, None) if name.is_empty() => Err(Text::new(
                "这里没有写岗位或人员：名称是空的",
                "no role or person is named here: the name is empty",
            )),
            (_, None) => Err(Text::new(
                format!("没有名为“{name}”的岗位或人员"),
                format!("there is no role or person `{name}`"),
            )),
            (Look::Role, Some(Named::Role(role))) => Ok(Audience::Role(role.clone())),
            (Look::Everyone, Some(Named::Role(role))) => Ok(Audience::All(role.clone())),
            (Look::Superior, Some(Named::Role(role) | Named::Person(_, Some(role)))) => {
                Ok(Audience::SuperiorOf(role.clone()))
            }
            (Look::Superior, Some(Named::Person(_, None))) => Err(Text::new(
                format!("“{name}”没有岗位，所以没有上级"),
                format!("`{name}` has no role, and so no superior"),
            )),
            (Look::Role | Look::Everyone, Some(Named::Person(person, _))) => {
                Ok(Audience::Staff(person.clone()))
            }
        }
    }

    pub(crate) fn role(&self, name: &str) -> Option<&RoleId> {
        self.roles.get(name)
    }

    pub(crate) fn person(&self, name: &str) -> Option<&StaffId> {
        self.staff().get_key_value(name).map(|(person, _)| person)
    }

    pub(crate) fn template(&self, name: &str) -> Option<&TemplateId> {
        self.templates.get(name)
    }

    /// Whether a template lacks a code with a provider, so that no text message could carry it.
    pub(crate) fn lacks_code(&self, template: &TemplateId) -> bool {
        self.by_sms.as_ref().is_some_and(|coded| !coded.contains(template))
    }

    pub(crate) fn workflow(&self, name: &str) -> Option<&Workflow> {
        self.workflows.get(name).map(|workflow| &**workflow)
    }

    pub(crate) fn has_zone(&self, name: &str) -> bool {
        self.zones().contains(name)
    }

    /// The time zone of an estate; of one that is nowhere, the organisation's.
    pub(crate) fn time_zone(&self, estate: &str) -> &TimeZone {
        self.estates.get(estate).map_or(&self.time_zone, |estate| &estate.zone)
    }

    pub(crate) fn role_names(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str)
    }

    pub(crate) fn staff_names(&self) -> impl Iterator<Item = &str> {
        self.staff().keys().map(StaffId::as_str)
    }

    pub(crate) fn template_names(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(TemplateId::as_str)
    }

    pub(crate) fn workflow_names(&self) -> impl Iterator<Item = &str> {
        self.workflows.keys().map(WorkflowId::as_str)
    }

    pub(crate) fn estate_names(&self) -> impl Iterator<Item = &str> {
        self.estates.keys().map(EstateId::as_str)
    }

    pub(crate) fn zone_names(&self) -> impl Iterator<Item = &str> {
        self.zones().iter().map(String::as_str)
    }
}

/// Ids go before titles, and a title that two roles share names neither.
fn roles(handbook: &Handbook) -> BTreeMap<String, RoleId> {
    let roles = &handbook.roles.roles;
    let mut titled: BTreeMap<&str, Option<&RoleId>> = BTreeMap::new();
    for role in roles.values() {
        for title in BTreeSet::from([role.title.zh.as_str(), role.title.en.as_str()]) {
            titled.entry(title).and_modify(|shared| *shared = None).or_insert(Some(&role.id));
        }
    }
    titled
        .into_iter()
        .filter_map(|(title, role)| Some((title.to_owned(), role?.clone())))
        .chain(roles.keys().map(|role| (role.as_str().to_owned(), role.clone())))
        .collect()
}

/// The fields that a case has one value of; what each item of a step has its own of, no rule sees.
pub(crate) fn fields_of_case(workflow: &Workflow) -> impl Iterator<Item = &Field> {
    workflow.fields.iter().filter(|field| workflow.each_of(&field.id).is_none())
}
