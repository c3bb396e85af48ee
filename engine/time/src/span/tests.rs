use proptest::prelude::*;

use super::Span;
use super::Span::{Days, Open, Workdays};

#[test]
fn amounts_are_read_in_both_languages() {
    let check = |text: &str, span: Span| assert_eq!(Span::parse(text), Ok(span), "{text}");
    for text in ["30m", "30分钟", "三十分钟", "半小时", "半个小时", "３０分钟", "30 m", "30分", " 30m "]
    {
        check(text, Open(1800));
    }
    for text in
        ["2h30m", "2小时30分", "2h 30m", "2小时30分钟", "两小时半", "二小时三十分", "150m", "2个小时30分"]
    {
        check(text, Open(9000));
    }
    for text in ["30s", "30秒", "三十秒"] {
        check(text, Open(30));
    }
    check("90m", Open(5400));
    check("一个半小时", Open(5400));
    check("24小时", Open(86_400));
    check("二十四小时", Open(86_400));
    check("1h90m", Open(9000));
    for text in ["2 workdays", "2个工作日", "两个工作日", "2工作日", "2workdays", "２个工作日"]
    {
        check(text, Workdays(2));
    }
    check("1 workday", Workdays(1));
    check("三个工作日", Workdays(3));
    check("十五个工作日", Workdays(15));
    check("一百零五个工作日", Workdays(105));
    for text in ["3 days", "3d", "3天", "三天", "3 d"] {
        check(text, Days(3));
    }
    for text in ["1 week", "1周", "一周", "7天"] {
        check(text, Days(7));
    }
    check("2周", Days(14));
    check("2 weeks", Days(14));
}

#[test]
fn amounts_are_written_in_their_shortest_form() {
    let check = |span: Span, english: &str, chinese: &str| {
        assert_eq!((span.in_english().as_str(), span.in_chinese().as_str()), (english, chinese));
        assert_eq!(span.to_string(), english);
    };
    check(Open(30), "30s", "30秒");
    check(Open(90), "90s", "90秒");
    check(Open(1800), "30m", "30分钟");
    check(Open(3600), "1h", "1小时");
    check(Open(9000), "2h30m", "2小时30分");
    check(Open(90_000), "25h", "25小时");
    check(Workdays(1), "1 workday", "1个工作日");
    check(Workdays(2), "2 workdays", "2个工作日");
    check(Days(1), "1 day", "1天");
    check(Days(7), "7 days", "7天");
}

#[test]
fn what_people_write_otherwise_is_refused_with_what_would_be_read() {
    let check = |text: &str, suggestion: &str| {
        let mistake = Span::parse(text).unwrap_err();
        assert_eq!(mistake.suggestion.as_deref(), Some(suggestion), "{text}: {mistake}");
        assert!(Span::parse(suggestion).is_ok());
    };
    check("30 min", "30m");
    check("30 minutes", "30m");
    check("30M", "30m");
    check("2 hours 30 minutes", "2h30m");
    check("1.5h", "1h30m");
    check("2 working days", "2 workdays");
    check("2 business days", "2 workdays");
    check("2 Workdays", "2 workdays");
    check("2wd", "2 workdays");
    check("1w", "7 days");
    check("3日", "3天");
    check("一个星期", "7天");
    check("2个钟头", "2小时");
    check("30", "30m");
}

#[test]
fn errors_name_what_is_wrong_in_both_languages() {
    let check = |text: &str, zh: &str, en: &str| {
        let mistake = Span::parse(text).unwrap_err();
        assert_eq!((mistake.zh.as_str(), mistake.en.as_str()), (zh, en));
    };
    check(
        "soon",
        "看不懂时长“soon”，请写成 30分钟、2小时30分、2个工作日 或 3天 这样",
        "`soon` is no amount of time; write it like 30m, 2h30m, 2 workdays or 3 days",
    );
    check(
        "3 months",
        "时长“3 months”用了月，月有长有短；请写成 30天 这样",
        "`3 months` is in months, which are not all as long; write it like 30 days",
    );
    check(
        "1d 4h",
        "时长“1d 4h”用了几个单位；只能用一个单位，只有小时和分可以连写，如 2小时30分",
        "`1d 4h` mixes units; use one, only h and m may stand together, like 2h30m",
    );
    check("0m", "时长“0m”等于零，时长必须大于零", "`0m` is nothing; an amount of time is more than that");
    check(
        "半天",
        "时长“半天”不是整数，请改用更小的单位，如 4小时",
        "`半天` is no whole number; use a smaller unit, like 4h",
    );
    check("30 min", "时长“30 min”请写成 `30m`", "`30 min` is written `30m`");
    check("24小时内", "时长“24小时内”请写成 `24小时`", "`24小时内` is written `24小时`");
    check("3个自然日", "时长“3个自然日”请写成 `3天`", "`3个自然日` is written `3天`");
    check("within 2 days", "时长“within 2 days”请写成 `2 days`", "`within 2 days` is written `2 days`");
    check(
        "当天",
        "“当天”不是时长；要当天办完，写 `by: closing`",
        "`当天` is no amount of time; for the end of the same day write `by: closing`",
    );
    check(
        "3661天",
        "时长“3661天”太长，最多 3660天（十年）",
        "`3661天` is too long; at most 3660 days (ten years)",
    );
    check(
        "30",
        "时长“30”没有单位，请写成 30分钟、30个工作日 或 30天 这样",
        "`30` has no unit; write 30m, 30 workdays or 30 days",
    );
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "",
        " ",
        "m",
        "-3d",
        "+3d",
        "1h30s",
        "30m2h",
        "1h1h",
        "1.25h",
        "0.5 days",
        "三三天",
        "1 workday 2h",
        "3 days ago",
        "0天",
        "零天",
        "0h0m",
        "99999999999999999999m",
        "99999999999999999999999 days",
        "523 weeks",
        "3661 workdays",
        "87841h",
        "1e3s",
        "半",
        "一个半工作日",
        ".h",
        "1..5h",
    ] {
        assert!(Span::parse(text).is_err(), "{text} was read as {:?}", Span::parse(text));
    }
    assert_eq!(Span::parse("3660 days"), Ok(Days(3660)));
    assert_eq!(Span::parse("87840h"), Ok(Open(3660 * 86_400)));
    assert!(Span::parse(&"1".repeat(10_000)).is_err());
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(
        span in prop_oneof![
            (1u64..316_224_000).prop_map(Open),
            (1u32..=3660).prop_map(Workdays),
            (1u32..=3660).prop_map(Days),
        ],
    ) {
        prop_assert_eq!(Span::parse(&span.in_english()), Ok(span));
        prop_assert_eq!(Span::parse(&span.in_chinese()), Ok(span));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9一二十百半.个 a-z小时分天工作日]{0,12}") {
        if let Err(mistake) = Span::parse(&text)
            && let Some(suggestion) = mistake.suggestion
        {
            prop_assert!(Span::parse(&suggestion).is_ok() || suggestion == "0m", "{} -> {}", text, suggestion);
        }
    }
}
