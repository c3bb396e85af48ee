//! How the command line is called: options, languages, mistakes in the call.

use crate::harness::{Folder, run, steward};

#[test]
fn a_mistake_in_the_call_is_status_2_and_says_what_was_meant() {
    for (args, code) in [
        (&["frobnicate"][..], "unknown-command"),
        (&["check", "--frobnicate"], "unknown-option"),
        (&["show"], "missing-argument"),
        (&["due", "2026-02-13 16:50", "2h"], "missing-argument"),
        (&["cases", "--limit", "many"], "bad-value"),
        (&["cases", "--state", "frozen"], "bad-value"),
        (&["check", "--lang", "fr"], "bad-value"),
        (&[], "no-command"),
    ] {
        let error = run(&[args, &["--json"]].concat()).error(2);
        assert_eq!(error["code"], code, "{args:?}");
        assert!(error["help"].is_string(), "{args:?} names no way out");
    }
    let ran = run(&["chek", "--lang", "en"]);
    assert_eq!(ran.status, 2);
    assert_eq!(ran.stderr, "error: there is no command `chek`\nhelp: did you mean `check`?\n");
}

#[test]
fn global_options_stand_before_or_after_the_command() {
    let folder = Folder::new();
    let dir = folder.path().to_str().expect("UTF-8");
    let after = run(&["cases", "--json", "--dir", dir]).well();
    assert_eq!(run(&["--json", "--dir", dir, "cases"]).well(), after);
    assert_eq!(run(&["--dir", dir, "cases", "--json"]).well(), after);
}

#[test]
fn the_language_is_chinese_unless_the_locale_or_the_call_says_english() {
    let says = |locale: &[(&str, &str)], args: &[&str]| {
        let output = steward().envs(locale.iter().copied()).args(args).output().expect("it runs");
        String::from_utf8(output.stderr).expect("UTF-8").starts_with("error")
    };
    assert!(!says(&[], &["frob"]));
    assert!(!says(&[("LANG", "C.UTF-8")], &["frob"]));
    assert!(says(&[("LANG", "en_US.UTF-8")], &["frob"]));
    assert!(!says(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], &["frob"]));
    assert!(says(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "")], &["frob"]));
    assert!(says(&[], &["frob", "--lang", "en"]));
    assert!(!says(&[("LANG", "en_US.UTF-8")], &["--lang=zh", "frob"]));
}

#[test]
fn help_teaches_with_an_example() {
    let page = run(&["done", "--help"]).well();
    assert!(page.starts_with("办完一个步骤\n\n用法：steward done "), "{page}");
    assert!(page.contains("\n例：\n  steward done riverside-complaint-17 respond --tick"), "{page}");
    let page = run(&["--lang", "en", "--help"]).well();
    assert!(
        page.contains("\nCommands:\n") && page.contains("  simulate  Rehearse a case in virtual time"),
        "{page}"
    );
}

#[test]
fn a_folder_without_a_handbook_is_said_so() {
    let error = run(&["check", "--json", "--lang", "en"]).error(2);
    assert_eq!(error["code"], "no-handbook");
}

#[test]
fn the_handbook_is_found_upwards() {
    let folder = Folder::new();
    let inside = folder.path().join("workflows");
    let output = steward().current_dir(inside).arg("check").output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_reader_that_went_away_is_no_trouble() {
    let folder = Folder::new();
    let mut command = steward();
    let command = command.current_dir(folder.path()).args(["simulate", "complaint", "--estate", "riverside"]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}
