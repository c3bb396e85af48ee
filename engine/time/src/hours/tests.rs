use super::{Hours, parse_clock};

#[test]
fn hours_are_read_in_seconds_since_the_midnight_they_begin_after() {
    let check = |text: &str, from: u32, to: u32| {
        assert_eq!(Hours::parse(text), Ok(Hours { from: from * 60, to: to * 60 }), "{text}");
    };
    check("08:30-12:00", 510, 720);
    check("8:30-12:00", 510, 720);
    check("20:00-08:00", 1200, 1920);
    check("20:00-24:00", 1200, 1440);
    check("20:00-00:00", 1200, 1440);
    check("00:00-24:00", 0, 1440);
    check("０８：３０－１２：００", 510, 720);
    check(" 08:30 - 12:00 ", 510, 720);
    check("08:30至12:00", 510, 720);
}

#[test]
fn hours_are_written_as_they_are_read() {
    for text in ["08:30-12:00", "20:00-08:00", "20:00-24:00", "00:00-24:00"] {
        assert_eq!(Hours::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_is_no_span_of_hours_is_refused_with_the_way_out() {
    let check = |text: &str, en: &str| assert_eq!(Hours::parse(text).unwrap_err().en, en);
    for text in ["", "8-12", "08:30", "08:60-12:00", "25:00-26:00", "08:30-24:01", "a-b", "8:3-9:00"] {
        check(text, &format!("`{text}` is no span of hours; write it like 08:30-12:00"));
    }
    for text in ["08:00-08:00", "00:00-00:00", "24:00-08:00", "24:00-24:00"] {
        check(text, &format!("`{text}` has no length; a whole day is written 00:00-24:00"));
    }
}

#[test]
fn a_clock_time_is_read_to_the_minute() {
    assert_eq!(parse_clock("18:00").unwrap().to_string(), "18:00:00");
    assert_eq!(parse_clock("８：０５").unwrap().to_string(), "08:05:00");
    for text in ["24:00", "18", "18:0", "18:00:00", "-1:00", "+8:00", "closing", ""] {
        assert!(parse_clock(text).is_err(), "{text}");
    }
}

#[test]
fn a_clock_time_as_it_is_said_is_met_with_how_it_is_written() {
    let meant = |text: &str| super::parse_clock(text).err().and_then(|mistake| mistake.suggestion);
    for (text, written) in [
        ("18点", Some("18:00")),
        ("下午6点半", Some("18:30")),
        ("上午8时15分", Some("08:15")),
        ("6:30 PM", Some("18:30")),
        ("25点", None),
        ("次日18:00", None),
        ("soon", None),
    ] {
        assert_eq!(meant(text).as_deref(), written, "{text}");
    }
}
