//! Files as people spoil them. Whatever is slipped into a sound handbook, in either vocabulary: nothing
//! breaks, each finding lies within its file and between letters, `fmt` changes nothing that it wrote and
//! finds nothing new, `check --fix` leaves nothing that it could still mend, and an editor is answered
//! wherever it asks. `STEWARD_CASES` is how many handbooks are tried.

#[path = "slips/slip.rs"]
mod slip;

use proptest::prelude::*;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner,
};
use slip::{Spoilt, spoilt};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use steward_language::mend::mend;
use steward_language::{Formatted, assist, format, render};
use steward_model::{Diagnostic, Files, Lang};
use steward_tests::stories::Dice;

/// So many spoilt handbooks take well below a minute, unoptimised on two cores.
const HANDBOOKS: u32 = 60;

/// Numbers enough for the longest row of slips.
const DICE: usize = 60;

#[test]
fn whatever_is_spoilt_is_told_and_nothing_breaks() {
    let cases = std::env::var("STEWARD_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(HANDBOOKS);
    let config = Config {
        cases,
        max_shrink_iters: 60,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    };
    // The same handbooks each time, so that a suite that was green stays green until something changes.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let dice = prop::collection::vec(any::<u16>(), DICE);
    let tried = runner.run(&dice, |rolls| tried(rolls).map_err(TestCaseError::fail));
    match tried {
        Ok(()) => {}
        Err(TestError::Fail(why, _)) => panic!("{}", why.message()),
        Err(abort @ TestError::Abort(_)) => panic!("{abort}"),
    }
}

fn tried(rolls: Vec<u16>) -> Result<(), String> {
    let spoilt = spoilt(&mut Dice::new(rolls));
    let judged = catch_unwind(AssertUnwindSafe(|| judge(&spoilt)));
    judged
        .unwrap_or_else(|_| Err("it panicked".to_owned()))
        .map_err(|why| format!("{why}\n{}", spoilt.told()))
}

fn judge(spoilt: &Spoilt) -> Result<(), String> {
    let files = &spoilt.files;
    let found = findings(files);
    lie_within(files, &found)?;
    for lang in [Lang::Zh, Lang::En] {
        render::text(&found, files, lang, false);
        render::json(&found, files, lang);
        render::sarif(&found, files, lang, "0", "");
        render::github(&found, files, lang, "");
    }
    for words in [None, Some(Lang::Zh), Some(Lang::En)] {
        let once = formatted(files, words);
        same(&once, &formatted(&once, words))
            .map_err(|line| format!("fmt {words:?} changes what it wrote: {line}"))?;
        let (before, after) = (codes(&found), codes(&findings(&once)));
        let new: Vec<_> = after.difference(&before).collect();
        if !new.is_empty() {
            return Err(format!("after fmt {words:?} there is {new:?}, before it {before:?}"));
        }
    }
    let mended = mend(files, findings);
    let again = mend(&mended.files, findings);
    if !again.changes.is_empty() {
        return Err(format!("--fix goes on: {:?}, after {:?}", again.changes, mended.changes));
    }
    ask(spoilt);
    Ok(())
}

/// What `check` finds: the language first, then the rules.
fn findings(files: &Files) -> Vec<Diagnostic> {
    let (handbook, mut found) = steward_language::read(files);
    if let Some(handbook) = handbook {
        found.append(&mut steward_rules::compile(&handbook).1);
    }
    steward_language::silence(files, found)
}

fn lie_within(files: &Files, found: &[Diagnostic]) -> Result<(), String> {
    for finding in found {
        let also = finding.also.iter().map(|label| &label.place);
        let fix = finding.fix.iter().map(|fix| &fix.place);
        for place in std::iter::once(&finding.place).chain(also).chain(fix) {
            let bytes = files.get(&place.file).map_or(&[][..], |file| &*file.bytes);
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            let whole = |at: usize| at <= bytes.len() && (text.is_empty() || text.is_char_boundary(at));
            if place.start > place.end || !whole(place.start) || !whole(place.end) {
                return Err(format!("{} lies nowhere: {place:?}", finding.code));
            }
        }
    }
    Ok(())
}

fn formatted(files: &Files, words: Option<Lang>) -> Files {
    let mut all = files.clone();
    for file in files.iter() {
        if let Formatted::Changed(text) = format(file, words) {
            all.insert(&file.path, text);
        }
    }
    all
}

/// What is found, in which files. Which words a file should have is what formatting it is about.
fn codes(found: &[Diagnostic]) -> BTreeSet<(String, &'static str)> {
    let others = found.iter().filter(|finding| finding.code != "mixed-words");
    others.map(|finding| (finding.place.file.to_string(), finding.code)).collect()
}

fn same(one: &Files, other: &Files) -> Result<(), String> {
    for file in one.iter() {
        let lines = |files: &Files| {
            let bytes = files.get(&file.path).map(|file| file.bytes.to_vec()).unwrap_or_default();
            String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect::<Vec<_>>()
        };
        if let Some(differs) = lines(one).iter().zip(&lines(other)).find(|(a, b)| a != b) {
            return Err(format!("{} {differs:?}", file.path));
        }
    }
    Ok(())
}

/// Asks what an editor asks, at some places of the spoilt file.
fn ask(Spoilt { files, path, at, .. }: &Spoilt) {
    let file = files.get(path).expect("the spoilt file is there");
    let handbook = steward_language::read(files).0;
    for at in at {
        assist::offers(files, path, *at);
        assist::hint(files, file, handbook.as_ref(), *at);
        if let Some(handbook) = &handbook {
            assist::definition(files, file, handbook, *at);
            // A name may well stand nowhere, or mean two things.
            let _ = assist::uses(files, handbook, path, *at);
            assist::allowance(file, handbook, *at);
            assist::outline(file, handbook);
        }
    }
}
