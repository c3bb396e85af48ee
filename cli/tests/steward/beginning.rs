//! `steward new workflow`: the first file of a process.

use crate::harness::Folder;

#[test]
fn a_new_workflow_passes_in_either_language_whatever_was_left_open() {
    for lang in ["zh", "en"] {
        for more in [
            &[][..],
            &["--approver", "项目经理", "--within", "2小时", "--calendar", "business", "--section", "3.2"],
        ] {
            let folder = Folder::new();
            let call = [
                "new",
                "workflow",
                "--id",
                "tree-care",
                "--title",
                "修剪: \"树木\" #1",
                "--owner",
                "engineering",
            ];
            let call = [&call[..], more, &["--lang", lang, "--json"]].concat();
            let made = folder.run(&call).document(0);
            assert_eq!(made["file"], "workflows/tree-care.yaml");
            let checked = folder.run(&["check", "--strict", "--json"]).document(0);
            assert_eq!((&checked["errors"], &checked["warnings"]), (&0.into(), &0.into()), "{checked}");
            let went =
                ["simulate", "tree-care", "--estate", "riverside", "--opened", "2026-03-02 10:00", "--json"];
            assert!(folder.run(&went).document(0)["closed"].is_string());
        }
    }
}

#[test]
fn what_is_there_is_not_written_over_and_what_is_off_is_said() {
    let folder = Folder::new();
    let new = |id: &str, owner: &str, status: i32| {
        folder.run(&["new", "workflow", "--id", id, "--title", "t", "--owner", owner, "--json"]).error(status)
            ["code"]
            .clone()
    };
    assert_eq!(new("complaint", "engineering", 3), "already-there");
    assert_eq!(new("../tree", "engineering", 2), "bad-name");
    assert_eq!(new("tree", "enginering", 2), "unknown-name");
    let error = folder.run(&["new", "workflow", "--id", "tree", "--json"]).error(2);
    assert_eq!(error["code"], "missing");
    assert!(!folder.path().join("workflows/tree.yaml").exists());
}
