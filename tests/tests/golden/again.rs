//! A handbook that is read again says word for word what a first reading says, whatever it was before:
//! every mistake is made and mended in one workspace.

use super::{healthy, mistakes};
use steward_language::{Workspace, read};
use steward_model::{File, Files};
use steward_tests::folders::shipped;

type Read = (Option<steward_model::Handbook>, Vec<steward_model::Diagnostic>);

#[track_caller]
fn agree(workspace: &mut Workspace, files: &Files, after: &str) {
    let (again, fresh) = (workspace.read(files), read(files));
    // Everything that was understood and found; in lines, which take longer to write, where it differs.
    if format!("{again:?}") != format!("{fresh:?}") {
        let lines = |read: &Read| format!("{read:#?}").lines().map(str::to_owned).collect::<Vec<_>>();
        let (again, fresh) = (lines(&again), lines(&fresh));
        let differs = again.iter().zip(&fresh).find(|(again, fresh)| again != fresh);
        panic!("after {after}, again and afresh: {differs:#?}");
    }
}

#[test]
fn one_mistake_after_another_is_told_as_at_first() {
    let mut workspace = Workspace::default();
    for mistake in mistakes() {
        agree(&mut workspace, &mistake.files, &mistake.name);
    }
}

#[test]
fn a_mistake_that_is_mended_leaves_nothing_behind() {
    let healthy = healthy();
    let mut workspace = Workspace::default();
    for mistake in mistakes() {
        workspace.read(&mistake.files);
        agree(&mut workspace, &healthy, &mistake.name);
    }
}

#[test]
fn each_file_may_be_cut_short_or_go_away() {
    let healthy = healthy();
    let mut workspace = Workspace::default();
    workspace.read(&healthy);
    let without = |path: &str| {
        healthy.iter().filter(|file| &*file.path != path).fold(
            Files::new(),
            |mut files, File { path, bytes }| {
                files.insert(path, bytes.to_vec());
                files
            },
        )
    };
    for File { path, bytes } in healthy.iter() {
        agree(&mut workspace, &without(path), &format!("{path} went away"));
        for part in 1..8 {
            let mut files = without(path);
            files.insert(path, bytes[..bytes.len() * part / 8].to_vec());
            agree(&mut workspace, &files, &format!("{path} was cut at {part}/8"));
        }
        agree(&mut workspace, &healthy, &format!("{path} came back"));
    }
}

/// The folder with one file written otherwise.
fn with(files: &Files, path: &str, text: String) -> Files {
    let mut files = files.clone();
    files.insert(path, text);
    files
}

fn text<'a>(files: &'a Files, path: &str) -> Option<&'a str> {
    std::str::from_utf8(&files.get(path)?.bytes).ok()
}

#[test]
fn what_stands_in_steward_yaml_may_move_under_every_mistake() {
    let mut workspace = Workspace::default();
    for mistake in mistakes() {
        let Some(top) = text(&mistake.files, "steward.yaml") else { continue };
        workspace.read(&mistake.files);
        let moved = with(&mistake.files, "steward.yaml", format!("# 手册\n{top}"));
        agree(&mut workspace, &moved, &format!("{} moved down", mistake.name));
        agree(&mut workspace, &mistake.files, &format!("{} moved up", mistake.name));
    }
}

#[test]
fn each_line_of_what_others_stand_on_may_go_away_or_come_twice() {
    let healthy = healthy();
    let above = |path: &str| path == "steward.yaml" || path.starts_with("estates/");
    let mut workspace = Workspace::default();
    workspace.read(&healthy);
    for File { path, .. } in healthy.iter().filter(|file| above(&file.path)) {
        let lines: Vec<&str> = text(&healthy, path).expect("text").split_inclusive('\n').collect();
        for at in 0..lines.len() {
            let (before, after) = (lines[..at].concat(), lines[at + 1..].concat());
            let without = with(&healthy, path, format!("{before}{after}"));
            agree(&mut workspace, &without, &format!("{path}:{} went away", at + 1));
            let twice = with(&healthy, path, format!("{before}{}{}{after}", lines[at], lines[at]));
            agree(&mut workspace, &twice, &format!("{path}:{} came twice", at + 1));
        }
        agree(&mut workspace, &healthy, &format!("{path} came back"));
    }
}

/// What is changed in the shipped handbook: a file, and what in it into what.
const CHANGES: [(&str, &str, &str); 10] = [
    ("steward.yaml", "organisation: ", "organisation: 新"),
    ("steward.yaml", "time_zone: Asia/Shanghai", "time_zone: Asia/Tokyo"),
    ("steward.yaml", "language: zh", "language: en"),
    ("steward.yaml", "last_resort: group-quality", "last_resort: region-manager"),
    ("steward.yaml", "language: zh", "language: zh\nquiet_hours: 21:30-07:00"),
    ("steward.yaml", "at: 80%", "at: 70%"),
    ("steward.yaml", "zh: 前台", "zh: 服务台"),
    ("steward.yaml", "name: 陈刚", "name: 陈钢"),
    ("estates/riverside.yaml", "name: 王丽", "name: 王莉"),
    ("calendars/desk.yaml", "08:30", "08:00"),
];

#[test]
fn a_change_of_the_shipped_handbook_is_told_as_at_first() {
    let shipped = shipped();
    let mut workspace = Workspace::default();
    workspace.read(&shipped);
    for (path, from, to) in CHANGES {
        let before = text(&shipped, path).expect("a text");
        assert!(before.contains(from), "{path} has no `{from}`");
        let changed = with(&shipped, path, before.replacen(from, to, 1));
        agree(&mut workspace, &changed, &format!("{from} became {to}"));
    }
    agree(&mut workspace, &shipped, "all changes");
}

#[test]
fn a_title_that_becomes_the_english_one_is_shown_no_more() {
    let healthy = healthy();
    let path = "workflows/repair.yaml";
    let workflow =
        text(&healthy, path).expect("a workflow").replacen("owner: front-desk", "owner: 保安队长", 1);
    let wrong = with(&healthy, path, workflow);
    let before = text(&wrong, "steward.yaml").expect("a text");
    let swapped = before.replacen("{ zh: 前台, en: Front desk }", "{ zh: Front desk, en: 前台 }", 1);
    assert_ne!(swapped, before, "the front desk has another title");
    let mut workspace = Workspace::default();
    workspace.read(&wrong);
    agree(&mut workspace, &with(&wrong, "steward.yaml", swapped), "the titles changed places");
}
