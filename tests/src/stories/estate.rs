//! An estate: a chain of roles, people with absences and substitutes, three calendars.

use super::{Dice, nowhere};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{
    CalendarId, Contact, DateRange, Estate, Lang, Person, Private, Role, RoleId, Roles, Roster, Shift,
    StaffId, Text, Zone,
};
use steward_time::{Calendar, Holidays, Hours, TimeZone, Timestamp, WorkingTime, civil};

/// The roles from the bottom to the top; each is below the next. The last is `last_resort`.
const CHAIN: [&str; 5] = ["clerk", "lead", "manager", "director", "quality"];

/// Roles that steps belong to, so that there is always somebody above the owner.
pub(super) const OWNERS: [&str; 4] = ["clerk", "lead", "crew", "manager"];

/// The first day a story may begin: the Monday before the Spring Festival.
pub const START: civil::Date = civil::date(2026, 2, 9);

/// An estate in Shanghai.
pub fn estate(dice: &mut Dice) -> Estate {
    let zone = TimeZone::get("Asia/Shanghai").expect("the time zone is bundled");
    let mut roles = BTreeMap::new();
    for (place, name) in CHAIN.iter().enumerate() {
        roles.insert(RoleId::new(name), role(name, CHAIN.get(place + 1).copied()));
    }
    roles.insert(RoleId::new("crew"), role("crew", Some("lead")));
    let mut staff = Vec::new();
    for name in ["clerk", "crew", "lead", "manager", "director", "quality"] {
        // Two at the top, so that work done by one of them still has somebody to judge it.
        let least = if name == "quality" { 2 } else { 1 };
        for number in 0..dice.between(least, 3) {
            staff.push(person(dice, name, number));
        }
    }
    let ids: Vec<StaffId> = staff.iter().map(|person: &Person| person.id.clone()).collect();
    for person in &mut staff {
        if dice.percent(40) {
            person.substitute = Some(dice.one(&ids).clone()).filter(|other| *other != person.id);
        }
    }
    let zones = (0..dice.below(4)).map(|number| a_zone(dice, number + 1, &ids)).collect();
    let rosters = ["clerk", "crew", "lead"]
        .into_iter()
        .filter_map(|role| roster(dice, role, &staff))
        .map(|roster| (roster.role.clone(), roster))
        .collect();
    let calendars = [("always", Calendar::always()), ("office", office(dice)), ("desk", desk())]
        .map(|(id, calendar)| (CalendarId::new(id), WorkingTime::new(Arc::new(calendar), zone.clone())));
    Estate {
        id: "riverside".into(),
        name: Text::plain("Riverside"),
        region: None,
        zone,
        roles: Arc::new(Roles { roles, last_resort: "quality".into() }),
        staff: staff.into_iter().map(Arc::new).collect(),
        zones,
        rosters,
        quiet: None,
        calendars: BTreeMap::from(calendars),
        place: nowhere(),
    }
}

/// The instant at which a story begins: at night, before the doors open, around lunch, at closing.
pub fn opening(dice: &mut Dice, estate: &Estate) -> Timestamp {
    let clock = *dice.one(&[
        (9, 0, 0),
        (8, 30, 0),
        (11, 59, 59),
        (12, 15, 0),
        (16, 50, 0),
        (17, 30, 0),
        (3, 0, 0),
        (10, 7, 13),
    ]);
    let date = later_day(START, dice.below(8));
    let zone = &estate.calendars[&CalendarId::always()];
    zone.at_local(date.at(clock.0, clock.1, clock.2, 0))
}

/// A zone, in the charge of a person, of a role, or of nobody.
fn a_zone(dice: &mut Dice, number: usize, staff: &[StaffId]) -> Zone {
    let cleaner = match dice.below(4) {
        0 => Some("crew".to_owned()),
        1 => Some("clerk".to_owned()),
        2 => Some(dice.one(staff).to_string()).filter(|id| !id.starts_with("director")),
        _ => None,
    };
    let keys = cleaner.map(|cleaner| ("cleaner".to_owned(), cleaner)).into_iter().collect();
    let id = format!("b{number}");
    Zone { name: Text::plain(&id), code: None, keys, id: id.as_str().into() }
}

/// Now and then the shifts of a role: whole days in turns, or day and night, or office hours alone.
fn roster(dice: &mut Dice, role: &str, staff: &[Person]) -> Option<Roster> {
    if !dice.percent(20) {
        return None;
    }
    let of_role: Vec<StaffId> =
        staff.iter().filter(|p| p.has_role(&RoleId::new(role))).map(|person| person.id.clone()).collect();
    let all = [
        vec!["08:00-20:00", "20:00-08:00"],
        vec!["09:00-18:00"],
        vec!["08:30-12:00", "13:30-17:30"],
        vec!["22:00-06:00"],
    ];
    let shifts = dice.one(&all).clone().into_iter().map(|written| Shift {
        name: Arc::from(written),
        hours: hours(written),
        turns: (0..dice.between(1, 2))
            .map(|_| of_role.iter().filter(|_| !dice.percent(40)).cloned().collect())
            .collect(),
        place: nowhere(),
    });
    Some(Roster {
        role: role.into(),
        shifts: shifts.collect(),
        every: dice.between(1, 3) as u32,
        starts: later_day(START, dice.below(3)),
        overrides: Vec::new(),
        place: nowhere(),
    })
}

fn role(name: &str, superior: Option<&str>) -> Role {
    Role { id: name.into(), title: Text::plain(name), superior: superior.map(RoleId::new), place: nowhere() }
}

fn person(dice: &mut Dice, role: &str, number: usize) -> Person {
    let email = Contact::Email(Private::new(format!("{role}{number}@example.com")));
    let phone = Contact::Phone(Private::new("+8613800000100"));
    // Only who has a colleague before them, and never owns a step, may be without any address.
    let addresses = if number > 0 && role == "director" { 5 } else { 4 };
    let contacts = match dice.below(addresses) {
        0 => vec![email, phone],
        1 => vec![phone, email],
        2 => vec![email],
        3 => vec![phone],
        _ => Vec::new(),
    };
    let mut roles = vec![RoleId::new(role)];
    if role != "quality" && role != "director" && dice.percent(10) {
        let other = *dice.one(&OWNERS);
        roles.extend(Some(RoleId::new(other)).filter(|other| !roles.contains(other)));
    }
    let mut away = Vec::new();
    if dice.percent(30) {
        let from = later_day(START, dice.below(14));
        away.push(DateRange { from, to: later_day(from, dice.below(5)) });
    }
    Person {
        id: StaffId::new(format!("{role}-{number}")),
        name: format!("{role} {number}"),
        roles,
        regions: Vec::new(),
        estates: Vec::new(),
        contacts,
        lang: Lang::Zh,
        substitute: None,
        away,
        quiet: None,
        place: nowhere(),
    }
}

/// Working days with a lunch break, closed at the Spring Festival, with make-up days.
fn office(dice: &mut Dice) -> Calendar {
    let day = vec![hours("08:30-12:00"), hours("13:30-17:30")];
    let days_off = (15..=23).map(|day| civil::date(2026, 2, day)).collect();
    let makeup_workdays = [civil::date(2026, 2, 14), civil::date(2026, 2, 28)].into();
    let list = Holidays { id: "cn".to_owned(), years: [2025, 2026].into(), days_off, makeup_workdays };
    let mut dates = BTreeMap::new();
    if dice.percent(30) {
        dates.insert(civil::date(2026, 2, 13), vec![hours("08:30-12:00")]);
        dates.insert(civil::date(2026, 2, 18), vec![hours("10:00-11:00")]);
        dates.insert(civil::date(2026, 2, 11), Vec::new());
    }
    Calendar {
        id: "office".to_owned(),
        week: std::array::from_fn(|place| if place < 5 { day.clone() } else { Vec::new() }),
        makeup_workday: None,
        holiday: Vec::new(),
        dates,
        holidays: Some(Arc::new(list)),
        workdays: None,
        workday_ends: dice.percent(20),
        always: false,
    }
}

/// Every day, evenings too; Saturdays and Sundays are open but no working days, and Friday's hours
/// cross midnight.
fn desk() -> Calendar {
    let week =
        std::array::from_fn(|place| vec![hours(if place == 4 { "20:00-02:00" } else { "08:00-20:00" })]);
    let workdays = Some(std::array::from_fn(|place| place < 5));
    Calendar { id: "desk".to_owned(), week, workdays, ..Calendar { always: false, ..Calendar::always() } }
}

fn hours(text: &str) -> Hours {
    Hours::parse(text).expect("hours are written rightly")
}

pub(super) fn later_day(date: civil::Date, days: usize) -> civil::Date {
    (0..days).fold(date, |date, _| date.tomorrow().expect("stories end before time does"))
}
