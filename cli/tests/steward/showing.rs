//! What is shown with a step: photos, the location, the code on the spot.

use crate::harness::{Folder, keys};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use std::fs;

const ROUND: &str = "\
workflow: round
title: { zh: 巡查, en: A round }
start: [ { who: [front-desk] } ]
fields:
  zone: { type: zone, required: true }
  seen: { type: text }
steps:
  - { step: note, owner: front-desk, form: [zone], within: 1 workday }
  - step: walk
    title: { zh: 走一圈, en: Walk round }
    owner: front-desk
    form: [seen]
    within: 1 workday
    evidence: { photos: 2, location: true, code: zone }
";

/// One red point each, as a telephone's camera and an office program write it.
const JPEG: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////2wBDAf//////////////////////////////////////////////////////////////////////////////////////wAARCAABAAEDASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AP//Z";
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const WEBP: &str = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

fn round() -> (Folder, String) {
    let folder = Folder::new();
    folder.write("workflows/round.yaml", ROUND);
    for (name, base64) in [("大堂.jpg", JPEG), ("stairs.png", PNG), ("lift.webp", WEBP)] {
        let bytes = STANDARD.decode(base64).expect("an image");
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let open = ["open", "round", "--estate", "riverside", "--field", "zone=b1", "--as", "wang.li", "--json"];
    let case = folder.run(&open).document(0)["case"].as_str().expect("an id").to_owned();
    (folder, case)
}

fn walk<'a>(case: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["done", case, "walk", "--as", "wang.li"], more].concat()
}

const ALL: [&str; 8] =
    ["--file", "大堂.jpg", "--file", "stairs.png", "--location", "31.2304,121.4737", "--code", "k7q2-18"];

fn shown(folder: &Folder, case: &str, more: &[&str]) -> Value {
    folder.run(&[&["show", case, "--json"], more].concat()).document(0)
}

#[test]
fn what_is_shown_is_kept_listed_and_given_back() {
    let (folder, case) = round();
    let before = shown(&folder, &case, &[]);
    assert_eq!(before["steps"][0]["asks_for"], Value::Null);
    let asked = &before["steps"][1]["asks_for"];
    assert_eq!(keys(asked), ["photos", "location", "code"]);
    assert_eq!(asked.to_string(), r#"{"photos":2,"location":true,"code":"zone"}"#);
    assert_eq!(before["evidence"], Value::Array(Vec::new()));
    let told = folder.run(&["tasks", "--as", "wang.li"]).well();
    assert!(told.contains("走一圈（佐证：照片 2 张、定位、现场签到码）"), "{told}");

    folder.run(&walk(&case, &ALL)).well();
    let document = shown(&folder, &case, &["--as", "li.na"]);
    let given = &document["evidence"][0];
    assert_eq!(keys(given), ["step", "item", "round", "at", "by", "photos", "location", "zone"]);
    assert_eq!(given["by"], "wang.li");
    assert_eq!(given["location"], "31.2304,121.4737");
    assert_eq!(given["zone"], "b1");
    let photos = given["photos"].as_array().expect("photos");
    assert_eq!(keys(&photos[0]), ["name", "sha256", "size", "type", "file", "before"]);
    let about: Vec<_> = photos.iter().map(|photo| (&photo["name"], &photo["type"], &photo["file"])).collect();
    let null = &Value::Null;
    assert_eq!(
        about,
        [(&"大堂.jpg".into(), &"image/jpeg".into(), null), (&"stairs.png".into(), &"image/png".into(), null)]
    );

    let saved = shown(&folder, &case, &["--files", "out/photos", "--as", "li.na"]);
    for (photo, kept) in saved["evidence"][0]["photos"].as_array().expect("photos").iter().zip([JPEG, PNG]) {
        let file = photo["file"].as_str().expect("a file");
        assert!(file.starts_with("out/photos/walk-1-"), "{file}");
        let bytes = fs::read(folder.path().join(file)).expect("a photo");
        assert_eq!(bytes, STANDARD.decode(kept).expect("an image"));
        assert_eq!(photo["size"], bytes.len());
    }
    let text = folder.run(&["show", &case, "--lang", "en"]).well();
    for part in ["2 photos, location 31.2304,121.4737, checked in at 1号楼", "大堂.jpg", "stairs.png"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn what_is_lacking_wrong_or_no_photo_is_refused_each_with_its_status() {
    let (folder, case) = round();
    let refused = |more: &[&str], status| {
        let error = folder.run(&[walk(&case, more), vec!["--json"]].concat()).error(status);
        error["message"].as_str().expect("a message").to_owned()
    };
    let why = refused(&["--file", "stairs.png", "--lang", "en"], 2);
    assert_eq!(
        why,
        "Step “Walk round” (walk) still asks to be shown: 2 photos (there are only 1), the location, the check-in code on the spot; send it again with that"
    );
    let other = |from: &str, to: &str| {
        let mut args: Vec<String> = ALL.map(str::to_owned).to_vec();
        args.iter_mut().filter(|arg| *arg == from).for_each(|arg| *arg = to.to_owned());
        args
    };
    let with = |from: &str, to: &str, status| {
        let args = other(from, to);
        refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), status)
    };
    let why = with("k7q2-18", "M4XX-73", 3);
    assert!(why.contains("1号楼") && !why.to_lowercase().contains("k7q2"), "{why}");
    assert!(with("stairs.png", "workflows/round.yaml", 2).contains("round.yaml 不是照片"));
    assert!(with("31.2304,121.4737", "121.4737,31.2304", 2).contains("纬度"));
    with("stairs.png", "nowhere.jpg", 2);
    with("stairs.png", "workflows", 2);
    let huge = fs::File::create(folder.path().join("huge.jpg")).expect("a file");
    huge.set_len(20 * 1024 * 1024 + 1).expect("a size");
    assert!(with("stairs.png", "huge.jpg", 2).contains("huge.jpg 太大"));
    let many = refused(&[["--file", "nowhere.jpg"]; 21].concat(), 2);
    assert!(many.contains("这里有 21 张"), "{many}");
    assert_eq!(shown(&folder, &case, &[])["steps"][1]["state"], "ready");
    assert!(!folder.path().join("data/steward.db-photos").exists(), "nothing that was refused is kept");

    let note = ["done", &case, "note", "--file", "stairs.png", "--as", "wang.li", "--json"];
    folder.run(&note).error(3);
    folder.run(&walk(&case, &ALL)).well();
}

#[test]
fn a_photo_that_was_handed_in_before_is_flagged_where_it_comes_again() {
    let (folder, first) = round();
    folder.run(&walk(&first, &ALL)).well();
    let open = ["open", "round", "--estate", "riverside", "--field", "zone=b1", "--as", "wang.li", "--json"];
    let second = folder.run(&open).document(0)["case"].as_str().expect("an id").to_owned();
    let mut again = ALL;
    again[1] = "lift.webp";
    folder.run(&walk(&second, &again)).well();

    let of = |case: &str| shown(&folder, case, &["--as", "li.na"])["evidence"][0].clone();
    let (once, twice) = (of(&first), of(&second));
    assert_eq!((&once["photos"][0]["before"], &once["photos"][1]["before"]), (&Value::Null, &Value::Null));
    assert_eq!(twice["photos"][0]["before"], Value::Null, "lift.webp is new");
    let before = &twice["photos"][1]["before"];
    assert_eq!(keys(before), ["case", "step", "item", "at"]);
    assert_eq!((&before["case"], &before["step"]), (&first.as_str().into(), &"walk".into()));
    assert_eq!(before["item"], Value::Null);
    assert_eq!(before["at"], once["at"]);
    let text = folder.run(&["show", &second, "--lang", "en"]).well();
    for part in
        ["handed in before: ", ", case riverside-round-1, step walk", "handed in before: 1, see the evidence"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(folder.run(&["show", &second]).well().contains("，案件 riverside-round-1，步骤 walk"));
}

#[test]
fn who_has_sent_five_wrong_codes_is_told_when_to_try_again() {
    let (folder, case) = round();
    let mut wrong = ALL;
    wrong[7] = "guess-0815";
    for _ in 0..5 {
        let error = folder.run(&[walk(&case, &wrong), vec!["--json"]].concat()).error(3);
        assert!(error["message"].as_str().expect("a message").contains("重新扫码"), "{error}");
    }
    let error = folder.run(&[walk(&case, &ALL), vec!["--json"]].concat()).error(3);
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("15 分钟内已输错 5 次") && message.contains(" 起可以再试"), "{message}");
    let document = shown(&folder, &case, &[]);
    let noted =
        document["events"].as_array().expect("events").iter().filter(|event| event["what"] == "noted");
    assert_eq!(noted.count(), 5, "each is on the record, and what was not compared is not");
    assert!(folder.run(&["show", &case]).well().contains("签到码不对，没有办理；已输错 5 次"));
}

#[test]
fn codes_are_nowhere_but_in_the_handbook() {
    let (folder, case) = round();
    let mut wrong = ALL;
    wrong[7] = "guess-0815";
    assert_eq!(folder.run(&walk(&case, &wrong)).status, 3);
    folder.run(&walk(&case, &ALL)).well();
    let mut all = String::new();
    for call in [
        &["show", &case][..],
        &["why", &case],
        &["cases"],
        &["tasks"],
        &["messages"],
        &["check"],
        &["graph", "round"],
        &["graph", "round", "--format", "bpmn"],
        &["simulate", "round", "--estate", "riverside", "--opened", "2026-03-02 09:00"],
    ] {
        for form in [&[][..], &["--json"]] {
            let went = folder.run(&[call, form].concat());
            all.push_str(&went.stdout);
            all.push_str(&went.stderr);
        }
    }
    assert!(all.contains("riverside-round-1"));
    for file in ["data/steward.db", "data/steward.db-wal"] {
        let bytes = fs::read(folder.path().join(file)).unwrap_or_default();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    assert!(all.contains("wrong check-in code"), "the record has that one was tried");
    for code in ["k7q2-18", "m4xx-73", "guess-0815"] {
        assert!(!all.to_lowercase().contains(code), "{code} is told somewhere");
    }
}

#[test]
fn a_photo_that_is_gone_says_so_and_where_it_was_kept() {
    let (folder, case) = round();
    folder.run(&walk(&case, &ALL)).well();
    fs::remove_dir_all(folder.path().join("data/steward.db-photos")).expect("removed");
    let error = folder.run(&["show", &case, "--files", "out", "--json"]).error(4);
    assert_eq!(error["code"], "photo-gone");
    assert!(error["help"].as_str().expect("a help").contains("-photos"));
    shown(&folder, &case, &[]);
}

#[test]
fn what_was_shown_is_recorded_as_a_story_without_where_it_was() {
    let (folder, case) = round();
    let more = ["--file", "lift.webp", "--field", "seen=好"];
    let elsewhere: Vec<&str> =
        ALL.iter().map(|arg| if *arg == "31.2304,121.4737" { "39.9087,116.3975" } else { *arg }).collect();
    folder.run(&walk(&case, &[&elsewhere[..], &more].concat())).well();
    folder.run(&["test", "--record", &case, "--as", "wang.li"]).well();
    let kept = folder.path().join(format!("scenarios/recorded/{case}.yaml"));
    let kept = fs::read_to_string(kept).expect("a scenario");
    assert!(kept.contains("photos: 3, location: \"31.2304,121.4737\", code: b1, as: wang.li"), "{kept}");
}

#[test]
fn a_rehearsal_shows_whatever_is_asked_for() {
    let (folder, _) = round();
    let simulate = ["simulate", "round", "--estate", "riverside", "--opened", "2026-03-02 09:00"];
    let document = folder.run(&[&simulate[..], &["--json"]].concat()).document(0);
    assert!(document["closed"].is_string(), "{document}");
    folder.run(&[&simulate[..], &["--many", "5", "--seed", "1"]].concat()).well();
}
