//! Whether following a suggestion mends the file: every offered change of every golden folder is made,
//! and what it was offered for must be gone.

use crate::{Mistake, findings, mistakes};
use steward_model::{Diagnostic, Files, Fix};

/// The files with one change made.
fn changed(files: &Files, fix: &Fix) -> Files {
    let mut changed = files.clone();
    let bytes = &files.get(&fix.place.file).expect("a change is made in a file that is there").bytes;
    let mended = [&bytes[..fix.place.start], fix.with.as_bytes(), &bytes[fix.place.end..]].concat();
    changed.insert(&*fix.place.file, mended);
    changed
}

/// Whether a finding is about what a change has written.
fn is_about(finding: &Diagnostic, fix: &Fix) -> bool {
    let (start, end) = (fix.place.start, fix.place.start + fix.with.len());
    finding.place.file == fix.place.file && finding.place.start <= end && start <= finding.place.end
}

#[test]
fn every_suggestion_mends_what_it_is_offered_for() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for Mistake { name, files } in mistakes() {
        // Its slips are those of other folders, and each would be tried among two hundred.
        if name == "two-hundred-mistakes" {
            continue;
        }
        let found = findings(&files);
        for finding in &found {
            let Some(fix) = &finding.fix else { continue };
            tried += 1;
            let after = findings(&changed(&files, fix));
            let code = finding.code;
            if after.iter().any(|left| left.code == code && is_about(left, fix)) {
                wrong.push(format!("{name}: {code} stays after `{}`", fix.with));
            }
            if after.len() >= found.len() {
                let said: Vec<&str> = after.iter().map(|left| left.message.en.as_str()).collect();
                wrong.push(format!("{name}: `{}` for {code} leads to {said:?}", fix.with));
            }
        }
    }
    assert!(tried > 50, "only {tried} suggestions were tried");
    assert!(wrong.is_empty(), "{} suggestions mend nothing:\n{}", wrong.len(), wrong.join("\n"));
}
