//! Whole folders read as a manager would have them, and what is said about their slips.

mod adjusting;
mod calendars;
mod channels;
mod differing;
mod files;
mod limits;
mod names;
mod people;
mod templates;
mod whole;

use crate::{read, render};
use steward_model::{Files, Lang};

/// The smallest organisation that passes without a finding.
pub(crate) const ORGANISATION: &str = r#"organisation: 江南物业
last_resort: group-quality
time_zone: Asia/Shanghai
roles:
  front-desk: { title: 前台, superior: group-quality }
  group-quality: { title: 集团品质部 }
staff:
  - { id: xu.min, name: 徐敏, roles: [group-quality], email: quality@example.com }
"#;

const ESTATE: &str = r#"estate: riverside
name: 滨江花园
region: east
staff:
  - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
"#;

/// The folder of the smallest organisation with one estate, and the files given beside or instead.
pub(crate) fn folder(files: &[(&str, &str)]) -> Files {
    let mut folder = Files::new();
    folder.insert("steward.yaml", ORGANISATION);
    folder.insert("estates/riverside.yaml", ESTATE);
    for (path, text) in files {
        folder.insert(path, *text);
    }
    folder
}

/// Reads such a folder and compares everything that is said about it, in English.
#[track_caller]
pub(crate) fn check(files: &[(&str, &str)], expected: &str) {
    let folder = folder(files);
    let (_, findings) = read(&folder);
    let said = render::text(&findings, &folder, Lang::En, false);
    assert!(said.trim_end() == expected.trim(), "it said:\n{said}");
}

/// The smallest organisation with some of its text changed.
fn organisation(from: &str, to: &str) -> String {
    changed(ORGANISATION, from, to)
}

/// The smallest organisation with more below it.
fn organisation_with(more: &str) -> String {
    format!("{ORGANISATION}{more}")
}

/// The estate with some of its text changed.
fn estate(from: &str, to: &str) -> String {
    changed(ESTATE, from, to)
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not there to be changed");
    text.replace(from, to)
}
