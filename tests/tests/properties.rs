//! The case core against its oracle, on random stories.
//!
//! A story keeps the scheduler's rule: time never passes a moment at which the case asked to be
//! woken, and at one instant people come before the wake. After every instant the core's record must
//! be what the oracle worked out, so must the due time of each running limit and the next moment at
//! which time does something. Beside that, some laws hold of every turn: see `trial/laws.rs`.
//! `STEWARD_CASES` is how many stories are tried.

use proptest::prelude::*;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner,
};

mod trial;

/// So many stories take well below a minute, unoptimised on two cores.
const STORIES: u32 = 2_500;

/// Numbers enough for the longest definition, estate and story.
const DICE: usize = 1_100;

#[test]
fn a_case_goes_as_the_definition_says() {
    let cases = std::env::var("STEWARD_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(STORIES);
    let config = Config {
        cases,
        max_shrink_iters: 3_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    };
    // The same stories each time, so that a suite that was green stays green until something
    // changes; more of them with STEWARD_CASES.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let dice = prop::collection::vec(any::<u16>(), DICE);
    let tried = runner.run(&dice, |rolls| trial::story(rolls).map_err(TestCaseError::fail));
    if let Err(failure) = tried {
        panic!("{}", shortest(failure));
    }
}

/// The failure of the shrunk story, without the numbers it was made of.
fn shortest(failure: TestError<Vec<u16>>) -> String {
    match failure {
        TestError::Fail(why, _) => why.message().to_owned(),
        abort @ TestError::Abort(_) => abort.to_string(),
    }
}
