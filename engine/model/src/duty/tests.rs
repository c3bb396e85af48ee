use crate::{
    Contact, DateRange, Estate, Lang, Person, Place, Private, RoleId, Roles, Roster, Shift, StaffId, Text,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_time::{Hours, TimeZone, Timestamp, civil};

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn at(text: &str) -> Timestamp {
    let moment = format!("2026-03-{}", text.replace(' ', "T"));
    steward_time::on_the_wall(&zone(), moment.parse().unwrap())
}

fn shown(at: Option<Timestamp>) -> String {
    at.map_or("no".to_owned(), |at| at.to_zoned(zone()).strftime("%d %H:%M").to_string())
}

fn person(id: &str, roles: &[&str]) -> Person {
    Person {
        id: id.into(),
        name: id.to_owned(),
        roles: roles.iter().map(RoleId::new).collect(),
        regions: Vec::new(),
        estates: Vec::new(),
        contacts: vec![Contact::Email(Private::new("x@example.com"))],
        lang: Lang::En,
        substitute: None,
        away: Vec::new(),
        quiet: None,
        place: Place::top_of(""),
    }
}

/// The guard has an early shift that ann does; quiet from ten to eight.
fn estate() -> Estate {
    let hours = |text| Hours::parse(text).unwrap();
    let shift = |name: &str, text, who: &str| Shift {
        name: name.into(),
        hours: hours(text),
        turns: vec![vec![StaffId::new(who)]],
        place: Place::top_of(""),
    };
    let roster = Roster {
        role: RoleId::new("guard"),
        shifts: vec![shift("early", "06:00-14:00", "ann"), shift("night", "22:00-06:00", "bob")],
        every: 1,
        starts: civil::date(2026, 1, 1),
        overrides: Vec::new(),
        place: Place::top_of(""),
    };
    Estate {
        id: "hill".into(),
        name: Text::plain("Hill"),
        region: None,
        zone: zone(),
        roles: Arc::new(Roles { roles: BTreeMap::new(), last_resort: "top".into() }),
        staff: [person("ann", &["guard"]), person("bob", &["guard"])].map(Arc::new).into(),
        zones: Vec::new(),
        rosters: BTreeMap::from([(RoleId::new("guard"), roster)]),
        quiet: Some(hours("22:00-08:00")),
        calendars: BTreeMap::new(),
        place: Place::top_of(""),
    }
}

#[test]
fn quiet_hours_hold_up_to_and_without_their_last_moment() {
    let (estate, clerk) = (estate(), person("cat", &["clerk"]));
    let until = |text| shown(estate.quiet_until(&clerk, at(text)));
    assert_eq!(until("02 21:59:59"), "no");
    assert_eq!(until("02 22:00"), "03 08:00");
    assert_eq!(until("03 07:59:59"), "03 08:00");
    assert_eq!(until("03 08:00"), "no");
}

#[test]
fn a_persons_own_quiet_hours_go_before_the_estates() {
    let own = Person { quiet: Some(Hours::parse("12:00-14:00").unwrap()), ..person("cat", &["clerk"]) };
    let until = |text| shown(estate().quiet_until(&own, at(text)));
    assert_eq!((until("02 23:00"), until("02 13:00")), ("no".to_owned(), "02 14:00".to_owned()));
}

#[test]
fn a_shift_is_never_quiet_for_who_is_on_it_and_one_that_begins_ends_the_quiet() {
    let estate = estate();
    let until = |who: &str, text| shown(estate.quiet_until(&person(who, &["guard"]), at(text)));
    assert_eq!(until("bob", "02 23:00"), "no");
    assert_eq!(until("bob", "03 06:00"), "03 08:00");
    assert_eq!(until("ann", "02 23:00"), "03 06:00");
}

#[test]
fn who_is_away_has_no_shift_and_who_stands_in_has_it() {
    let away = vec![DateRange { from: civil::date(2026, 3, 3), to: civil::date(2026, 3, 3) }];
    let ann = Person { away, substitute: Some("cat".into()), ..person("ann", &["guard"]) };
    let cat = person("cat", &["clerk"]);
    let staff = vec![Arc::new(ann.clone()), Arc::new(cat.clone())];
    let estate = Estate { staff, ..estate() };
    assert_eq!(shown(estate.quiet_until(&ann, at("02 23:00"))), "03 08:00");
    assert_eq!(shown(estate.quiet_until(&cat, at("02 23:00"))), "03 06:00");
    assert_eq!(shown(estate.quiet_until(&cat, at("03 06:30"))), "no");
}

#[test]
fn a_role_without_a_roster_is_always_on_duty() {
    let estate = estate();
    let (ann, both) = (person("ann", &["guard"]), person("ann", &["guard", "clerk"]));
    assert!(!estate.on_duty(&ann, at("02 15:00")) && estate.on_duty(&both, at("02 15:00")));
    let guard = RoleId::new("guard");
    assert!(!estate.on_shift(&guard, &both, at("02 15:00")));
    assert_eq!(shown(estate.duty_ends(&both, Some(&guard), at("02 07:00"))), "02 14:00");
    assert_eq!(shown(estate.duty_ends(&both, None, at("02 07:00"))), "no");
    assert_eq!(shown(estate.duty_ends(&ann, None, at("02 07:00"))), "02 14:00");
}
