//! `steward diff`: two folders, two files, and the open cases between them.

use crate::harness::{Folder, keys};
use serde_json::json;

#[test]
fn a_changed_limit_names_its_estates_and_the_open_cases() {
    let (old, new) = (Folder::new(), Folder::new());
    old.complaint("major");
    old.complaint("ordinary");
    new.edit("workflows/complaint.yaml", "edition: 3", "edition: 4");
    new.edit("workflows/complaint.yaml", "    within: 30m\n", "    within: 25m\n");
    let path = new.path().to_str().expect("UTF-8");
    let found = old.run(&["diff", ".", path, "--json", "--lang", "en"]).document(0);
    assert_eq!(keys(&found), ["workflows", "files"]);
    let complaint = &found["workflows"][0];
    assert_eq!(keys(complaint), ["workflow", "what", "editions", "changes", "open_cases"]);
    assert_eq!(complaint["editions"], json!({ "old": 3, "new": 4 }));
    assert_eq!(complaint["open_cases"], 2);
    assert_eq!(
        complaint["changes"],
        json!([{
            "what": "limit",
            "about": "respond",
            "text": "`respond` got 5 minutes shorter: 25m now, 30m before",
            "by": "headquarters",
            "estates": ["lakeside", "riverside"],
        }])
    );
    let text = old.run(&["diff", ".", path]).well();
    for line in [
        "投诉与建议处理（complaint）第3版 → 第4版",
        "`respond` 缩短了5分钟：现在25分钟，原来30分钟",
        "除翠岭小区外的项目：那里有自己的规定",
        "未结案件 2 件，仍按立案时的版本办理",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[test]
fn what_says_the_same_differs_in_nothing_and_makes_no_store() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["diff", ".", ".", "--lang", "en"]).well(), "both say the same\n");
    assert!(!folder.store().exists());
}

#[test]
fn two_files_of_a_workflow_are_compared_in_their_handbook() {
    let folder = Folder::new();
    let now = folder.path().join("workflows/complaint.yaml");
    let before = folder.path().join("complaint-2.yaml");
    let text = std::fs::read_to_string(&now).expect("a file");
    std::fs::write(&before, text.replace("edition: 3", "edition: 2").replace("\nhold:", "\n# hold:"))
        .expect("written");
    let found = folder.run(&["diff", "complaint-2.yaml", "workflows/complaint.yaml", "--json"]).document(0);
    let change = &found["workflows"][0]["changes"][0];
    assert_eq!((&change["what"], &change["about"]), (&json!("hold"), &json!(null)));
    assert_eq!(found["workflows"][0]["open_cases"], json!(null));
}

#[test]
fn what_is_no_handbook_or_no_workflow_is_a_mistake_in_the_call() {
    let folder = Folder::new();
    folder.write("note.yaml", "hello: there\n");
    let error = folder.run(&["diff", "note.yaml", "workflows/complaint.yaml", "--json"]).error(2);
    assert_eq!(error["code"], "no-workflow");
    let error = folder.run(&["diff", "workflows", ".", "--json"]).error(2);
    assert_eq!(error["code"], "no-handbook");
    let error = folder.run(&["diff", "nowhere.yaml", "workflows/complaint.yaml", "--json"]).error(2);
    assert_eq!(error["code"], "no-file");
}

#[test]
fn a_handbook_with_errors_is_not_compared() {
    let (old, new) = (Folder::new(), Folder::new());
    new.edit("estates/hillside.yaml", "respond: 20m", "respond: 40m");
    let path = new.path().to_str().expect("UTF-8");
    let error = old.run(&["diff", ".", path, "--json", "--lang", "en"]).error(3);
    assert_eq!(error["code"], "handbook-broken");
    assert!(error["message"].as_str().expect("words").contains("estates/hillside.yaml"), "{error}");
}
