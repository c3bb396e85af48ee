//! How many messages are enough: for a person on one day, for a case in all. What is over it is not sent
//! one by one; the person gets one message with a list of it when the day is over, and `last_resort` hears
//! at once. Urgent messages, and those that list others, neither count nor wait.

use crate::{Handbook, StaffId, TemplateId};
use steward_time::civil::Date;
use steward_time::{TimeZone, Timestamp, after_midnight};

/// The wording by which `last_resort` hears that a budget is used up.
pub const OVER_BUDGET: &str = "over-budget";

/// `budget:` of `steward.yaml`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Budget {
    /// How many messages a person gets on one day.
    pub person: Option<u32>,
    /// How many messages go out for a case in all, to everyone together.
    pub case: Option<u32>,
}

/// What a budget is of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum BudgetOf {
    /// A person on a day.
    Person(StaffId, Date),
    /// The case itself.
    Case,
}

impl Budget {
    /// More a day nobody reads: one every minute and a half, day and night.
    pub const MOST_OF_PERSON: u32 = 1_000;

    /// A case that sends more has gone wrong long before.
    pub const MOST_OF_CASE: u32 = 10_000;

    /// Whether a message with this wording counts. An urgent one does not, nor does a list of several,
    /// which is the short form already, nor the news that a budget is used up.
    pub fn counts(template: &TemplateId, urgent: bool) -> bool {
        !urgent && !matches!(template.as_str(), "digest" | OVER_BUDGET)
    }
}

impl Handbook {
    /// The budgets that a message to somebody counts towards at a moment, each with how many it allows.
    pub fn budgets(&self, person: &StaffId, at: Timestamp) -> Vec<(BudgetOf, u32)> {
        let Budget { person: of_person, case } = self.organisation.budget;
        let day = || self.day_zone(person).to_datetime(at).date();
        let of_person = of_person.map(|most| (BudgetOf::Person(person.clone(), day()), most));
        of_person.into_iter().chain(case.map(|most| (BudgetOf::Case, most))).collect()
    }

    /// When somebody gets the message that lists what was over a budget at a moment: as their day ends,
    /// or with the end of the quiet hours it ends in.
    pub fn list_at(&self, person: &StaffId, at: Timestamp) -> Timestamp {
        let zone = self.day_zone(person);
        let midnight = after_midnight(zone, zone.to_datetime(at).date(), 24 * 3600);
        let quiet = self.estates.values().filter_map(|estate| {
            let person = estate.person(person)?;
            estate.quiet_until(person, midnight)
        });
        quiet.max().unwrap_or(midnight)
    }

    /// Where the midnights lie that part somebody's days: of their estate; of who works at several, or at
    /// none, of the organisation.
    fn day_zone(&self, person: &StaffId) -> &TimeZone {
        let mut theirs = self.estates.values().filter(|estate| estate.person(person).is_some());
        match (theirs.next(), theirs.next()) {
            (Some(only), None) => &only.zone,
            _ => &self.organisation.zone,
        }
    }
}
