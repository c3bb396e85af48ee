//! What was accepted outlives every death of the engine. `serve` is killed with SIGKILL fifty times
//! while others open cases and finish steps in the same store and limits run out by the second; then
//! it may work in peace until nothing is left to do, and the record, what cases told each other, the outbox and what the mail
//! server and the SMS provider took are compared with each other and with what was accepted.
//!
//! Everything random comes from one seed, which a failure names; `STEWARD_KILL_SEED` sets it. The
//! same seed makes the same choices, though the machine decides what is under way when they strike.

mod calls;
mod engine;
mod load;
mod peers;
mod place;
mod verdict;

use engine::Engine;
use load::Load;
use peers::Peers;
use place::Place;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::sync::Arc;
use steward_peers::Misbehave;

/// How often the engine dies.
const KILLS: u32 = 50;

/// The provider stays silent at some messages, but not in the last lives, so that nothing of it is
/// left when the engine works in peace.
const SILENT_UNTIL: u32 = 40;

/// Names the variable that sets the seed.
const SEED: &str = "STEWARD_KILL_SEED";

#[test]
fn nothing_accepted_is_lost_however_often_serve_is_killed() {
    let seed = match std::env::var(SEED) {
        Ok(text) => text.parse().unwrap_or_else(|error| panic!("{SEED}={text}: {error}")),
        Err(_) => rand::random(),
    };
    // Said at once, so that a run that never ends has a name as well.
    println!("{SEED}={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let peers = Peers::start();
    let place = Arc::new(Place::new(&peers));
    let load = Load::begin(&place, seed);
    for kill in 0..KILLS {
        if kill < SILENT_UNTIL && random.random_bool(0.3) {
            // Taken and never answered, so that the next death finds an attempt under way.
            peers.sms.next(Misbehave::Hang);
        }
        peers.runtime.block_on(Engine::live_and_die(&place, &peers, &mut random));
    }
    let accepted = load.end();
    let ended = peers.runtime.block_on(Engine::finish(&place));
    let verdict = verdict::reach(&place, &peers, &accepted, ended);
    println!("{}", verdict.summary);
    assert!(verdict.wrong.is_empty(), "{SEED}={seed}\n{}", verdict.wrong.join("\n"));
}
