//! Messages in virtual time: what goes out at once, what waits for the end of quiet hours, what is over a
//! budget, and the one message of who comes on duty. Every message that is sent arrives.

mod budget;

use crate::world::Running;
use budget::Counted;
use std::collections::{BTreeMap, BTreeSet};
use steward_case::hall::{Belongs, Hall};
use steward_case::{State, Tell};
use steward_model::{Channel, Estate, Handbook, RoleId, StaffId, StepId, TemplateId};
use steward_time::Timestamp;

/// A message that went out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// To whom.
    pub to: StaffId,
    /// By which channels.
    pub via: Vec<Channel>,
    /// With which wording: `digest` where it stands for several.
    pub template: TemplateId,
    /// The wordings of the messages it stands for.
    pub lists: BTreeSet<TemplateId>,
    /// The places of the cases it speaks of.
    pub cases: BTreeSet<usize>,
}

/// A message that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The place of its case.
    pub case: usize,
    /// The message.
    pub tell: Tell,
    /// Until when.
    pub until: Timestamp,
}

/// Where and when messages are sent.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) handbook: &'a Handbook,
    pub(crate) estate: &'a Estate,
    pub(crate) now: Timestamp,
}

/// The messages of a world.
#[derive(Clone, Debug)]
pub struct Post {
    /// What went out, in its order.
    pub sent: Vec<Sent>,
    /// What waits, in the order it was made.
    pub waiting: Vec<Waiting>,
    /// What was over a budget and is not listed yet, in the order it was made.
    pub over: Vec<Waiting>,
    counted: Counted,
    /// Up to this moment changes of shift were looked at.
    looked: Timestamp,
}

impl Post {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            sent: Vec::new(),
            waiting: Vec::new(),
            over: Vec::new(),
            counted: Counted::default(),
            looked: now,
        }
    }

    /// Takes a message of a case: it goes out, or waits while it is quiet for its recipient.
    pub(crate) fn take(&mut self, case: usize, tell: &Tell, scene: Scene<'_>) {
        let Scene { estate, now, .. } = scene;
        let quiet = estate
            .person(&tell.to)
            .filter(|_| !tell.urgent)
            .and_then(|person| estate.quiet_until(person, now));
        // What waited for somebody's shift goes with whatever else they hear as it begins; of several
        // items of a step they hear at once.
        match quiet.or(tell.together.then_some(now)) {
            Some(until) => self.waiting.push(Waiting { case, tell: tell.clone(), until }),
            None => self.send_one(case, tell, scene),
        }
    }

    /// The next moment at which something goes out, or somebody comes on duty to an open case.
    pub(crate) fn next(&self, estate: &Estate, cases: &[Running<'_>]) -> Option<Timestamp> {
        let waiting = self.waiting.iter().chain(&self.over).map(|waiting| waiting.until).min();
        let open = cases.iter().any(|running| matches!(running.case.state, State::Open | State::Held));
        let shift = estate.next_change_of_shift(self.looked).filter(|_| open);
        waiting.into_iter().chain(shift).min()
    }

    /// Sends what is to go out by now.
    pub(crate) fn deliver(&mut self, cases: &[Running<'_>], scene: Scene<'_>) {
        let Scene { handbook, estate, now } = scene;
        for (person, roles) in self.come_on(estate, now) {
            let open = open_to(&person, &roles, estate, cases, now);
            let held = self.let_go(cases, |waiting| waiting.tell.to == person);
            let spoken_of = |(case, step): &(usize, StepId)| {
                held.iter().any(|one| one.case == *case && one.tell.step.as_ref() == Some(step))
            };
            let more = open.iter().any(|task| !spoken_of(task));
            let mut via = channels(&held);
            if via.is_empty() {
                let contacts = handbook.person(&person).map(|person| person.contacts.as_slice());
                via.extend(contacts.unwrap_or_default().first().map(|contact| contact.channel()));
            }
            let about = open.into_iter().map(|(case, _)| case);
            self.send(person, via, &held, about.collect(), more, scene);
        }
        let mut groups: BTreeMap<StaffId, Vec<Waiting>> = BTreeMap::new();
        for waiting in self.let_go(cases, |waiting| waiting.until <= now) {
            groups.entry(waiting.tell.to.clone()).or_default().push(waiting);
        }
        for (person, held) in groups {
            self.send(person, channels(&held), &held, BTreeSet::new(), false, scene);
        }
        self.list_over(cases, scene);
    }

    /// Sends what was held, one alone as it is, and a list of what else is open.
    fn send(
        &mut self,
        to: StaffId,
        via: Vec<Channel>,
        held: &[Waiting],
        mut cases: BTreeSet<usize>,
        more: bool,
        scene: Scene<'_>,
    ) {
        match held {
            [alone] if !more => return self.send_one(alone.case, &alone.tell, scene),
            [] if !more => return,
            _ => {}
        }
        cases.extend(held.iter().map(|waiting| waiting.case));
        let lists = held.iter().map(|waiting| waiting.tell.template.clone()).collect();
        self.sent.push(Sent { at: scene.now, to, via, template: TemplateId::new("digest"), lists, cases });
    }

    /// Takes out what waits and is wanted; what is not true any more is dropped.
    fn let_go(&mut self, cases: &[Running<'_>], wanted: impl Fn(&Waiting) -> bool) -> Vec<Waiting> {
        let (gone, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting).into_iter().partition(wanted);
        self.waiting = stay;
        gone.into_iter().filter(|waiting| is_true(waiting, cases)).collect()
    }

    /// Who has come on duty since it was looked last, with the roles they are on duty for.
    fn come_on(&mut self, estate: &Estate, now: Timestamp) -> BTreeMap<StaffId, Vec<RoleId>> {
        let mut come: BTreeMap<StaffId, Vec<RoleId>> = BTreeMap::new();
        let before = self.looked;
        if estate.next_change_of_shift(before).is_none_or(|change| change > now) {
            return come;
        }
        self.looked = now;
        for role in estate.rosters.keys() {
            let had: Vec<_> = estate.on_duty_for(role, before).iter().map(|one| one.id.clone()).collect();
            for person in estate.on_duty_for(role, now) {
                if !had.contains(&person.id) {
                    come.entry(person.id.clone()).or_default().push(role.clone());
                }
            }
        }
        come
    }
}

/// Whether what a message says is still true.
fn is_true(waiting: &Waiting, cases: &[Running<'_>]) -> bool {
    cases.get(waiting.case).is_none_or(|running| waiting.tell.relevance.holds(&running.case))
}

/// The steps of these roles that wait for a person: free, or held by them.
fn open_to(
    person: &StaffId,
    roles: &[RoleId],
    estate: &Estate,
    cases: &[Running<'_>],
    now: Timestamp,
) -> Vec<(usize, StepId)> {
    let mut open = Vec::new();
    for (place, running) in cases.iter().enumerate().filter(|(_, running)| !running.case.is_over()) {
        let wording = running.wording(estate);
        let hall = Hall::new(&running.case, &wording, estate, now);
        let theirs = hall.open_steps().filter(|step| {
            let holder = running.case.steps.get(&step.id).and_then(|state| state.holder.as_ref());
            let of_role = hall
                .belongs(step)
                .iter()
                .any(|whose| matches!(whose, Belongs::Role(role) if roles.contains(role)));
            of_role && holder.is_none_or(|holder| holder == person)
        });
        open.extend(theirs.map(|step| (place, step.id.clone())));
    }
    open
}

fn channels(held: &[Waiting]) -> Vec<Channel> {
    let mut via: Vec<Channel> = Vec::new();
    for channel in held.iter().flat_map(|waiting| &waiting.tell.via) {
        if !via.contains(channel) {
            via.push(*channel);
        }
    }
    via
}
