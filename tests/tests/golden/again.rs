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
const CHANGES: [(&str, &str, &str); 31] = [
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
    // What checks of a workflow ask for: who stands above whom, hours, the common ladder; and rules.
    ("steward.yaml", "superior: service-supervisor", "superior: region-manager"),
    ("calendars/business.yaml", "\"13:30-17:30\"", "\"13:30-13:40\""),
    ("steward.yaml", "  - { at: overdue, tell: [owner, superior], via: [sms, email] }\n", ""),
    ("steward.yaml", "tell: [owner, superior], via", "tell: [owner, superior, all owner], via"),
    ("rules/complaint.rhai", "fn ", "// \nfn "),
    // Names that workflows, scenarios, estates and the ladder ask for, or might.
    ("estates/riverside.yaml", "id: wang.li,", "id: wang.lin,"),
    ("estates/riverside.yaml", "name: 王丽", "name: 周敏"),
    ("estates/riverside.yaml", "name: 王丽", "name: front-desk"),
    (
        "estates/riverside.yaml",
        "staff:\n",
        "staff:\n  - { id: new, name: 新人, roles: [front-desk], phone: \"+8613800000299\" }\n",
    ),
    (
        "estates/riverside.yaml",
        "staff:\n",
        "staff:\n  - { id: he.jing, name: 何静, roles: [front-desk], phone: \"+8613800000299\" }\n",
    ),
    ("estates/riverside.yaml", "name: { zh: 滨江花园", "name: { zh: 翠岭小区"),
    ("estates/riverside.yaml", "estate: riverside", "estate: waterside"),
    ("estates/riverside.yaml", "region: east", "region: west"),
    ("estates/riverside.yaml", "id: b1,", "id: b9,"),
    ("estates/riverside.yaml", "region: east", "region: east\ntime_zone: Asia/Tokyo"),
    ("steward.yaml", "zh: 前台", "zh: 保安"),
    ("steward.yaml", "  front-desk:", "  reception:"),
    ("workflows/complaint.yaml", "workflow: complaint", "workflow: complaints"),
    ("workflows/complaint.yaml", "step: respond", "step: answer"),
    ("workflows/enquiry.yaml", "step: pass-on", "step: hand-on"),
    ("scenarios/complaint/answered-in-time.yaml", "as: wang.li", "as: 王丽"),
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

/// What stands on another file, or calls something there by its name, written into the shipped handbook; and
/// what then is another there, so that something is wrong.
const CALLED: [[(&str, &str, &str); 2]; 7] = [
    // A ladder of its own then ends lower than the common one; a superior then is told twice.
    [
        ("workflows/complaint.yaml", "edition: 3", "edition: 4"),
        (
            "steward.yaml",
            "{ at: overdue, tell: [owner, superior], via",
            "{ at: overdue, tell: [owner, group-quality], via",
        ),
    ],
    [
        (
            "workflows/archive-loan.yaml",
            "[owner, starter, superior]",
            "[owner, starter, superior, estate-manager]",
        ),
        (
            "steward.yaml",
            "en: Archivist }, superior: service-supervisor",
            "en: Archivist }, superior: estate-manager",
        ),
    ],
    [
        ("estates/hillside.yaml", "archive: front-desk", "archive: 张伟"),
        ("estates/riverside.yaml", "name: 张伟", "name: 章伟"),
    ],
    [
        ("steward.yaml", "{ at: 80%, tell: owner,", "{ at: 80%, tell: 张伟,"),
        ("estates/riverside.yaml", "name: 张伟", "name: 章伟"),
    ],
    [
        ("estates/hillside.yaml", "id: he.jing,", "id: he.jing, substitute: 张伟,"),
        ("estates/riverside.yaml", "name: 张伟", "name: 章伟"),
    ],
    [
        ("scenarios/complaint/answered-in-time.yaml", "estate: riverside", "estate: 滨江花园"),
        ("estates/riverside.yaml", "name: { zh: 滨江花园", "name: { zh: 滨江家园"),
    ],
    [
        ("scenarios/complaint/answered-in-time.yaml", "workflow: complaint", "workflow: 投诉与建议处理"),
        ("workflows/enquiry.yaml", "title: { zh: 日常咨询与接待", "title: { zh: 投诉与建议处理"),
    ],
];

#[test]
fn what_stands_on_another_file_is_looked_at_again_with_it() {
    let shipped = shipped();
    for change in CALLED {
        let mut workspace = Workspace::default();
        let mut files = shipped.clone();
        let mut found = Vec::new();
        for (path, from, to) in change {
            let text = text(&files, path).expect("a text");
            assert!(text.contains(from), "{path} has no `{from}`");
            files = with(&files, path, text.replacen(from, to, 1));
            agree(&mut workspace, &files, &format!("{from} became {to}"));
            found = read(&files).1;
        }
        assert!(!found.is_empty(), "{change:?} leaves nothing wrong");
        agree(&mut workspace, &shipped, "all changes");
    }
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
