//! Hours, holidays and time zones.

use super::{check, estate, organisation};

#[test]
fn hours_that_overlap_are_named() {
    check(
        &[(
            "calendars/business.yaml",
            r#"calendar: business
hours:
  mon-fri: ["08:30-12:00", "11:30-17:30"]
"#,
        )],
        r#"
error[hours-overlap]: hours of the calendar `business` overlap: 08:30-12:00 and 11:30-17:30 of Monday
 --> calendars/business.yaml:3:28
  |
3 |   mon-fri: ["08:30-12:00", "11:30-17:30"]
  |             -------------  ^^^^^^^^^^^^^
  |             |
  |             it overlaps with this
  |
  = help: change one of the two, so that the first ends before the second begins
"#,
    );
}

#[test]
fn a_calendar_opens_some_day() {
    check(
        &[(
            "calendars/business.yaml",
            r#"calendar: business
hours:
  mon-fri: []
"#,
        )],
        r#"
error[never-opens]: the calendar `business` never opens, so nothing can be counted on it
 --> calendars/business.yaml:2:1
  |
2 | hours:
  | ^^^^^
  |
  = help: give it hours, such as `mon-fri: ["08:30-17:30"]`
"#,
    );
}

#[test]
fn a_weekday_is_answered_with_the_nearest() {
    check(
        &[(
            "calendars/business.yaml",
            r#"calendar: business
hours:
  mon-fry: ["08:30-12:00"]
"#,
        )],
        r#"
error[unknown-day]: `mon-fry` is no day of the week
 --> calendars/business.yaml:3:3
  |
3 |   mon-fry: ["08:30-12:00"]
  |   ^^^^^^^
  |
help: did you mean `mon-fri`?
  |
3 -   mon-fry: ["08:30-12:00"]
3 +   mon-fri: ["08:30-12:00"]
  |
"#,
    );
}

#[test]
fn hours_are_read_to_the_minute() {
    check(
        &[(
            "calendars/business.yaml",
            r#"calendar: business
hours:
  mon-fri: [0830-1200]
"#,
        )],
        r#"
error[bad-hours]: `0830-1200` is no span of hours; write it like 08:30-12:00
 --> calendars/business.yaml:3:13
  |
3 |   mon-fri: [0830-1200]
  |             ^^^^^^^^^
"#,
    );
}

#[test]
fn a_day_has_its_hours_once() {
    check(
        &[(
            "calendars/business.yaml",
            r#"calendar: business
hours:
  mon-fri: ["08:30-12:00"]
  fri: closed
"#,
        )],
        r#"
error[duplicate-key]: the hours of `fri` are given twice
 --> calendars/business.yaml:4:3
  |
3 |   mon-fri: ["08:30-12:00"]
  |   ------- the first is here
4 |   fri: closed
  |   ^^^
  |
  = help: write each day in one line only
"#,
    );
}

#[test]
fn a_holiday_list_knows_its_years() {
    check(
        &[(
            "calendars/cn.yaml",
            r#"holiday_list: cn
years: [2026]
days_off: [2026-01-01..2026-01-03, 2027-01-01]
"#,
        )],
        r#"
warning[unlisted-year]: 2027-01-01 lies in a year that `years` does not list
 --> calendars/cn.yaml:3:36
  |
3 | days_off: [2026-01-01..2026-01-03, 2027-01-01]
  |                                    ^^^^^^^^^^
  |
  = help: mend the date, or add the year to `years` once it is complete
"#,
    );
}

#[test]
fn a_day_is_off_or_worked() {
    check(
        &[(
            "calendars/cn.yaml",
            r#"holiday_list: cn
years: [2026]
days_off: [2026-01-01..2026-01-03]
makeup_workdays: [2026-01-03]
"#,
        )],
        r#"
error[off-and-worked]: 2026-01-03 is both a day off and a make-up workday
 --> calendars/cn.yaml:4:19
  |
4 | makeup_workdays: [2026-01-03]
  |                   ^^^^^^^^^^
  |
  = help: leave it out of one of the two lists
"#,
    );
}

#[test]
fn a_calendar_names_a_list_there_is() {
    check(
        &[
            (
                "calendars/cn.yaml",
                r#"holiday_list: cn
years: [2026]
"#,
            ),
            (
                "calendars/business.yaml",
                r#"calendar: business
hours:
  mon-fri: ["08:30-12:00"]
holidays: nc
"#,
            ),
        ],
        r#"
error[unknown-holidays]: `nc` is not the name of a holiday list
 --> calendars/business.yaml:4:11
  |
4 | holidays: nc
  |           ^^
  |
help: did you mean `cn`?
  |
4 - holidays: nc
4 + holidays: cn
  |
"#,
    );
}

#[test]
fn a_time_zone_is_one_of_the_world_s() {
    check(
        &[("steward.yaml", &organisation("Asia/Shanghai", "Asia/Beijing"))],
        r#"
error[unknown-time-zone]: there is no time zone called `Asia/Beijing`
 --> steward.yaml:3:12
  |
3 | time_zone: Asia/Beijing
  |            ^^^^^^^^^^^^
  |
  = help: write it like Asia/Shanghai: a continent and a city
"#,
    );
}

#[test]
fn an_estate_maps_calendars_there_are() {
    check(
        &[("estates/riverside.yaml", &estate("region: east", "calendars: { desk: always }"))],
        r#"
error[unknown-calendar]: `desk` is not the name of a calendar
 --> estates/riverside.yaml:3:14
  |
3 | calendars: { desk: always }
  |              ^^^^
  |
  = help: there are: `always`
"#,
    );
}
