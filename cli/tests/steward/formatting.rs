//! fmt.

use crate::harness::{Folder, keys};

#[test]
fn a_handbook_goes_into_chinese_words_and_works_as_before() {
    let folder = Folder::new();
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).expect("a file");
    let before = read("workflows/complaint.yaml");
    assert_eq!(folder.run(&["fmt", "--check"]).well().trim(), "不用改写");

    assert_eq!(folder.run(&["fmt", "--words", "zh", "--check"]).status, 1);
    assert_eq!(read("workflows/complaint.yaml"), before, "a look changes nothing");
    let changed = folder.run(&["fmt", "--words", "zh", "--json"]).document(0);
    assert_eq!(keys(&changed), ["changed", "unreadable"]);
    assert!(read("workflows/complaint.yaml").contains("\n步骤:\n"));
    assert!(folder.run(&["check", "--strict"]).well().starts_with("手册没有问题"));
    folder.run(&["test"]).well();
    assert!(folder.run(&["explain", "unknown-role"]).well().contains("兜底: quality"), "in its own words");

    folder.run(&["fmt", "--words", "en"]).well();
    assert_eq!(read("workflows/complaint.yaml"), before);
    assert!(folder.run(&["explain", "unknown-role"]).well().contains("last_resort: quality"));
}

#[test]
fn only_the_files_named_are_written() {
    let folder = Folder::new();
    let changed = folder.run(&["fmt", "--words", "zh", "--json", "complaint.yaml"]).document(0);
    assert_eq!(changed["changed"], serde_json::json!(["workflows/complaint.yaml"]));
    assert_eq!(folder.run(&["fmt", "--json", "nowhere.yaml"]).error(2)["code"], "no-file");
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone_and_named() {
    let folder = Folder::new();
    folder.edit("workflows/enquiry.yaml", "workflow: enquiry", "workflow: {");
    let changed = folder.run(&["fmt", "--words", "zh", "--json", "enquiry.yaml"]).document(1);
    assert_eq!(changed["unreadable"], serde_json::json!(["workflows/enquiry.yaml"]));
}
