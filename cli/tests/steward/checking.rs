//! init, check and test.

use crate::harness::{Folder, keys, run};
use serde_json::json;

#[test]
fn what_init_writes_is_sound_and_passes_its_own_scenarios() {
    let folder = Folder::new();
    let checked = folder.run(&["check", "--strict"]).well();
    assert!(checked.starts_with("手册没有问题（"), "{checked}");
    let tested = folder.run(&["test", "--json"]).document(0);
    assert_eq!(keys(&tested), ["passed", "failed", "scenarios"]);
    assert_eq!(tested["failed"], 0);
    let scenarios = tested["scenarios"].as_array().expect("scenarios");
    assert!(!scenarios.is_empty());
    for scenario in scenarios {
        assert_eq!(keys(scenario), ["file", "line", "name", "outcome", "at", "expected", "got"]);
        assert_eq!(scenario["outcome"], "passed");
        assert!(scenario["at"].is_null() && scenario["expected"].is_null() && scenario["got"].is_null());
    }
}

#[test]
fn init_leaves_a_folder_alone_that_has_a_handbook() {
    let folder = Folder::new();
    folder.edit("steward.yaml", "江南物业", "江北物业");
    let target = folder.path().to_str().expect("UTF-8");
    assert_eq!(run(&["init", target, "--json"]).error(3)["code"], "already-there");
    assert!(folder.run(&["check"]).well().starts_with("手册没有问题"));
    let text = std::fs::read_to_string(folder.path().join("steward.yaml")).expect("a file");
    assert!(text.contains("江北物业"));
}

#[test]
fn a_mistake_is_found_at_its_word_with_the_way_out() {
    let folder = Folder::new();
    folder.edit("workflows/complaint.yaml", "owner: archivist", "owner: archivst");
    let found = folder.run(&["check", "--json", "--lang", "en"]).document(1);
    assert_eq!(keys(&found), ["errors", "warnings", "files", "findings"]);
    assert_eq!((&found["errors"], &found["warnings"]), (&json!(1), &json!(0)));
    let finding = &found["findings"][0];
    assert_eq!(keys(finding), ["code", "severity", "message", "help", "place", "also", "fix"]);
    assert_eq!(finding["severity"], "error");
    assert_eq!(keys(&finding["place"]), ["file", "line", "column", "end_line", "end_column"]);
    assert_eq!(finding["place"]["file"], "workflows/complaint.yaml");
    assert_eq!(keys(&finding["fix"]), ["place", "with"]);
    let meant = finding["fix"]["with"].as_str().expect("a fix");
    assert!(meant.eq_ignore_ascii_case("archivist"), "its id or its title: {meant}");

    let text = folder.run(&["check", "--lang", "en"]);
    assert_eq!(text.status, 1);
    assert!(
        text.stdout.contains("workflows/complaint.yaml:") && text.stdout.contains("archivst"),
        "{text:?}"
    );
}

#[test]
fn a_rule_that_names_what_is_not_there_is_found_too() {
    let folder = Folder::new();
    folder.edit("rules/complaint.rhai", "role(\"region-manager\")", "role(\"region-manger\")");
    let found = folder.run(&["check", "--json"]).document(1);
    assert_eq!(found["findings"][0]["place"]["file"], "rules/complaint.rhai");
}

#[test]
fn warnings_alone_are_well_unless_they_are_taken_strictly() {
    let folder = Folder::new();
    // The office opens seven and a half hours a day.
    folder.edit("workflows/complaint.yaml", "within: 4h\n", "within: 24h\n");
    let found = folder.run(&["check", "--json"]).document(0);
    assert_eq!(found["errors"], 0);
    assert_ne!(found["warnings"], 0);
    assert_eq!(folder.run(&["check", "--strict"]).status, 1);
}

#[test]
fn other_commands_refuse_a_broken_handbook_and_name_its_first_mistake() {
    let folder = Folder::new();
    folder.edit("workflows/complaint.yaml", "owner: archivist", "owner: archivst");
    for args in [&["test"][..], &["cases"], &["simulate", "enquiry", "--estate", "riverside"]] {
        let error = folder.run(&[args, &["--json"]].concat()).error(3);
        assert_eq!(error["code"], "handbook-broken");
        assert!(error["message"].as_str().is_some_and(|text| text.contains("workflows/complaint.yaml:")));
    }
    // A calendar can be asked all the same.
    folder.run(&["due", "2026-02-13 16:50", "1 workday", "--calendar", "business"]).well();
}

const STORY: &str = "scenario: the desk is told too early
workflow: complaint
estate: riverside
opened: 2026-03-02 10:00
fields: { complainant: 李先生, channel: phone, what: 噪音, severity: ordinary, department: engineering }
story:
  - { at: +20m, expect: { told: front-desk, template: at-risk } }
";

#[test]
fn a_scenario_that_fails_shows_its_line_and_the_timeline_around_it() {
    let folder = Folder::new();
    folder.write("scenarios/early.yaml", STORY);
    let tested = folder.run(&["test", "too early", "--json", "--lang", "en"]).document(1);
    assert_eq!((&tested["passed"], &tested["failed"]), (&json!(0), &json!(1)));
    let failed = &tested["scenarios"][0];
    assert_eq!(failed["outcome"], "failed");
    assert_eq!((&failed["file"], &failed["line"]), (&json!("scenarios/early.yaml"), &json!(7)));
    assert_eq!(failed["at"], "2026-03-02T10:20:00+08:00");
    assert_eq!(failed["expected"], "front-desk was told (at-risk)");

    let text = folder.run(&["test", "scenarios/early.yaml"]);
    assert_eq!(text.status, 1);
    for line in [
        "scenarios/early.yaml:7",
        "- { at: +20m, expect:",
        "2026-03-02 周一 10:20",
        "经过：",
        "0 个通过，1 个不通过",
    ] {
        assert!(text.stdout.contains(line), "{line} is not in {}", text.stdout);
    }
}

#[test]
fn a_scenario_that_is_not_there_is_a_mistake_in_the_call() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["test", "nothing of the kind", "--json"]).error(2)["code"], "unknown-name");
}

#[test]
fn a_link_out_of_the_folder_is_refused_and_one_inside_it_is_followed() {
    use std::os::unix::fs::symlink;
    let (folder, other) = (Folder::new(), Folder::new());
    let inside = folder.path().join("workflows/enquiry.yaml");
    std::fs::rename(&inside, folder.path().join("kept-elsewhere.yaml")).expect("moved");
    symlink("../kept-elsewhere.yaml", &inside).expect("a link");
    assert!(folder.run(&["check"]).well().starts_with("手册没有问题"));
    let estate = folder.path().join("estates/linked.yaml");
    symlink(other.path().join("estates/riverside.yaml"), &estate).expect("a link");
    assert_eq!(folder.run(&["check", "--json"]).error(2)["code"], "leads-out");
    std::fs::remove_file(&estate).expect("gone");
    symlink("..", folder.path().join("workflows/round")).expect("a link");
    assert!(folder.run(&["check"]).well().starts_with("手册没有问题"), "a linked folder is no part of it");
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let folder = Folder::new();
    let file = std::fs::File::create(folder.path().join("workflows/huge.yaml")).expect("a file");
    file.set_len(50 * 1024 * 1024).expect("room");
    let found = folder.run(&["check", "--json"]).document(1);
    assert_eq!(found["findings"][0]["place"]["file"], "workflows/huge.yaml");
}

#[test]
fn code_hosts_are_told_paths_as_the_repository_has_them() {
    let repository = tempfile::tempdir().expect("a folder");
    let book = repository.path().join("手册 一");
    let dir = book.to_str().expect("UTF-8");
    run(&["init", dir]).well();
    let complaint = book.join("workflows/complaint.yaml");
    let text = std::fs::read_to_string(&complaint).expect("a file");
    std::fs::write(&complaint, text.replace("owner: archivist", "owner: archivst")).expect("written");
    let told = || {
        let github = run(&["--dir", dir, "check", "--format", "github"]);
        let sarif = run(&["--dir", dir, "check", "--format", "sarif"]).document(1);
        let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        let file = github.stdout.split(['=', ',']).nth(1).expect("a file").to_owned();
        (file, location["artifactLocation"]["uri"].as_str().expect("a reference").to_owned())
    };
    let plain = "workflows/complaint.yaml";
    assert_eq!(told(), (plain.to_owned(), plain.to_owned()), "where there is no repository");
    std::fs::create_dir(repository.path().join(".git")).expect("a folder");
    assert_eq!(told(), (format!("手册 一/{plain}"), format!("%E6%89%8B%E5%86%8C%20%E4%B8%80/{plain}")));
    std::fs::write(book.join(".git"), "gitdir: elsewhere\n").expect("written");
    assert_eq!(told(), (plain.to_owned(), plain.to_owned()), "a repository of its own");
}
