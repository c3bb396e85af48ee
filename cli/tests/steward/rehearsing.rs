//! due and simulate.

use crate::harness::{Folder, keys, whats};
use std::fs;

#[test]
fn a_due_time_across_a_make_up_saturday_explains_itself() {
    let folder = Folder::new();
    let said = folder.run(&["due", "2026-02-13 16:50", "1 workday", "--calendar", "办公时间"]).well();
    assert_eq!(
        said,
        "2026-02-13 周五 16:50 起，1个工作日，日历 办公时间

  2026-02-13 周五  工作日    08:30-12:00 13:30-17:30  40分钟
  2026-02-14 周六  调休上班  08:30-12:00 13:30-17:30  6小时50分  第1个工作日

到期  2026-02-14 周六 16:50
"
    );
}

#[test]
fn a_holiday_is_one_row() {
    let folder = Folder::new();
    let said = folder
        .run(&["due", "2026-02-14 16:50", "2个工作日", "--calendar", "business", "--lang", "en"])
        .well();
    assert_eq!(
        said,
        "2 workdays from 2026-02-14 Sat 16:50 on the calendar office hours

  2026-02-14 Sat              make-up workday  08:30-12:00 13:30-17:30  40 min
  2026-02-15 Sun – 02-23 Mon  day off          closed
  2026-02-24 Tue              workday          08:30-12:00 13:30-17:30  7 h 30 min  workday 1
  2026-02-25 Wed              workday          08:30-12:00 13:30-17:30  6 h 50 min  workday 2

due  2026-02-25 Wed 16:50
"
    );
}

#[test]
fn the_document_of_a_due_time_has_its_pieces() {
    let folder = Folder::new();
    let due = folder.run(&["due", "2026-03-02 11:30", "2h", "--calendar", "business", "--json"]).document(0);
    assert_eq!(keys(&due), ["from", "span", "calendar", "due", "provisional", "pieces"]);
    assert_eq!(
        due,
        serde_json::json!({
            "from": "2026-03-02T11:30:00+08:00", "span": "2h", "calendar": "business",
            "due": "2026-03-02T15:00:00+08:00", "provisional": false,
            "pieces": [
                { "from": "2026-03-02T11:30:00+08:00", "to": "2026-03-02T12:00:00+08:00", "seconds": 1800 },
                { "from": "2026-03-02T13:30:00+08:00", "to": "2026-03-02T15:00:00+08:00", "seconds": 5400 },
            ],
        })
    );
}

#[test]
fn time_is_subtracted_closings_are_known_and_an_estate_may_keep_another_calendar() {
    let folder = Folder::new();
    let due = |args: &[&str]| {
        let document = folder.run(&[&["due"], args, &["--json"]].concat()).document(0);
        (document["due"].as_str().expect("an instant").to_owned(), document["provisional"] == true)
    };
    let at = |instant: &str, provisional| (instant.to_owned(), provisional);
    assert_eq!(
        due(&["2026-03-02 09:00", "1h", "--calendar", "business", "--before"]),
        at("2026-02-28T17:00:00+08:00", false)
    );
    assert_eq!(
        due(&["2026-03-02 09:00", "by closing", "--calendar", "desk"]),
        at("2026-03-02T18:00:00+08:00", false)
    );
    assert_eq!(
        due(&["2026-03-02 09:00", "by 16:30", "--calendar", "desk"]),
        at("2026-03-02T16:30:00+08:00", false)
    );
    assert_eq!(
        due(&["2026-03-02 20:00", "30m", "--calendar", "desk", "--estate", "riverside"]),
        at("2026-03-02T20:30:00+08:00", false)
    );
    assert_eq!(
        due(&["2026-03-02 20:00", "30m", "--calendar", "desk", "--estate", "翠岭小区"]),
        at("2026-03-03T09:00:00+08:00", false)
    );
    assert_eq!(
        due(&["2026-12-31 16:00", "1 workday", "--calendar", "business"]),
        at("2027-01-01T16:00:00+08:00", true)
    );
    assert_eq!(
        due(&["2026-03-02T09:00:00+09:00", "30m", "--calendar", "always"]),
        at("2026-03-02T08:30:00+08:00", false)
    );
}

#[test]
fn what_is_no_time_no_amount_or_no_calendar_is_a_mistake_in_the_call() {
    let folder = Folder::new();
    for (args, code) in [
        (["2026-02-13", "2h", "business"], "bad-time"),
        (["yesterday", "2h", "business"], "bad-time"),
        (["2026-02-13 16:50", "soon", "business"], "bad-span"),
        (["2026-02-13 16:50", "by noon", "business"], "bad-span"),
        (["2026-02-13 16:50", "2h", "busines"], "unknown-name"),
    ] {
        let [from, span, calendar] = args;
        assert_eq!(folder.run(&["due", from, span, "--calendar", calendar, "--json"]).error(2)["code"], code);
    }
}

#[test]
fn a_rehearsal_in_good_time_ends_and_nobody_above_hears_of_it() {
    let folder = Folder::new();
    let args = [
        "simulate",
        "complaint",
        "--estate",
        "riverside",
        "--opened",
        "2026-03-02 16:50",
        "--field",
        "severity=ordinary",
        "--json",
    ];
    let went = folder.run(&args).document(0);
    assert_eq!(keys(&went), ["workflow", "estate", "opened", "closed", "timeline", "messages"]);
    assert_eq!(went["opened"], "2026-03-02T16:50:00+08:00");
    assert!(went["closed"].is_string());
    let whats = whats(&went["timeline"]);
    assert_eq!((whats.first(), whats.last()), (Some(&"opened"), Some(&"closed")));
    assert!(!whats.contains(&"overdue"));
    assert_eq!(went, folder.run(&args).document(0), "the same call has the same answer");
}

#[test]
fn nobody_does_anything_after_the_opening() {
    let folder = Folder::new();
    let args = ["simulate", "complaint", "--estate", "hillside", "--opened", "2026-03-02 16:50", "--nobody"];
    let went = folder.run(&[&args[..], &["--json"]].concat()).document(0);
    assert!(went["closed"].is_null());
    let whats = whats(&went["timeline"]);
    assert!(whats.contains(&"overdue") && !whats.contains(&"done"), "{whats:?}");
    let text = folder.run(&args).well();
    for line in [
        "2026-03-02 周一",
        "17:10     首次响应      超时",
        "→ 何静、林涛、孙悦  短信和邮件  超时",
        "首次响应 到期 17:10",
        "没有结案",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[test]
fn colours_go_where_they_are_asked_for_and_nowhere_else() {
    let folder = Folder::new();
    let call = |how: &str| {
        let args = ["simulate", "complaint", "--estate", "riverside", "--opened", "2026-03-02 16:50"];
        folder.run(&[&args[..], &["--color", how]].concat()).well()
    };
    assert!(call("always").contains("\u{1b}[36m首次响应 到期 17:20\u{1b}[0m"));
    for plain in ["auto", "never"] {
        assert!(!call(plain).contains('\u{1b}'), "{plain} has colours where no terminal is");
    }
}

#[test]
fn a_story_is_followed_and_then_people_go_on() {
    let folder = Folder::new();
    folder.write("late.yaml", "story:\n  - { at: +35m, do: respond }\n");
    let call = |story: &str| {
        folder.run(&[
            "simulate",
            "complaint",
            "--estate",
            "riverside",
            "--opened",
            "2026-03-02 09:00",
            "--story",
            story,
            "--json",
        ])
    };
    let went = call("late.yaml").document(0);
    let late = went["timeline"]
        .as_array()
        .expect("events")
        .iter()
        .find(|event| event["what"] == "done" && event["step"] == "respond");
    assert_eq!(late.expect("it is done")["at"], "2026-03-02T09:35:00+08:00");
    assert!(whats(&went["timeline"]).contains(&"overdue"));
    assert!(went["closed"].is_string());

    folder.write("wrong.yaml", "story:\n  - { at: +5m, do: archive }\n");
    let error = call("wrong.yaml").error(3);
    assert!(error["message"].as_str().is_some_and(|text| text.starts_with("wrong.yaml:2 ")), "{error}");
    assert_eq!(call("nowhere.yaml").error(2)["code"], "no-file");
}

#[test]
fn every_mistake_in_a_story_is_told_where_the_file_lies_with_the_way_out() {
    let folder = Folder::new();
    let call = |more: &[&str]| {
        let args = ["simulate", "complaint", "--estate", "riverside", "--opened", "2026-03-02 09:00"];
        folder.run(&[&args[..], &["--lang", "en", "--story", "stories/mine.yaml"], more].concat())
    };
    let lines = "story:\n  - { at: +5m, do: respnd, as: wang.lee }\n  - { at: +9m, set: { planned: now } }\n";
    folder.write("stories/mine.yaml", lines);
    let ran = call(&[]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    for said in [
        "--> stories/mine.yaml:2:20",
        "did you mean `respond`?",
        "did you mean `wang.li`?",
        "--> stories/mine.yaml:3:23",
        "error: stories/mine.yaml has 3 mistakes; nothing was rehearsed",
    ] {
        assert!(ran.stderr.contains(said), "{said} is not in {}", ran.stderr);
    }
    let error = call(&["--json"]).error(2);
    assert_eq!((&error["code"], &error["help"]), (&"story-broken".into(), &"did you mean `respond`?".into()));
    assert_eq!(error["message"].as_str().map(|text| text.matches("stories/mine.yaml:").count()), Some(3));

    // A file that is nothing but lines says how it should begin, whatever else is wrong with it.
    folder.write("stories/mine.yaml", "- { at: +5m, do: respond }\n");
    let error = call(&["--json"]).error(2);
    assert_eq!(error["code"], "no-story");
    assert!(error["help"].as_str().is_some_and(|help| help.contains("`story:`")), "{error}");

    // One in Chinese words keeps to them, and says what it likes of itself.
    let chinese = "场景: 晚了\n流程: complaint\n经过:\n  - { 时刻: +35分钟, 做: respond, 由: 王丽 }\n";
    folder.write("stories/mine.yaml", chinese);
    let went = call(&["--json"]).document(0);
    assert!(whats(&went["timeline"]).contains(&"overdue"));
}

#[test]
fn a_year_of_reminders_keeps_its_dates_on_a_phone_and_on_a_desk() {
    let folder = Folder::new();
    folder.write(
        "workflows/lifts.yaml",
        "workflow: lifts\ncalendar: business\nstart: [ { who: engineering } ]\nescalate:\n  - { at: ready, tell: owner }\n  - { at: overdue, tell: [owner, superior], repeat: { every: 1 workday, times: 300 } }\nsteps:\n  - { step: look, owner: engineering, within: 2h }\n  - { step: mend, owner: engineering, within: 2h }\n",
    );
    let args = ["simulate", "lifts", "--estate", "riverside", "--opened", "2026-01-05 09:00", "--nobody"];
    let page = folder.run(&[&args[..], &["--format", "html"]].concat()).well();
    let pictures: Vec<&str> = page.split("<svg ").skip(1).collect();
    assert_eq!(pictures.len(), 2, "one for a desk, one for a phone");
    for picture in pictures {
        let picture = &picture[..picture.find("</svg>").expect("its end")];
        for date in [">1/5<", ">2027<"] {
            assert!(picture.contains(date), "{date} is not in the picture");
        }
        let lines = picture.matches("class=\"line\"").count() + picture.matches("class=\"told\"").count();
        assert!((10..60).contains(&lines), "{lines} lines are a grey wall");
    }
}

#[test]
fn more_cases_than_tell_anything_are_refused_with_the_reason() {
    let folder = Folder::new();
    for many in ["0", "10001", "99999999999"] {
        let args = ["simulate", "complaint", "--estate", "riverside", "--json", "--lang", "en", "--many"];
        let error = folder.run(&[&args[..], &[many]].concat()).error(2);
        assert_eq!(error["code"], "not-so-many");
        assert_eq!(error["message"], format!("--many takes 1 to 10000 cases, not {many}"));
    }
    // Where no terminal is, how far it is is told to nobody.
    let args = ["simulate", "cleaning", "--estate", "riverside", "--opened", "2026-03-02 00:00"];
    let ran = folder.run(&[&args[..], &["--many", "300"]].concat());
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    for line in ran.stdout.lines().skip_while(|line| !line.contains("每小时")) {
        assert!(line.chars().count() <= 80, "a table is wider than a terminal: {line}");
    }
}

#[test]
fn names_and_values_of_a_rehearsal_are_looked_up() {
    let folder = Folder::new();
    let call =
        |args: &[&str]| folder.run(&[&["simulate"], args, &["--json", "--lang", "en"]].concat()).error(2);
    assert_eq!(call(&["complain", "--estate", "riverside"])["help"], "did you mean `complaint`?");
    assert_eq!(call(&["complaint", "--estate", "riversid"])["help"], "did you mean `riverside`?");
    assert_eq!(
        call(&["complaint", "--estate", "riverside", "--field", "severity=huge"])["code"],
        "bad-value"
    );
    assert_eq!(
        call(&["complaint", "--estate", "riverside", "--field", "severety=major"])["help"],
        "did you mean `severity`?"
    );
    assert_eq!(call(&["complaint", "--estate", "riverside", "--field", "severity"])["code"], "bad-pair");
}

#[test]
fn a_rehearsal_is_drawn_with_every_message_as_it_would_be_worded_and_fetches_nothing() {
    let folder = Folder::new();
    let mut args = vec!["simulate", "complaint", "--estate", "riverside", "--opened", "2026-02-13 16:50"];
    args.extend(["--nobody", "--field", "what=<script>alert(1)</script>", "--format"]);
    let page = folder.run(&[&args[..], &["html", "--out", "friday.html"]].concat());
    assert!(page.well().contains("friday.html"));
    let page = fs::read_to_string(folder.path().join("friday.html")).expect("a page");
    for said in [
        "<svg",
        "立案之后无人办理",
        "区域经理",
        "首次响应 已超时",
        "<b>SMS_124</b>",
        "&lt;script&gt;alert(1)",
        "@media print",
        "没有轮到：",
    ] {
        assert!(page.contains(said), "{said} is not on the page");
    }
    for foreign in ["<script>alert", "http://", "https://", "src="] {
        let known = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!known.contains(foreign), "{foreign} is on the page");
    }
    let svg = folder.run(&[&args[..], &["svg", "--lang", "en"]].concat()).well();
    assert!(svg.starts_with("<svg xmlns=") && svg.contains("Who is told"));

    let went = folder.run(&[&args[..], &["text", "--json"]].concat()).document(0);
    let messages = went["messages"].as_array().expect("messages");
    let told = whats(&went["timeline"]).iter().filter(|what| **what == "told").count();
    assert_eq!(messages.len(), told, "each message is worded");
    assert_eq!(keys(&messages[0]), ["event", "to", "via", "template", "subject", "text", "sms"]);
}

#[test]
fn many_cases_of_a_process_that_only_the_clock_opens_begin_at_its_hours() {
    let folder = Folder::new();
    let args = ["simulate", "cleaning", "--estate", "riverside", "--opened", "2026-03-02 00:00"];
    let told = folder.run(&[&args[..], &["--many", "12", "--seed", "7", "--json"]].concat()).document(0);
    let tasks = told["roles"].as_array().expect("tasks");
    let cleaner = tasks.iter().find(|one| one["owner"] == "fang.hua").expect("the cleaner's tasks");
    let hours = cleaner["tasks_by_hour"].as_array().expect("hours");
    assert!(hours[8].as_u64() >= Some(12), "every zone is given out at eight: {hours:?}");
}

#[test]
fn many_cases_at_random_are_the_same_for_the_same_seed_and_their_figures_agree() {
    let folder = Folder::new();
    let call = |seed: &str| {
        let args = ["simulate", "complaint", "--estate", "riverside", "--opened", "2026-03-02 00:00"];
        folder.run(&[&args[..], &["--many", "12", "--seed", seed, "--json"]].concat()).document(0)
    };
    let went = call("7");
    let all =
        ["workflow", "estate", "from", "seed", "cases", "closed", "limits", "people", "roles", "standards"];
    assert_eq!(keys(&went), all);
    assert_eq!(went, call("7"), "the same seed gives the same cases");
    assert_ne!(went["people"], call("8")["people"], "another gives others");
    let sum = |list: &str, key: &str| -> u64 {
        went[list].as_array().expect("a list").iter().map(|one| one[key].as_u64().expect("a number")).sum()
    };
    assert!(sum("limits", "first_missed") <= 12, "a case has one limit that is missed first");
    let standards = went["standards"].as_array().expect("standards");
    for one in standards {
        assert_eq!(keys(one), ["ref", "measure", "at_least", "at_most", "figure", "kept", "of", "running"]);
        let (figure, least) = (one["figure"].as_f64().expect("a figure"), one["at_least"].as_f64());
        assert_eq!(one["kept"].as_bool(), least.map(|least| figure >= least), "{one}");
    }
    let respond = went["limits"].as_array().expect("limits").iter().find(|one| one["limit"] == "respond");
    let met = respond.and_then(|one| one["met"].as_u64()).expect("a number of cases");
    // `respond` has one round in each of the twelve cases, so its share is of them.
    let share = f64::from(u32::try_from(met).expect("few")) / 12.0;
    assert!((standards[0]["figure"].as_f64().expect("a figure") - share).abs() < 1e-5, "{}", standards[0]);
    let record = &went["limits"].as_array().expect("limits")[0];
    assert_eq!((record["limit"].as_str(), record["met"].as_u64()), (Some("record"), Some(12)));
    for person in went["people"].as_array().expect("people") {
        let days = person["days"].as_object().expect("days").values();
        assert_eq!(days.map(|count| count.as_u64().expect("a number")).sum::<u64>(), person["messages"]);
    }
    // Days on which somebody would be over their budget are counted where there is one.
    let over = |went: &serde_json::Value| -> Vec<Option<u64>> {
        let people = went["people"].as_array().expect("people");
        people.iter().map(|person| person["days_over_budget"].as_u64()).collect()
    };
    assert!(over(&went).iter().all(Option::is_none));
    folder.edit("steward.yaml", "\nescalate:", "\nbudget: { person: 1 a day }\nescalate:");
    let with = over(&call("7"));
    assert!(with.iter().all(Option::is_some) && with.iter().any(|days| *days > Some(0)), "{with:?}");
    let error = folder.run(&["simulate", "complaint", "--estate", "riverside", "--seed", "1", "--json"]);
    assert_eq!(error.error(2)["status"], 2, "a seed alone means nothing");
}
