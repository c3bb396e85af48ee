//! Shifts change: whoever comes on duty gets one message with what was held for them and what their
//! role has open. How far a roster has been dealt with is kept, so that a stop of the engine over a
//! change of shift is made up for, and nobody is told twice. Between two changes nothing is looked at.

use crate::book::Book;
use crate::late::Looked;
use crate::{Denied, Service};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_delivery::{OpenTask, Post, coming_on, facts, identity};
use steward_model::{Channel, Estate, Person, RoleId, StaffId, Text};
use steward_ports::{Delivery, Digest, ScheduleState, StoreError, TaskFilter, TaskRow};
use steward_time::Timestamp;

/// A stop may have swallowed this many changes of shift; of a longer one only the last are looked at.
const MOST_CHANGES: usize = 64;

/// So many held messages go into one.
const MOST_HELD: u32 = 500;

/// The rosters of all estates, and how far each estate's have been dealt with.
pub(crate) struct Duty {
    book: Arc<Book>,
    estates: Vec<Rosters>,
}

/// The rosters of an estate.
struct Rosters {
    /// What the store knows it by.
    name: String,
    estate: Arc<Estate>,
    /// The last moment that is dealt with.
    through: Timestamp,
    next: Option<Timestamp>,
}

impl Duty {
    /// The rosters of the handbook. Those seen for the first time begin now.
    pub(crate) async fn read(service: &Service) -> Result<Self, StoreError> {
        let book = service.book();
        let now = service.clock.now();
        let mut estates = Vec::new();
        for estate in book.handbook.estates.values().filter(|estate| !estate.rosters.is_empty()) {
            let name = format!("shifts@{}", estate.id);
            let through = match service.store.schedule(&name).await? {
                Some(state) => state.through,
                None => {
                    let state = ScheduleState { start: name.clone(), through: now, note: String::new() };
                    service.store.set_schedule(state).await?;
                    now
                }
            };
            let next = estate.next_change_of_shift(through);
            estates.push(Rosters { name, estate: estate.clone(), through, next });
        }
        Ok(Self { book, estates })
    }

    /// When the next shift begins or ends.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.estates.iter().filter_map(|rosters| rosters.next).min()
    }

    /// Tells whoever has come on duty by now.
    pub(crate) async fn change(&mut self, service: &Service) -> Result<(), StoreError> {
        for rosters in &mut self.estates {
            let now = service.clock.now();
            if rosters.next.is_none_or(|next| next > now) {
                continue;
            }
            let mut digests = Vec::new();
            for (person, roles) in rosters.come_on(now) {
                digests.extend(service.welcome(&self.book, &rosters.estate, &person, &roles, now).await?);
            }
            let any = !digests.is_empty();
            let state = ScheduleState { start: rosters.name.clone(), through: now, note: String::new() };
            service.store.hand_over(digests, state).await?;
            if any {
                service.nudge.to_send();
            }
            rosters.through = now;
            rosters.next = rosters.estate.next_change_of_shift(now);
        }
        Ok(())
    }
}

impl Rosters {
    /// Who is on duty now and was not, at some change of shift since the last look, with the roles
    /// they are on duty for.
    fn come_on(&self, now: Timestamp) -> BTreeMap<StaffId, Vec<RoleId>> {
        let mut come: BTreeMap<StaffId, Vec<RoleId>> = BTreeMap::new();
        for (role, roster) in &self.estate.rosters {
            let mut moments = vec![self.through];
            let mut at = self.through;
            while let Some(next) = roster.next_change(at, &self.estate.zone).filter(|next| *next <= now) {
                moments.push(next);
                if moments.len() > MOST_CHANGES {
                    moments.remove(0);
                }
                at = next;
            }
            let there: Vec<Vec<StaffId>> =
                moments.iter().map(|at| ids(self.estate.on_duty_for(role, *at))).collect();
            for person in ids(self.estate.on_duty_for(role, now)) {
                if there.iter().any(|people| !people.contains(&person)) {
                    come.entry(person).or_default().push(role.clone());
                }
            }
        }
        come
    }
}

fn ids(people: Vec<Arc<Person>>) -> Vec<StaffId> {
    people.into_iter().map(|person| person.id.clone()).collect()
}

impl Service {
    /// The message for somebody who comes on duty, by each channel that something was held for;
    /// none where there is nothing to say.
    async fn welcome(
        &self,
        book: &Book,
        estate: &Estate,
        person: &StaffId,
        roles: &[RoleId],
        now: Timestamp,
    ) -> Result<Vec<Digest>, StoreError> {
        let held = self.held_and_true(book, estate, person).await?;
        let all = TaskFilter {
            estates: vec![estate.id.clone()],
            owners: roles.to_vec(),
            people: Vec::new(),
            limit: u32::MAX,
            after: None,
        };
        let tasks = self.store.tasks(&all).await?.rows;
        let free = |task: &&TaskRow| task.holder.as_ref().is_none_or(|holder| holder == person);
        let open: Vec<OpenTask> = tasks
            .iter()
            .filter(free)
            .map(|task| OpenTask {
                case: task.case.clone(),
                step: task.step.clone(),
                title: task.title.clone(),
                due: task.due.map_or_else(|| Text::plain(""), |due| facts::moment(due, &estate.zone)),
            })
            .collect();
        let Some(case) = held.first().map(|held| &held.case).or(open.first().map(|task| &task.case)) else {
            return Ok(Vec::new());
        };
        let title = self.title(book, case).await?;
        let mut channels: Vec<Channel> = Vec::new();
        for delivery in &held {
            if !channels.contains(&delivery.message.channel) {
                channels.push(delivery.message.channel);
            }
        }
        channels.extend(book.first_channel(person).filter(|_| channels.is_empty()));
        let mut roads: Vec<Channel> = Vec::new();
        for channel in channels {
            roads.extend(self.road(book, person, channel).filter(|road| !roads.contains(road)));
        }
        let from = book.handbook.organisation.mail.as_ref().map_or("", |mail| mail.from.as_str());
        let domain = identity::domain(from);
        let post = |channel| Post {
            to: person,
            channel,
            estate: &estate.name,
            estate_id: estate.id.as_str(),
            title: &title,
            message_id: identity::of_shift(
                person.as_str(),
                estate.id.as_str(),
                now.as_second(),
                channel,
                domain,
            ),
        };
        Ok(roads.into_iter().filter_map(|road| coming_on(post(road), held.clone(), &open, now)).collect())
    }

    /// What is held for a person about an estate and is still true.
    async fn held_and_true(
        &self,
        book: &Book,
        estate: &Estate,
        person: &StaffId,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut still = Vec::new();
        let mut cases = Looked::new();
        for mut delivery in self.store.held_for(person, &estate.id, MOST_HELD).await? {
            if self.is_true(&mut delivery, book, &mut cases).await? {
                still.push(delivery);
            }
        }
        Ok(still)
    }

    /// What the process of a case is called.
    async fn title(&self, book: &Book, case: &steward_case::CaseId) -> Result<Text, StoreError> {
        let case = match self.load(case).await {
            Ok(case) => case,
            Err(Denied::Store(error @ StoreError::Unavailable(_))) => return Err(error),
            Err(_) => return Ok(Text::plain("")),
        };
        let workflow = book.handbook.workflows.get(&case.workflow);
        Ok(workflow.map_or_else(|| Text::plain(""), |workflow| workflow.title.clone()))
    }
}
