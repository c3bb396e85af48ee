use super::*;
use std::sync::Arc;
use steward_time::{Calendar, Hours, TimeZone};

fn at(text: &str) -> Timestamp {
    format!("2026-03-{text}:00+08:00").parse().expect("an instant")
}

fn check(now: &str, due: &str, zh: &str, en: &str) {
    assert_eq!(left(at(due), at(now), None, Lang::Zh), zh);
    assert_eq!(left(at(due), at(now), None, Lang::En), en);
    assert_eq!(late(at(now), at(due), None, Lang::Zh), zh);
}

#[test]
fn minutes_hours_and_days_read_as_people_say_them() {
    check("02T17:14", "02T17:20", "6分钟", "6 min");
    check("02T16:00", "02T17:20", "1小时20分", "1 h 20 min");
    check("02T16:00", "02T17:00", "1小时", "1 h");
    check("02T16:00", "04T16:10", "2天", "2 d");
    check("02T16:00", "04T19:10", "2天3小时", "2 d 3 h");
}

#[test]
fn less_than_a_minute_is_said_so() {
    let now: Timestamp = "2026-03-02T17:19:59+08:00".parse().expect("an instant");
    assert_eq!(left(at("02T17:20"), now, None, Lang::Zh), "不到1分钟");
}

#[test]
fn what_has_passed_has_nothing_left_and_what_is_to_come_is_not_late() {
    assert_eq!(left(at("02T17:20"), at("02T17:20"), None, Lang::Zh), "");
    assert_eq!(late(at("02T17:20"), at("02T17:19"), None, Lang::Zh), "");
}

#[test]
fn hours_outside_the_calendar_do_not_count_and_are_called_so() {
    let office = ["08:30-12:00", "13:30-17:30"].map(|span| Hours::parse(span).expect("hours"));
    let mut calendar = Calendar::always();
    calendar.always = false;
    for (day, hours) in calendar.week.iter_mut().enumerate() {
        *hours = if day < 5 { office.to_vec() } else { Vec::new() };
    }
    let zone = TimeZone::get("Asia/Shanghai").expect("a zone");
    let office = WorkingTime::new(Arc::new(calendar), zone);
    let (friday, monday) = (at("06T16:30"), at("09T09:00"));
    assert_eq!(left(monday, friday, Some(&office), Lang::Zh), "1个工作小时30分");
    assert_eq!(left(monday, friday, Some(&office), Lang::En), "1 working h 30 min");
    assert_eq!(left(at("06T17:00"), friday, Some(&office), Lang::Zh), "30分钟");
}
