//! A handbook that is read again says word for word what a first reading says, whatever it was before:
//! every mistake is made and mended in one workspace.

use super::{healthy, mistakes};
use steward_language::{Workspace, read};
use steward_model::{File, Files};

/// Everything that was understood and found.
fn whole(read: (Option<steward_model::Handbook>, Vec<steward_model::Diagnostic>)) -> String {
    format!("{read:#?}")
}

#[track_caller]
fn agree(workspace: &mut Workspace, files: &Files, after: &str) {
    let (again, fresh) = (whole(workspace.read(files)), whole(read(files)));
    let differs = again.lines().zip(fresh.lines()).find(|(again, fresh)| again != fresh);
    assert!(again == fresh, "after {after}, again and afresh: {differs:#?}");
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
