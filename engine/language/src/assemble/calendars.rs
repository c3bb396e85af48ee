//! The calendars of the folder, with the lists of days off that they name.

use super::trees::Trees;
use crate::check;
use crate::findings::Findings;
use crate::lower::calendar::{HolidayLists, WrittenCalendar};
use crate::lower::{calendar, holidays};
use crate::names::{Noun, Register};
use crate::words::{CalendarKey, HolidayKey, Words};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{CalendarId, Text};
use steward_time::Calendar;

/// The calendars with their names, `always` among them.
pub(super) struct Calendars {
    pub(super) names: Rc<Register<CalendarId>>,
    pub(super) calendars: BTreeMap<CalendarId, Arc<Calendar>>,
    pub(super) titles: BTreeMap<CalendarId, Text>,
}

impl Calendars {
    /// Whether every text calls the same calendar here and there, whatever its hours are.
    pub(super) fn are_called_the_same_as(&self, other: &Self) -> bool {
        self.names.changed_since(&other.names).is_empty()
    }

    pub(super) fn read(trees: &Trees<'_>, findings: &Findings) -> Self {
        let (lists, files): (Vec<_>, Vec<_>) = trees.calendars.iter().partition(|(_, tree)| {
            tree.get(HolidayKey::HolidayList.en()).is_some() && tree.get(CalendarKey::Calendar.en()).is_none()
        });
        let mut known = HolidayLists { names: Register::new(Noun::HolidayList), lists: BTreeMap::new() };
        if !trees.all_calendars {
            known.names.leave_open();
        }
        for (_, tree) in lists {
            if let Some(list) = holidays::holidays(tree, findings)
                && known.names.enter(&list.id, None, tree.head(), findings)
            {
                known.lists.insert(list.id.clone(), Arc::new(list));
            }
        }
        let mut names = Register::new(Noun::Calendar);
        if !trees.all_calendars {
            names.leave_open();
        }
        names.enter_built_in(CalendarId::always().as_str());
        let mut calendars = BTreeMap::new();
        calendars.insert(CalendarId::always(), Arc::new(Calendar::always()));
        let mut titles = BTreeMap::new();
        for (_, tree) in files {
            let before = findings.errors();
            let Some(written) = calendar::calendar(tree, &known, findings) else {
                continue;
            };
            let sound = findings.errors() == before;
            let WrittenCalendar { calendar, .. } = &written;
            let id = CalendarId::new(&calendar.id);
            if names.enter(&id, None, tree.head(), findings) {
                if sound {
                    check::hours::check(&written, findings);
                }
                titles.extend(written.title.map(|title| (id.clone(), title)));
                calendars.insert(id, Arc::new(written.calendar));
            }
        }
        Self { names: Rc::new(names), calendars, titles }
    }
}
