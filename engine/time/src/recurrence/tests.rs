use jiff::civil::{Time, Weekday};
use proptest::prelude::*;

use super::{OnRestDay, Recurrence};
use crate::fixtures::{Place, business, daily, date, place, shanghai, weekdays};
use crate::{Calendar, Timestamp};

fn every(text: &str) -> Recurrence {
    Recurrence::parse_every(text).unwrap()
}

fn cron(text: &str) -> Recurrence {
    Recurrence::parse_cron(text).unwrap()
}

/// The occurrences after a moment: `at`, with `<` and the nominal hour where it was moved, and
/// `left out` where it was.
fn coming(w: &Place, recurrence: &Recurrence, rest: OnRestDay, from: &str, count: usize) -> Vec<String> {
    let mut after = w.at(from);
    let mut shown = Vec::new();
    while let Some(one) = recurrence.next(after, &w.0, rest).filter(|_| shown.len() < count) {
        let moved = if one.at == one.nominal { String::new() } else { format!(" < {}", w.show(one.nominal)) };
        let skipped = if one.skipped { " left out" } else { "" };
        shown.push(format!("{}{moved}{skipped}", w.show(one.at)));
        after = one.at;
    }
    shown
}

#[track_caller]
fn check(recurrence: Recurrence, rest: OnRestDay, from: &str, expected: &[&str]) {
    assert_eq!(coming(&shanghai(business()), &recurrence, rest, from, expected.len()), expected);
}

#[test]
fn starts_are_read_in_both_languages() {
    let clock = |hour| Time::constant(hour, 0, 0, 0);
    let same = |texts: &[&str], expected: Recurrence| {
        for text in texts {
            assert_eq!(Recurrence::parse_every(text), Ok(expected.clone()), "{text}");
        }
    };
    same(
        &["day at 07:00", "每天 07:00", "每天7:00", "每日 07:00", "每天 ０７：００"],
        Recurrence::Day { at: clock(7) },
    );
    same(&["workday at 08:00", "每个工作日 08:00", "每工作日 8:00"], Recurrence::Workday { at: clock(8) });
    let monday = Recurrence::Weekday { day: Weekday::Monday, at: clock(10) };
    same(&["monday at 10:00", "每周一 10:00", "每星期一 10:00"], monday);
    let sunday = Recurrence::Weekday { day: Weekday::Sunday, at: clock(10) };
    same(&["sunday at 10:00", "每周日 10:00", "每周天 10:00"], sunday);
    let month = Recurrence::Month { day: 1, at: clock(9) };
    same(&["month on 1 at 09:00", "每月1日 09:00", "每月 1 号 09:00", "每月１日09:00"], month);
}

#[test]
fn a_start_that_cannot_be_read_says_how_it_is_written() {
    let refused = |text: &str| Recurrence::parse_every(text).unwrap_err();
    for text in [
        "",
        "day",
        "daily at 08:00",
        "08:00",
        "每",
        "每08:00",
        "每周八 10:00",
        "每月 09:00",
        "month at 09:00",
    ] {
        let how =
            "does not say when; write day at 07:00, workday at 08:00, monday at 10:00 or month on 1 at 09:00";
        assert_eq!(refused(text).en, format!("`{text}` {how}"));
    }
    assert_eq!(refused("Monday at 10:00").suggestion.as_deref(), Some("monday at 10:00"));
    assert_eq!(refused("tue at 10:00").suggestion.as_deref(), Some("tuesday at 10:00"));
    assert!(refused("month on 32 at 09:00").en.starts_with("`32` in"));
    assert!(refused("每月0日 09:00").zh.contains("应为 1 到 31"));
    assert!(refused("day at 25:00").en.starts_with("`25:00` is no clock time"));
}

#[test]
fn each_kind_of_start_comes_round() {
    let keep = OnRestDay::Keep;
    check(every("day at 07:00"), keep, "2026-03-06 07:00", &["2026-03-07 07:00", "2026-03-08 07:00"]);
    check(every("day at 07:00"), keep, "2026-03-06 06:59:59", &["2026-03-06 07:00"]);
    check(
        every("workday at 08:00"),
        keep,
        "2026-02-13 08:00",
        &["2026-02-14 08:00", "2026-02-24 08:00", "2026-02-25 08:00"],
    );
    check(every("monday at 10:00"), keep, "2026-02-10 00:00", &["2026-02-16 10:00", "2026-02-23 10:00"]);
    check(every("month on 1 at 09:00"), keep, "2026-03-01 09:00", &["2026-04-01 09:00", "2026-05-01 09:00"]);
    check(
        every("month on 31 at 09:00"),
        keep,
        "2026-01-31 09:00",
        &["2026-02-28 09:00", "2026-03-31 09:00", "2026-04-30 09:00"],
    );
    check(cron("0 8 * * 1-5"), keep, "2026-03-06 08:00", &["2026-03-09 08:00", "2026-03-10 08:00"]);
    check(cron("0 9 13 * 5"), keep, "2026-03-06 09:00", &["2026-03-13 09:00", "2026-03-20 09:00"]);
    check(cron("0 9 L * *"), keep, "2026-02-01 09:00", &["2026-02-28 09:00", "2026-03-31 09:00"]);
}

#[test]
fn what_falls_on_a_rest_day_may_be_left_out_and_is_named() {
    check(
        every("monday at 10:00"),
        OnRestDay::Skip,
        "2026-02-09 10:00",
        &["2026-02-16 10:00 left out", "2026-02-23 10:00 left out", "2026-03-02 10:00"],
    );
    // A decreed Saturday is no rest day.
    check(
        every("saturday at 10:00"),
        OnRestDay::Skip,
        "2026-02-07 10:00",
        &["2026-02-14 10:00", "2026-02-21 10:00 left out", "2026-02-28 10:00", "2026-03-07 10:00 left out"],
    );
}

#[test]
fn what_falls_on_a_rest_day_may_move_to_the_next_working_day() {
    check(
        every("month on 1 at 09:00"),
        OnRestDay::Next,
        "2026-04-01 09:00",
        &["2026-05-06 09:00 < 2026-05-01 09:00", "2026-06-01 09:00", "2026-07-01 09:00"],
    );
    // Asked in the middle of the holiday, or on the day it moved to.
    for from in ["2026-05-03 12:00", "2026-05-06 08:59:59"] {
        check(
            every("month on 1 at 09:00"),
            OnRestDay::Next,
            from,
            &["2026-05-06 09:00 < 2026-05-01 09:00", "2026-06-01 09:00"],
        );
    }
}

#[test]
fn several_that_would_move_to_one_moment_are_one_there_and_the_others_are_named() {
    check(
        every("monday at 10:00"),
        OnRestDay::Next,
        "2026-02-09 10:00",
        &["2026-02-16 10:00 left out", "2026-02-24 10:00 < 2026-02-23 10:00", "2026-03-02 10:00"],
    );
    check(
        every("day at 08:00"),
        OnRestDay::Next,
        "2026-03-06 08:00",
        &["2026-03-07 08:00 left out", "2026-03-08 08:00 left out", "2026-03-09 08:00", "2026-03-10 08:00"],
    );
    check(
        cron("0 8,14 * * 6,0"),
        OnRestDay::Next,
        "2026-03-06 08:00",
        &[
            "2026-03-07 08:00 left out",
            "2026-03-07 14:00 left out",
            "2026-03-09 08:00 < 2026-03-08 08:00",
            "2026-03-09 14:00 < 2026-03-08 14:00",
        ],
    );
}

#[test]
fn on_always_no_day_is_a_rest_day() {
    let w = shanghai(Calendar::always());
    let shown = coming(&w, &every("day at 08:00"), OnRestDay::Skip, "2026-02-14 08:00", 2);
    assert_eq!(shown, ["2026-02-15 08:00", "2026-02-16 08:00"]);
}

#[test]
fn on_a_calendar_without_working_days_nothing_is_moved_and_workdays_never_come() {
    let w = shanghai(weekdays(&[]));
    assert_eq!(coming(&w, &every("workday at 08:00"), OnRestDay::Keep, "2026-02-14 08:00", 2), [""; 0]);
    let shown = coming(&w, &every("day at 08:00"), OnRestDay::Next, "2026-02-14 08:00", 2);
    assert_eq!(shown, ["2026-02-15 08:00 left out", "2026-02-16 08:00 left out"]);
}

#[test]
fn a_start_comes_once_on_a_day_on_which_the_clocks_change() {
    let w = place(Calendar::always(), "Europe/Berlin");
    for recurrence in [every("day at 02:30"), cron("30 2 * * *")] {
        let next = |from: &str| coming(&w, &recurrence, OnRestDay::Keep, from, 3);
        assert_eq!(next("2026-03-28 02:00"), ["2026-03-28 02:30", "2026-03-29 03:00", "2026-03-30 02:30"]);
        assert_eq!(next("2026-10-24 02:00"), ["2026-10-24 02:30", "2026-10-25 02:30", "2026-10-26 02:30"]);
    }
}

#[test]
fn a_cron_that_cannot_be_read_names_the_field() {
    let check = |text: &str, en: &str| assert_eq!(Recurrence::parse_cron(text).unwrap_err().en, en);
    check("61 8 * * *", "`61` in `61 8 * * *` is no minute; there go 0-59, * or a list like 1,3");
    check("0 8 * 13 *", "`13` in `0 8 * 13 *` is no month; there go 1-12, * or a list like 1,3");
    check("0 8 * * fun", "`fun` in `0 8 * * fun` is no day of the week; there go 0-7, * or a list like 1,3");
    check("0 8 30 2 *", "`0 8 30 2 *` never comes: there is no such day");
    for text in ["", "0 8 * *", "0 0 8 * * *", "@daily"] {
        assert!(Recurrence::parse_cron(text).unwrap_err().en.contains("should have five fields"), "{text}");
    }
    let zh = Recurrence::parse_cron("0 25 * * *").unwrap_err().zh;
    assert_eq!(zh, "cron“0 25 * * *”的“小时”一段看不懂：25（应为 0-23、* 或 1,3 这样的列表）");
}

fn any_recurrence() -> impl Strategy<Value = Recurrence> {
    prop::sample::select(vec![
        every("day at 08:00"),
        every("day at 02:30"),
        every("workday at 23:59"),
        every("monday at 10:00"),
        every("saturday at 00:00"),
        every("month on 31 at 09:00"),
        cron("0 8,14 * * *"),
        cron("30 2 1,15 * 6"),
        cron("0 */6 * * 1-5"),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn each_nominal_hour_is_met_exactly_once_from_wherever_one_asks(
        recurrence in any_recurrence(),
        zone in prop::sample::select(vec!["Asia/Shanghai", "Europe/Berlin", "America/New_York"]),
        weekend in any::<bool>(),
        begin in 0i64..350,
        asked in 0i64..3_000_000,
    ) {
        let calendar = if weekend { daily(&["09:00-17:00"]) } else { business() };
        let w = place(Calendar { holidays: business().holidays, ..calendar }, zone);
        let from = w.0.midnight(date("2026-01-01")) + jiff::SignedDuration::from_hours(begin * 24);
        let list = |rest, after: Timestamp| -> Vec<super::Occurrence> {
            std::iter::successors(recurrence.next(after, &w.0, rest), |one| recurrence.next(one.at, &w.0, rest))
                .take(60)
                .collect()
        };
        let nominal: Vec<_> = list(OnRestDay::Keep, from).iter().map(|one| one.at).collect();
        for rest in [OnRestDay::Next, OnRestDay::Skip] {
            let all = list(rest, from);
            prop_assert!(all.windows(2).all(|two| two[0].at < two[1].at));
            prop_assert!(all.iter().all(|one| one.skipped || w.0.is_workday(w.0.local(one.at).date())));
            // Those written for hours before `from` may still come; of the others none is missing.
            let mut met: Vec<_> = all.iter().map(|one| one.nominal).filter(|&one| one > from).collect();
            met.sort();
            let sure = nominal.iter().take(40);
            prop_assert!(sure.zip(&met).all(|(written, met)| written == met));
            // Asking from any moment between gives the same as walking there.
            let moment = from + jiff::SignedDuration::from_secs(asked);
            let walked = all.iter().find(|one| one.at > moment);
            if let Some(walked) = walked {
                prop_assert_eq!(recurrence.next(moment, &w.0, rest), Some(*walked));
            }
        }
    }
}

#[test]
fn a_start_is_written_back_in_both_languages() {
    for (english, chinese) in [
        ("day at 07:00", "每天 07:00"),
        ("workday at 08:00", "每个工作日 08:00"),
        ("sunday at 10:30", "每周日 10:30"),
        ("month on 31 at 09:00", "每月31日 09:00"),
    ] {
        for text in [english, chinese] {
            let read = every(text);
            assert_eq!(read.in_english().as_deref(), Some(english));
            assert_eq!(read.in_chinese().as_deref(), Some(chinese));
        }
    }
    assert_eq!(cron("0 8 * * *").in_english(), None);
}
