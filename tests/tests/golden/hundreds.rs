//! A folder with two hundred mistakes: each is told at its line, in the order of files and lines, and
//! none of them causes another. The lines that hold a mistake say so in a comment.

use crate::{findings, mistakes};
use steward_model::{Diagnostic, Files};

/// The lines that hold a mistake, as `file:line`.
fn planted(files: &Files) -> Vec<String> {
    let mut planted = Vec::new();
    for file in files.iter() {
        let text = String::from_utf8_lossy(&file.bytes);
        for (at, line) in text.lines().enumerate() {
            if line.ends_with("# mistake") {
                planted.push(format!("{}:{}", file.path, at + 1));
            }
        }
    }
    planted
}

fn line(files: &Files, finding: &Diagnostic) -> String {
    let bytes = &files.get(&finding.place.file).expect("a file that is there").bytes;
    let line = bytes[..finding.place.start].iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("{}:{line}", finding.place.file)
}

#[test]
fn of_two_hundred_mistakes_each_is_told_once_and_none_causes_another() {
    let folder = mistakes().into_iter().find(|mistake| mistake.name == "two-hundred-mistakes");
    let files = folder.expect("the golden folder").files;
    let planted = planted(&files);
    assert_eq!(planted.len(), 200);
    let found = findings(&files);
    let told: Vec<String> = found.iter().map(|finding| line(&files, finding)).collect();
    let untold: Vec<_> = planted.iter().filter(|line| !told.contains(line)).collect();
    let caused: Vec<_> = found
        .iter()
        .filter(|finding| !planted.contains(&line(&files, finding)))
        .map(|finding| format!("{} {}", line(&files, finding), finding.message.en))
        .collect();
    assert!(untold.is_empty() && caused.is_empty(), "not told: {untold:#?}\ncaused by others: {caused:#?}");
    assert_eq!(told, planted, "each once, in the order of files and lines");
}
